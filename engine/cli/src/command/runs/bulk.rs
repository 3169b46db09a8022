//! `towpath runs bulk`.

use clap::Args;
use towpath_client::{BulkAction, BulkAnswer, BulkRequest, RunFilter, RunStatus};

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Cancel, suspend, resume or run again many runs.
///
/// Without `--confirm` it says which runs these are, and their digest; nothing is done. With it, the action is done to exactly
/// the runs that were shown.
#[derive(Debug, Args)]
pub(crate) struct Bulk {
    /// `cancel`, `suspend`, `resume` or `rerun`.
    action: BulkAction,
    /// Only runs of this workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: Option<WorkflowPlace>,
    /// Of this namespace.
    #[arg(long, conflicts_with = "workflow")]
    namespace: Option<String>,
    /// In this state.
    #[arg(long)]
    status: Option<RunStatus>,
    /// Only runs that wait for a person to release a call.
    #[arg(long)]
    held: bool,
    /// Only runs that this principal started.
    #[arg(long, value_name = "PRINCIPAL")]
    started_by: Option<String>,
    /// Only runs that failed with this code, `TP1103`.
    #[arg(long, value_name = "CODE")]
    error_code: Option<String>,
    /// Only runs that failed at this task, `/do/2/refund`.
    #[arg(long, value_name = "TASK")]
    task: Option<String>,
    /// Not before this time, `2027-03-31T18:00:00Z`.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Before this time.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Why, to suspend; kept with each run.
    #[arg(long)]
    reason: Option<String>,
    /// To cancel: do not wait for writes under way.
    #[arg(long)]
    force: bool,
    /// To run again: with this version, or `latest` [default: the one of each run].
    #[arg(long)]
    version: Option<String>,
    /// Do it: the digest of what was shown.
    #[arg(long, value_name = "DIGEST")]
    confirm: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Bulk {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let (namespace, workflow) = match self.workflow {
            Some(WorkflowPlace { namespace, name }) => (Some(namespace), Some(name)),
            None => (self.namespace, None),
        };
        let query = RunFilter {
            namespace,
            workflow,
            status: self.status,
            held: self.held.then_some(true),
            started_by: self.started_by,
            error_code: self.error_code,
            task: self.task,
            from: self.from,
            to: self.to,
            ..RunFilter::default()
        };
        let request = BulkRequest {
            action: self.action,
            query,
            reason: self.reason,
            force: self.force,
            version: self.version,
            dry_run: self.confirm.is_none(),
            confirm: self.confirm,
        };
        let answer = self.server.client()?.bulk(&request).await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&answer);
        } else {
            show(&answer);
        }
        Ok(if answer.failed.is_empty() { Exit::Success } else { Exit::Found })
    }
}

fn show(answer: &BulkAnswer) {
    for run in &answer.examples {
        let workflow = &run.workflow;
        let place = format!("{}/{} {}", workflow.namespace, workflow.name, workflow.version);
        output::data(&format!("{}  {:9}  {place}  {}", run.id, run.status, run.started_at));
    }
    for run in &answer.started {
        output::data(run);
    }
    for failure in &answer.failed {
        output::data(&format!("{}  {}", failure.run, failure.problem));
    }
    let more = if answer.more { ", and there are more" } else { "" };
    match &answer.digest {
        Some(digest) => {
            output::say(&format!("{} runs{more}; nothing was done", answer.count));
            if let Some(unprotected) = answer.unprotected.filter(|count| *count > 0) {
                output::say(&format!("{unprotected} writes would happen twice"));
            }
            output::say(&format!("do it with --confirm {digest}"));
        }
        None => output::say(&format!("{}: {} runs", answer.action, answer.count)),
    }
}
