//! Why JSON text that a definition computed cannot be decoded, in the words of its author: the field, and the limit.

use serde_json::Error;

/// Levels of lists and mappings that can be decoded.
const LEVELS: usize = 127;

/// Names of a path in a message, at most.
const NAMES: usize = 4;

/// `` `data.order.lines` of the event is nested deeper than 127 levels ``. `what` is the whole value: "the event".
pub(crate) fn reason(text: &str, error: &Error, what: &str) -> String {
    let (path, levels) = place(text, error.line(), error.column());
    let shown = path.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(".");
    let more = if path.len() > NAMES { ".…" } else { "" };
    let subject = if shown.is_empty() { what.to_owned() } else { format!("`{shown}{more}` of {what}") };
    if levels >= LEVELS {
        format!("{subject} is nested deeper than {LEVELS} levels: pass on only the part of it that is needed")
    } else {
        format!("{subject} has a number beyond what a float of 64 bits holds: write it as a text")
    }
}

/// The path to the value at a place, by names and indexes, and the lists and mappings around it.
fn place(text: &str, line: usize, column: usize) -> (Vec<String>, usize) {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = before.saturating_add(column).min(text.len());
    // One entry for each list and mapping that is open: the index, or the name after which it stands.
    let mut open: Vec<Step> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < end {
        match bytes[at] {
            b'{' => open.push(Step::Name(String::new())),
            b'[' => open.push(Step::Index(0)),
            b'}' | b']' => drop(open.pop()),
            b',' => {
                if let Some(Step::Index(index)) = open.last_mut() {
                    *index += 1;
                }
            }
            b'"' => {
                let close = end_of_text(bytes, at);
                let is_name = text[close.min(text.len())..].trim_start().starts_with(':');
                if let (Some(Step::Name(name)), true) = (open.last_mut(), is_name) {
                    *name = serde_json::from_str(&text[at..close]).unwrap_or_default();
                }
                at = close;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    let levels = open.len();
    let path = open.into_iter().map(|step| match step {
        Step::Name(name) => name,
        Step::Index(index) => index.to_string(),
    });
    (path.filter(|name| !name.is_empty()).collect(), levels)
}

enum Step {
    Name(String),
    Index(usize),
}

/// The end of the text that begins at a quote.
fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn the_field_and_the_limit_are_named() {
        let said = |text: &str| reason(text, &serde_json::from_str::<Value>(text).unwrap_err(), "the event");
        let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(200), close.repeat(200));
        assert_eq!(
            said(&format!(r#"{{"type":"a","data":{{"order":{}}}}}"#, deep("[", "]"))),
            "`data.order.0.0.…` of the event is nested deeper than 127 levels: pass on only the part of it that is needed"
        );
        let named = said(&format!(r#"{{"a, \"b\": {{":"x","data":{}}}"#, deep(r#"{"in":"#, "}")));
        assert!(named.starts_with("`data.in.in.in.…` of the event is nested deeper"), "{named}");
        let number = said("{\"type\":\"a\",\n \"data\":{\"lines\":[1,{\"n\":1e999}]}}");
        assert_eq!(
            number,
            "`data.lines.1.n` of the event has a number beyond what a float of 64 bits holds: write it as a text"
        );
        for text in ["[", "\"", "{\"a", "1e999", "é\u{1}"] {
            assert!(!said(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_limit_is_that_of_the_decoder() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(serde_json::from_str::<Value>(&nested(LEVELS)).is_ok());
        assert!(serde_json::from_str::<Value>(&nested(LEVELS + 1)).is_err());
    }
}
