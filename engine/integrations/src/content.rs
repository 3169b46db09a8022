//! Converts bodies between JSON values and bytes, by content type.

use std::borrow::Cow;

use ::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8};
use serde_json::Value;

use crate::json::{self, Fractions};

/// Encodes `body`, and sets `Content-Type` if `headers` have none. Text is sent unchanged, a form if `Content-Type` says
/// so, and everything else as JSON. `null` means no body.
pub(crate) fn encode_body(body: &Value, headers: &mut HeaderMap) -> Result<Option<Bytes>, &'static str> {
    if body.is_null() {
        return Ok(None);
    }
    let asked = media_type_of_headers(headers);
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

/// Calls `place` with the text of a scalar, or of each scalar in an array. `null` is skipped.
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

/// Decodes a body by its content type: JSON to its value, text to text, everything else to base64. No body is `null`.
///
/// # Errors
/// Why it cannot be decoded, its declared type, and what it looks like. The message has no part of the body.
pub(crate) fn decode_body(body: &Bytes, headers: &HeaderMap) -> Result<Value, String> {
    let as_json = |text: &str| match text.is_empty() {
        true => Ok(Value::Null),
        false => json::decode_json(text, Fractions::Nearest).map_err(|error| error.to_string()),
    };
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let read = match media_type_of_headers(headers).as_deref() {
        Some(kind) if is_json(kind) => decode_text_body(body, headers).and_then(|text| as_json(&text)),
        Some(kind) if is_text(kind) => decode_text_body(body, headers).map(Value::from),
        Some(_) => Ok(base64_value(body)),
        // Without a content type: JSON if it parses as JSON, else text if it is text.
        None => Ok(match decode_text_body(body, headers) {
            Ok(text) => as_json(&text).unwrap_or_else(|_| Value::from(text)),
            Err(_) => base64_value(body),
        }),
    };
    read.map_err(|why| format!("{why} ({})", describe_undecodable_body(body, headers)))
}

/// Decodes a body as text. The encoding is that of the byte order mark (which is dropped), else that of the content type,
/// else UTF-8.
pub(crate) fn decode_text_body<'a>(body: &'a [u8], headers: &HeaderMap) -> Result<Cow<'a, str>, String> {
    let (encoding, body) = match (Encoding::for_bom(body), charset(headers)) {
        (Some((encoding, mark)), _) => (encoding, body.get(mark..).unwrap_or_default()),
        (None, None) => (UTF_8, body),
        (None, Some(label)) => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => (encoding, body),
            None => return Err("its `charset` is not a known encoding".to_owned()),
        },
    };
    encoding
        .decode_without_bom_handling_and_without_replacement(body)
        .ok_or_else(|| format!("the text is not in {}", encoding.name()))
}

/// Describes a body that cannot be decoded: its declared type, and what its first bytes look like.
fn describe_undecodable_body(body: &[u8], headers: &HeaderMap) -> String {
    let is_plain = |text: &str| {
        text.len() <= 100 && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&^_.+-/".contains(c))
    };
    let kind = match media_type_of_headers(headers) {
        None => "no `Content-Type`".to_owned(),
        Some(kind) if is_plain(&kind) => format!("`Content-Type: {kind}`"),
        Some(_) => "an invalid `Content-Type`".to_owned(),
    };
    let charset = match charset(headers) {
        Some(charset) if is_plain(&charset) => format!(", `charset={charset}`"),
        Some(_) => ", an invalid `charset`".to_owned(),
        None => String::new(),
    };
    format!("{kind}{charset}, and it begins like {}", guess_format(body))
}

/// Guesses a format from the first bytes.
fn guess_format(body: &[u8]) -> &'static str {
    const MAGIC: &[(&[u8], &str)] = &[
        (&[0x1f, 0x8b], "gzip"),
        (b"PK\x03\x04", "a zip archive"),
        (b"%PDF", "a PDF file"),
        (b"\x89PNG", "an image"),
        (b"GIF8", "an image"),
        (&[0xff, 0xd8, 0xff], "an image"),
        (&[0xff, 0xfe], "UTF-16"),
        (&[0xfe, 0xff], "UTF-16"),
    ];
    if let Some((_, look)) = MAGIC.iter().find(|(magic, _)| body.starts_with(magic)) {
        return look;
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let begins =
        |word: &str| body.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    let first = body.get(..body.len().min(64)).unwrap_or_default();
    match body.first() {
        None => "nothing",
        Some(_) if begins("<!doctype html") || begins("<html") => "an HTML page",
        Some(b'<') => "XML or HTML",
        Some(b'{' | b'[') => "JSON",
        Some(_) if begins("data:") || begins("event:") => "a stream of events",
        Some(_) if first.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')) => {
            "plain text"
        }
        Some(_) => "bytes that are not plain text",
    }
}

/// Bytes as base64 text.
pub(crate) fn base64_value(bytes: &[u8]) -> Value {
    Value::String(STANDARD.encode(bytes))
}

fn is_json(kind: &str) -> bool {
    kind == "application/json" || kind == "text/json" || kind.ends_with("+json")
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
fn media_type_of_headers(headers: &HeaderMap) -> Option<String> {
    let kind = content_type(headers)?;
    Some(kind.split(';').next().unwrap_or_default().trim().to_owned())
}

fn charset(headers: &HeaderMap) -> Option<String> {
    let kind = content_type(headers)?;
    let charset = kind.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("charset="))?;
    Some(charset.trim_matches(['"', '\'', ' ']).to_owned())
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
            assert_eq!(encode_body(&body, &mut headers).unwrap().unwrap(), bytes.as_bytes());
            assert_eq!(headers[CONTENT_TYPE], kind);
        }
        let mut headers = HeaderMap::new();
        assert_eq!(encode_body(&Value::Null, &mut headers), Ok(None));
        assert!(headers.is_empty());
    }

    #[test]
    fn answers_are_decoded_by_what_they_say_they_are() {
        let read = |kind: Option<&str>, body: &'static [u8]| {
            decode_body(&Bytes::from_static(body), &kind.map(typed).unwrap_or_default())
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
            ("text/plain; charset=klingon", b"x"),
        ] {
            assert!(read(Some(kind), body).is_err(), "{kind} {body:?}");
        }
    }

    #[test]
    fn marks_and_encodings_are_understood() {
        let read = |kind: &str, body: &'static [u8]| decode_body(&Bytes::from_static(body), &typed(kind));
        let expected = Ok(json!({ "a": "ü" }));
        for (kind, body) in [
            ("application/json", &b"\xef\xbb\xbf{\"a\":\"\xc3\xbc\"}"[..]),
            ("text/json; charset=utf-8", b"{\"a\":\"\xc3\xbc\"}"),
            ("application/vnd.acme.v2+json", b"{\"a\":\"\xc3\xbc\"}"),
            ("application/json; charset=ISO-8859-1", b"{\"a\":\"\xfc\"}"),
            ("application/json; charset=\"windows-1252\"", b"{\"a\":\"\xfc\"}"),
            ("application/json", b"\xff\xfe{\0\"\0a\0\"\0:\0\"\0\xfc\0\"\0}\0"),
            ("application/json; charset=utf-8", b"\xfe\xff\0{\0\"\0a\0\"\0:\0\"\0\xfc\0\"\0}"),
        ] {
            assert_eq!(read(kind, body), expected, "{kind} {body:?}");
        }
        assert_eq!(read("text/plain; charset=shift_jis", b"\x82\xa0"), Ok(json!("あ")));
        assert_eq!(read("text/csv", b"\xef\xbb\xbfa;b"), Ok(json!("a;b")));
        assert_eq!(read("application/json", b"\xef\xbb\xbf"), Ok(Value::Null));
    }

    #[test]
    fn a_body_that_cannot_be_read_is_described_and_not_quoted() {
        for (kind, body, message) in [
            (
                "application/json",
                &b"<!DOCTYPE html><p>secret"[..],
                "it is not JSON (`Content-Type: application/json`, and it begins like an HTML page)",
            ),
            (
                "application/json; charset=utf-16",
                b"\x1f\x8b\x08",
                "the text is not in UTF-16LE (`Content-Type: application/json`, `charset=utf-16`, and it begins like gzip)",
            ),
            (
                "text/plain; charset=se cret",
                b"secret",
                "its `charset` is not a known encoding (`Content-Type: text/plain`, an invalid `charset`, and it begins like plain text)",
            ),
            (
                "text/json",
                b"\xff\xff",
                "the text is not in UTF-8 (`Content-Type: text/json`, and it begins like bytes that are not plain text)",
            ),
        ] {
            assert_eq!(decode_body(&Bytes::from_static(body), &typed(kind)), Err(message.to_owned()));
        }
    }
}
