//! Tests with real OpenAPI documents: every operation can be prepared, or is refused for a reason of its own.
//!
//! The documents are not part of the project: `TOWPATH_OPENAPI_SAMPLES` names their folder. The default is
//! `../shared/openapi` beside the project.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_types,
    reason = "tests; the parse times are printed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Instant;

use serde_json::{Map, Value, json};
use towpath_dsl::yaml::lenient;
use towpath_runner::{Program, Run, load};
use towpath_wire::{EffectKind, Event, Json, Limits, Load, LoadReport, Outcome, Resource, Start, Step};

/// The URL of the document in the definition.
const URI: &str = "https://documents.acme.example/openapi";

/// Valid reasons to refuse an operation. Any other reason is a bug.
const REASONS: &[&str] = &[
    "its body is neither JSON nor a form nor text",
    "it takes a multipart form, which cannot be sent",
    "its path has `",
];

/// The documents, if available.
fn documents() -> Option<Vec<(String, String)>> {
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("TOWPATH_OPENAPI_SAMPLES")
        .map_or_else(|| workspace.join("../shared/openapi"), PathBuf::from);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json" || extension == "yaml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    if found.is_empty() {
        let missing =
            format!("NOT TESTED: no OpenAPI documents at {}; set TOWPATH_OPENAPI_SAMPLES", folder.display());
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{missing}");
        eprintln!("{missing}");
        return None;
    }
    Some(found)
}

/// The names of the operations, parsed independently of the runner.
fn operations(text: &str) -> Vec<String> {
    let root = lenient::read(text).unwrap();
    let mut ids = Vec::new();
    for (_, item) in root.get("paths").unwrap().members().unwrap() {
        for (_, operation) in item.members().unwrap_or_default() {
            ids.extend(operation.get("operationId").and_then(|id| id.text()));
        }
    }
    ids
}

/// Loads a definition with one call for each operation.
fn load_calls(calls: &BTreeMap<String, Map<String, Value>>, content: &str) -> (LoadReport, Option<Program>) {
    let tasks: Vec<Value> = calls
        .iter()
        .enumerate()
        .map(|(at, (id, parameters))| {
            let with =
                json!({ "document": { "endpoint": URI }, "operationId": id, "parameters": parameters });
            json!({ format!("call{at}"): { "call": "openapi", "with": with } })
        })
        .collect();
    let source = json!({
        "document": { "dsl": "1.0.3", "namespace": "test", "name": "documents", "version": "1.0.0" },
        "do": tasks,
    });
    let resources = Some(vec![Resource { uri: URI.to_owned(), content: content.to_owned() }]);
    load(&Load { source: source.to_string(), functions: None, resources, settings: None, evaluate: None })
}

/// Runs the calls one by one with empty results. Returns the addresses of the requests.
fn prepare(program: Program) -> Vec<String> {
    let nothing = || Json::null();
    let start = Start {
        run: "run-1".to_owned(),
        input: nothing(),
        labels: Vec::new(),
        engine: "1.0.0".to_owned(),
        settings: None,
        limits: Limits::default(),
    };
    let (mut run, mut sent) = (Run::new(Rc::new(program)), Vec::new());
    let mut reply = run.step(Step::new(0, Event::Start(start)));
    loop {
        match reply.outcome {
            Some(Outcome::Completed { .. }) => return sent,
            Some(other) => panic!("{other:?} after {:?}", sent.last()),
            None => {}
        }
        let effect = reply.effects.first().unwrap();
        let EffectKind::Call(call) = &effect.kind else { panic!("{effect:?}") };
        let arguments: Value = serde_json::from_str(call.arguments.get()).unwrap();
        sent.push(arguments["endpoint"]["uri"].as_str().unwrap().to_owned());
        let event = Event::Completed { effect: effect.id, output: nothing(), labels: Vec::new() };
        reply = run.step(Step::new(0, event));
    }
}

/// The names in backticks of a message.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_operation_is_prepared_or_refused_for_a_reason_that_concerns_it() {
    for (name, text) in documents().into_iter().flatten() {
        let ids = operations(&text);
        let mut calls: BTreeMap<String, Map<String, Value>> =
            ids.iter().map(|id| (id.clone(), Map::new())).collect();
        let mut refused: BTreeMap<String, String> = BTreeMap::new();
        let begun = Instant::now();
        let (report, _) = load_calls(&calls, &text);
        let took = begun.elapsed();
        for found in report.diagnostics.iter().filter(|found| found.is_error()) {
            let words = quoted(&found.message);
            match found.code.as_str() {
                "TP0607" => {
                    assert!(REASONS.iter().any(|reason| found.message.contains(reason)), "{name}: {found:?}");
                    refused.insert(words[0].to_owned(), found.message.clone());
                }
                "TP0609" => {
                    let value = if words[1] == "body" { json!({}) } else { json!("x") };
                    calls.get_mut(words[0]).unwrap().insert(words[1].to_owned(), value);
                }
                _ => panic!("{name}: {found:?}"),
            }
        }
        calls.retain(|id, _| !refused.contains_key(id));
        let (report, _) = load_calls(&calls, &text);
        assert!(report.is_ok(), "{name}: {:?}", report.diagnostics);
        // Publishing uses the excerpt with the parts that the calls use.
        let excerpt = &report.excerpts[0];
        assert!(excerpt.content.len() < text.len() / 2, "{name}: {}", excerpt.content.len());
        let (report, program) = load_calls(&calls, &excerpt.content);
        assert!(report.is_ok() && report.excerpts.is_empty(), "{name}: {:?}", report.diagnostics);
        let sent = prepare(program.unwrap());
        assert_eq!(sent.len(), calls.len());
        assert!(sent.iter().all(|uri| uri.starts_with("https://") && !uri.contains('{')), "{name}: {sent:?}");
        let reasons: BTreeSet<&str> =
            refused.values().filter_map(|message| message.rsplit(": ").next()).collect();
        eprintln!(
            "{name}: {} bytes, {} operations: {} prepared, {} refused {reasons:?}; read in {took:?}, {} bytes kept of all, unique names {}",
            text.len(),
            ids.len(),
            sent.len(),
            refused.len(),
            excerpt.content.len(),
            ids.iter().collect::<BTreeSet<_>>().len(),
        );
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), sent.len() + refused.len(), "{name}");
    }
}
