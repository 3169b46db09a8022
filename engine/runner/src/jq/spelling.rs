//! Combines characters that jq programs write as two escapes, `"\ud83d\ude00"`, because jaq does not support
//! this. An unpaired surrogate becomes U+FFFD, as in jq. Records the shifts, so that errors point at the
//! original text.

use std::borrow::Cow;

use super::CompileError;

/// An expression in which every escape is one character.
pub(super) struct Spelled<'a> {
    pub(super) text: Cow<'a, str>,
    /// Positions in the text, and by how many bytes the text from there on has shifted to the left.
    moved: Vec<(usize, usize)>,
}

/// The number of the four hexadecimal digits after `\u` at the start of `text`.
fn escaped_code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Bytes of one escape.
const ESCAPE: usize = 6;

impl<'a> Spelled<'a> {
    pub(super) fn new(expr: &'a str) -> Self {
        if !expr.contains("\\u") {
            return Self { text: expr.into(), moved: Vec::new() };
        }
        let mut out = String::with_capacity(expr.len());
        let mut moved = Vec::new();
        let mut gone = 0;
        let mut rest = expr;
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let (character, length) = match escaped_code_unit(rest) {
                Some(first @ 0xd800..=0xdbff) => match escaped_code_unit(&rest[ESCAPE..]) {
                    Some(second @ 0xdc00..=0xdfff) => {
                        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                        (char::from_u32(code), 2 * ESCAPE)
                    }
                    _ => (None, ESCAPE),
                },
                Some(0xdc00..=0xdfff) => (None, ESCAPE),
                // Any other escape is unchanged.
                _ => {
                    let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                    out.push_str(&rest[..length]);
                    rest = &rest[length..];
                    continue;
                }
            };
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            out.push(character);
            gone += length - character.len_utf8();
            moved.push((out.len(), gone));
            rest = &rest[length..];
        }
        out.push_str(rest);
        Self { text: out.into(), moved }
    }

    /// Converts the places of errors to places in the original text.
    pub(super) fn as_written(&self, mut errors: Vec<CompileError>) -> Vec<CompileError> {
        let back = |place: usize| {
            let moved = self.moved.iter().rev().find(|(from, _)| *from <= place);
            place + moved.map_or(0, |(_, bytes)| *bytes)
        };
        for error in &mut errors {
            (error.start, error.end) = (back(error.start), back(error.end));
        }
        errors
    }
}
