//! The canonical form of a document and its digest, which do not depend on the notation.

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::model::{Node, Workflow};

impl Workflow {
    /// The digest of the definition; see [`Node::digest`].
    pub fn digest(&self) -> String {
        self.source.digest()
    }
}

impl Node {
    /// The canonical form: JSON without spaces, with keys sorted by their bytes. Comments, quoting, aliases
    /// and the order of keys do not change it. The order of lists does.
    pub fn canonical(&self) -> String {
        canonical_json(&self.to_json())
    }

    /// `sha256:<hex>` of the canonical form.
    pub fn digest(&self) -> String {
        format!("sha256:{}", HEXLOWER.encode(&Sha256::digest(self.canonical())))
    }
}

/// A change here changes every digest.
fn canonical_json(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical_json).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical_json(value)))
                .collect();
            format!("{{{}}}", entries.join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::canonical_json;

    #[test]
    fn keys_are_sorted_and_lists_are_not() {
        let value = json!({"b": [2, 1.0, 1e300], "a": {"é": null, "\"": "x\ny"}});
        assert_eq!(canonical_json(&value), r#"{"a":{"\"":"x\ny","é":null},"b":[2,1.0,1e+300]}"#);
    }
}
