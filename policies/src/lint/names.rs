//! Names in a policy that nothing bears: integrations, operations, labels, and the words of closed lists.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::{PolicyDocument, Subject};

/// What there is to name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Operations that exist, by integration. `web` is always known.
    pub operations: BTreeMap<String, BTreeSet<String>>,
    /// Labels that integrations, inputs and events bear; empty when they are not known.
    pub labels: BTreeSet<String>,
}

/// Keywords that hold schemas for the same value, one or many.
const SAME_PLACE: [&str; 4] = ["not", "if", "then", "else"];
const SAME_PLACES: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Integrations, operations and labels that `document` names and `names` does not know.
pub(super) fn unknown(document: &PolicyDocument, names: &Names, found: &mut Vec<Diagnostic>) {
    for (subject, fields) in
        [(Subject::Access, &["labels", "runLabels"][..]), (Subject::Workflow, &["labels"])]
    {
        let Some(schema) = document.schema_of(subject) else { continue };
        everywhere(schema, &format!("/{}", subject.as_str()), &mut |schema, pointer| {
            if subject == Subject::Access {
                operations(schema, names, pointer, found);
            }
            for field in fields {
                labels(schema, field, names, pointer, found);
            }
        });
    }
}

/// Labels that `document` gives and that look like a slip: any other new one is as good as those there are.
pub(super) fn given(document: &PolicyDocument, names: &Names, found: &mut Vec<Diagnostic>) {
    let Some(labels) = &document.labels else { return };
    let known: Vec<&str> = names.labels.iter().map(String::as_str).collect();
    for (field, labels) in [("input", &labels.input), ("event", &labels.event)] {
        let unknown = labels.iter().enumerate().filter(|(_, label)| !names.labels.contains(*label));
        found.extend(unknown.filter(|(_, label)| did_you_mean(label, known.iter().copied()).is_some()).map(
            |(index, label)| {
                let message = format!("nothing else bears the label `{label}`");
                of(message, label, &known, format!("/labels/{field}/{index}"))
            },
        ));
    }
}

/// Words that a field is never one of, where the subject says which there are.
pub(super) fn unknown_words(document: &PolicyDocument, subject: Subject, found: &mut Vec<Diagnostic>) {
    let Some(schema) = document.schema_of(subject) else { return };
    let Some(guides) = subject.schema()["properties"].as_object() else { return };
    everywhere(schema, &format!("/{}", subject.as_str()), &mut |schema, pointer| {
        for (field, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let known = guides.get(field).and_then(|guide| guide["enum"].as_array());
            let Some(known) = known else { continue };
            let known: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
            for (at, word) in named(schema).into_iter().filter(|(_, word)| !known.contains(word)) {
                let message = format!("no {field} is ever `{word}`");
                found.push(of(message, word, &known, format!("{pointer}/properties/{field}{at}")));
            }
        }
    });
}

/// Calls `look` for every schema that speaks of the subject itself. Nesting is bounded by `check`.
pub(super) fn everywhere(schema: &Value, pointer: &str, look: &mut impl FnMut(&Value, &str)) {
    look(schema, pointer);
    for keyword in SAME_PLACES {
        for (index, part) in schema.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate() {
            everywhere(part, &format!("{pointer}/{keyword}/{index}"), look);
        }
    }
    for keyword in SAME_PLACE {
        if let Some(part) = schema.get(keyword) {
            everywhere(part, &format!("{pointer}/{keyword}"), look);
        }
    }
}

fn operations(schema: &Value, names: &Names, pointer: &str, found: &mut Vec<Diagnostic>) {
    let field = |name: &str| schema.get("properties").and_then(|fields| fields.get(name));
    let integrations = field("integration").map(named).unwrap_or_default();
    let wanted = field("operation").map(named).unwrap_or_default();
    let known: Vec<&str> = names.operations.keys().map(String::as_str).chain([towpath_access::WEB]).collect();
    let unknown: Vec<_> = integrations.iter().filter(|(_, name)| !known.contains(name)).collect();
    for (at, name) in &unknown {
        let message = format!("there is no integration `{name}`");
        found.push(of(message, name, &known, format!("{pointer}/properties/integration{at}")));
    }
    if !unknown.is_empty() {
        return;
    }
    let is_meant = |name: &str| integrations.is_empty() || integrations.iter().any(|(_, one)| *one == name);
    let within: Vec<&str> = names
        .operations
        .iter()
        .filter(|(name, _)| is_meant(name))
        .flat_map(|(_, operations)| operations.iter().map(String::as_str))
        .chain([towpath_access::WEB_REQUEST])
        .collect();
    for (at, name) in wanted.iter().filter(|(_, name)| !within.contains(name)) {
        let message = format!("there is no operation `{name}`");
        found.push(of(message, name, &within, format!("{pointer}/properties/operation{at}")));
    }
}

fn labels(schema: &Value, field: &str, names: &Names, pointer: &str, found: &mut Vec<Diagnostic>) {
    let Some(of_field) = schema.get("properties").and_then(|fields| fields.get(field)) else { return };
    if names.labels.is_empty() {
        return;
    }
    let known: Vec<&str> = names.labels.iter().map(String::as_str).collect();
    let pointer = format!("{pointer}/properties/{field}");
    everywhere(of_field, &pointer, &mut |schema, pointer| {
        for keyword in ["contains", "items"] {
            let words = schema.get(keyword).map(named).unwrap_or_default();
            for (at, word) in words.into_iter().filter(|(_, word)| !known.contains(word)) {
                let message = format!("nothing bears the label `{word}`");
                found.push(of(message, word, &known, format!("{pointer}/{keyword}{at}")));
            }
        }
    });
}

/// The texts that a schema names with `const` or `enum`, with the pointer below it.
fn named(schema: &Value) -> Vec<(String, &str)> {
    let one = schema.get("const").and_then(Value::as_str).map(|text| ("/const".to_owned(), text));
    let many = schema.get("enum").and_then(Value::as_array).into_iter().flatten().enumerate();
    one.into_iter()
        .chain(many.filter_map(|(index, value)| Some((format!("/enum/{index}"), value.as_str()?))))
        .collect()
}

fn of(message: String, name: &str, known: &[&str], pointer: String) -> Diagnostic {
    let diagnostic = Diagnostic::warning(codes::TP2010, message).pointer(pointer);
    match did_you_mean(name, known.iter().copied()) {
        Some(close) => diagnostic.help(format!("did you mean `{close}`?")),
        None => diagnostic,
    }
}
