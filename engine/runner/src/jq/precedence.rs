//! Adds brackets where the precedence of jq's operators differs from jaq's.
//!
//! In jq, `%` has the same precedence as `*` and `/`, so `a * b % c` is `(a * b) % c`. An assignment binds
//! more tightly than `//`, so `.a = .b // 1` is `(.a = .b) // 1`.

use jaq_core::load::lex::{Tok, Token};

use super::tokens::bracketed_tokens;

type Tokens<'s> = Vec<Token<&'s str>>;

/// Adds brackets to one level of tokens. Nested levels already have theirs.
pub(super) fn group_by_precedence(mut tokens: Tokens<'_>) -> Tokens<'_> {
    if tokens.iter().any(|token| token.0 == "%") {
        tokens = group_products(tokens);
    }
    if tokens.iter().any(|token| token.0 == "//") && tokens.iter().any(is_assignment) {
        tokens = group_assignments(tokens);
    }
    tokens
}

fn is_assignment(token: &Token<&str>) -> bool {
    matches!(token.1, Tok::Sym) && matches!(token.0, "=" | "|=" | "+=" | "-=" | "*=" | "/=" | "%=" | "//=")
}

/// Whether no operand extends across this token.
fn separates_operands(tokens: &[Token<&str>], at: usize) -> bool {
    let Token(text, tok) = &tokens[at];
    match tok {
        Tok::Sym => matches!(*text, "|" | "," | ";" | ":" | ")" | "]" | "}"),
        Tok::Word => {
            matches!(*text, "if" | "then" | "elif" | "else" | "end" | "def")
                // A member name in an object is not a keyword.
                && tokens.get(at + 1).is_none_or(|next| next.0 != ":")
        }
        _ => false,
    }
}

/// Whether this is an operator with lower precedence than `*`.
fn binds_less(tokens: &[Token<&str>], at: usize) -> bool {
    let Token(text, tok) = &tokens[at];
    match tok {
        Tok::Word => matches!(*text, "and" | "or"),
        Tok::Sym if *text == "-" => at > 0 && ends_operand(&tokens[at - 1]),
        Tok::Sym => {
            matches!(*text, "+" | "//" | "==" | "!=" | "<" | "<=" | ">" | ">=") || is_assignment(&tokens[at])
        }
        _ => false,
    }
}

/// Whether an operand can end here, so that a `-` after it is a subtraction.
fn ends_operand(token: &Token<&str>) -> bool {
    match token.1 {
        Tok::Sym => token.0.starts_with('.') || token.0 == "?",
        Tok::Word => !matches!(
            token.0,
            "if" | "then" | "elif" | "else" | "and" | "or" | "try" | "catch" | "reduce" | "foreach" | "def"
        ),
        _ => true,
    }
}

/// The first token of the operand that ends before `end`, up to a token where `stops` is true.
fn left_edge(tokens: &[Token<&str>], end: usize, stops: impl Fn(&[Token<&str>], usize) -> bool) -> usize {
    let mut at = end;
    let mut open = 0_usize;
    while at > 0 {
        let is_word = |word: &str| tokens[at - 1].0 == word && separates_operands(tokens, at - 1);
        if is_word("end") {
            open += 1;
        } else if open > 0 {
            open -= usize::from(is_word("if"));
        } else if separates_operands(tokens, at - 1) || stops(tokens, at - 1) {
            break;
        }
        at -= 1;
    }
    at
}

/// One past the last token of the operand that begins at `start`, up to a token where `stops` is true.
fn right_edge(tokens: &[Token<&str>], start: usize, stops: impl Fn(&[Token<&str>], usize) -> bool) -> usize {
    let mut at = start;
    let mut open = 0_usize;
    while at < tokens.len() {
        let is_word = |word: &str| tokens[at].0 == word && separates_operands(tokens, at);
        if is_word("if") {
            open += 1;
        } else if open > 0 {
            open -= usize::from(is_word("end"));
        } else if separates_operands(tokens, at) || stops(tokens, at) {
            break;
        }
        at += 1;
    }
    at
}

/// Puts `tokens[start..end]` in brackets.
fn wrap_in_brackets(tokens: &mut Tokens<'_>, start: usize, end: usize) {
    let inner: Tokens<'_> = tokens.drain(start..end).collect();
    tokens.insert(start, bracketed_tokens(inner));
}

/// `a * b % c` as `(a * b) % c`.
fn group_products(mut tokens: Tokens<'_>) -> Tokens<'_> {
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].0 == "%" && matches!(tokens[at].1, Tok::Sym) {
            let start = left_edge(&tokens, at, binds_less);
            let mixed = tokens[start..at].iter().any(|token| matches!(token.0, "*" | "/"));
            if mixed {
                wrap_in_brackets(&mut tokens, start, at);
                at = start + 1;
            }
        }
        at += 1;
    }
    tokens
}

/// `a = b // c` as `(a = b) // c`, and `a // b = c` as `a // (b = c)`.
fn group_assignments(mut tokens: Tokens<'_>) -> Tokens<'_> {
    let is_other = |tokens: &[Token<&str>], at: usize| tokens[at].0 == "//" || tokens[at].0 == "as";
    let mut at = 0;
    while at < tokens.len() {
        if is_assignment(&tokens[at]) {
            let start = left_edge(&tokens, at, |tokens, at| tokens[at].0 == "//");
            let end = right_edge(&tokens, at + 1, is_other);
            let meets =
                |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|token| token.0 == "//");
            if end > at + 1 && (meets(Some(end)) || meets(start.checked_sub(1))) {
                wrap_in_brackets(&mut tokens, start, end);
                at = start;
            }
        }
        at += 1;
    }
    tokens
}
