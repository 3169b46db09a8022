//! Resolves scalars by the YAML 1.2 core schema.

use saphyr_parser::{ScalarStyle, Tag};
use towpath_diagnostics::{Diagnostic, Span, codes};

use super::number;
use crate::{model::NodeKind, words::quote};

/// The value of one scalar.
pub(super) fn resolve_scalar(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    span: Span,
) -> Result<NodeKind, Diagnostic> {
    match tag {
        None if style == ScalarStyle::Plain => plain(text, span),
        None => Ok(NodeKind::String(text.to_owned())),
        Some(tag) => tagged(text, tag, span),
    }
}

/// Checks the tag of a list (`seq`) or a mapping (`map`).
pub(super) fn check_collection(tag: &Tag, wanted: &str, span: Span) -> Result<(), Diagnostic> {
    let known = tag.is_yaml_core_schema() && tag.suffix == wanted || is_non_specific(tag);
    if known { Ok(()) } else { Err(unknown_tag(tag, span)) }
}

fn is_non_specific(tag: &Tag) -> bool {
    tag.handle.is_empty() && tag.suffix == "!" || tag.handle == "!" && tag.suffix.is_empty()
}

fn tagged(text: &str, tag: &Tag, span: Span) -> Result<NodeKind, Diagnostic> {
    if is_non_specific(tag) {
        return Ok(NodeKind::String(text.to_owned()));
    }
    if !tag.is_yaml_core_schema() {
        return Err(unknown_tag(tag, span));
    }
    let value = match tag.suffix.as_str() {
        "str" => return Ok(NodeKind::String(text.to_owned())),
        "null" | "bool" | "int" | "float" => plain(text, span)?,
        _ => return Err(unknown_tag(tag, span)),
    };
    match (tag.suffix.as_str(), value) {
        ("null", value @ NodeKind::Null)
        | ("bool", value @ NodeKind::Bool(_))
        | ("int", value @ NodeKind::Int(_))
        | ("float", value @ NodeKind::Float(_)) => Ok(value),
        // A 64-bit whole number may have no exact float, so its text is parsed again as a float.
        ("float", NodeKind::Int(_)) => number::decimal_float(text, span),
        (name, _) => {
            let message = format!("{} does not match the tag `!!{name}`", quote(text));
            Err(Diagnostic::error(codes::TP0112, message).at(span).help("remove the tag"))
        }
    }
}

fn unknown_tag(tag: &Tag, span: Span) -> Diagnostic {
    let name = if tag.is_yaml_core_schema() { format!("!!{}", tag.suffix) } else { tag.to_string() };
    let negated = tag.suffix.strip_prefix('!').unwrap_or(&tag.suffix);
    if negated.starts_with(['.', '$']) && !name.starts_with("!!") {
        let help = format!("write {}, with the brackets", quote(&format!("({negated} | not)")));
        return Diagnostic::error(codes::TP0112, "`!` does not mean \"not\" here").at(span).help(help);
    }
    Diagnostic::error(codes::TP0112, format!("the tag {} is not supported", quote(&name)))
        .at(span)
        .help("remove the tag; text that begins with `!` must be in quotes")
}

fn plain(text: &str, span: Span) -> Result<NodeKind, Diagnostic> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(NodeKind::Null),
        "true" | "True" | "TRUE" => return Ok(NodeKind::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(NodeKind::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => return Err(not_a_number(text, span)),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Err(not_a_number(text, span));
    }
    if let Some(digits) =
        text.strip_prefix("0x").filter(|digits| is_all_bytes(digits, |byte| byte.is_ascii_hexdigit()))
    {
        return number::integer_in_base(text, digits, 16, span);
    }
    if let Some(digits) =
        text.strip_prefix("0o").filter(|digits| is_all_bytes(digits, |byte| matches!(byte, b'0'..=b'7')))
    {
        return number::integer_in_base(text, digits, 8, span);
    }
    if is_all_bytes(unsigned, |byte| byte.is_ascii_digit()) {
        return number::decimal_integer(text, span);
    }
    if is_float(unsigned) {
        return number::decimal_float(text, span);
    }
    Ok(NodeKind::String(text.to_owned()))
}

fn not_a_number(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(codes::TP0107, format!("{} is not a number in JSON", quote(text)))
        .at(span)
        .help("use a finite number, `null`, or quotes for text")
}

/// Whether a number is written in decimal, with or without a sign, a fraction or an exponent.
pub(super) fn is_decimal(text: &str) -> bool {
    is_float(text.strip_prefix(['+', '-']).unwrap_or(text))
}

/// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, the sign already taken off.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |part: &str| is_all_bytes(part, |byte| byte.is_ascii_digit());
    let mantissa = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(mantissa),
    };
    mantissa && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// Whether the text is not empty and each byte satisfies `is`.
fn is_all_bytes(text: &str, is: impl Fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.as_bytes().iter().all(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_schema_decides_what_plain_text_means() {
        let int = |value| Ok(NodeKind::Int(value));
        let text = |value: &str| Ok(NodeKind::String(value.to_owned()));
        let cases = [
            ("", Ok(NodeKind::Null)),
            ("~", Ok(NodeKind::Null)),
            ("nULL", text("nULL")),
            ("True", Ok(NodeKind::Bool(true))),
            ("yes", text("yes")),
            ("off", text("off")),
            ("12", int(12)),
            ("-12", int(-12)),
            ("+12", int(12)),
            ("0o17", int(15)),
            ("0xfF", int(255)),
            ("0x", text("0x")),
            ("0o8", text("0o8")),
            ("1_000", text("1_000")),
            ("12:30", text("12:30")),
            ("1.5", Ok(NodeKind::Float(1.5))),
            (".5", Ok(NodeKind::Float(0.5))),
            ("1.", Ok(NodeKind::Float(1.0))),
            ("1e3", Ok(NodeKind::Float(1000.0))),
            (".", text(".")),
            ("e3", text("e3")),
            ("1e", text("1e")),
            ("1.2.3", text("1.2.3")),
            ("+", text("+")),
            ("--1", text("--1")),
            ("2026-01-01", text("2026-01-01")),
            (".inf", Err("TP0107")),
            ("-.INF", Err("TP0107")),
            (".NaN", Err("TP0107")),
            ("010", Err("TP0106")),
            ("0xFFFFFFFFFFFFFFFFF", Err("TP0106")),
        ];
        for (source, expected) in cases {
            let found = plain(source, Span::default()).map_err(|diagnostic| diagnostic.code.to_string());
            assert_eq!(found, expected.map_err(str::to_owned), "{source}");
        }
    }
}
