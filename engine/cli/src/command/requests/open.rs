//! `towpath requests open|system`.

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{Request, Wanted};

use crate::command::place::{WorkflowPlace, workflow};
use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Ask for what a workflow's draft reaches and policies refuse. `towpath publish` saves the draft.
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// What it is for; IT decides by it.
    #[arg(long, short)]
    purpose: String,
    #[command(flatten)]
    server: Server,
}

/// Ask for a system that no integration reaches yet.
#[derive(Debug, Args)]
pub(crate) struct System {
    /// The namespace it is for.
    namespace: String,
    /// What the system is called.
    system: String,
    /// Which data goes there, or comes from there.
    #[arg(long)]
    data: String,
    /// Whose system it is.
    #[arg(long)]
    vendor: Option<String>,
    /// What it is for; IT decides by it.
    #[arg(long, short)]
    purpose: String,
    #[command(flatten)]
    server: Server,
}

impl Open {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let WorkflowPlace { namespace, name } = &self.workflow;
        let opened = self.server.client()?.open_request(namespace, Wanted::Access(name), &self.purpose).await;
        asked(&opened.map_err(|error| tell(&error))?)
    }
}

impl System {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let wanted = Wanted::System(&self.system, &self.data, self.vendor.as_deref());
        let opened = self.server.client()?.open_request(&self.namespace, wanted, &self.purpose).await;
        asked(&opened.map_err(|error| tell(&error))?)
    }
}

fn asked(request: &Request) -> Result<Exit, Exit> {
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
