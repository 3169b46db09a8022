//! `towpath tokens confirm`.

use anstyle::AnsiColor;
use clap::Args;

use super::Server;
use crate::connection::show_error;
use crate::exit::Exit;
use crate::output;

/// Confirm a token of `it` or `approver` that another person of IT created, on a server with separate duties.
#[derive(Debug, Args)]
pub(crate) struct Confirm {
    /// The token's id, as `towpath tokens list` shows it.
    id: String,
    #[command(flatten)]
    server: Server,
}

impl Confirm {
    pub(crate) async fn run(self) -> Exit {
        match self.try_run().await {
            Ok(exit) | Err(exit) => exit,
        }
    }

    async fn try_run(self) -> Result<Exit, Exit> {
        let confirmed =
            self.server.client()?.confirm_token(&self.id).await.map_err(|error| show_error(&error))?;
        let ok = output::paint(AnsiColor::Green, "ok");
        output::say(&format!("{ok} token {} of {} works from now on", confirmed.id, confirmed.principal));
        Ok(Exit::Success)
    }
}
