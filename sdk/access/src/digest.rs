//! Digests of JSON values: what they say, not how they were written down.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// `sha256:<hex>` of `value`; the order of keys does not change it, the order of lists does.
pub fn digest(value: &Value) -> String {
    let mut text = String::from("sha256:");
    for byte in Sha256::digest(sorted(value).to_string()) {
        // INVARIANT: writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The same value with the keys of every mapping in order. Nesting is bounded by whoever read the value.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut entries: Vec<(&String, &Value)> = fields.iter().collect();
            entries.sort_by_key(|(name, _)| *name);
            Value::Object(entries.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::digest;

    #[test]
    fn order_of_keys_does_not_matter() {
        assert_eq!(
            digest(&json!({ "b": [1, { "d": 1, "c": 2 }], "a": 0 })),
            digest(&json!({ "a": 0, "b": [1, { "c": 2, "d": 1 }] }))
        );
        assert_ne!(digest(&json!([1, 2])), digest(&json!([2, 1])));
        assert_eq!(
            digest(&json!({})),
            "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
    }
}
