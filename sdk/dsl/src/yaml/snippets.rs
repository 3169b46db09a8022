//! Corrects a line that is not valid YAML. By far the most common mistake is a text without quotes.

use towpath_diagnostics::{Diagnostic, Span};

use crate::{parse::interpolation, snippet};

/// Maximum length of a line in a help, in bytes.
const MAX_LENGTH: usize = 100;

/// Keys whose text is always an expression, so that the whole text can be quoted.
const CONDITIONS: &[&str] = &["if", "when", "exceptWhen", "while", "in", "from", "as"];

/// Adds the corrected line as help to a scanner error, if possible.
pub(super) fn add_corrected_line(text: &str, line: &str, said: &str, diagnostic: Diagnostic) -> Diagnostic {
    if line.contains('\t') {
        return diagnostic;
    }
    let start = (line.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    if let Some((place, expression)) = quotes_in_quotes(line) {
        let quote = start + place + 1 + expression.find('"').unwrap_or_default();
        let whole = with_key(line, place, expression);
        return Diagnostic { message: "a `\"` inside the text ends it".to_owned(), ..diagnostic }
            .at(Span::new(quote, quote + 1))
            .help(format!("put single quotes around all of it: `{whole}`"));
    }
    if let Some((place, expression)) = bare_expression(line) {
        let help = format!("put the expression in quotes: {}", in_quotes(expression));
        if said.contains("flow ") {
            let message = "an expression inside `{ }` or `[ ]` must be in quotes".to_owned();
            let place = Span::new(start + place, start + place + 2);
            return Diagnostic { message, ..diagnostic }.at(place).help(help);
        }
        return diagnostic.help(help);
    }
    let Some((key, value)) = key_and_value(line) else { return diagnostic };
    let is_short = value.len() <= MAX_LENGTH && !value.is_empty();
    if is_behind_a_quote(value) && said.contains("quoted") {
        let message = "there is text after the closing quote".to_owned();
        let help = match join_text_and_data(key, value) {
            Some(jq) => {
                let line = format!("{key}: {}", snippet::expression(&jq));
                format!("to join a text and data, write one expression: `{line}`")
            }
            None => format!("put all of it in quotes: `{key}: {}`", without_backticks(&in_quotes(value))),
        };
        let diagnostic = Diagnostic { message, ..diagnostic };
        return if is_short { diagnostic.help(help) } else { diagnostic.help("put all of it in quotes") };
    }
    let needs_quotes = said.contains("mapping values")
        || said.contains("unexpected character")
        || said.contains("unknown anchor");
    match needs_quotes && is_short && !value.starts_with(['"', '\'', '{', '[', '|', '>']) {
        true => diagnostic
            .help(format!("put text like this in quotes: `{key}: {}`", without_backticks(&in_quotes(value)))),
        false => diagnostic,
    }
}

/// An unquoted expression: its position in the line, and its text.
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
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(": ")?;
    Some((key.trim_start_matches(['-', ' ']), value.trim()))
}

/// Whether a value begins with a quoted text and continues after it.
fn is_behind_a_quote(value: &str) -> bool {
    let Some(quote) = value.chars().next().filter(|first| matches!(first, '"' | '\'')) else { return false };
    value[1..].find(quote).is_some_and(|end| !value[end + 2..].trim().is_empty())
}

/// The text and the data of `"Hello" .name`, joined by jq.
fn join_text_and_data(key: &str, value: &str) -> Option<String> {
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let (text, rest) = value[1..].split_once(quote)?;
    let rest = rest.trim();
    let is_name = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_data = rest.strip_prefix(['.', '$']).is_some_and(|rest| rest.starts_with(is_name));
    if CONDITIONS.contains(&key) || !is_data && !rest.starts_with('+') {
        return None;
    }
    let text = match quote {
        '"' => format!("\"{text}\""),
        _ => serde_json::Value::from(text).to_string(),
    };
    let rest = if rest.contains('"') { rest.to_owned() } else { rest.replace('\'', "\"") };
    let plus = if is_data { " + " } else { " " };
    Some(format!("{text}{plus}{rest}"))
}

/// A double-quoted expression that contains double quotes: the position of its first quote, and its text.
fn quotes_in_quotes(line: &str) -> Option<(usize, &str)> {
    line.match_indices("\"${").find_map(|(at, _)| {
        let inside = &line[at + 3..];
        let end = interpolation::closing_brace(inside)?;
        let jq = &inside[..end];
        (jq.contains('"') && !jq.contains('\\')).then(|| (at, &line[at + 1..=at + 3 + end]))
    })
}

/// The text at a position of the line in single quotes, with its key if it is the whole value.
fn with_key(line: &str, place: usize, text: &str) -> String {
    let quoted = snippet::quoted(text);
    match key_and_value(line) {
        Some((key, value)) if value.as_ptr() == line[place..].as_ptr() => format!("{key}: {quoted}"),
        _ => quoted,
    }
}

/// The correction for `{{ .name }}`, whose second brace is at `at`.
pub(super) fn correct_double_braces(text: &str, at: usize) -> Option<String> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let place = (at - start).checked_sub(1)?;
    let rest = line.get(place..)?.trim_end();
    if let Some((key, all)) = key_and_value(line).filter(|(_, all)| all.as_ptr() == rest.as_ptr()) {
        return Some(format!(
            "{key}: {}",
            snippet::quoted(&interpolation::expression_of_double_braces(all)?)
        ));
    }
    let end = rest.find("}}")? + 2;
    Some(snippet::quoted(&interpolation::expression_of_double_braces(&rest[..end])?))
}

/// A text in quotes, in backticks.
fn in_quotes(text: &str) -> String {
    let quoted = if text.contains('\'') && !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "''"))
    };
    match text.len() {
        0..=MAX_LENGTH => format!("`{quoted}`"),
        _ => "'${ … }'".to_owned(),
    }
}

/// Without the backticks.
fn without_backticks(text: &str) -> &str {
    text.trim_matches('`')
}
