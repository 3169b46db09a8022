//! A JSON-like tree in which every part has its place in the source text.
//!
//! Every document (workflow, policy, integration, configuration) is parsed into this tree first.

use std::sync::Arc;

use serde_json::{Map, Number, Value};
use towpath_diagnostics::Span;

use super::Spanned;

/// One value of a document with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub kind: NodeKind,
    /// Its place, including quotes and brackets.
    pub span: Span,
    /// For strings that are in the text character by character (plain or quoted, on one line and without
    /// escapes): the byte of the first character. It gives places inside the string.
    pub verbatim: Option<usize>,
    /// For other strings that could be traced in the text (several lines, escapes): the place of each part of
    /// the string, in order and without gaps.
    pub pieces: Option<Arc<[Piece]>>,
}

/// A part of a string and its place: a sequence of unchanged characters, or one escape or line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The first byte of the part in the string.
    pub text: usize,
    /// Its first byte in the source.
    pub start: usize,
    /// One past its last byte in the source.
    pub end: usize,
    /// Whether the characters are the same in the source.
    pub is_verbatim: bool,
}

/// The value of a [`Node`].
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of at most 64 bits.
    Int(i64),
    /// A number with a fraction or an exponent; always finite.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// A mapping in source order, without duplicate keys.
    Object(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// A value at a place.
    pub fn new(kind: NodeKind, span: Span) -> Self {
        Self { kind, span, verbatim: None, pieces: None }
    }

    /// The place in the source of bytes `start..end` of this string. `None` if it is not known.
    pub fn locate(&self, start: usize, end: usize) -> Option<Span> {
        match (self.verbatim, &self.pieces) {
            (Some(at), _) => Some(Span::new(at + start, at + end)),
            (None, Some(pieces)) => locate_in_pieces(pieces, start, end),
            (None, None) => None,
        }
    }

    /// The type of this value in messages: "a text", "a list".
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "nothing (null)",
            NodeKind::Bool(_) => "a boolean",
            NodeKind::Int(_) => "a whole number",
            NodeKind::Float(_) => "a number",
            NodeKind::String(_) => "a text",
            NodeKind::Array(_) => "a list",
            NodeKind::Object(_) => "a mapping",
        }
    }

    /// The text, if it is a text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, if this is a mapping.
    pub fn as_object(&self) -> Option<&[(Spanned<String>, Node)]> {
        match &self.kind {
            NodeKind::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of `key`, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// The value at a JSON pointer (RFC 6901); the empty pointer is this node itself.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, token| match &node.kind {
            NodeKind::Array(items) => items.get(array_index(token)?),
            NodeKind::Object(_) => node.get(&unescape(token)),
            _ => None,
        })
    }

    /// The same value without places.
    pub fn to_json(&self) -> Value {
        match &self.kind {
            NodeKind::Null => Value::Null,
            NodeKind::Bool(value) => Value::Bool(*value),
            NodeKind::Int(value) => Value::Number((*value).into()),
            NodeKind::Float(value) => Number::from_f64(*value).map_or(Value::Null, Value::Number),
            NodeKind::String(text) => Value::String(text.clone()),
            NodeKind::Array(items) => Value::Array(items.iter().map(Node::to_json).collect()),
            NodeKind::Object(entries) => {
                let entries = entries.iter().map(|(key, value)| (key.value.clone(), value.to_json()));
                Value::Object(entries.collect::<Map<_, _>>())
            }
        }
    }
}

/// The place in the source of bytes `start..end` of a string that consists of these pieces.
pub(crate) fn locate_in_pieces(pieces: &[Piece], start: usize, end: usize) -> Option<Span> {
    let piece = |at: usize| pieces[..pieces.partition_point(|piece| piece.text <= at)].last();
    let place = |at: usize| {
        let piece = piece(at)?;
        Some(if piece.is_verbatim { (piece.start + (at - piece.text)).min(piece.end) } else { piece.start })
    };
    let first = place(start)?;
    let last = match end.checked_sub(1).filter(|last| *last >= start) {
        Some(last) if piece(last)?.is_verbatim => place(last)? + 1,
        Some(last) => piece(last)?.end,
        None => first,
    };
    Some(Span::new(first, last))
}

/// Escapes `token` for a JSON pointer (`~` is `~0`, `/` is `~1`).
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

fn array_index(token: &str) -> Option<usize> {
    let canonical =
        token == "0" || !token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit());
    canonical.then(|| token.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Node {
        Node::new(NodeKind::String(value.to_owned()), Span::default())
    }

    #[test]
    fn pointers_find_nodes() {
        let key = |name: &str| Spanned::new(name.to_owned(), Span::default());
        let list = Node::new(NodeKind::Array(vec![text("zero"), text("one")]), Span::default());
        let root = Node::new(NodeKind::Object(vec![(key("a/b~c"), list)]), Span::default());
        let found = |pointer: &str| root.pointer(pointer).and_then(Node::as_str);
        assert_eq!(found("/a~1b~0c/1"), Some("one"));
        assert_eq!(found(&format!("/{}/0", escape("a/b~c"))), Some("zero"));
        for missing in ["/a~1b~0c/2", "/a~1b~0c/01", "/a~1b~0c/+1", "/a~1b~0c/", "a", "/x"] {
            assert_eq!(found(missing), None, "{missing}");
        }
        assert_eq!(root.pointer(""), Some(&root));
    }
}
