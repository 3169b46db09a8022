//! `towpath policies delete`.

use anstyle::AnsiColor;
use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Delete a saved policy. It stays in force until policies are activated the next time.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Its name, such as `refunds-over-200`.
    name: String,
    /// Only if it is at this revision.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    revision: Option<u64>,
    #[command(flatten)]
    server: Server,
}

impl Delete {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        client.delete_policy(&self.name, self.revision).await.map_err(|error| show_error(&error))?;
        let ok = output::paint(AnsiColor::Green, "ok");
        output::say(&format!("{ok} {} is deleted; it stays in force until the next activation", self.name));
        output::help(
            "`towpath policies impact` says what that would change, `towpath policies activate` does it",
        );
        Ok(Exit::Success)
    }
}
