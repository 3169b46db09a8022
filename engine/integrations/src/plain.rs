//! Decides by an argument's schema whether its values need no escaping in any text format.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use serde_json::Value;

/// Characters besides letters and digits that have no special function in text formats.
const HARMLESS: &str = "_-.:@+/ ";

/// Whether all values of `schema` are plain: numbers, enumerated words, and texts whose pattern allows only letters,
/// digits and harmless characters.
pub(crate) fn is_plain(schema: &Value) -> bool {
    if let Some(Value::Array(values)) = schema.get("enum") {
        return values.iter().all(is_plain_value);
    }
    if let Some(value) = schema.get("const") {
        return is_plain_value(value);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("integer" | "number" | "boolean") => true,
        Some("string") => schema.get("pattern").and_then(Value::as_str).is_some_and(is_plain_pattern),
        _ => false,
    }
}

fn is_plain_value(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().all(is_harmless),
        other => other.is_number() || other.is_boolean(),
    }
}

fn is_harmless(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || HARMLESS.contains(c),
        false => !c.is_control() && !c.is_whitespace(),
    }
}

fn is_plain_pattern(pattern: &str) -> bool {
    let Ok(tree) = regex_syntax::parse(pattern) else { return false };
    let properties = tree.properties();
    properties.look_set_prefix().contains(Look::Start)
        && properties.look_set_suffix().contains(Look::End)
        && only_harmless(&tree)
}

fn only_harmless(tree: &Hir) -> bool {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().all(is_harmless))
        }
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().all(|range| (range.start()..=range.end()).all(is_harmless))
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(repeated) => only_harmless(&repeated.sub),
        HirKind::Capture(captured) => only_harmless(&captured.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(only_harmless),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_values_by_their_schema() {
        for schema in [
            json!({ "type": "integer" }),
            json!({ "enum": ["eur", "usd", 1] }),
            json!({ "type": "string", "pattern": "^[a-z]{2}$" }),
            json!({ "type": "string", "pattern": "^(de|fr)-[A-Z0-9]+$" }),
            json!({ "type": "string", "pattern": r"^[\p{L}\d ._-]*$" }),
        ] {
            assert!(is_plain(&schema), "{schema}");
        }
        for schema in [
            json!({ "type": "string" }),
            json!({ "type": ["string", "null"] }),
            json!({ "enum": ["a;b"] }),
            json!({ "type": "string", "pattern": "[a-z]" }),
            json!({ "type": "string", "pattern": "^[a-z]+" }),
            json!({ "type": "string", "pattern": "^a$|b" }),
            json!({ "type": "string", "pattern": "^.*$" }),
            json!({ "type": "string", "pattern": "^[^\"]*$" }),
            json!({ "type": "string", "pattern": r"^\S+$" }),
            json!({ "type": "string", "pattern": r"^[a-z\s]+$" }),
            json!({ "type": "string", "pattern": "(" }),
        ] {
            assert!(!is_plain(&schema), "{schema}");
        }
    }
}
