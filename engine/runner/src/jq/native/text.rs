//! Texts: trimming, joining, splitting, code points, and numbers and JSON written as text.

use jaq_core::ValR;
use jaq_core::native::{bome, unary, v};

use super::super::{arithmetic, fault, val};
use super::{Entries, truth};
use crate::value::track::{read, so_far};
use crate::value::{Kind, Labels, MAX_DEPTH, ReadError, Value, number};

pub(super) fn entries() -> Entries {
    Box::new([
        ("tojson", v(0), |cv| bome(to_json(&cv.1))),
        ("fromjson", v(0), |cv| bome(from_json(&cv.1))),
        ("tonumber", v(0), |cv| bome(to_number(cv.1))),
        ("toboolean", v(0), |cv| bome(to_boolean(cv.1))),
        ("join", v(1), |cv| unary(cv, |items, separator| join(items, &separator))),
        ("implode", v(0), |cv| bome(implode(&cv.1))),
        ("startswith", v(1), |cv| {
            unary(cv, |text, part| test(&text, &part, "startswith()", |text, part| text.starts_with(part)))
        }),
        ("endswith", v(1), |cv| {
            unary(cv, |text, part| test(&text, &part, "endswith()", |text, part| text.ends_with(part)))
        }),
        ("ltrimstr", v(1), |cv| unary(cv, |text, part| Ok(trim(text, &part, true, false)))),
        ("rtrimstr", v(1), |cv| unary(cv, |text, part| Ok(trim(text, &part, false, true)))),
        ("trimstr", v(1), |cv| unary(cv, |text, part| Ok(trim(text, &part, true, true)))),
        ("split", v(1), |cv| unary(cv, |text, separator| split(&text, &separator))),
    ])
}

fn to_json(value: &Value) -> ValR<Value> {
    value.to_json().map(val::text).map_err(|name| fault::plain(&fault::secret_message(&name)))
}

fn from_json(value: &Value) -> ValR<Value> {
    let Kind::Str(text) = value.kind() else {
        return Err(fault::about(value, "only strings can be parsed"));
    };
    read(value.labels());
    let parsed = Value::from_json_text(text.as_bytes(), so_far(), u32::from(MAX_DEPTH));
    // `nan` is what jq's own numbers may have become.
    parsed.or_else(|error: ReadError| match text.trim() {
        "nan" => Ok(val::fresh(Kind::Float(f64::NAN))),
        _ => Err(fault::fault(
            format!("{error} (while parsing '{text}')"),
            format!("a text is not json: {error}"),
        )),
    })
}

fn to_number(value: Value) -> ValR<Value> {
    match value.kind() {
        Kind::Int(_) | Kind::Float(_) => Ok(value),
        Kind::Str(text) => {
            read(value.labels());
            match number::parse(text) {
                Some(Ok(int)) => Ok(val::fresh(Kind::Int(int))),
                Some(Err(float)) if !text.starts_with('+') => Ok(val::fresh(Kind::Float(float))),
                _ if &**text == "nan" => Ok(val::fresh(Kind::Float(f64::NAN))),
                _ => Err(fault::about(&value, "cannot be parsed as a number")),
            }
        }
        _ => Err(fault::about(&value, "cannot be parsed as a number")),
    }
}

fn to_boolean(value: Value) -> ValR<Value> {
    match value.kind() {
        Kind::Bool(_) => Ok(value),
        Kind::Str(text) if matches!(&**text, "true" | "false") => {
            read(value.labels());
            truth(&**text == "true")
        }
        _ => {
            read(value.labels());
            Err(fault::about(&value, "cannot be parsed as a boolean"))
        }
    }
}

/// Texts, numbers and truth values of a list with `separator` between; null counts as nothing.
fn join(items: Value, separator: &Value) -> ValR<Value> {
    let (cover, shape) = (items.labels(), items.shape());
    read(shape);
    let between = match separator.kind() {
        Kind::Str(text) => {
            read(separator.labels());
            &**text
        }
        _ if items.as_array().is_some_and(<[Value]>::is_empty) => "",
        _ => return Err(fault::about_both(&Value::str(""), separator, "cannot be added")),
    };
    let list = match items.kind() {
        Kind::Arr(array) => &array.items,
        Kind::Obj(object) => &object.map.iter().map(|(_, member)| member.clone()).collect(),
        _ => return Err(fault::about(&items, "cannot be iterated over")),
    };
    let mut joined = Vec::new();
    for (at, item) in list.iter().enumerate() {
        read(cover | item.labels());
        if at > 0 {
            joined.extend_from_slice(between.as_bytes());
        }
        match item.kind() {
            Kind::Null => {}
            Kind::Str(text) => joined.extend_from_slice(text.as_bytes()),
            Kind::Int(int) => number::write_int(&mut joined, *int),
            Kind::Float(float) => number::write_float(&mut joined, *float),
            Kind::Bool(value) => joined.extend_from_slice(if *value { b"true" } else { b"false" }),
            _ => {
                let so_far = Value::str(String::from_utf8_lossy(&joined).into_owned());
                return Err(fault::about_both(&so_far, item, "cannot be added"));
            }
        }
    }
    Ok(val::text(String::from_utf8(joined).unwrap_or_default()))
}

fn implode(value: &Value) -> ValR<Value> {
    let Kind::Arr(array) = value.kind() else {
        return Err(fault::about(value, "cannot be imploded, must be an array of codepoints"));
    };
    read(value.labels_deep());
    if let Some(error) = array.items.iter().find_map(fault::secret) {
        return Err(error);
    }
    let text: Option<String> = array.items.iter().map(|item| code_point(item.kind())).collect();
    let text = text.ok_or_else(|| fault::plain("Unicode codepoint must be numeric"))?;
    Ok(val::text(text))
}

/// What is no character shows as U+FFFD, as in jq.
fn code_point(kind: &Kind) -> Option<char> {
    let code = match kind {
        Kind::Int(int) => *int,
        Kind::Float(float) if !float.is_nan() => number::cut(*float),
        _ => return None,
    };
    Some(u32::try_from(code).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn test(text: &Value, part: &Value, name: &str, is: impl Fn(&str, &str) -> bool) -> ValR<Value> {
    read(text.labels() | part.labels());
    match (text.as_str(), part.as_str()) {
        (Some(text), Some(part)) => truth(is(text, part)),
        _ => Err(fault::secret(text)
            .or_else(|| fault::secret(part))
            .unwrap_or_else(|| fault::plain(&format!("{name} requires string inputs")))),
    }
}

/// `text` without `part` at its ends; anything but texts stays as it is.
fn trim(text: Value, part: &Value, left: bool, right: bool) -> Value {
    let trimmed = match (text.as_str(), part.as_str()) {
        (Some(text), Some(part)) => {
            let text = if left { text.strip_prefix(part).unwrap_or(text) } else { text };
            if right { text.strip_suffix(part).unwrap_or(text) } else { text }
        }
        _ => return text,
    };
    let labels: Labels = text.labels() | part.labels();
    read(labels);
    val::text(trimmed)
}

fn split(text: &Value, separator: &Value) -> ValR<Value> {
    read(text.labels() | separator.labels());
    match (text.as_str(), separator.as_str()) {
        (Some(text), Some(separator)) => Ok(arithmetic::split(text, separator)),
        _ => Err(fault::secret(text)
            .or_else(|| fault::secret(separator))
            .unwrap_or_else(|| fault::plain("split input and separator must be strings"))),
    }
}
