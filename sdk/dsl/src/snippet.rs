//! YAML snippets for helps. They are valid in block style and inside `{ … }`, because the layout at the
//! user's place is not known.

use crate::model::{Node, NodeKind};

/// Maximum length of a snippet, in bytes, because people copy it from a terminal.
pub const MAX_LENGTH: usize = 240;

/// Words that some YAML parsers do not read as text.
const WORDS: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// A text as a value, in quotes if it would be read as another type.
pub fn text(text: &str) -> String {
    let starts = |c: char| c.is_alphabetic() || "._$(/".contains(c);
    let is_number =
        text.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphabetic() && c != '_'));
    let is_word = |word: &str| WORDS.contains(&word) || matches!(word, ".nan" | ".inf");
    let is_plain = text.starts_with(starts)
        && text.trim() == text
        && !text.contains(['{', '}', '[', ']', ','])
        && !text.contains(char::is_control)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !is_number
        && !is_word(&text.to_ascii_lowercase());
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A text in single quotes, in which `"` and `\` need no escape, or in double quotes if it has line breaks.
pub fn quoted(text: &str) -> String {
    if text.contains(char::is_control) {
        return serde_json::Value::from(text).to_string();
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// An expression as a value: `'${ .total }'`.
pub fn expression(jq: &str) -> String {
    quoted(&format!("${{ {} }}", jq.trim()))
}

/// A value on one line.
pub fn flow(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => "null".to_owned(),
        NodeKind::Bool(value) => value.to_string(),
        NodeKind::Int(value) => value.to_string(),
        NodeKind::Float(value) => format!("{value:?}"),
        NodeKind::String(value) => text(value),
        NodeKind::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        NodeKind::Object(entries) if entries.is_empty() => "{}".to_owned(),
        NodeKind::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{}: {}", text(key), flow(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The line for a value at this JSON pointer, `total: 5`. For an item of a list, only the value.
pub fn line(pointer: &str, value: &str) -> String {
    let key = last_key_of_pointer(pointer);
    let is_item = key.is_empty() || key.bytes().all(|byte| byte.is_ascii_digit());
    if is_item { value.to_owned() } else { format!("{}: {value}", text(&key)) }
}

/// The last key or index of a JSON pointer.
fn last_key_of_pointer(pointer: &str) -> String {
    pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Limits, parse};

    #[test]
    fn snippets_are_read_correctly_in_both_layouts() {
        let texts = [
            "eu",
            "Review an application",
            ".total > 50",
            ".a == \"gold\"",
            "it's",
            "yes",
            "No",
            ".5",
            ".inf",
            "4711",
            "a: b",
            "a #b",
            "#a",
            "a, b",
            "[x]",
            "{x}",
            "*.pdf",
            "-",
            "!x",
            "",
            " a",
            "two\nlines",
            "boss@acme.example",
            "https://acme.example/x",
            "${ \"a: \" + .b }",
            "a:",
            "2026-11-25",
            "ж",
        ];
        for written in texts {
            for (source, pointer) in [
                (format!("a: {}", text(written)), "/a"),
                (format!("x: {{ a: {}, b: 1 }}", text(written)), "/x/a"),
            ] {
                let (node, found) = parse(&source, Limits::default());
                assert_eq!(found, [], "{source}");
                let value = node.as_ref().and_then(|node| node.pointer(pointer)).and_then(Node::as_str);
                assert_eq!(value, Some(written), "{source}");
            }
        }
    }

    #[test]
    fn a_line_has_its_key() {
        assert_eq!(line("/do/0/a/set/total", &expression(".x")), "total: '${ .x }'");
        assert_eq!(line("/do/0/a/set/list/0", "x"), "x");
        assert_eq!(line("/set/it's~1x", "1"), "it's/x: 1");
    }
}
