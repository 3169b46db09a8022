//! `towpath drafts list`.

use clap::Args;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List drafts, those that were saved last first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this namespace.
    #[arg(long)]
    namespace: Option<String>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let found = client.drafts(self.namespace.as_deref()).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, Some("there are no drafts"), |draft| {
            let live =
                draft.live_version.as_ref().map(|live| format!("  {live} is live")).unwrap_or_default();
            let ahead = if draft.is_ahead { "  not published yet" } else { "" };
            output::data(&format!(
                "{}/{}  revision {}  {}  {}{live}{ahead}",
                draft.namespace, draft.name, draft.revision, draft.saved_at, draft.saved_by
            ));
        }))
    }
}
