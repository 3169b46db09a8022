//! Warns of values that YAML reads as comments: `colour: #ff0000`, `note: Order #4711`.

use towpath_diagnostics::{Diagnostic, Span, codes};

use crate::model::{Node, NodeKind, escape};
use crate::{snippet, words::quote};

/// Maximum length of a line in a help, in bytes.
const MAX_LENGTH: usize = 100;

/// Reports each value that a comment cuts off.
pub(crate) fn check_cutting_comments(source: &str, node: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if source.contains(" #") {
        look_for_cut_values(source, node, "", &mut found);
    }
    found
}

/// The depth is bounded, because the YAML parser limits nesting.
fn look_for_cut_values(source: &str, node: &Node, pointer: &str, found: &mut Vec<Diagnostic>) {
    match &node.kind {
        NodeKind::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                look_for_cut_values(source, item, &format!("{pointer}/{at}"), found);
            }
        }
        NodeKind::Object(entries) => {
            for (key, value) in entries {
                let pointer = format!("{pointer}/{}", escape(&key.value));
                let end = match &value.kind {
                    NodeKind::Null if value.span.start == value.span.end => source
                        .get(key.span.end..)
                        .and_then(|rest| rest.find(':'))
                        .map(|at| key.span.end + at + 1),
                    // Only for unquoted text on one line.
                    NodeKind::String(text) if value.span.end - value.span.start == text.len() => {
                        Some(value.span.end)
                    }
                    _ => None,
                };
                let text = value.as_str().unwrap_or_default();
                let behind = end.and_then(|end| Some((end, source.get(end..)?.lines().next()?)));
                let cut = behind.and_then(|(end, behind)| report_cut_value(&key.value, text, behind, end));
                found.extend(cut.map(|cut| cut.pointer(pointer.as_str())));
                look_for_cut_values(source, value, &pointer, found);
            }
        }
        _ => {}
    }
}

/// `behind` is the rest of the line after the key and its `:`, or after the text. It begins at byte `at`.
fn report_cut_value(key: &str, value: &str, behind: &str, at: usize) -> Option<Diagnostic> {
    let comment = behind.trim_start_matches(' ').trim_end();
    let word = comment.strip_prefix('#').filter(|_| behind.starts_with(' '))?;
    let first = word.chars().next()?;
    let is_meant = match value.is_empty() {
        true => first.is_ascii_alphanumeric() && !word.contains(char::is_whitespace),
        // After a text, only a number counts, because many people write comments without a space.
        false => first.is_ascii_digit(),
    };
    if !is_meant || value.contains("${") {
        return None;
    }
    let message = match value.is_empty() {
        true => format!("{} begins a comment, so {} has no value", quote(comment), quote(key)),
        false => format!("{} begins a comment, and is no part of the text", quote(comment)),
    };
    let start = at + behind.len() - behind.trim_start_matches(' ').len();
    let whole = if value.is_empty() { comment.to_owned() } else { format!("{value} {comment}") };
    let line = format!("{}: {}", snippet::text(key), snippet::quoted(&whole));
    let diagnostic = Diagnostic::warning(codes::TP0119, message).at(Span::new(start, start + comment.len()));
    Some(match line.len() {
        0..=MAX_LENGTH => diagnostic.help(format!("put it in quotes: `{line}`")),
        _ => diagnostic.help("put the text in quotes"),
    })
}

#[cfg(test)]
mod tests {
    use super::report_cut_value;

    #[test]
    fn values_that_yaml_reads_as_comments() {
        let cases = [
            ("colour", "", " #ff0000", Some("colour: '#ff0000'")),
            ("colour", "", " # red", None),
            ("colour", "", " #red is nice", None),
            ("note", "Order", " #4711", Some("note: 'Order #4711'")),
            ("note", "Order", " #see", None),
            ("note", "", "", None),
        ];
        for (key, value, behind, expected) in cases {
            let help = report_cut_value(key, value, behind, 0).and_then(|found| found.help);
            assert_eq!(help.is_some(), expected.is_some(), "{behind}");
            assert!(help.unwrap_or_default().contains(expected.unwrap_or_default()), "{behind}");
        }
    }
}
