//! The audit log: searching, and exporting the whole log to be checked elsewhere.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use std::sync::Arc;
use towpath_api_types as api;
use towpath_audit::{AnchorStatus, AuditError, AuditLog, Entry, Search};
use towpath_diagnostics::codes;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::convert::{IntoApi, IntoEngine};
use crate::extract::QueryOf;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::{rfc3339, time_of_query};

/// Most entries in one answer, and how many where the caller does not say.
const MOST: usize = 1_000;
const USUAL: usize = 100;

pub(crate) fn audit_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(search_audit))
        .routes(routes!(export_audit))
        .routes(routes!(read_audit_anchor))
}

impl IntoApi<api::AuditEntry> for Entry {
    fn into_api(self) -> api::AuditEntry {
        let Self { at, phase, request, who, token, action, target, from, policies, body, status, count } =
            self;
        let (at, phase) = (rfc3339(at), phase.into_api());
        api::AuditEntry {
            at,
            phase,
            request,
            who,
            token,
            action,
            target,
            from,
            policies,
            body,
            status,
            count,
        }
    }
}

/// Search the audit log
///
/// Who changed what, when, from where, under which policies. Runs have journals of their own.
#[utoipa::path(
    get,
    path = "/v1/audit",
    operation_id = "searchAudit",
    tag = "audit",
    params(api::AuditQuery),
    responses((status = 200, description = "Newest first", body = api::AuditEntries), Guarded, Missing)
)]
async fn search_audit(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::AuditQuery>,
) -> Result<Json<api::AuditEntries>, ApiError> {
    caller.may(Action::ReadAudit, None)?;
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(ApiError::malformed(format!("`limit` must be from 1 to {MOST}")));
    }
    let since = time_of_query("since", query.since.as_deref())?;
    let until = time_of_query("until", query.until.as_deref())?;
    let phase = query.phase.map(IntoEngine::into_engine);
    let wanted = Search { who: query.who, text: query.text, since, until, phase, limit };
    let found = read_log_in_thread(&state, move |log| log.search(&wanted)).await?;
    Ok(Json(api::AuditEntries { entries: found.into_iter().map(IntoApi::into_api).collect() }))
}

/// Export the audit log
///
/// As it is on disk, one link a line, oldest first: `towpath audit verify` checks it.
#[utoipa::path(
    get,
    path = "/v1/audit/export",
    operation_id = "exportAudit",
    tag = "audit",
    responses(
        (status = 200, description = "JSON lines", content_type = "application/jsonl", body = String),
        (status = 503, description = "It cannot be read", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn export_audit(State(state): State<Shared>, caller: Caller) -> Result<Response, ApiError> {
    caller.may(Action::ReadAudit, None)?;
    let blocks = read_log_in_thread(&state, AuditLog::export).await?;
    // A few blocks wait for a slow reader, and no more are read before they are gone.
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        for block in blocks {
            let is_last = block.is_err();
            if sender.blocking_send(block.map(Bytes::from)).is_err() || is_last {
                return;
            }
        }
    });
    let stream = futures_util::stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|block| (block, receiver))
    });
    Ok(([(CONTENT_TYPE, "application/jsonl")], Body::from_stream(stream)).into_response())
}

/// Read the state of the audit anchor
///
/// Where the server sends the signed heads of its log, how many are waiting, and the last error.
#[utoipa::path(
    get,
    path = "/v1/audit/anchor",
    operation_id = "readAuditAnchor",
    tag = "audit",
    responses((status = 200, description = "The state of the anchor", body = api::AuditAnchor), Guarded, Missing)
)]
async fn read_audit_anchor(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<api::AuditAnchor>, ApiError> {
    caller.may(Action::ReadAuditAnchor, None)?;
    let status = state.audit.as_ref().and_then(|log| log.anchor());
    let none = || ApiError::not_found("audit anchor", "this server's");
    let AnchorStatus { place, waiting, delivered, left_out, failures, error } = status.ok_or_else(none)?;
    let code = error.is_some().then(|| codes::TP4082.as_str().to_owned());
    Ok(Json(api::AuditAnchor { place, waiting, delivered, left_out, failures, error, code }))
}

/// Reads the log on a thread that may wait for the disk.
async fn read_log_in_thread<T: Send + 'static>(
    state: &Shared,
    read: impl FnOnce(&AuditLog) -> Result<T, AuditError> + Send + 'static,
) -> Result<T, ApiError> {
    let log: Arc<AuditLog> =
        state.audit.clone().ok_or_else(|| ApiError::not_found("audit log", "this server's"))?;
    let found = tokio::task::spawn_blocking(move || read(&log)).await;
    let found = found.map_err(|error| ApiError::internal(error.to_string()))?;
    found.map_err(|error| {
        let detail = "the audit log cannot be read";
        ApiError::new(StatusCode::SERVICE_UNAVAILABLE, codes::TP4036, detail).log(error.to_string())
    })
}
