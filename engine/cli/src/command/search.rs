//! `towpath search`: finds what you may see.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Search workflows, drafts, operations, integrations, policies, requests, reviews, principals and templates by their names; runs by
/// their ids.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words, each of which has to be found; or a run's id, or at least its first six digits.
    #[arg(required = true)]
    words: Vec<String>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Search {
    pub(crate) async fn run(self) -> Exit {
        self.show().await.unwrap_or_else(|exit| exit)
    }

    async fn show(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let found = client.search(&self.words.join(" ")).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("nothing is found"), |item| {
            output::data(&format!("{:11}  {}  {}  {}", item.kind, item.id, item.title, item.subtitle));
        }))
    }
}
