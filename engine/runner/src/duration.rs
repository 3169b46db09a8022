//! Lengths of time: written out, or computed when they are needed.

use towpath_diagnostics::codes;
use towpath_dsl::model::Duration;
use towpath_wire::problem_types as types;

use crate::compile::{Compiled, Compiler};
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable};
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::{Labels, Value};

/// A length of time.
#[derive(Debug)]
pub(crate) enum Length {
    /// So many milliseconds.
    Fixed(i64),
    /// Computed.
    Computed(Expression),
}

impl Length {
    pub(crate) fn compile(c: &mut Compiler<'_>, duration: &Duration, place: Place) -> Compiled<Self> {
        match duration {
            Duration::Literal(milliseconds) => {
                Ok(Self::Fixed(i64::try_from(milliseconds.value).unwrap_or(i64::MAX)))
            }
            Duration::Expression(written) => c.expression(written, place).map(Self::Computed),
        }
    }

    /// In milliseconds, with the labels of what it was computed from. `field` is what an error calls it.
    pub(crate) fn milliseconds(
        &self,
        cx: &Cx,
        input: &Value,
        frame: &Frame<'_>,
        field: &str,
    ) -> Faultable<(i64, Labels)> {
        match self {
            Self::Fixed(milliseconds) => Ok((*milliseconds, Labels::NONE)),
            Self::Computed(expression) => {
                let value = expression.evaluate(cx, input, frame)?;
                let length = milliseconds(&value).ok_or_else(|| {
                    let detail = format!(
                        "`{field}` needs an ISO 8601 duration or a mapping of units to whole numbers"
                    );
                    Fault::new(types::EXPRESSION, &codes::TP1007, detail).about(cx, &value)
                });
                Ok((length?, value.labels_deep()))
            }
        }
    }
}

const UNITS: [(&str, i64); 5] =
    [("days", 86_400_000), ("hours", 3_600_000), ("minutes", 60_000), ("seconds", 1000), ("milliseconds", 1)];

/// A computed length of time; `None` when it is none, or negative, or beyond all reason.
fn milliseconds(value: &Value) -> Option<i64> {
    if let Some(text) = value.as_str() {
        return iso8601(text);
    }
    let members = value.as_object().filter(|members| !members.is_empty())?;
    members.iter().try_fold(0_i64, |total, (unit, amount)| {
        let (_, size) = UNITS.iter().find(|(name, _)| *name == &**unit)?;
        let amount = amount.as_i64().filter(|amount| *amount >= 0)?;
        total.checked_add(amount.checked_mul(*size)?)
    })
}

/// `P1W`, `P1DT2H3M4.5S`: weeks, days and clock units. Years and months have no fixed length.
fn iso8601(text: &str) -> Option<i64> {
    let text = text.strip_prefix('P')?;
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let days = units(date, &[('W', 604_800_000), ('D', 86_400_000)])?;
    let clock = units(time.unwrap_or_default(), &[('H', 3_600_000), ('M', 60_000), ('S', 1000)])?;
    let empty = date.is_empty() && time.is_none() || time == Some("");
    days.checked_add(clock).filter(|_| !empty)
}

/// The sum of amounts with units, each at most once and in order.
fn units(mut text: &str, mut units: &[(char, i64)]) -> Option<i64> {
    let mut total = 0_i64;
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (amount, rest) = text.split_at(end);
        let unit = rest.chars().next()?;
        let at = units.iter().position(|(name, _)| *name == unit)?;
        let (whole, fraction) = amount.split_once('.').unwrap_or((amount, "0"));
        // Only seconds have a fraction; what is below a millisecond is cut off.
        if amount.contains('.') && unit != 'S' || fraction.is_empty() || fraction.contains('.') {
            return None;
        }
        let thousandths: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        let fraction = if unit == 'S' { thousandths } else { 0 };
        total =
            total.checked_add(whole.parse::<i64>().ok()?.checked_mul(units[at].1)?)?.checked_add(fraction)?;
        units = &units[at + 1..];
        text = &rest[unit.len_utf8()..];
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        for (text, expected) in [
            ("PT15M", Some(900_000)),
            ("P1DT2H3M4.5S", Some(93_784_500)),
            ("P2W", Some(1_209_600_000)),
            ("PT0.0019S", Some(1)),
            ("PT0S", Some(0)),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("P1M", None),
            ("PT1S1M", None),
            ("PT1.5M", None),
            ("PT1.S", None),
            ("PT1.2.3S", None),
            ("PT-1S", None),
            ("PT99999999999999999999S", None),
            ("1S", None),
            ("", None),
        ] {
            assert_eq!(milliseconds(&Value::str(text)), expected, "{text}");
        }
        let mapping = serde_json::json!({"minutes": 1, "milliseconds": 5});
        assert_eq!(milliseconds(&Value::from(&mapping)), Some(60_005));
        for wrong in [
            serde_json::json!({}),
            serde_json::json!({"minutes": -1}),
            serde_json::json!({"fortnights": 1}),
            serde_json::json!({"days": i64::MAX}),
            serde_json::json!(5),
        ] {
            assert_eq!(milliseconds(&Value::from(&wrong)), None, "{wrong}");
        }
    }
}
