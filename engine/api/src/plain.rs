//! Texts that people read in terminals and pages: purposes, reasons, comments, names, titles.
//!
//! INVARIANT: every string of a small JSON body and of IT's documents passes [`check_for_hidden_characters`], whatever its field is called: a
//! field that is added is in here without more. Data is not: inputs, events, secrets, arguments of a question.

use http::StatusCode;
use serde_json::Value;
use towpath_diagnostics::codes;

use crate::problem::ApiError;

/// Refuses a body with a string that a terminal acts on instead of showing it. What is no JSON is refused elsewhere.
pub(crate) fn check_json(bytes: &[u8]) -> Result<(), ApiError> {
    // Only these escapes, and bytes above ASCII, can bring such a character in.
    let is_suspect = |byte: &u8| *byte == b'\\' || *byte == 0x7f || !byte.is_ascii();
    if !bytes.iter().any(is_suspect) {
        return Ok(());
    }
    serde_json::from_slice(bytes).map_or(Ok(()), |value| check_for_hidden_characters(&value))
}

/// Refuses one of IT's documents, YAML or JSON. Comments count: they are shown too.
pub(crate) fn check_document(source: &str) -> Result<(), ApiError> {
    if let Some(character) = first_hidden_character(source) {
        return Err(refused("the document", character));
    }
    let (node, _) = towpath_dsl::yaml::parse(source, towpath_dsl::yaml::Limits::default());
    node.map_or(Ok(()), |node| check_for_hidden_characters(&node.to_json()))
}

/// Refuses a value with such a string in it.
fn check_for_hidden_characters(value: &Value) -> Result<(), ApiError> {
    match find(value, String::new()) {
        Some((pointer, character)) => Err(refused(&format!("`{pointer}`"), character)),
        None => Ok(()),
    }
}

fn refused(place: &str, character: char) -> ApiError {
    let detail = format!(
        "{place} has the character U+{:04X}, which terminals act on instead of showing it; leave it out",
        u32::from(character)
    );
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4113, detail)
}

fn find(value: &Value, at: String) -> Option<(String, char)> {
    match value {
        Value::String(text) => first_hidden_character(text).map(|character| (at, character)),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| find(item, format!("{at}/{index}")))
        }
        Value::Object(fields) => fields.iter().find_map(|(key, value)| match first_hidden_character(key) {
            Some(character) => Some((at.clone(), character)),
            None => find(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))),
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The first character of a text that a terminal would act on: controls but line breaks and tabs, and marks that turn
/// the direction of what follows.
fn first_hidden_character(text: &str) -> Option<char> {
    text.chars().find(|character| match character {
        '\n' | '\r' | '\t' => false,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        character => character.is_control(),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    #[test]
    fn strings_that_a_terminal_acts_on_are_refused_wherever_they_are() {
        for fine in ["", "für Kunden\n\tzwei Zeilen\r\n", "👩\u{200d}💻 日本語 עברית", "a \\u001b b"]
        {
            assert!(check_json(json!({ "purpose": fine }).to_string().as_bytes()).is_ok(), "{fine:?}");
        }
        for wrong in
            ["a\u{1b}[8m", "\u{0}", "\u{7f}", "\u{9b}2J", "a\u{202e}b", "\u{2066}", "\u{200f}", "\u{8}"]
        {
            for body in
                [json!({ "purpose": wrong }), json!([{ "a": { "b/c": [wrong] } }]), json!({ wrong: 1 })]
            {
                let error = check_json(body.to_string().as_bytes()).unwrap_err();
                assert_eq!((error.0.body.status, error.0.body.code.as_str()), (422, "TP4113"), "{wrong:?}");
            }
        }
        let error = check_json(json!([{ "a": { "b/c": ["\u{1b}"] } }]).to_string().as_bytes()).unwrap_err();
        assert!(error.0.body.detail.unwrap().starts_with("`/0/a/b~1c/0` has the character U+001B"));
    }

    #[test]
    fn documents_are_refused_for_what_their_escapes_mean() {
        assert!(check_document("policy: a\ntitle: \"\\e[8mhidden\"\n").is_err());
        assert!(check_document("policy: a\n# \u{202e}\ntitle: A\n").is_err());
        assert!(check_document("policy: a\ntitle: |\n  two\n  lines\nre: '\\x1b\\u001b'\n").is_ok());
    }
}
