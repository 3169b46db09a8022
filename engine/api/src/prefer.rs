//! How long a caller wants to wait (RFC 7240), and the key that makes a start safe to repeat.

use std::time::Duration;

use axum::Extension;
use http::{HeaderMap, HeaderName};

use crate::problem::ApiError;
use crate::serve::Stopping;

/// The header with the caller's own key for a start.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The header with the caller's preferences.
pub(crate) const PREFER: HeaderName = HeaderName::from_static("prefer");
/// Most characters of an idempotency key.
const KEY_LENGTH: usize = 255;

/// How long to wait for a run: the query's `wait`, else `Prefer: wait=N`, else not at all for
/// `Prefer: respond-async`, else as long as the server lets anybody.
pub(crate) fn wait_for_run(headers: &HeaderMap, query: Option<u64>, most: Duration) -> Duration {
    let mut wait = query;
    let mut at_once = false;
    if wait.is_none() && headers.contains_key(PREFER) {
        for preference in preferences(headers) {
            let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
            if name.trim().eq_ignore_ascii_case("respond-async") {
                at_once = true;
            } else if name.trim().eq_ignore_ascii_case("wait") {
                // What is no number is ignored, as the RFC has it.
                wait = wait.or_else(|| value.trim().trim_matches('"').parse().ok());
            }
        }
    }
    match wait {
        Some(seconds) => Duration::from_secs(seconds).min(most),
        None if at_once => Duration::ZERO,
        None => most,
    }
}

/// How long an answer waits for a run: until this time has passed, or until the server stops.
pub(crate) struct Patience {
    at_most: Duration,
    stopping: Option<Stopping>,
}

impl Patience {
    pub(crate) fn new(at_most: Duration, stopping: Option<Extension<Stopping>>) -> Self {
        Self { at_most, stopping: stopping.map(|Extension(stopping)| stopping) }
    }

    /// What `answer` gives within that time. `None`: it gave nothing, or nobody waits for it any more.
    pub(crate) async fn wait<T, E, F>(self, answer: impl FnOnce(Duration) -> F) -> Result<Option<T>, E>
    where
        F: Future<Output = Result<Option<T>, E>>,
    {
        if self.at_most.is_zero() {
            return Ok(None);
        }
        let answer = answer(self.at_most);
        let Some(mut stopping) = self.stopping else { return answer.await };
        tokio::select! {
            biased;
            answer = answer => answer,
            () = stopping.stopped() => Ok(None),
        }
    }
}

fn preferences(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(PREFER)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        // Parameters of a preference say nothing to us.
        .filter_map(|preference| preference.split(';').next())
        .map(str::trim)
}

/// The caller's idempotency key.
///
/// # Errors
/// It is empty, longer than 255, or holds anything but visible ASCII; or it was sent twice.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let bytes = value.as_bytes();
    let fits = (1..=KEY_LENGTH).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic);
    match value.to_str() {
        Ok(key) if fits && values.next().is_none() => Ok(Some(key.to_owned())),
        _ => Err(ApiError::malformed(
            "the header `Idempotency-Key` must come once, with 1 to 255 visible ASCII characters",
        )),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn headers(name: HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn patience_is_the_callers_within_the_servers() {
        let most = Duration::from_secs(30);
        for (prefer, query, seconds) in [
            (&[][..], None, 30),
            (&["respond-async"], None, 0),
            (&["Respond-Async"], None, 0),
            (&["wait=5"], None, 5),
            (&["respond-async, wait=5"], None, 5),
            (&["respond-async", "wait=\"7\""], None, 7),
            (&["wait=99"], None, 30),
            (&["wait=soon"], None, 30),
            (&["return=minimal; foo, respond-async; bar"], None, 0),
            (&["respond-async"], Some(3), 3),
            (&["wait=5"], Some(0), 0),
        ] {
            let waited = wait_for_run(&headers(PREFER, prefer), query, most);
            assert_eq!(waited, Duration::from_secs(seconds), "{prefer:?} {query:?}");
        }
    }

    #[test]
    fn keys_are_visible_ascii() {
        let key = |values: &[&str]| idempotency_key(&headers(IDEMPOTENCY_KEY, values));
        assert_eq!(key(&[]).unwrap(), None);
        assert_eq!(key(&["order-17"]).unwrap().as_deref(), Some("order-17"));
        assert_eq!(key(&["x".repeat(255).as_str()]).unwrap().map(|key| key.len()), Some(255));
        for wrong in [&[""][..], &["a b"], &["ö"], &["a", "b"], &["x".repeat(256).as_str()]] {
            assert_eq!(key(wrong).unwrap_err().0.body.status, 400, "{wrong:?}");
        }
    }
}
