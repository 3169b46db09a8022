//! `towpath restores show`.

use clap::Args;
use towpath_client::{PendingFate, PendingRun, Restore, RestoreState};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Show whether the server is paused after a restore, and what would go out: runs, their calls, missed times of schedules.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Show {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let found = self.server.client()?.restore().await.map_err(|error| show_error(&error))?;
        if self.json {
            output::json(&found);
            return Ok(Exit::Success);
        }
        let taken = found.taken_at.as_deref().unwrap_or_default();
        match found.state {
            RestoreState::Paused => show_pause(&found, taken),
            RestoreState::Confirmed => output::data(&format!(
                "restored from a backup of {taken}; {} confirmed at {}",
                found.confirmed_by.as_deref().unwrap_or_default(),
                found.confirmed_at.as_deref().unwrap_or_default()
            )),
            _ => output::data("the data of this server were never restored"),
        }
        Ok(Exit::Success)
    }
}

fn show_pause(found: &Restore, taken: &str) {
    output::data(&format!("paused: restored from a backup of {taken}; {} runs go on", found.unfinished));
    found.runs.iter().for_each(show_run);
    let shown = found.runs.len() as u64;
    if shown < found.unfinished {
        output::data(&format!("  and {} newer runs", found.unfinished - shown));
    }
    for schedule in &found.schedules {
        let due = schedule.due.join(", ");
        output::data(&format!("schedule {}/{}  due {due}", schedule.namespace, schedule.name));
    }
    output::data(&format!("digest {}", found.digest));
    output::help(&format!("to let it go on: towpath restores confirm {}", found.digest));
    output::help("runs that must not go on: towpath runs cancel ID; schedules: towpath schedules pause");
}

fn show_run(run: &PendingRun) {
    let when = run.wake_at.as_ref().map(|at| format!("  at {at}")).unwrap_or_default();
    output::data(&format!("{}  {}/{} {}{when}", run.id, run.namespace, run.name, run.version));
    for call in &run.calls {
        let fate = match call.fate {
            PendingFate::Sent => "is sent, if policies allow it",
            PendingFate::Repeated => "was under way, and is sent again",
            PendingFate::Unknown => "was under way, and is not sent again; the run gets `outcome-unknown`",
            PendingFate::Held => "waits for a release",
            PendingFate::Waits => "sends nothing",
            _ => "is not known to this command",
        };
        output::data(&format!("    {}  {} {fate}", call.task, call.what));
    }
    if let Some(problem) = &run.problem {
        output::data(&format!("    its calls are not known: {problem}"));
    }
}
