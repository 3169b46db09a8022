//! Finds keys that this engine does not know: nothing checks what they say, so a receipt with one is refused.

use serde_json::Value;
use towpath_journal::Record;

use super::Receipt;
use super::verify::Check;

/// Names each key of a record that this engine does not know: those that are lost when the record is read and written again.
pub(super) fn check_unknown_keys(receipt: &Receipt, records: &[(u64, Record)], check: &mut Check) {
    for (entry, (index, record)) in receipt.records.iter().zip(records) {
        let (Ok(there), Ok(read)) = (
            serde_json::from_str::<Value>(entry.record.get()),
            serde_json::from_slice::<Value>(&record.encode()),
        ) else {
            continue;
        };
        let mut found = Vec::new();
        find_unknown_keys(&there, &read, "", &mut found);
        for place in found {
            check.at(*index, format_args!("`{place}` is nothing that this engine knows"));
        }
    }
}

/// Places in `there` that `read` lacks. An empty value may be left out when it is written.
fn find_unknown_keys(there: &Value, read: &Value, place: &str, found: &mut Vec<String>) {
    match (there, read) {
        (Value::Object(there), Value::Object(read)) => {
            for (key, value) in there {
                let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                match read.get(key).or_else(|| read.get(present_name_of_key(key)?)) {
                    Some(read) => find_unknown_keys(value, read, &place, found),
                    None if is_empty(value) => {}
                    None => found.push(place),
                }
            }
        }
        (Value::Array(there), Value::Array(read)) if there.len() == read.len() => {
            for (at, (value, read)) in there.iter().zip(read).enumerate() {
                find_unknown_keys(value, read, &format!("{place}/{at}"), found);
            }
        }
        _ => {}
    }
}

/// What a key of older journals is called now.
fn present_name_of_key(key: &str) -> Option<&'static str> {
    let alias = "signed";
    (key == alias).then_some("released")
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Bool(true) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_lost_is_named() {
        let there =
            json!({ "a": 1, "b": [{ "c": 1, "x/y": 2 }], "gone": [], "new": null, "z": { "t": true } });
        let read = json!({ "a": 1, "b": [{ "c": 1 }], "z": {} });
        let mut found = Vec::new();
        find_unknown_keys(&there, &read, "", &mut found);
        assert_eq!(found, ["/b/0/x~1y", "/z/t"]);
        let mut found = Vec::new();
        let alias = "signed";
        let (there, read) = (json!({ alias: { "effect": 1 } }), json!({ "released": { "effect": 1 } }));
        find_unknown_keys(&there, &read, "", &mut found);
        assert!(found.is_empty(), "an older name is known: {found:?}");
    }
}
