//! `towpath test`: the cases of a definition, with declared answers in the place of systems.
//!
//! Everything but the answers is as on a server: the sandbox, the policies, the schemas of operations, the journal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anstyle::AnsiColor;
use clap::Args;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use towpath_access::Access;
use towpath_journal::{Decided, Record, Status};
use towpath_runtime::{Activate, Answers, Engine, EngineError, RunView, StartRequest};
use towpath_wire::{EffectKind, Problem, problem_types};

use crate::exit::Exit;
use crate::junit::{self, Case as Told};
use crate::{assemble, input, output};

/// Longest that one case may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Permits everything, where IT's policies are not at hand: what is tested then is the definition alone.
const EVERYTHING: &str = "policy: everything\ntitle: Only the definition is tested\neffect: permit\naccess: true\nreason: No \
                          policies were given.\n";

/// Try the cases of a definition: `tests.yaml` beside it, or another file.
///
/// Nothing is reached: operations are answered as the cases say. With --policies the calls are judged as on a server,
/// otherwise the definition is tested alone.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// The definition, YAML or JSON.
    file: PathBuf,
    /// The cases [default: `tests.yaml` beside the definition].
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,
    /// A folder (or file) of policies to judge by; may be given several times.
    #[arg(long, value_name = "DIR")]
    policies: Vec<PathBuf>,
    /// A folder (or file) of integrations, for the schemas of their operations; may be given several times.
    #[arg(long, value_name = "DIR")]
    integrations: Vec<PathBuf>,
    /// Write the results as JUnit XML too.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// A case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default = "nothing")]
    input: Value,
    /// Settings that are not at their defaults.
    #[serde(default)]
    settings: Map<String, Value>,
    /// What operations return, by `integration.operation`: a value, `{error: …}`, or a list with one for each call.
    #[serde(default)]
    results: BTreeMap<String, Value>,
    expect: Expected,
}

/// How it has to end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// `completed` unless said.
    #[serde(default = "completed")]
    status: Status,
    /// The whole output.
    output: Option<Value>,
    /// What the error must have: `type`, `status`, `title`, `detail`.
    #[serde(default)]
    error: BTreeMap<String, Value>,
    /// Every call that was made, in order, each with what it must have.
    calls: Option<Vec<ExpectedCall>>,
    /// Operations that policies refused, in order.
    refused: Option<Vec<String>>,
    /// Operations that somebody would have to sign, in order.
    held: Option<Vec<String>>,
}

/// A call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedCall {
    operation: String,
    arguments: Option<Value>,
}

fn nothing() -> Value {
    json!({})
}

fn completed() -> Status {
    Status::Completed
}

/// The answers of one case.
#[derive(Default)]
struct Declared {
    case: Mutex<BTreeMap<String, Value>>,
    asked: Mutex<BTreeMap<String, usize>>,
}

impl Declared {
    fn begin(&self, results: &BTreeMap<String, Value>) {
        self.case.lock().unwrap_or_else(PoisonError::into_inner).clone_from(results);
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Answers for Declared {
    fn answer(&self, access: &Access) -> Result<Value, Problem> {
        let name = operation(access.integration.as_deref(), access.operation.as_deref());
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let count = asked.entry(name.clone()).or_default();
        let at = *count;
        *count += 1;
        let case = self.case.lock().unwrap_or_else(PoisonError::into_inner);
        let declared = match case.get(&name) {
            Some(Value::Array(each)) => each.get(at),
            other => other,
        };
        let Some(declared) = declared else {
            let detail = format!("the case declares no result for call {} of `{name}`", at + 1);
            return Err(Problem::new(problem_types::CONFIGURATION, detail));
        };
        match declared
            .get("error")
            .and_then(Value::as_object)
            .filter(|_| declared.as_object().is_some_and(|o| o.len() == 1))
        {
            None => Ok(declared.clone()),
            Some(error) => {
                let text = |name: &str| error.get(name).and_then(Value::as_str);
                let mut problem = Problem::new(
                    text("type").unwrap_or(problem_types::COMMUNICATION),
                    text("detail").unwrap_or("as the case declares"),
                );
                problem.title = text("title").map(str::to_owned);
                let status = error.get("status").and_then(Value::as_u64);
                problem.status = status.and_then(|status| u16::try_from(status).ok()).unwrap_or(500);
                Err(problem)
            }
        }
    }
}

fn operation(integration: Option<&str>, operation: Option<&str>) -> String {
    format!("{}.{}", integration.unwrap_or_default(), operation.unwrap_or_default())
}

impl Test {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(&self) -> Result<Exit, Exit> {
        let source = input::read_file(&self.file).map_err(unavailable)?;
        let beside = self.file.parent().unwrap_or(Path::new("")).join("tests.yaml");
        let cases = read(self.cases.as_deref().unwrap_or(&beside))?;
        let declared = Arc::new(Declared::default());
        let answers = Arc::clone(&declared) as Arc<dyn Answers>;
        let engine = assemble::assemble_in_memory(None, Some(answers)).await.map_err(unavailable)?;
        let who = assemble::operator();
        let loaded = assemble::load_folders(&engine, &self.integrations, &self.policies).await;
        loaded.map_err(crate::folder::Failed::show)?;
        if self.policies.is_empty() {
            let put = engine.put_policy(&who, "everything", EVERYTHING.to_owned(), None).await;
            put.map_err(|error| unavailable(error.to_string()))?;
            engine
                .activate_policies(&who, Activate::at_the_start())
                .await
                .map_err(|error| unavailable(error.to_string()))?;
        }
        let (namespace, name) = super::run::publish(&engine, &self.file, &source).await?;
        let mut told = Vec::new();
        for case in &cases {
            declared.begin(&case.results);
            let request = StartRequest {
                namespace: namespace.clone(),
                name: name.clone(),
                version: None,
                input: case.input.to_string().into(),
                idempotency_key: None,
            };
            let wrong = match set(&engine, (&namespace, &name), &cases, case).await {
                Ok(()) => one(&engine, request, &case.expect).await,
                Err(wrong) => vec![wrong],
            };
            show(&case.name, &wrong);
            let failure = (!wrong.is_empty()).then(|| wrong.join("\n"));
            told.push(Told { of: format!("{namespace}/{name}"), name: case.name.clone(), failure });
        }
        let failed = told.iter().filter(|case| case.failure.is_some()).count();
        output::say(&format!("{} passed, {failed} failed", told.len() - failed));
        junit::write(self.junit.as_deref(), "workflow", &told)?;
        Ok(if failed > 0 { Exit::Found } else { Exit::Success })
    }
}

fn read(path: &Path) -> Result<Vec<Case>, Exit> {
    let text = input::read_file(path).map_err(unavailable)?;
    let (node, found) = towpath_dsl::yaml::parse(&text, towpath_dsl::yaml::Limits::default());
    if !found.is_empty() {
        output::diagnostics(&path.display().to_string(), &text, &found);
        return Err(Exit::Found);
    }
    let value = node.map(|node| node.to_json()).unwrap_or_default();
    serde_json::from_value(value).map_err(|error| {
        output::error(&format!("{}: {error}", path.display()));
        output::help("cases are a list: each has `name`, `input`, `results` and `expect`");
        Exit::Usage
    })
}

fn show(name: &str, wrong: &[String]) {
    if wrong.is_empty() {
        output::say(&format!("{} {name}", output::paint(AnsiColor::Green, "ok  ")));
        return;
    }
    output::say(&format!("{} {name}", output::paint(AnsiColor::Red, "FAIL")));
    for line in wrong {
        output::say(&format!("     {line}"));
    }
}

/// Puts the settings as a case wants them, where any of the cases has some.
async fn set(engine: &Engine, place: (&str, &str), all: &[Case], case: &Case) -> Result<(), String> {
    if all.iter().all(|case| case.settings.is_empty()) {
        return Ok(());
    }
    let changed =
        engine.change_settings(&assemble::operator(), place, case.settings.clone(), None, None).await;
    match changed {
        Ok(_) => Ok(()),
        Err(EngineError::StartRefused(decision)) => Err(format!("settings: {}", decision.explanation())),
        Err(error) => Err(format!("settings: {error}")),
    }
}

/// What is wrong with one case.
async fn one(engine: &Engine, request: StartRequest, expected: &Expected) -> Vec<String> {
    let started = match engine.start(&assemble::operator(), request).await {
        Ok(started) => started,
        Err(EngineError::StartRefused(decision)) => return vec![decision.explanation()],
        Err(error) => return vec![error.to_string()],
    };
    let run = started.run;
    let (view, records) = match (engine.wait(run, PATIENCE).await, engine.journal(run).await) {
        (Ok(Some(view)), Ok(records)) => (view, records),
        (Ok(None), _) => return vec![format!("it did not end within {} s", PATIENCE.as_secs())],
        (Err(error), _) | (_, Err(error)) => return vec![error.to_string()],
    };
    let records: Vec<Record> = records.into_iter().map(|(_, record)| record).collect();
    compare(expected, &view, &records)
}

fn compare(expected: &Expected, view: &RunView, records: &[Record]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut differs = |what: &str, expected: &Value, got: &Value| {
        if expected != got {
            wrong.push(format!("{what}: expected {expected}, got {got}"));
        }
    };
    let error = view.error.as_ref().map(|error| json!(error)).unwrap_or_default();
    differs("status", &json!(expected.status), &json!(view.head.status));
    if expected.status == Status::Completed && !error.is_null() {
        differs("error", &Value::Null, &error);
    }
    if let Some(output) = &expected.output {
        let got = view.output.as_ref().and_then(|output| serde_json::from_str(output.get()).ok());
        differs("output", output, &got.unwrap_or_default());
    }
    for (name, value) in &expected.error {
        differs(&format!("error.{name}"), value, &error[name]);
    }
    let (mut calls, mut refused, mut held) = (Vec::new(), Vec::new(), Vec::new());
    for record in records {
        match record {
            Record::Intent(intent) => {
                let EffectKind::Call(call) = &intent.effect.kind else { continue };
                let name = operation(Some(&call.integration), Some(&call.operation));
                match intent.decided {
                    Decided::Refused => refused.push(name),
                    _ => calls.push((name, serde_json::from_str(call.arguments.get()).unwrap_or_default())),
                }
            }
            Record::Held(waits) => {
                let EffectKind::Call(call) = &waits.effect.kind else { continue };
                held.push(operation(Some(&call.integration), Some(&call.operation)));
            }
            _ => {}
        }
    }
    if let Some(expected) = &expected.calls {
        let names = |all: Vec<&String>| json!(all);
        differs(
            "calls",
            &names(expected.iter().map(|call| &call.operation).collect()),
            &names(calls.iter().map(|(name, _)| name).collect()),
        );
        for (expected, (name, got)) in expected.iter().zip(&calls) {
            if let Some(arguments) = &expected.arguments {
                differs(&format!("arguments of {name}"), arguments, got);
            }
        }
    }
    for (what, expected, got) in [("refused", &expected.refused, &refused), ("held", &expected.held, &held)] {
        if let Some(expected) = expected {
            differs(what, &json!(expected), &json!(got));
        }
    }
    wrong
}

fn unavailable(error: String) -> Exit {
    output::error(&error);
    Exit::Unavailable
}
