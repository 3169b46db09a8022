//! Digests of JSON values, which do not depend on the notation.

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// `sha256:<hex>` of `value`. The order of keys does not change it; the order of lists does.
pub fn digest(value: &Value) -> String {
    format!("sha256:{}", HEXLOWER.encode(&Sha256::digest(sort_keys(value).to_string())))
}

/// [`digest`] of the JSON of one of our own types, which holds no raw JSON text.
pub fn digest_of(value: &impl Serialize) -> String {
    // INVARIANT: our types hold texts, numbers and JSON values, and mappings with texts as keys: they always serialize.
    // If one did not, its digest must not be that of `null`.
    #[expect(clippy::expect_used, reason = "see the invariant above")]
    let value = serde_json::to_value(value).expect("our own types always serialize");
    digest(&value)
}

/// The same value with sorted keys in every mapping. The parser of the value bounds the nesting.
fn sort_keys(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut entries: Vec<(&String, &Value)> = fields.iter().collect();
            entries.sort_by_key(|(name, _)| *name);
            Value::Object(entries.into_iter().map(|(name, value)| (name.clone(), sort_keys(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sort_keys).collect()),
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
