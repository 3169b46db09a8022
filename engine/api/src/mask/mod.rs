//! Redacts labelled values from callers without `mayView`; the shape goes too, because it leaks. What is shown is an
//! allow-list: a new field is hidden until it is added here.

mod records;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};
use towpath_runtime::RunView;
use towpath_wire::Json;

use crate::caller::Caller;

pub(crate) use records::Masker;

/// The placeholder for a value that the caller may not see.
pub(crate) fn masked(labels: &[String]) -> Value {
    json!({ "$masked": labels })
}

/// A run as this caller may see it. Its starter was answered the output before, as far as policies let it.
pub(crate) fn view(mut view: RunView, caller: &Caller) -> RunView {
    let is_own = view.head.principal == caller.0.id;
    if !is_own && !caller.0.may_view(&view.labels) {
        view.output = view.output.map(|_| raw(&masked(&view.labels)));
    }
    if let Some(error) = &mut view.error {
        // What a workflow raises for its caller was evaluated like an output.
        let was_answered = is_own && error.raised;
        if !was_answered && !caller.0.may_view(&error.labels) {
            *error = error.masked();
            // What a permit wanted otherwise is said with the value that it did not want.
            view.refusal.iter_mut().for_each(|decision| decision.near.clear());
        }
    }
    view
}

fn raw(value: &Value) -> Json {
    // INVARIANT: a mapping of texts always serializes.
    Json::of(value).unwrap_or_else(|_| Json::null())
}
