//! Compares the schema with the check, on all examples and on mutations of each.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{Operation, Subject, build, workflow};
use crate::{is_only_unavailable, read, yaml};

/// Codes of problems that a schema can detect: keys, types, words, combinations of keys.
const OF_SHAPE: &[&str] = &["TP0201", "TP0202", "TP0203", "TP0210", "TP0211", "TP0217", "TP0219"];

/// The schema of the whole language, including constructs that this engine does not support.
fn language() -> Value {
    build(&Subject { available: |_| true, namespace: None, operations: None })
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().build(schema).unwrap()
}

fn value(source: &str) -> Option<Value> {
    yaml::parse(source, yaml::Limits::default()).0.map(|node| node.to_json())
}

fn examples(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path().join("workflow.yaml");
        if let Ok(source) = fs::read_to_string(&path) {
            found.push((path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned(), source));
        }
    }
    assert!(!found.is_empty());
    found
}

/// The specification's examples. If they are not available, none, with a message.
fn specification() -> Vec<(String, String)> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/open-workflow");
    let folder = env::var_os("TOWPATH_SPEC").map_or(default, PathBuf::from).join("examples");
    let Ok(entries) = fs::read_dir(&folder) else {
        let missing = format!("NOT TESTED: no examples at {}; set TOWPATH_SPEC", folder.display());
        assert!(env::var("CI").as_deref() != Ok("true"), "{missing}");
        eprintln!("{missing}");
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let found: Vec<_> = yaml
        .map(|path| {
            (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(found.len() >= 60);
    found
}

/// The errors of the check: structural ones, unsupported constructs, and others.
fn errors(source: &str) -> (BTreeSet<String>, bool, bool) {
    let (_, found) = read(source);
    let errors: Vec<_> = found.iter().filter(|found| found.is_error()).collect();
    let unavailable = errors.iter().any(|found| is_only_unavailable(found));
    let codes: BTreeSet<String> = errors
        .iter()
        .filter(|found| !is_only_unavailable(found))
        .map(|found| found.code.to_string())
        .collect();
    let of_shape: BTreeSet<String> =
        codes.iter().filter(|code| OF_SHAPE.contains(&code.as_str())).cloned().collect();
    let others = of_shape.len() < codes.len();
    (of_shape, unavailable, others)
}

fn complaints(validator: &Validator, value: &Value) -> String {
    let lines = validator.iter_errors(value).map(|error| format!("  {}: {error}", error.instance_path()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn it_is_a_schema_and_describes_every_key() {
    for schema in [workflow(None, None), language()] {
        assert!(jsonschema::meta::is_valid(&schema));
        let mut stack = vec![(String::new(), &schema)];
        let mut keys = 0;
        while let Some((place, schema)) = stack.pop() {
            for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
                // Keys under `if` and `then` are described where they are defined.
                let described = property.get("description").and_then(Value::as_str);
                let is_condition =
                    place.contains("/if") || place.contains("/then") || place.contains("/else");
                let is_told = property["title"] == *key && described.is_some_and(|words| !words.is_empty());
                assert!(is_condition || is_told, "{place}/{key}");
                keys += 1;
            }
            let inside = schema.as_object().into_iter().flatten();
            stack.extend(inside.map(|(key, value)| (format!("{place}/{key}"), value)));
            let items = schema.as_array().into_iter().flatten().enumerate();
            stack.extend(items.map(|(at, value)| (format!("{place}/{at}"), value)));
        }
        assert!(keys > 50, "{keys} keys");
    }
}

#[test]
fn all_references_resolve_and_no_definition_is_unused() {
    for schema in [workflow(None, None), language()] {
        let mut used = BTreeSet::new();
        let mut stack = vec![&schema];
        while let Some(value) = stack.pop() {
            if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
                assert!(schema.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
                used.insert(reference.trim_start_matches("#/$defs/").to_owned());
            }
            stack.extend(value.as_object().into_iter().flatten().map(|(_, value)| value));
            stack.extend(value.as_array().into_iter().flatten());
        }
        let defined: BTreeSet<String> = schema["$defs"].as_object().unwrap().keys().cloned().collect();
        let unused: Vec<_> = defined.difference(&used).collect();
        assert!(unused.is_empty(), "defined and never used: {unused:?}");
    }
}

#[test]
fn supported_definitions_validate_and_others_do_not() {
    let (here, language) = (validator(&workflow(None, None)), validator(&language()));
    let mut accepted = 0;
    let all = [examples(""), examples("refused"), specification()].concat();
    for (name, source) in all {
        let (of_shape, unavailable, others) = errors(&source);
        let Some(value) = value(&source) else { continue };
        if !of_shape.is_empty() {
            assert!(!here.is_valid(&value), "{name}: {of_shape:?}, and the schema says nothing");
        } else if unavailable {
            assert!(!here.is_valid(&value), "{name} cannot be run, and the schema says nothing");
            assert!(others || language.is_valid(&value), "{name}:\n{}", complaints(&language, &value));
        } else if !others {
            assert!(here.is_valid(&value), "{name}:\n{}", complaints(&here, &value));
            accepted += 1;
        }
    }
    assert!(accepted >= 15, "only {accepted} were accepted");
}

/// `value` with one mutation at each place: another type, an extra key, a missing key.
fn slips(value: &Value) -> Vec<(String, Value)> {
    let others = [
        json!(null),
        json!(true),
        json!(7),
        json!("text"),
        json!([]),
        json!([1]),
        json!({}),
        json!({"zzz": 1}),
    ];
    let mut places = Vec::new();
    collect(value, String::new(), &mut places);
    let mut slips = Vec::new();
    for place in places {
        for other in &others {
            let mut slipped = value.clone();
            *slipped.pointer_mut(&place).unwrap() = other.clone();
            slips.push((format!("{place} = {other}"), slipped));
        }
        let keys: Vec<String> = value
            .pointer(&place)
            .unwrap()
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, _)| key.clone())
            .collect();
        if value.pointer(&place).unwrap().is_object() {
            let mut slipped = value.clone();
            slipped.pointer_mut(&place).unwrap()["zzz"] = json!("more");
            slips.push((format!("{place} + zzz"), slipped));
        }
        for key in keys {
            let mut slipped = value.clone();
            slipped.pointer_mut(&place).unwrap().as_object_mut().unwrap().remove(&key);
            slips.push((format!("{place} - {key}"), slipped));
        }
    }
    slips
}

fn collect(value: &Value, place: String, places: &mut Vec<String>) {
    let inside = value.as_object().into_iter().flatten();
    for (key, part) in inside {
        collect(part, format!("{place}/{}", crate::model::escape(key)), places);
    }
    for (at, part) in value.as_array().into_iter().flatten().enumerate() {
        collect(part, format!("{place}/{at}"), places);
    }
    places.push(place);
}

#[test]
fn exactly_the_structural_mutations_are_refused() {
    let (here, language) = (validator(&workflow(None, None)), validator(&language()));
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, source) in [examples(""), specification()].concat() {
        for (slip, value) in slips(&value(&source).unwrap()) {
            let (of_shape, unavailable, others) = errors(&value.to_string());
            if !of_shape.is_empty() {
                if language.is_valid(&value) || here.is_valid(&value) {
                    wrong.push(format!("{name}: {slip}: {of_shape:?}, and the schema says nothing"));
                }
            // The runner checks schemas, because it compiles them.
            } else if !others && !slip.contains("/schema/document = ") {
                if !language.is_valid(&value) {
                    wrong.push(format!("{name}: {slip} is fine, but\n{}", complaints(&language, &value)));
                } else if unavailable == here.is_valid(&value) {
                    let can = if unavailable { "cannot be run" } else { "can be run" };
                    wrong.push(format!("{name}: {slip} {can}, but\n{}", complaints(&here, &value)));
                }
            }
            seen += 1;
        }
    }
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 500, "only {seen} slips");
}

#[test]
fn operations_are_offered_with_their_arguments() {
    let operations = [
        Operation {
            call: "payments.refund:1.0.0@default".to_owned(),
            title: "Pay money back".to_owned(),
            writes: true,
            input: json!({
                "type": "object", "additionalProperties": false, "required": ["order", "amount"],
                "properties": {
                    "order": { "type": "string", "pattern": "^o-" },
                    "amount": { "description": "In euros.", "type": "number", "exclusiveMinimum": 0 },
                    "lines": { "type": "array", "uniqueItems": true, "items": { "$ref": "#/$defs/line" } },
                    "how": { "oneOf": [
                        { "type": "object", "additionalProperties": false, "required": ["card"], "properties": { "card": { "const": "visa" } } },
                        { "type": "object", "additionalProperties": false, "required": ["card"], "properties": { "card": { "const": "other" } } },
                    ] },
                },
                "$defs": { "line": { "type": "object", "additionalProperties": false, "properties": { "sku": { "type": "string", "maxLength": 5 } } } },
            }),
        },
        Operation {
            call: "crm.list:2.1.0@default".to_owned(),
            title: "List customers".to_owned(),
            writes: false,
            input: json!({ "type": "object", "additionalProperties": false }),
        },
    ];
    let schema = workflow(Some("support"), Some(&operations));
    assert!(jsonschema::meta::is_valid(&schema));
    let names = schema.pointer("/$defs/task/properties/call/oneOf").unwrap().as_array().unwrap();
    let offered = json!({ "const": "payments.refund:1.0.0@default", "title": "Pay money back", "description": "Writes to another system." });
    assert!(names.contains(&offered), "{names:#?}");
    let validator = validator(&schema);
    let call = |namespace: &str, call: &str, with: Value| {
        let mut task = json!({ "call": call });
        if !with.is_null() {
            task["with"] = with;
        }
        json!({
            "document": { "dsl": "1.0.3", "namespace": namespace, "name": "x", "version": "1.0.0" },
            "do": [{ "step": task }],
        })
    };
    let refund = |with: Value| call("support", "payments.refund:1.0.0@default", with);
    let good = [
        refund(json!({ "order": "o-1", "amount": 5 })),
        refund(json!({ "order": "${ .order }", "amount": "${ .amount }", "lines": "${ .lines }" })),
        refund(
            json!({ "order": "o-1", "amount": 1, "lines": [{ "sku": "${ .long.expression }" }, "${ .x }", "${ .x }"] }),
        ),
        refund(json!({ "order": "o-1", "amount": 1, "how": { "card": "${ .card }" } })),
        call("support", "crm.list:2.1.0@default", json!(null)),
        call("support", "crm.list:2.1.0@default", json!({})),
        call("support", "http", json!({ "method": "get", "endpoint": "https://a.example" })),
    ];
    for value in &good {
        assert!(validator.is_valid(value), "{value}\n{}", complaints(&validator, value));
    }
    let bad = [
        refund(json!(null)),
        refund(json!({ "order": "o-1" })),
        refund(json!({ "order": "7", "amount": 5 })),
        refund(json!({ "order": "o-1", "amount": "five" })),
        refund(json!({ "order": "o-1", "amount": 5, "more": 1 })),
        refund(json!({ "order": "o-1", "amount": 5, "lines": [{ "sku": "too long" }] })),
        refund(json!({ "order": "o-1", "amount": 5, "how": { "card": "none" } })),
        call("support", "crm.list:2.1.0@default", json!({ "x": 1 })),
        call("support", "crm.unknown:1.0.0@default", json!({})),
        call("sales", "crm.list:2.1.0@default", json!({})),
    ];
    for value in &bad {
        assert!(!validator.is_valid(value), "{value}");
    }
}
