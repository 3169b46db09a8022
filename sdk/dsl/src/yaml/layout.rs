//! Layout mistakes: a missing space, a lookalike character, a wrong indentation. Each report includes the
//! corrected line.

use towpath_diagnostics::{Diagnostic, Span, codes};

use crate::lookalike;
use crate::words::quote;

/// Maximum length of a line in a help, in bytes.
const MAX_LENGTH: usize = 100;

/// A missing space after a `:` or a `-`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MissingSpace {
    /// The position of the `:` or `-` in the line.
    pub(crate) at: usize,
    /// The character, `:` or `-`.
    pub(crate) sign: char,
    /// The line with the space added, without its indentation.
    pub(crate) line: String,
    /// The lookalike character that is there instead of the space, if any.
    pub(crate) instead: Option<char>,
}

/// Finds `x:5` and `-a:` in a line.
pub(crate) fn missing_space(line: &str) -> Option<MissingSpace> {
    let mut rest = line.trim_start_matches(' ');
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start_matches(' ');
    }
    let start = line.len() - rest.len();
    if let Some(behind) = rest.strip_prefix('-') {
        let first = behind.chars().next()?;
        let is_space = lookalike::is_space(first);
        let item = behind.trim_start_matches(lookalike::is_space);
        let is_item = (is_space || first.is_alphabetic()) && item.contains(':');
        return is_item.then(|| MissingSpace {
            at: start,
            sign: '-',
            line: format!("- {}", item.trim_end()),
            instead: is_space.then_some(first),
        });
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let key = &rest[..rest.len() - rest.trim_start_matches(is_name).len()];
    if !key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return None;
    }
    let behind = rest[key.len()..].strip_prefix(':')?;
    let first = behind.chars().next()?;
    let is_url = behind.starts_with("//") || first == ':';
    if first.is_whitespace() && !lookalike::is_space(first) || is_url {
        return None;
    }
    let value = behind.trim_start_matches(lookalike::is_space).trim_end();
    Some(MissingSpace {
        at: start + key.len(),
        sign: ':',
        line: format!("{key}: {value}"),
        instead: lookalike::is_space(first).then_some(first),
    })
}

impl MissingSpace {
    /// The diagnostic. `start` is the start of the line in the text.
    pub(crate) fn explain(&self, start: usize) -> Diagnostic {
        let Self { at, sign, line, instead } = self;
        let what = match sign {
            '-' => "the `-` of a list item",
            _ => "the `:` after a key",
        };
        let message = match instead.and_then(lookalike::name) {
            Some(name) => format!("{name} follows {what}, where a space belongs"),
            None => format!("{what} needs a space after it"),
        };
        let at = start + at;
        let diagnostic = Diagnostic::error(codes::TP0117, message).at(Span::new(at, at + 1));
        match line.len() {
            0..=MAX_LENGTH => diagnostic.help(format!("write `{line}`")),
            _ => diagnostic.help(format!("put a space after the `{sign}`")),
        }
    }
}

/// Finds a lookalike character in the indentation of a line, or instead of its hyphen.
pub(super) fn find_lookalike_indent(line: &str, start: usize) -> Option<Diagnostic> {
    let rest = line.trim_start_matches(' ');
    let rest = rest.strip_prefix("- ").map_or(rest, |item| item.trim_start_matches(' '));
    let first = rest.chars().next()?;
    let behind = &rest[first.len_utf8()..];
    let is_item =
        lookalike::is_dash(first) && behind.starts_with(|c: char| c == ' ' || lookalike::is_space(c));
    if !lookalike::is_space(first) && !is_item {
        return None;
    }
    let name = lookalike::name(first)?;
    let written = lookalike::replaced(rest);
    let written = written.trim();
    let (message, verb) = match is_item {
        true => (format!("{name} replaces the hyphen of a list item"), "write a hyphen"),
        false => (format!("{name} is part of the indentation"), "indent the line with spaces"),
    };
    let at = start + (line.len() - rest.len());
    let diagnostic = Diagnostic::error(codes::TP0118, message).at(Span::new(at, at + first.len_utf8()));
    Some(match written.len() {
        1..=MAX_LENGTH => diagnostic.help(format!("{verb}: `{written}`")),
        _ => diagnostic.help(verb),
    })
}

/// The previous line, if it is not empty.
pub(super) fn line_before(text: &str, start: usize) -> Option<(usize, &str)> {
    let mut end = start.checked_sub(1)?;
    loop {
        let begin = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[begin..end].trim_end_matches('\r');
        let is_written = !line.trim().is_empty() && !line.trim_start().starts_with('#');
        if is_written {
            return Some((begin, line));
        }
        end = begin.checked_sub(1)?;
    }
}

/// Reports a line whose key aligns with no line above it. The line begins at `start` in the text.
pub(super) fn report_misaligned_key(text: &str, start: usize, line: &str) -> Option<Diagnostic> {
    let (column, key, rest) = entry_of_line(line)?;
    let (mut at, mut before) = line_before(text, start)?;
    let mut nearest: Option<(usize, &str)> = None;
    // Searches the keys above, up to the first one with less indentation, for the last one in another column.
    for _ in 0..64 {
        if let Some((other, name, value)) = entry_of_line(before) {
            let is_behind_its_value = nearest.is_none() && other < column && !value.is_empty();
            if is_behind_its_value || other > column {
                nearest = Some((other, name));
            }
            if other <= column {
                break;
            }
        }
        match line_before(text, at) {
            Some(found) => (at, before) = found,
            None => break,
        }
    }
    let (other, name) = nearest?;
    let further = if other > column { "less far" } else { "further" };
    let message = format!("{} is indented {further} than {}", quote(key), quote(name));
    let written = if rest.is_empty() { format!("{key}:") } else { format!("{key}: {rest}") };
    let written = match written.len() {
        0..=MAX_LENGTH => format!(": `{written}`"),
        _ => String::new(),
    };
    let help = format!("put {other} spaces before it, to align it with {}{written}", quote(name));
    let place = start + (line.len() - line.trim_start_matches([' ', '-']).len());
    Some(Diagnostic::error(codes::TP0101, message).at(Span::new(place, place + key.len())).help(help))
}

/// The column of a line's key, the key, and its value.
fn entry_of_line(line: &str) -> Option<(usize, &str, &str)> {
    let rest = line.trim_start_matches([' ', '-']);
    let column = line.len() - rest.len();
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.$".contains(c);
    let key = &rest[..rest.len() - rest.trim_start_matches(is_name).len()];
    let value = rest[key.len()..].strip_prefix(':')?;
    let is_entry = !key.is_empty() && (value.is_empty() || value.starts_with([' ', '\r']));
    is_entry.then_some((column, key, value.trim()))
}

/// Reports a decimal comma that ended a value inside `{ }` or `[ ]`: `100,00`. The digits after it begin at
/// `at`.
pub(super) fn decimal_comma(text: &str, at: usize) -> Option<Diagnostic> {
    let before = text.get(..at)?.strip_suffix(',')?;
    let is_number = |c: char| c.is_ascii_digit();
    let whole = &before[before.trim_end_matches(is_number).len()..];
    let rest = text.get(at..)?;
    let part = &rest[..rest.len() - rest.trim_start_matches(is_number).len()];
    let is_word = rest[part.len()..].starts_with(|c: char| c.is_alphanumeric() || "_.:".contains(c));
    if whole.is_empty() || part.is_empty() || is_word {
        return None;
    }
    let number = if part.len() == 3 { format!("{whole}{part}") } else { format!("{whole}.{part}") };
    let message = format!("the `,` in `{whole},{part}` ends the value here");
    let place = Span::new(before.len() - whole.len(), at + part.len());
    let help = format!("write `{number}`: the decimal separator is a point, and thousands have no separator");
    Some(Diagnostic::error(codes::TP0120, message).at(place).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_spaces_are_found_and_nothing_else() {
        let cases = [
            ("        x:5", Some((9, "x: 5"))),
            ("  -a:", Some((2, "- a:"))),
            ("  - amount:100", Some((10, "amount: 100"))),
            ("  -\u{a0}a:", Some((2, "- a:"))),
            ("  x:\u{a0}5", Some((3, "x: 5"))),
            ("  set:{ x: 5 }", Some((5, "set: { x: 5 }"))),
            ("  if:.x", Some((4, "if: .x"))),
            ("  x: 5", None),
            ("  x:", None),
            ("  - a: 5", None),
            ("  see https://acme.example", None),
            ("  https://acme.example", None),
            ("  12:30", None),
            ("  -5", None),
            ("  --- a:", None),
            ("  a::b", None),
        ];
        for (line, expected) in cases {
            let found = missing_space(line);
            let found = found.as_ref().map(|found| (found.at, found.line.as_str()));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn lines_are_aligned() {
        let cases = [
            ("- a:\n    call: x\n      with: { id: 1 }\n", Some("put 4 spaces before it")),
            ("- a:\n    call: x\n   with: {}\n", Some("put 4 spaces before it")),
            ("- a:\n    call: x\n    input: {}\n    with: {}\n", None),
        ];
        for (text, expected) in cases {
            let start = text.trim_end().rfind('\n').map_or(0, |newline| newline + 1);
            let help =
                report_misaligned_key(text, start, text[start..].trim_end()).and_then(|found| found.help);
            assert_eq!(help.is_some(), expected.is_some(), "{text}");
            assert!(help.unwrap_or_default().contains(expected.unwrap_or_default()), "{text}");
        }
    }

    #[test]
    fn decimal_commas_are_distinguished_from_list_items() {
        let help_for = |text: &str| {
            let at = text.find(',').map(|at| at + 1)?;
            decimal_comma(text, at).and_then(|found| found.help)
        };
        assert!(help_for("{ x: 100,00 }").is_some_and(|help| help.contains("`100.00`")));
        assert!(help_for("{ x: 1,250 }").is_some_and(|help| help.contains("`1250`")));
        assert_eq!(help_for("{ x: 100, y: 1 }"), None);
        assert_eq!(help_for("{ x: a,00 }"), None);
        assert_eq!(help_for("{ x: 1,2a: 3 }"), None);
    }
}
