//! Numbers: exact comparison of integers with floats, and their canonical text form.
//!
//! The text form is the shortest one that reads back as the same number, in jq's format. Exception: floats
//! from 1e17 to 2^63 always have an exponent, because without one they would read back as different integers.
//! Larger floats are written as in jq, without an exponent, so that a host that refuses integers over 64 bits
//! refuses them.

use std::cmp::Ordering;
use std::io::Write as _;

/// 2 to the power of 63, the first float that is too large for an `i64`.
const TWO_63: f64 = 9_223_372_036_854_775_808.0;

/// Floats without fraction below this value are written like integers.
const WRITTEN_WHOLE: f64 = 1e17;

/// `float` as an integer, if it is exactly one of at most 64 bits.
pub(crate) fn exact_int(float: f64) -> Option<i64> {
    let within = (-TWO_63..TWO_63).contains(&float);
    (within && float.trunc() == float).then_some(float as i64)
}

/// `float` as an integer, if it is exactly one that floats can distinguish from its neighbours.
pub(crate) fn integer_if_exact(float: f64) -> super::Kind {
    match exact_int(float) {
        Some(int) if int.unsigned_abs() < 1 << 53 && !(int == 0 && float.is_sign_negative()) => {
            super::Kind::Int(int)
        }
        _ => super::Kind::Float(float),
    }
}

/// `float` truncated to an integer of at most 64 bits. 0 for NaN.
pub(crate) fn truncate_float(float: f64) -> i64 {
    float as i64
}

/// Compares exactly, without rounding the integer. NaN is below everything.
pub(crate) fn compare_int_float(int: i64, float: f64) -> Ordering {
    if float.is_nan() {
        return Ordering::Greater;
    }
    if float >= TWO_63 {
        return Ordering::Less;
    }
    if float < -TWO_63 {
        return Ordering::Greater;
    }
    let whole = float.trunc();
    int.cmp(&(whole as i64)).then_with(|| 0.0_f64.partial_cmp(&(float - whole)).unwrap_or(Ordering::Equal))
}

/// Parses a number in the format of JSON or jq. `None` if it is not one. A number with more than 64 bits, a
/// fraction or an exponent is a float; one that is too large is infinite.
pub(crate) fn parse_number(text: &str) -> Option<Result<i64, f64>> {
    if !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) {
        return None;
    }
    // "-0" is the only integer text that only a float can represent.
    if text != "-0"
        && let Ok(int) = text.parse()
    {
        return Some(Ok(int));
    }
    text.parse().ok().map(Err)
}

/// Whether `float` is exactly the whole number in `text`, which has more than 64 bits.
pub(crate) fn is_kept(text: &str, float: f64) -> bool {
    let digits = text.trim_start_matches('-').trim_start_matches('0');
    let shortest = format!("{:e}", float.abs());
    let Some((mantissa, exponent)) = shortest.split_once('e') else { return false };
    let kept = mantissa.replace('.', "");
    kept.trim_end_matches('0') == digits.trim_end_matches('0')
        && exponent.parse::<usize>().is_ok_and(|exponent| exponent + 1 == digits.len())
}

/// Appends `int`.
pub(crate) fn write_int(out: &mut Vec<u8>, int: i64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = int.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if int < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends `float`. NaN becomes `null`, infinities the largest finite numbers, as in jq.
pub(crate) fn write_float(out: &mut Vec<u8>, float: f64) {
    if float.is_nan() {
        out.extend_from_slice(b"null");
        return;
    }
    let float = float.clamp(f64::MIN, f64::MAX);
    if float.abs() < WRITTEN_WHOLE && float.trunc() == float {
        if float == 0.0 && float.is_sign_negative() {
            out.extend_from_slice(b"-0");
        } else {
            write_int(out, float as i64);
        }
        return;
    }
    write_shortest(out, float);
}

/// Appends the shortest text that reads back as `float`, with or without an exponent as in jq.
fn write_shortest(out: &mut Vec<u8>, float: f64) {
    let mut scientific = [0_u8; 32];
    let mut rest = &mut scientific[..];
    // INVARIANT: the longest form, such as -1.7976931348623157e-308, has 24 bytes.
    let written = write!(rest, "{:e}", float.abs());
    debug_assert!(written.is_ok());
    let unused = rest.len();
    let used = scientific.len() - unused;
    let text = &scientific[..used];
    let e = text.iter().position(|byte| *byte == b'e').unwrap_or(used);
    let exponent: i32 =
        text.get(e + 1..).and_then(|text| std::str::from_utf8(text).ok()?.parse().ok()).unwrap_or(0);
    let digits: Vec<u8> = text[..e].iter().copied().filter(u8::is_ascii_digit).collect();

    if float < 0.0 {
        out.push(b'-');
    }
    let count = digits.len() as i32;
    // The number is 0.DIGITS times ten to the power of `point`.
    let point = exponent + 1;
    let is_within_64_bits = (18..20).contains(&point) && float.abs() < TWO_63;
    if point <= -4 || point > count + 15 || is_within_64_bits {
        out.push(digits[0]);
        if count > 1 {
            out.push(b'.');
            out.extend_from_slice(&digits[1..]);
        }
        out.extend_from_slice(if exponent < 0 { b"e-" } else { b"e+" });
        if exponent.abs() < 10 {
            out.push(b'0');
        }
        write_int(out, i64::from(exponent.abs()));
    } else if point <= 0 {
        out.extend_from_slice(b"0.");
        out.resize(out.len() + point.unsigned_abs() as usize, b'0');
        out.extend_from_slice(&digits);
    } else if point >= count {
        out.extend_from_slice(&digits);
        out.resize(out.len() + (point - count) as usize, b'0');
    } else {
        out.extend_from_slice(&digits[..point as usize]);
        out.push(b'.');
        out.extend_from_slice(&digits[point as usize..]);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn float(value: f64) -> String {
        let mut out = Vec::new();
        write_float(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn floats_are_written_as_jq_writes_them() {
        let cases = [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.30000000000000004"),
            (100.0, "100"),
            (1e16, "10000000000000000"),
            (1e17, "1e+17"),
            (1.5e17, "1.5e+17"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1.5e18, "1.5e+18"),
            (1.5e19, "1.5e+19"),
            (1.234_567_890_123_456_7e18, "1.2345678901234568e+18"),
            (9.223_372_036_854_775e18, "9.223372036854775e+18"),
            (TWO_63, "9223372036854776000"),
            (-9.684_540_638_697_515e18, "-9684540638697515000"),
            (9.3e18, "9.3e+18"),
            (1.234_567_890_123_456_7e19, "12345678901234567000"),
            (0.001, "0.001"),
            (0.0001, "0.0001"),
            (0.000_01, "1e-05"),
            (0.000_012_34, "1.234e-05"),
            (3.25e-200, "3.25e-200"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::INFINITY, "1.7976931348623157e+308"),
            (f64::NEG_INFINITY, "-1.7976931348623157e+308"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
            (5e-324, "5e-324"),
            (f64::NAN, "null"),
            (1234.5678, "1234.5678"),
        ];
        for (value, expected) in cases {
            assert_eq!(float(value), expected);
        }
    }

    #[test]
    fn comparison_does_not_round() {
        let cases = [
            (9_007_199_254_740_993, 9_007_199_254_740_992.0, Ordering::Greater),
            (9_007_199_254_740_992, 9_007_199_254_740_992.0, Ordering::Equal),
            (i64::MAX, TWO_63, Ordering::Less),
            (i64::MIN, -TWO_63, Ordering::Equal),
            (i64::MIN, f64::NEG_INFINITY, Ordering::Greater),
            (1, 1.5, Ordering::Less),
            (-1, -1.5, Ordering::Greater),
            (0, -0.0, Ordering::Equal),
            (0, f64::NAN, Ordering::Greater),
        ];
        for (int, float, expected) in cases {
            assert_eq!(compare_int_float(int, float), expected, "{int} {float}");
        }
    }

    #[test]
    fn texts_that_are_numbers() {
        assert_eq!(parse_number("12"), Some(Ok(12)));
        assert_eq!(parse_number("9223372036854775807"), Some(Ok(i64::MAX)));
        assert_eq!(parse_number("9223372036854775808"), Some(Err(TWO_63)));
        assert_eq!(parse_number("1e3"), Some(Err(1000.0)));
        assert_eq!(parse_number("1e999"), Some(Err(f64::INFINITY)));
        for text in ["", "nan", "inf", "0x1", "1_000", "-", "e", "infinity"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_kept_or_not() {
        let cases = [
            ("9223372036854775808", false),
            ("9223372036854775809", false),
            ("9223372036854776000", true),
            ("-9223372036854776000", true),
            ("9300000000000000000", true),
            ("10000000000000000000", true),
            ("18446744073709551615", false),
            ("123456789012345680000", true),
            ("123456789012345678901234567890", false),
            ("1000000000000000000000000000", true),
            ("1000000000000000000000000001", false),
        ];
        for (text, kept) in cases {
            assert_eq!(is_kept(text, text.parse().unwrap()), kept, "{text}");
        }
    }

    proptest! {
        #[test]
        fn written_floats_read_back(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(float(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
        }

        #[test]
        fn integers_are_written_plainly(value: i64) {
            let mut out = Vec::new();
            write_int(&mut out, value);
            prop_assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
        }
    }
}
