//! JSON Schemas of the subjects: every field a policy may name, and what it surely looks like.
//!
//! They are closed on purpose: a policy that names another field is told so instead of never matching.

use serde_json::{Value, json};

use crate::{CallerKind, Kind};

/// The days as policies write them, Monday first.
pub const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The schema of subject `access`.
pub fn access_schema() -> Value {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What is asked",
        "type": "object",
        "properties": {
            "kind": { "enum": kinds, "description": "What kind of thing is asked." },
            "integration": text("The integration instance, such as `crm`; raw HTTP is `web`."),
            "operation": text("The operation, such as `get-customer`."),
            "version": text("The operation's semantic version."),
            "effect": { "enum": ["read", "write"], "description": "Whether it changes anything." },
            "host": text("Lower-case host name, for raw HTTP."),
            "method": text("Upper-case HTTP method, for raw HTTP."),
            "path": text("URL path in its canonical form (RFC 3986), for raw HTTP."),
            "query": text("The whole query of the URL without `?`, empty where there is none, for raw HTTP."),
            "labels": texts("Labels of the values in these arguments."),
            "runLabels": texts("Labels of everything this run has received so far."),
            "arguments": { "type": "object", "description": "The arguments, by name." },
        },
        "required": ["kind", "effect", "labels", "runLabels"],
        "additionalProperties": false,
    })
}

/// The schema of subject `workflow`.
pub fn workflow_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Who asks: the workflow",
        "type": "object",
        "properties": {
            "namespace": text("The workflow's namespace."),
            "name": text("The workflow's name."),
            "version": text("The workflow's semantic version."),
            "owner": text("The principal who owns it."),
            "author": {
                "type": "object",
                "description": "Who published this version.",
                "properties": {
                    "id": text("The principal's id."),
                    "publishedVersions": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "How many versions this principal has published so far.",
                    },
                },
                "required": ["id", "publishedVersions"],
                "additionalProperties": false,
            },
            "via": texts("The workflows this one was started by, `namespace/name`, outermost first."),
            "labels": texts("The workflow's own labels."),
        },
        "required": ["namespace", "name", "version", "author", "via", "labels"],
        "additionalProperties": false,
    })
}

/// The schema of subject `caller`.
pub fn caller_schema() -> Value {
    let kinds: Vec<&str> = CallerKind::ALL.iter().map(|kind| kind.as_str()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Who started the run",
        "type": "object",
        "properties": {
            "kind": { "enum": kinds, "description": "What kind of caller." },
            "id": text("The principal, schedule, event source or workflow."),
            "namespace": text("The namespace the caller belongs to."),
        },
        "required": ["kind", "id"],
        "additionalProperties": false,
    })
}

/// The schema of subject `time`.
pub fn time_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "When it is asked, in the policy's time zone",
        "type": "object",
        "properties": {
            "weekday": { "enum": WEEKDAYS, "description": "The day of the week." },
            "hour": { "type": "integer", "minimum": 0, "maximum": 23, "description": "The hour, 0 to 23." },
            "date": text("The date, `2027-03-31`."),
        },
        "required": ["weekday", "hour", "date"],
        "additionalProperties": false,
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}
