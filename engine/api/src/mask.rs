//! Values with labels, for whoever may not see them. What a label was given to is left out as a whole: its shape would
//! tell as well.

use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use towpath_identity::Principal;
use towpath_runtime::RunView;
use towpath_wire::Json;

use crate::caller::Caller;

/// Fields of journals that hold data of the run, beside the `labels` that say of which kind it is. Where a call goes
/// (`host`, `path`) is made of its arguments.
const DATA: &[&str] = &[
    "input",
    "output",
    "arguments",
    "event",
    "with",
    "title",
    "detail",
    "comment",
    "near",
    "host",
    "path",
    "query",
];

/// What stands where somebody may not see a value.
pub(crate) fn masked(labels: &[String]) -> Value {
    json!({ "$masked": labels })
}

/// A run for whoever looks at it. Whoever started it was answered its output before, as far as policies let it.
pub(crate) fn view(mut view: RunView, caller: &Caller) -> RunView {
    let is_own = view.head.principal == caller.0.id;
    if !is_own && !caller.0.may_view(&view.labels) {
        view.output = view.output.map(|_| raw(&masked(&view.labels)));
    }
    if let Some(error) = &mut view.error {
        // What a workflow raises for its caller was judged like an output.
        let was_answered = is_own && error.raised;
        if !was_answered && !caller.0.may_view(&error.labels) {
            if error.raised {
                error.title = None;
            }
            error.detail = Some(format!("masked: it holds {}", error.labels.join(", ")));
        }
    }
    view
}

fn raw(value: &Value) -> Json {
    // INVARIANT: a mapping of texts always serializes.
    to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// Masks a record of a journal; the labels that were hidden, and those that were shown, are added up.
pub(crate) fn record(value: &mut Value, who: &Principal, seen: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| record(item, who, seen)),
        Value::Object(fields) => {
            let labels = labels_of(fields);
            if !labels.is_empty() {
                if who.may_view(&labels) {
                    seen.extend(labels);
                } else {
                    hide(fields, &labels);
                }
            }
            // A decision says of the call beside it what is not as a policy wants it.
            if let Some(hidden) = fields.get("effect").and_then(hidden_in_effect)
                && let Some(decision) = fields.get_mut("decision").and_then(Value::as_object_mut)
                && !who.may_view(&hidden)
            {
                hide(decision, &hidden);
            }
            fields.values_mut().for_each(|inside| record(inside, who, seen));
        }
        _ => {}
    }
}

fn labels_of(fields: &serde_json::Map<String, Value>) -> Vec<String> {
    let labels = fields.get("labels").and_then(Value::as_array);
    labels.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn hide(fields: &mut serde_json::Map<String, Value>, labels: &[String]) {
    for name in DATA {
        if let Some(data) = fields.get_mut(*name) {
            *data = masked(labels);
        }
    }
}

/// Labels of what an effect is made with.
fn hidden_in_effect(effect: &Value) -> Option<Vec<String>> {
    let kind = effect.get("kind")?.as_object()?;
    let labels: Vec<String> = kind.values().filter_map(Value::as_object).flat_map(labels_of).collect();
    (!labels.is_empty()).then_some(labels)
}

#[cfg(test)]
mod tests {
    use towpath_identity::{Grant, Role};

    use super::*;

    fn who(may_view: &[&str]) -> Principal {
        Principal {
            id: "p".into(),
            name: "p".into(),
            kind: Role::It,
            roles: vec![Grant::everywhere(Role::It)],
            may_view: may_view.iter().map(|label| (*label).to_owned()).collect(),
            minted: towpath_identity::Minted::default(),
        }
    }

    #[test]
    fn what_a_label_was_given_to_is_left_out() {
        let journal = || {
            json!([
                { "started": { "step": { "event": { "start": { "input": { "a": 1 }, "labels": [] } } } } },
                { "intent": {
                    "effect": { "kind": { "call": { "arguments": { "to": "ada" }, "labels": ["customer-data"] } } },
                    "decision": { "outcome": "deny", "near": ["`to` is ada"], "reason": "r" },
                    "access": { "host": "crm", "path": "/ada", "method": "GET", "labels": ["customer-data"], "runLabels": [] },
                } },
                { "fed": { "event": { "completed": { "output": "Ada", "labels": ["payment"] } } } },
            ])
        };
        let mut seen = Vec::new();
        let mut value = journal();
        record(&mut value, &who(&["payment"]), &mut seen);
        let hidden = masked(&["customer-data".to_owned()]);
        assert_eq!(value[0], journal()[0]);
        assert_eq!(value[1]["intent"]["effect"]["kind"]["call"]["arguments"], hidden);
        assert_eq!(
            value[1]["intent"]["decision"],
            json!({ "outcome": "deny", "near": hidden, "reason": "r" })
        );
        assert_eq!(value[1]["intent"]["access"]["path"], hidden);
        assert_eq!(value[1]["intent"]["access"]["method"], "GET");
        assert_eq!(value[2], journal()[2]);
        assert_eq!(seen, ["payment"]);
        let mut value = journal();
        record(&mut value, &who(&["*"]), &mut seen);
        assert_eq!(value, journal());
    }
}
