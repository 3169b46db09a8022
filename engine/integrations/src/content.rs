//! Bodies: JSON values to bytes and back, by content type.

use ::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;

use crate::json::{self, Fractions};

/// Turns `body` into bytes and says what they are, unless `headers` say it already. Text is sent as it is, a
/// form as a form if that is what `Content-Type` asks for, everything else as JSON; `null` is no body.
pub(crate) fn encode(body: &Value, headers: &mut HeaderMap) -> Result<Option<Bytes>, &'static str> {
    if body.is_null() {
        return Ok(None);
    }
    let asked = essence(headers);
    let (bytes, kind) = match body {
        Value::Object(fields) if asked.as_deref() == Some("application/x-www-form-urlencoded") => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (key, value) in fields {
                each_text(value, |text| {
                    form.append_pair(key, text);
                })?;
            }
            (form.finish(), "application/x-www-form-urlencoded")
        }
        Value::String(text) => (text.clone(), "text/plain; charset=utf-8"),
        other => (other.to_string(), "application/json"),
    };
    headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(kind));
    Ok(Some(Bytes::from(bytes)))
}

/// Calls `place` with a scalar as text, or with each scalar of an array; `null` is left out.
pub(crate) fn each_text(value: &Value, mut place: impl FnMut(&str)) -> Result<(), &'static str> {
    let mut one = |value: &Value| {
        match value {
            Value::Null => {}
            Value::String(text) => place(text),
            Value::Number(number) => place(&number.to_string()),
            Value::Bool(truth) => place(if *truth { "true" } else { "false" }),
            Value::Array(_) | Value::Object(_) => return Err("it is not a single value"),
        }
        Ok(())
    };
    match value {
        Value::Array(items) => items.iter().try_for_each(one),
        single => one(single),
    }
}

/// Reads a body by its content type: JSON as its value, text as text, all else as base64. No body is `null`.
pub(crate) fn decode(body: &Bytes, headers: &HeaderMap) -> Result<Value, String> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let as_json = |text: &str| json::decode(text, Fractions::Nearest).map_err(|error| error.to_string());
    let utf8 = || std::str::from_utf8(body).map_err(|_| "the text is not UTF-8".to_owned());
    match essence(headers).as_deref() {
        Some(kind) if kind == "application/json" || kind.ends_with("+json") => as_json(utf8()?),
        Some(kind) if is_text(kind) => match charset(headers).as_deref() {
            None | Some("utf-8" | "utf8" | "us-ascii") => utf8().map(Value::from),
            Some("iso-8859-1" | "latin1") => {
                Ok(body.iter().map(|byte| char::from(*byte)).collect::<String>().into())
            }
            Some(_) => Err("the text is in a character set that is not read here".to_owned()),
        },
        Some(_) => Ok(base64(body)),
        // Nobody said what it is: JSON if it is JSON, else text if it is text.
        None => Ok(match std::str::from_utf8(body) {
            Ok(text) => as_json(text).unwrap_or_else(|_| Value::from(text)),
            Err(_) => base64(body),
        }),
    }
}

/// Bytes as base64 text.
pub(crate) fn base64(bytes: &[u8]) -> Value {
    Value::String(STANDARD.encode(bytes))
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/")
        || kind.ends_with("+xml")
        || kind.ends_with("+yaml")
        || [
            "application/xml",
            "application/yaml",
            "application/x-www-form-urlencoded",
            "application/javascript",
        ]
        .contains(&kind)
}

fn content_type(headers: &HeaderMap) -> Option<String> {
    Some(headers.get(CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase())
}

/// The content type without its parameters.
fn essence(headers: &HeaderMap) -> Option<String> {
    let kind = content_type(headers)?;
    Some(kind.split(';').next().unwrap_or_default().trim().to_owned())
}

fn charset(headers: &HeaderMap) -> Option<String> {
    let kind = content_type(headers)?;
    let charset = kind.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("charset="))?;
    Some(charset.trim_matches(['"', '\'']).to_owned())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    fn typed(kind: &str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_str(kind).unwrap())])
    }

    #[test]
    fn bodies_are_encoded_by_what_they_are() {
        for (body, asked, bytes, kind) in [
            (json!({ "a": 1 }), None, r#"{"a":1}"#, "application/json"),
            (json!("hi"), None, "hi", "text/plain; charset=utf-8"),
            (json!("<a/>"), Some("text/xml"), "<a/>", "text/xml"),
            (json!([1]), Some("application/vnd.acme+json"), "[1]", "application/vnd.acme+json"),
            (
                json!({ "a": "x&y", "b": [1, true], "c": null }),
                Some("application/x-www-form-urlencoded"),
                "a=x%26y&b=1&b=true",
                "application/x-www-form-urlencoded",
            ),
        ] {
            let mut headers = asked.map(typed).unwrap_or_default();
            assert_eq!(encode(&body, &mut headers).unwrap().unwrap(), bytes.as_bytes());
            assert_eq!(headers[CONTENT_TYPE], kind);
        }
        let mut headers = HeaderMap::new();
        assert_eq!(encode(&Value::Null, &mut headers), Ok(None));
        assert!(headers.is_empty());
    }

    #[test]
    fn answers_are_decoded_by_what_they_say_they_are() {
        let read = |kind: Option<&str>, body: &'static [u8]| {
            decode(&Bytes::from_static(body), &kind.map(typed).unwrap_or_default())
        };
        assert_eq!(
            read(Some("Application/JSON; charset=utf-8"), br#"{"a":0.30000000000000000001}"#),
            Ok(json!({ "a": 0.3 }))
        );
        assert_eq!(read(Some("application/problem+json"), b"[]"), Ok(json!([])));
        assert_eq!(read(Some("text/html"), b"<p>"), Ok(json!("<p>")));
        assert_eq!(read(Some("text/plain; charset=\"ISO-8859-1\""), b"\xfc"), Ok(json!("ü")));
        assert_eq!(read(Some("image/png"), b"\x89P"), Ok(json!("iVA=")));
        assert_eq!(read(None, b"{\"a\":1}"), Ok(json!({ "a": 1 })));
        assert_eq!(read(None, b"plain"), Ok(json!("plain")));
        assert_eq!(read(None, b"\xff"), Ok(json!("/w==")));
        assert_eq!(read(Some("application/json"), b""), Ok(Value::Null));
        for (kind, body) in [
            ("application/json", &b"{"[..]),
            ("application/json", br#"{"a":1,"a":2}"#),
            ("application/json", br#"{"id":18446744073709551616}"#),
            ("text/plain", b"\xff"),
            ("text/plain; charset=shift_jis", b"x"),
        ] {
            assert!(read(Some(kind), body).is_err(), "{kind} {body:?}");
        }
    }
}
