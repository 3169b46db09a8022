//! Entity tags: revisions, against lost updates; and digests of what was shown, so that a decision is about exactly that.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use towpath_diagnostics::codes;
use towpath_runtime::{EngineError, Fault};

use crate::problem::ApiError;

/// What must be true of a document before it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Precondition {
    /// The revision it must be at; 0: it must not exist.
    pub(crate) expected: Option<u64>,
}

impl Precondition {
    /// Reads `If-Match` and `If-None-Match` for what is at `current`; `None`: there is nothing yet. `If-Match: *` means
    /// that there must be something.
    ///
    /// # Errors
    /// As [`Precondition::of`], and 412 for `*` where there is nothing.
    pub(crate) fn at(headers: &HeaderMap, current: Option<u64>) -> Result<Self, ApiError> {
        let is_any = headers.get(IF_MATCH).is_some_and(|tag| tag.as_bytes().trim_ascii() == b"*");
        if !is_any || headers.contains_key(IF_NONE_MATCH) {
            return Self::of(headers);
        }
        let none = || {
            let detail = "there is nothing to change yet, and `If-Match: *` wants something to be there";
            ApiError::new(StatusCode::PRECONDITION_FAILED, codes::TP4013, detail)
                .with(|body| body.revision = Some(0))
        };
        // A change in between is a conflict with this revision.
        current.map(|revision| Self { expected: Some(revision) }).ok_or_else(none)
    }

    /// Reads `If-Match: "3"` and `If-None-Match: *`.
    ///
    /// # Errors
    /// Anything else in these headers, or both at once.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, ApiError> {
        let text =
            |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default().trim());
        match (text(IF_MATCH), text(IF_NONE_MATCH)) {
            (None, None) => Ok(Self { expected: None }),
            (Some(tag), None) => match revision(tag) {
                Some(revision) => Ok(Self { expected: Some(revision) }),
                None => {
                    Err(ApiError::malformed("`If-Match` must be one entity tag as it came, such as `\"3\"`"))
                }
            },
            (None, Some("*")) => Ok(Self { expected: Some(0) }),
            (None, Some(_)) => {
                Err(ApiError::malformed("`If-None-Match` can only be `*` here: create, never replace"))
            }
            (Some(_), Some(_)) => Err(ApiError::malformed("send `If-Match` or `If-None-Match`, not both")),
        }
    }

    /// The status of a conflict: 412 for a caller who set a condition, 409 for one who did not.
    pub(crate) fn status(self) -> StatusCode {
        if self.expected.is_some() { StatusCode::PRECONDITION_FAILED } else { StatusCode::CONFLICT }
    }

    /// Turns the engine's conflict into this condition's failure.
    pub(crate) fn failed(self, error: EngineError) -> ApiError {
        let is_conflict = matches!(error, EngineError::Fault(Fault::Conflict { .. }));
        let error = ApiError::from(error);
        if is_conflict { error.with(|body| body.status = self.status().as_u16()) } else { error }
    }
}

/// Whether `If-None-Match` of a GET names what would be answered, by the weak comparison of RFC 9110.
fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let weak = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(own) = tag.to_str().map(weak) else { return false };
    let tags = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    tags.flat_map(|value| value.split(',')).any(|tag| tag.trim() == "*" || weak(tag) == own)
}

/// Answers 304 to a GET whose caller has the response already. One layer around all routes: every response with an `ETag`
/// is in here.
pub(crate) async fn not_modified(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read || !request.headers().contains_key(IF_NONE_MATCH) {
        return next.run(request).await;
    }
    let headers = request.headers().clone();
    let mut response = next.run(request).await;
    let is_same = response.status() == StatusCode::OK
        && response.headers().get(ETAG).is_some_and(|tag| is_known(&headers, tag));
    if is_same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    response
}

/// The digest of what was shown to the person who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown(pub(crate) String);

impl Shown {
    /// Reads `If-Match: "sha256:…"`.
    ///
    /// # Errors
    /// 428 without the header; 400 for `*`, weak tags, several tags, and what is no digest.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, ApiError> {
        let mut values = headers.get_all(IF_MATCH).iter();
        let Some(value) = values.next() else {
            let detail = "read it first, then send its `ETag` as `If-Match`: a decision names what was shown";
            return Err(ApiError::new(StatusCode::PRECONDITION_REQUIRED, codes::TP4090, detail));
        };
        let tag = value.to_str().unwrap_or_default().trim();
        let digest = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
        let hex = digest.and_then(|digest| digest.strip_prefix("sha256:")).unwrap_or_default();
        let is_digest = hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match digest {
            Some(digest) if is_digest && values.next().is_none() => Ok(Self(digest.to_owned())),
            _ => Err(ApiError::malformed(
                "`If-Match` must be the one `ETag` of what was shown, as it came: `\"sha256:…\"`",
            )),
        }
    }
}

/// The header that names the digest of what is shown.
pub(crate) fn digest_tag(digest: &str) -> (HeaderName, HeaderValue) {
    // INVARIANT: a digest is plain text; the fallback only keeps this free of panics.
    let value = HeaderValue::try_from(format!("\"{digest}\""));
    (ETAG, value.unwrap_or_else(|_| HeaderValue::from_static("\"\"")))
}

/// The header that names `revision`.
pub(crate) fn etag(revision: u64) -> (HeaderName, HeaderValue) {
    // INVARIANT: digits between quotes are always a header's value; the fallback only keeps this free of panics.
    let value = HeaderValue::try_from(format!("\"{revision}\""));
    (ETAG, value.unwrap_or_else(|_| HeaderValue::from_static("\"0\"")))
}

fn revision(tag: &str) -> Option<u64> {
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    // `"0"` is the tag of what nobody has saved yet: there must be nothing.
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn conditions_are_read_strictly() {
        let of = |pairs: &[(HeaderName, &str)]| {
            let headers: HeaderMap =
                pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
            Precondition::of(&headers)
                .map(|precondition| precondition.expected)
                .map_err(|error| error.0.body.status)
        };
        assert_eq!(of(&[]), Ok(None));
        assert_eq!(of(&[(IF_MATCH, "\"3\"")]), Ok(Some(3)));
        assert_eq!(of(&[(IF_NONE_MATCH, "*")]), Ok(Some(0)));
        assert_eq!(of(&[(IF_MATCH, "\"0\"")]), Ok(Some(0)));
        for wrong in ["3", "W/\"3\"", "\"3\", \"4\"", "*", "\"\"", "\"+3\""] {
            assert_eq!(of(&[(IF_MATCH, wrong)]), Err(400), "{wrong}");
        }
        assert_eq!(of(&[(IF_NONE_MATCH, "\"3\"")]), Err(400));
        let at = |tag: &str, current| {
            let headers: HeaderMap = [(IF_MATCH, tag.parse().unwrap())].into_iter().collect();
            Precondition::at(&headers, current)
                .map(|found| found.expected)
                .map_err(|error| error.0.body.status)
        };
        assert_eq!(at("*", Some(3)), Ok(Some(3)));
        assert_eq!(at("*", None), Err(412));
        assert_eq!(at("\"2\"", Some(3)), Ok(Some(2)));
        assert_eq!(of(&[(IF_MATCH, "\"3\""), (IF_NONE_MATCH, "*")]), Err(400));
    }

    #[test]
    fn a_decision_names_one_digest() {
        let of = |tags: &[&str]| {
            let headers: HeaderMap = tags.iter().map(|tag| (IF_MATCH, tag.parse().unwrap())).collect();
            Shown::of(&headers).map(|shown| shown.0).map_err(|error| error.0.body.status)
        };
        let digest = format!("sha256:{}", "0a".repeat(32));
        let tag = format!("\"{digest}\"");
        assert_eq!(of(&[&tag]), Ok(digest.clone()));
        assert_eq!(digest_tag(&digest).1.to_str().unwrap(), tag);
        assert_eq!(of(&[]), Err(428));
        let (weak, several) = (format!("W/{tag}"), format!("{tag}, {tag}"));
        for wrong in ["*", "\"3\"", "\"\"", &digest, &weak, &several, "\"sha256:0A\"", &tag.to_uppercase()] {
            assert_eq!(of(&[wrong]), Err(400), "{wrong}");
        }
        assert_eq!(of(&[&tag, &tag]), Err(400));
    }
}
