//! `towpath schedules pause|resume`.

use anstyle::AnsiColor;
use clap::Args;

use super::list::when;
use crate::command::place::{WorkflowPlace, workflow};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Pause the schedule of a workflow: nothing of it starts until it is resumed. Runs under way go on.
#[derive(Debug, Args)]
pub(crate) struct Pause {
    /// The workflow, `support/morning-report`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// Why; everybody who looks at the schedule sees it.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    server: Server,
}

/// Resume a schedule. Times of the pause are left out, unless `--make-up`.
#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// The workflow, `support/morning-report`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// Why.
    #[arg(long)]
    reason: Option<String>,
    /// Count the times of the pause as missed: the schedule's `missed` says what becomes of them.
    #[arg(long)]
    make_up: bool,
    #[command(flatten)]
    server: Server,
}

impl Pause {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let WorkflowPlace { namespace, name } = &self.workflow;
        let paused = self.server.client()?.pause_schedule((namespace, name), &self.reason).await;
        paused.map_err(|error| show_error(&error))?;
        output::say(&format!(
            "{} {namespace}/{name} starts nothing until it is resumed",
            output::paint(AnsiColor::Green, "ok")
        ));
        Ok(Exit::Success)
    }
}

impl Resume {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let WorkflowPlace { namespace, name } = &self.workflow;
        let client = self.server.client()?;
        let resumed = client.resume_schedule((namespace, name), self.reason.as_deref(), self.make_up).await;
        let resumed = resumed.map_err(|error| show_error(&error))?;
        let ok = output::paint(AnsiColor::Green, "ok");
        output::say(&format!("{ok} {namespace}/{name}: {}", when(&resumed.times)));
        Ok(Exit::Success)
    }
}
