//! Rewrites syntax that jq's grammar has and jaq's parser lacks, token by token.
//!
//! `A ?// B` between patterns becomes one list of patterns that begins with [`ALTERNATIVES`]. `{$a: B}` in a
//! pattern becomes `{$a, a: B}`. The source of `reduce` and `foreach` gets brackets, because it may be more
//! than a term. `.5` becomes one number. Brackets are also added where jq's precedence differs from jaq's.
//! Inserted words have no place in the text, and no error points at them.

use jaq_core::load::lex::{StrPart, Tok, Token};

use super::precedence;

type Tokens<'s> = Vec<Token<&'s str>>;

/// The variable at the start of a list of alternative patterns. Its name is not valid in source text.
pub(super) const ALTERNATIVES: &str = "$?//";

/// Rewrites the tokens of `code`.
pub(super) fn rewrite_tokens<'s>(code: &'s str, tokens: Tokens<'s>) -> Tokens<'s> {
    let tokens = tokens.into_iter().map(|token| rewrite_inside_token(code, token)).collect();
    let tokens = bracket_fold_sources(rewrite_patterns(join_fractions(code, tokens)));
    precedence::group_by_precedence(tokens)
}

/// Rewrites the tokens inside a token.
fn rewrite_inside_token<'s>(code: &'s str, Token(text, tok): Token<&'s str>) -> Token<&'s str> {
    let tok = match tok {
        Tok::Block(tokens) => Tok::Block(rewrite_tokens(code, tokens)),
        Tok::Str(parts) => {
            let parts = parts.into_iter().map(|part| match part {
                StrPart::Term(token) => StrPart::Term(rewrite_inside_token(code, token)),
                other => other,
            });
            Tok::Str(parts.collect())
        }
        other => other,
    };
    Token(text, tok)
}

pub(super) fn symbol(text: &'static str) -> Token<&'static str> {
    Token(text, Tok::Sym)
}

/// `(…)` around tokens.
pub(super) fn bracketed_tokens(mut tokens: Tokens<'_>) -> Token<&str> {
    tokens.push(symbol(")"));
    Token("(", Tok::Block(tokens))
}

/// Joins a point and the digits directly after it.
fn join_fractions<'s>(code: &'s str, tokens: Tokens<'s>) -> Tokens<'s> {
    let mut joined: Tokens<'s> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let point = joined.last().is_some_and(|last| last.0 == "." && matches!(last.1, Tok::Sym));
        if point
            && matches!(token.1, Tok::Num)
            && let Some(last) = joined.last_mut()
            && last.0.as_bytes().as_ptr_range().end == token.0.as_ptr()
        {
            let start = last.0.as_ptr() as usize - code.as_ptr() as usize;
            if let Some(number) = code.get(start..start + 1 + token.0.len()) {
                *last = Token(number, Tok::Num);
                continue;
            }
        }
        joined.push(token);
    }
    joined
}

fn is_pattern(token: &Token<&str>) -> bool {
    match &token.1 {
        Tok::Var => true,
        Tok::Block(_) => token.0.starts_with(['[', '{']),
        _ => false,
    }
}

fn is_word(token: &Token<&str>, word: &str) -> bool {
    token.0 == word && matches!(token.1, Tok::Word)
}

/// Rewrites the patterns after `as`.
fn rewrite_patterns(tokens: Tokens<'_>) -> Tokens<'_> {
    let mut tokens = tokens.into_iter().peekable();
    let mut out = Vec::with_capacity(tokens.len());
    while let Some(token) = tokens.next() {
        let binds = is_word(&token, "as");
        out.push(token);
        let Some(first) = tokens.next_if(|next| binds && is_pattern(next)) else { continue };
        let mut alternatives = vec![rewrite_pattern(first)];
        while let Some(mark) = tokens.next_if(|next| next.0 == "?") {
            let Some(or) = tokens.next_if(|next| next.0 == "//") else {
                out.append(&mut alternatives);
                out.push(mark);
                break;
            };
            match tokens.next_if(is_pattern) {
                Some(next) => alternatives.push(rewrite_pattern(next)),
                None => {
                    out.append(&mut alternatives);
                    out.extend([mark, or]);
                    break;
                }
            }
        }
        match alternatives.len() {
            0 | 1 => out.append(&mut alternatives),
            _ => {
                let mut list = vec![Token(ALTERNATIVES, Tok::Var)];
                for alternative in alternatives {
                    list.extend([symbol(","), alternative]);
                }
                list.push(symbol("]"));
                out.push(Token("[", Tok::Block(list)));
            }
        }
    }
    out
}

/// Rewrites the inside of a pattern.
fn rewrite_pattern(Token(text, tok): Token<&str>) -> Token<&str> {
    let Tok::Block(tokens) = tok else { return Token(text, tok) };
    let is_object = text.starts_with('{');
    let mut out = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    let mut value = !is_object;
    while let Some(token) = tokens.next() {
        let named = match (&token.1, tokens.peek()) {
            (Tok::Var, Some(next)) if !value && next.0 == ":" => token.0.strip_prefix('$'),
            _ => None,
        };
        match named {
            Some(name) => out.extend([token, symbol(","), Token(name, Tok::Word)]),
            None if value && is_pattern(&token) => out.push(rewrite_pattern(token)),
            None => {
                value = !is_object || token.0 == ":";
                out.push(token);
            }
        }
    }
    Token(text, Tok::Block(out))
}

/// Puts brackets around the source of `reduce` and `foreach`.
fn bracket_fold_sources(tokens: Tokens<'_>) -> Tokens<'_> {
    let mut out: Tokens<'_> = Vec::with_capacity(tokens.len());
    // Positions of the keywords whose `as` has not been found yet.
    let mut open: Vec<usize> = Vec::new();
    for token in tokens {
        if is_word(&token, "reduce") || is_word(&token, "foreach") {
            open.push(out.len());
        } else if matches!(token.0, "|" | "," | ";" | ":") {
            open.clear();
        } else if is_word(&token, "as")
            && let Some(word) = open.pop()
        {
            let source = out.split_off(word + 1);
            match source.len() {
                0 | 1 => out.extend(source),
                _ => out.push(bracketed_tokens(source)),
            }
        }
        out.push(token);
    }
    out
}
