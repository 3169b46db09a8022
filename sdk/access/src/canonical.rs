//! The canonical form of a request, which is both evaluated by policies and sent. Pure functions.
//!
//! Paths and queries follow RFC 3986, 6.2.2; header names are in lower case. Paths that servers interpret in
//! different ways (encoded dots, backslashes, double encodings) have no canonical form and are refused.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// Parts of a path that some servers interpret as another path. They are allowed only if IT's document lists
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusual {
    /// `//`: many servers read it as `/`.
    EmptySegments,
    /// `%2F`: many servers decode it before they split the path.
    EncodedSlashes,
    /// `;`: some servers truncate the segment there.
    Parameters,
}

impl Unusual {
    /// All variants.
    pub const ALL: [Self; 3] = [Self::EmptySegments, Self::EncodedSlashes, Self::Parameters];

    /// The word under `allowInPath` in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmptySegments => "emptySegments",
            Self::EncodedSlashes => "encodedSlashes",
            Self::Parameters => "parameters",
        }
    }

    /// Whether a canonical path contains it.
    pub fn is_in(self, path: &str) -> bool {
        path.contains(match self {
            Self::EmptySegments => "//",
            Self::EncodedSlashes => "%2F",
            Self::Parameters => ";",
        })
    }
}

/// The canonical form of a URL path: unreserved characters decoded, percent-encoding in upper case, dot
/// segments removed.
///
/// # Errors
/// The reason why the path has no canonical form. The text contains no value.
pub fn path(written: &str) -> Result<String, &'static str> {
    if written.is_empty() {
        return Ok("/".to_owned());
    }
    let segments = written.strip_prefix('/').ok_or("the path does not begin with `/`")?;
    let mut kept: Vec<String> = Vec::new();
    let mut segments = segments.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push(String::new());
                }
            }
            _ => {
                check_undisguised_segment(segment)?;
                kept.push(normalize_percent(segment, b"!$&'()*+,;=:@")?);
            }
        }
    }
    Ok(format!("/{}", kept.join("/")))
}

/// The canonical form of the query of a URL, without its `?`.
///
/// # Errors
/// The reason why the query has no canonical form.
pub fn query(written: &str) -> Result<String, &'static str> {
    if written.bytes().any(|byte| byte.is_ascii_control()) || decode_percent(written.as_bytes()).contains(&0)
    {
        return Err("the query has control characters");
    }
    // URL parsers encode the apostrophe in a query, but not in a path.
    normalize_percent(written, b"!$&()*+,;=:@/?")
}

/// Maximum number of times that a segment is decoded.
const MAX_DECODINGS: usize = 4;

/// Refuses a segment that a server could read as another path, regardless of how often it decodes.
fn check_undisguised_segment(segment: &str) -> Result<(), &'static str> {
    let mut text = Cow::Borrowed(segment.as_bytes());
    for depth in 0..MAX_DECODINGS {
        if text.contains(&b'\\') {
            return Err("the path has a backslash");
        }
        if text.iter().any(u8::is_ascii_control) {
            return Err("the path has control characters");
        }
        if depth > 1 && text.contains(&b'/') {
            return Err("the path has a slash that is encoded twice");
        }
        let parts = text.split(|byte| *byte == b'/').map(|part| part.split(|byte| *byte == b';').next());
        if parts.flatten().any(|part| [&b"."[..], b".."].contains(&part.trim_ascii())) {
            return Err("the path has an ambiguous dot segment");
        }
        let next = decode_percent(&text);
        if depth == 0 && std::str::from_utf8(&next).is_err() {
            return Err("the path is not UTF-8 once it is decoded");
        }
        if next == *text {
            return Ok(());
        }
        text = Cow::Owned(next);
    }
    Err("the path is encoded too often")
}

/// Decodes every percent-encoding once. Other text is unchanged.
fn decode_percent(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        match encoded_byte(&text[at..]) {
            Some(byte) => {
                bytes.push(byte);
                at += 3;
            }
            None => {
                bytes.push(text[at]);
                at += 1;
            }
        }
    }
    bytes
}

/// The byte at the start of `text`, if it is percent-encoded.
fn encoded_byte(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? << 4 | digit(*low)?)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// `text` with unreserved characters decoded, and everything else encoded except `plain`.
fn normalize_percent(text: &str, plain: &[u8]) -> Result<String, &'static str> {
    use std::fmt::Write as _;
    let text = text.as_bytes();
    let mut normal = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let written = text[at];
        let (byte, is_encoded) = match (written, encoded_byte(&text[at..])) {
            (_, Some(byte)) => (byte, true),
            (b'%', None) => {
                return Err("it has a `%` without a percent-encoding; write `%25` for the character");
            }
            (byte, None) => (byte, false),
        };
        at += if is_encoded { 3 } else { 1 };
        if is_unreserved(byte) || !is_encoded && plain.contains(&byte) {
            normal.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(normal, "%{byte:02X}");
        }
    }
    Ok(normal)
}

/// A header name that occurs twice for some servers, as the definition writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twice(pub String);

/// Converts the arguments of a raw request to their canonical form: header names in lower case, and values
/// without surrounding blanks.
///
/// # Errors
/// A header name occurs twice, in another case or with `_` for `-`, which many servers treat as equal.
pub fn arguments(arguments: &mut Value) -> Result<(), Twice> {
    let Some(Value::Object(headers)) = arguments.get_mut("headers") else { return Ok(()) };
    let mut canonical = Map::with_capacity(headers.len());
    let mut known: Vec<String> = Vec::with_capacity(headers.len());
    for (name, mut value) in std::mem::take(headers) {
        let lower = name.to_ascii_lowercase();
        let alike = lower.replace('_', "-");
        if known.contains(&alike) {
            return Err(Twice(lower));
        }
        known.push(alike);
        if let Value::String(text) = &mut value {
            *text = text.trim_matches([' ', '\t']).to_owned();
        }
        canonical.insert(lower, value);
    }
    *headers = canonical;
    Ok(())
}

/// The same for the JSON Schema of the arguments that are known before a run.
pub fn arguments_schema(schema: &mut Value) {
    let Some(headers) = schema.pointer_mut("/properties/headers") else { return };
    let lower = |name: &str| name.to_ascii_lowercase();
    if let Some(Value::Object(properties)) = headers.get_mut("properties") {
        let renamed = std::mem::take(properties).into_iter().map(|(name, mut value)| {
            if let Some(Value::String(text)) = value.get_mut("const") {
                *text = text.trim_matches([' ', '\t']).to_owned();
            }
            (lower(&name), value)
        });
        *properties = renamed.collect();
    }
    if let Some(Value::Array(required)) = headers.get_mut("required") {
        for name in required {
            *name = name.as_str().map(lower).map_or_else(|| name.take(), Value::from);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_has_one_form() {
        for (written, form) in [
            ("", "/"),
            ("/", "/"),
            ("/api/%61dmin", "/api/admin"),
            ("/a%7eb%2d", "/a~b-"),
            ("/%c3%bc/%2B", "/%C3%BC/%2B"),
            ("/ü/a b", "/%C3%BC/a%20b"),
            ("/a/./b/../c", "/a/c"),
            ("/../a/..", "/"),
            ("/a/b/.", "/a/b/"),
            ("/a/", "/a/"),
            ("/a:b@c/{x}|^", "/a:b@c/%7Bx%7D%7C%5E"),
            ("/a.b/...", "/a.b/..."),
            ("/100%25", "/100%25"),
            ("/a//b", "/a//b"),
            ("/a%2fb", "/a%2Fb"),
            ("/pets;id=1", "/pets;id=1"),
        ] {
            assert_eq!(path(written).as_deref(), Ok(form), "{written}");
            assert_eq!(path(form).as_deref(), Ok(form), "{form}: the form is its own form");
        }
        assert!(Unusual::EmptySegments.is_in("/a//b") && Unusual::EncodedSlashes.is_in("/a%2Fb"));
        assert!(Unusual::Parameters.is_in("/a;b") && !Unusual::EmptySegments.is_in("/a/"));
    }

    #[test]
    fn an_ambiguous_path_has_no_form() {
        for written in [
            "a",
            "/a/%2e%2e/b",
            "/a/.%2E",
            "/%2e",
            "/a/..;/b",
            "/a/..;x=1/b",
            "/a/..%3b/b",
            "/a/..%2fadmin",
            "/a/..%5cadmin",
            "/a\\b",
            "/a%5Cb",
            "/a%00",
            "/a%0a",
            "/a\tb",
            "/a/%252e%252e/b",
            "/a/..%252fb",
            "/a%252fb",
            "/a%25255cb",
            "/a/.. /b",
            "/%c0%ae%c0%ae/b",
            "/100%",
            "/%zz",
            "/%25252525252e",
        ] {
            assert!(path(written).is_err(), "{written}");
        }
    }

    #[test]
    fn a_query_has_one_form() {
        for (written, form) in [
            ("dry%52un=%7e&b=%2f", "dryRun=~&b=%2F"),
            ("a=1&a=2", "a=1&a=2"),
            ("a[]=x y&q='\"", "a%5B%5D=x%20y&q=%27%22"),
            ("a+b=/?:@", "a+b=/?:@"),
            ("text=a%0ab", "text=a%0Ab"),
            ("", ""),
        ] {
            assert_eq!(query(written).as_deref(), Ok(form), "{written}");
            assert_eq!(query(form).as_deref(), Ok(form), "{form}");
        }
        for written in ["a=%", "a=%0", "a=%00", "a=\n"] {
            assert!(query(written).is_err(), "{written:?}");
        }
    }

    #[test]
    fn header_names_are_lower_case_and_unique() {
        let mut value = json!({ "headers": { "X-User": " ada\t", "N": 7 }, "body": { "X-User": " ada" } });
        assert_eq!(arguments(&mut value), Ok(()));
        assert_eq!(value, json!({ "headers": { "x-user": "ada", "n": 7 }, "body": { "X-User": " ada" } }));
        for twice in [json!({ "X-User": 1, "x-user": 2 }), json!({ "X-User": 1, "X_User": 2 })] {
            assert!(arguments(&mut json!({ "headers": twice })).is_err());
        }
        let mut schema = json!({ "properties": { "headers": {
            "properties": { "X-User": { "const": "ada " }, "Y": true }, "required": ["X-User", "Y"],
        } } });
        arguments_schema(&mut schema);
        assert_eq!(
            schema["properties"]["headers"],
            json!({ "properties": { "x-user": { "const": "ada" }, "y": true }, "required": ["x-user", "y"] })
        );
    }
}
