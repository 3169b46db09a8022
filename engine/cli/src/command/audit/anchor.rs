//! `towpath audit anchor`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show where the server hands the heads of its audit log, how many wait, and what went wrong last.
#[derive(Debug, Args)]
pub(crate) struct Anchor {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Anchor {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let anchor = self.server.client()?.audit_anchor().await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&anchor);
        } else {
            output::data(&format!("{}  {} waiting", anchor.place, anchor.waiting));
            if let Some(error) = &anchor.error {
                output::data(&format!("  failed {} times: {error}", anchor.failures));
            }
        }
        Ok(if anchor.error.is_some() { Exit::Found } else { Exit::Success })
    }
}
