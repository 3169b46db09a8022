//! Rules for headers: which ones may be set, are shown, and are kept on a redirect to another origin.

use ::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Headers that frame the message or belong to the connection. Only the engine sets them.
const OURS: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Headers that are kept on a redirect to another origin. All others may carry data for the first origin only.
const KEPT_ACROSS_ORIGINS: &[HeaderName] = &[header::ACCEPT, header::ACCEPT_LANGUAGE];

/// Parses a header name. Names that only the engine sets are refused.
pub(crate) fn parse_header_name(text: &str) -> Result<HeaderName, &'static str> {
    let name = HeaderName::from_bytes(text.as_bytes()).map_err(|_| "it is not the name of a header")?;
    if OURS.contains(&name.as_str()) {
        return Err("the engine sets this header itself");
    }
    Ok(name)
}

/// Parses a header value: one line of text.
pub(crate) fn parse_header_value(text: &str) -> Result<HeaderValue, &'static str> {
    if text.chars().any(|c| c.is_control() && c != '\t') {
        return Err("it has control characters");
    }
    HeaderValue::from_str(text.trim_matches([' ', '\t']))
        .or_else(|_| HeaderValue::from_bytes(text.trim_matches([' ', '\t']).as_bytes()))
        .map_err(|_| "it cannot be the value of a header")
}

/// Whether the value of a header is never shown.
pub(crate) fn is_sensitive(name: &HeaderName, value: &HeaderValue) -> bool {
    value.is_sensitive() || is_hidden(name)
}

/// Whether a header always carries a credential.
pub(crate) fn is_hidden(name: &HeaderName) -> bool {
    // `Set-Cookie` carries a new credential, and is the one header whose values cannot be joined with commas.
    let hidden = [header::AUTHORIZATION, header::COOKIE, header::SET_COOKIE];
    hidden.contains(name) || name == "set-cookie2"
}

/// Drops all headers that must not reach another origin.
pub(crate) fn keep_across_origins(headers: &mut HeaderMap) {
    let dropped: Vec<HeaderName> =
        headers.keys().filter(|name| !KEPT_ACROSS_ORIGINS.contains(name)).cloned().collect();
    for name in dropped {
        headers.remove(name);
    }
}

/// Drops headers that describe a body, when the body is not sent again.
pub(crate) fn drop_body(headers: &mut HeaderMap) {
    let dropped: Vec<HeaderName> =
        headers.keys().filter(|name| name.as_str().starts_with("content-")).cloned().collect();
    for name in dropped {
        headers.remove(name);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn framing_headers_are_ours() {
        for text in ["Host", "content-length", "Transfer-Encoding", "CONNECTION", "Proxy-Authorization", "TE"]
        {
            assert_eq!(parse_header_name(text), Err("the engine sets this header itself"), "{text}");
        }
        assert!(parse_header_name("X-Api-Key").is_ok());
        for text in ["", "a b", "x:y", "x\r\ny", "ü"] {
            assert_eq!(parse_header_name(text), Err("it is not the name of a header"), "{text:?}");
        }
    }

    #[test]
    fn a_value_is_one_line() {
        for text in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\u{7f}", "a\u{85}b"] {
            assert_eq!(parse_header_value(text), Err("it has control characters"), "{text:?}");
        }
        assert_eq!(parse_header_value(" plain\ttext ").unwrap(), "plain\ttext");
        assert_eq!(parse_header_value("Zürich").unwrap().as_bytes(), "Zürich".as_bytes());
    }

    #[test]
    fn little_travels_to_another_origin() {
        let mut headers = HeaderMap::new();
        for text in ["authorization", "cookie", "x-api-key", "accept", "content-type", "idempotency-key"] {
            headers.insert(parse_header_name(text).unwrap(), HeaderValue::from_static("x"));
        }
        drop_body(&mut headers);
        assert!(!headers.contains_key("content-type") && headers.contains_key("authorization"));
        keep_across_origins(&mut headers);
        assert_eq!(headers.keys().collect::<Vec<_>>(), [header::ACCEPT]);
    }
}
