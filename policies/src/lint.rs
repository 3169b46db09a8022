//! What is allowed and probably not meant, and everything that must hold before policies are activated.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::time::Zone;
use crate::{Outcome, PolicyDocument, PolicyEffect, Subject, check, schema, test};

/// The integrations and operations that exist, by integration. `web` is always known.
pub type Names = BTreeMap<String, BTreeSet<String>>;

/// Everything to say about `document`: what [`check`] finds, and what else is probably wrong. With `names` it reports
/// unknown integrations and operations, with `now` (milliseconds since the Unix epoch) policies that are over.
/// A document with an error must not be activated.
pub fn lint(document: &PolicyDocument, names: Option<&Names>, now: Option<i64>) -> Vec<Diagnostic> {
    let mut found = check(document);
    if found.iter().any(Diagnostic::is_error) {
        return found;
    }
    for subject in Subject::ALL {
        found.extend(contradiction(document, subject));
    }
    if let (Some(names), Some(access)) = (names, &document.access) {
        unknown_names(access, names, "/access", &mut found);
    }
    found.extend(host_of_anything(document));
    if let Some(now) = now {
        found.extend(expired(document, now));
    }
    tests(document, &mut found);
    found
}

fn contradiction(document: &PolicyDocument, subject: Subject) -> Option<Diagnostic> {
    let expanded = schema::expand(subject, document.schema_of(subject)?);
    if !schema::is_impossible(&expanded, subject.schema()) {
        return None;
    }
    let message = format!("no {} ever fits this, so the policy never matches", subject.as_str());
    Some(Diagnostic::error(codes::TP2009, message).pointer(format!("/{}", subject.as_str())))
}

/// A host without an integration: it is seldom meant that IT's own integrations are spoken of too.
fn host_of_anything(document: &PolicyDocument) -> Option<Diagnostic> {
    let fields = document.access.as_ref()?.get("properties")?.as_object()?;
    let place = ["host", "method", "path"].into_iter().find(|name| fields.contains_key(*name))?;
    if fields.contains_key("integration") || fields.contains_key("kind") {
        return None;
    }
    let message = format!("this `{place}` also speaks of integrations that use HTTP");
    let help = "add `integration: { const: web }` beside it if raw HTTP is meant";
    let pointer = format!("/access/properties/{place}");
    Some(Diagnostic::warning(codes::TP2019, message).pointer(pointer).help(help))
}

/// Looks at every place that speaks of the access itself. Nesting is bounded by `check`.
fn unknown_names(schema: &Value, names: &Names, pointer: &str, found: &mut Vec<Diagnostic>) {
    let field = |name: &str| schema.get("properties").and_then(|fields| fields.get(name));
    let place = |name: &str| format!("{pointer}/properties/{name}");
    let integrations = field("integration").map(named).unwrap_or_default();
    let operations = field("operation").map(named).unwrap_or_default();
    let known: Vec<&str> = names.keys().map(String::as_str).chain([towpath_access::WEB]).collect();
    for (at, integration) in &integrations {
        if !known.contains(integration) {
            let message = format!("there is no integration `{integration}`");
            found.push(unknown(
                message,
                integration,
                known.iter().copied(),
                format!("{}{at}", place("integration")),
            ));
        }
    }
    let within: Vec<&str> = names
        .iter()
        .filter(|(name, _)| integrations.is_empty() || integrations.iter().any(|(_, one)| one == name))
        .flat_map(|(_, operations)| operations.iter().map(String::as_str))
        .chain([towpath_access::WEB_REQUEST])
        .collect();
    let all_known = integrations.iter().all(|(_, integration)| known.contains(integration));
    for (at, operation) in operations.iter().filter(|_| all_known) {
        if !within.contains(operation) {
            let message = format!("there is no operation `{operation}`");
            found.push(unknown(
                message,
                operation,
                within.iter().copied(),
                format!("{}{at}", place("operation")),
            ));
        }
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for (index, part) in schema.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate() {
            unknown_names(part, names, &format!("{pointer}/{keyword}/{index}"), found);
        }
    }
    for keyword in ["not", "if", "then", "else"] {
        if let Some(part) = schema.get(keyword) {
            unknown_names(part, names, &format!("{pointer}/{keyword}"), found);
        }
    }
}

/// The texts that a schema names with `const` or `enum`, with the pointer below it.
fn named(schema: &Value) -> Vec<(String, &str)> {
    let one = schema.get("const").and_then(Value::as_str).map(|text| ("/const".to_owned(), text));
    let many = schema.get("enum").and_then(Value::as_array).into_iter().flatten().enumerate();
    one.into_iter()
        .chain(many.filter_map(|(index, value)| Some((format!("/enum/{index}"), value.as_str()?))))
        .collect()
}

fn unknown<'a>(
    message: String,
    name: &str,
    known: impl Iterator<Item = &'a str>,
    pointer: String,
) -> Diagnostic {
    let diagnostic = Diagnostic::warning(codes::TP2010, message).pointer(pointer);
    match did_you_mean(name, known) {
        Some(close) => diagnostic.help(format!("did you mean `{close}`?")),
        None => diagnostic,
    }
}

fn expired(document: &PolicyDocument, now: i64) -> Option<Diagnostic> {
    let date = document.expires.as_deref()?;
    let zone = Zone::named(document.timezone.as_deref()).ok()?;
    (now >= zone.end_of(date).ok()?).then(|| {
        let message = format!("this policy expired after {date} and is not in force");
        Diagnostic::warning(codes::TP2011, message).pointer("/expires")
    })
}

fn tests(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    if document.effect.is_none() {
        return;
    }
    let (shown, what) = match document.effect {
        Some(PolicyEffect::Forbid) => (Outcome::Deny, "what this forbids"),
        Some(PolicyEffect::Review) => (Outcome::Review, "what has to be reviewed"),
        Some(PolicyEffect::Hold) => (Outcome::Hold, "what has to be signed"),
        _ => (Outcome::Deny, "what this does not permit"),
    };
    if !document.tests.iter().any(|test| test.expect == shown) {
        let message = format!("no test shows {what}");
        let help = format!("add one under `tests` with `expect: {}`", shown.as_str());
        found.push(Diagnostic::warning(codes::TP2012, message).pointer("").help(help));
    }
    match test(document) {
        Ok(results) => found.extend(results.into_iter().filter(|result| !result.passed()).map(|result| {
            let why = match (&result.problem, &result.decision) {
                (Some(problem), _) => problem.clone(),
                (None, Some(decision)) => decision.explanation(),
                (None, None) => "it was not decided".to_owned(),
            };
            let message = format!("test `{}` expects `{}` and fails", result.test, result.expected.as_str());
            Diagnostic::error(codes::TP2013, message).pointer(result.pointer).help(why)
        })),
        Err(errors) => found.extend(errors),
    }
}
