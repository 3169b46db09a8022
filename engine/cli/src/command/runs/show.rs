//! `towpath runs show`.

use clap::Args;
use serde_json::Value;
use towpath_client::{Problem, Run, WaitsFor};

use super::story;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show a run: how it began, its effects and the decisions about them, how it ended.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The run's id.
    run: String,
    /// Print its journal, as JSON.
    #[arg(long)]
    journal: bool,
    /// Print the run as JSON.
    #[arg(long, conflicts_with = "journal")]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        if self.journal {
            output::json(&client.journal(&self.run).await.map_err(|error| show_error(&error))?);
            return Ok(Exit::Success);
        }
        let run = client.run(&self.run).await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&run);
            return Ok(Exit::Success);
        }
        begun(&run);
        match client.journal(&self.run).await {
            Ok(records) => {
                story::input_of_run(&records).iter().for_each(|line| output::data(line));
                story::lines_of_effects(&records).iter().for_each(|line| output::data(line));
            }
            // Who may see a run need not be one who may read its journal.
            Err(error) if error.problem().is_some_and(|problem| problem.status == 403) => {
                output::say(&output::dim("its effects are in its journal, which your role may not read"));
            }
            Err(error) => return Err(show_error(&error)),
        }
        ended(&run);
        Ok(Exit::Success)
    }
}

fn begun(run: &Run) {
    let workflow = &run.workflow;
    let draft = if run.draft { ", a draft" } else { "" };
    let what = format!("{}/{} {}{draft}", workflow.namespace, workflow.name, workflow.version);
    output::data(&format!("{what}, started by {} at {}", run.started_by, run.started_at));
}

fn ended(run: &Run) {
    let waits = match run.waits_for {
        Some(WaitsFor::Release) => " to be released: `towpath holds list`",
        Some(WaitsFor::Event) => " for an event",
        _ => "",
    };
    match (&run.ended_at, &run.wake_at) {
        (Some(at), _) => output::data(&format!("{} at {at}", run.status)),
        (None, Some(at)) => output::data(&format!("{} until {at}{waits}", run.status)),
        (None, None) => output::data(&format!("{}{waits}", run.status)),
    }
    if let Some(earlier) = &run.rerun_of {
        output::data(&format!("runs {earlier} again"));
    }
    if let Some(suspended) = &run.suspended {
        output::data(&format!("suspended by {} at {}: {}", suspended.by, suspended.at, suspended.reason));
    }
    for write in &run.in_doubt {
        output::data(&format!("may have happened: {} at {}", write.operation, write.task));
    }
    if let Some(text) = &run.output {
        // INVARIANT: raw JSON text is JSON.
        let value: Value = serde_json::from_str(text.get()).unwrap_or_default();
        output::json(&value);
    }
    if let Some(error) = &run.error {
        lines_of_error(error).iter().for_each(|line| output::data(line));
    }
}

/// An error with all that the server says of it: the task, why, the policy, whom to ask, the permits that came nearest.
fn lines_of_error(error: &Problem) -> Vec<String> {
    // The instance is a place in the definition where a task failed, else the run itself.
    let cause = error.cause.as_ref();
    let place = cause.and_then(|cause| cause.instance.as_deref()).or(error.instance.as_deref());
    let place = place.filter(|place| place.starts_with("/do") || place.starts_with("/input"));
    let place = place.map(|place| format!(" at {place}")).unwrap_or_default();
    let mut lines = vec![format!("{error}{place}")];
    let reason = error.reason.as_ref().filter(|reason| Some(*reason) != error.detail.as_ref());
    lines.extend(reason.map(|reason| format!("  {reason}")));
    lines.extend(error.policy.as_ref().map(|policy| format!("  by policy `{policy}`")));
    for near in &error.near {
        let ended = near.expired.as_ref().map(|day| format!("it ended on {day}"));
        let why: Vec<&str> = ended.iter().chain(&near.mismatches).map(String::as_str).collect();
        lines.push(format!("  nearest permit: `{}`: {}", near.policy, why.join("; ")));
    }
    lines.extend(error.contact.as_ref().map(|contact| format!("  ask {contact}")));
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_has_its_task_its_contact_and_the_nearest_permit() {
        let error = json!({
            "type": "urn:towpath:problem:TP1108", "status": 403, "title": "a policy refused this call", "code": "TP1108", "detail": "Too much.", "reason": "Too much.",
            "instance": "/do/2/pay", "policy": "refunds", "contact": "finance@acme.example",
            "near": [{ "policy": "refunds-up-to-200", "mismatches": ["`amount` is more than 200"] }],
        });
        let Ok(error) = serde_json::from_value::<Problem>(error) else { panic!("no problem") };
        assert_eq!(
            lines_of_error(&error),
            [
                "403 a policy refused this call (TP1108): Too much. at /do/2/pay",
                "  by policy `refunds`",
                "  nearest permit: `refunds-up-to-200`: `amount` is more than 200",
                "  ask finance@acme.example",
            ]
        );
    }
}
