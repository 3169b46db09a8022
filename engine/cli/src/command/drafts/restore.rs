//! `towpath drafts restore`.

use anstyle::AnsiColor;
use clap::Args;

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Go back to an earlier revision of a draft: its text is saved as a new one. Nothing is published.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// The revision, as `drafts history` prints it.
    revision: u64,
    /// Only if the draft is still at this revision.
    #[arg(long, value_name = "NUMBER")]
    expect: Option<u64>,
    #[command(flatten)]
    server: Server,
}

impl Restore {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let WorkflowPlace { namespace, name } = &self.workflow;
        let restored = self.server.client()?.restore_draft(namespace, name, self.revision, self.expect).await;
        let saved = restored.map_err(|error| show_error(&error))?;
        let ok = output::paint(AnsiColor::Green, "ok");
        output::say(&format!(
            "{ok} {namespace}/{name}: revision {} is the draft again, as revision {}",
            self.revision, saved.revision
        ));
        Ok(Exit::Success)
    }
}
