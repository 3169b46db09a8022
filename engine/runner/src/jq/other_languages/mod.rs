//! Translates words and operators of other languages in an invalid expression to jq: `AND`, `===`, `<>`,
//! `IS NULL`, `LIKE`, `BETWEEN`, `IN (…)`, `IF(…)`, `.startsWith(…)`.
//!
//! The text is split into tokens and rewritten step by step. The caller checks whether the result is valid.

mod rules;

use std::ops::Range;

use towpath_dsl::lookalike;

/// A translated expression.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Translated {
    /// The whole expression.
    pub(crate) jq: String,
    /// The place of the first foreign word.
    pub(crate) place: Range<usize>,
    /// The message.
    pub(crate) message: String,
}

/// Maximum number of rewrites of one expression.
const MAX_REWRITES: usize = 40;

/// Maximum length of an expression that is translated, in bytes. People write such expressions by hand.
const MAX_LENGTH: usize = 1_000;

/// The expression in jq, if it has words of another language.
pub(crate) fn translate_to_jq(code: &str) -> Option<Translated> {
    if code.len() > MAX_LENGTH {
        return None;
    }
    let mut first = None;
    let mut text = code.to_owned();
    for _ in 0..MAX_REWRITES {
        let pieces = cut(&text);
        let found =
            (0..pieces.len()).find_map(|at| rules::RULES.iter().find_map(|rule| rule(&text, &pieces, at)));
        let Some(change) = found else { break };
        // Only the first place is kept, because later ones refer to the rewritten text.
        if first.is_none() {
            first = Some((pieces[change.foreign].place.clone(), change.message));
        }
        text.replace_range(change.place, &change.written);
    }
    let (place, message) = first?;
    Some(Translated { jq: text, place, message })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Text,
    /// `.a.b[0]`, `$input.x`.
    Path,
    Open,
    Close,
    Sign,
}

#[derive(Debug, Clone)]
struct Piece {
    kind: Kind,
    place: Range<usize>,
}

/// One rewrite.
struct Change {
    /// The foreign token.
    foreign: usize,
    message: String,
    place: Range<usize>,
    written: String,
}

type Rule = fn(&str, &[Piece], usize) -> Option<Change>;

fn cut(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let (kind, length) = match next_piece(&text[at..], first) {
            Some(found) => found,
            None => {
                at += first.len_utf8();
                continue;
            }
        };
        pieces.push(Piece { kind, place: at..at + length });
        at += length;
    }
    pieces
}

/// The token at the start of `text`. `None` for a space.
fn next_piece(text: &str, first: char) -> Option<(Kind, usize)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let run = |is: &dyn Fn(char) -> bool| text.find(|c| !is(c)).unwrap_or(text.len());
    Some(match first {
        c if c.is_whitespace() && !lookalike::is_space(c) => return None,
        '"' | '\'' | '\u{201c}' | '\u{201e}' | '\u{2018}' | '\u{2019}' | '\u{201d}' => {
            (Kind::Text, length_of_quotes(text, first))
        }
        '.' | '$' if text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "_\"[".contains(c)) => {
            (Kind::Path, length_of_path(text))
        }
        '.' => (Kind::Path, 1),
        '(' | '[' | '{' => (Kind::Open, 1),
        ')' | ']' | '}' => (Kind::Close, 1),
        c if c.is_ascii_digit() => (Kind::Number, run(&|c| c.is_ascii_digit() || c == '.')),
        c if is_name(c) => (Kind::Word, run(&is_name)),
        c if "=<>!&|".contains(c) => (Kind::Sign, run(&|c| "=<>!&|".contains(c))),
        c => (Kind::Sign, c.len_utf8()),
    })
}

/// The length of a text with any kind of quotes.
fn length_of_quotes(text: &str, open: char) -> usize {
    let is_close = |c: char| match open {
        '"' => c == '"',
        '\'' => c == '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' => "\u{201c}\u{201d}".contains(c),
        _ => c == '\u{2019}',
    };
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if !is_escaped && is_close(c) {
            return at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}

/// The length of a path.
fn length_of_path(text: &str) -> usize {
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        at += match next {
            '[' => match text[at..].find(']') {
                Some(close) => close + 1,
                None => return at,
            },
            '"' if text[..at].ends_with('.') => length_of_quotes(&text[at..], '"'),
            c if c.is_ascii_alphanumeric() || "._$".contains(c) => 1,
            _ => return at,
        };
    }
    at
}

/// jq keywords after which a condition begins or ends.
const KEYWORDS: &[&str] = &["and", "or", "if", "then", "else", "elif", "end"];

fn written<'a>(text: &'a str, piece: &Piece) -> &'a str {
    &text[piece.place.clone()]
}

fn lower(text: &str, pieces: &[Piece], at: usize) -> Option<String> {
    let piece = pieces.get(at).filter(|piece| piece.kind == Kind::Word)?;
    Some(text[piece.place.clone()].to_ascii_lowercase())
}

fn is_word(text: &str, pieces: &[Piece], at: usize, word: &str) -> bool {
    lower(text, pieces, at).is_some_and(|found| found == word)
}

/// The first token of the value that ends before a token.
fn start_of_value_before(text: &str, pieces: &[Piece], at: usize) -> Option<usize> {
    let last = at.checked_sub(1)?;
    match pieces[last].kind {
        Kind::Path | Kind::Text | Kind::Number => Some(last),
        Kind::Close => {
            let mut depth = 0_usize;
            let open = (0..=last).rev().find(|place| {
                match pieces[*place].kind {
                    Kind::Close => depth += 1,
                    Kind::Open => depth -= 1,
                    _ => {}
                }
                depth == 0
            })?;
            let is_call = open > 0
                && pieces[open - 1].kind == Kind::Word
                && pieces[open - 1].place.end == pieces[open].place.start
                && lower(text, pieces, open - 1).is_some();
            Some(if is_call { open - 1 } else { open })
        }
        _ => None,
    }
}

/// The last token of the value that begins at a token.
fn end_of_value_after(pieces: &[Piece], at: usize) -> Option<usize> {
    match pieces.get(at)?.kind {
        Kind::Path | Kind::Text | Kind::Number => Some(at),
        Kind::Word if pieces.get(at + 1).is_some_and(|next| next.kind == Kind::Open) => {
            closing(pieces, at + 1)
        }
        Kind::Word => Some(at),
        Kind::Open => closing(pieces, at),
        Kind::Close | Kind::Sign => None,
    }
}

fn closing(pieces: &[Piece], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    (open..pieces.len()).find(|place| {
        match pieces[*place].kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })
}

fn span(pieces: &[Piece], first: usize, last: usize) -> Range<usize> {
    pieces[first].place.start..pieces[last].place.end
}

fn foreign(word: &str, instead: &str) -> String {
    format!("jq does not have `{word}`; use {instead}")
}

#[cfg(test)]
mod tests;
