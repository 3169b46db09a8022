//! Checks documents of labels: which other fields they have, and the schema over the attributes of events.

use serde_json::{Value, json};
use towpath_diagnostics::{Diagnostic, codes};

use crate::schema::{self, Problem};
use crate::{Expected, LabelsDocument, PolicyDocument, Subject};

/// Standard attributes of events. All of them are texts.
pub(crate) const ATTRIBUTES: [&str; 8] =
    ["id", "source", "type", "specversion", "subject", "time", "dataschema", "datacontenttype"];

/// Checks which fields a document of labels may have, and which fields only such a document may have.
pub(super) fn check_labels_document(document: &PolicyDocument, found: &mut Vec<Diagnostic>) {
    match &document.labels {
        Some(labels) => {
            beside(document, labels, found);
            found.extend(document.tests.iter().enumerate().flat_map(|(index, test)| {
                let wrong = matches!(test.expect, Expected::Decision(_));
                let message = "a test of labels expects a list of labels, `[]` for none";
                wrong.then(|| misplaced(message, format!("/tests/{index}/expect")))
            }));
        }
        None => {
            if document.event.is_some() {
                found.push(misplaced(
                    "`event` is allowed only together with `labels.event`",
                    "/event".to_owned(),
                ));
            }
            found.extend(document.tests.iter().enumerate().flat_map(|(index, test)| {
                let wrong = matches!(test.expect, Expected::Labels(_)) || test.event.is_some();
                let message = "only tests of a document of labels have `event` and expect labels";
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
        let message = format!("`{kind}` is not allowed together with `{name}`");
        let help = match of_events {
            true => "write them in a separate document, with `event`, and with `workflow` to select the receiving workflows",
            false => {
                "write them in a separate document, with `workflow` and `caller` to select inputs"
            }
        };
        Diagnostic::error(codes::TP2034, message).pointer(format!("/{name}")).help(help)
    }));
}

fn misplaced(message: &str, pointer: String) -> Diagnostic {
    Diagnostic::error(codes::TP2034, message).pointer(pointer)
}

/// Checks the schema over an event like one over arguments: plain JSON Schema over a mapping with unknown fields.
fn event_schema(document: &PolicyDocument, written: &Value, found: &mut Vec<Diagnostic>) {
    const ABOVE: &str = "/properties/arguments";
    let mut broken = false;
    let access = json!({ "properties": { "arguments": written } });
    for finding in schema::check_subject_schema(Subject::Access, &access) {
        let pointer = finding.pointer.strip_prefix(ABOVE).unwrap_or_default();
        let is_of_course = match finding.problem {
            // A pattern that matches too much gives labels to more events, which is safe.
            Problem::Optional(_) => true,
            Problem::Loose { negated, .. } => !negated,
            Problem::WithoutType { .. } => is_text(pointer),
            _ => false,
        };
        if !is_of_course {
            let diagnostic = super::describe_problem(document, Subject::Access, finding.problem);
            broken |= diagnostic.is_error();
            found.push(diagnostic.pointer(format!("/event{pointer}")));
        }
    }
    if !broken && let Err(diagnostic) = crate::set::event_matcher(written) {
        found.push(*diagnostic);
    }
}

/// Whether the keyword at `pointer` applies to the event itself, or to an attribute that is always a text.
fn is_text(pointer: &str) -> bool {
    let mut tokens = pointer.rsplit('/').skip(1);
    let (name, keyword) = (tokens.next(), tokens.next());
    keyword != Some("properties") || name.is_some_and(|name| ATTRIBUTES.contains(&name))
}
