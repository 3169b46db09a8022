//! Headers of every answer of the console: what a page may do, how long a file may be kept, and whether the browser has it.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::files::File;

/// What pages of the console may load, reach and be: only what comes from this server, in no frame, without inline scripts and
/// styles. Browsers report what breaks it to the API, which counts.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                          connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
                          frame-ancestors 'none'; report-uri /v1/csp-reports; report-to csp";

/// The same for every answer.
const ALWAYS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (HeaderName::from_static("reporting-endpoints"), "csp=\"/v1/csp-reports\""),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
    ),
];

/// A file whose name changes with its content, and any other.
const FOREVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Answers with a file, or says that the browser has it.
pub(crate) fn answer(request: &Request, file: &File) -> Response {
    let gzip = file.gzip.as_ref().filter(|_| takes_gzip(request.headers()));
    let content = gzip.unwrap_or(&file.content);
    let tag = format!("\"{}{}\"", file.digest, if gzip.is_some() { "-gzip" } else { "" });
    let is_known = knows(request.headers(), &tag);
    let mut response = Response::new(Body::empty());
    guarded(&mut response, file.kind.media, if file.is_hashed { FOREVER } else { ASK_AGAIN });
    let headers = response.headers_mut();
    // Hexadecimal digits are always a header's value.
    headers.extend(HeaderValue::try_from(tag).ok().map(|tag| (ETAG, tag)));
    if file.gzip.is_some() {
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    if is_known {
        headers.remove(CONTENT_TYPE);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    if gzip.is_some() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from(content.len()));
    if *request.method() != Method::HEAD {
        *response.body_mut() = Body::from(content.clone());
    }
    response
}

/// Puts the headers of every answer on this one.
pub(crate) fn guarded(response: &mut Response, media: &'static str, cache: &'static str) {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
}

/// Whether the browser has what has this tag, by the weak comparison of RFC 9110.
fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let tags = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = tags.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// Whether the browser takes gzip. One that names it with a quality of zero does not.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    codings.flat_map(|value| value.split(',')).any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let quality = quality.trim().strip_prefix("q=").and_then(|quality| quality.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && quality.is_none_or(|quality| quality > 0.0)
    })
}
