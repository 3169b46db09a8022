//! Header names of raw requests in policies: lower-cased, because requests are evaluated with lower-case header names.
//!
//! Otherwise a forbid over `X-Debug` would never match.

use serde_json::{Map, Value, json};
use towpath_access::WEB;

use super::keywords::{Holds, find_keyword};
use crate::Subject;

/// The part of an access that a schema describes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Access,
    Arguments,
    Headers,
}

/// Lower-cases the header names in `schema`, unless it only applies to other integrations.
pub(super) fn lower_header_names(subject: Subject, schema: Value) -> Value {
    match subject == Subject::Access && may_be_raw(&schema) {
        true => walk(schema, Part::Access),
        false => schema,
    }
}

fn may_be_raw(schema: &Value) -> bool {
    let Some(integration) = schema.pointer("/properties/integration") else { return true };
    let named = integration
        .get("const")
        .into_iter()
        .chain(integration.get("enum").and_then(Value::as_array).into_iter().flatten());
    let mut named = named.peekable();
    named.peek().is_none() || named.any(|one| one == WEB)
}

fn walk(schema: Value, part: Part) -> Value {
    let Value::Object(keywords) = schema else { return schema };
    let walked = keywords.into_iter().map(|(name, value)| {
        let value = keyword(&name, value, part);
        (name, value)
    });
    Value::Object(walked.collect())
}

fn keyword(name: &str, value: Value, part: Part) -> Value {
    match (find_keyword(name).map(|keyword| keyword.holds), value) {
        (Some(Holds::SamePlace), value) => walk(value, part),
        (Some(Holds::SamePlaces), Value::Array(schemas)) => {
            schemas.into_iter().map(|schema| walk(schema, part)).collect()
        }
        (Some(Holds::SamePlaceByName), Value::Object(schemas)) => {
            Value::Object(schemas.into_iter().map(|(key, schema)| (key, walk(schema, part))).collect())
        }
        (Some(Holds::PartByName), Value::Object(schemas)) if name == "properties" => {
            properties(schemas, part)
        }
        (_, Value::Array(names)) if name == "required" && part == Part::Headers => {
            names.into_iter().map(|name| name.as_str().map(lower_case).unwrap_or(name)).collect()
        }
        (_, value @ Value::Object(_)) if name == "const" => lower_header_literals(value, part),
        (_, Value::Array(values)) if name == "enum" => {
            values.into_iter().map(|value| lower_header_literals(value, part)).collect()
        }
        (_, value) => value,
    }
}

fn properties(schemas: Map<String, Value>, part: Part) -> Value {
    let mut renamed = Map::with_capacity(schemas.len());
    for (key, schema) in schemas {
        let (key, schema) = match (part, key.as_str()) {
            (Part::Access, "arguments") => (key, walk(schema, Part::Arguments)),
            (Part::Arguments, "headers") => (key, walk(schema, Part::Headers)),
            (Part::Headers, _) => (key.to_ascii_lowercase(), schema),
            _ => (key, schema),
        };
        // Two spellings of a name become two conditions on one header.
        let schema = match renamed.shift_remove(&key) {
            Some(before) => json!({ "allOf": [before, schema] }),
            None => schema,
        };
        renamed.insert(key, schema);
    }
    Value::Object(renamed)
}

/// Lower-cases header names in a literal value of the arguments or headers.
fn lower_header_literals(value: Value, part: Part) -> Value {
    match (value, part) {
        (Value::Object(headers), Part::Headers) => Value::Object(
            headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect(),
        ),
        (Value::Object(mut arguments), Part::Arguments) => {
            if let Some(headers) = arguments.get_mut("headers") {
                *headers = lower_header_literals(headers.take(), Part::Headers);
            }
            Value::Object(arguments)
        }
        (value, _) => value,
    }
}

fn lower_case(name: &str) -> Value {
    Value::String(name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_the_same_in_every_case() {
        let raw = |headers: Value| json!({ "anyOf": [{ "properties": { "arguments": { "properties": { "headers": headers } } } }] });
        for (written, meant) in [
            (
                json!({ "properties": { "X-User": { "const": "Ada" } }, "required": ["X-User"] }),
                json!({ "properties": { "x-user": { "const": "Ada" } }, "required": ["x-user"] }),
            ),
            (json!({ "not": { "required": ["X-A"] } }), json!({ "not": { "required": ["x-a"] } })),
            (json!({ "const": { "X-A": "B" } }), json!({ "const": { "x-a": "B" } })),
            (
                json!({ "properties": { "X-A": { "const": "1" }, "x-a": { "minLength": 1 } } }),
                json!({ "properties": { "x-a": { "allOf": [{ "const": "1" }, { "minLength": 1 }] } } }),
            ),
        ] {
            assert_eq!(lower_header_names(Subject::Access, raw(written)), raw(meant));
        }
        let other = json!({ "properties": {
            "integration": { "const": "mail" },
            "arguments": { "properties": { "headers": { "required": ["X-A"] } } },
        } });
        assert_eq!(lower_header_names(Subject::Access, other.clone()), other);
    }
}
