//! Durations: literal, or computed at run time.

use towpath_diagnostics::codes;
use towpath_dsl::model::Duration;
use towpath_wire::problem_types as types;

use crate::compile::{Compiled, Compiler};
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable};
use crate::jq::type_with_article;
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::{Labels, Value};

/// A duration.
#[derive(Debug)]
pub(crate) enum Length {
    /// A number of milliseconds.
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

    /// The duration in milliseconds, not negative, with the labels of the values from which it was computed.
    /// `field` is its name in an error.
    pub(crate) fn milliseconds(
        &self,
        cx: &Cx,
        input: &Value,
        frame: &Frame<'_>,
        field: &str,
    ) -> Faultable<(i64, Labels)> {
        match self.signed(cx, input, frame, field)? {
            (negative, value) if negative < 0 => {
                Err(invalid_duration(cx, &value, field, "got a negative one"))
            }
            (milliseconds, value) => Ok((milliseconds, value.labels_deep())),
        }
    }

    /// The same for a pause. A negative one counts as zero.
    pub(crate) fn pause(
        &self,
        cx: &Cx,
        input: &Value,
        frame: &Frame<'_>,
        field: &str,
    ) -> Faultable<(i64, Labels)> {
        let (milliseconds, value) = self.signed(cx, input, frame, field)?;
        Ok((milliseconds.max(0), value.labels_deep()))
    }

    /// The duration in milliseconds, and the value from which it was computed.
    fn signed(&self, cx: &Cx, input: &Value, frame: &Frame<'_>, field: &str) -> Faultable<(i64, Value)> {
        match self {
            Self::Fixed(milliseconds) => Ok((*milliseconds, Value::null())),
            Self::Computed(expression) => {
                let value = expression.evaluate(cx, input, frame)?;
                match milliseconds_of_duration(&value) {
                    Ok(milliseconds) => Ok((milliseconds, value)),
                    Err(came) => Err(invalid_duration(cx, &value, field, &came)),
                }
            }
        }
    }
}

/// The error for a computed value that is not a valid duration.
fn invalid_duration(cx: &Cx, value: &Value, field: &str, came: &str) -> Box<Fault> {
    let detail = format!("`{field}` needs a duration, such as `PT15M` or `{{ minutes: 15 }}`, and {came}");
    Fault::new(types::EXPRESSION, &codes::TP1007, detail).about(cx, value)
}

/// The milliseconds of a computed duration. `Err` describes an invalid value without the data.
fn milliseconds_of_duration(value: &Value) -> Result<i64, String> {
    const MAX: i64 = Duration::MAX as i64;
    let total = if let Some(text) = value.as_str() {
        of_text(text).map_err(|problem| format!("got a text that {problem}"))?
    } else if let Some(members) = value.as_object() {
        if members.is_empty() {
            return Err("got a mapping without units".to_owned());
        }
        members
            .iter()
            .try_fold(0_f64, |total, (unit, amount)| of_unit(unit, amount).map(|more| total + more))?
    } else if value.as_f64().is_some() {
        return Err("got a number, which has no unit; write `{ seconds: … }` around it".to_owned());
    } else {
        return Err(format!("got {}", type_with_article(value.type_name())));
    };
    match total {
        total if total.abs() <= MAX as f64 => Ok(total.floor() as i64),
        _ => Err("got more than 100 years".to_owned()),
    }
}

/// An ISO 8601 duration with an optional sign, parsed like literal ones.
fn of_text(text: &str) -> Result<f64, &'static str> {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    Duration::of_text(text).map(|milliseconds| sign * milliseconds as f64)
}

fn of_unit(unit: &str, amount: &Value) -> Result<f64, String> {
    let Some(size) = Duration::unit(unit) else {
        return Err("got a mapping with a key that is none of `days`, `hours`, `minutes`, `seconds` and \
                    `milliseconds`"
            .to_owned());
    };
    let number = amount.as_f64().filter(|number| number.is_finite());
    number
        .map(|number| number * size as f64)
        .ok_or_else(|| format!("`{unit}` is {}, not a number", type_with_article(amount.type_name())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_durations_are_parsed_like_literal_ones() {
        for text in [
            "PT15M",
            "P1DT2H3M4.5S",
            "P2W",
            "PT1.5H",
            "PT0.001M",
            "PT0.0019S",
            "PT0S",
            "P",
            "PT",
            "P1DT",
            "P1M",
            "PT1S1M",
            "PT1.S",
            "PT1.2.3S",
            "PT-1S",
            "1S",
            "",
        ] {
            let literal = Duration::of_text(text).ok().and_then(|literal| i64::try_from(literal).ok());
            assert_eq!(milliseconds_of_duration(&Value::str(text)).ok(), literal, "{text}");
        }
        assert_eq!(milliseconds_of_duration(&Value::str("PT0.001M")), Ok(60));
        assert_eq!(milliseconds_of_duration(&Value::str("-PT1M")), Ok(-60_000));
    }

    #[test]
    fn valid_and_invalid_mappings() {
        let of = |json: serde_json::Value| milliseconds_of_duration(&Value::from(&json));
        assert_eq!(of(serde_json::json!({"minutes": 1, "milliseconds": 5})), Ok(60_005));
        assert_eq!(of(serde_json::json!({"seconds": 1.5})), Ok(1_500));
        assert_eq!(of(serde_json::json!({"minutes": 1, "seconds": -90})), Ok(-30_000));
        for (wrong, why) in [
            (serde_json::json!({}), "without units"),
            (serde_json::json!({"fortnights": 1}), "none of `days`"),
            (serde_json::json!({"days": "1"}), "`days` is a text, not a number"),
            (serde_json::json!({"days": i64::MAX}), "100 years"),
            (serde_json::json!("PT99999999999999999999S"), "100 years"),
            (serde_json::json!("P1Y"), "years or months"),
            (serde_json::json!(5), "no unit"),
            (serde_json::json!(null), "got null"),
            (serde_json::json!([1]), "got a list"),
        ] {
            let got = of(wrong.clone()).err().unwrap_or_default();
            assert!(got.contains(why), "{wrong}: {got}");
        }
    }
}
