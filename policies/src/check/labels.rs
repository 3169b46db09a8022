//! What is wrong with a document of labels: what stands beside them, and the schema over an event's attributes.

use serde_json::{Value, json};
use towpath_diagnostics::{Diagnostic, codes};

use crate::schema::{self, Problem};
use crate::{Expected, LabelsDocument, PolicyDocument, Subject};

/// Attributes that every event may have; all of them are texts.
pub(crate) const ATTRIBUTES: [&str; 8] =
    ["id", "source", "type", "specversion", "subject", "time", "dataschema", "datacontenttype"];

/// What may not stand beside `labels`, and what stands without them.
pub(super) fn check(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    match &document.labels {
        Some(labels) => {
            beside(document, labels, found);
            found.extend(document.tests.iter().enumerate().flat_map(|(index, test)| {
                let wrong = matches!(test.expect, Expected::Decision(_));
                let message = "a test of labels expects the list of them, `[]` where there are none";
                wrong.then(|| misplaced(message, format!("/tests/{index}/expect")))
            }));
        }
        None => {
            if document.event.is_some() {
                found.push(misplaced("`event` stands beside `labels.event` only", "/event".to_owned()));
            }
            found.extend(document.tests.iter().enumerate().flat_map(|(index, test)| {
                let wrong = matches!(test.expect, Expected::Labels(_)) || test.event.is_some();
                let message = "only tests of a document of labels speak of events and labels";
                wrong.then(|| misplaced(message, format!("/tests/{index}")))
            }));
        }
    }
    if let Some(schema) = document.event.as_ref().filter(|_| document.labels.is_some()) {
        event_schema(document, schema, found);
    }
}

fn beside(document: &PolicyDocument, labels: &LabelsDocument, found: &mut Vec<Diagnostic>) {
    let of_events = !labels.event.is_empty();
    let others = [
        ("effect", document.effect.is_some()),
        ("limits", document.limits.is_some()),
        ("access", document.access.is_some()),
        ("time", document.time.is_some()),
        ("profile", document.profile.is_some()),
        ("caller", document.caller.is_some() && of_events),
        ("event", document.event.is_some() && !of_events),
    ];
    found.extend(others.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| {
        let kind = if of_events { "labels.event" } else { "labels.input" };
        let message = format!("`{kind}` cannot stand beside `{name}`");
        let help = match of_events {
            true => "keep them in a document of their own, with `event`, and `workflow` to say who hears it",
            false => {
                "keep them in a document of their own, with `workflow` and `caller` to say for whose inputs"
            }
        };
        Diagnostic::error(codes::TP2034, message).pointer(format!("/{name}")).help(help)
    }));
}

fn misplaced(message: &str, pointer: String) -> Diagnostic {
    Diagnostic::error(codes::TP2034, message).pointer(pointer)
}

/// The schema over an event is checked as one over arguments: plain JSON Schema over a mapping nobody has described.
fn event_schema(document: &PolicyDocument, written: &Value, found: &mut Vec<Diagnostic>) {
    const ABOVE: &str = "/properties/arguments";
    let mut broken = false;
    let access = json!({ "properties": { "arguments": written } });
    for finding in schema::check(Subject::Access, &access) {
        let pointer = finding.pointer.strip_prefix(ABOVE).unwrap_or_default();
        let is_of_course = match finding.problem {
            // Matching more labels more, which is the safe side.
            Problem::Optional(_) => true,
            Problem::Loose { negated, .. } => !negated,
            Problem::WithoutType { .. } => is_text(pointer),
            _ => false,
        };
        if !is_of_course {
            let diagnostic = super::describe(document, Subject::Access, finding.problem);
            broken |= diagnostic.is_error();
            found.push(diagnostic.pointer(format!("/event{pointer}")));
        }
    }
    if !broken && let Err(diagnostic) = crate::set::event_matcher(written) {
        found.push(*diagnostic);
    }
}

/// Whether the keyword at `pointer` speaks of the event itself, or of an attribute that is always a text.
fn is_text(pointer: &str) -> bool {
    let mut tokens = pointer.rsplit('/').skip(1);
    let (name, keyword) = (tokens.next(), tokens.next());
    keyword != Some("properties") || name.is_some_and(|name| ATTRIBUTES.contains(&name))
}
