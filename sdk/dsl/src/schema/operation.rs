//! The schema of an operation's arguments in a definition: its input schema, in which `${ }` may replace any
//! value.

use serde_json::{Map, Value, json};

use super::Operation;
use super::data::EXPRESSION;

/// Keywords that are kept unchanged, because they apply even if values are expressions.
const KEPT: &[&str] = &[
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "type",
    "const",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "required",
    "propertyNames",
];

/// The name under `$defs`.
pub(super) fn definition_of(operation: &Operation) -> String {
    format!("call-{}", operation.call)
}

/// Whether a call without `with` is certainly wrong.
pub(super) fn needs_arguments(operation: &Operation) -> bool {
    operation.input.get("required").and_then(Value::as_array).is_some_and(|required| !required.is_empty())
}

/// The schema of `with`.
pub(super) fn schema_of_operation_arguments(operation: &Operation) -> Value {
    let root = format!("#/$defs/{}", definition_of(operation));
    let mut schema = schema_for_literal(&operation.input, &root);
    if let Some(schema) = schema.as_object_mut() {
        schema.entry("title").or_insert_with(|| operation.title.clone().into());
    }
    schema
}

/// `schema` for a literal value whose parts may be expressions. Keywords that may not apply to such a value
/// are left out; the check covers them.
fn schema_for_literal(schema: &Value, root: &str) -> Value {
    let Some(keywords) = schema.as_object() else { return schema.clone() };
    let mut kept = Map::new();
    for (keyword, value) in keywords {
        let value = match keyword.as_str() {
            keyword if KEPT.contains(&keyword) => value.clone(),
            "properties" => each(value, |name, part| part_of(part, Some(name), root)),
            "patternProperties" => each(value, |_, part| part_of(part, None, root)),
            "$defs" | "definitions" => each(value, |_, part| schema_for_literal(part, root)),
            "additionalProperties" | "items" => part_of(value, None, root),
            "prefixItems" => all(value, |part| part_of(part, None, root)),
            "allOf" | "anyOf" => all(value, |branch| schema_for_literal(branch, root)),
            "$ref" => match value.as_str().and_then(|reference| reference.strip_prefix('#')) {
                Some(pointer) if pointer.is_empty() || pointer.starts_with('/') => {
                    Value::from(format!("{root}{pointer}"))
                }
                _ => continue,
            },
            // With expressions, more than one branch may match.
            "oneOf" => {
                let branches = all(value, |branch| schema_for_literal(branch, root));
                let both = kept.entry("allOf").or_insert_with(|| json!([]));
                if let Some(both) = both.as_array_mut() {
                    both.push(json!({ "anyOf": branches }));
                }
                continue;
            }
            _ => continue,
        };
        match (kept.get_mut(keyword), value) {
            (Some(Value::Array(both)), Value::Array(more)) => both.extend(more),
            (_, value) => {
                kept.insert(keyword.clone(), value);
            }
        }
    }
    Value::Object(kept)
}

/// `schema` for a part, which may have a name: a literal value or an expression.
fn part_of(schema: &Value, name: Option<&str>, root: &str) -> Value {
    // `false` forbids the part.
    if !schema.is_object() {
        return schema.clone();
    }
    let mut either = Map::new();
    if let Some(name) = name {
        either.insert("title".to_owned(), name.into());
    }
    for about in ["title", "description"] {
        if let Some(text) = schema.get(about) {
            either.insert(about.to_owned(), text.clone());
        }
    }
    let expression = json!({ "title": "an expression", "type": "string", "pattern": EXPRESSION });
    either.insert("anyOf".to_owned(), json!([schema_for_literal(schema, root), expression]));
    Value::Object(either)
}

fn each(parts: &Value, change: impl Fn(&str, &Value) -> Value) -> Value {
    let parts = parts.as_object().into_iter().flatten();
    Value::Object(parts.map(|(name, part)| (name.clone(), change(name, part))).collect())
}

fn all(parts: &Value, change: impl Fn(&Value) -> Value) -> Value {
    parts.as_array().into_iter().flatten().map(change).collect()
}
