//! Describes the arguments of an operation in words, for helps.

use serde_json::Value;
use towpath_diagnostics::did_you_mean;
use towpath_dsl::model::{Node, NodeKind};
use towpath_dsl::{snippet, words};

use crate::jq::Sort;

/// Maximum number of arguments in a help.
const MAX_LISTED: usize = 8;

/// The schema of the value at a pointer of the arguments, found through `properties` and `items`.
fn schema_at<'a>(schema: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.split('/').skip(1).try_fold(schema, |schema, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        let member = schema.get("properties").and_then(|properties| properties.get(&token));
        member.or_else(|| schema.get("items").filter(|_| token.parse::<usize>().is_ok()))
    })
}

/// The names of the members at a pointer.
pub(crate) fn member_names(schema: &Value, pointer: &str) -> Vec<String> {
    let properties = schema_at(schema, pointer).and_then(|schema| schema.get("properties")?.as_object());
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// `` `id` (a text), `note` (a text, optional) ``.
pub(crate) fn describe_members(schema: &Value, pointer: &str) -> String {
    let Some(schema) = schema_at(schema, pointer) else { return "other arguments".to_owned() };
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let properties = schema.get("properties").and_then(Value::as_object);
    let all: Vec<(&String, &Value)> = properties.into_iter().flatten().collect();
    if all.is_empty() {
        return "no arguments".to_owned();
    }
    let one = |(name, schema): &(&String, &Value)| {
        let optional = if required.contains(&name.as_str()) { "" } else { ", optional" };
        format!("`{name}` ({}{optional})", type_in_words(schema))
    };
    let more = if all.len() > MAX_LISTED { ", …" } else { "" };
    format!("{}{more}", all.iter().take(MAX_LISTED).map(one).collect::<Vec<_>>().join(", "))
}

/// The type that is required at a pointer, in words.
pub(crate) fn kind_at(schema: &Value, pointer: &str) -> String {
    schema_at(schema, pointer).map_or_else(|| "of another type".to_owned(), type_in_words)
}

/// The types that are allowed at a pointer, if they are listed.
pub(crate) fn types_at(schema: &Value, pointer: &str) -> Option<Vec<Sort>> {
    let named = |kind: &Value| Sort::called(kind.as_str()?);
    match schema_at(schema, pointer)?.get("type")? {
        Value::Array(kinds) => kinds.iter().map(named).collect(),
        kind => Some(vec![named(kind)?]),
    }
}

/// The type that a schema requires, in words.
fn type_in_words(schema: &Value) -> String {
    if let Some(options) = schema.get("enum").and_then(Value::as_array) {
        return options.iter().take(MAX_LISTED).map(value_in_yaml).collect::<Vec<_>>().join(" or ");
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => "a text".to_owned(),
        Some("integer") => "a whole number".to_owned(),
        Some("number") => "a number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("array") => "a list".to_owned(),
        Some("object") => "a mapping".to_owned(),
        _ => "a value".to_owned(),
    }
}

/// A JSON value in YAML notation.
pub(crate) fn value_in_yaml(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

/// A line to add for a missing argument.
pub(crate) fn example_line(schema: &Value, pointer: &str, name: &str) -> String {
    let schema = schema_at(schema, pointer).and_then(|schema| schema.get("properties")?.get(name));
    let first = schema.and_then(|schema| schema.get("enum")?.get(0)).and_then(Value::as_str);
    match first {
        Some(first) => format!("{name}: {first}"),
        None => expression_line(name),
    }
}

/// The line for an argument from the data: `id: '${ .id }'`.
pub(crate) fn expression_line(name: &str) -> String {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let jq = if is_name { format!(".{name}") } else { format!(".\"{name}\"") };
    format!("{}: {}", snippet::text(name), snippet::expression(&jq))
}

/// The field in a text that looks like an expression: `.orderId`.
pub(crate) fn intended_field(written: &Node) -> Option<&str> {
    let text = written.as_str()?;
    let is_field = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    text.strip_prefix('.').is_some_and(is_field).then_some(text)
}

/// An example value from the schema at a pointer.
pub(crate) fn sample_value(schema: &Value, pointer: &str) -> Option<String> {
    let sample = schema_at(schema, pointer)?.get("examples")?.get(0)?;
    Some(value_in_yaml(sample)).filter(|sample| sample.len() <= 40)
}

/// The help for a value that violates this rule.
pub(crate) fn correction_for_argument(
    keyword: &str,
    schema: &Value,
    pointer: &str,
    written: &Node,
) -> Option<String> {
    let schema = schema_at(schema, pointer)?;
    match keyword {
        "enum" => {
            let options = schema.get("enum")?.as_array()?;
            let words: Vec<&str> = options.iter().filter_map(Value::as_str).collect();
            let close = did_you_mean(written.as_str()?, words)?;
            Some(format!("did you mean `{close}`?"))
        }
        "type" => {
            let wanted = schema.get("type")?.as_str()?;
            match (&written.kind, wanted) {
                (NodeKind::String(text), "number" | "integer") if text.parse::<f64>().is_ok() => {
                    Some(format!("remove the quotes: `{text}`"))
                }
                (NodeKind::String(text), "boolean") => {
                    let truth = words::boolean_of_word(text)?;
                    let why = match text.as_str() {
                        "true" | "false" => "",
                        _ => "; in YAML 1.2 `yes`, `no`, `on` and `off` are text",
                    };
                    Some(format!("write `{truth}` without quotes{why}"))
                }
                (NodeKind::Int(number), "string") => Some(format!("put it in quotes: `\"{number}\"`")),
                (NodeKind::Bool(_) | NodeKind::Float(_), "string") => Some("put it in quotes".to_owned()),
                (NodeKind::Null, _) => Some("give it a value, or delete the line".to_owned()),
                (NodeKind::String(text), "array") => {
                    let items: Vec<String> = text.split(',').map(|item| snippet::text(item.trim())).collect();
                    let line = snippet::line(pointer, &format!("[{}]", items.join(", ")));
                    Some(format!("write a list: `{line}`"))
                }
                (_, "array") => {
                    let line = snippet::line(pointer, &format!("[{}]", snippet::flow(written)));
                    Some(format!("write a list: `{line}`")).filter(|help| help.len() <= snippet::MAX_LENGTH)
                }
                _ => None,
            }
        }
        _ => None,
    }
}
