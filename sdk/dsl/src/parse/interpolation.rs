//! Reports texts that look like expressions but are not: `${` inside a longer text, an unclosed `${`, or a
//! missing one.

use towpath_diagnostics::{Diagnostic, codes};

use super::{At, Findings};
use crate::{snippet, words::quote};

/// A piece of a text.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    /// Without `${` and `}`.
    Expression(&'a str),
    /// From `${` on, without a `}`.
    Unclosed(&'a str),
}

/// Checks a text that is an expression only in the form `${ … }`.
pub(super) fn check_strict(at: &At<'_>, text: &str, findings: &mut Findings) {
    if text.contains("${") {
        check_pieces(at, text, findings);
    }
}

/// Checks a text that is an expression with or without `${ … }`.
pub(super) fn check_always(at: &At<'_>, text: &str, findings: &mut Findings) {
    if text.trim_start().starts_with("${") {
        check_pieces(at, text, findings);
    } else if let Some(inside) = outside_of_strings(text) {
        let message = format!("{} is already an expression; `${{` cannot be inside it", at.subject());
        let help =
            format!("write it without `${{ }}`: {}", offer_value(at, &snippet::text(&without_braces(text))));
        findings.report(place_at_expression(at, text, inside, at.error(codes::TP0214, message)).help(help));
    }
}

/// Warns of a text that would be an expression in another place.
pub(super) fn warn_of_bare_expression(at: &At<'_>, text: &str, findings: &mut Findings) {
    const VARIABLES: &[&str] = &[
        "$context",
        "$input",
        "$output",
        "$task",
        "$workflow",
        "$runtime",
        "$secrets",
        "$error",
        "$item",
        "$index",
    ];
    let word_end =
        |text: &str| text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let is_path = text.strip_prefix('.').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && matches!(rest[word_end(rest)..].chars().next(), None | Some('.' | '[' | ' ' | '|'))
    });
    let is_variable =
        text.strip_prefix('$').is_some_and(|rest| VARIABLES.contains(&&text[..1 + word_end(rest)]));
    if let Some(written) = expression_of_double_braces(text) {
        let message = format!("{} is kept as text; `{{{{ }}}}` has no meaning here", quote(text));
        let help = format!("write an expression as {}", offer_whole(at, &written));
        let diagnostic =
            Diagnostic::warning(codes::TP0215, message).at(at.node.span).pointer(at.pointer.clone());
        findings.report(diagnostic.help(help));
    } else if is_path || is_variable {
        let message = format!("{} is kept as text; nothing is evaluated here without `${{ }}`", quote(text));
        let help = format!("for an expression, write {}", offer_value(at, &snippet::expression(text)));
        let diagnostic =
            Diagnostic::warning(codes::TP0215, message).at(at.node.span).pointer(at.pointer.clone());
        findings.report(diagnostic.help(help));
    }
}

/// Converts a text with `{{ name }}` to an expression.
pub(crate) fn expression_of_double_braces(text: &str) -> Option<String> {
    let (before, rest) = text.split_once("{{")?;
    let (inside, after) = rest.split_once("}}")?;
    let inside = inside.trim();
    let is_path = inside.starts_with(|c: char| c.is_ascii_alphabetic() || "._$".contains(c))
        && inside.chars().all(|c| c.is_ascii_alphanumeric() || "._$".contains(c));
    if !is_path || after.contains("{{") {
        return None;
    }
    let path = if inside.starts_with(['.', '$']) { inside.to_owned() } else { format!(".{inside}") };
    if before.is_empty() && after.is_empty() {
        return Some(format!("${{ {path} }}"));
    }
    Some(as_interpolation(&[Piece::Text(before), Piece::Expression(&path), Piece::Text(after)]))
}

fn check_pieces(at: &At<'_>, text: &str, findings: &mut Findings) {
    let pieces = pieces(text.trim());
    match &pieces[..] {
        [Piece::Expression(_)] => {}
        // The closing `}` exists, so something inside is unclosed. The jq parser reports it exactly.
        [Piece::Unclosed(inside)] if text.trim_end().ends_with('}') && !inside.contains('#') => {}
        pieces if pieces.iter().any(|piece| matches!(piece, Piece::Unclosed(_))) => {
            let message = format!("an expression in {} is not closed", at.subject());
            let help = match close_expression(pieces) {
                Some(whole) => format!("add the missing `}}`: {}", offer_whole(at, &whole)),
                None => "add the missing `}`".to_owned(),
            };
            let start = text.rfind("${").unwrap_or_default();
            findings
                .report(place_at_expression(at, text, start, at.error(codes::TP0216, message)).help(help));
        }
        pieces => {
            let message = format!("in {}, `${{ }}` must be the whole text", at.subject());
            let whole = offer_whole(at, &as_interpolation(pieces));
            let help = format!("write all of it as one expression: {whole}");
            let start = text.find("${").unwrap_or_default();
            findings
                .report(place_at_expression(at, text, start, at.error(codes::TP0214, message)).help(help));
        }
    }
}

/// Sets the place to the `${` itself, if its place is known.
fn place_at_expression(at: &At<'_>, text: &str, offset: usize, diagnostic: Diagnostic) -> Diagnostic {
    match at.node.locate(offset, offset + 2) {
        Some(span) if text.get(offset..offset + 2).is_some() => diagnostic.at(span),
        _ => diagnostic,
    }
}

/// A value with its key, for a help.
fn offer_value(at: &At<'_>, value: &str) -> String {
    format!("`{}`", snippet::line(&at.pointer, value))
}

/// A text that is one expression, with its key. An example if it is too long.
fn offer_whole(at: &At<'_>, text: &str) -> String {
    if text.len() > snippet::MAX_LENGTH {
        return r#"`'${ "Hello \(.name)" }'`"#.to_owned();
    }
    offer_value(at, &snippet::quoted(text))
}

/// An expression without the first `${ }` inside it.
fn without_braces(text: &str) -> String {
    let Some((before, rest)) = text.split_once("${") else { return text.to_owned() };
    let Some(end) = closing_brace(rest) else { return format!("{before}{}", rest.trim()) };
    format!("{before}{}{}", rest[..end].trim(), &rest[end + 1..])
}

/// The same text with the missing `}`, if nothing else is wrong.
fn close_expression(pieces: &[Piece<'_>]) -> Option<String> {
    let [others @ .., Piece::Unclosed(inside)] = pieces else { return None };
    let inside = inside.trim();
    closing_brace(&format!("{inside} }}"))?;
    Some(if others.is_empty() { format!("${{ {inside} }}") } else { as_interpolation(pieces) })
}

/// Improves a problem with the source text: it detects an expression that a comment cut off, if its end is on
/// the same line.
pub(crate) fn with_source(source: &str, found: Diagnostic) -> Diagnostic {
    let Some(span) = found.span.filter(|_| found.code == codes::TP0216) else { return found };
    let written = pieces(source.get(span.start..span.end).unwrap_or_default());
    if !written.iter().any(|piece| matches!(piece, Piece::Unclosed(_))) {
        return found;
    }
    let rest = source.get(span.start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim_end();
    let before = source[..span.start].trim_end();
    let Some(inside) = rest.strip_prefix("${").filter(|rest| rest.contains(" #")) else { return found };
    if before.ends_with(['"', '\'']) || !inside.ends_with('}') {
        return found;
    }
    if closing_brace(inside) != Some(inside.len() - 1) {
        return found.help("a comment begins at ` #` and ends with the line: move it after the `}`");
    }
    let whole = snippet::line(found.pointer.as_deref().unwrap_or_default(), &snippet::quoted(rest));
    found.help(format!("a comment begins at ` #`; put all of it in quotes: `{whole}`"))
}

/// The same text as one expression.
fn as_interpolation(pieces: &[Piece<'_>]) -> String {
    let inside: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"),
            Piece::Expression(jq) | Piece::Unclosed(jq) => format!("\\({})", jq.trim()),
        })
        .collect();
    format!("${{ \"{inside}\" }}")
}

fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some(start) = text.find("${") {
        if start > 0 {
            pieces.push(Piece::Text(&text[..start]));
        }
        let inside = &text[start + 2..];
        let Some(end) = closing_brace(inside) else {
            pieces.push(Piece::Unclosed(inside));
            return pieces;
        };
        pieces.push(Piece::Expression(&inside[..end]));
        text = &inside[end + 1..];
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    pieces
}

/// The kind of jq text that surrounds a position.
enum Around {
    Brace,
    Parenthesis,
    String,
}

/// The position of the `}` that ends the jq text. Strings, `\( … )` in them, and comments are skipped.
pub(crate) fn closing_brace(jq: &str) -> Option<usize> {
    let mut open = vec![Around::Brace];
    let mut characters = jq.char_indices();
    while let Some((at, character)) = characters.next() {
        match (open.last()?, character) {
            (Around::String, '\\') if characters.next()?.1 == '(' => open.push(Around::Parenthesis),
            (Around::String, '"') | (Around::Parenthesis, ')') => {
                open.pop();
            }
            (Around::String, _) => {}
            (_, '"') => open.push(Around::String),
            (_, '{') => open.push(Around::Brace),
            (_, '(') => open.push(Around::Parenthesis),
            (_, '#') => {
                characters.find(|(_, character)| *character == '\n')?;
            }
            (Around::Brace, '}') => {
                open.pop();
                if open.is_empty() {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The first `${` that is not inside a jq string.
fn outside_of_strings(jq: &str) -> Option<usize> {
    jq.match_indices("${").map(|(at, _)| at).find(|at| jq[..*at].matches('"').count().is_multiple_of(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_where_expressions_end() {
        use Piece::{Expression, Text, Unclosed};
        let cases: &[(&str, &[Piece<'_>])] = &[
            ("${ .a }", &[Expression(" .a ")]),
            ("${ {a: \"}\"} }", &[Expression(" {a: \"}\"} ")]),
            ("${ \"x \\(.a | {b: 1}) }\" }", &[Expression(" \"x \\(.a | {b: 1}) }\" ")]),
            ("a ${ .b } c", &[Text("a "), Expression(" .b "), Text(" c")]),
            ("${ .a } ${ .b }", &[Expression(" .a "), Text(" "), Expression(" .b ")]),
            ("${ .a", &[Unclosed(" .a")]),
            ("${ \"a }", &[Unclosed(" \"a }")]),
            ("${ .a # }\n }", &[Expression(" .a # }\n ")]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), *expected, "{text}");
        }
    }

    #[test]
    fn braces_are_removed_and_added() {
        assert_eq!(without_braces(".a == ${ .b } and .c"), ".a == .b and .c");
        assert_eq!(close_expression(&pieces("${ .a")).as_deref(), Some("${ .a }"));
        assert_eq!(close_expression(&pieces("Hi ${ .a")).as_deref(), Some(r#"${ "Hi \(.a)" }"#));
        assert_eq!(close_expression(&pieces("${ \"a")), None);
    }

    #[test]
    fn help_joins_text_with_jq() {
        assert_eq!(as_interpolation(&pieces("Hi \"${ .a }\"!")), r#"${ "Hi \"\(.a)\"!" }"#);
    }
}
