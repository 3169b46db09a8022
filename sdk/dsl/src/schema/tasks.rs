//! Tasks: what all share, and each kind with its own keys.

use serde_json::{Value, json};

use super::Subject;
use super::data::{EXPRESSION, boolean, condition, mapping, reference, variable};
use super::field::{Definitions, Field, field, object, with};
use super::{calls, run};
use crate::check::Construct;

pub(super) fn add(subject: &Subject<'_>, definitions: &mut Definitions) {
    definitions.add("taskList", json!({
        "title": "Tasks", "type": "array",
        "description": "Tasks in order, each `- name:` with what it does below. Names are unique in their list.",
        "items": {
            "type": "object", "minProperties": 1, "maxProperties": 1,
            "propertyNames": { "pattern": r"\S" },
            "additionalProperties": reference("task"),
        },
    }));
    let then = json!({
        "title": "Then", "description": "Where to go on.", "type": "string",
        "anyOf": [
            { "const": "continue", "title": "continue", "description": "On with the next task of this list." },
            { "const": "exit", "title": "exit", "description": "Out of this list, on with what comes after it." },
            { "const": "end", "title": "end", "description": "The end of the workflow." },
            { "title": "a task", "description": "On with the task of this name in the same list." },
        ],
    });
    definitions.add("then", then);
    definitions.add("task", task(subject));
}

/// One mapping with every key a task may have, so that editors propose all of them and underline exactly what is
/// wrong; which keys go together is said beside it.
fn task(subject: &Subject<'_>) -> Value {
    let kinds = kinds(subject);
    let one: Vec<Value> = kinds.iter().map(|(key, ..)| of_kind(key)).collect();
    let mut fields = vec![
        field("if", "Done only when this holds; otherwise on with the next task.", condition()),
        field("input", "What the task works on.", reference("input")),
        field("output", "What the task gives to the next one.", reference("output")),
        field("export", "What becomes `$context` for all tasks that follow.", reference("export")),
        field("then", "Where to go on afterwards; with the next task when absent.", reference("then")),
        field("metadata", "Anything worth keeping with the task.", mapping()),
    ];
    if subject.has(Construct::Timeout) {
        fields.push(field("timeout", "How long the task may take.", reference("timeout")));
    }
    let mut belongs = serde_json::Map::new();
    for (key, kind, more) in kinds {
        for other in &more {
            let goes_with = belongs.entry(other.key().to_owned()).or_insert_with(|| json!([]));
            if let Some(keys) = goes_with.as_array_mut() {
                keys.push(key.into());
            }
        }
        fields.push(kind);
        fields.extend(more);
    }
    // `do` is a task of its own, and what a loop repeats.
    let mut required = json!({ "for": ["do"], "try": ["catch"] });
    for (key, with) in belongs {
        required[key] = with;
    }
    with(
        object(
            "Task",
            "One step: exactly one of the kinds, and how data and control flow around it.",
            fields,
        ),
        json!({ "oneOf": one, "dependentRequired": required, "allOf": calls::arguments(subject) }),
    )
}

/// What makes a task of a kind: its key. A loop has a `do` too.
fn of_kind(key: &str) -> Value {
    match key {
        "do" => json!({ "required": ["do"], "not": { "required": ["for"] } }),
        _ => json!({ "required": [key] }),
    }
}

/// Every kind that can be run: the key that makes it, the key's field, further keys of its own.
fn kinds(subject: &Subject<'_>) -> Vec<(&'static str, Field, Vec<Field>)> {
    let mut kinds = vec![
        (
            "call",
            field(
                "call",
                "Call something: an operation that IT offers, or an HTTP address.",
                calls::name(subject),
            ),
            vec![field("with", "The arguments.", mapping())],
        ),
        ("do", field("do", "Tasks, one after the other.", reference("taskList")), vec![]),
        (
            "for",
            field("for", "The tasks under `do`, for each item of a collection.", each()),
            vec![field("while", "Goes on only while this holds.", condition())],
        ),
        (
            "raise",
            field("raise", "Raise an error; nothing after it is done unless it is caught.", raise()),
            vec![],
        ),
        (
            "set",
            field(
                "set",
                "Data as the task's output: a mapping with `${ }` in it, or one `${ }`.",
                json!({
                    "type": ["object", "string"], "minProperties": 1, "pattern": EXPRESSION,
                }),
            ),
            vec![],
        ),
        ("switch", field("switch", "Where to go on: the first case that holds.", switch()), vec![]),
        (
            "try",
            field("try", "Tasks whose errors are caught.", reference("taskList")),
            vec![field("catch", "Which errors are caught, and what is done then.", catch(subject))],
        ),
        ("wait", field("wait", "A pause.", reference("duration")), vec![]),
    ];
    if subject.has(Construct::Emit) {
        kinds.push(("emit", field("emit", "Send an event.", emit()), vec![]));
    }
    if subject.has(Construct::Fork) {
        kinds.push(("fork", field("fork", "Tasks at the same time.", fork()), vec![]));
    }
    if subject.has(Construct::Listen) {
        kinds.push((
            "listen",
            field("listen", "Wait for events.", listen()),
            vec![field("foreach", "What is done with each event.", reference("iterator"))],
        ));
    }
    if run::is_available(subject) {
        kinds.push(("run", field("run", "Run something outside.", reference("run")), vec![]));
    }
    kinds
}

fn each() -> Value {
    let collection = json!({ "type": ["string", "array"], "items": { "type": "object" } });
    object(
        "For",
        "The same tasks for each item of a collection.",
        vec![
            field("each", "Variable that holds the item, without `$`; `item` when absent.", variable()),
            field("in", "The collection: an expression, or a list of mappings.", collection).required(),
            field("at", "Variable that holds the index, without `$`; `index` when absent.", variable()),
        ],
    )
}

fn raise() -> Value {
    object("Raise", "An error on purpose.", vec![field("error", "Which.", reference("error")).required()])
}

fn switch() -> Value {
    let case = object(
        "Case",
        "When to go where.",
        vec![
            field("when", "When the case holds; always when absent.", condition()),
            field("then", "Where to go on.", reference("then")).required(),
        ],
    );
    json!({
        "title": "Switch", "type": "array", "minItems": 1,
        "items": { "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": case },
    })
}

fn catch(subject: &Subject<'_>) -> Value {
    let errors = object(
        "Errors",
        "Which errors are caught.",
        vec![field("with", "What the error must be.", reference("errorFilter"))],
    );
    let mut fields = vec![
        field("errors", "Which errors are caught; all when absent.", errors),
        field("as", "Variable that holds the error, without `$`; `error` when absent.", variable()),
        field("when", "Only when this holds.", condition()),
        field("exceptWhen", "Not when this holds.", condition()),
        field("do", "What is done about it.", reference("taskList")),
        field("then", "Where to go on after it; the task's own `then` when absent.", reference("then")),
    ];
    if subject.has(Construct::Retry) {
        fields.push(field("retry", "How it is tried again first.", reference("retry")));
    }
    object("Catch", "What is caught, and what is done then.", fields)
}

fn emit() -> Value {
    let attributes = with(reference("attributes"), json!({ "required": ["type"] }));
    let event = object(
        "Event",
        "What is sent.",
        vec![field("with", "The event's attributes.", attributes).required()],
    );
    object("Emit", "An event to send.", vec![field("event", "What is sent.", event).required()])
}

fn fork() -> Value {
    object(
        "Fork",
        "Tasks at the same time.",
        vec![
            field("branches", "The branches: each task is one.", reference("taskList")).required(),
            field("compete", "Whether the first to end wins; no when absent.", boolean()),
        ],
    )
}

fn listen() -> Value {
    object(
        "Listen",
        "Waiting for events.",
        vec![
            field("to", "Which events.", reference("eventStrategy")).required(),
            field("read", "How they are handed over.", reference("readAs")),
        ],
    )
}
