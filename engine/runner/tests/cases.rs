//! Runs the cases under `cases/`. Each file is one case: a definition, its input, the steps, and the end. A
//! new case needs no code. Expected effects and errors may be partial; an expected output must be complete. Each case is
//! played with and without a trace.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use serde_json::{Map, Value, json};
use towpath_runner::{Run, load};
use towpath_wire as wire;

type Checked = Result<(), String>;

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut failed = Vec::new();
    let mut count = 0;
    for file in files(&folder) {
        count += 1;
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        if let Err(error) =
            fs::read_to_string(&file).map_err(|error| error.to_string()).and_then(|text| check(&text))
        {
            failed.push(format!("{name}: {error}"));
        }
    }
    assert!(failed.is_empty(), "{} of {count} cases fail:\n{}", failed.len(), failed.join("\n"));
    assert!(count > 40, "cases are missing: found {count}");
}

/// Labels must pass through every kind of task, so each kind must have a case with labels.
#[test]
fn every_kind_of_task_has_a_case_with_labels() {
    const KINDS: &[&str] =
        &["call", "do", "emit", "for", "fork", "listen", "raise", "run", "set", "switch", "try", "wait"];
    fn collect(list: &towpath_dsl::model::TaskList, found: &mut std::collections::BTreeSet<&'static str>) {
        for task in &list.tasks {
            found.insert(task.kind.keyword());
            task.kind.lists().iter().for_each(|inside| collect(inside, found));
        }
    }
    let mut found = std::collections::BTreeSet::new();
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        if !text.contains("labels:") {
            continue;
        }
        let case = read(&text).unwrap_or_default();
        if let (Some(workflow), _) = towpath_dsl::read(&definition(&case)) {
            collect(&workflow.tasks, &mut found);
        }
    }
    let missing: Vec<_> = KINDS.iter().filter(|kind| !found.contains(*kind)).collect();
    assert!(missing.is_empty(), "no case shows what becomes of labels in {missing:?}");
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Runs a case twice and compares it with the expectation. Both runs must be identical, also to one that is traced.
fn check(text: &str) -> Checked {
    let case = read(text)?;
    let replies = play(&case, None)?.0;
    if replies != play(&case, None)?.0 {
        return Err("the same steps gave other replies the second time".to_owned());
    }
    let limits = case.get("limits-of-trace").map(|given| from_json(given, "limits-of-trace")).transpose()?;
    let wide = wire::TraceLimits { tasks: 1_000, value_bytes: 1 << 10, bytes: 1 << 20 };
    let (traced, trace) = play(&case, Some(limits.unwrap_or(wide)))?;
    if replies != traced {
        return Err("with a trace the same steps gave other replies".to_owned());
    }
    match case.get("traced") {
        Some(expected) => same("traced", expected, &json!(trace)),
        None => Ok(()),
    }
}

fn read(text: &str) -> Result<Value, String> {
    let (node, found) = towpath_dsl::yaml::parse(text, towpath_dsl::yaml::Limits::default());
    match node {
        Some(node) if found.is_empty() => Ok(node.to_json()),
        _ => Err(format!("the case is not readable: {found:?}")),
    }
}

/// The definition, with a document if the case has none.
fn definition(case: &Value) -> String {
    let mut definition = case["definition"].as_object().cloned().unwrap_or_default();
    if !definition.contains_key("document") {
        let document = json!({"dsl": "1.0.3", "namespace": "test", "name": "case", "version": "1.0.0"});
        let mut whole = Map::from_iter([("document".to_owned(), document)]);
        whole.extend(definition);
        definition = whole;
    }
    Value::Object(definition).to_string()
}

/// Every reply as JSON text, without its trace; and the trace in words.
fn play(case: &Value, trace: Option<wire::TraceLimits>) -> Result<(Vec<String>, Vec<String>), String> {
    let source = case["source"].as_str().map_or_else(|| definition(case), str::to_owned);
    let functions = case.get("functions").map(|list| from_json(list, "functions")).transpose()?;
    let (report, program) =
        load(&wire::Load { source, functions, resources: resources(case)?, settings: None, evaluate: None });
    let found: Vec<String> =
        report.diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
    let expected = case.get("found").cloned().unwrap_or_else(|| json!([]));
    same("found", &expected, &json!(found))?;
    if let Some(wanted) = case.get("wanted") {
        same("wanted", wanted, &json!(report.wanted))?;
    }
    if let Some(helps) = case.get("help") {
        same("help", helps, &json!(report.diagnostics.iter().map(|found| &found.help).collect::<Vec<_>>()))?;
    }
    let Some(program) = program else {
        return if case.get("ends").is_none() {
            Ok((Vec::new(), Vec::new()))
        } else {
            Err("it was refused".to_owned())
        };
    };
    let mut run = Run::new(Rc::new(program));
    let mut now = case["now"].as_i64().unwrap_or(1_000);
    let mut told = Vec::new();
    let mut reply = run.step(wire::Step { trace, ..wire::Step::new(now, start(case)?) });
    tell(&mut told, reply.trace.take(), trace.is_some())?;
    let mut replies = vec![text(&reply)?];
    let mut tasks = reply.tasks.clone();
    for (index, step) in case["steps"].as_array().into_iter().flatten().enumerate() {
        let place = format!("steps[{index}]");
        let actual: Value = from_text(&text(&reply)?)?;
        part(&format!("{place}.effects"), step.get("effects"), &actual["effects"])?;
        part(&format!("{place}.cancelled"), step.get("cancelled"), &actual["cancelled"])?;
        now = step["now"].as_i64().unwrap_or(now);
        reply = run.step(wire::Step::new(now, from_json(&step["then"], &place)?));
        tell(&mut told, reply.trace.take(), trace.is_some())?;
        tasks.extend(reply.tasks.clone());
        replies.push(text(&reply)?);
    }
    ends(case, &from_text(&text(&reply)?)?)?;
    task_events(case, &tasks)?;
    Ok((replies, told))
}

/// Adds a trace in words, one line for each event. A run that is not traced has none.
fn tell(told: &mut Vec<String>, trace: Option<wire::Trace>, wanted: bool) -> Checked {
    let Some(trace) = trace else { return Ok(()) };
    if !wanted {
        return Err("nobody asked for a trace".to_owned());
    }
    for event in trace.events {
        told.push(match event {
            wire::TraceEvent::Started(started) => {
                let wire::TracedStart { id, task, kind, iteration, earlier, .. } = started;
                let passes: String = iteration.iter().map(|index| format!(" [{index}]")).collect();
                let attempt = earlier.map(|earlier| format!(" attempt {}", earlier + 1)).unwrap_or_default();
                format!("{id} starts {kind} {task}{passes}{attempt}")
            }
            wire::TraceEvent::Input { id, value } => format!("{id} input {}", value_in_words(&value)),
            wire::TraceEvent::Exported { id, value } => format!("{id} exports {}", value_in_words(&value)),
            wire::TraceEvent::Ended(wire::TracedEnd { id, phase, output, error }) => {
                let phase = format!("{phase:?}").to_lowercase();
                let output = output.map(|value| format!(" {}", value_in_words(&value))).unwrap_or_default();
                let error =
                    error.map(|error| format!(" {} {}", error.status, error.kind)).unwrap_or_default();
                format!("{id} {phase}{output}{error}")
            }
        });
    }
    if trace.omitted > 0 {
        told.push(format!("{} omitted", trace.omitted));
    }
    Ok(())
}

fn value_in_words(value: &wire::TracedValue) -> String {
    let json = value.json.as_ref().map_or("cut", |json| json.get());
    match value.labels.as_slice() {
        [] => json.to_owned(),
        labels => format!("{json} ({})", labels.join(", ")),
    }
}

/// The fetched resources: a mapping of URIs to texts, or to values that are converted to JSON.
fn resources(case: &Value) -> Result<Option<Vec<wire::Resource>>, String> {
    let Some(given) = case.get("resources") else { return Ok(None) };
    let given = given.as_object().ok_or("`resources` is no mapping")?;
    let content = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let resource =
        |(uri, value): (&String, &Value)| wire::Resource { uri: uri.clone(), content: content(value) };
    Ok(Some(given.iter().map(resource).collect()))
}

fn start(case: &Value) -> Result<wire::Event, String> {
    let mut start = json!({"run": "run-1", "engine": "1.2.3", "input": {}, "limits": {}});
    for key in ["input", "labels", "limits", "settings"] {
        if let Some(given) = case.get(key) {
            start[key] = given.clone();
        }
    }
    from_json(&json!({ "start": start }), "start")
}

fn ends(case: &Value, reply: &Value) -> Checked {
    part("cancelled", case.get("cancelled"), &reply["cancelled"])?;
    let expected = case.get("ends").ok_or("the case does not say how it `ends`")?;
    let Some(completed) = expected.get("completed") else {
        return part("ends", Some(expected), &reply["outcome"]);
    };
    let actual = &reply["outcome"]["completed"];
    if actual.is_null() {
        return Err(format!("it did not complete: {reply}"));
    }
    same("output", &completed["output"], &actual["output"])?;
    let labels = completed.get("labels").cloned().unwrap_or_else(|| json!([]));
    same("labels", &labels, &actual["labels"])
}

fn task_events(case: &Value, tasks: &[wire::TaskEvent]) -> Checked {
    let Some(expected) = case.get("tasks") else { return Ok(()) };
    let actual: Vec<String> = tasks
        .iter()
        .map(|event| {
            let phase = format!("{:?}", event.phase).to_lowercase();
            let iteration: String = event.iteration.iter().map(|index| format!(" [{index}]")).collect();
            format!("{phase} {}{iteration}", event.task)
        })
        .collect();
    same("tasks", expected, &json!(actual))
}

fn same(what: &str, expected: &Value, actual: &Value) -> Checked {
    if expected == actual {
        Ok(())
    } else {
        Err(format!("{what}\n  expected {expected}\n  got      {actual}"))
    }
}

/// Checks that every expected member is present and that lists have the same length.
fn part(what: &str, expected: Option<&Value>, actual: &Value) -> Checked {
    match (expected, actual) {
        (None, _) => Ok(()),
        (Some(Value::Object(members)), Value::Object(_)) => members
            .iter()
            .try_for_each(|(key, value)| part(&format!("{what}.{key}"), Some(value), &actual[key])),
        (Some(Value::Array(items)), Value::Array(found)) if items.len() == found.len() => {
            let mut pairs = items.iter().zip(found).enumerate();
            pairs.try_for_each(|(at, (item, found))| part(&format!("{what}[{at}]"), Some(item), found))
        }
        (Some(expected), actual) => same(what, expected, actual),
    }
}

fn text(reply: &wire::Reply) -> Result<String, String> {
    serde_json::to_string(reply).map_err(|error| error.to_string())
}

fn from_text(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Converts through text, because payloads are raw JSON text.
fn from_json<T: serde::de::DeserializeOwned>(value: &Value, what: &str) -> Result<T, String> {
    serde_json::from_str(&value.to_string()).map_err(|error| format!("{what}: {error}"))
}
