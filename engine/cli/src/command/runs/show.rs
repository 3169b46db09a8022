//! `towpath runs show`.

use clap::Args;
use serde_json::Value;
use towpath_client::{Problem, Run};

use super::story;
use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Show a run: how it began, what it asked for and what policies said, how it ended.
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
            output::json(&client.journal(&self.run).await.map_err(|error| tell(&error))?);
            return Ok(Exit::Success);
        }
        let run = client.run(&self.run).await.map_err(|error| tell(&error))?;
        if self.json {
            output::json(&run);
            return Ok(Exit::Success);
        }
        begun(&run);
        match client.journal(&self.run).await {
            Ok(records) => {
                story::input(&records).iter().for_each(|line| output::data(line));
                story::lines(&records).iter().for_each(|line| output::data(line));
            }
            // Who may see a run need not be one who may read its journal.
            Err(error) if error.problem().is_some_and(|problem| problem.status == 403) => {
                output::say(&output::dim(
                    "what it asked for stands in its journal, which your role may not read",
                ));
            }
            Err(error) => return Err(tell(&error)),
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
    let waits = run.waits_for.as_ref().map(|what| match what.as_str() {
        "signature" => " for a signature: `towpath holds list`".to_owned(),
        "event" => " for an event".to_owned(),
        _ => String::new(),
    });
    let waits = waits.unwrap_or_default();
    match (&run.ended_at, &run.wake_at) {
        (Some(at), _) => output::data(&format!("{} at {at}", run.status)),
        (None, Some(at)) => output::data(&format!("{} until {at}{waits}", run.status)),
        (None, None) => output::data(&format!("{}{waits}", run.status)),
    }
    if let Some(value) = &run.output {
        output::json(value);
    }
    if let Some(error) = &run.error {
        fault(error).iter().for_each(|line| output::data(line));
    }
}

/// An error with all that the server says of it: the task, why, the policy, whom to ask, the permits that came nearest.
fn fault(error: &Problem) -> Vec<String> {
    // The instance is a place in the definition where a task failed, else the run itself.
    let cause = error.more.get("cause");
    let place = cause.and_then(|cause| cause["instance"].as_str()).or(error.instance.as_deref());
    let place = place.filter(|place| place.starts_with("/do") || place.starts_with("/input"));
    let place = place.map(|place| format!(" at {place}")).unwrap_or_default();
    let mut lines = vec![format!("{error}{place}")];
    let reason = error.reason.as_ref().filter(|reason| Some(*reason) != error.detail.as_ref());
    lines.extend(reason.map(|reason| format!("  {reason}")));
    lines.extend(error.policy.as_ref().map(|policy| format!("  by policy `{policy}`")));
    for near in error.more.get("near").and_then(Value::as_array).into_iter().flatten() {
        let text = near.as_str().map_or_else(|| near.to_string(), str::to_owned);
        lines.push(format!("  nearest permit: {text}"));
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
            "status": 403, "title": "the effect was refused", "code": "TP1108", "detail": "Too much.", "reason": "Too much.",
            "instance": "/do/2/pay", "policy": "refunds", "contact": "finance@acme.example",
            "near": ["`refunds-up-to-200`: `amount` is more than 200"],
        });
        let Ok(error) = serde_json::from_value::<Problem>(error) else { panic!("no problem") };
        assert_eq!(
            fault(&error),
            [
                "403 the effect was refused (TP1108): Too much. at /do/2/pay",
                "  by policy `refunds`",
                "  nearest permit: `refunds-up-to-200`: `amount` is more than 200",
                "  ask finance@acme.example",
            ]
        );
    }
}
