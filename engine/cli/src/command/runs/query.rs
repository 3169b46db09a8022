//! Which runs a command is about: the filters that `runs list` and `runs bulk` share.

use clap::Args;
use towpath_client::{RunFilter, RunStatus};

use crate::command::place::{WorkflowPlace, workflow};

/// Which runs.
#[derive(Debug, Args)]
pub(super) struct RunQuery {
    /// Only runs of this workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: Option<WorkflowPlace>,
    /// Of this namespace.
    #[arg(long, conflicts_with = "workflow")]
    namespace: Option<String>,
    /// In this state: `running`, `waiting`, `suspended`, `completed`, `faulted` or `cancelled`.
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
    /// Only runs that failed with an error of this type, a URI.
    #[arg(long, value_name = "URI")]
    error_type: Option<String>,
    /// Only runs that failed at this task, `/do/2/refund`.
    #[arg(long, value_name = "TASK")]
    task: Option<String>,
    /// Only runs of this failure case, as `failures list` names it.
    #[arg(long, value_name = "ID")]
    case: Option<String>,
    /// Not before this time, `2027-03-31T18:00:00Z`.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Before this time.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
}

impl RunQuery {
    /// The filter that the server takes.
    pub(super) fn filter(self) -> RunFilter {
        let (namespace, workflow) = match self.workflow {
            Some(WorkflowPlace { namespace, name }) => (Some(namespace), Some(name)),
            None => (self.namespace, None),
        };
        RunFilter {
            namespace,
            workflow,
            status: self.status,
            held: self.held.then_some(true),
            started_by: self.started_by,
            error_code: self.error_code,
            error_type: self.error_type,
            task: self.task,
            failure_case: self.case,
            from: self.from,
            to: self.to,
            ..RunFilter::default()
        }
    }
}
