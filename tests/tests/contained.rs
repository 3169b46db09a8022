//! Hostile expressions in every place where an expression is allowed. Each ends at a limit and says which limit and where;
//! other runs in the same pool go on.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};
use towpath_sandbox::{Image, Limit, StepError};
use towpath_tests::{Wasm, generate, keep_result, root, tell};
use towpath_wire::{EffectKind, Limits, Load, Outcome, Reply};

/// Hostile expressions: a name, the expression, limits that stop it soon, and how it may end.
fn harm() -> [(&'static str, &'static str, Limits, &'static [&'static str]); 3] {
    let quick = Limits { cpu_ms: 60, ..Limits::default() };
    // Enough time, so that memory runs out first.
    let small = Limits { memory_bytes: 16 << 20, cpu_ms: 20_000, ..Limits::default() };
    let patient = Limits { cpu_ms: 20_000, ..Limits::default() };
    [
        ("endless", "def f: f; f", quick, &["cpu"]),
        ("recursive", "def f: 1 + f; f", patient, &["depth", "TP0416"]),
        ("hungry", "[range(1e9)]", small, &["memory"]),
    ]
}

fn read(text: &str) -> Value {
    let (node, found) = towpath_dsl::yaml::parse(text, towpath_dsl::yaml::Limits::default());
    assert!(found.is_empty(), "{found:?}");
    node.unwrap().to_json()
}

/// The places by name.
fn places() -> Vec<(String, Value)> {
    let table = read(include_str!("contained/places.yaml"));
    table["places"].as_object().unwrap().clone().into_iter().collect()
}

/// The definition with `expression` in the place.
fn definition(place: &Value, expression: &str) -> Value {
    let mut whole = json!({ "document": { "dsl": "1.0.3", "namespace": "test", "name": "contained", "version": "1.0.0" } });
    let parts = place.as_object().unwrap().iter().filter(|(key, _)| key.as_str() != "evaluated");
    whole.as_object_mut().unwrap().extend(parts.map(|(key, value)| (key.clone(), value.clone())));
    let text = whole.to_string().replace("\"HOLE\"", &json!(format!("${{ {expression} }}")).to_string());
    serde_json::from_str(&text).unwrap()
}

/// JSON pointer of the place.
fn pointer(value: &Value, at: &str) -> Option<String> {
    match value {
        Value::String(text) if text == "HOLE" => Some(at.to_owned()),
        Value::Object(entries) => entries
            .iter()
            .find_map(|(key, value)| pointer(value, &format!("{at}/{}", towpath_dsl::model::escape(key)))),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| pointer(item, &format!("{at}/{index}")))
        }
        _ => None,
    }
}

fn load(definition: &Value) -> Load {
    let load = generate::load(definition);
    Load { functions: None, ..load }
}

/// How a run ended.
#[derive(Debug)]
struct End {
    /// The limit, or the code of the error.
    by: String,
    /// The place, as the engine names it.
    at: String,
}

fn limit(limit: Limit) -> &'static str {
    match limit {
        Limit::Memory => "memory",
        Limit::Cpu => "cpu",
        Limit::Depth => "depth",
        Limit::Output => "output",
        Limit::Effect => "effect",
    }
}

/// The answer to the first effect.
fn answer(pending: &mut Vec<(u64, EffectKind)>, steps: usize) -> Value {
    if pending.is_empty() {
        return json!("cancel");
    }
    let is_listen = |(_, kind): &&(u64, EffectKind)| matches!(kind, EffectKind::Listen(_));
    let (id, kind) = match pending.iter().find(is_listen) {
        Some(listen) => listen.clone(),
        None => pending.remove(0),
    };
    match kind {
        EffectKind::Wait(_) => json!({ "fired": { "effect": id } }),
        EffectKind::Listen(_) => json!({ "received": { "effect": id, "position": steps,
            "event": { "type": "a", "source": "https://a.example", "data": { "n": 1 } } } }),
        _ => json!({ "completed": { "effect": id, "output": {} } }),
    }
}

/// Drives an image to its end, or for some steps.
async fn drive(wasm: &Wasm, image: &Image, limits: &Limits) -> End {
    let mut instance = wasm.sandbox.instantiate(image, limits).await.unwrap();
    let start = json!({ "run": "run-1", "input": {}, "engine": "1.0.0", "limits": limits });
    let mut event = json!({ "start": start });
    let mut pending = Vec::new();
    for steps in 0..8 {
        let step = json!({ "now": 1000 * steps, "event": event }).to_string();
        let reply: Reply = match instance.step_bytes(step.as_bytes()).await {
            Ok((reply, _)) => reply,
            Err(StepError::Limit { limit: which, at }) => {
                return End { by: limit(which).to_owned(), at: at.unwrap_or_default() };
            }
            Err(other) => return End { by: other.to_string(), at: String::new() },
        };
        match reply.outcome {
            Some(Outcome::Faulted { error }) => {
                let field =
                    error.detail.as_deref().and_then(|detail| detail.split('`').nth(1)).unwrap_or_default();
                let at = format!("{} · {field}", error.instance.unwrap_or_default());
                return End { by: error.code.unwrap_or_default(), at };
            }
            Some(Outcome::Completed { .. }) => return End { by: "completed".to_owned(), at: String::new() },
            Some(Outcome::Cancelled) => return End { by: "cancelled".to_owned(), at: String::new() },
            None => {}
        }
        pending.retain(|(id, _)| !reply.cancelled.contains(id));
        pending.extend(reply.effects.into_iter().map(|effect| (effect.id, effect.kind)));
        event = answer(&mut pending, steps);
    }
    End { by: "goes on".to_owned(), at: String::new() }
}

/// Whether `at` names the place: its task, and its field within it.
fn names(at: &str, pointer: &str) -> bool {
    let Some((task, field)) = at.split_once(" · ") else { return false };
    let dotted = pointer.trim_start_matches('/').replace('/', ".");
    // For a place under `use`, the task is the one that uses it, and the field names the rest.
    let is_elsewhere = dotted == field;
    // A task under `use` is reported with the place that uses it in front.
    let own = task.rfind("/use/").map_or(task, |at| &task[at..]);
    !field.is_empty() && dotted.ends_with(field) && (is_elsewhere || pointer.starts_with(own))
}

/// All hostile expressions in one place: how each ended, and what was wrong.
async fn one_place(wasm: &Wasm, good: &Image, name: &str, place: &Value) -> (Value, Vec<String>) {
    let pointer = pointer(place, "").unwrap();
    let (mut ends, mut wrong) = (serde_json::Map::new(), Vec::new());
    for (kind, expression, limits, expected) in harm() {
        let load = load(&definition(place, expression));
        let (workflow, _) = towpath_dsl::read(&load.source);
        let is_expression = workflow
            .is_some_and(|workflow| workflow.expressions().iter().any(|written| written.pointer == pointer));
        if !is_expression {
            wrong.push(format!("{name}: what stands at {pointer} is not read as an expression"));
        }
        let (report, image) = match wasm.load(&load, &Limits::default()).await {
            Ok(loaded) => loaded,
            Err(error) => {
                wrong.push(format!("{name}, {kind}: loading: {error}"));
                continue;
            }
        };
        let Some(image) = image else {
            wrong.push(format!("{name}: does not load: {:?}", report.diagnostics));
            continue;
        };
        let usual = Limits::default();
        let (end, other) = tokio::join!(drive(wasm, &image, &limits), drive(wasm, good, &usual));
        if other.by != "completed" {
            wrong.push(format!("{name}, {kind}: disturbed another run: {other:?}"));
        }
        let is_evaluated = place["evaluated"] != false;
        let is_right = match is_evaluated {
            true => expected.contains(&end.by.as_str()) && names(&end.at, &pointer),
            false => end.by == "completed",
        };
        if !is_right {
            wrong.push(format!("{name}, {kind}: {end:?}, expected {expected:?} at {pointer}"));
        }
        ends.insert(kind.to_owned(), json!({ "endedBy": end.by, "at": end.at }));
    }
    (Value::Object(ends), wrong)
}

#[tokio::test]
async fn full_contained() {
    let wasm = Wasm::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/sandbox-code"));
    let fine = json!({ "do": [{ "a": { "set": { "x": "HOLE" } } }] });
    let (_, good) =
        wasm.load(&load(&definition(&fine, "[range(100)] | add")), &Limits::default()).await.unwrap();
    let (good, mut told, mut wrong) = (good.unwrap(), BTreeMap::new(), Vec::new());
    for (name, place) in places() {
        let (ends, found) = one_place(&wasm, &good, &name, &place).await;
        told.insert(name, ends);
        wrong.extend(found);
    }
    assert!(
        wrong.is_empty(),
        "{} of {} are not contained:\n{}",
        wrong.len(),
        told.len() * 3,
        wrong.join("\n")
    );
    assert_eq!(drive(&wasm, &good, &Limits::default()).await.by, "completed");
    tell(&format!("contained: {} places, three kinds of harm in each", told.len()));
    keep_result("contained", &json!({ "places": told.len(), "ends": told }));
}

/// How often each file under `folder` has one of these.
fn uses(folder: &str, words: &[String]) -> BTreeMap<String, usize> {
    fn visit(folder: &Path, top: &Path, words: &[String], found: &mut BTreeMap<String, usize>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, top, words, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let count = words.iter().map(|word| text.matches(word.as_str()).count()).sum();
                if count > 0 {
                    found.insert(path.strip_prefix(top).unwrap().display().to_string(), count);
                }
            }
        }
    }
    let folder = root().join(folder);
    let mut found = BTreeMap::new();
    visit(&folder, &folder, words, &mut found);
    found
}

/// How the runner names the place of an expression: its enum `Place`.
fn variants() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("engine/runner/src/expression.rs")).unwrap();
    let body = text.split("pub(crate) enum Place {").nth(1).unwrap().split('}').next().unwrap().to_owned();
    let names = body.lines().map(|line| line.trim().trim_end_matches(','));
    names.filter(|name| name.starts_with(char::is_uppercase)).map(|name| format!("Place::{name}")).collect()
}

/// The table of places is checked against the code: a new place for expressions needs a row.
#[test]
fn every_place_is_in_the_table() {
    const READS: [&str; 12] = [
        ".expression(findings)",
        "text_or_expression(findings)",
        ".template(findings)",
        ".transform(findings)",
        "mapping_template(findings)",
        "mapping_or_expression(findings)",
        "text_mapping(findings)",
        "text_list(findings)",
        "strict_expression(",
        "read_attributes(&",
        "Duration::read(",
        "read_uri(",
    ];
    let sources = read(include_str!("contained/sources.yaml"));
    let names: BTreeSet<String> = places().into_iter().map(|(name, _)| name).collect();
    let mut wrong = Vec::new();
    for (key, found) in [
        ("compiled", uses("engine/runner/src", &variants())),
        ("read", uses("sdk/dsl/src/model", &READS.map(str::to_owned))),
    ] {
        let listed = sources[key].as_object().unwrap();
        for file in found.keys().chain(listed.keys()).collect::<BTreeSet<_>>() {
            let (count, line) = (
                found.get(file).copied().unwrap_or_default(),
                &listed.get(file).cloned().unwrap_or_default(),
            );
            if line["uses"] != count {
                wrong.push(format!(
                    "{key}: `{file}` has {count} uses, listed are {}: add the places",
                    line["uses"]
                ));
            }
            for place in line["places"].as_array().into_iter().flatten() {
                if !names.contains(place.as_str().unwrap_or_default()) {
                    wrong.push(format!("{key}: there is no place {place}, named for `{file}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every key that holds an expression by the published schema is the key of a place.
#[test]
fn every_key_with_an_expression_is_in_the_table() {
    fn collect(value: &Value, key: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(entries) => {
                if entries.get("$ref").is_some_and(|target| *target == "#/$defs/expression") {
                    found.insert(key.to_owned());
                }
                for (name, value) in entries {
                    let is_keyword =
                        ["anyOf", "oneOf", "allOf", "items", "then", "else"].contains(&name.as_str());
                    collect(value, if is_keyword { key } else { name }, found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, key, found)),
            _ => {}
        }
    }
    let mut keys = BTreeSet::new();
    collect(&towpath_dsl::schema::workflow(None, None), "", &mut keys);
    assert!(keys.len() >= 5, "the schema marks only {keys:?}");
    let ours: BTreeSet<String> = places()
        .iter()
        .flat_map(|(_, place)| pointer(place, "").unwrap().split('/').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let missing: Vec<_> = keys.difference(&ours).collect();
    assert!(missing.is_empty(), "no place has the key {missing:?}");
}
