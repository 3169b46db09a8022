//! `towpath requests open|system`.

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{AccessRequest, NewRequest};

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Request the access that policies refuse to a workflow's draft. `towpath publish` saves the draft.
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// The purpose; IT decides by it.
    #[arg(long, short)]
    purpose: String,
    #[command(flatten)]
    server: Server,
}

/// Request a system that no integration reaches yet.
#[derive(Debug, Args)]
pub(crate) struct System {
    /// The namespace it is for.
    namespace: String,
    /// The system's name.
    system: String,
    /// Which data is sent there or read from there.
    #[arg(long)]
    data: String,
    /// The system's vendor.
    #[arg(long)]
    vendor: Option<String>,
    /// The purpose; IT decides by it.
    #[arg(long, short)]
    purpose: String,
    #[command(flatten)]
    server: Server,
}

impl Open {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let WorkflowPlace { namespace, name } = self.workflow;
        let new =
            NewRequest { namespace, purpose: self.purpose, workflow: Some(name), ..NewRequest::default() };
        let opened = self.server.client()?.open_request(&new).await;
        asked(&opened.map_err(|error| show_error(&error))?)
    }
}

impl System {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let new = NewRequest {
            namespace: self.namespace,
            purpose: self.purpose,
            workflow: None,
            system: Some(self.system),
            data: Some(self.data),
            vendor: self.vendor,
        };
        let opened = self.server.client()?.open_request(&new).await;
        asked(&opened.map_err(|error| show_error(&error))?)
    }
}

fn asked(request: &AccessRequest) -> Result<Exit, Exit> {
    output::say(&format!("{} asked for, as {}", output::paint(AnsiColor::Green, "ok"), request.id));
    for refused in &request.refused {
        output::say(&format!("   it {refused}"));
    }
    for left in &request.left {
        output::help(&format!("no permit is drafted for what {left}: IT has to change a policy"));
    }
    output::data(&request.id);
    Ok(Exit::Success)
}
