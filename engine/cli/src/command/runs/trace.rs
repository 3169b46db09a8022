//! `towpath runs trace`: what each task of a run was given and gave.

use clap::Args;
use serde_json::Value;
use towpath_client::{TraceGap, TracedEffect, TracedTask};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::output;

/// Most characters of a value in a line; `--json` has all of it.
const LONGEST: usize = 200;

/// Show what each task of a run was given and gave. The server executes the run again from its journal; nothing is sent.
///
/// Values with labels that your token may not view are left out.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// The run's id.
    run: String,
    /// Only this task, by its name or its path (`/do/0/find`).
    #[arg(long)]
    task: Option<String>,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Trace {
    pub(crate) async fn run(self) -> Result<Exit, Exit> {
        let mut trace = self.server.client()?.trace(&self.run).await.map_err(|error| show_error(&error))?;
        if let Some(wanted) = &self.task {
            trace.tasks.retain(|task| task.name == *wanted || task.reference == *wanted);
        }
        if self.json {
            output::json(&trace);
            return Ok(Exit::Success);
        }
        trace.tasks.iter().for_each(show_task);
        trace.effects.iter().for_each(show_effect);
        let gap = match trace.why {
            None => return Ok(Exit::Success),
            Some(TraceGap::Cut) => format!("{} more executions are left out", trace.omitted),
            Some(TraceGap::OlderRunner) => {
                "the version was published with a runner that makes no traces: there are no values".to_owned()
            }
            Some(why) => format!("this is not all: {why}"),
        };
        output::say(&output::dim(&gap));
        Ok(Exit::Success)
    }
}

fn show_task(task: &TracedTask) {
    let kind = task.kind.as_ref().map(|kind| format!(" ({kind})")).unwrap_or_default();
    let passes: String = task.pass.iter().map(|pass| format!("  pass {}", pass.index + 1)).collect();
    let attempt = task.attempt.map(|attempt| format!("  attempt {attempt}")).unwrap_or_default();
    output::data(&format!("{}{kind}  {}{passes}{attempt}  {}", task.reference, task.state, task.started_at));
    for (name, value) in [
        ("input", &task.input),
        ("output", &task.output),
        ("context", &task.exported),
        ("error", &task.error),
    ] {
        value.iter().for_each(|value| output::data(&format!("    {name}  {}", short(value))));
    }
    task.effects.iter().for_each(show_effect);
}

fn show_effect(effect: &TracedEffect) {
    let what = effect.operation.as_ref().map(|what| format!(" {what}")).unwrap_or_default();
    let how = effect.carried_out.as_ref().map(|how| format!("  {how}")).unwrap_or_default();
    output::data(&output::dim(&format!("    effect {}  {}{what}{how}", effect.index, effect.kind)));
}

/// A value in one line.
fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
