//! `towpath policies enforce`: the time that live versions were given ends now.

use anstyle::AnsiColor;
use clap::Args;

use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// End the grace period of live workflows: the policies in force apply to them now.
#[derive(Debug, Args)]
pub(crate) struct Enforce {
    /// Which workflows; all that were given time where none is named.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflows: Vec<WorkflowPlace>,
    #[command(flatten)]
    server: Server,
}

impl Enforce {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let named: Vec<String> =
            self.workflows.iter().map(|place| format!("{}/{}", place.namespace, place.name)).collect();
        let named = (!named.is_empty()).then_some(named.as_slice());
        let ended = self.server.client()?.end_grace(named).await.map_err(|error| show_error(&error))?;
        ended.iter().for_each(|grace| output::data(&grace.version));
        output::say(&format!(
            "{} enforced on {} versions",
            output::paint(AnsiColor::Green, "ok"),
            ended.len()
        ));
        Ok(Exit::Success)
    }
}
