//! The one thing a subject's schema means beyond plain JSON Schema: a field it names has to be there.
//!
//! In plain JSON Schema `properties: { integration: { const: payments } }` fits whatever has no `integration`
//! at all, so a permit for refunds would also permit every start and every response.

use serde_json::{Map, Value};

use super::is_in_place;
use super::keywords::Holds;

/// `schema` with every field that its `properties` name added to `required`, wherever a part of it speaks of the
/// subject itself (`allOf`, `anyOf`, `not`, `if`, …). A field whose schema is `false` is one that must be absent.
/// The parts of fields (`arguments` and what is in it) stay plain JSON Schema. Nesting is bounded by `check`.
pub(crate) fn expand(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else { return schema.clone() };
    let mut expanded: Map<String, Value> = keywords
        .iter()
        .map(|(name, value)| {
            let value = match (is_in_place(name), value) {
                (Some(Holds::SamePlace), value) => expand(value),
                (Some(Holds::SamePlaces), Value::Array(items)) => {
                    Value::Array(items.iter().map(expand).collect())
                }
                (Some(Holds::SamePlaceByName), Value::Object(named)) => {
                    Value::Object(named.iter().map(|(key, item)| (key.clone(), expand(item))).collect())
                }
                (_, value) => value.clone(),
            };
            (name.clone(), value)
        })
        .collect();
    let named: Vec<Value> = named_fields(keywords).map(|name| Value::String(name.to_owned())).collect();
    if !named.is_empty() {
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

    use super::expand;

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
            assert_eq!(expand(&written), meant);
        }
    }
}
