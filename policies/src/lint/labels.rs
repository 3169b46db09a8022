//! Warnings about documents of labels: attributes that no event has, and labels without a test.

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};

use super::names::for_each_schema;
use crate::check::ATTRIBUTES;
use crate::labels::EVENT_DATA;
use crate::{Expected, PolicyDocument};

/// Names under `event` that are not attributes.
pub(super) fn lint_event_attributes(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    let Some(schema) = &document.event else { return };
    for_each_schema(schema, "/event", &mut |schema, pointer| {
        let named = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let named = named.map(|(name, _)| (name.as_str(), format!("{pointer}/properties/{name}")));
        let required = required
            .enumerate()
            .filter_map(|(index, name)| Some((name.as_str()?, format!("{pointer}/required/{index}"))));
        found.extend(named.chain(required).filter_map(|(name, pointer)| attribute(name, pointer)));
    });
}

fn attribute(name: &str, pointer: String) -> Option<Diagnostic> {
    let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if EVENT_DATA.contains(&name) || !is_name {
        let message = format!("`event` has no field `{name}`");
        let help = match did_you_mean(name, ATTRIBUTES) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "use attributes of events: lower-case letters and digits, not `data`".to_owned(),
        };
        return Some(Diagnostic::error(codes::TP2008, message).pointer(pointer).help(help));
    }
    if ATTRIBUTES.contains(&name) {
        return None;
    }
    let close = did_you_mean(name, ATTRIBUTES)?;
    let message = format!("events rarely have an attribute `{name}`");
    Some(
        Diagnostic::warning(codes::TP2008, message).pointer(pointer).help(format!("did you mean `{close}`?")),
    )
}

/// Warns if no test shows the labels.
pub(super) fn lint_label_tests(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    let shows = |expected: &Expected| matches!(expected, Expected::Labels(labels) if !labels.is_empty());
    if document.tests.iter().any(|test| shows(&test.expect)) {
        return;
    }
    let labels = document.labels.as_ref().map(|labels| labels.given().join(", ")).unwrap_or_default();
    found.push(
        Diagnostic::warning(codes::TP2012, "no test shows what this labels")
            .pointer("")
            .help(format!("add one under `tests` with `expect: [{labels}]`")),
    );
}
