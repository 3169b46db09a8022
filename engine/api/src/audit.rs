//! Writes down every request that may change something: before it is done, and what came of it. A route that is added
//! is in here without more; those that leave a journal of their own are not.

use axum::body::{Body, HttpBody as _};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::{Method, StatusCode};
use std::sync::{Arc, Mutex, PoisonError};
use towpath_audit::{AuditError, BodyDigest, Entry, Phase};
use towpath_diagnostics::codes;

use crate::caller::{Caller, principal};
use crate::connection::Peer;
use crate::problem::ApiError;
use crate::state::Shared;

/// What changes nothing though its method says so, or stands in a journal: of runs, of events.
const ELSEWHERE: &[&str] = &[
    "/v1/workflows/{namespace}/{name}/runs",
    "/v1/workflows/{namespace}/{name}/draft/runs",
    "/v1/workflows/{namespace}/check",
    "/v1/events",
];

/// Nothing is done that is not in the log first, and nothing is answered before what came of it is there.
pub(crate) async fn audit(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let Some(log) = state.audit.clone() else { return next.run(request).await };
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Whoever has no token changes nothing, and must not fill the log.
    let who = principal(request.headers(), &state);
    let (Some(route), Some(who), true) = (route, who, changes) else { return next.run(request).await };
    if ELSEWHERE.contains(&route.as_str()) {
        return next.run(request).await;
    }
    let asked = Entry {
        at: state.engine.now(),
        phase: Phase::Asked,
        request: (state.ids)().to_string(),
        who: who.id.clone(),
        token: who.minted.token.clone(),
        action: format!("{} {route}", request.method()),
        target: request.uri().path().to_owned(),
        from: request
            .extensions()
            .get::<ConnectInfo<Peer>>()
            .map(|ConnectInfo(Peer(from))| from.ip().to_string()),
        policies: Some(state.engine.policies_in_force()),
        body: None,
        status: None,
    };
    if let Err(error) = log.record(asked.clone()).await {
        return unwritten(&error, "nothing was done").into_response();
    }
    let (request, digest) = digested(request, log.digest());
    let response = next.run(request).await;
    let body = digest.map(|digest| digest.lock().unwrap_or_else(PoisonError::into_inner).clone().finish());
    let (at, phase, status) = (state.engine.now(), Phase::Done, Some(response.status().as_u16()));
    match log.record(Entry { at, phase, body, status, ..asked }).await {
        Ok(()) => response,
        Err(error) => {
            unwritten(&error, "it was done, or not; look before it is asked for again").into_response()
        }
    }
}

/// Writes down that somebody saw values with labels; nothing to write where there were none. What cannot be written
/// down is not shown.
pub(crate) async fn unmasked(
    state: &Shared,
    caller: &Caller,
    action: &str,
    target: String,
    labels: &[String],
) -> Result<(), ApiError> {
    if labels.is_empty() { Ok(()) } else { seen(state, caller, action, target, labels).await }
}

/// Writes down that somebody saw something, and values with which labels of it.
pub(crate) async fn seen(
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
    };
    log.record(entry).await.map_err(|error| unwritten(&error, "nothing is shown"))
}

/// The same request, whose body leaves its digest behind as it is read; nothing where there is none.
fn digested(request: Request, digest: BodyDigest) -> (Request, Option<Arc<Mutex<BodyDigest>>>) {
    if request.body().is_end_stream() {
        return (request, None);
    }
    let digest = Arc::new(Mutex::new(digest));
    let shared = Arc::clone(&digest);
    let (parts, body) = request.into_parts();
    let stream = body.into_data_stream().inspect_ok(move |piece: &Bytes| {
        shared.lock().unwrap_or_else(PoisonError::into_inner).update(piece);
    });
    (Request::from_parts(parts, Body::from_stream(stream)), Some(digest))
}

fn unwritten(error: &AuditError, what: &str) -> ApiError {
    let detail = format!("the audit log cannot be written, so {what}");
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, codes::TP4036, detail).log(error.to_string())
}
