//! `towpath templates list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List templates.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.templates().await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("this server has no templates"), |template| {
            output::data(&format!("{}  {}: {}", template.id, template.title, template.description));
        }))
    }
}
