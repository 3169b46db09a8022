//! `towpath workflows off|on`.

use clap::Args;
use towpath_client::Switched;

use crate::command::place::{WorkflowPlace, workflow};
use crate::command::switching::switch_and_say;
use crate::connection::Server;
use crate::exit::Exit;

/// Switch a workflow off.
#[derive(Debug, Args)]
pub(crate) struct Off {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// Why; refused callers will see it.
    #[arg(long, short)]
    message: String,
    #[command(flatten)]
    server: Server,
}

/// Switch a workflow on again.
#[derive(Debug, Args)]
pub(crate) struct On {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    #[command(flatten)]
    server: Server,
}

impl Off {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        switch_workflow(&self.server, &self.workflow, Some(&self.message)).await
    }
}

impl On {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        switch_workflow(&self.server, &self.workflow, None).await
    }
}

async fn switch_workflow(server: &Server, place: &WorkflowPlace, off: Option<&str>) -> Result<Exit, Exit> {
    let WorkflowPlace { namespace, name } = place;
    switch_and_say(server, Switched::Workflow(namespace, name), &format!("{namespace}/{name}"), off).await
}
