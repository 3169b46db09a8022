//! `towpath workflows owner`: who answers for a workflow, and handing it over.

use clap::Args;

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show who answers for a workflow; with `--to`, hand it over.
#[derive(Debug, Args)]
pub(crate) struct Owner {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// Who shall own it.
    #[arg(long, value_name = "PRINCIPAL")]
    to: Option<String>,
    /// The deputy; none where absent.
    #[arg(long, value_name = "PRINCIPAL", requires = "to")]
    deputy: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Owner {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let place = (self.workflow.namespace.as_str(), self.workflow.name.as_str());
        let found = match &self.to {
            Some(owner) => client.hand_over(place, owner, self.deputy.as_deref()).await,
            None => client.owners(place).await,
        };
        let found = found.map_err(|error| show_error(&error))?;
        let deputy = found.deputy.map(|deputy| format!(", deputy {deputy}")).unwrap_or_default();
        output::data(&format!("{}{deputy}", found.owner));
        if let Some(by) = found.by {
            output::say(&output::dim(&format!("handed over by {by} at {}", found.at)));
        }
        Ok(Exit::Success)
    }
}
