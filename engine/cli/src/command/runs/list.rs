//! `towpath runs list`.

use clap::Args;
use towpath_client::RunFilter;

use crate::command::place::{WorkflowPlace, workflow};
use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// List runs, newest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: Option<WorkflowPlace>,
    /// Of this namespace.
    #[arg(long, conflicts_with = "workflow")]
    namespace: Option<String>,
    /// In this state: `running`, `waiting`, `completed`, `faulted` or `cancelled`.
    #[arg(long)]
    status: Option<String>,
    /// Only runs of drafts.
    #[arg(long)]
    draft: bool,
    /// At most so many, 1 to 200.
    #[arg(long, default_value = "50")]
    limit: usize,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl List {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let (namespace, name) = match self.workflow {
            Some(WorkflowPlace { namespace, name }) => (Some(namespace), Some(name)),
            None => (self.namespace, None),
        };
        let filter = RunFilter {
            namespace,
            workflow: name,
            status: self.status,
            draft: self.draft.then_some(true),
            limit: Some(self.limit),
            before: None,
        };
        let found = self.server.client()?.runs(&filter).await.map_err(|error| tell(&error))?;
        if self.json {
            output::json(&found.runs);
            return Ok(Exit::Success);
        }
        for run in &found.runs {
            let workflow = &run.workflow;
            let draft = if run.draft { "  draft" } else { "" };
            output::data(&format!(
                "{}  {:9}  {}/{} {}  {}  {}{draft}",
                run.id,
                run.status,
                workflow.namespace,
                workflow.name,
                workflow.version,
                run.started_at,
                run.started_by
            ));
        }
        match (found.runs.is_empty(), found.next) {
            (true, _) => output::say("there are no such runs"),
            (false, Some(_)) => output::say(&output::dim("there may be older ones: --limit takes up to 200")),
            (false, None) => {}
        }
        Ok(Exit::Success)
    }
}
