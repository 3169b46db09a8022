//! `towpath sessions list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List sessions, newest first: your own, or everybody's.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Those of other principals too; needs the role `it` or `auditor`.
    #[arg(long)]
    all: bool,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.sessions(self.all).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("nobody is signed in"), |session| {
            output::data(&format!(
                "{}  {}  by {}  last used {}  until {}",
                session.id, session.principal, session.method, session.last_used_at, session.expires_at
            ));
        }))
    }
}
