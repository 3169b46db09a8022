//! JSON: parsed by `serde_json`. The addresses of its borrowed slices give the places.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use towpath_diagnostics::{Diagnostic, Span, codes};

use super::{
    Limits,
    build::{Builder, Stop},
    number,
};
use crate::model::{Node, NodeKind, Spanned};

/// Whether the text may be JSON. YAML can begin the same way.
pub(super) fn looks_like_json(text: &str) -> bool {
    body(text).starts_with(['{', '['])
}

/// Whether the text is clearly intended as JSON.
pub(super) fn is_probably_json(text: &str) -> bool {
    let inside = body(text).trim_start_matches(['{', '[']).trim_start();
    looks_like_json(text) && inside.starts_with(['"', '}', ']'])
}

fn body(text: &str) -> &str {
    text.trim_start_matches('\u{FEFF}').trim_start()
}

/// Reads JSON. `Err` is the reason why the text is not JSON.
pub(super) fn read_json(text: &str, limits: Limits) -> Result<(Option<Node>, Vec<Diagnostic>), Diagnostic> {
    let text_without_mark = text.trim_start_matches('\u{FEFF}');
    let start = text.len() - text_without_mark.len();
    // This validates the JSON, without recursion.
    let raw: &RawValue =
        serde_json::from_str(text_without_mark).map_err(|error| explain(text, start, &error))?;
    let mut reader = Reader { text, builder: Builder::new(limits) };
    let read = reader.value(raw);
    let (root, diagnostics) = reader.builder.finish();
    Ok((root.filter(|_| read.is_ok()), diagnostics))
}

fn explain(text: &str, start: usize, error: &serde_json::Error) -> Diagnostic {
    let line =
        text[start..].split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    // The column counts bytes from 1; 0 is the line break before.
    let mut at = (start + line + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    Diagnostic::error(codes::TP0101, format!("this is not valid JSON: {said}")).at(Span::new(at, end))
}

struct Reader<'a> {
    text: &'a str,
    builder: Builder,
}

impl<'a> Reader<'a> {
    /// The recursion is bounded, because the builder refuses nesting that is too deep.
    fn value(&mut self, raw: &'a RawValue) -> Result<(), Stop> {
        let source = raw.get();
        let span = self.span(source);
        let first = Span::new(span.start, span.start + 1);
        match source.as_bytes().first() {
            Some(b'[') => {
                let Items(items) = self.parse(source)?;
                self.builder.open(false, first, 0)?;
                items.into_iter().try_for_each(|item| self.value(item))?;
                self.close(span)
            }
            Some(b'{') => {
                let Entries(entries) = self.parse(source)?;
                self.builder.open(true, first, 0)?;
                for (key, value) in entries {
                    let span = self.span(key.get());
                    match serde_json::from_str(key.get()) {
                        Ok(name) => self.builder.key(Spanned::new(name, span)),
                        Err(_) => {
                            self.not_text(span);
                            self.builder.bad_key(span);
                        }
                    }
                    self.value(value)?;
                }
                self.close(span)
            }
            _ => {
                let node = self.scalar(source, span);
                self.builder.value(node)
            }
        }
    }

    fn close(&mut self, span: Span) -> Result<(), Stop> {
        let (_, node) = self.builder.close(Some(span.end)).ok_or(Stop)?;
        self.builder.value(node)
    }

    fn scalar(&mut self, source: &str, span: Span) -> Node {
        let kind = match source.as_bytes().first() {
            Some(b'n') => Ok(NodeKind::Null),
            Some(b't') => Ok(NodeKind::Bool(true)),
            Some(b'f') => Ok(NodeKind::Bool(false)),
            Some(b'"') => return self.string(source, span),
            _ if source.contains(['.', 'e', 'E']) => number::decimal_float(source, span),
            _ => number::decimal_integer(source, span),
        };
        let kind = kind.unwrap_or_else(|diagnostic| {
            self.builder.problems.report(diagnostic);
            NodeKind::Null
        });
        Node::new(kind, span)
    }

    fn string(&mut self, source: &str, span: Span) -> Node {
        let text = serde_json::from_str(source).unwrap_or_else(|_| {
            self.not_text(span);
            String::new()
        });
        let verbatim = (source.get(1..source.len() - 1) == Some(&text)).then_some(span.start + 1);
        let pieces = match verbatim {
            Some(_) => None,
            None => super::pieces::places_of_pieces(
                self.text,
                span,
                saphyr_parser::ScalarStyle::DoubleQuoted,
                &text,
            ),
        };
        Node { kind: NodeKind::String(text), span, verbatim, pieces }
    }

    /// An invalid escape is found only when a string is decoded.
    fn not_text(&mut self, span: Span) {
        let message = "this text has an escape that is not a character";
        let help = "characters above U+FFFF are written as two escapes, such as \"\\ud83d\\ude00\"";
        self.builder.problems.report(Diagnostic::error(codes::TP0101, message).at(span).help(help));
    }

    /// Parses text that is already validated. An unexpected error stops the parser instead of panicking.
    fn parse<T: Deserialize<'a>>(&mut self, source: &'a str) -> Result<T, Stop> {
        serde_json::from_str(source).map_err(|error| {
            let diagnostic = explain(self.text, self.span(source).start, &error);
            self.builder.problems.report(diagnostic);
            Stop
        })
    }

    /// The place of `piece`, which must be a slice of the text.
    fn span(&self, piece: &str) -> Span {
        let start = (piece.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Span::new(start, start + piece.len())
    }
}

/// The items of a list, not parsed yet.
pub(super) struct Items<'a>(pub(super) Vec<&'a RawValue>);

/// The entries of a mapping, not parsed yet, possibly with duplicate keys.
pub(super) struct Entries<'a>(pub(super) Vec<(&'a RawValue, &'a RawValue)>);

impl<'a> Deserialize<'a> for Items<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'a> Visitor<'a> for Collect {
            type Value = Items<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'a>>(self, mut access: A) -> Result<Items<'a>, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = access.next_element()? {
                    items.push(item);
                }
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(Collect)
    }
}

impl<'a> Deserialize<'a> for Entries<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'a> Visitor<'a> for Collect {
            type Value = Entries<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_map<A: MapAccess<'a>>(self, mut access: A) -> Result<Entries<'a>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = access.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
