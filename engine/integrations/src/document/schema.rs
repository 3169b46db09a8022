//! JSON Schemas of the keys that all kinds share.

use serde_json::{Value, json};

use super::capacity::{breaker_schema, limits_schema};
use super::text_schema;

/// The properties that all kinds share.
pub(crate) fn shared_properties(kinds: &[&str]) -> Value {
    json!({
        "integration": {
            "type": "string", "maxLength": 63, "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            "description": "Name of the instance, as workflows call it: `crm` for `crm.get-customer`.",
        },
        "title": text_schema("One line for people."),
        "owner": text_schema("The owner: a person or a team with an address."),
        "kind": { "enum": kinds, "description": "The kind of the other system." },
        "labels": labels_schema(),
        "limits": limits_schema(),
        "circuitBreaker": breaker_schema(),
    })
}

/// JSON Schema of `testEndpoint`: a connection of the same form as `connection`.
pub(crate) fn test_endpoint_schema(mut connection: Value) -> Value {
    let description =
        "A test system. Draft runs call it instead of `connection`; published versions never do.";
    connection["description"] = description.into();
    connection
}

/// JSON Schema of `labels`.
pub(crate) fn labels_schema() -> Value {
    json!({
        "type": "array",
        "items": { "type": "string", "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$" },
        "description": "Labels of the results, such as `customer-data`.",
    })
}
