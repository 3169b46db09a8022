//! `towpath plan`: what a folder would change on a server.

use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::Args;
use serde_json::json;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::rollout::{self, Kind, Prepared, SavedPlan, Wanted};
use crate::{disk, junit, output};

/// Say what a whole folder would change on a server: integrations, policies, workflows and settings. Nothing changes.
///
/// The folder has at least one of the sub-folders `integrations`, `policies`, `workflows` and `settings`; only the kinds
/// that are there are looked at. Everything is checked here first, with the tests that policies carry. For each definition
/// it predicts the result of publishing it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  towpath plan acme                            what would change
  towpath plan acme --prune -o plan.json       also remove what is not in the folder; keep the plan
  towpath apply plan.json                      do exactly that, or nothing if anything changed since

Exit codes:
  0  there is nothing to change
  1  something in the folder is wrong, or could not be published
  2  the command line is wrong
  3  a file or the server cannot be reached
  4  a policy or a role says no to some of it
  5  there is something to change")]
pub(crate) struct Plan {
    /// The folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The environment of the server: `environments/NAME.yaml` has the values for `${env.…}` in integrations and policies.
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// Remove what is on the server but not in the folder: delete policies and integrations, retire workflows.
    #[arg(long)]
    prune: bool,
    /// Look at this kind of document alone; may be given several times. Use this if your token lacks some
    /// roles.
    #[arg(long, value_name = "KIND", value_enum)]
    only: Vec<Kind>,
    /// Show the lines and fields that change, all of them.
    #[arg(long)]
    diff: bool,
    /// Save the plan, for `towpath apply`.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the plan as JUnit XML, one case for each document.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Plan {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(&self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let folder = rollout::read_folder(
            &self.folder,
            self.environment.as_deref(),
            self.json,
            self.junit.as_deref(),
        )?
        .only(&self.only);
        let wanted = Wanted { prune: self.prune, diff: self.diff };
        let prepared =
            rollout::prepare_plan(&client, folder, wanted).await.map_err(|error| show_error(&error))?;
        let Prepared { plan, .. } = &prepared;
        if let Some(path) = &self.output {
            let saved = SavedPlan::new(plan, self.server.address(), &self.folder, self.prune, &self.only)
                .environment(self.environment.as_deref());
            save(path, &saved)?;
        }
        junit::write_junit(self.junit.as_deref(), "plan", &rollout::cases_of_plan(plan))?;
        let changes = plan.changes().next().is_some();
        if self.json {
            let server = self.server.address();
            output::json(&json!({ "server": server, "changes": changes, "plan": plan }));
        } else {
            show_plan(&prepared, output::data);
        }
        Ok(plan.blocked().unwrap_or(if changes { Exit::Changes } else { Exit::Success }))
    }
}

/// Shows a plan, its lines with `line`.
pub(crate) fn show_plan(prepared: &Prepared, line: impl Fn(&str)) {
    let plan = &prepared.plan;
    rollout::lines_of_plan(plan).iter().for_each(|text| line(text));
    for warning in &plan.warnings {
        output::say(&format!("{} {warning}", output::paint(AnsiColor::Yellow, "warning:")));
    }
    if plan.changes().next().is_none() && plan.blocked().is_none() {
        output::say(&format!("{} nothing to change", output::paint(AnsiColor::Green, "ok")));
    } else {
        line(&format!("plan: {}", rollout::summary_of_plan(plan)));
    }
}

fn save(path: &Path, plan: &SavedPlan) -> Result<(), Exit> {
    let text = serde_json::to_string_pretty(plan).unwrap_or_default();
    disk::write_named_file(path, &text).map_err(|error| {
        output::error(&error);
        Exit::Unavailable
    })
}
