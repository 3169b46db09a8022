//! `towpath sessions revoke`.

use anstyle::AnsiColor;
use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// End a session: the browser is signed out at its next request. The token behind it goes on working.
#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// Its id, as `sessions list` prints it.
    id: String,
    #[command(flatten)]
    server: Server,
}

impl Revoke {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        self.server.client()?.end_session(&self.id).await.map_err(|error| show_error(&error))?;
        output::say(&format!("{} {} is signed out", output::paint(AnsiColor::Green, "ok"), self.id));
        Ok(Exit::Success)
    }
}
