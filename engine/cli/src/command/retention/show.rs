//! `towpath retention show`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show how long ended runs are kept: the server's default, and the rules for namespaces and workflows.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.retention().await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&found);
        } else {
            super::show_retention(&found);
        }
        Ok(Exit::Success)
    }
}
