//! The line that YAML cannot read, written so that it can: by far the most frequent slip is a text without quotes.

use towpath_diagnostics::{Diagnostic, Span};

/// Longest line that a help repeats, in bytes.
const LONGEST: usize = 100;

/// Gives a complaint of the scanner about this line a help with the line corrected, where that is possible.
pub(super) fn correct(text: &str, line: &str, said: &str, diagnostic: Diagnostic) -> Diagnostic {
    if said.contains("tabs") || line.contains('\t') {
        return diagnostic;
    }
    let start = (line.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    if let Some((place, expression)) = bare_expression(line) {
        let help = format!("put the expression in quotes: {}", in_quotes(expression));
        if said.contains("flow ") {
            let message = "an expression inside of `{ }` or `[ ]` must be in quotes".to_owned();
            let place = Span::new(start + place, start + place + 2);
            return Diagnostic { message, ..diagnostic }.at(place).help(help);
        }
        return diagnostic.help(help);
    }
    let Some((key, value)) = value(line) else { return diagnostic };
    let is_short = value.len() <= LONGEST && !value.is_empty();
    if is_behind_a_quote(value) && said.contains("quoted") {
        let message = "something stands behind the closing quote".to_owned();
        let help = format!("put all of it in quotes: `{key}: {}`", bare(&in_quotes(value)));
        let diagnostic = Diagnostic { message, ..diagnostic };
        return if is_short { diagnostic.help(help) } else { diagnostic.help("put all of it in quotes") };
    }
    let needs_quotes = said.contains("mapping values")
        || said.contains("unexpected character")
        || said.contains("unknown anchor");
    match needs_quotes && is_short && !value.starts_with(['"', '\'', '{', '[', '|', '>']) {
        true => {
            diagnostic.help(format!("put text like this in quotes: `{key}: {}`", bare(&in_quotes(value))))
        }
        false => diagnostic,
    }
}

/// An expression without quotes around it: where it begins in the line, and its text.
fn bare_expression(line: &str) -> Option<(usize, &str)> {
    let place = line.find("${")?;
    if line[..place].ends_with(['"', '\'']) || line[..place].matches(['"', '\'']).count() % 2 == 1 {
        return None;
    }
    let mut depth = 0_usize;
    for (at, character) in line[place..].char_indices() {
        match character {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some((place, &line[place..=place + at]));
                }
            }
            _ => {}
        }
    }
    Some((place, line[place..].trim_end()))
}

/// The key and the value of a line such as `- key: value`.
fn value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(": ")?;
    Some((key.trim_start_matches(['-', ' ']), value.trim()))
}

/// Whether a value begins with a quoted text that does not end it.
fn is_behind_a_quote(value: &str) -> bool {
    let Some(quote) = value.chars().next().filter(|first| matches!(first, '"' | '\'')) else { return false };
    value[1..].find(quote).is_some_and(|end| !value[end + 2..].trim().is_empty())
}

/// A text in quotes, in backticks.
fn in_quotes(text: &str) -> String {
    let quoted = if text.contains('\'') && !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "''"))
    };
    match text.len() {
        0..=LONGEST => format!("`{quoted}`"),
        _ => "'${ … }'".to_owned(),
    }
}

/// Without the backticks.
fn bare(text: &str) -> &str {
    text.trim_matches('`')
}
