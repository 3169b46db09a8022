//! Strict JSON decoding: no duplicate keys, and no number that would change its value.
//!
//! Policies are evaluated over the decoded value, and the same value is sent. So no second reader can disagree with them.

use std::fmt;

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

/// Maximum nesting depth.
const DEEPEST: usize = 128;

/// How to treat fractions that a 64-bit float cannot represent exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fractions {
    /// Refuse them. Used for arguments: the evaluated value must be the value of the workflow.
    Exact,
    /// Use the nearest float. Used for responses: other systems print more digits than a float has.
    Nearest,
}

/// Why text was not decoded: a place and a reason, never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotRead {
    /// JSON pointer.
    pub(crate) pointer: String,
    /// The reason.
    pub(crate) why: &'static str,
}

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(self.why),
            pointer => write!(f, "at `{pointer}`: {}", self.why),
        }
    }
}

/// Decodes `text`.
pub(crate) fn decode_json(text: &str, fractions: Fractions) -> Result<Value, NotRead> {
    let mut reader = Reader { fractions, pointer: String::new(), depth: 0 };
    // This checks the syntax of the whole text. Below, every part is well-formed.
    let raw: &RawValue =
        serde_json::from_str(text).map_err(|_| NotRead { pointer: String::new(), why: "it is not JSON" })?;
    reader.value(raw.get())
}

/// Appends `key` to a JSON pointer.
pub(crate) fn push_pointer(pointer: &mut String, key: &str) {
    pointer.push('/');
    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
}

/// Returns `pointer` with `key` appended.
pub(crate) fn join_pointer(pointer: &str, key: &str) -> String {
    let mut pointer = pointer.to_owned();
    push_pointer(&mut pointer, key);
    pointer
}

struct Reader {
    fractions: Fractions,
    pointer: String,
    depth: usize,
}

impl Reader {
    fn refuse<T>(&self, why: &'static str) -> Result<T, NotRead> {
        Err(NotRead { pointer: self.pointer.clone(), why })
    }

    fn value(&mut self, text: &str) -> Result<Value, NotRead> {
        match text.as_bytes().first() {
            Some(b'{') => self.nested(|reader| reader.object(text)),
            Some(b'[') => self.nested(|reader| reader.array(text)),
            Some(b'-' | b'0'..=b'9') => self.number(text),
            _ => serde_json::from_str(text).or_else(|_| self.refuse("it is not JSON")),
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Result<Value, NotRead>) -> Result<Value, NotRead> {
        if self.depth == DEEPEST {
            return self.refuse("nested more than 128 deep");
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn within(&mut self, key: &str, text: &str) -> Result<Value, NotRead> {
        let length = self.pointer.len();
        push_pointer(&mut self.pointer, key);
        let value = self.value(text)?;
        self.pointer.truncate(length);
        Ok(value)
    }

    fn array(&mut self, text: &str) -> Result<Value, NotRead> {
        let items: Vec<&RawValue> = serde_json::from_str(text).or_else(|_| self.refuse("it is not JSON"))?;
        let items = items.iter().enumerate().map(|(at, item)| self.within(&at.to_string(), item.get()));
        items.collect::<Result<_, _>>().map(Value::Array)
    }

    fn object(&mut self, text: &str) -> Result<Value, NotRead> {
        let mut source = serde_json::Deserializer::from_str(text);
        let members = source.deserialize_map(Members).or_else(|_| self.refuse("it is not JSON"))?;
        let mut object = Map::with_capacity(members.len());
        for (key, member) in members {
            // The keys of a response are data, so messages do not show them.
            let shown = if self.fractions == Fractions::Exact { key.as_str() } else { "*" };
            if object.contains_key(&key) {
                push_pointer(&mut self.pointer, shown);
                return self.refuse("the key appears twice");
            }
            let value = self.within(shown, member.get())?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }

    fn number(&self, text: &str) -> Result<Value, NotRead> {
        if !text.contains(['.', 'e', 'E']) {
            return match text.parse::<i64>() {
                Ok(integer) => Ok(Value::from(integer)),
                Err(_) => self.refuse("the integer does not fit 64 bits"),
            };
        }
        let float = text.parse::<f64>().ok().and_then(Number::from_f64);
        match (float, self.fractions) {
            (Some(float), Fractions::Nearest) => Ok(Value::Number(float)),
            (Some(float), Fractions::Exact) if same_decimal(text, &float.to_string()) => {
                Ok(Value::Number(float))
            }
            (Some(_), Fractions::Exact) => {
                self.refuse("the number has more digits than a 64-bit float can hold")
            }
            (None, _) => self.refuse("the number is too large"),
        }
    }
}

/// Whether two texts are the same decimal number.
fn same_decimal(one: &str, other: &str) -> bool {
    matches!((Decimal::read(one), Decimal::read(other)), (Some(one), Some(other)) if one == other)
}

/// A decimal number in normal form: `digits × 10^exponent`, without zeros at either end.
#[derive(PartialEq, Eq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut exponent: i64 = exponent.trim_start_matches('+').parse().ok()?;
        exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        let digits = format!("{whole}{fraction}");
        let kept = digits.trim_end_matches('0');
        exponent = exponent.checked_add(i64::try_from(digits.len() - kept.len()).ok()?)?;
        let digits = kept.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Self { negative: false, digits, exponent: 0 });
        }
        Some(Self { negative, digits, exponent })
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn refused(text: &str, at: &str, why: &str) {
        let error = decode_json(text, Fractions::Exact).unwrap_err();
        assert_eq!(error.pointer, at, "{text}");
        assert!(error.why.contains(why), "{text}: {error}");
    }

    #[test]
    fn what_survives_the_trip_is_kept() {
        for text in [
            r#"{"a":[1,-2,9223372036854775807,0.1,1e2,1.50,-0.0,1E-5,123456789.125],"b":{"ü":null,"c":true}}"#,
            r#"  [ ] "#,
            r#""\u00e9\n""#,
        ] {
            assert_eq!(
                decode_json(text, Fractions::Exact).unwrap(),
                serde_json::from_str::<Value>(text).unwrap()
            );
        }
    }

    #[test]
    fn duplicate_keys_are_refused_at_any_depth() {
        refused(r#"{"a":1,"a":2}"#, "/a", "twice");
        refused(r#"{"x":[{"a":1,"\u0061":2}]}"#, "/x/0/a", "twice");
        refused(r#"{"a/b":{"~":1,"~":1}}"#, "/a~1b/~0", "twice");
    }

    #[test]
    fn numbers_that_would_change_are_refused() {
        refused(r#"{"n":9223372036854775808}"#, "/n", "64 bits");
        // The runner writes a computed number between 2^63 and 1e19 like this.
        refused(r#"{"n":9684540638697514000}"#, "/n", "64 bits");
        refused(r#"{"n":-9223372036854776000}"#, "/n", "64 bits");
        refused("[1e400]", "/0", "too large");
        refused("[1e-400]", "/0", "digits");
        refused("[0.10000000000000000001]", "/0", "digits");
        refused("[9007199254740993.0]", "/0", "digits");
        assert_eq!(decode_json("[0.10000000000000000001]", Fractions::Nearest).unwrap(), json!([0.1]));
        assert!(decode_json("[9223372036854775808]", Fractions::Nearest).is_err());
    }

    #[test]
    fn nesting_and_syntax_have_limits() {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(decode_json(&deep(128), Fractions::Exact).is_ok());
        let error = decode_json(&deep(129), Fractions::Exact).unwrap_err();
        assert!(error.why.contains("128"), "{error}");
        assert!(decode_json(&deep(100_000), Fractions::Exact).is_err());
        refused("{", "", "not JSON");
        refused("[1] 2", "", "not JSON");
        refused("[01]", "", "not JSON");
        refused("NaN", "", "not JSON");
    }
}
