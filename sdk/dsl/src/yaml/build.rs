//! Builds a tree from values in source order. There is no recursion: open lists and mappings are a stack.

use std::collections::BTreeMap;

use towpath_diagnostics::{Diagnostic, Span, codes};

use super::Limits;
use crate::{
    model::{Node, NodeKind, Spanned},
    problems::Problems,
    words::quote,
};

/// A tree under construction, with the problems found so far.
pub(super) struct Builder {
    limits: Limits,
    open: Vec<Open>,
    root: Option<Node>,
    values: usize,
    pub(super) problems: Problems,
}

/// A list or a mapping that is not closed yet.
struct Open {
    start: usize,
    /// Its anchor; 0 for none.
    anchor: usize,
    content: Content,
}

enum Content {
    Array(Vec<Node>),
    Object { entries: Vec<(Spanned<String>, Node)>, places: BTreeMap<String, Span>, key: Option<Key> },
}

/// A key that waits for its value.
struct Key {
    name: Spanned<String>,
    /// The key is a duplicate or not allowed. Its value is read and dropped.
    dropped: bool,
}

/// The text cannot be read further.
pub(super) struct Stop;

impl Builder {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, open: Vec::new(), root: None, values: 0, problems: Problems::default() }
    }

    /// The tree, if any, and the problems.
    pub(super) fn finish(self) -> (Option<Node>, Vec<Diagnostic>) {
        (self.root, self.problems.into_diagnostics())
    }

    /// Whether the next scalar is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Object { key: None, .. }, .. }))
    }

    /// The start of the innermost open list or mapping.
    pub(super) fn start(&self) -> Option<usize> {
        self.open.last().map(|open| open.start)
    }

    /// The number of open lists and mappings.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Opens a list or a mapping with this first character.
    pub(super) fn open(&mut self, is_object: bool, first: Span, anchor: usize) -> Result<(), Stop> {
        self.check_depth(self.open.len() + 1, first)?;
        let content = if is_object {
            Content::Object { entries: Vec::new(), places: BTreeMap::new(), key: None }
        } else {
            Content::Array(Vec::new())
        };
        self.open.push(Open { start: first.start, anchor, content });
        Ok(())
    }

    /// Closes the innermost list or mapping and returns it as a node. `None` if nothing is open.
    pub(super) fn close(&mut self, end: Option<usize>) -> Option<(usize, Node)> {
        let Open { start, anchor, content } = self.open.pop()?;
        let (last, kind) = match content {
            Content::Array(items) => (items.last().map(|item| item.span.end), NodeKind::Array(items)),
            Content::Object { entries, .. } => (
                entries.last().map(|(key, value)| value.span.end.max(key.span.end)),
                NodeKind::Object(entries),
            ),
        };
        // A block ends with its last value, because the scanner's end is the start of the next token.
        let end = end.or(last).unwrap_or(start);
        Some((anchor, Node::new(kind, Span::new(start, end))))
    }

    /// Adds a key. A duplicate is an error that names both places; the first one is kept.
    pub(super) fn key(&mut self, name: Spanned<String>) {
        let Some(Open { content: Content::Object { places, key, .. }, .. }) = self.open.last_mut() else {
            return;
        };
        let first = places.get(&name.value).copied();
        match first {
            Some(first) => {
                let message = format!("the key {} is already defined in this mapping", quote(&name.value));
                let diagnostic = Diagnostic::error(codes::TP0105, message)
                    .at(name.span)
                    .related(first, "first defined here")
                    .help("keep one of them, or give it another name");
                self.problems.report(diagnostic);
            }
            None => {
                places.insert(name.value.clone(), name.span);
            }
        }
        *key = Some(Key { name, dropped: first.is_some() });
    }

    /// Adds an invalid key, which is already reported. Its value is read and dropped.
    pub(super) fn bad_key(&mut self, span: Span) {
        if let Some(Open { content: Content::Object { key, .. }, .. }) = self.open.last_mut() {
            *key = Some(Key { name: Spanned::new(String::new(), span), dropped: true });
        }
    }

    /// Adds a complete value.
    pub(super) fn value(&mut self, node: Node) -> Result<(), Stop> {
        self.count(1, node.span)?;
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::Array(items)) => items.push(node),
            Some(Content::Object { entries, key, .. }) => {
                if let Some(Key { name, dropped: false }) = key.take() {
                    entries.push((name, node));
                }
            }
        }
        Ok(())
    }

    /// Counts values that are added without [`Self::value`]: those inside aliases.
    pub(super) fn count(&mut self, values: usize, span: Span) -> Result<(), Stop> {
        self.values = self.values.saturating_add(values);
        if self.values <= self.limits.values {
            return Ok(());
        }
        let message = format!("there are more than {} values in this text", self.limits.values);
        self.problems.report(Diagnostic::error(codes::TP0114, message).at(span).help("move data out of it"));
        Err(Stop)
    }

    /// Refuses nesting that is too deep.
    pub(super) fn check_depth(&mut self, depth: usize, span: Span) -> Result<(), Stop> {
        if depth <= self.limits.depth {
            return Ok(());
        }
        let message = format!("lists and mappings are nested more than {} levels deep", self.limits.depth);
        let help = "move the inner parts into their own tasks or data";
        self.problems.report(Diagnostic::error(codes::TP0103, message).at(span).help(help));
        Err(Stop)
    }
}
