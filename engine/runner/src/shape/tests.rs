//! Tests of shapes.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn shape(schema: Value) -> Shape {
    Shape::new(schema, String::new(), None)
}

#[test]
fn only_what_is_certain_is_missing() {
    let closed = json!({ "properties": { "id": {}, "name": {} }, "additionalProperties": false });
    let open = json!({ "properties": { "orderId": {}, "name": {} } });
    assert!(shape(closed.clone()).member("id").is_ok_and(|found| found.is_some()));
    assert!(shape(closed.clone()).member("total").is_err());
    assert_eq!(shape(open.clone()).member("oderId").unwrap_err().close.as_deref(), Some("orderId"));
    assert!(shape(open.clone()).member("order").is_ok_and(|found| found.is_none()));
    assert!(shape(open).member("total").is_ok_and(|found| found.is_none()));
    for keyword in OTHER {
        let mut either = closed.clone();
        either[keyword] = json!({});
        assert!(shape(either).member("total").is_ok(), "{keyword}");
    }
    assert!(shape(json!(true)).member("x").is_ok());
    assert!(shape(json!({ "$ref": "#" })).member("x").is_ok());
}

#[test]
fn references_are_followed() {
    let schema = json!({
        "properties": { "order": { "$ref": "#/$defs/order" } },
        "$defs": { "order": { "properties": { "id": {} }, "additionalProperties": false } }
    });
    let order = shape(schema).member("order").unwrap().unwrap();
    assert!(order.member("id").is_ok());
    assert!(order.member("di").is_err());
}
