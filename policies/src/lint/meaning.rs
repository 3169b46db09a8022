//! Parts of a policy that nothing fits, that everything fits, or that hold longer than anybody looks.

use serde_json::{Value, json};
use towpath_diagnostics::{Diagnostic, Severity, codes};

use crate::{Mode, PolicyDocument, PolicyEffect, Subject, schema};

/// What can never match: the subject as a whole, or one of its alternatives.
pub(super) fn impossible(document: &PolicyDocument, subject: Subject) -> Vec<Diagnostic> {
    let Some(written) = document.schema_of(subject) else { return Vec::new() };
    let never = |schema: &Value| schema::is_impossible(&schema::expand(subject, schema), subject.schema());
    let root = format!("/{}", subject.as_str());
    if never(written) {
        let message = format!("no {} ever fits this, so the policy never matches", subject.as_str());
        return vec![Diagnostic::error(codes::TP2009, message).pointer(root)];
    }
    let mut found = Vec::new();
    for keyword in ["anyOf", "oneOf"] {
        let parts = written.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate();
        found.extend(parts.filter(|(_, part)| never(part)).map(|(index, _)| {
            let message = format!("no {} ever fits this alternative", subject.as_str());
            Diagnostic::warning(codes::TP2009, message).pointer(format!("{root}/{keyword}/{index}"))
        }));
    }
    found
}

/// What always matches: a field that says nothing, or else the subject as a whole.
pub(super) fn vacuous(document: &PolicyDocument, subject: Subject) -> Vec<Diagnostic> {
    let Some(written) = document.schema_of(subject).filter(|schema| **schema != Value::Bool(true)) else {
        return Vec::new();
    };
    let guide = subject.schema();
    let root = format!("/{}", subject.as_str());
    let is_always_there = |name: &str| {
        guide["required"].as_array().is_some_and(|names| names.iter().any(|required| required == name))
    };
    let fields = written.get("properties").and_then(Value::as_object).into_iter().flatten();
    let mut found: Vec<Diagnostic> = fields
        .filter(|(name, schema)| is_always_there(name) && schema::covers(schema, &guide["properties"][*name]))
        .map(|(name, _)| {
            let message = format!("every {name} fits this, so it says nothing");
            Diagnostic::warning(codes::TP2026, message).pointer(format!("{root}/properties/{name}"))
        })
        .collect();
    if found.is_empty() && schema::covers(&schema::expand(subject, written), guide) {
        let message = format!("every {} fits this, so it says nothing", subject.as_str());
        let help = match (subject, document.effect) {
            (Subject::Access, Some(PolicyEffect::Permit)) => "write `access: true` to permit everything",
            _ => "take it out, or write what it should say",
        };
        found.push(Diagnostic::warning(codes::TP2026, message).pointer(root).help(help));
    }
    found
}

/// A permit for writes that nobody has to think of again.
pub(super) fn endless(document: &PolicyDocument) -> Option<Diagnostic> {
    let is_permit = document.effect == Some(PolicyEffect::Permit) && document.mode == Mode::Enforce;
    let access = document.access.as_ref().filter(|_| is_permit && document.expires.is_none())?;
    let write = json!({
        "allOf": [Subject::Access.schema()],
        "properties": { "kind": { "const": "call" }, "effect": { "const": "write" } },
    });
    if schema::is_impossible(&schema::expand(Subject::Access, access), &write) {
        return None;
    }
    let found = Diagnostic::warning(codes::TP2030, "this permits writes and never expires")
        .pointer("/effect")
        .help("add `expires` with a day when somebody looks at it again");
    Some(Diagnostic { severity: Severity::Hint, ..found })
}
