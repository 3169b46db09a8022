//! `towpath run`: one definition, here and now, without a server.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anstyle::AnsiColor;
use clap::Args;
use serde_json::json;
use towpath_journal::{Record, RunId, Status};
use towpath_runtime::{
    Activate, CatalogError, Engine, EngineError, Fault, Publication, RunView, RunsError, StartRequest,
};
use towpath_wire::{EffectKind, Event, Problem, TaskPhase};

use crate::exit::Exit;
use crate::{assemble, input, output};

/// Permits what a definition without any effect needs, where IT's policies are not at hand.
const START_ONLY: &str = "policy: start-only\ntitle: Definitions may be started here\neffect: permit\naccess:\n  \
                          properties:\n    kind: { enum: [start, respond, configure] }\n  required: [kind]\nreason: Trying a \
                          definition on the command line.\n";

/// Longest a run may take here.
const PATIENCE: Duration = Duration::from_secs(24 * 3600);

/// Run a definition here, in the same sandbox and under the same policies as on a server.
///
/// The output goes to stdout, the story of the run to stderr. Nothing is kept. Without --policies a
/// definition may compute but reach nothing.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The definition, YAML or JSON.
    file: PathBuf,
    /// The input: JSON, `@file`, or `-` for stdin.
    #[arg(long, short, default_value = "{}")]
    input: String,
    /// A setting of the workflow, `limit=150`; may be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// A folder (or file) of policies to evaluate by; may be given several times.
    #[arg(long, value_name = "DIR")]
    policies: Vec<PathBuf>,
    /// A folder (or file) of integrations to reach; may be given several times.
    #[arg(long, value_name = "DIR")]
    integrations: Vec<PathBuf>,
    /// A folder of secrets for the integrations, one file each.
    #[arg(long, value_name = "DIR")]
    secrets: Option<PathBuf>,
    /// Print one JSON object with the status, the output or error, and the tasks, instead of the output alone.
    #[arg(long)]
    json: bool,
}

impl Run {
    pub(crate) async fn run(self) -> Exit {
        match self.try_run().await {
            Ok(exit) | Err(exit) => exit,
        }
    }

    async fn try_run(self) -> Result<Exit, Exit> {
        let source = input::read_file(&self.file).map_err(unavailable)?;
        let value = input::read_argument(&self.input).map_err(unavailable)?;
        let set = super::settings::parse_assignments(&self.set)?;
        let engine = assemble::assemble_in_memory(self.secrets.as_deref()).await.map_err(unavailable)?;
        let who = assemble::command_line_principal();
        crate::startup::load_folders(&engine, None, &self.integrations, &self.policies)
            .await
            .map_err(crate::folder::Failed::show)?;
        if self.policies.is_empty() {
            let put = engine.put_policy(&who, "start-only", START_ONLY.to_owned(), None).await;
            put.map_err(|error| unavailable(error.to_string()))?;
            engine
                .activate_policies(&who, Activate::at_the_start())
                .await
                .map_err(|error| unavailable(error.to_string()))?;
        }
        let published = publish_definition(&engine, &self.file, &source).await;
        if published == Err(Exit::Refused) && self.policies.is_empty() {
            output::help("without --policies DIR nothing may be reached");
        }
        let workflow = published?;
        if !set.is_empty() {
            let changed = engine.change_settings(&who, (&workflow.0, &workflow.1), set, None, None).await;
            changed.map_err(|error| self.refused(&error))?;
        }
        let started = Instant::now();
        let request = StartRequest {
            namespace: workflow.0,
            name: workflow.1,
            version: None,
            input: value.into(),
            idempotency_key: None,
            awaited: true,
        };
        let run = engine.start(&who, request).await.map_err(|error| self.refused(&error))?.run;
        let view = engine.wait(run, PATIENCE).await.map_err(|error| unavailable(error.to_string()))?;
        let Some(view) = view else {
            return Err(unavailable("the run did not end".to_owned()));
        };
        let records = story(&engine, run).await?;
        Ok(self.show(&view, &records, started.elapsed()))
    }

    fn refused(&self, error: &EngineError) -> Exit {
        match error {
            EngineError::Fault(Fault::StartRefused(decision)) => {
                output::error("that is refused");
                output::say(&decision.explanation());
                Exit::Refused
            }
            EngineError::Runs(RunsError::Input(problem)) => {
                output::error(problem.detail.as_deref().unwrap_or("the input cannot be used"));
                output::help("--input takes JSON, @file, or - for stdin");
                Exit::Usage
            }
            EngineError::Catalog(CatalogError::SettingsMisfit(found)) => {
                for one in found {
                    output::error(&one.message);
                    one.help.iter().for_each(|help| output::help(help));
                }
                Exit::Usage
            }
            other => unavailable(other.to_string()),
        }
    }

    fn show(&self, view: &RunView, records: &[Record], took: Duration) -> Exit {
        let exit = match view.head.status {
            Status::Completed => Exit::Success,
            _ if view.refusal.is_some() => Exit::Refused,
            _ => Exit::Found,
        };
        if self.json {
            output::json(&json!({
                "run": view.head.run,
                "status": view.head.status,
                "output": view.output,
                "error": view.error,
                "refusal": view.refusal,
                "tasks": tasks(records),
            }));
            return exit;
        }
        for line in lines_of_run(records) {
            output::say(&line);
        }
        let took = output::dim(&format!("{} ms", took.as_millis()));
        match (&view.output, &view.error) {
            (Some(output), _) => {
                output::say(&format!("{} {took}", output::paint(AnsiColor::Green, "completed")));
                output::json_text(&pretty(output.get()));
            }
            (None, Some(error)) => show_error(error, view),
            (None, None) => output::say("cancelled"),
        }
        exit
    }
}

/// Saves the definition as a draft of the engine in this process; its namespace and name.
pub(crate) async fn save_draft(engine: &Engine, file: &Path, source: &str) -> Result<(String, String), Exit> {
    let file = file.display().to_string();
    let who = assemble::command_line_principal();
    let report = crate::definition::check_natively(source, Some(engine.functions()));
    if !report.is_ok() {
        output::diagnostics(&file, source, &report.diagnostics);
        return Err(Exit::Found);
    }
    let Some(workflow) = report.workflow else {
        return Err(unavailable("the definition has no identity".to_owned()));
    };
    let saved = engine.save_draft(&who, &workflow.namespace, &workflow.name, source.to_owned(), None).await;
    saved.map_err(|error| unavailable(error.to_string()))?;
    Ok((workflow.namespace, workflow.name))
}

/// Publishes the definition to the engine in this process; its namespace and name.
async fn publish_definition(engine: &Engine, file: &Path, source: &str) -> Result<(String, String), Exit> {
    let (namespace, name) = save_draft(engine, file, source).await?;
    let file = file.display().to_string();
    match engine.publish(&assemble::command_line_principal(), &namespace, &name, None).await {
        Ok(Publication::Live(published)) => {
            for approval in &published.version.approvals {
                output::say(&output::dim(&format!(
                    "on a server, `{}` wants somebody to approve this version before it is live",
                    approval.policy
                )));
            }
            Ok((namespace, name))
        }
        Ok(Publication::InReview(_)) => {
            Err(unavailable("an offline run cannot wait for an approval".to_owned()))
        }
        Err(EngineError::Fault(Fault::Invalid(diagnostics))) => {
            output::diagnostics(&file, source, &diagnostics);
            Err(Exit::Found)
        }
        Err(EngineError::Catalog(CatalogError::Denied(denied))) => {
            super::publish::show_denied(&file, source, &denied);
            Err(Exit::Refused)
        }
        Err(error) => Err(unavailable(error.to_string())),
    }
}

fn unavailable(error: String) -> Exit {
    output::error(&error);
    Exit::Unavailable
}

async fn story(engine: &Engine, run: RunId) -> Result<Vec<Record>, Exit> {
    let journal = engine.journal(run).await.map_err(|error| unavailable(error.to_string()))?;
    Ok(journal.into_iter().map(|(_, record)| record).collect())
}

fn tasks(records: &[Record]) -> Vec<&towpath_wire::TaskEvent> {
    let events = records.iter().filter_map(|record| match record {
        Record::Tasks(events) => Some(events),
        _ => None,
    });
    events.flatten().collect()
}

/// The story of a run, a line for each thing that happened.
fn lines_of_run(records: &[Record]) -> Vec<String> {
    let mut lines = Vec::new();
    for record in records {
        match record {
            Record::Tasks(events) => lines.extend(events.iter().map(task_line)),
            Record::Held(held) => lines.extend(held_lines(held)),
            Record::Intent(intent) => lines.extend(call_line(intent)),
            Record::Fed(step) => lines.extend(event_line(&step.event)),
            _ => {}
        }
    }
    lines
}

fn task_line(event: &towpath_wire::TaskEvent) -> String {
    let (colour, word) = match event.phase {
        TaskPhase::Started => (AnsiColor::Blue, "started  "),
        TaskPhase::Skipped => (AnsiColor::Yellow, "skipped  "),
        TaskPhase::Completed => (AnsiColor::Green, "completed"),
        TaskPhase::Faulted => (AnsiColor::Red, "faulted  "),
        TaskPhase::Retried => (AnsiColor::Yellow, "retried  "),
        TaskPhase::Cancelled => (AnsiColor::Yellow, "cancelled"),
    };
    let iteration: String = event.iteration.iter().map(|index| format!(" [{index}]")).collect();
    format!("  {} {}{iteration}", output::paint(colour, word), event.task)
}

/// Who releases a call on a server; here it goes out at once.
fn held_lines(held: &towpath_journal::Held) -> Vec<String> {
    let word = output::paint(AnsiColor::Yellow, "held     ");
    let awaiting = held.decision.awaiting.iter();
    awaiting
        .map(|rule| format!("  {word} on a server, this is released by {}: {}", rule.approvers, rule.title))
        .collect()
}

fn call_line(intent: &towpath_journal::Intent) -> Option<String> {
    let attribute = |with: &towpath_wire::Json| {
        let with: serde_json::Value = serde_json::from_str(with.get()).unwrap_or_default();
        with.get("type").and_then(serde_json::Value::as_str).unwrap_or("any event").to_owned()
    };
    let (word, what) = match &intent.effect.kind {
        EffectKind::Call(call) => {
            ("calls    ", format!("{}.{} {}", call.integration, call.operation, call.version))
        }
        EffectKind::Emit(emit) => ("emits    ", attribute(&emit.with)),
        EffectKind::Listen(listen) => ("listens  ", attribute(&listen.with)),
        EffectKind::Run(run) => ("runs     ", format!("{}/{} {}", run.namespace, run.name, run.version)),
        EffectKind::Wait(_) => return None,
    };
    let (colour, word) = match intent.decided {
        towpath_journal::Decided::Refused => (AnsiColor::Red, "refused  "),
        _ => (AnsiColor::Cyan, word),
    };
    Some(format!("  {} {what}", output::paint(colour, word)))
}

fn event_line(event: &Event) -> Option<String> {
    match event {
        Event::Failed { error, .. } => {
            let detail = error.detail.as_deref().unwrap_or(&error.kind);
            Some(format!("  {} {detail}", output::paint(AnsiColor::Red, "failed   ")))
        }
        _ => None,
    }
}

fn show_error(error: &Problem, view: &RunView) {
    let title = error.title.as_deref().unwrap_or("the run faulted");
    let code = error.code.as_deref().map(|code| format!("[{code}]")).unwrap_or_default();
    output::error(&format!("{title} {code}"));
    if let Some(detail) = &error.detail {
        output::say(&format!("       {detail}"));
    }
    if let Some(instance) = &error.instance {
        output::say(&format!("    at {instance}"));
    }
    output::say(&output::dim(&format!("  type {} ({})", error.kind, error.status)));
    if let Some(refusal) = &view.refusal {
        output::say(&refusal.explanation());
    }
}

fn pretty(json: &str) -> String {
    serde_json::from_str::<serde_json::Value>(json)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| json.to_owned())
}
