//! The one extension to plain JSON Schema in the schemas of subjects: a field that they name is required.
//!
//! In plain JSON Schema, `properties: { integration: { const: payments } }` accepts every value without `integration`. So a
//! permit for refunds would also permit every start and every response.

use serde_json::{Map, Value};

use super::keywords::{Holds, find_keyword};
use crate::Subject;

/// Adds every field in `properties` to `required`, in all parts of `schema` (also inside `allOf`, `anyOf`, `not`, `if`, …)
/// that describe a value with fixed fields: the subject itself, and each access of a profile. A field with the schema
/// `false` must be absent. The schema of `arguments` stays plain JSON Schema, except that header names become
/// case-insensitive. `check` limits the nesting.
pub(crate) fn require_properties(subject: Subject, schema: &Value) -> Value {
    super::headers::lower_header_names(subject, expand_at(schema, Some(subject.schema())))
}

/// `guide` is the subject's own schema for the value that `schema` describes.
fn expand_at(schema: &Value, guide: Option<&Value>) -> Value {
    let Value::Object(keywords) = schema else { return schema.clone() };
    let mut expanded: Map<String, Value> =
        keywords.iter().map(|(name, value)| (name.clone(), keyword(name, value, guide))).collect();
    let is_closed = guide.and_then(|guide| guide.get("additionalProperties")) == Some(&Value::Bool(false));
    let named: Vec<Value> = named_fields(keywords).map(|name| Value::String(name.to_owned())).collect();
    if is_closed && !named.is_empty() {
        let required = expanded.entry("required").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(required) = required {
            for name in named {
                if !required.contains(&name) {
                    required.push(name);
                }
            }
        }
    }
    Value::Object(expanded)
}

fn keyword(name: &str, value: &Value, guide: Option<&Value>) -> Value {
    let items = || guide.and_then(|guide| guide.get("items"));
    let field = |name: &str| guide.and_then(|guide| guide.get("properties")?.get(name));
    match (find_keyword(name).map(|keyword| keyword.holds), value) {
        (Some(Holds::SamePlace), value) => expand_at(value, guide),
        (Some(Holds::SamePlaces), Value::Array(schemas)) => {
            schemas.iter().map(|schema| expand_at(schema, guide)).collect()
        }
        (Some(Holds::SamePlaceByName), Value::Object(schemas)) => Value::Object(
            schemas.iter().map(|(key, schema)| (key.clone(), expand_at(schema, guide))).collect(),
        ),
        (Some(Holds::Part), value) if matches!(name, "items" | "contains" | "unevaluatedItems") => {
            expand_at(value, items())
        }
        (Some(Holds::Parts), Value::Array(schemas)) => {
            schemas.iter().map(|schema| expand_at(schema, items())).collect()
        }
        (Some(Holds::PartByName), Value::Object(schemas)) if name == "properties" => Value::Object(
            schemas.iter().map(|(key, schema)| (key.clone(), expand_at(schema, field(key)))).collect(),
        ),
        (_, value) => value.clone(),
    }
}

fn named_fields(keywords: &Map<String, Value>) -> impl Iterator<Item = &str> {
    keywords
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(_, schema)| **schema != Value::Bool(false))
        .map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::require_properties;
    use crate::Subject;

    #[test]
    fn fields_named_have_to_be_there() {
        let cases = [
            (json!(true), json!(true)),
            (
                json!({ "properties": { "host": { "const": "a" }, "path": false } }),
                json!({ "properties": { "host": { "const": "a" }, "path": false }, "required": ["host"] }),
            ),
            (
                json!({ "required": ["host"], "properties": { "host": true, "path": true } }),
                json!({ "required": ["host", "path"], "properties": { "host": true, "path": true } }),
            ),
            (
                json!({ "not": { "properties": { "host": true } }, "anyOf": [{ "properties": { "path": {} } }] }),
                json!({
                    "not": { "properties": { "host": true }, "required": ["host"] },
                    "anyOf": [{ "properties": { "path": {} }, "required": ["path"] }],
                }),
            ),
            (
                json!({ "properties": { "arguments": { "properties": { "amount": true } } } }),
                json!({ "properties": { "arguments": { "properties": { "amount": true } } }, "required": ["arguments"] }),
            ),
        ];
        for (written, meant) in cases {
            assert_eq!(require_properties(Subject::Access, &written), meant);
        }
    }

    #[test]
    fn so_have_fields_of_each_access_of_a_profile() {
        let written =
            json!({ "properties": { "accesses": { "contains": { "properties": { "host": true } } } } });
        let meant = json!({
            "properties": { "accesses": { "contains": { "properties": { "host": true }, "required": ["host"] } } },
            "required": ["accesses"],
        });
        assert_eq!(require_properties(Subject::Profile, &written), meant);
    }
}
