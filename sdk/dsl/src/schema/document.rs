//! The parts of a definition beside its tasks: `document`, `use`, `evaluate`, `schedule`.

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
        "Who the workflow is.",
        vec![
            field(
                "dsl",
                "Version of the workflow language; write `1.0.3`.",
                json!({ "enum": ["1.0.3", "1.0.2", "1.0.1", "1.0.0"], "default": "1.0.3" }),
            )
            .required(),
            field("namespace", "The namespace it belongs to: letters, digits and dashes.", namespace)
                .required(),
            field("name", "Its name, unique in its namespace: letters, digits and dashes.", name())
                .required(),
            field(
                "version",
                "Its version, three numbers such as `1.0.0`. What is published once never changes: count up.",
                json!({ "type": "string", "pattern": SEMVER, "default": "1.0.0" }),
            )
            .required(),
            field("title", "A title for people.", text()),
            field("summary", "What it is for, in Markdown.", text()),
            field("tags", "Free tags.", mapping()),
            field("metadata", "Anything else worth keeping with it.", mapping()),
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
        "How expressions are written.",
        vec![
            field("language", "The expression language; `jq` when absent.", language),
            field("mode", "Whether expressions must be marked; `strict` when absent.", mode),
        ],
    )
}

/// Names to values of one kind.
fn named(definition: &str) -> Value {
    json!({ "type": "object", "additionalProperties": reference(definition) })
}

pub(super) fn reusable(subject: &Subject<'_>) -> Value {
    let extensions = json!({ "type": "array", "items": {
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": extension(),
    } });
    let catalogs = json!({ "type": "object", "additionalProperties": catalog() });
    // What cannot be run yet is taken while there is nothing in it; editors do not propose it.
    let available = |construct, key, about, schema: Value| {
        if subject.has(construct) {
            return field(key, about, schema);
        }
        let empty =
            json!({ "type": schema["type"], "maxItems": 0, "maxProperties": 0, "doNotSuggest": true });
        field(key, "Not available in this engine yet; nothing may stand here.", empty)
    };
    let (retries, timeouts) = (named("retryPolicy"), named("timeoutDefinition"));
    let fields = vec![
        field("authentications", "Ways to say who a call is, by name.", named("authenticationPolicy")),
        field("errors", "Errors to raise, by name.", named("errorDefinition")),
        field("secrets", "Names of secrets; expressions say `$secrets.name`.", texts()),
        available(Construct::Retry, "retries", "Ways to try again, by name.", retries),
        available(Construct::Timeout, "timeouts", "Timeouts, by name.", timeouts),
        available(
            Construct::CustomFunctions,
            "functions",
            "Tasks of your own to call, by name.",
            named("task"),
        ),
        available(Construct::Extensions, "extensions", "What is done before and after tasks.", extensions),
        available(Construct::Catalogs, "catalogs", "Catalogs of functions, by name.", catalogs),
    ];
    object("Reusable parts", "What tasks refer to by name.", fields)
}

fn catalog() -> Value {
    let endpoint = field("endpoint", "Its root.", reference("endpoint")).required();
    object("Catalog", "Where functions come from.", vec![endpoint])
}

fn extension() -> Value {
    let targets =
        ["call", "composite", "emit", "for", "listen", "raise", "run", "set", "switch", "try", "wait", "all"];
    object(
        "Extension",
        "What is done before and after other tasks.",
        vec![
            field("extend", "Which kind of task it extends.", json!({ "enum": targets })).required(),
            field("when", "When it applies.", reference("expression")),
            field("before", "Done before.", reference("taskList")),
            field("after", "Done after.", reference("taskList")),
        ],
    )
}

pub(super) fn schedule() -> Value {
    let fields = vec![
        field("every", "Again and again, this far apart.", reference("duration")),
        field("cron", "At these times, as a CRON expression such as `0 7 * * *`.", text()),
        field("after", "This long after the last run ended.", reference("duration")),
        field("on", "When these events come.", reference("eventStrategy")),
        field("read", "How those events are handed over.", reference("readAs")),
    ];
    let schedule = object("Schedule", "What starts the workflow, other than a caller.", fields);
    with(schedule, json!({ "dependentRequired": { "read": ["on"] } }))
}
