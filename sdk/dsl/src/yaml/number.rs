//! Parses numbers, and refuses those that would change.

use towpath_diagnostics::{Diagnostic, Span, codes};

use crate::{model::NodeKind, words::quote};

/// A decimal integer with an optional sign.
pub(super) fn decimal_integer(text: &str, span: Span) -> Result<NodeKind, Diagnostic> {
    let digits = text.trim_start_matches(['+', '-']);
    if digits.len() > 1 && digits.starts_with('0') {
        let message = format!("the number {} would lose its leading zeros", quote(text));
        let mut diagnostic = inexact(message, text, span);
        let plain = digits.trim_start_matches('0');
        if let (Some(help), false) = (&mut diagnostic.help, plain.is_empty()) {
            help.push_str(&format!("; as a number it is {}", quote(plain)));
        }
        return Err(diagnostic);
    }
    match text.strip_prefix('+').unwrap_or(text).parse() {
        Ok(value) => Ok(NodeKind::Int(value)),
        Err(_) => Err(inexact(format!("the number {} is too large for 64 bits", quote(text)), text, span)),
    }
}

/// An integer written in another base, without its `0x` or `0o`.
pub(super) fn integer_in_base(
    text: &str,
    digits: &str,
    base: u32,
    span: Span,
) -> Result<NodeKind, Diagnostic> {
    i64::from_str_radix(digits, base)
        .map(NodeKind::Int)
        .map_err(|_| inexact(format!("the number {} is too large for 64 bits", quote(text)), text, span))
}

/// A decimal number with a fraction or an exponent.
pub(super) fn decimal_float(text: &str, span: Span) -> Result<NodeKind, Diagnostic> {
    let value: f64 = text.parse().unwrap_or(f64::NAN);
    if !value.is_finite() {
        return Err(inexact(format!("the number {} is too large", quote(text)), text, span));
    }
    if significant_digits(text) != significant_digits(&format!("{value:e}")) {
        let message =
            format!("the number {} has more digits than can be stored; it would become {value}", quote(text));
        return Err(inexact(message, text, span));
    }
    Ok(NodeKind::Float(value))
}

fn inexact(message: String, text: &str, span: Span) -> Diagnostic {
    let help = format!("put it in quotes to keep it as text: {}", quote(&format!("\"{text}\"")));
    Diagnostic::error(codes::TP0106, message).at(span).help(help)
}

/// The significant digits, and the power of ten of the last digit. Zero has no digits and power 0.
fn significant_digits(text: &str) -> (String, i64) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = whole.chars().chain(fraction.chars()).filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let kept = digits.trim_end_matches('0');
    if kept.is_empty() {
        return (String::new(), 0);
    }
    // An exponent beyond `i64` equals no other exponent. Such a number was already found to be infinite or
    // zero.
    let exponent: i64 = exponent.trim_start_matches('+').parse().unwrap_or(i64::MIN / 2);
    let dropped = i64::try_from(digits.len() - kept.len()).unwrap_or(i64::MAX / 4);
    (kept.to_owned(), exponent - i64::try_from(fraction.len()).unwrap_or(i64::MAX / 4) + dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_or_are_refused() {
        let span = Span::default();
        for good in [
            "0.1",
            "1.0",
            "1.50",
            "1e3",
            "1E+3",
            "-2.5e-10",
            ".5",
            "5.",
            "0.0",
            "0e5",
            "123456.789",
            "1e22",
            "0.30000000000000004",
        ] {
            assert!(decimal_float(good, span).is_ok(), "{good}");
        }
        for bad in [
            "1e999",
            "1e-999",
            "0.10000000000000000000001",
            "3.14159265358979323846",
            "1e99999999999999999999",
        ] {
            assert!(decimal_float(bad, span).is_err(), "{bad}");
        }
        for good in ["0", "-0", "+5", "9223372036854775807", "-9223372036854775808"] {
            assert!(decimal_integer(good, span).is_ok(), "{good}");
        }
        for bad in ["9223372036854775808", "007", "-01", "99999999999999999999999999"] {
            assert!(decimal_integer(bad, span).is_err(), "{bad}");
        }
    }
}
