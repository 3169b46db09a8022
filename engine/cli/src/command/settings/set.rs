//! `towpath settings set`.

use clap::Args;

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;

/// Change settings of a workflow. Runs that start from now on have them; runs under way keep theirs.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// What to set: `limit=150`. The value is JSON, or else text.
    #[arg(value_name = "NAME=VALUE", required_unless_present = "default")]
    values: Vec<String>,
    /// Put this one back to its default; may be given several times.
    #[arg(long, value_name = "NAME")]
    default: Vec<String>,
    /// Why; shown with the settings.
    #[arg(long, short)]
    message: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Set {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let changes = super::parse_assignments(&self.values)?;
        let client = self.server.client()?;
        let place = (self.workflow.namespace.as_str(), self.workflow.name.as_str());
        let found = client.settings(place.0, place.1).await.map_err(|error| show_error(&error))?;
        let mut set = found.set;
        set.extend(changes);
        set.retain(|name, _| !self.default.contains(name));
        let changed = client.put_settings(place, &set, self.message.as_deref(), Some(found.revision)).await;
        super::show_settings(&changed.map_err(|error| show_error(&error))?);
        Ok(Exit::Success)
    }
}
