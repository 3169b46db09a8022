//! Warns of values in a JSON Schema that the schema itself excludes: a `default`, a `const` or a word of `enum`
//! of another type than `type`.

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes};
use towpath_dsl::model::{Node, NodeKind};
use towpath_dsl::words;

/// Reports the values of this keyword that have none of the types of the schema.
pub(super) fn check_keyword(schema: &Node, keyword: &str, value: &Node, pointer: &str) -> Vec<Diagnostic> {
    let values: Vec<(String, &Node)> = match (keyword, &value.kind) {
        ("default" | "const", _) => vec![(pointer.to_owned(), value)],
        ("enum", NodeKind::Array(items)) => {
            items.iter().enumerate().map(|(at, item)| (format!("{pointer}/{at}"), item)).collect()
        }
        _ => Vec::new(),
    };
    let Some(types) = declared_types(schema) else { return Vec::new() };
    let unfit = values.into_iter().filter(|(_, value)| !types.iter().any(|kind| is_of_type(value, kind)));
    unfit
        .map(|(pointer, value)| {
            let wanted = types.iter().map(|kind| in_words(kind)).collect::<Vec<_>>().join(" or ");
            let message = match keyword {
                "default" => format!("the `default` is {}, and the schema wants {wanted}", value.describe()),
                _ => format!("this is {}, and never matches: the schema wants {wanted}", value.describe()),
            };
            Diagnostic::warning(codes::TP0233, message)
                .at(value.span)
                .pointer(pointer)
                .help(correction(schema, keyword, value, &types))
        })
        .collect()
}

/// The value that a text such as `yes` or `"1"` means, where the schema wants a boolean or a number and no
/// text.
pub(super) fn meant_value(schema: &Node, value: &Node) -> Option<Value> {
    let types = declared_types(schema)?;
    let text = value.as_str().filter(|_| !types.contains(&"string"))?;
    if types.contains(&"boolean") {
        return words::boolean_of_word(text).map(Value::Bool);
    }
    let is_number = types.iter().any(|kind| matches!(*kind, "number" | "integer"));
    serde_json::from_str(text).ok().filter(|meant: &Value| is_number && meant.is_number())
}

fn correction(schema: &Node, keyword: &str, value: &Node, types: &[&str]) -> String {
    let text = value.as_str().unwrap_or_default();
    let line = |value: &str| if keyword == "enum" { value.to_owned() } else { format!("{keyword}: {value}") };
    if let Some(meant) = meant_value(schema, value) {
        let written = meant.to_string();
        let line = line(&written);
        return match written == text {
            true => format!("remove the quotes: `{line}`"),
            false => format!("write `{line}`: YAML 1.2 has no `{text}`, which is a text"),
        };
    }
    match &value.kind {
        NodeKind::Int(_) | NodeKind::Float(_) | NodeKind::Bool(_) if types.contains(&"string") => {
            format!("put it in quotes: `{}`", line(&format!("\"{}\"", value.to_json())))
        }
        NodeKind::Null => "give it a value, or add `'null'` to the types".to_owned(),
        _ => "correct the value, or the `type`".to_owned(),
    }
}

fn declared_types(schema: &Node) -> Option<Vec<&str>> {
    match &schema.get("type")?.kind {
        NodeKind::String(kind) => Some(vec![kind]),
        NodeKind::Array(kinds) => kinds.iter().map(Node::as_str).collect(),
        _ => None,
    }
}

/// Whether the value has this type. Unknown types are reported elsewhere.
fn is_of_type(value: &Node, kind: &str) -> bool {
    match (kind, value.to_json()) {
        ("null", Value::Null)
        | ("boolean", Value::Bool(_))
        | ("number", Value::Number(_))
        | ("string", Value::String(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_)) => true,
        ("integer", Value::Number(number)) => number.as_f64().is_none_or(|number| number.fract() == 0.0),
        ("null" | "boolean" | "number" | "integer" | "string" | "array" | "object", _) => false,
        _ => true,
    }
}

fn in_words(kind: &str) -> &'static str {
    match kind {
        "null" => "null",
        "boolean" => "`true` or `false`",
        "number" => "a number",
        "integer" => "a whole number",
        "array" => "a list",
        "object" => "a mapping",
        _ => "a text",
    }
}
