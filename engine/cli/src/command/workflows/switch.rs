//! `towpath workflows off|on`.

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::Switched;

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

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
        switch(&self.server, &self.workflow, Some(&self.message)).await
    }
}

impl On {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        switch(&self.server, &self.workflow, None).await
    }
}

async fn switch(server: &Server, workflow: &WorkflowPlace, off: Option<&str>) -> Result<Exit, Exit> {
    let WorkflowPlace { namespace, name } = workflow;
    let switched = server.client()?.switch(Switched::Workflow(namespace, name), off).await;
    let word = if switched.map_err(|error| show_error(&error))?.on { "on" } else { "off" };
    output::say(&format!("{} {namespace}/{name} is {word}", output::paint(AnsiColor::Green, "ok")));
    Ok(Exit::Success)
}
