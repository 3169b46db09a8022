//! Maps each part of a string back to its place in the source, through escapes, quotes and line breaks.
//!
//! It compares character by character. On a mismatch it returns no places.

use std::sync::Arc;

use saphyr_parser::ScalarStyle;
use towpath_diagnostics::Span;

use crate::model::Piece;

/// The places of the parts of `value`, which the scanner read from `span` of the source.
pub(super) fn places_of_pieces(
    source: &str,
    span: Span,
    style: ScalarStyle,
    value: &str,
) -> Option<Arc<[Piece]>> {
    let quotes = usize::from(matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
    // The line breaks at the end of a block belong to the value, but not to its span.
    let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    let end = if is_block { source.len() } else { span.end.checked_sub(quotes)? };
    let raw = source.get(span.start + quotes..end)?;
    let line = source[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let mut follower = Follower {
        raw,
        base: span.start + quotes,
        at: 0,
        style,
        indent: source[line..span.start].len(),
        pieces: Vec::new(),
    };
    let mut text = 0;
    while text < value.len() {
        text += follower.step(text, &value[text..])?;
    }
    Some(follower.pieces.into())
}

struct Follower<'a> {
    raw: &'a str,
    /// The start of `raw` in the source.
    base: usize,
    /// The position in `raw`.
    at: usize,
    style: ScalarStyle,
    /// The indentation of the block.
    indent: usize,
    pieces: Vec<Piece>,
}

impl Follower<'_> {
    /// Follows the next part of the value, which begins at `text`, and returns its length.
    fn step(&mut self, text: usize, value: &str) -> Option<usize> {
        let rest = self.raw.get(self.at..)?;
        if let Some((length, skipped)) = self.fold(rest, value) {
            self.take(text, length, skipped, false);
            return Some(length);
        }
        let next = value.chars().next()?;
        match self.style {
            ScalarStyle::DoubleQuoted if rest.starts_with('\\') => {
                let Some(escape) = escape_length(rest) else {
                    // An escaped line break adds nothing to the value.
                    let line = rest[1..].trim_start_matches([' ', '\t', '\r', '\n']);
                    self.at += rest.len() - line.len();
                    return Some(0);
                };
                self.take(text, next.len_utf8(), escape, false);
            }
            ScalarStyle::SingleQuoted if rest.starts_with("''") && next == '\'' => {
                self.take(text, 1, 2, false);
            }
            ScalarStyle::Literal | ScalarStyle::Folded if next == '\n' => {
                let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
                let indent = line.bytes().take(self.indent).take_while(|byte| *byte == b' ').count();
                self.take(text, 1, rest.len() - line.len() + indent, false);
            }
            _ if rest.starts_with(next) => self.take(text, next.len_utf8(), next.len_utf8(), true),
            _ => return None,
        }
        Some(next.len_utf8())
    }

    /// Folded line breaks: their lengths in the value and in the source.
    fn fold(&self, rest: &str, value: &str) -> Option<(usize, usize)> {
        if self.style == ScalarStyle::Literal {
            return None;
        }
        let after = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let skipped = rest.len() - after.len();
        let breaks = rest[..skipped].matches('\n').count();
        let folded = match breaks {
            0 => return None,
            1 => " ".to_owned(),
            more => "\n".repeat(more - 1),
        };
        let left = value.strip_prefix(folded.as_str())?;
        let agrees = left.is_empty() || after.chars().next() == left.chars().next() || self.is_quoted();
        agrees.then_some((folded.len(), skipped))
    }

    fn is_quoted(&self) -> bool {
        matches!(self.style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
    }

    fn take(&mut self, text: usize, length: usize, in_source: usize, is_verbatim: bool) {
        let start = self.base + self.at;
        self.at += in_source;
        let end = start + in_source;
        match self.pieces.last_mut() {
            Some(last) if last.is_verbatim && is_verbatim && last.end == start => last.end = end,
            _ if length > 0 => self.pieces.push(Piece { text, start, end, is_verbatim }),
            _ => {}
        }
    }
}

/// The length of the escape at the beginning. `None` for an escaped line break.
fn escape_length(text: &str) -> Option<usize> {
    let length = match text.as_bytes().get(1)? {
        b'\n' | b'\r' => return None,
        b'x' => 4,
        // A surrogate pair: two escapes for one character.
        b'u' if text.as_bytes().get(6..8) == Some(b"\\u") && is_first_half(text.get(2..6)?) => 12,
        b'u' => 6,
        b'U' => 10,
        _ => 1 + text[1..].chars().next()?.len_utf8(),
    };
    Some(length)
}

fn is_first_half(digits: &str) -> bool {
    u16::from_str_radix(digits, 16).is_ok_and(|unit| (0xD800..0xDC00).contains(&unit))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_diagnostics::Span;

    use crate::yaml::{Limits, parse};

    /// Every word in the value of `a` has its correct place in the source.
    #[test]
    fn words_have_their_places() {
        let sources = [
            "a: |\n  one two\n  three\n\n  four\n",
            "a: |\n  one\n    two\n  three\n",
            "a: >\n  one two\n  three\n\n  four\n",
            "a: >-\n  one\n    two\n  three\n",
            "a: one two\n  three\n\n  four\nb: 1\n",
            "a: \"one \\\"two\\\" \\u00e9 three\\n four\"\n",
            "a: \"one\n  two \\\n  three\"\n",
            "a: 'one ''two'' three'\n",
            "a: 'one\n  two\n\n  three'\n",
            "a: |\r\n  one\r\n  two\r\n",
            "{\"a\": \"one \\\"two\\\" \\ud83d\\ude00 three\"}",
        ];
        for source in sources {
            let (node, found) = parse(source, Limits::default());
            assert!(found.is_empty(), "{source}: {found:?}");
            let node = node.unwrap();
            let node = node.get("a").unwrap();
            let text = node.as_str().unwrap();
            for word in ["one", "two", "three", "four"] {
                let (Some(at), Some(expected)) = (text.find(word), source.find(word)) else { continue };
                let expected = Span::new(expected, expected + word.len());
                assert_eq!(node.locate(at, at + word.len()), Some(expected), "{word} of {source:?}");
            }
        }
    }

    #[test]
    fn escapes_are_marked_whole() {
        let source = r#"a: "x \"y\" z""#;
        let node = parse(source, Limits::default()).0.unwrap();
        let span = node.get("a").unwrap().locate(2, 5).unwrap();
        assert_eq!(&source[span.start..span.end], r#"\"y\""#);
    }
}
