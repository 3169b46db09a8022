//! Parses YAML 1.2 and JSON into a [`Node`] tree with exact byte positions. Limits are checked before any
//! recursion.
//!
//! Towpath's own documents use [`parse`], external documents use [`lenient`]. This module knows no document
//! types.

mod build;
mod events;
mod json;
pub(crate) mod layout;
pub mod lenient;
mod number;
mod offsets;
mod pieces;
mod scalar;
mod snippets;
mod syntax;

use towpath_diagnostics::{Diagnostic, Span, codes, sort_and_deduplicate};

use crate::model::Node;

/// Limits and options for parsing a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Maximum length of the text, in bytes.
    pub source_bytes: usize,
    /// Maximum nesting of lists and mappings. A single scalar has depth 0. Use at most 128, because later
    /// stages recurse.
    pub depth: usize,
    /// Maximum number of values, without keys, with aliases expanded.
    pub values: usize,
    /// Maximum number of bytes that aliases may add. Each value counts as its text plus 64 bytes.
    pub alias_bytes: usize,
    /// Whether keys may be numbers and similar scalars, such as `200:` in external documents. Such a key is
    /// its source text.
    pub any_keys: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { source_bytes: 1 << 20, depth: 64, values: 100_000, alias_bytes: 4 << 20, any_keys: false }
    }
}

/// Parses one document. The tree is returned if the whole text could be parsed, even with errors such as a
/// duplicate key. Do not use a document that has an error.
pub fn parse(text: &str, limits: Limits) -> (Option<Node>, Vec<Diagnostic>) {
    let (node, mut diagnostics) = match refuse_unsafe_text(text, limits) {
        Some(diagnostic) => (None, vec![diagnostic]),
        None => read(text, limits),
    };
    sort_and_deduplicate(&mut diagnostics);
    (node, diagnostics)
}

fn read(text: &str, limits: Limits) -> (Option<Node>, Vec<Diagnostic>) {
    if !json::looks_like_json(text) {
        return events::read(text, limits);
    }
    // The YAML grammar refuses some JSON (tabs, surrogate pairs), so JSON has its own parser.
    match json::read_json(text, limits) {
        Ok(result) => result,
        Err(syntax) => match events::read(text, limits) {
            (None, _) if json::is_probably_json(text) => (None, vec![syntax]),
            other => other,
        },
    }
}

/// Refuses texts that no parser should get.
fn refuse_unsafe_text(text: &str, limits: Limits) -> Option<Diagnostic> {
    if text.len() > limits.source_bytes {
        let message =
            format!("this text is {} bytes long; at most {} are allowed", text.len(), limits.source_bytes);
        let help = "split it, or move data out of it";
        return Some(Diagnostic::error(codes::TP0102, message).at(Span::new(0, 0)).help(help));
    }
    let (at, character) = text.char_indices().find(|(_, character)| !is_printable(*character))?;
    let message = format!("YAML does not allow the character U+{:04X}", u32::from(character));
    let help = "delete it; inside double quotes it can be written as an escape, such as \"\\u0007\"";
    Some(Diagnostic::error(codes::TP0113, message).at(Span::new(at, at + character.len_utf8())).help(help))
}

/// YAML 1.2, production 1.
fn is_printable(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests;
