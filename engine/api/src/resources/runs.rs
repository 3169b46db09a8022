//! Runs: one, many, the journal of one, cancelling one.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_identity::{Action, Extent, Reach, reach};
use towpath_journal::{HeadFilter, RunHead, RunId, Status, WorkflowRef};
use towpath_runtime::RunView;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::audit::unmasked;
use crate::caller::Caller;
use crate::extract::{QueryOf, RunPath};
use crate::fault::of_run;
use crate::mask::{self, Masker};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

/// Most runs in one answer, and how many where the caller does not say.
const MOST: usize = 200;
const USUAL: usize = 50;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(journal))
        .routes(routes!(cancel))
}

/// A run in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunSummary {
    /// 32 hexadecimal digits; later runs sort later.
    id: String,
    /// The workflow version.
    workflow: VersionBody,
    /// `running`, `waiting`, `completed`, `faulted` or `cancelled`.
    #[schema(value_type = String)]
    status: Status,
    /// The principal who started it.
    #[serde(rename = "startedBy")]
    started_by: String,
    /// When it began.
    #[serde(rename = "startedAt")]
    #[schema(format = DateTime)]
    started_at: String,
    /// When it ended.
    #[serde(rename = "endedAt", skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// When it goes on, while it waits; absent where that was computed from values with labels.
    #[serde(rename = "wakeAt", skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    wake_at: Option<String>,
    /// What it waits for, while it waits: `signature` (somebody has to sign one of its calls), `event` or `time`.
    #[serde(rename = "waitsFor", skip_serializing_if = "Option::is_none")]
    waits_for: Option<&'static str>,
    /// It tries a draft: nothing it wrote reached a real system.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    draft: bool,
}

/// A workflow version.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionBody {
    /// `document.namespace`.
    namespace: String,
    /// `document.name`.
    name: String,
    /// `document.version`.
    version: String,
    /// Digest of the definition.
    digest: String,
}

/// A run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunBody {
    /// What lists say of it.
    #[serde(flatten)]
    summary: RunSummary,
    /// The output, once it ended well.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<serde_json::Value>)]
    output: Option<towpath_wire::Json>,
    /// The error, once it ended badly: what a waiting caller would have been answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemDetails>,
}

/// Runs, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Runs {
    /// The runs.
    runs: Vec<RunSummary>,
    /// There may be older ones: ask again with `before` set to this.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A run's journal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JournalBody {
    /// The run's id.
    run: String,
    /// Its records, in order.
    records: Vec<RecordBody>,
}

/// One record of a journal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordBody {
    /// Its place, from 0.
    index: u64,
    /// The fencing token it was written under.
    term: u64,
    /// The record: an object with its kind as the only key.
    #[schema(value_type = Object)]
    record: Value,
}

/// Which runs are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RunsQuery {
    /// Of this namespace.
    namespace: Option<String>,
    /// Of this workflow.
    workflow: Option<String>,
    /// In this state: `running`, `waiting`, `completed`, `faulted` or `cancelled`.
    #[param(value_type = Option<String>)]
    status: Option<Status>,
    /// `true`: only runs of drafts; `false`: none of them.
    draft: Option<bool>,
    /// At most so many: 1 to 200, 50 where absent.
    limit: Option<usize>,
    /// Older than the run with this id.
    before: Option<String>,
}

impl From<WorkflowRef> for VersionBody {
    fn from(workflow: WorkflowRef) -> Self {
        let WorkflowRef { namespace, name, version, digest } = workflow;
        Self { namespace, name, version, digest }
    }
}

impl From<RunHead> for RunSummary {
    fn from(head: RunHead) -> Self {
        Self {
            waits_for: waits_for(&head),
            id: head.run.to_string(),
            workflow: head.workflow.into(),
            status: head.status,
            started_by: head.principal,
            started_at: rfc3339(head.started_at),
            ended_at: head.ended_at.map(rfc3339),
            // Until when a run waits may be computed from what it has received.
            wake_at: head.wake_at.filter(|_| head.wake_labels.is_empty()).map(rfc3339),
            draft: head.draft,
        }
    }
}

fn waits_for(head: &RunHead) -> Option<&'static str> {
    match head.status {
        _ if head.status.is_final() => None,
        _ if head.held > 0 => Some("signature"),
        _ if head.listens => Some("event"),
        Status::Waiting => Some("time"),
        _ => None,
    }
}

/// How long to wait for the end.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RunQuery {
    /// Longest to wait until it has ended, in seconds, up to what the server allows (30 by default); absent: not at all.
    #[param(minimum = 0)]
    wait: Option<u64>,
}

impl RunBody {
    fn new(view: RunView, insider: bool) -> Self {
        let ended_badly = view.head.status.is_final() && view.head.status != Status::Completed;
        let error = ended_badly.then(|| of_run(&view, insider).into_details());
        Self { summary: view.head.into(), output: view.output, error }
    }
}

/// List runs, newest first
///
/// Whoever may see only some runs gets those: an app gets the runs it started.
#[utoipa::path(
    get,
    path = "/v1/runs",
    operation_id = "listRuns",
    tag = "runs",
    params(RunsQuery),
    responses((status = 200, description = "The runs", body = Runs), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<RunsQuery>,
) -> Result<Json<Runs>, ApiError> {
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(ApiError::malformed(format!("`limit` must be from 1 to {MOST}")));
    }
    let before = query.before.as_deref().map(str::parse::<RunId>).transpose();
    let before = before.map_err(|error| ApiError::malformed(format!("`before` is {error}")))?;
    let parts = match query.namespace {
        Some(namespace) => {
            let extent = caller.extent(Action::ReadRun, &namespace)?;
            vec![Reach { namespace: Some(namespace), extent }]
        }
        None => reach(&caller.0, Action::ReadRun),
    };
    let mut heads = Vec::new();
    for part in parts {
        let filter = HeadFilter {
            namespace: part.namespace,
            name: query.workflow.clone(),
            status: query.status,
            principal: (part.extent == Extent::Own).then(|| caller.0.id.clone()),
            draft: query.draft,
            before,
            limit,
        };
        heads.append(&mut state.engine.runs(filter).await?);
    }
    heads.sort_unstable_by_key(|head| std::cmp::Reverse(head.run));
    heads.dedup_by(|a, b| a.run == b.run);
    heads.truncate(limit);
    let next = heads.last().filter(|_| heads.len() == limit).map(|head| head.run.to_string());
    Ok(Json(Runs { runs: heads.into_iter().map(RunSummary::from).collect(), next }))
}

/// Look at a run
#[utoipa::path(
    get,
    path = "/v1/runs/{id}",
    operation_id = "readRun",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id"), RunQuery),
    responses((status = 200, description = "The run as it stands on disk", body = RunBody), Guarded, Missing)
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
    QueryOf(query): QueryOf<RunQuery>,
) -> Result<Json<RunBody>, ApiError> {
    let mut view = state.engine.run(run).await?;
    caller.may_on_run(Action::ReadRun, &view.head)?;
    let patience = Duration::from_secs(query.wait.unwrap_or_default()).min(state.settings.wait);
    if !patience.is_zero() && !view.head.status.is_final() {
        view = match state.engine.wait(run, patience).await? {
            Some(ended) => ended,
            None => state.engine.run(run).await?,
        };
    }
    let labels =
        [view.labels.as_slice(), view.error.as_ref().map_or(&[], |error| error.labels.as_slice())].concat();
    if view.head.principal != caller.0.id && caller.0.may_view(&labels) {
        unmasked(&state, &caller, "GET /v1/runs/{id}", format!("/v1/runs/{run}"), &labels).await?;
    }
    let view = mask::view(view, &caller);
    let insider = caller.is_insider(&view.head.workflow.namespace);
    Ok(Json(RunBody::new(view, insider)))
}

/// Read a run's journal
///
/// Everything that happened in it: input, effects, decisions, results, outcome. Where `{"$masked": [labels]}` stands,
/// the caller may not see values with these labels; whoever may is in the audit log with it.
#[utoipa::path(
    get,
    path = "/v1/runs/{id}/journal",
    operation_id = "readJournal",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    responses((status = 200, description = "The journal, in order", body = JournalBody), Guarded, Missing)
)]
async fn journal(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
) -> Result<Json<JournalBody>, ApiError> {
    let view = state.engine.run(run).await?;
    caller.may_on_run(Action::ReadJournal, &view.head)?;
    let records = state.engine.journal(run).await?.into_iter();
    let mut masker = Masker::for_reader(&caller.0);
    let records: Vec<RecordBody> = records
        .map(|(entry, record)| RecordBody {
            index: entry.index,
            term: entry.term,
            record: masker.record(&record),
        })
        .collect();
    let target = format!("/v1/runs/{run}/journal");
    unmasked(&state, &caller, "GET /v1/runs/{id}/journal", target, &masker.seen).await?;
    Ok(Json(JournalBody { run: run.to_string(), records }))
}

/// Cancel a run
///
/// Answered once the end is on disk: nothing new of it goes out any more, and runs that it waits for are cancelled too.
/// Cancelling a cancelled run again changes nothing; a run that ended otherwise stays as it ended (409).
#[utoipa::path(
    post,
    path = "/v1/runs/{id}/cancel",
    operation_id = "cancelRun",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    responses(
        (status = 200, description = "It is cancelled", body = RunBody),
        (status = 409, description = "It ended otherwise before", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn cancel(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
) -> Result<Json<RunBody>, ApiError> {
    let view = state.engine.run(run).await?;
    caller.may_on_run(Action::CancelRun, &view.head)?;
    state.engine.cancel(&caller.0, run).await?;
    let view = state.engine.run(run).await?;
    let insider = caller.is_insider(&view.head.workflow.namespace);
    Ok(Json(RunBody::new(mask::view(view, &caller), insider)))
}
