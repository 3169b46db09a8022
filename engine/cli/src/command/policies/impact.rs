//! `towpath policies impact`: what the policies saved on a server would change.

use anstyle::AnsiColor;
use clap::Args;
use serde_json::Value;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Say what the policies saved on a server would change if they were activated: live versions, and calls that were made.
#[derive(Debug, Args)]
pub(crate) struct Impact {
    /// How many days to look back.
    #[arg(long, default_value_t = 7)]
    days: u32,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Impact {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.impact(self.days).await.map_err(|error| tell(&error))?;
        let list = |name: &str| found[name].as_array().cloned().unwrap_or_default();
        let changes = !list("versions").is_empty() || !list("calls").is_empty();
        if self.json {
            output::json(&found);
        } else {
            list("versions").iter().for_each(version);
            list("calls").iter().for_each(call);
            let more = if found["truncated"] == true { ", and there are more" } else { "" };
            output::say(&format!(
                "{} runs of {} days looked at{more}, {} starts and calls judged again",
                found["runs"], self.days, found["judged"]
            ));
            if !changes {
                output::say(&format!("{} nothing would change", output::paint(AnsiColor::Green, "ok")));
            }
        }
        Ok(if changes { Exit::Found } else { Exit::Success })
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn version(found: &Value) {
    let workflow = &found["workflow"];
    output::data(&format!(
        "{}/{} {}, by {}",
        text(workflow, "namespace"),
        text(workflow, "name"),
        text(workflow, "version"),
        text(found, "author")
    ));
    for change in found["changes"].as_array().into_iter().flatten() {
        let why = change["reason"].as_str().map(|reason| format!(": {reason}")).unwrap_or_default();
        let (before, after) = (text(change, "before"), text(change, "after"));
        output::data(&format!("    it {}: {before} -> {after}{why}", text(change, "what")));
        for review in change["reviews"].as_array().into_iter().flatten() {
            output::data(&format!("    `{}` would want an approval", review.as_str().unwrap_or_default()));
        }
    }
    for voided in found["voided"].as_array().into_iter().flatten() {
        output::data(&format!(
            "    its approval for `{}` would be void",
            voided.as_str().unwrap_or_default()
        ));
    }
}

fn call(found: &Value) {
    let task = match text(found, "task") {
        "" => "starts",
        task => task,
    };
    let policy = found["policy"].as_str().map(|policy| format!(" by `{policy}`")).unwrap_or_default();
    output::data(&format!(
        "{} {task}: {} calls, {} -> {}{policy}, such as in run {}",
        text(found, "workflow"),
        found["calls"],
        text(found, "before"),
        text(found, "after"),
        text(found, "run")
    ));
}
