//! The audit log: searched, and taken away as a whole to be checked elsewhere.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use towpath_audit::{AnchorStatus, AuditError, AuditLog, Entry, Phase, Search};
use towpath_diagnostics::codes;
use towpath_identity::Action;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::extract::QueryOf;
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::{milliseconds, rfc3339};

/// Most entries in one answer, and how many where the caller does not say.
const MOST: usize = 1_000;
const USUAL: usize = 100;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(search)).routes(routes!(export)).routes(routes!(anchor))
}

/// Something that somebody did, or tried to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryBody {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// `asked`: before it was done; `done`: after, with what came of it.
    #[schema(value_type = String)]
    phase: Phase,
    /// The same for both.
    request: String,
    /// The principal.
    who: String,
    /// The id of the token that it was asked with; absent for the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// A method and a route, or what a start did.
    action: String,
    /// The path.
    target: String,
    /// The address it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// Digest of the policies in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<String>,
    /// A keyed digest of what was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// The status it was answered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// How many equal refusals this entry stands for, where it is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
}

/// Entries, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entries {
    /// The entries.
    entries: Vec<EntryBody>,
}

/// How handing the heads of the audit log over goes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnchorBody {
    /// Where heads go: an address, or a file.
    place: String,
    /// Heads that wait.
    waiting: usize,
    /// The last link that was handed over, `chain#number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered: Option<String>,
    /// Heads that were left out, since too many waited; later ones speak for them.
    left_out: u64,
    /// Attempts that failed since one went well.
    failures: u64,
    /// Why the last one failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// `TP4082` while handing over fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

/// Which entries are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Of this principal.
    who: Option<String>,
    /// Whose action or target has this text in it.
    text: Option<String>,
    /// Not before this time.
    #[param(format = DateTime)]
    since: Option<String>,
    /// Before this time.
    #[param(format = DateTime)]
    until: Option<String>,
    /// `asked`: only what was written before something was done; `done`: only what came of it.
    #[param(value_type = Option<String>)]
    phase: Option<Phase>,
    /// At most so many: 1 to 1000, 100 where absent.
    limit: Option<usize>,
}

impl From<Entry> for EntryBody {
    fn from(entry: Entry) -> Self {
        let Entry { at, phase, request, who, token, action, target, from, policies, body, status, count } =
            entry;
        let at = rfc3339(at);
        Self { at, phase, request, who, token, action, target, from, policies, body, status, count }
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
    params(SearchQuery),
    responses((status = 200, description = "Newest first", body = Entries), Guarded)
)]
async fn search(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<SearchQuery>,
) -> Result<Json<Entries>, ApiError> {
    caller.may(Action::ReadAudit, None)?;
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(ApiError::malformed(format!("`limit` must be from 1 to {MOST}")));
    }
    let time = |name: &str, text: Option<String>| match text {
        None => Ok(None),
        Some(text) => milliseconds(&text).map(Some).ok_or_else(|| {
            ApiError::malformed(format!("`{name}` is no time such as `2027-03-31T18:00:00Z`"))
        }),
    };
    let (since, until) = (time("since", query.since)?, time("until", query.until)?);
    let wanted = Search { who: query.who, text: query.text, since, until, phase: query.phase, limit };
    let found = read(&state, move |log| log.search(&wanted)).await?;
    Ok(Json(Entries { entries: found.into_iter().map(EntryBody::from).collect() }))
}

/// Take the audit log away
///
/// As it stands on disk, one link a line, oldest first: `towpath audit verify` checks it.
#[utoipa::path(
    get,
    path = "/v1/audit/export",
    operation_id = "exportAudit",
    tag = "audit",
    responses(
        (status = 200, description = "JSON lines", content_type = "application/jsonl", body = String),
        (status = 503, description = "It cannot be read", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded,
    )
)]
async fn export(State(state): State<Shared>, caller: Caller) -> Result<Response, ApiError> {
    caller.may(Action::ReadAudit, None)?;
    let blocks = read(&state, AuditLog::export).await?;
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

/// See how the audit log is anchored
///
/// Where the server hands the signed heads of its log, how many wait, and what went wrong last.
#[utoipa::path(
    get,
    path = "/v1/audit/anchor",
    operation_id = "readAuditAnchor",
    tag = "audit",
    responses((status = 200, description = "How it goes", body = AnchorBody), Guarded, Missing)
)]
async fn anchor(State(state): State<Shared>, caller: Caller) -> Result<Json<AnchorBody>, ApiError> {
    caller.may(Action::ReadAuditAnchor, None)?;
    let status = state.audit.as_ref().and_then(|log| log.anchor());
    let none = || ApiError::not_found("audit anchor", "this server's");
    let AnchorStatus { place, waiting, delivered, left_out, failures, error } = status.ok_or_else(none)?;
    let code = error.is_some().then(|| codes::TP4082.as_str().to_owned());
    Ok(Json(AnchorBody { place, waiting, delivered, left_out, failures, error, code }))
}

/// Reads the log on a thread that may wait for the disk.
async fn read<T: Send + 'static>(
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
