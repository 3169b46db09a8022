//! Failed responses: what a problem may contain of them besides the status.
//!
//! What is read here travels in `Problem` (`engine/wire/src/problem.rs`) to `retry` (`engine/runner/src/tasks/retry.rs`).

use std::time::Duration;

use ::http::StatusCode;
use ::http::header::{DATE, HeaderMap, RETRY_AFTER};
use serde_json::Value;

use super::{Call, Hop, read};
use crate::content;

/// Timeout for the body of a failed response. Its status is known already and must not be lost.
const LONGEST: Duration = Duration::from_secs(2);

/// Seconds of `Retry-After` in a `429` or `503`. A date is compared with the `Date` of the same response, not with our clock.
pub(super) fn retry_after(status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    if !matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        return None;
    }
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let sent = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?.trim()).ok()?;
    Some(until.duration_since(sent).map_or(0, |wait| wait.as_secs()))
}

/// The part of the body that the problem may contain. An unreadable body gives none; the failure itself is what counts.
pub(super) async fn details_of_failed_response(
    call: &Call<'_>,
    hop: Hop,
    response: reqwest::Response,
) -> Option<Value> {
    let (errors, status) = (call.errors?, response.status().as_u16());
    let answer = tokio::time::timeout(LONGEST, read(call, hop, response)).await.ok()?.ok()?;
    let body = content::decode_body(&answer.body, &answer.headers).ok().filter(|body| !body.is_null())?;
    errors(status, body)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use ::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn how_long_to_wait_is_read_in_both_forms() {
        let read = |status: u16, headers: &[(HeaderName, &'static str)]| {
            let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
            retry_after(StatusCode::from_u16(status).unwrap(), &headers.collect())
        };
        let date = (DATE, "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(read(429, &[(RETRY_AFTER, "120")]), Some(120));
        assert_eq!(read(503, &[(RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT"), date.clone()]), Some(30));
        assert_eq!(read(503, &[(RETRY_AFTER, "Sun, 06 Nov 1994 08:00:00 GMT"), date.clone()]), Some(0));
        assert_eq!(read(503, &[(RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT")]), None);
        assert_eq!(read(503, &[(RETRY_AFTER, "soon"), date]), None);
        assert_eq!(read(500, &[(RETRY_AFTER, "120")]), None);
        assert_eq!(read(429, &[]), None);
    }
}
