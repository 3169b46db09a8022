//! `towpath failures list`.

use clap::Args;
use towpath_client::{FailureCaseState, FailureCasesQuery};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// List failure cases: runs of one workflow that failed with the same error at the same task, the newest first.
///
/// To run all of a case again: `towpath runs bulk rerun NAMESPACE/NAME --error-code CODE --task TASK`.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME")]
    workflow: Option<String>,
    /// Of this namespace.
    #[arg(long)]
    namespace: Option<String>,
    /// Also those that are resolved.
    #[arg(long)]
    all: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let query = FailureCasesQuery {
            namespace: self.namespace,
            workflow: self.workflow,
            state: (!self.all).then_some(FailureCaseState::Open),
            from: None,
        };
        let found = self.server.client()?.failure_cases(&query).await.map_err(|error| show_error(&error))?;
        if found.more && !self.json {
            output::say("counts are of the newest 5,000 failed runs");
        }
        Ok(output::list(&found.items, self.json, Some("no run has failed"), |case| {
            let failure = &case.failure;
            let what = failure.code.as_deref().unwrap_or(&failure.kind);
            let place = failure.task.as_deref().unwrap_or("/");
            let times = if case.count == 1 { "once".to_owned() } else { format!("{} times", case.count) };
            let owner =
                case.owner.as_ref().map(|owner| format!(", {owner} looks after it")).unwrap_or_default();
            output::data(&format!(
                "{}  {}/{}  {what} at {place}  {times}, last {}{owner}",
                case.id, case.namespace, case.workflow, case.last_at
            ));
            if let Some(note) = &case.note {
                output::data(&output::dim(&format!("    {note}")));
            }
        }))
    }
}
