//! `towpath runs rerun`.

use clap::Args;
use towpath_client::RerunPlan;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Run a run again, as a new run with the same input.
///
/// Without `--confirm` it lists the writes that would be repeated, and their digest; nothing is started. With `--from` tasks
/// before that one send nothing: they get the results that the earlier run got. The same `--confirm` again starts nothing new: it
/// gives the run that it has started.
#[derive(Debug, Args)]
pub(crate) struct Rerun {
    /// The run's id.
    run: String,
    /// Begin from this task at the top of the workflow, `/do/2/refund` [default: the start].
    #[arg(long, value_name = "TASK")]
    from: Option<String>,
    /// With this version, or `latest` [default: the one of the run].
    #[arg(long)]
    version: Option<String>,
    /// Start it: the digest of what was listed.
    #[arg(long, value_name = "DIGEST")]
    confirm: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Rerun {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let (from, version) = (self.from.as_deref(), self.version.as_deref());
        let plan = client.plan_rerun(&self.run, from, version).await.map_err(|error| show_error(&error))?;
        let Some(confirm) = self.confirm else {
            if self.json {
                output::json(&plan);
            } else {
                show(&plan);
            }
            return Ok(Exit::Success);
        };
        let plan = RerunPlan { digest: confirm, ..plan };
        let started = client.rerun(&plan).await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&started);
        } else {
            output::data(&started.id);
        }
        Ok(Exit::Success)
    }
}

fn show(plan: &RerunPlan) {
    let place = plan.from.as_ref().map(|task| format!(" from {task}")).unwrap_or_default();
    let workflow = &plan.workflow;
    output::data(&format!("{}/{} {}{place}", workflow.namespace, workflow.name, plan.version));
    for write in &plan.repeats {
        let known = if write.done { "done" } else { "may have happened" };
        let protected = if write.protected { "may be repeated" } else { "would happen twice" };
        output::data(&format!("  {}  {}  {known}, {protected}", write.operation, write.task));
    }
    if plan.repeats.is_empty() {
        output::say("no write would be repeated");
    }
    output::say(&format!("start it with --confirm {}", plan.digest));
}
