//! Warnings about parts of a policy that never match or always match, and about permits that never expire.

use serde_json::{Value, json};
use towpath_diagnostics::{Diagnostic, Severity, codes};

use crate::{Mode, PolicyDocument, PolicyEffect, Subject, schema};

/// Schemas that never match: of a subject, or of one of its alternatives.
pub(super) fn lint_impossible_schemas(document: &PolicyDocument, subject: Subject) -> Vec<Diagnostic> {
    let Some(written) = document.schema_of(subject) else { return Vec::new() };
    let never = |schema: &Value| {
        schema::is_impossible(&schema::require_properties(subject, schema), subject.schema())
    };
    let root = format!("/{}", subject.as_str());
    if never(written) {
        let message = format!("this matches no {}, so the policy never matches", subject.as_str());
        return vec![Diagnostic::error(codes::TP2009, message).pointer(root)];
    }
    let mut found = Vec::new();
    for keyword in ["anyOf", "oneOf"] {
        let parts = written.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate();
        found.extend(parts.filter(|(_, part)| never(part)).map(|(index, _)| {
            let message = format!("this alternative matches no {}", subject.as_str());
            Diagnostic::warning(codes::TP2009, message).pointer(format!("{root}/{keyword}/{index}"))
        }));
    }
    found
}

/// Schemas that always match: of a field, or of a subject.
pub(super) fn lint_vacuous_schemas(document: &PolicyDocument, subject: Subject) -> Vec<Diagnostic> {
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
            let message = format!("this matches every {name}, so it restricts nothing");
            Diagnostic::warning(codes::TP2026, message).pointer(format!("{root}/properties/{name}"))
        })
        .collect();
    if found.is_empty() && schema::covers(&schema::require_properties(subject, written), guide) {
        let message = format!("this matches every {}, so it restricts nothing", subject.as_str());
        let help = match (subject, document.effect) {
            (Subject::Access, Some(PolicyEffect::Permit)) => "write `access: true` to permit everything",
            _ => "remove it, or restrict it",
        };
        found.push(Diagnostic::warning(codes::TP2026, message).pointer(root).help(help));
    }
    found
}

/// Permits for writes that never expire.
pub(super) fn lint_endless_permit(document: &PolicyDocument) -> Option<Diagnostic> {
    let is_permit = document.effect == Some(PolicyEffect::Permit) && document.mode == Mode::Enforce;
    let access = document.access.as_ref().filter(|_| is_permit && document.expires.is_none())?;
    let write = json!({
        "allOf": [Subject::Access.schema()],
        "properties": { "kind": { "const": "call" }, "effect": { "const": "write" } },
    });
    if schema::is_impossible(&schema::require_properties(Subject::Access, access), &write) {
        return None;
    }
    let found = Diagnostic::warning(codes::TP2030, "this permits writes and never expires")
        .pointer("/effect")
        .help("add `expires` with the day of the next review");
    Some(Diagnostic { severity: Severity::Hint, ..found })
}
