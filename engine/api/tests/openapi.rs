//! The OpenAPI description: as committed, and complete. `TOWPATH_BLESS=1` writes it anew.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

fn described() -> Value {
    serde_json::to_value(towpath_api::openapi_description()).unwrap()
}

#[test]
fn it_is_as_committed() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let mut text = serde_json::to_string_pretty(&described()).unwrap();
    text.push('\n');
    if std::env::var_os("TOWPATH_BLESS").is_some() {
        std::fs::write(&golden, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(
        committed == text,
        "openapi.json is not what the routes say; look at it, then TOWPATH_BLESS=1 writes it"
    );
}

#[test]
fn every_operation_says_what_it_does_and_how_it_fails() {
    let described = described();
    let mut ids = BTreeSet::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{place}: id twice");
            assert!(
                operation["summary"].as_str().is_some_and(|words| !words.is_empty()),
                "{place}: no summary"
            );
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{place}: no tag");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{place}: no success");
            for (status, response) in responses.iter().filter(|(status, _)| *status >= &"400".to_owned()) {
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{place}: {status} is no problem");
            }
            let is_open = operation["security"] == serde_json::json!([{}]);
            assert!(is_open || responses.contains_key("401"), "{place}: wants a token and does not say so");
        }
    }
    assert!(ids.len() >= 30, "only {} operations", ids.len());
}

#[test]
fn every_reference_leads_somewhere() {
    let described = described();
    let mut stack = vec![&described];
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    let target = described.pointer(reference.trim_start_matches('#'));
                    assert!(target.is_some(), "{reference} leads nowhere");
                }
                stack.extend(fields.values());
            }
            Value::Array(items) => stack.extend(items),
            _ => {}
        }
    }
}
