//! `towpath notices seen`.

use clap::Args;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;

/// Say that you have seen notices. A failure that goes on is told anew then.
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
            client.seen_notice(id).await.map_err(|error| tell(&error))?;
        }
        Ok(Exit::Success)
    }
}
