//! `towpath settings show`.

use clap::Args;

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::Server;
use crate::exit::Exit;
use crate::output;

/// Show the settings of a workflow, what they may be, and who changed them.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// Print the answer of the server, with the JSON Schema.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let WorkflowPlace { namespace, name } = &self.workflow;
        let found = self.server.client()?.settings(namespace, name).await;
        let found = found.map_err(|error| crate::connection::show_error(&error))?;
        if self.json {
            output::json(&found);
        } else {
            super::show_settings(&found);
        }
        Ok(Exit::Success)
    }
}
