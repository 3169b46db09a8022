//! `towpath failures handle`.

use clap::Args;
use towpath_client::{FailureCaseState, PatchFailureCase};

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Say who looks after a failure case, or that it is resolved. It is open again when a run fails like that.
#[derive(Debug, Args)]
pub(crate) struct Handle {
    /// Its workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// Its id, as `failures list` prints it.
    id: String,
    /// The principal who looks after it; empty: nobody.
    #[arg(long, value_name = "PRINCIPAL")]
    owner: Option<String>,
    /// A note; empty: none.
    #[arg(long)]
    note: Option<String>,
    /// It is resolved.
    #[arg(long, conflicts_with = "reopen")]
    resolve: bool,
    /// It is not resolved.
    #[arg(long)]
    reopen: bool,
    #[command(flatten)]
    server: Server,
}

impl Handle {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let state = match (self.resolve, self.reopen) {
            (true, _) => Some(FailureCaseState::Resolved),
            (false, true) => Some(FailureCaseState::Open),
            (false, false) => None,
        };
        let change = PatchFailureCase { owner: self.owner, note: self.note, state };
        let place = (self.workflow.namespace.as_str(), self.workflow.name.as_str());
        let client = self.server.client()?;
        let case =
            client.handle_failures(place, &self.id, &change).await.map_err(|error| show_error(&error))?;
        output::say(&format!("it is {}", case.state));
        Ok(Exit::Success)
    }
}
