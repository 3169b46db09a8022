//! `towpath restores confirm`.

use anstyle::AnsiColor;
use clap::Args;

use crate::connection::{Server, show_undecided};
use crate::exit::Exit;
use crate::output;

/// Confirm a restore: interrupted runs go on, schedules start, and new runs are taken.
#[derive(Debug, Args)]
pub(crate) struct Confirm {
    /// The digest that `towpath restores show` printed. If something else would go out by now, nothing is confirmed.
    digest: String,
    #[command(flatten)]
    server: Server,
}

impl Confirm {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let confirmed = self.server.client()?.confirm_restore(&self.digest).await;
        confirmed.map_err(|error| show_undecided(&error, "towpath restores show"))?;
        let ok = output::paint(AnsiColor::Green, "ok");
        output::say(&format!("{ok} runs and schedules go on"));
        Ok(Exit::Success)
    }
}
