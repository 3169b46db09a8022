//! Reads a JSON Schema at a URL, and only the parts of the document that it uses. Unused parts are left out,
//! so they cannot cause errors.

use serde_json::{Map, Value};
use towpath_dsl::yaml::lenient::Part;

use crate::openapi::percent_decoded;

/// Keys with schemas that are used only by reference.
const SHELVES: [&str; 2] = ["$defs", "definitions"];

/// The schema at `fragment` of the document, or the whole document if it is empty.
pub(crate) fn excerpt_of_document(root: &Part<'_>, fragment: &str) -> Result<Value, String> {
    let Some(members) = root.members() else { return root.to_json() };
    let mut kept = Map::new();
    if fragment.is_empty() {
        for (key, part) in members.iter().filter(|(key, _)| !SHELVES.contains(&key.as_str())) {
            kept.insert(key.clone(), part.to_json()?);
        }
    } else {
        kept.insert("$ref".to_owned(), Value::String(format!("#{fragment}")));
    }
    let mut excerpt = Value::Object(kept);
    let mut open = vec![excerpt.clone()];
    while let Some(read) = open.pop() {
        let mut references = Vec::new();
        references_in(&read, &mut references);
        for reference in references {
            match entry_of_reference(&reference) {
                _ if is_there(&excerpt, &reference) => {}
                Some(pointer) => {
                    // A broken reference is reported when the schema is compiled.
                    let Some(part) = root.pointer(&pointer) else { continue };
                    let value = part.to_json()?;
                    open.push(value.clone());
                    put(&mut excerpt, &pointer, value);
                }
                None => return whole_document(root, fragment),
            }
        }
    }
    Ok(excerpt)
}

/// References by anchor or by `$id` may lead anywhere, so the whole document is kept.
fn whole_document(root: &Part<'_>, fragment: &str) -> Result<Value, String> {
    let mut all = root.to_json()?;
    if let (false, Some(members)) = (fragment.is_empty(), all.as_object_mut()) {
        members.insert("$ref".to_owned(), Value::String(format!("#{fragment}")));
    }
    Ok(all)
}

fn references_in(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references_in(item, found)),
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text)
                        if ["$ref", "$dynamicRef", "$recursiveRef"].contains(&key.as_str()) =>
                    {
                        found.push(text.clone());
                    }
                    other => references_in(other, found),
                }
            }
        }
        _ => {}
    }
}

fn is_there(excerpt: &Value, reference: &str) -> bool {
    reference.strip_prefix('#').is_some_and(|pointer| excerpt.pointer(&percent_decoded(pointer)).is_some())
}

/// The pointer to the schema that a reference leads into. `None` if the reference does not show it.
fn entry_of_reference(reference: &str) -> Option<String> {
    let pointer = percent_decoded(reference.strip_prefix('#')?);
    let tokens: Vec<&str> = pointer.strip_prefix('/')?.split('/').collect();
    let length = match *tokens.first()? {
        first if SHELVES.contains(&first) => 2,
        "components" => 3,
        _ => return None,
    };
    Some(format!("/{}", tokens.get(..length)?.join("/")))
}

fn put(excerpt: &mut Value, pointer: &str, value: Value) {
    let mut place = excerpt;
    for token in pointer.split('/').skip(1) {
        let Value::Object(members) = place else { return };
        place =
            members.entry(token.replace("~1", "/").replace("~0", "~")).or_insert_with(|| Map::new().into());
    }
    *place = value;
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;
    use towpath_dsl::yaml::lenient;

    use super::*;

    #[test]
    fn unused_parts_are_left_out() {
        let text = r##"{
            "type": "object", "properties": { "a": { "$ref": "#/$defs/a" } },
            "$defs": {
                "a": { "properties": { "b": { "$ref": "#/$defs/b/items" }, "again": { "$ref": "#/$defs/a" } } },
                "b": { "type": "array", "items": { "type": "integer", "maximum": 18446744073709551616 } },
                "unused": { "$ref": "https://elsewhere.example/x.json", "maximum": 1e999 }
            }
        }"##;
        let found = excerpt_of_document(&lenient::read(text).unwrap(), "").unwrap();
        assert_eq!(found["$defs"].as_object().unwrap().keys().collect::<Vec<_>>(), ["a", "b"]);
        let again = found.to_string();
        assert_eq!(excerpt_of_document(&lenient::read(&again).unwrap(), "").unwrap().to_string(), again);
        assert!(crate::schema::Schema::compile(&found).is_ok());
    }

    #[test]
    fn a_fragment_names_a_schema_of_a_larger_document() {
        let text = "openapi: 3.0\ncomponents:\n  schemas:\n    order: {properties: {to: {$ref: '#/components/schemas/address'}}}\n    address: {type: string}\n    other: {$ref: 'x.yaml'}\n";
        let found = excerpt_of_document(&lenient::read(text).unwrap(), "/components/schemas/order").unwrap();
        assert_eq!(
            found,
            json!({ "$ref": "#/components/schemas/order", "components": { "schemas": {
                "order": { "properties": { "to": { "$ref": "#/components/schemas/address" } } },
                "address": { "type": "string" },
            } } })
        );
        let again = found.to_string();
        assert_eq!(
            excerpt_of_document(&lenient::read(&again).unwrap(), "/components/schemas/order").unwrap(),
            found
        );
    }

    #[test]
    fn anchors_keep_the_whole_document() {
        let text = r##"{ "$ref": "#here", "$defs": { "a": { "$anchor": "here", "type": "string" } } }"##;
        assert!(excerpt_of_document(&lenient::read(text).unwrap(), "").unwrap()["$defs"]["a"].is_object());
    }
}
