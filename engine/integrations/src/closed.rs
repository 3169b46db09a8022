//! The rule for input schemas: every object is closed, and every value has a type.
//!
//! Policies evaluate arguments by name. An argument that is not declared cannot be evaluated, so it may not be sent.

use serde_json::Value;

use crate::json::join_pointer;

/// Returns the places where `schema` is not closed or not typed, as pointers with reasons. The top must be a closed object;
/// a nested object may instead be a map whose values have a type.
pub(crate) fn find_open_schemas(schema: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if schema.get("type").and_then(Value::as_str) != Some("object") {
        found.push((String::new(), "an input schema must have `type: object`".to_owned()));
    } else if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
        let why = "an input schema must be closed with `additionalProperties: false`";
        found.push((String::new(), why.to_owned()));
    }
    each_part(schema, "", &mut found);
    found.dedup();
    found
}

/// Whether `schema` restricts the type of a value.
fn has_type(schema: &Value) -> bool {
    ["type", "const", "enum", "$ref"].iter().any(|keyword| schema.get(keyword).is_some())
        || ["oneOf", "anyOf"].iter().any(|keyword| {
            let branches = schema.get(keyword).and_then(Value::as_array);
            branches.is_some_and(|branches| !branches.is_empty() && branches.iter().all(has_type))
        })
        || schema.get("allOf").and_then(Value::as_array).is_some_and(|all| all.iter().any(has_type))
}

fn may_be(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(many)) => many.iter().any(|one| one == name),
        _ => false,
    }
}

/// Checks that the schema of one value has a type, and its parts too.
fn check_schema_is_typed(schema: &Value, pointer: &str, found: &mut Vec<(String, String)>) {
    match schema {
        Value::Object(_) if has_type(schema) => {
            if may_be(schema, "object")
                && schema.get("additionalProperties").is_none_or(|more| more == &Value::Bool(true))
            {
                found.push((
                    pointer.to_owned(),
                    "close this object with `additionalProperties: false`".to_owned(),
                ));
            }
            if may_be(schema, "array") && schema.get("items").is_none() && schema.get("prefixItems").is_none()
            {
                found.push((pointer.to_owned(), "give the schema of its `items`".to_owned()));
            }
            each_part(schema, pointer, found);
        }
        // `false` allows no value, so it needs no type.
        Value::Bool(false) => {}
        _ => found.push((pointer.to_owned(), "give it a `type`".to_owned())),
    }
}

/// Checks the schemas of all parts of a value.
fn each_part(schema: &Value, pointer: &str, found: &mut Vec<(String, String)>) {
    for keyword in ["properties", "patternProperties", "$defs", "definitions"] {
        for (name, part) in schema.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            check_schema_is_typed(part, &join_pointer(&join_pointer(pointer, keyword), name), found);
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(part) =
            schema.get(keyword).filter(|part| *part != &Value::Bool(true) || keyword == "items")
        {
            check_schema_is_typed(part, &join_pointer(pointer, keyword), found);
        }
    }
    for (at, part) in schema.get("prefixItems").and_then(Value::as_array).into_iter().flatten().enumerate() {
        check_schema_is_typed(
            part,
            &join_pointer(&join_pointer(pointer, "prefixItems"), &at.to_string()),
            found,
        );
    }
    // Branches narrow a value that already has a type, so only new declarations in them are checked.
    for keyword in ["oneOf", "anyOf", "allOf"] {
        for (at, branch) in schema.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate() {
            let pointer = join_pointer(&join_pointer(pointer, keyword), &at.to_string());
            if may_be(branch, "object") {
                check_schema_is_typed(branch, &pointer, found);
            } else {
                each_part(branch, &pointer, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn places(schema: Value) -> Vec<String> {
        find_open_schemas(&schema).into_iter().map(|(pointer, _)| pointer).collect()
    }

    #[test]
    fn closed_and_typed_schemas_pass() {
        let none: Vec<String> = Vec::new();
        assert_eq!(places(json!({ "type": "object", "additionalProperties": false })), none);
        assert_eq!(
            places(json!({
                "type": "object", "additionalProperties": false,
                "properties": {
                    "id": { "type": "string" },
                    "tier": { "enum": ["gold", "silver"] },
                    "either": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
                    "lines": { "type": "array", "items": { "$ref": "#/$defs/line" } },
                    "tags": { "type": "object", "additionalProperties": { "type": "string" } },
                },
                "$defs": { "line": { "type": "object", "additionalProperties": false,
                                     "properties": { "sku": { "type": "string" } } } },
            })),
            none
        );
    }

    #[test]
    fn every_open_or_untyped_place_is_reported() {
        assert_eq!(places(json!({ "type": "string" })), [""]);
        assert_eq!(places(json!({ "type": "object" })), [""]);
        assert_eq!(places(json!(true)), [""]);
        let open = |property: Value| {
            places(
                json!({ "type": "object", "additionalProperties": false, "properties": { "p": property } }),
            )
        };
        assert_eq!(open(json!({})), ["/properties/p"]);
        assert_eq!(open(json!(true)), ["/properties/p"]);
        assert_eq!(open(json!({ "description": "x" })), ["/properties/p"]);
        assert_eq!(open(json!({ "type": "object" })), ["/properties/p"]);
        assert_eq!(
            open(json!({ "type": ["object", "null"], "additionalProperties": true })),
            ["/properties/p"]
        );
        assert_eq!(open(json!({ "type": "array" })), ["/properties/p"]);
        assert_eq!(open(json!({ "type": "array", "items": {} })), ["/properties/p/items"]);
        assert_eq!(open(json!({ "type": "array", "items": true })), ["/properties/p/items"]);
        assert_eq!(
            open(json!({ "type": "object", "additionalProperties": {} })),
            ["/properties/p/additionalProperties"]
        );
        assert_eq!(open(json!({ "oneOf": [{ "type": "string" }, {}] })), ["/properties/p"]);
        assert_eq!(open(json!({ "oneOf": [{ "type": "object" }] })), ["/properties/p/oneOf/0"]);
    }
}
