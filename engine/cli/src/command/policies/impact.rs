//! `towpath policies impact`: what the policies saved on a server would change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::Args;
use serde_json::Value;

use crate::command::publish::tell;
use crate::command::tokens::Server;
use crate::exit::Exit;
use crate::output;

/// Say what policies would change on a server if they were activated: live versions, calls that were made, whole runs.
#[derive(Debug, Args)]
pub(crate) struct Impact {
    /// A folder, or one file, beside what is saved on the server; nothing is saved. Without it: what is saved.
    path: Option<PathBuf>,
    /// How many days to look back.
    #[arg(long, default_value_t = 7)]
    days: u32,
    /// Execute so many of the newest runs again under them, in a sandbox, without any effect.
    #[arg(long, value_name = "RUNS", default_value_t = 0)]
    rerun: u32,
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
        let client = self.server.client()?;
        let found = match &self.path {
            None => client.impact(self.days, self.rerun).await,
            Some(path) => client.impact_with(&texts(path)?, self.days, self.rerun).await,
        };
        let found = found.map_err(|error| tell(&error))?;
        let list = |name: &str| found[name].as_array().cloned().unwrap_or_default();
        let changes = ["versions", "calls", "reruns"].iter().any(|name| !list(name).is_empty());
        if self.json {
            output::json(&found);
        } else {
            list("versions").iter().for_each(version);
            list("calls").iter().for_each(call);
            list("reruns").iter().for_each(rerun);
            let more = if found["truncated"] == true { ", and there are more" } else { "" };
            output::say(&format!(
                "{} runs of {} days looked at{more}, {} starts and calls judged again",
                found["runs"], self.days, found["judged"]
            ));
            if self.rerun > 0 {
                output::say(&format!("{} runs executed again", found["rerun"]));
            }
            let lose = list("affected");
            if !lose.is_empty() {
                output::say("live workflows that something is taken from:");
                lose.iter().for_each(affected);
                output::say(&format!(
                    "to put them in force all the same: `--confirm {}`",
                    text(&found, "digest")
                ));
            }
            if !changes {
                output::say(&unchanged(&found, self.days));
            }
        }
        Ok(if changes { Exit::Found } else { Exit::Success })
    }
}

/// That nothing would change, as far as there was anything to look at.
fn unchanged(found: &Value, days: u32) -> String {
    let live = found["lookedAt"].as_array().map_or(0, Vec::len);
    let judged = found["judged"].as_u64().unwrap_or_default();
    if live == 0 && judged == 0 {
        let label = output::paint(AnsiColor::Yellow, "warning:");
        return format!(
            "{label} there was nothing to look at: no workflow is live, and no run of the last {days} days asked for anything"
        );
    }
    let ok = output::paint(AnsiColor::Green, "ok");
    let versions = if live == 1 { "1 live version".to_owned() } else { format!("{live} live versions") };
    match judged {
        0 => format!("{ok} nothing would change for {versions}; no call was looked at, since none was made"),
        _ => format!("{ok} nothing would change for {versions} and {judged} starts and calls"),
    }
}

/// The policies of a folder, by name.
fn texts(path: &Path) -> Result<BTreeMap<String, String>, Exit> {
    let read = super::read(path).map_err(crate::folder::Failed::show)?;
    if super::has_errors(&read) {
        super::show(&read);
        return Err(Exit::Found);
    }
    let named =
        read.iter().filter_map(|policy| Some((policy.name()?.to_owned(), policy.file.source.clone())));
    Ok(named.collect())
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// A live workflow that something is taken from.
pub(super) fn affected(found: &Value) {
    let owner = found["owner"].as_str().map(|owner| format!(" of {owner}")).unwrap_or_default();
    output::say(&format!("    {}{owner}, {} runs a day", text(found, "workflow"), found["runsPerDay"]));
    for what in found["what"].as_array().into_iter().flatten() {
        output::say(&format!("        {}", what.as_str().unwrap_or_default()));
    }
}

fn rerun(found: &Value) {
    let (before, after) = (ending(&found["before"]), ending(&found["after"]));
    output::data(&format!("{} run {}: {before} -> {after}", text(found, "workflow"), text(found, "run")));
}

/// How a run ends, in words.
fn ending(found: &Value) -> String {
    let at = found["task"].as_str().map(|task| format!(" at `{task}`")).unwrap_or_default();
    match text(found, "end") {
        "otherwise" => "completed with another output".to_owned(),
        "unknown" => format!("unknown from `{}` on: {}", text(found, "task"), text(found, "why")),
        "faulted" => {
            let code = found["code"].as_str().map(|code| format!(" {code}")).unwrap_or_default();
            format!("faulted{code}{at}")
        }
        other => other.to_owned(),
    }
}

fn version(found: &Value) {
    output::data(&format!(
        "{} {}, by {}",
        text(found, "workflow"),
        text(found, "version"),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_looked_at_is_not_nothing_changed() {
        let nothing = unchanged(&json!({ "lookedAt": [], "judged": 0 }), 7);
        assert!(nothing.contains("nothing to look at"), "{nothing}");
        let versions = unchanged(&json!({ "lookedAt": [{}], "judged": 0 }), 7);
        assert!(versions.contains("1 live version; no call was looked at"), "{versions}");
        let calls = unchanged(&json!({ "lookedAt": [{}, {}], "judged": 3 }), 7);
        assert!(calls.contains("2 live versions and 3 starts and calls"), "{calls}");
    }
}
