//! Durations, as ISO 8601 text or as a mapping.

use super::NodeKind;
use super::{Expression, Spanned};
use crate::{
    parse::{At, Expected, Findings},
    snippet,
    words::quote,
};
use towpath_diagnostics::{Diagnostic, codes};

/// A duration.
#[derive(Debug, Clone, PartialEq)]
pub enum Duration {
    /// In milliseconds.
    Literal(Spanned<u64>),
    /// An expression that gives ISO 8601 text or a duration mapping.
    Expression(Expression),
}

impl Duration {
    /// The longest duration, in milliseconds.
    pub const MAX: u64 = MAX;

    /// Milliseconds of an ISO 8601 duration. Literal and computed durations are parsed alike. Fractions of a
    /// millisecond are dropped.
    ///
    /// # Errors
    /// The problem, as a phrase that follows the text: `has a unit in the wrong place`.
    pub fn of_text(text: &str) -> Result<u64, &'static str> {
        milliseconds_of_iso8601(text)
    }

    /// Milliseconds of a unit of the mapping, such as `minutes`.
    pub fn unit(name: &str) -> Option<u64> {
        UNITS.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
    }
}

/// The longest duration: 100 years of 365.25 days, in milliseconds. Sums of durations stay far from overflow.
const MAX: u64 = 3_155_760_000_000;

/// Keys of the mapping, with their milliseconds.
const UNITS: &[(&str, u64)] = &[
    ("days", 86_400_000),
    ("hours", 3_600_000),
    ("minutes", 60_000),
    ("seconds", 1_000),
    ("milliseconds", 1),
];

impl Duration {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let milliseconds = match &at.node.kind {
            NodeKind::String(text) if text.contains("${") => {
                return at.strict_expression(Expected::Duration, findings).map(Self::Expression);
            }
            NodeKind::String(text) => match milliseconds_of_iso8601(text) {
                Ok(milliseconds) => milliseconds,
                Err(problem) => {
                    let mapping = duration_mapping(text).filter(|_| !is_time(text));
                    // If the help shows the intended duration, the ISO 8601 problem is not reported.
                    let message = match mapping {
                        Some(_) => format!("{} is not a duration: {}", at.subject(), quote(text)),
                        None => format!("{} is not a duration: {} {problem}", at.subject(), quote(text)),
                    };
                    let help = match is_time(text) {
                        true => until_help(at, &format!("\"{}\"", text.trim())),
                        false => help_for_duration(mapping.as_deref()),
                    };
                    findings.report(at.error(codes::TP0209, message).help(help));
                    return None;
                }
            },
            NodeKind::Object(_) => read_mapping(at, findings)?,
            NodeKind::Int(number) if *number >= 0 => {
                let message = format!("{} must be a duration, and `{number}` has no unit", at.subject());
                let help = format!("write `{{ seconds: {number} }}` or `PT{number}S` for {number} seconds");
                findings.report(at.error(codes::TP0203, message).help(help));
                return None;
            }
            _ => {
                at.wrong_type(Expected::DurationForm, findings);
                return None;
            }
        };
        if milliseconds > MAX {
            let message = format!("{} is longer than 100 years", at.subject());
            findings.report(at.error(codes::TP0209, message).help("write a shorter duration"));
            return None;
        }
        Some(Self::Literal(Spanned::new(milliseconds, at.node.span)))
    }
}

fn read_mapping(at: &At<'_>, findings: &mut Findings) -> Option<u64> {
    if let Some(found) = refuse_until(at).or_else(|| computed_unit(at)) {
        findings.report(found);
        return None;
    }
    let keys: Vec<&str> = UNITS.iter().map(|(key, _)| *key).collect();
    let fields = at.fields(&keys, findings)?;
    if fields.entries.is_empty() {
        findings.report(
            at.error(codes::TP0219, "this duration is empty").help("add a key, such as `seconds: 30`"),
        );
    }
    let mut sum = 0_u64;
    for (key, unit) in UNITS {
        if let Some(number) = fields.get(key) {
            let number = number.integer(0, i64::MAX, findings)?.value;
            sum = sum.saturating_add(u64::try_from(number).unwrap_or(u64::MAX).saturating_mul(*unit));
        }
    }
    Some(sum)
}

/// `wait: { until: … }`.
fn refuse_until(at: &At<'_>) -> Option<Diagnostic> {
    let time = at.get("until")?;
    let message = format!("{} is a duration, and has no `until`", at.subject());
    let jq = match &time.node.kind {
        NodeKind::String(text) => jq_of_expression(text).map_or_else(|| format!("\"{text}\""), str::to_owned),
        _ => ".at".to_owned(),
    };
    Some(time.error(codes::TP0201, message).help(until_help(at, &jq)))
}

/// The help for waiting until the time that `jq` gives.
fn until_help(at: &At<'_>, jq: &str) -> String {
    let line = snippet::line(
        &at.pointer,
        &snippet::expression(&format!("{{ seconds: (({jq} | fromdate) - now) }}")),
    );
    format!("to wait until a time, write `{line}`; if the time has passed, it does not wait")
}

/// `wait: { seconds: '${ .n }' }`.
fn computed_unit(at: &At<'_>) -> Option<Diagnostic> {
    let entries = at.node.as_object()?;
    let (key, _) = entries.iter().find(|(_, value)| value.as_str().and_then(jq_of_expression).is_some())?;
    let is_path = |jq: &str| jq.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._$".contains(&byte));
    let members = entries.iter().map(|(key, value)| match value.as_str().and_then(jq_of_expression) {
        Some(jq) if is_path(jq) => format!("{}: {jq}", key.value),
        Some(jq) => format!("{}: ({jq})", key.value),
        None => format!("{}: {}", key.value, snippet::flow(value)),
    });
    let whole = format!("{{ {} }}", members.collect::<Vec<_>>().join(", "));
    let message =
        format!("`{}` must be a whole number; an expression must give the whole duration", key.value);
    let line = snippet::line(&at.pointer, &snippet::expression(&whole));
    Some(at.get(&key.value)?.error(codes::TP0203, message).help(format!("write `{line}`")))
}

/// The jq of `${ … }`.
fn jq_of_expression(text: &str) -> Option<&str> {
    text.trim().strip_prefix("${")?.strip_suffix('}').map(str::trim)
}

/// Milliseconds of an ISO 8601 duration. Fractions of a millisecond are dropped. `Err` is the problem.
pub(crate) fn milliseconds_of_iso8601(text: &str) -> Result<u64, &'static str> {
    const DATE: &[(char, u64)] = &[('W', 7 * 86_400_000), ('D', 86_400_000)];
    const TIME: &[(char, u64)] = &[('H', 3_600_000), ('M', 60_000), ('S', 1_000)];
    let rest = text.strip_prefix('P').ok_or("does not begin with `P`")?;
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    if date.contains(['Y', 'M']) {
        return Err("has years or months, whose length varies");
    }
    if date.is_empty() && time.is_none() || time.is_some_and(str::is_empty) {
        return Err("ends too early");
    }
    let date = parse_units(date, DATE)?;
    let time = time.map_or(Ok(0), |time| parse_units(time, TIME))?;
    Ok(date.saturating_add(time))
}

/// Parses numbers, each followed by a unit. The units must be in this order, each at most once.
fn parse_units(mut text: &str, mut known: &[(char, u64)]) -> Result<u64, &'static str> {
    let mut sum = 0_u64;
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or("ends without a unit")?;
        let (number, rest) = text.split_at(end);
        let letter = rest.chars().next().unwrap_or_default();
        let index =
            known.iter().position(|(unit, _)| *unit == letter).ok_or("has a unit in the wrong place")?;
        sum = sum
            .saturating_add(scale_number(number, known[index].1).ok_or("has a number that cannot be read")?);
        known = &known[index + 1..];
        text = &rest[letter.len_utf8()..];
    }
    Ok(sum)
}

/// Multiplies `number`, which may have a fraction, by `unit`, without rounding errors.
fn scale_number(number: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) =
        number.split_once('.').map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || fraction.is_some_and(|fraction| !is_number(fraction)) {
        return None;
    }
    let whole = whole.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(unit);
    // Twelve digits are more precise than a millisecond for every unit.
    let fraction = fraction.unwrap_or_default().bytes().take(12);
    let (part, scale) = fraction
        .fold((0_u128, 1_u128), |(part, scale), digit| (part * 10 + u128::from(digit - b'0'), scale * 10));
    let part = u64::try_from(part * u128::from(unit) / scale).unwrap_or(u64::MAX);
    Some(whole.saturating_add(part))
}

/// Whether a text is a date, or a date and a time.
fn is_time(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        text.trim().get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    digits(0..4) && text.trim().get(4..5) == Some("-") && digits(5..7)
}

/// The help for a text that is not a duration.
fn help_for_duration(mapping: Option<&str>) -> String {
    match mapping {
        Some(mapping) => format!("write a mapping: `{mapping}`"),
        None => {
            "write ISO 8601, such as `PT30S` or `P1DT12H`, or a mapping, such as `{ seconds: 30 }`".to_owned()
        }
    }
}

/// The mapping for texts such as `30s` or `5 minutes`.
pub(crate) fn duration_mapping(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let key = UNITS.iter().find_map(|(key, _)| {
        let letter = &key[..1];
        let is_unit = match unit.trim() {
            "ms" | "msec" | "millis" => *key == "milliseconds",
            "min" | "mins" | "m" => *key == "minutes",
            "sec" | "secs" | "" => *key == "seconds",
            word => {
                *key == word
                    || key.strip_suffix('s') == Some(word)
                    || letter == word && *key != "milliseconds"
            }
        };
        is_unit.then_some(*key)
    })?;
    (!number.is_empty() && number.len() < 12).then(|| format!("{{ {key}: {number} }}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_durations_in_milliseconds() {
        let cases = [
            ("PT30S", Some(30_000)),
            ("PT0S", Some(0)),
            ("PT1.5S", Some(1_500)),
            ("PT0.001S", Some(1)),
            ("PT0.0009S", Some(0)),
            ("PT0.1H", Some(360_000)),
            ("P1D", Some(86_400_000)),
            ("P1W", Some(604_800_000)),
            ("P1DT1H1M1S", Some(90_061_000)),
            ("PT36H", Some(129_600_000)),
            ("PT99999999999999999999S", Some(u64::MAX)),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("P1Y", None),
            ("P1M", None),
            ("PT1S1M", None),
            ("PT1M1M", None),
            ("PT-1S", None),
            ("PT1", None),
            ("PT.5S", None),
            ("PT1.S", None),
            ("1D", None),
            ("pt1s", None),
            ("P1D ", None),
            ("PT1é", None),
        ];
        for (text, expected) in cases {
            assert_eq!(milliseconds_of_iso8601(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn help_suggests_a_mapping() {
        let cases = [
            ("30s", "seconds: 30"),
            ("5 minutes", "minutes: 5"),
            ("10m", "minutes: 10"),
            ("250ms", "milliseconds: 250"),
            ("2 hour", "hours: 2"),
            ("1d", "days: 1"),
            ("15", "seconds: 15"),
            ("soon", "ISO 8601"),
        ];
        for (text, expected) in cases {
            let help = help_for_duration(duration_mapping(text).as_deref());
            assert!(help.contains(expected), "{text}: {help}");
        }
    }
}
