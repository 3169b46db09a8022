//! Schemas of the parts of a definition other than tasks: `document`, `use`, `evaluate`, `schedule`.

use serde_json::{Value, json};

use super::Subject;
use super::data::{NAME, SEMVER, mapping, reference, text, texts, words};
use super::field::{field, object, with};
use crate::check::Construct;

pub(super) fn document(subject: &Subject<'_>) -> Value {
    let name = || json!({ "type": "string", "pattern": NAME });
    let namespace = match subject.namespace {
        Some(namespace) => json!({ "const": namespace }),
        None => name(),
    };
    object(
        "Document",
        "The identity of the workflow.",
        vec![
            field(
                "dsl",
                "The version of the workflow language: `1.0.3`.",
                json!({ "enum": ["1.0.3", "1.0.2", "1.0.1", "1.0.0"], "default": "1.0.3" }),
            )
            .required(),
            field("namespace", "The namespace it belongs to: letters, digits and dashes.", namespace)
                .required(),
            field("name", "Its name, unique in its namespace: letters, digits and dashes.", name())
                .required(),
            field(
                "version",
                "Its version, three numbers such as `1.0.0`. A published version never changes, so increase it for each change.",
                json!({ "type": "string", "pattern": SEMVER, "default": "1.0.0" }),
            )
            .required(),
            field("title", "A title for people.", text()),
            field("summary", "What it is for, in Markdown.", text()),
            field("tags", "Free tags.", mapping()),
            field("metadata", "Any other data.", mapping()),
        ],
    )
}

pub(super) fn evaluate(subject: &Subject<'_>) -> Value {
    let language = if subject.has(Construct::Language) { text() } else { json!({ "const": "jq" }) };
    let strict = ("strict", "Expressions are marked with `${ }`.");
    let mode = if subject.has(Construct::LooseMode) {
        words(&[strict, ("loose", "Any text may be an expression.")])
    } else {
        words(&[strict])
    };
    object(
        "Evaluate",
        "The language of expressions.",
        vec![
            field("language", "The expression language. Default: `jq`.", language),
            field("mode", "Whether expressions must be marked. Default: `strict`.", mode),
        ],
    )
}

/// A mapping from names to values of one kind.
fn mapping_of(definition: &str) -> Value {
    json!({ "type": "object", "additionalProperties": reference(definition) })
}

pub(super) fn reusable(subject: &Subject<'_>) -> Value {
    let extensions = json!({ "type": "array", "items": {
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": extension(),
    } });
    let catalogs = json!({ "type": "object", "additionalProperties": catalog() });
    // A key that is not supported yet is valid only if empty, and editors do not propose it.
    let available = |construct, key, about, schema: Value| {
        if subject.has(construct) {
            return field(key, about, schema);
        }
        let empty =
            json!({ "type": schema["type"], "maxItems": 0, "maxProperties": 0, "doNotSuggest": true });
        field(key, "Not available in this engine yet; must be empty.", empty)
    };
    let (retries, timeouts) = (mapping_of("retryPolicy"), mapping_of("timeoutDefinition"));
    let fields = vec![
        field("authentications", "Authentications, by name.", mapping_of("authenticationPolicy")),
        field("errors", "Errors to raise, by name.", mapping_of("errorDefinition")),
        field("secrets", "Names of secrets; expressions read `$secrets.name`.", texts()),
        available(Construct::Retry, "retries", "Retry policies, by name.", retries),
        available(Construct::Timeout, "timeouts", "Timeouts, by name.", timeouts),
        available(
            Construct::CustomFunctions,
            "functions",
            "Your own functions, by name.",
            mapping_of("task"),
        ),
        available(
            Construct::Extensions,
            "extensions",
            "Tasks that run before and after other tasks.",
            extensions,
        ),
        available(Construct::Catalogs, "catalogs", "Catalogs of functions, by name.", catalogs),
    ];
    object("Reusable parts", "Entries that tasks refer to by name.", fields)
}

fn catalog() -> Value {
    let endpoint = field("endpoint", "Its root.", reference("endpoint")).required();
    object("Catalog", "A catalog of functions.", vec![endpoint])
}

fn extension() -> Value {
    let targets =
        ["call", "composite", "emit", "for", "listen", "raise", "run", "set", "switch", "try", "wait", "all"];
    object(
        "Extension",
        "Tasks that run before and after other tasks.",
        vec![
            field("extend", "The kind of task that it extends.", json!({ "enum": targets })).required(),
            field("when", "When it applies.", reference("expression")),
            field("before", "Done before.", reference("taskList")),
            field("after", "Done after.", reference("taskList")),
        ],
    )
}

pub(super) fn schedule() -> Value {
    let fields = vec![
        field("every", "The interval between starts.", reference("duration")),
        field("cron", "The start times, as a cron expression such as `0 7 * * *`.", text()),
        field("after", "The delay after the last run ended.", reference("duration")),
        field("on", "The events that start a run.", reference("eventStrategy")),
        field("read", "The part of an event that the run receives.", reference("readAs")),
    ];
    let schedule = object("Schedule", "Starts the workflow without a caller.", fields);
    with(schedule, json!({ "dependentRequired": { "read": ["on"] } }))
}
