//! Warns of unquoted texts in free-form data that YAML 1.1 parsers read as another type.
//!
//! Definitions are YAML 1.2, where `no` and `12:30` are text. People and editors that use YAML 1.1 expect a
//! boolean or a number, so unquoted texts like these are reported.

use towpath_diagnostics::{Diagnostic, Span, codes};

use super::{At, Findings};
use crate::{lookalike, words::quote};

/// Reports a value that has another type in YAML 1.1.
pub(super) fn report_yaml_1_1_value(at: &At<'_>, text: &str, findings: &mut Findings) {
    if at.node.verbatim != Some(at.node.span.start) {
        return;
    }
    if let Some(diagnostic) = found(text) {
        findings.report(diagnostic.at(at.node.span).pointer(at.pointer.clone()));
    }
}

/// Reports a key that is a boolean in YAML 1.1.
pub(super) fn report_yaml_1_1_key(at: &At<'_>, name: &str, span: Span, findings: &mut Findings) {
    let is_plain = span.end - span.start == name.len();
    if let Some(truth) = yaml_1_1_boolean(name).filter(|_| is_plain) {
        let message =
            format!("the key {} is text here; older YAML parsers read it as `{truth}`", quote(name));
        let help = format!("put it in quotes, so that all parsers agree: `\"{name}\":`");
        let diagnostic = Diagnostic::warning(codes::TP0115, message).at(span).help(help);
        findings.report(diagnostic.pointer(at.pointer.clone()));
    }
}

fn found(text: &str) -> Option<Diagnostic> {
    if let Some(truth) = yaml_1_1_boolean(text) {
        let message =
            format!("{} is the text {} here, not `{truth}`", quote(text), quote(&format!("\"{text}\"")));
        let help = format!("write `{truth}` for the boolean, or put the text in quotes: `\"{text}\"`");
        return Some(Diagnostic::warning(codes::TP0115, message).help(help));
    }
    if let Some(number) = number_with_groups(text) {
        let message = format!("{} is a text here, not a number", quote(text));
        let help = format!("write `{number}` for the number, or put the text in quotes: `\"{text}\"`");
        return Some(Diagnostic::warning(codes::TP0116, message).help(help));
    }
    if let Some((number, why)) = number_with_lookalike(text) {
        let message = format!("{} is a text here, not a number: {why}", quote(text));
        let help = format!("write `{number}` for the number, or put the text in quotes: `\"{text}\"`");
        return Some(Diagnostic::warning(codes::TP0116, message).help(help));
    }
    if let Some(character) = text.chars().find(|c| lookalike::is_space(*c)).filter(|_| is_framed(text)) {
        let name = lookalike::name(character).unwrap_or_default();
        let message = format!("{name} is part of this text");
        let help =
            format!("write `{}` without it, or put the text in quotes", lookalike::replaced(text).trim());
        return Some(Diagnostic::warning(codes::TP0116, message).help(help));
    }
    let type_read = if is_sexagesimal(text) {
        "a number of seconds or minutes"
    } else if is_date(text) {
        "a point in time"
    } else {
        return None;
    };
    let message = format!("{} is a text here; older YAML parsers read it as {type_read}", quote(text));
    let help = format!("put it in quotes, so that all parsers agree: `\"{text}\"`");
    Some(
        Diagnostic {
            severity: towpath_diagnostics::Severity::Hint,
            ..Diagnostic::warning(codes::TP0116, message)
        }
        .help(help),
    )
}

/// The boolean that a word means in YAML 1.1, besides `true` and `false`.
fn yaml_1_1_boolean(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// The number written with `_` or `,` between groups of three digits.
fn number_with_groups(text: &str) -> Option<String> {
    let separator = if text.contains('_') { '_' } else { ',' };
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let is_grouped = matches!(first.len(), 1..=3) && digits(first) && !rest.is_empty();
    (is_grouped && rest.iter().all(|group| group.len() == 3 && digits(group)))
        .then(|| format!("{first}{}", rest.concat()))
}

/// The number written with a decimal comma, or with a lookalike dash or space, and the reason for the
/// warning.
fn number_with_lookalike(text: &str) -> Option<(String, String)> {
    let plain = lookalike::replaced(text);
    let plain = plain.trim();
    let strange = text.chars().find_map(lookalike::name);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = plain.strip_prefix('-').unwrap_or(plain);
    let (whole, part) = match unsigned.split_once([',', '.']) {
        Some((whole, part)) => (whole, Some(part)),
        None => (unsigned, None),
    };
    let has_comma = unsigned.contains(',');
    let is_number = digits(whole) && part.is_none_or(|part| digits(part) && (!has_comma || part.len() != 3));
    let why = match strange {
        Some(name) => format!("it has {name}"),
        None => "the decimal separator is a point".to_owned(),
    };
    (is_number && (plain != text || has_comma)).then(|| (plain.replacen(',', ".", 1), why))
}

/// Whether the text begins or ends with an invisible character.
fn is_framed(text: &str) -> bool {
    text.starts_with(lookalike::is_space) || text.ends_with(lookalike::is_space)
}

/// Times such as `12:30`.
fn is_sexagesimal(text: &str) -> bool {
    let mut parts = text.split(':');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_first = parts.next().is_some_and(|first| digits(first) && first.len() <= 3);
    let rest: Vec<&str> = parts.collect();
    let is_sixtieth =
        |part: &&str| digits(part) && part.len() <= 2 && part.parse::<u8>().is_ok_and(|part| part < 60);
    is_first && !rest.is_empty() && rest.iter().all(is_sixtieth)
}

/// Dates such as `2026-11-25`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [4, 2, 2] && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_yaml_1_1_reads_as_other_types() {
        let cases = [
            ("yes", Some("TP0115")),
            ("Off", Some("TP0115")),
            ("yES", None),
            ("no way", None),
            ("1_000", Some("TP0116")),
            ("1,250,000", Some("TP0116")),
            ("1,25", Some("TP0116")),
            ("100,00", Some("TP0116")),
            ("-100,5", Some("TP0116")),
            ("\u{2013}5", Some("TP0116")),
            ("\u{a0}5", Some("TP0116")),
            ("\u{a0}paid", Some("TP0116")),
            ("a \u{2013} b", None),
            ("1,", None),
            ("12:30", Some("TP0116")),
            ("190:20:30", Some("TP0116")),
            ("12:61", None),
            ("9:", None),
            ("2026-11-25", Some("TP0116")),
            ("20-11-25", None),
            ("paid", None),
        ];
        for (text, code) in cases {
            let found = found(text).map(|found| found.code.to_string());
            assert_eq!(found.as_deref(), code, "{text}");
        }
    }
}
