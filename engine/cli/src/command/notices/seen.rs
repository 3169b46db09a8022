//! `towpath notices seen`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;

/// Mark notices as seen. If the failure continues, there is a new notice.
#[derive(Debug, Args)]
pub(crate) struct Seen {
    /// Their ids, as `notices list` prints them.
    #[arg(required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    server: Server,
}

impl Seen {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        for id in &self.ids {
            client.seen_notice(id).await.map_err(|error| show_error(&error))?;
        }
        Ok(Exit::Success)
    }
}
