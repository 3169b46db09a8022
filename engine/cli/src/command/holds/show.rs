//! `towpath holds show`.

use clap::Args;
use towpath_client::Hold;

use super::{HoldPlace, place};
use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Show a call that waits: what it is, with which arguments, and who signs.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The call, as `holds list` prints it.
    #[arg(value_name = "RUN/EFFECT", value_parser = place)]
    hold: HoldPlace,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let hold = client.hold(&self.hold.run, self.hold.effect).await.map_err(|error| tell(&error))?;
        if self.json {
            output::json(&hold);
            return Ok(Exit::Success);
        }
        show(&hold);
        Ok(Exit::Success)
    }
}

pub(super) fn show(hold: &Hold) {
    output::data(&format!("{} by {}/{} {}", hold.what, hold.namespace, hold.workflow, hold.version));
    output::data(&format!("run {} started by {}, task {}", hold.run, hold.started_by, hold.task));
    hold.people.iter().for_each(|person| output::data(&format!("  {person}")));
    if !hold.heard_from.is_empty() {
        output::data(&format!("it received events of {}", hold.heard_from.join(", ")));
    }
    output::json(&hold.arguments);
    if !hold.labels.is_empty() {
        output::data(&format!("labels: {}", hold.labels.join(", ")));
    }
    if !hold.unseen.is_empty() {
        output::data(&format!("you may not view {}", hold.unseen.join(", ")));
    }
    for awaiting in &hold.awaiting {
        output::data(&format!("{} signs: {}", awaiting.by, awaiting.title));
        awaiting.reason.iter().for_each(|reason| output::data(&format!("  {reason}")));
    }
    let then = if hold.default == "allow" { "goes out" } else { "is refused" };
    output::data(&format!("waits since {}; {then} at {} unless somebody signs", hold.since, hold.until));
    output::data(&format!("digest {}", hold.digest));
}
