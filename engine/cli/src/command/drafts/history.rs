//! `towpath drafts history`.

use clap::Args;

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List the revisions of a draft that are kept, newest first; or print the text of one.
#[derive(Debug, Args)]
pub(crate) struct History {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// Print the text of this revision, as it was saved.
    #[arg(long, value_name = "NUMBER", conflicts_with = "json")]
    revision: Option<u64>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl History {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let WorkflowPlace { namespace, name } = &self.workflow;
        if let Some(revision) = self.revision {
            let found = client.draft_revision(namespace, name, revision).await;
            output::document(found.map_err(|error| show_error(&error))?.source.trim_end());
            return Ok(Exit::Success);
        }
        let found = client.draft_revisions(namespace, name).await.map_err(|error| show_error(&error))?;
        Ok(output::list(&found, self.json, None, |revision| {
            let now = if revision.is_current { "  the draft as it is" } else { "" };
            let note = revision.note.as_ref().map(|note| format!("  {note}")).unwrap_or_default();
            output::data(&format!(
                "{}  {}  {}{note}{now}",
                revision.revision, revision.saved_at, revision.saved_by
            ));
        }))
    }
}
