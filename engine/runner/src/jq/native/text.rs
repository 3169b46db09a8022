//! Functions on texts: trimming, joining, splitting, code points, and conversion to and from numbers and
//! JSON.

use jaq_core::ValR;
use jaq_core::native::{bome, unary, v};

use super::super::{arithmetic, fault, val};
use super::{Entries, boolean_result};
use crate::value::track::{record_read, so_far};
use crate::value::{Kind, ReadError, Value, number};

pub(super) fn entries() -> Entries {
    Box::new([
        ("tojson", v(0), |cv| bome(to_json(&cv.1))),
        ("fromjson", v(0), |cv| bome(from_json(&cv.1))),
        ("tonumber", v(0), |cv| bome(to_number(cv.1))),
        ("toboolean", v(0), |cv| bome(to_boolean(cv.1))),
        ("__join", v(1), |cv| unary(cv, |items, separator| join_texts(items, &separator))),
        ("implode", v(0), |cv| bome(implode(&cv.1))),
        ("startswith", v(1), |cv| {
            unary(cv, |text, part| test(&text, &part, "startswith()", |text, part| text.starts_with(part)))
        }),
        ("endswith", v(1), |cv| {
            unary(cv, |text, part| test(&text, &part, "endswith()", |text, part| text.ends_with(part)))
        }),
        ("ltrimstr", v(1), |cv| unary(cv, |text, part| trim_part(&text, &part, true, false))),
        ("rtrimstr", v(1), |cv| unary(cv, |text, part| trim_part(&text, &part, false, true))),
        ("trimstr", v(1), |cv| unary(cv, |text, part| trim_part(&text, &part, true, true))),
        ("trim", v(0), |cv| bome(map_text(&cv.1, "trim input must be a string", str::trim))),
        ("ltrim", v(0), |cv| bome(map_text(&cv.1, "trim input must be a string", str::trim_start))),
        ("rtrim", v(0), |cv| bome(map_text(&cv.1, "trim input must be a string", str::trim_end))),
        ("ascii_downcase", v(0), |cv| {
            bome(map_text(&cv.1, "explode input must be a string", |text| text.to_ascii_lowercase()))
        }),
        ("ascii_upcase", v(0), |cv| {
            bome(map_text(&cv.1, "explode input must be a string", |text| text.to_ascii_uppercase()))
        }),
        ("explode", v(0), |cv| bome(explode(&cv.1))),
        ("utf8bytelength", v(0), |cv| bome(byte_length(&cv.1))),
        ("split", v(1), |cv| unary(cv, |text, separator| split(&text, &separator))),
    ])
}

fn to_json(value: &Value) -> ValR<Value> {
    value
        .to_json()
        .map(val::text_with_labels)
        .map_err(|name| fault::plain_error(&fault::secret_message(&name)))
}

fn from_json(value: &Value) -> ValR<Value> {
    let Kind::Str(text) = value.kind() else {
        return Err(fault::error_about_value(value, "only strings can be parsed"));
    };
    record_read(value.labels());
    Value::from_loose_json(text, so_far()).map_err(|error: ReadError| {
        let full = match text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
            true => format!("Invalid numeric literal at EOF at line 1, column {}", text.len()),
            false => error.to_string(),
        };
        fault::masked_error(
            format!("{full} (while parsing '{text}')"),
            format!("a text is not json: {error}"),
        )
    })
}

fn to_number(value: Value) -> ValR<Value> {
    match value.kind() {
        Kind::Int(_) | Kind::Float(_) => Ok(value),
        Kind::Str(text) => {
            record_read(value.labels());
            match number::parse_number(text) {
                Some(Ok(int)) => Ok(val::scalar_with_labels(Kind::Int(int))),
                Some(Err(float)) => Ok(val::scalar_with_labels(Kind::Float(float))),
                _ if &**text == "nan" => Ok(val::scalar_with_labels(Kind::Float(f64::NAN))),
                _ => Err(fault::error_about_value(&value, "cannot be parsed as a number")),
            }
        }
        _ => Err(fault::error_about_value(&value, "cannot be parsed as a number")),
    }
}

fn to_boolean(value: Value) -> ValR<Value> {
    match value.kind() {
        Kind::Bool(_) => Ok(value),
        Kind::Str(text) if matches!(&**text, "true" | "false") => {
            record_read(value.labels());
            boolean_result(&**text == "true")
        }
        _ => {
            record_read(value.labels());
            Err(fault::error_about_value(&value, "cannot be parsed as a boolean"))
        }
    }
}

/// The texts, numbers and booleans of a list, joined by `separator`. Null counts as empty.
fn join_texts(items: Value, separator: &Value) -> ValR<Value> {
    let (cover, shape) = (items.labels(), items.shape());
    record_read(shape);
    let between = match separator.kind() {
        Kind::Str(text) => {
            record_read(separator.labels());
            &**text
        }
        Kind::Null => {
            record_read(separator.labels());
            ""
        }
        _ if items.as_array().is_some_and(<[Value]>::is_empty) => "",
        _ => return Err(fault::error_about_operands(&Value::str(""), separator, "cannot be added")),
    };
    let list = match items.kind() {
        Kind::Arr(array) => &array.items,
        Kind::Obj(object) => &object.map.iter().map(|(_, member)| member.clone()).collect(),
        _ => return Err(fault::error_about_value(&items, "cannot be iterated over")),
    };
    let mut joined = Vec::new();
    for (at, item) in list.iter().enumerate() {
        record_read(cover | item.labels());
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
                return Err(fault::error_about_operands(&so_far, item, "cannot be added"));
            }
        }
    }
    Ok(val::text_with_labels(String::from_utf8(joined).unwrap_or_default()))
}

fn implode(value: &Value) -> ValR<Value> {
    let Kind::Arr(array) = value.kind() else {
        return Err(fault::error_for_secret(value)
            .unwrap_or_else(|| fault::plain_error("implode input must be an array")));
    };
    record_read(value.labels_deep());
    let bad =
        |item| fault::error_about_value(item, "can't be imploded, unicode codepoint needs to be numeric");
    let characters = array.items.iter().map(|item| code_point(item.kind()).ok_or_else(|| bad(item)));
    Ok(val::text_with_labels(characters.collect::<ValR<String, _>>()?))
}

/// An invalid code point becomes U+FFFD, as in jq.
fn code_point(kind: &Kind) -> Option<char> {
    let code = match kind {
        Kind::Int(int) => *int,
        Kind::Float(float) if !float.is_nan() => number::truncate_float(*float),
        _ => return None,
    };
    Some(u32::try_from(code).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn test(text: &Value, part: &Value, name: &str, is: impl Fn(&str, &str) -> bool) -> ValR<Value> {
    record_read(text.labels() | part.labels());
    match (text.as_str(), part.as_str()) {
        (Some(text), Some(part)) => boolean_result(is(text, part)),
        _ => Err(not_texts(text, part, name)),
    }
}

/// `text` without `part` at its ends.
fn trim_part(text: &Value, part: &Value, left: bool, right: bool) -> ValR<Value> {
    record_read(text.labels() | part.labels());
    let (Some(whole), Some(end)) = (text.as_str(), part.as_str()) else {
        let name = if left { "startswith()" } else { "endswith()" };
        return Err(not_texts(text, part, name));
    };
    let rest = if left { whole.strip_prefix(end).unwrap_or(whole) } else { whole };
    Ok(val::text_with_labels(if right { rest.strip_suffix(end).unwrap_or(rest) } else { rest }))
}

fn not_texts(text: &Value, part: &Value, name: &str) -> fault::Error {
    let secret = fault::error_for_secret(text).or_else(|| fault::error_for_secret(part));
    secret.unwrap_or_else(|| {
        fault::masked_error(format!("{name} requires string inputs"), "this function takes only texts")
    })
}

fn no_text(value: &Value, full: &str) -> fault::Error {
    let masked =
        || format!("this function takes a text, not {}", fault::type_with_article(value.type_name()));
    fault::error_for_secret(value).unwrap_or_else(|| fault::masked_error(full, masked()))
}

/// A text changed by `with`; anything else is an error.
fn map_text<'v, T: Into<std::rc::Rc<str>>>(
    value: &'v Value,
    otherwise: &str,
    with: impl Fn(&'v str) -> T,
) -> ValR<Value> {
    record_read(value.labels());
    match value.as_str() {
        Some(text) => Ok(val::text_with_labels(with(text))),
        None => Err(no_text(value, otherwise)),
    }
}

fn explode(value: &Value) -> ValR<Value> {
    record_read(value.labels());
    let text = value.as_str().ok_or_else(|| no_text(value, "explode input must be a string"))?;
    Ok(val::list_with_labels(
        text.chars().map(|c| val::scalar_with_labels(Kind::Int(i64::from(u32::from(c))))).collect(),
    ))
}

fn byte_length(value: &Value) -> ValR<Value> {
    record_read(value.labels());
    match value.as_str() {
        Some(text) => Ok(val::scalar_with_labels(Kind::Int(text.len() as i64))),
        None => Err(fault::error_about_value(value, "only strings have UTF-8 byte length")),
    }
}

fn split(text: &Value, separator: &Value) -> ValR<Value> {
    record_read(text.labels() | separator.labels());
    match (text.as_str(), separator.as_str()) {
        (Some(text), Some(separator)) => Ok(arithmetic::split_text(text, separator)),
        _ => Err(fault::error_for_secret(text)
            .or_else(|| fault::error_for_secret(separator))
            .unwrap_or_else(|| fault::plain_error("split input and separator must be strings"))),
    }
}
