//! Writes down every request that may change something: before it is done, and what came of it. A route that is added
//! is in here without more; those that leave a journal of their own are not.

use axum::body::{Body, HttpBody as _};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::StatusCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use towpath_audit::{AuditError, BodyDigest, Entry, Phase};
use towpath_diagnostics::codes;
use towpath_identity::Principal;

use crate::caller::{Caller, principal_of_token};
use crate::connection::Peer;
use crate::denied::{Denied, Same};
use crate::problem::ApiError;
use crate::rates::{audit_entry_of_refusal, is_changing_method};
use crate::state::Shared;

/// Routes that change nothing although their method says so, whose changes are in a journal (of runs, of events), or that write
/// their own entries (signing in).
const ELSEWHERE: &[&str] = &[
    "/v1/workflows/{namespace}/{name}/runs",
    "/v1/workflows/{namespace}/{name}/draft/runs",
    "/v1/workflows/{namespace}/{name}/draft/cases/run",
    "/v1/workflows/{namespace}/check",
    "/v1/workflows/{namespace}/check/run",
    "/v1/workflows/{namespace}/evaluate",
    "/v1/events",
    "/v1/workflows/{namespace}/{name}/draft/presence",
    "/v1/csp-reports",
    "/v1/sessions",
];

/// Nothing is done that is not in the log first, and nothing is answered before what came of it is there.
pub(crate) async fn audit(
    State((state, denied)): State<(Shared, Arc<Denied>)>,
    request: Request,
    next: Next,
) -> Response {
    let Some(log) = state.audit.clone() else { return next.run(request).await };
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let changes = is_changing_method(request.method());
    // Callers without a token change nothing, and must not fill the log.
    let who = principal_of_token(request.headers(), &state);
    let (Some(route), Some(who), true) = (route, who, changes) else { return next.run(request).await };
    if ELSEWHERE.contains(&route.as_str()) {
        return next.run(request).await;
    }
    let same = Same {
        token: who.minted.token.clone().unwrap_or_else(|| who.id.clone()),
        method: request.method().to_string(),
        address: request.uri().to_string(),
    };
    if let Some(error) = denied.before(&same, state.engine.now()) {
        log.refused(audit_entry_of_refusal(&state, &who, &request, &route, StatusCode::FORBIDDEN));
        return error.into_response();
    }
    let asked = audit_entry_of_refusal(&state, &who, &request, &route, StatusCode::OK);
    let asked = Entry { phase: Phase::Asked, status: None, ..asked };
    if let Err(error) = log.record(asked.clone()).await {
        return unwritten(&error, "nothing was done").into_response();
    }
    let (request, sent) = with_digested_body(request, log.digest());
    let response = next.run(request).await;
    let is_read = sent.as_ref().is_some_and(|(_, read)| read.load(Ordering::Relaxed));
    let body = sent.map(|(digest, _)| digest.lock().unwrap_or_else(PoisonError::into_inner).clone().finish());
    // What was refused before its body was read is refused for its token and its address.
    if let (Some(error), false) = (response.extensions().get::<ApiError>(), is_read)
        && error.is_for_want_of_a_role()
    {
        denied.keep(same, error.clone(), state.engine.now());
    }
    let (at, phase, status) = (state.engine.now(), Phase::Done, Some(response.status().as_u16()));
    match log.record(Entry { at, phase, body, status, ..asked }).await {
        Ok(()) => response,
        Err(error) => {
            unwritten(&error, "it was done, or not; look before it is asked for again").into_response()
        }
    }
}

/// Writes down that somebody signs in: before it is done with `status` `None`, and what came of it. The request has no token
/// of its own yet, so the layer does not know who it is.
pub(crate) async fn signing_in(
    state: &Shared,
    who: &Principal,
    peer: Option<Peer>,
    (request, target): (&str, String),
    status: Option<StatusCode>,
) -> Result<(), ApiError> {
    let Some(log) = &state.audit else { return Ok(()) };
    let entry = Entry {
        at: state.engine.now(),
        phase: if status.is_some() { Phase::Done } else { Phase::Asked },
        request: request.to_owned(),
        who: who.id.clone(),
        token: who.minted.token.clone(),
        action: "POST /v1/sessions".to_owned(),
        target,
        from: peer.map(|Peer(from)| from.ip().to_string()),
        policies: Some(state.engine.policies_in_force()),
        body: None,
        status: status.map(|status| status.as_u16()),
        count: None,
    };
    log.record(entry).await.map_err(|error| unwritten(&error, "nobody is signed in"))
}

/// Records that the caller saw values with labels; nothing is recorded where there were none. What cannot be written
/// down is not shown.
pub(crate) async fn record_unmasked_view(
    state: &Shared,
    caller: &Caller,
    action: &str,
    target: String,
    labels: &[String],
) -> Result<(), ApiError> {
    if labels.is_empty() { Ok(()) } else { record_labelled_view(state, caller, action, target, labels).await }
}

/// Records what the caller saw, and the labels of the values in it.
pub(crate) async fn record_labelled_view(
    state: &Shared,
    caller: &Caller,
    action: &str,
    target: String,
    labels: &[String],
) -> Result<(), ApiError> {
    let Some(log) = &state.audit else { return Ok(()) };
    let mut labels = labels.to_vec();
    labels.sort();
    labels.dedup();
    let what = if labels.is_empty() { String::new() } else { format!(" unmasked: {}", labels.join(", ")) };
    let entry = Entry {
        at: state.engine.now(),
        phase: Phase::Done,
        request: (state.ids)().to_string(),
        who: caller.0.id.clone(),
        token: caller.0.minted.token.clone(),
        action: format!("{action}{what}"),
        target,
        from: None,
        policies: None,
        body: None,
        status: Some(StatusCode::OK.as_u16()),
        count: None,
    };
    log.record(entry).await.map_err(|error| unwritten(&error, "nothing is shown"))
}

/// Records to how many runs a bulk action was done, in one entry.
pub(crate) async fn record_bulk(
    state: &Shared,
    caller: &Caller,
    action: &str,
    count: u64,
) -> Result<(), ApiError> {
    let Some(log) = &state.audit else { return Ok(()) };
    let entry = Entry {
        at: state.engine.now(),
        phase: Phase::Done,
        request: (state.ids)().to_string(),
        who: caller.0.id.clone(),
        token: caller.0.minted.token.clone(),
        action: format!("POST /v1/runs/bulk {action}"),
        target: "/v1/runs/bulk".to_owned(),
        from: None,
        policies: None,
        body: None,
        status: Some(StatusCode::OK.as_u16()),
        count: Some(count),
    };
    log.record(entry)
        .await
        .map_err(|error| unwritten(&error, "it was done, and its number is not in the log"))
}

/// What a body leaves behind: its digest as far as it was read, and whether any of it was.
type Sent = (Arc<Mutex<BodyDigest>>, Arc<AtomicBool>);

/// The same request, whose body leaves something behind as it is read; nothing where there is none.
fn with_digested_body(request: Request, digest: BodyDigest) -> (Request, Option<Sent>) {
    if request.body().is_end_stream() {
        return (request, None);
    }
    let digest = Arc::new(Mutex::new(digest));
    let read = Arc::new(AtomicBool::new(false));
    let (shared, noted) = (Arc::clone(&digest), Arc::clone(&read));
    let (parts, body) = request.into_parts();
    let stream = body.into_data_stream().inspect_ok(move |piece: &Bytes| {
        noted.store(true, Ordering::Relaxed);
        shared.lock().unwrap_or_else(PoisonError::into_inner).update(piece);
    });
    (Request::from_parts(parts, Body::from_stream(stream)), Some((digest, read)))
}

fn unwritten(error: &AuditError, what: &str) -> ApiError {
    let detail = format!("the audit log cannot be written, so {what}");
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, codes::TP4036, detail).log(error.to_string())
}
