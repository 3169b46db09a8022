//! `towpath apply`: a folder, or a plan of one, carried out on a server.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use serde_json::json;
use towpath_client::{Activate, ClientError};
use towpath_diagnostics::codes;

use super::plan::show_plan;
use super::policies::{explain_unconfirmed_activation, parse_grace_period};
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::junit::{self, Case};
use crate::output;
use crate::rollout::{self, Done, Kind, Outcome, Prepared, SavedPlan, Wanted};

/// Carry out what `towpath plan` says: of a folder, or of a plan that was saved.
///
/// In this order: integrations, policies (saved, then activated once), workflows, settings; removals come last. A
/// document is changed only if it is still as the plan saw it; the first refusal stops the rest. Applying it again continues
/// where it stopped. A version that needs an approval waits for it, which counts as success.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  towpath apply acme                           show the plan, ask, do it
  towpath apply acme --yes                     the same in a pipeline, without a question
  towpath apply plan.json                      do what was planned, or nothing if anything changed since

Exit codes:
  0  everything is as in the folder, or waits for a review
  1  something in the folder is wrong, or the plan is out of date, or a step went wrong
  2  the command line is wrong, or the question could not be asked
  3  a file or the server cannot be reached
  4  a policy or a role says no")]
pub(crate) struct Apply {
    /// The folder, or a plan that `towpath plan -o` saved.
    #[arg(value_name = "DIR|PLAN")]
    what: PathBuf,
    /// The environment of the server: `environments/NAME.yaml` has the values for `${env.…}` in integrations and policies.
    /// A saved plan says so itself.
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// Do not ask.
    #[arg(long, short)]
    yes: bool,
    /// Remove what is on the server but not in the folder. Not allowed with a saved plan, which contains this choice.
    #[arg(long)]
    prune: bool,
    /// Look at this kind of document alone; may be given several times. Use this if your token lacks some
    /// roles.
    #[arg(long, value_name = "KIND", value_enum)]
    only: Vec<Kind>,
    /// The folder of a saved plan, if it was moved since.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The digest of the impact report you have read, where policies take something from live workflows.
    #[arg(long, value_name = "DIGEST")]
    confirm: Option<String>,
    /// Grace period: how long live workflows that lose access keep the previous policies: `7d`, `12h`, `30m`, `90s`.
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = parse_grace_period)]
    grace: u32,
    /// Why; shown in the revisions of the policies.
    #[arg(long, short)]
    message: Option<String>,
    /// Write what was done as JUnit XML, one case for each step.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Print what was done as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Apply {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(&self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let saved = self.saved()?;
        let folder = match &saved {
            Some(saved) => self.folder.as_deref().unwrap_or(&saved.folder),
            None => self.what.as_path(),
        };
        let environment = match &saved {
            Some(saved) => saved.environment.as_deref(),
            None => self.environment.as_deref(),
        };
        let prune = saved.as_ref().map_or(self.prune, |saved| saved.prune);
        let only = saved.as_ref().map_or(&self.only, |saved| &saved.only);
        let folder = rollout::read_folder(folder, environment, self.json, self.junit.as_deref())?.only(only);
        let wanted = Wanted { prune, diff: false };
        let prepared =
            rollout::prepare_plan(&client, folder, wanted).await.map_err(|error| show_error(&error))?;
        if let Some(saved) = &saved {
            up_to_date(saved, &prepared)?;
        }
        show_plan(&prepared, output::say);
        if let Some(exit) = prepared.plan.blocked() {
            output::error("nothing was done: not all of it can be");
            self.report(&rollout::cases_of_plan(&prepared.plan), &[], false)?;
            return Err(exit);
        }
        if prepared.plan.changes().next().is_some() && saved.is_none() && !self.yes {
            ask_to_apply()?;
        }
        let (reason, impact) = (self.message.clone(), self.confirm.clone());
        let how = Activate { reason, impact, grace_seconds: self.grace, ..Activate::default() };
        let (done, stopped) = rollout::apply_plan(&client, &prepared, &how, tell_step).await;
        let mut cases = rollout::cases_of_plan(&prepared.plan);
        cases.retain(|case| {
            !done.iter().any(|done| (done.kind.folder(), &done.name) == (&case.of, &case.name))
        });
        cases.extend(done.iter().map(case));
        self.report(&cases, &done, stopped.is_none())?;
        match stopped {
            None => Ok(Exit::Success),
            Some(error) => Err(exit_after_failed_step(&done, &error)),
        }
    }

    /// The saved plan, if it is one.
    fn saved(&self) -> Result<Option<SavedPlan>, Exit> {
        if self.what.is_dir() {
            return Ok(None);
        }
        let usage = |words: &str| {
            output::error(words);
            Exit::Usage
        };
        if !self.what.exists() {
            output::error(&format!("`{}` is not there", self.what.display()));
            return Err(Exit::Unavailable);
        }
        let saved = SavedPlan::read(&self.what).map_err(|words| usage(&words))?;
        if self.prune || !self.only.is_empty() {
            return Err(usage(
                "a saved plan says itself what it is of: `--prune` and `--only` are for `towpath plan`",
            ));
        }
        let address = self.server.address();
        if saved.server != address {
            return Err(usage(&format!("the plan is for {}, not for {address}", saved.server)));
        }
        Ok(Some(saved))
    }

    fn report(&self, cases: &[Case], done: &[Done], applied: bool) -> Result<(), Exit> {
        if self.json {
            output::json(&json!({ "server": self.server.address(), "applied": applied, "steps": done }));
        }
        junit::write_junit(self.junit.as_deref(), "apply", cases)
    }
}

/// Refuses a plan that the folder or the server has left behind.
fn up_to_date(saved: &SavedPlan, prepared: &Prepared) -> Result<(), Exit> {
    let differs = saved.differs(&prepared.plan);
    if differs.is_empty() {
        return Ok(());
    }
    output::error("the plan is out of date, so nothing was done");
    differs.iter().for_each(|words| output::say(&format!("       {words}")));
    output::help("plan again, and look at what would change now");
    Err(Exit::Found)
}

/// Asks for confirmation on a terminal. Without one nothing is done.
fn ask_to_apply() -> Result<(), Exit> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        output::error("there is no terminal to ask on, so nothing was done");
        output::help("pass --yes, or save a plan with `towpath plan -o FILE` and apply that");
        return Err(Exit::Usage);
    }
    output::say("do it? [y/N]");
    let mut answer = String::new();
    let read = stdin.lock().read_line(&mut answer);
    match read.is_ok() && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()) {
        true => Ok(()),
        false => {
            output::say("nothing was done");
            Err(Exit::Usage)
        }
    }
}

fn tell_step(done: &Done) {
    let (word, colour) = match done.outcome {
        Outcome::Done => ("ok", AnsiColor::Green),
        Outcome::Waits => ("waits", AnsiColor::Yellow),
        Outcome::Failed => ("FAIL", AnsiColor::Red),
        Outcome::NotDone => ("--", AnsiColor::Yellow),
    };
    output::say(&format!("{} {} {}: {}", output::paint(colour, word), done.kind, done.name, done.said));
}

fn case(done: &Done) -> Case {
    let failed = matches!(done.outcome, Outcome::Failed | Outcome::NotDone);
    Case {
        of: done.kind.folder().to_owned(),
        name: done.name.clone(),
        failure: failed.then(|| done.said.clone()),
    }
}

/// Says how far it came.
fn exit_after_failed_step(done: &[Done], error: &ClientError) -> Exit {
    let is_unconfirmed = error.problem().is_some_and(|problem| problem.code == codes::TP4042.as_str());
    let exit = if is_unconfirmed { explain_unconfirmed_activation(error) } else { show_error(error) };
    let count = |outcomes: &[Outcome]| done.iter().filter(|done| outcomes.contains(&done.outcome)).count();
    let (made, left) = (count(&[Outcome::Done, Outcome::Waits]), count(&[Outcome::NotDone]));
    output::say(&format!("stopped: {made} done, 1 failed, {left} not done"));
    if is_unconfirmed {
        return exit;
    }
    let is_conflict = error.problem().is_some_and(|problem| matches!(problem.status, 409 | 412));
    output::help(match is_conflict {
        true => "the server was changed in between: plan again; completed steps stay done",
        false => "put it right and apply again: what was done stays done, and is not done twice",
    });
    exit
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::path::Path;

    use super::*;

    #[test]
    fn something_else_is_no_plan() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        std::fs::write(&path, "{}").unwrap();
        let apply = |what: &Path| Apply {
            what: what.to_owned(),
            environment: None,
            yes: true,
            prune: false,
            only: Vec::new(),
            folder: None,
            confirm: None,
            grace: 0,
            message: None,
            junit: None,
            json: false,
            server: Server { url: None, token: None },
        };
        assert_eq!(apply(&path).saved().unwrap_err(), Exit::Usage);
        assert_eq!(apply(&folder.path().join("none")).saved().unwrap_err(), Exit::Unavailable);
        assert!(apply(folder.path()).saved().unwrap().is_none());
    }
}
