//! Schemas of tasks: the common keys, and the keys of each kind.

use serde_json::{Value, json};

use super::Subject;
use super::data::{EXPRESSION, boolean, condition, mapping, reference, variable};
use super::field::{Definitions, Field, field, object, with};
use super::{calls, run};
use crate::check::Construct;

pub(super) fn add(subject: &Subject<'_>, definitions: &mut Definitions) {
    definitions.add("taskList", json!({
        "title": "Tasks", "type": "array",
        "description": "Tasks in order, each `- name:` with its content below. Names are unique in their list.",
        "items": {
            "type": "object", "minProperties": 1, "maxProperties": 1,
            "propertyNames": { "pattern": r"\S" },
            "additionalProperties": reference("task"),
        },
    }));
    let then = json!({
        "title": "Then", "description": "The next step.", "type": "string",
        "anyOf": [
            { "const": "continue", "title": "continue", "description": "Continue with the next task in this list." },
            { "const": "exit", "title": "exit", "description": "Leave this list and continue after it." },
            { "const": "end", "title": "end", "description": "End the workflow." },
            { "title": "a task", "description": "Continue with the task of this name in the same list." },
        ],
    });
    definitions.add("then", then);
    definitions.add("task", schema_of_task(subject));
}

/// One mapping with every key of any task, so that editors propose all keys and mark exactly the wrong one.
/// Separate keywords define which keys can be combined.
fn schema_of_task(subject: &Subject<'_>) -> Value {
    let kinds = task_kinds(subject);
    let one: Vec<Value> = kinds.iter().map(|(key, ..)| of_kind(key)).collect();
    let mut fields = vec![
        field("if", "The task runs only if this is true. Otherwise the next task runs.", condition()),
        field("input", "The input of the task.", reference("input")),
        field("output", "The output of the task, which is the input of the next one.", reference("output")),
        field("export", "Sets `$context` for all following tasks.", reference("export")),
        field("then", "The next step. Default: the next task.", reference("then")),
        field("metadata", "Any other data.", mapping()),
    ];
    if subject.has(Construct::Timeout) {
        fields.push(field("timeout", "The maximum duration of the task.", reference("timeout")));
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
    // `do` is a kind of task, and also a key of a loop.
    let mut required = json!({ "for": ["do"], "try": ["catch"] });
    for (key, with) in belongs {
        required[key] = with;
    }
    with(
        object("Task", "One step: exactly one kind of task, with its data flow and control flow.", fields),
        json!({ "oneOf": one, "dependentRequired": required, "allOf": calls::schemas_of_arguments(subject) }),
    )
}

/// The condition for a kind of task: its main key. A loop also has a `do`.
fn of_kind(key: &str) -> Value {
    match key {
        "do" => json!({ "required": ["do"], "not": { "required": ["for"] } }),
        _ => json!({ "required": [key] }),
    }
}

/// Every supported kind: its main key, the field of that key, and its other keys.
fn task_kinds(subject: &Subject<'_>) -> Vec<(&'static str, Field, Vec<Field>)> {
    let mut kinds = vec![
        (
            "call",
            field(
                "call",
                "Call an operation that IT offers, or an HTTP address.",
                calls::schema_of_call_name(subject),
            ),
            vec![field("with", "The arguments.", mapping())],
        ),
        ("do", field("do", "Tasks in sequence.", reference("taskList")), vec![]),
        (
            "for",
            field("for", "Repeat the tasks under `do` for each item of a collection.", each()),
            vec![field("while", "The loop continues only while this is true.", condition())],
        ),
        (
            "raise",
            field("raise", "Raise an error. The workflow ends unless the error is caught.", raise()),
            vec![],
        ),
        (
            "set",
            field(
                "set",
                "Set the task's output: a mapping with `${ }` in it, or one `${ }`.",
                json!({
                    "type": ["object", "string"], "minProperties": 1, "pattern": EXPRESSION,
                }),
            ),
            vec![],
        ),
        ("switch", field("switch", "Choose the next task: the first case that matches.", switch()), vec![]),
        (
            "try",
            field("try", "Tasks whose errors are caught.", reference("taskList")),
            vec![field("catch", "The errors to catch, and how they are handled.", catch(subject))],
        ),
        ("wait", field("wait", "A pause.", reference("duration")), vec![]),
    ];
    if subject.has(Construct::Emit) {
        kinds.push(("emit", field("emit", "Send an event.", emit()), vec![]));
    }
    if subject.has(Construct::Fork) {
        kinds.push(("fork", field("fork", "Run tasks in parallel.", fork()), vec![]));
    }
    if subject.has(Construct::Listen) {
        kinds.push((
            "listen",
            field("listen", "Wait for events.", listen()),
            vec![field("foreach", "The tasks for each event.", reference("iterator"))],
        ));
    }
    if run::is_available(subject) {
        kinds.push(("run", field("run", "Run a process or another workflow.", reference("run")), vec![]));
    }
    kinds
}

fn each() -> Value {
    let collection = json!({ "type": ["string", "array"], "items": { "type": "object" } });
    object(
        "For",
        "Repeat tasks for each item of a collection.",
        vec![
            field("each", "The variable for the item, without `$`. Default: `item`.", variable()),
            field("in", "The collection: an expression, or a list of mappings.", collection).required(),
            field("at", "The variable for the index, without `$`. Default: `index`.", variable()),
        ],
    )
}

fn raise() -> Value {
    object("Raise", "Raise an error.", vec![field("error", "The error.", reference("error")).required()])
}

fn switch() -> Value {
    let case = object(
        "Case",
        "One case.",
        vec![
            field("when", "The condition. Without it, the case always matches.", condition()),
            field("then", "The target.", reference("then")).required(),
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
        "The errors to catch.",
        vec![field("with", "The conditions for the error.", reference("errorFilter"))],
    );
    let mut fields = vec![
        field("errors", "The errors to catch. Default: all.", errors),
        field("as", "The variable for the error, without `$`. Default: `error`.", variable()),
        field("when", "Catch only if this is true.", condition()),
        field("exceptWhen", "Do not catch if this is true.", condition()),
        field("do", "The tasks that handle the error.", reference("taskList")),
        field("then", "The target afterwards. Default: the `then` of the task.", reference("then")),
    ];
    if subject.has(Construct::Retry) {
        fields.push(field("retry", "The retry policy that applies first.", reference("retry")));
    }
    object("Catch", "The errors to catch, and how they are handled.", fields)
}

fn emit() -> Value {
    let attributes = with(reference("attributes"), json!({ "required": ["type"] }));
    let event = object(
        "Event",
        "The event to send.",
        vec![field("with", "The event's attributes.", attributes).required()],
    );
    object("Emit", "An event to send.", vec![field("event", "The event to send.", event).required()])
}

fn fork() -> Value {
    object(
        "Fork",
        "Run tasks in parallel.",
        vec![
            field("branches", "The branches: each task is one.", reference("taskList")).required(),
            field("compete", "Whether the first branch to end wins. Default: false.", boolean()),
        ],
    )
}

fn listen() -> Value {
    object(
        "Listen",
        "Wait for events.",
        vec![
            field("to", "Which events.", reference("eventStrategy")).required(),
            field("read", "The part of an event that tasks receive.", reference("readAs")),
        ],
    )
}
