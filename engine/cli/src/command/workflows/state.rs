//! `towpath workflows suspend|resume|deprecate|retire|rollback`.

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::VersionState;

use crate::command::place::VersionPlace;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// A change of a version.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change {
    /// It gets this state.
    To(VersionState),
    /// Callers get it again.
    RollBack,
}

/// Change a version.
#[derive(Debug, Args)]
pub(crate) struct State {
    #[command(flatten)]
    place: VersionPlace,
    /// Why; refused callers will see it.
    #[arg(long, short)]
    message: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl State {
    pub(crate) async fn run(self, change: Change) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let place = self.place.parts();
        let changed = match change {
            Change::To(state) => client.put_state(place, state, self.message.as_deref()).await,
            Change::RollBack => client.roll_back(place.0, place.1, place.2).await,
        };
        let changed = changed.map_err(|error| show_error(&error))?;
        let word = match change {
            Change::To(_) => changed.state.as_str(),
            Change::RollBack => "what callers get",
        };
        output::say(&format!("{} {} is {word}", output::paint(AnsiColor::Green, "ok"), self.place));
        Ok(Exit::Success)
    }
}
