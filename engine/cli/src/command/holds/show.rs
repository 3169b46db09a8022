//! `towpath holds show`.

use clap::Args;
use towpath_client::{Hold, HoldDefault};

use super::{HoldPlace, place};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show a call that waits: what it is, with which arguments, and who releases.
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
        let hold = client.hold(&self.hold.run, self.hold.effect).await.map_err(|error| show_error(&error))?;
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
        output::data(&format!("released by {}: {}", awaiting.by, awaiting.title));
        awaiting.reason.iter().for_each(|reason| output::data(&format!("  {reason}")));
    }
    let then = match hold.default {
        HoldDefault::Allow => "goes out",
        HoldDefault::Deny => "is refused",
    };
    output::data(&format!(
        "waits since {}; {then} at {} unless somebody releases it",
        hold.since, hold.until
    ));
    output::data(&format!("digest {}", hold.digest));
}
