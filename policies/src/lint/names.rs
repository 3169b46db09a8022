//! Warnings about unknown names: integrations, operations, labels, and words of fixed lists.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::{PolicyDocument, Subject};

/// The known names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The existing operations, by integration. `web` is always known.
    pub operations: BTreeMap<String, BTreeSet<String>>,
    /// The labels of integrations, inputs and events; empty if they are not known.
    pub labels: BTreeSet<String>,
}

/// Keywords with schemas for the same value, one or many.
const SAME_PLACE: [&str; 4] = ["not", "if", "then", "else"];
const SAME_PLACES: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Integrations, operations and labels in `document` that are not in `names`.
pub(super) fn lint_unknown_names(document: &PolicyDocument, names: &Names, found: &mut Vec<Diagnostic>) {
    for (subject, fields) in
        [(Subject::Access, &["labels", "runLabels"][..]), (Subject::Workflow, &["labels"])]
    {
        let Some(schema) = document.schema_of(subject) else { continue };
        for_each_schema(schema, &format!("/{}", subject.as_str()), &mut |schema, pointer| {
            if subject == Subject::Access {
                operations(schema, names, pointer, found);
            }
            for field in fields {
                labels(schema, field, names, pointer, found);
            }
        });
    }
}

/// Labels that `document` gives and that look like a typing error of a known label. Other new labels are fine.
pub(super) fn lint_given_labels(document: &PolicyDocument, names: &Names, found: &mut Vec<Diagnostic>) {
    let Some(labels) = &document.labels else { return };
    let known: Vec<&str> = names.labels.iter().map(String::as_str).collect();
    for (field, labels) in [("input", &labels.input), ("event", &labels.event)] {
        let unknown = labels.iter().enumerate().filter(|(_, label)| !names.labels.contains(*label));
        found.extend(unknown.filter(|(_, label)| did_you_mean(label, known.iter().copied()).is_some()).map(
            |(index, label)| {
                let message = format!("nothing else has the label `{label}`");
                of(message, label, &known, format!("/labels/{field}/{index}"))
            },
        ));
    }
}

/// Words that a field never has, if the subject has a fixed list.
pub(super) fn unknown_words(document: &PolicyDocument, subject: Subject, found: &mut Vec<Diagnostic>) {
    let Some(schema) = document.schema_of(subject) else { return };
    let Some(guides) = subject.schema()["properties"].as_object() else { return };
    for_each_schema(schema, &format!("/{}", subject.as_str()), &mut |schema, pointer| {
        for (field, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let known = guides.get(field).and_then(|guide| guide["enum"].as_array());
            let Some(known) = known else { continue };
            let known: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
            for (at, word) in
                texts_of_const_and_enum(schema).into_iter().filter(|(_, word)| !known.contains(word))
            {
                let message = format!("`{word}` is never a {field}");
                found.push(of(message, word, &known, format!("{pointer}/properties/{field}{at}")));
            }
        }
    });
}

/// Calls `look` for every schema of the subject itself. `check` limits the nesting.
pub(super) fn for_each_schema(schema: &Value, pointer: &str, look: &mut impl FnMut(&Value, &str)) {
    look(schema, pointer);
    for keyword in SAME_PLACES {
        for (index, part) in schema.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate() {
            for_each_schema(part, &format!("{pointer}/{keyword}/{index}"), look);
        }
    }
    for keyword in SAME_PLACE {
        if let Some(part) = schema.get(keyword) {
            for_each_schema(part, &format!("{pointer}/{keyword}"), look);
        }
    }
}

fn operations(schema: &Value, names: &Names, pointer: &str, found: &mut Vec<Diagnostic>) {
    let field = |name: &str| schema.get("properties").and_then(|fields| fields.get(name));
    let integrations = field("integration").map(texts_of_const_and_enum).unwrap_or_default();
    let wanted = field("operation").map(texts_of_const_and_enum).unwrap_or_default();
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
    for_each_schema(of_field, &pointer, &mut |schema, pointer| {
        for keyword in ["contains", "items"] {
            let words = schema.get(keyword).map(texts_of_const_and_enum).unwrap_or_default();
            for (at, word) in words.into_iter().filter(|(_, word)| !known.contains(word)) {
                let message = format!("nothing has the label `{word}`");
                found.push(of(message, word, &known, format!("{pointer}/{keyword}{at}")));
            }
        }
    });
}

/// The texts in `const` or `enum` of a schema, with the pointer below it.
fn texts_of_const_and_enum(schema: &Value) -> Vec<(String, &str)> {
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
