//! `towpath policies impact`: what the policies saved on a server would change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{
    AffectedWorkflow, CallImpact, Ending, EndingKind, Impact as Report, RerunImpact, VersionImpact,
};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::{output, policy_files};

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
            Some(path) => client.impact_with(&policy_texts(path)?, self.days, self.rerun).await,
        };
        let found = found.map_err(|error| show_error(&error))?;
        let changes = !(found.versions.is_empty() && found.calls.is_empty() && found.reruns.is_empty());
        if self.json {
            output::json(&found);
        } else {
            self.show(&found);
            if !changes {
                output::say(&words_for_no_impact(found.looked_at.len(), found.evaluated, self.days));
            }
        }
        Ok(if changes { Exit::Found } else { Exit::Success })
    }

    fn show(&self, found: &Report) {
        found.versions.iter().for_each(version);
        found.calls.iter().for_each(call);
        found.reruns.iter().for_each(rerun);
        let more = if found.truncated { ", and there are more" } else { "" };
        output::say(&format!(
            "{} runs of {} days looked at{more}, {} starts and calls evaluated again",
            found.runs, self.days, found.evaluated
        ));
        if self.rerun > 0 {
            output::say(&format!("{} runs executed again", found.rerun));
        }
        if !found.affected.is_empty() {
            output::say("live workflows that something is taken from:");
            found.affected.iter().for_each(show_affected_workflow);
            output::say(&format!("to put them in force all the same: `--confirm {}`", found.digest));
        }
    }
}

/// Says that nothing would change, or that there was nothing to evaluate.
fn words_for_no_impact(live: usize, evaluated: usize, days: u32) -> String {
    if live == 0 && evaluated == 0 {
        let label = output::paint(AnsiColor::Yellow, "warning:");
        return format!(
            "{label} there was nothing to look at: no workflow is live, and no run of the last {days} days asked for anything"
        );
    }
    let ok = output::paint(AnsiColor::Green, "ok");
    let versions = if live == 1 { "1 live version".to_owned() } else { format!("{live} live versions") };
    match evaluated {
        0 => format!("{ok} nothing would change for {versions}; no call was looked at, since none was made"),
        _ => format!("{ok} nothing would change for {versions} and {evaluated} starts and calls"),
    }
}

/// The policies of a folder, by name.
fn policy_texts(path: &Path) -> Result<BTreeMap<String, String>, Exit> {
    let read = policy_files::read_policies(path).map_err(crate::folder::Failed::show)?;
    if policy_files::has_errors(&read) {
        policy_files::show_policy_findings(&read);
        return Err(Exit::Found);
    }
    let named =
        read.iter().filter_map(|policy| Some((policy.name()?.to_owned(), policy.file.source.clone())));
    Ok(named.collect())
}

/// A live workflow that would lose something.
pub(super) fn show_affected_workflow(found: &AffectedWorkflow) {
    let owner = found.owner.as_ref().map(|owner| format!(" of {owner}")).unwrap_or_default();
    output::say(&format!("    {}{owner}, {} runs a day", found.workflow, found.runs_per_day));
    found.what.iter().for_each(|what| output::say(&format!("        {what}")));
}

fn rerun(found: &RerunImpact) {
    let (before, after) = (words_for_run_end(&found.before), words_for_run_end(&found.after));
    output::data(&format!("{} run {}: {before} -> {after}", found.workflow, found.run));
}

/// How a run ends, in words.
fn words_for_run_end(found: &Ending) -> String {
    let at = found.task.as_ref().map(|task| format!(" at `{task}`")).unwrap_or_default();
    match found.end {
        EndingKind::Otherwise => "completed with another output".to_owned(),
        EndingKind::Unknown => {
            let why = found.why.as_deref().unwrap_or_default();
            format!("unknown from `{}` on: {why}", found.task.as_deref().unwrap_or_default())
        }
        EndingKind::Faulted => {
            let code = found.code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            format!("faulted{code}{at}")
        }
        other => other.to_string(),
    }
}

fn version(found: &VersionImpact) {
    output::data(&format!("{} {}, by {}", found.workflow, found.version, found.author));
    for change in &found.changes {
        let why = change.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        output::data(&format!("    it {}: {} -> {}{why}", change.what, change.before, change.after));
        for review in &change.reviews {
            output::data(&format!("    `{review}` would want an approval"));
        }
    }
    for voided in &found.voided {
        output::data(&format!("    its approval for `{voided}` would be void"));
    }
}

fn call(found: &CallImpact) {
    let task = match found.task.as_str() {
        "" => "starts",
        task => task,
    };
    let policy = found.policy.as_ref().map(|policy| format!(" by `{policy}`")).unwrap_or_default();
    output::data(&format!(
        "{} {task}: {} calls, {} -> {}{policy}, such as in run {}",
        found.workflow, found.calls, found.before, found.after, found.run
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_looked_at_is_not_nothing_changed() {
        let nothing = words_for_no_impact(0, 0, 7);
        assert!(nothing.contains("nothing to look at"), "{nothing}");
        let versions = words_for_no_impact(1, 0, 7);
        assert!(versions.contains("1 live version; no call was looked at"), "{versions}");
        let calls = words_for_no_impact(2, 3, 7);
        assert!(calls.contains("2 live versions and 3 starts and calls"), "{calls}");
    }
}
