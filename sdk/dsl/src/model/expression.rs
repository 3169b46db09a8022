//! Runtime expressions (jq text) and the values that may contain them. The runner compiles and evaluates
//! them.

use std::sync::Arc;

use towpath_diagnostics::Span;

use super::{
    Node, NodeKind, Piece,
    node::{self, escape},
};

/// One jq expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// The jq text, without `${` and `}`.
    pub jq: String,
    /// Its place: exactly the jq text if it could be traced through escapes and line breaks, otherwise the
    /// whole text value.
    pub span: Span,
    /// Whether byte `n` of `jq` is at byte `span.start + n` of the source.
    pub exact: bool,
    /// JSON pointer of the text value that holds it, `/do/0/check/if`.
    pub pointer: String,
    /// For a text with escapes or line breaks: its pieces, and the offset of the jq text in it.
    pieces: Option<(Arc<[Piece]>, usize)>,
}

/// A literal value, or an expression that computes it.
#[derive(Debug, Clone, PartialEq)]
pub enum OrExpression<T> {
    /// A literal value.
    Literal(T),
    /// An expression.
    Expression(Expression),
}

/// A free-form value. Every text in it of the form `${ … }` is an expression; everything else is literal.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// The value as written.
    pub node: Node,
    /// JSON pointer of the value in the document.
    pub pointer: String,
}

/// The value of `from`, `as` and `set`: one expression, or a value with expressions inside.
#[derive(Debug, Clone, PartialEq)]
pub enum Transform {
    /// One expression.
    Expression(Expression),
    /// A mapping or another value that may hold expressions.
    Template(Template),
}

/// The jq text of a value of the form `${ … }`, with optional spaces around it.
pub fn expression(text: &str) -> Option<&str> {
    text.trim().strip_prefix("${")?.strip_suffix('}').map(str::trim)
}

impl Expression {
    /// The expression of a key that always holds one (`when if in from as while …`), with or without
    /// `${ … }`.
    pub fn always(node: &Node, pointer: impl Into<String>) -> Option<Self> {
        let text = node.as_str()?;
        Some(Self::within(node, text, expression(text).unwrap_or(text.trim()), pointer.into()))
    }

    /// The expression in a text of the form `${ … }`.
    pub fn strict(node: &Node, pointer: impl Into<String>) -> Option<Self> {
        let text = node.as_str()?;
        Some(Self::within(node, text, expression(text)?, pointer.into()))
    }

    /// An expression that is in no definition, with or without `${ … }`. Its places are those in `text`.
    pub fn alone(text: &str, pointer: impl Into<String>) -> Self {
        let jq = expression(text).unwrap_or(text.trim());
        let offset = (jq.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let span = Span::new(offset, offset + jq.len());
        Self { jq: jq.to_owned(), span, exact: true, pointer: pointer.into(), pieces: None }
    }

    /// `jq` must be a slice of `text`, and `text` the text of `node`.
    fn within(node: &Node, text: &str, jq: &str, pointer: String) -> Self {
        let offset = (jq.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let span = node.locate(offset, offset + jq.len()).unwrap_or(node.span);
        let pieces = node.pieces.clone().map(|pieces| (pieces, offset));
        Self { jq: jq.to_owned(), span, exact: node.verbatim.is_some(), pointer, pieces }
    }

    /// The place in the source of bytes `start..end` of [`jq`](Self::jq), or the whole text value if that is
    /// not known.
    pub fn locate(&self, start: usize, end: usize) -> Span {
        let floor = |at: usize| {
            (0..=at.min(self.jq.len())).rev().find(|at| self.jq.is_char_boundary(*at)).unwrap_or(0)
        };
        let (start, end) = (floor(start), floor(end));
        match &self.pieces {
            _ if self.exact => Span::new(self.span.start + start, self.span.start + end),
            Some((pieces, offset)) => {
                node::locate_in_pieces(pieces, offset + start, offset + end).unwrap_or(self.span)
            }
            None => self.span,
        }
    }
}

impl Template {
    /// Every expression inside, in source order.
    pub fn expressions(&self) -> Vec<Expression> {
        let mut found = Vec::new();
        collect_expressions(&self.node, &self.pointer, &mut found);
        found
    }
}

/// The depth is bounded, because the YAML parser limits nesting.
fn collect_expressions(node: &Node, pointer: &str, found: &mut Vec<Expression>) {
    match &node.kind {
        NodeKind::String(_) => found.extend(Expression::strict(node, pointer)),
        NodeKind::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_expressions(item, &format!("{pointer}/{index}"), found);
            }
        }
        NodeKind::Object(entries) => {
            for (key, value) in entries {
                collect_expressions(value, &format!("{pointer}/{}", escape(&key.value)), found);
            }
        }
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) => {}
    }
}
