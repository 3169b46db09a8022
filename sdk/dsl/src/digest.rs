//! The digest of a definition: what it says, not how it was written down.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::model::Workflow;

impl Workflow {
    /// `sha256:<hex>` over the canonical form: comments, quoting, aliases and the order of keys do not change it; the
    /// order of lists does.
    pub fn digest(&self) -> String {
        let mut text = String::from("sha256:");
        for byte in Sha256::digest(canonical(&self.source.to_json())) {
            // INVARIANT: writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// JSON without spaces, keys sorted by their bytes. Changing this changes every digest.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", entries.join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::canonical;

    #[test]
    fn keys_are_sorted_and_lists_are_not() {
        let value = json!({"b": [2, 1.0, 1e300], "a": {"é": null, "\"": "x\ny"}});
        assert_eq!(canonical(&value), r#"{"a":{"\"":"x\ny","é":null},"b":[2,1.0,1e+300]}"#);
    }
}
