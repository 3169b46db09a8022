//! What an operation takes, in words: for the help beside arguments that do not fit.

use serde_json::Value;
use towpath_diagnostics::did_you_mean;
use towpath_dsl::model::{Node, NodeKind};
use towpath_dsl::snippet;

/// Most arguments described in a help.
const LISTED: usize = 8;

/// The schema of the value at a pointer of the arguments, as far as `properties` and `items` lead there.
fn at<'a>(schema: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.split('/').skip(1).try_fold(schema, |schema, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        let member = schema.get("properties").and_then(|properties| properties.get(&token));
        member.or_else(|| schema.get("items").filter(|_| token.parse::<usize>().is_ok()))
    })
}

/// The names of the members at a pointer.
pub(crate) fn names(schema: &Value, pointer: &str) -> Vec<String> {
    let properties = at(schema, pointer).and_then(|schema| schema.get("properties")?.as_object());
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// `` `id` (a text), `note` (a text, may be left out) ``.
pub(crate) fn describe(schema: &Value, pointer: &str) -> String {
    let Some(schema) = at(schema, pointer) else { return "other arguments".to_owned() };
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
        let optional = if required.contains(&name.as_str()) { "" } else { ", may be left out" };
        format!("`{name}` ({}{optional})", kind(schema))
    };
    let more = if all.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", all.iter().take(LISTED).map(one).collect::<Vec<_>>().join(", "))
}

/// What kind of value is asked for at a pointer.
pub(crate) fn kind_at(schema: &Value, pointer: &str) -> String {
    at(schema, pointer).map_or_else(|| "of another type".to_owned(), kind)
}

/// What kind of value a schema asks for.
fn kind(schema: &Value) -> String {
    if let Some(options) = schema.get("enum").and_then(Value::as_array) {
        return options.iter().take(LISTED).map(word).collect::<Vec<_>>().join(" or ");
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

/// A JSON value as one writes it in YAML.
pub(crate) fn word(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

/// A line to add for an argument that is missing.
pub(crate) fn example(schema: &Value, pointer: &str, name: &str) -> String {
    let schema = at(schema, pointer).and_then(|schema| schema.get("properties")?.get(name));
    let first = schema.and_then(|schema| schema.get("enum")?.get(0)).and_then(Value::as_str);
    match first {
        Some(first) => format!("{name}: {first}"),
        None => expression(name),
    }
}

/// The line of an argument that is taken from the data: `id: '${ .id }'`.
pub(crate) fn expression(name: &str) -> String {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let jq = if is_name { format!(".{name}") } else { format!(".\"{name}\"") };
    format!("{}: {}", snippet::text(name), snippet::expression(&jq))
}

/// A text that was to be an expression: `.orderId`.
pub(crate) fn field_meant(written: &Node) -> Option<&str> {
    let text = written.as_str()?;
    let is_field = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    text.strip_prefix('.').is_some_and(is_field).then_some(text)
}

/// A value that the schema at a pointer gives as an example.
pub(crate) fn sample(schema: &Value, pointer: &str) -> Option<String> {
    let sample = at(schema, pointer)?.get("examples")?.get(0)?;
    Some(word(sample)).filter(|sample| sample.len() <= 40)
}

/// What to write instead of a value that breaks this rule.
pub(crate) fn correction(keyword: &str, schema: &Value, pointer: &str, written: &Node) -> Option<String> {
    let schema = at(schema, pointer)?;
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
                    Some(format!("take the quotes away: `{text}`"))
                }
                (NodeKind::String(text), "boolean")
                    if matches!(text.as_str(), "yes" | "no" | "true" | "false" | "on" | "off") =>
                {
                    Some("write `true` or `false`, without quotes".to_owned())
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
                    Some(format!("write a list: `{line}`")).filter(|help| help.len() <= snippet::LONGEST)
                }
                _ => None,
            }
        }
        _ => None,
    }
}
