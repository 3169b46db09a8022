//! JSON Schemas of the subjects: every field that a policy may name, and its type.
//!
//! They are closed on purpose, so that a policy with an unknown field is reported instead of never matching.

use serde_json::{Map, Value, json};

use crate::{CallerKind, Kind};

/// The weekdays in policies, Monday first.
pub const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Fields of an access that a profile contains if they are known.
const KNOWN: [&str; 8] = ["kind", "integration", "operation", "version", "effect", "host", "method", "path"];

/// The schema of subject `access`.
pub fn access_schema() -> Value {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The access",
        "type": "object",
        "properties": {
            "kind": { "enum": kinds, "description": "The kind of access." },
            "integration": text("The integration instance, such as `crm`; raw HTTP is `web`."),
            "operation": text("The operation, such as `get-customer`."),
            "version": text("The operation's semantic version."),
            "effect": { "enum": ["read", "write"], "description": "Whether it reads or writes." },
            "host": text("Lower-case host name, for raw HTTP."),
            "method": text("Upper-case HTTP method, for raw HTTP."),
            "path": text("URL path in its canonical form (RFC 3986), for raw HTTP."),
            "query": text("The whole query of the URL without `?`, empty if there is none, for raw HTTP."),
            "labels": texts("Labels of the values in these arguments."),
            "runLabels": texts("Labels of everything that this run has received so far."),
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
            "owner": text("The principal that owns it."),
            "author": {
                "type": "object",
                "description": "The author of this version.",
                "properties": {
                    "id": text("The principal's id."),
                    "publishedVersions": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "The number of versions that this principal has published.",
                    },
                },
                "required": ["id", "publishedVersions"],
                "additionalProperties": false,
            },
            "via": texts("The chain of workflows that started this one, `namespace/name`, outermost first."),
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
        "title": "The caller of the run",
        "type": "object",
        "properties": {
            "kind": { "enum": kinds, "description": "The kind of caller." },
            "id": text("The principal, schedule, event source or workflow."),
            "namespace": text("The namespace of the caller."),
        },
        "required": ["kind", "id"],
        "additionalProperties": false,
    })
}

/// The schema of subject `time`.
pub fn time_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The time of the access, in the policy's time zone",
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

/// The closed schema of the subject `profile`.
pub fn profile_schema() -> Value {
    let access = access_schema();
    let mut properties: Map<String, Value> =
        KNOWN.iter().map(|name| ((*name).to_owned(), access["properties"][*name].clone())).collect();
    properties.insert(
        "dynamicHost".to_owned(),
        json!({ "type": "boolean", "description": "Whether its host, if any, is only known at run time." }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Everything the version can reach",
        "type": "object",
        "properties": {
            "accesses": {
                "type": "array",
                "description": "Every access, in the order of the text: the start first, the response last.",
                "items": {
                    "type": "object",
                    "properties": properties,
                    "required": ["kind", "effect", "dynamicHost"],
                    "additionalProperties": false,
                },
            },
            "secrets": {
                "type": "array",
                "items": { "type": "string" },
                "description": "Names of the secrets it may use, sorted.",
            },
        },
        "required": ["accesses", "secrets"],
        "additionalProperties": false,
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}
