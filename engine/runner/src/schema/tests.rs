//! Tests of schemas and values in a table.

use serde_json::{Value as SerdeValue, json};
use towpath_diagnostics::codes;

use super::*;

fn found(schema: SerdeValue, value: &Value) -> Vec<String> {
    let schema = Schema::compile(&schema).unwrap_or_else(|error| panic!("{error:?}"));
    let mut found: Vec<String> = schema
        .validate(value)
        .err()
        .unwrap_or_default()
        .iter()
        .map(|violation| format!("{} {}: {}", violation.pointer, violation.keyword, violation.message))
        .collect();
    found.sort();
    found
}

#[test]
fn rules_are_named_and_values_are_not() {
    let cases: Vec<(SerdeValue, SerdeValue, &[&str])> = vec![
        (json!(true), json!(1), &[]),
        (json!(false), json!(1), &[" falseSchema: is not allowed"]),
        (json!({"type": "integer"}), json!(1.0), &[]),
        (json!({"type": "integer"}), json!(1.5), &[" type: must be of type `integer`"]),
        (
            json!({"type": ["string", "null"]}),
            json!(7),
            &[" type: must be of one of the types `null`, `string`"],
        ),
        (
            json!({"properties": {"items": {"items": {"properties": {"price": {"minimum": 0}}}}}}),
            json!({"items": [{"price": 1}, {"price": -4711}]}),
            &["/items/1/price minimum: must be at least 0"],
        ),
        (
            json!({"required": ["id", "name"], "additionalProperties": false, "properties": {"id": {}}}),
            json!({"id": 1, "surplus": "4711"}),
            &[" additionalProperties: may not have `surplus`", " required: must have the member `name`"],
        ),
        (json!({"const": {"a": 1}}), json!({"a": 1.0}), &[]),
        (json!({"enum": ["gold", "silver"]}), json!("4711"), &[" enum: must be one of `gold`, `silver`"]),
        (json!({"pattern": "^[a-z]+$"}), json!("4711"), &[" pattern: must match the pattern `^[a-z]+$`"]),
        (json!({"maxLength": 2}), json!("\u{1F600}\u{1F600}"), &[]),
        (json!({"uniqueItems": true}), json!([1, 2, 1.0]), &[" uniqueItems: must not have duplicate items"]),
        (json!({"multipleOf": 0.01}), json!(19.99), &[]),
        (
            json!({"propertyNames": {"maxLength": 2}}),
            json!({"abc": 4711}),
            &[" propertyNames: does not match `propertyNames`"],
        ),
        (
            json!({"$defs": {"n": {"type": "number"}}, "items": {"$ref": "#/$defs/n"}}),
            json!([1, "4711"]),
            &["/1 type: must be of type `number`"],
        ),
        (
            json!({"oneOf": [{"type": "string"}, {"minLength": 1}]}),
            json!("4711"),
            &[" oneOf: must match one of the schemas of `oneOf`, and matches several: number 1 and 2"],
        ),
        (
            json!({"unevaluatedProperties": false}),
            json!({"a": 4711}),
            &[" unevaluatedProperties: may not have `a`"],
        ),
    ];
    for (schema, value, expected) in cases {
        let found = found(schema.clone(), &Value::from(&value));
        assert_eq!(found, expected, "{schema}");
        assert!(found.iter().all(|message| !message.contains("4711")), "{found:?}");
    }
}

#[test]
fn schemas_that_cannot_be_used() {
    let cases = [
        (json!({"type": "strang"}), codes::TP0520, "/type"),
        (json!({"properties": {"a": {"minimum": "1"}}}), codes::TP0520, "/properties/a/minimum"),
        (json!({"pattern": "("}), codes::TP0520, "/pattern"),
        (json!({"pattern": "(?=a)b"}), codes::TP0520, "/pattern"),
        (json!(7), codes::TP0520, ""),
        (json!({"$ref": "https://schemas.acme.example/order.json"}), codes::TP0521, ""),
        (json!({"$ref": "#/$defs/missing"}), codes::TP0521, ""),
        (json!({"$ref": "file:///etc/passwd"}), codes::TP0521, ""),
    ];
    for (schema, code, pointer) in cases {
        let error = Schema::compile(&schema).expect_err("not a usable schema");
        assert_eq!((error.code, error.pointer.as_str()), (code, pointer), "{schema}: {}", error.message);
    }
}

#[test]
fn secrets_are_not_read() {
    let value = Value::object([("auth", Value::array([Value::secret("crm/token")]))]);
    assert_eq!(
        found(json!(true), &value),
        ["/auth/0 secret: is the secret `crm/token`, which no schema may read"]
    );
}

#[test]
fn recursion_follows_the_value() {
    let schema = json!({"properties": {"next": {"$ref": "#"}, "n": {"type": "integer"}}});
    let mut list = Value::object([("n", Value::str("end"))]);
    for n in 0..100 {
        list = Value::object([("n", Value::int(n)), ("next", list)]);
    }
    assert_eq!(found(schema, &list), [format!("{}/n type: must be of type `integer`", "/next".repeat(100))]);
}

#[test]
fn numbers_outside_json_count_as_their_written_form() {
    assert_eq!(found(json!({"type": "null"}), &Value::float(f64::NAN)), Vec::<String>::new());
    assert_eq!(found(json!({"maximum": 1e308}), &Value::float(f64::INFINITY)).len(), 1);
}
