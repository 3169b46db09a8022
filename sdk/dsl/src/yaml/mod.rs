//! YAML 1.2 and JSON text into a [`Node`] tree with exact byte places, under caps that hold before anything recurses.
//!
//! Every document of Towpath is read by [`parse`]. What a document means never lives here.

mod build;
mod events;
mod json;
mod number;
mod offsets;
mod pieces;
mod scalar;
pub(crate) mod slips;
mod snippets;
mod syntax;

use towpath_diagnostics::{Diagnostic, Span, codes, sort_and_deduplicate};

use crate::model::Node;

/// What a text may cost, and what is put up with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest text, in bytes.
    pub source_bytes: usize,
    /// Deepest nesting of lists and mappings; what stands alone has depth 0. At most 128 is sensible: later stages recurse.
    pub depth: usize,
    /// Most values, keys not counted, aliases expanded.
    pub values: usize,
    /// Most bytes that aliases may add, each value counted as 64 bytes more than its text.
    pub alias_bytes: usize,
    /// Whether a key may be written as a number or the like, as `200:` is in documents that others wrote. It is read
    /// as the text it is written with.
    pub any_keys: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { source_bytes: 1 << 20, depth: 64, values: 100_000, alias_bytes: 4 << 20, any_keys: false }
    }
}

/// Reads one document. The tree is there whenever all of the text could be read, even when there are errors such as
/// a key defined twice; nothing that has an error may be used.
pub fn parse(text: &str, limits: Limits) -> (Option<Node>, Vec<Diagnostic>) {
    let (node, mut diagnostics) = match refuse(text, limits) {
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
    // YAML's own grammar refuses some JSON (tabs, surrogate pairs), so what is JSON is read as JSON.
    match json::read(text, limits) {
        Ok(result) => result,
        Err(syntax) => match events::read(text, limits) {
            (None, _) if json::is_meant_as_json(text) => (None, vec![syntax]),
            other => other,
        },
    }
}

/// What no parser should be given.
fn refuse(text: &str, limits: Limits) -> Option<Diagnostic> {
    if text.len() > limits.source_bytes {
        let message =
            format!("this text is {} bytes long; at most {} are allowed", text.len(), limits.source_bytes);
        let help = "split it, or move data out of it";
        return Some(Diagnostic::error(codes::TP0102, message).at(Span::new(0, 0)).help(help));
    }
    let (at, character) = text.char_indices().find(|(_, character)| !is_printable(*character))?;
    let message = format!("the character U+{:04X} cannot be in a document", u32::from(character));
    let help = "delete it; inside double quotes it can be written as an escape, such as \"\\u0007\"";
    Some(Diagnostic::error(codes::TP0113, message).at(Span::new(at, at + character.len_utf8())).help(help))
}

/// YAML 1.2, production 1.
fn is_printable(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests;
