//! Runs: one, many, the journal of one.

use std::time::Duration;

use axum::extract::State;
use axum::{Extension, Json};
use towpath_api_types as api;
use towpath_identity::{Action, Extent, Reach, reach};
use towpath_journal::{Failure, HeadFilter, InDoubt, RunHead, RunId, Status, WorkflowRef};
use towpath_runtime::RunView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::audit::record_unmasked_view;
use crate::caller::Caller;
use crate::convert::{IntoApi, IntoEngine};
use crate::extract::{QueryOf, RunPath, WorkflowQuery};
use crate::fault::of_run;
use crate::mask::{self, Masker};
use crate::prefer::Patience;
use crate::problem::ApiError;
use crate::serve::Stopping;
use crate::state::Shared;
use crate::time::{rfc3339, time_of_query};

/// Most runs in one answer, and how many where the caller does not say.
const MOST: usize = 200;
const USUAL: usize = 50;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show)).routes(routes!(journal))
}

impl IntoApi<api::WorkflowRef> for WorkflowRef {
    fn into_api(self) -> api::WorkflowRef {
        let Self { namespace, name, version, digest } = self;
        api::WorkflowRef { namespace, name, version, digest }
    }
}

impl IntoApi<api::Run> for RunHead {
    fn into_api(self) -> api::Run {
        let head = self;
        api::Run {
            waits_for: waits_for(&head),
            id: head.run.to_string(),
            workflow: head.workflow.into_api(),
            status: head.status.into_api(),
            started_by: head.principal,
            started_at: rfc3339(head.started_at),
            ended_at: head.ended_at.map(rfc3339),
            // Until when a run waits may be computed from what it has received.
            wake_at: head.wake_at.filter(|_| head.wake_labels.is_empty()).map(rfc3339),
            idempotency_key: None,
            draft: head.draft,
            output: None,
            error: None,
            suspended: head.suspended.map(|suspended| api::Suspension {
                by: suspended.by,
                at: rfc3339(suspended.at),
                reason: suspended.reason,
            }),
            rerun_of: head.rerun_of.map(|run| run.to_string()),
            failure: head.failure.map(|Failure { kind, code, task }| api::Failure { kind, code, task }),
            in_doubt: Vec::new(),
        }
    }
}

/// A run of a list. Where it failed is for insiders, and why it is suspended also for those who steer runs.
pub(super) fn in_list(head: RunHead, caller: &Caller) -> api::Run {
    let insider = caller.is_insider(&head.workflow.namespace);
    let steers = insider || caller.steers_runs(&head.workflow.namespace);
    let suspended = head.suspended.clone().filter(|_| steers);
    let failure = head.failure.clone().filter(|_| insider);
    RunHead { suspended, failure, ..head }.into_api()
}

fn waits_for(head: &RunHead) -> Option<api::WaitsFor> {
    match head.status {
        _ if head.status.is_final() || head.status == Status::Suspended => None,
        _ if head.held > 0 => Some(api::WaitsFor::Release),
        _ if head.listens => Some(api::WaitsFor::Event),
        Status::Waiting => Some(api::WaitsFor::Time),
        _ => None,
    }
}

/// A run with its output or its error.
pub(super) fn in_full(mut view: RunView, caller: &Caller) -> api::Run {
    let insider = caller.is_insider(&view.head.workflow.namespace);
    let steers = insider || caller.steers_runs(&view.head.workflow.namespace);
    let ended_badly = view.head.status.is_final() && view.head.status != Status::Completed;
    let error = ended_badly.then(|| Box::new(of_run(&view, insider).into_problem()));
    let in_doubt = std::mem::take(&mut view.in_doubt).into_iter().filter(|_| steers);
    let in_doubt =
        in_doubt.map(|InDoubt { effect, task, operation }| api::InDoubt { effect, task, operation });
    view.head.suspended = view.head.suspended.filter(|_| steers);
    view.head.failure = view.head.failure.filter(|_| insider);
    api::Run {
        output: view.output.map(Into::into),
        error,
        in_doubt: in_doubt.collect(),
        ..view.head.into_api()
    }
}

/// List runs, newest first
///
/// Only those that the caller may see: an app gets the runs it started. All conditions hold together. Namespace, workflow,
/// `startedBy`, times, `errorCode`, `task`, and every state but `completed` are looked up; other conditions are looked for from the newest
/// run on, so `from` bounds how far.
#[utoipa::path(
    get,
    path = "/v1/runs",
    operation_id = "listRuns",
    tag = "runs",
    params(api::RunFilter),
    responses((status = 200, description = "The runs", body = api::Runs), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::RunFilter>,
) -> Result<Json<api::Runs>, ApiError> {
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(ApiError::malformed(format!("`limit` must be from 1 to {MOST}")));
    }
    let mut heads = Vec::new();
    for filter in filters(&caller, Action::ReadRun, &query, limit)? {
        heads.append(&mut state.engine.runs(filter).await?);
    }
    heads.sort_unstable_by_key(|head| std::cmp::Reverse(head.run));
    heads.dedup_by(|a, b| a.run == b.run);
    heads.truncate(limit);
    let next = heads.last().filter(|_| heads.len() == limit).map(|head| head.run.to_string());
    Ok(Json(api::Runs { runs: heads.into_iter().map(|head| in_list(head, &caller)).collect(), next }))
}

/// What a query looks for among the runs that the caller may do `action` to, one filter for each part of them.
pub(super) fn filters(
    caller: &Caller,
    action: Action,
    query: &api::RunFilter,
    limit: usize,
) -> Result<Vec<HeadFilter>, ApiError> {
    let before = query.before.as_deref().map(str::parse::<RunId>).transpose();
    let before = before.map_err(|error| ApiError::malformed(format!("`before` is {error}")))?;
    let from = time_of_query("from", query.from.as_deref())?;
    let to = time_of_query("to", query.to.as_deref())?;
    let place = WorkflowQuery::read(query.workflow.as_deref(), query.namespace.as_deref())?;
    let parts = match place.namespace {
        Some(namespace) => {
            let extent = caller.extent(action, &namespace)?;
            vec![Reach { namespace: Some(namespace), extent }]
        }
        None => reach(&caller.0, action),
    };
    let mut filters = Vec::new();
    for part in parts {
        let principal = match (part.extent, &query.started_by) {
            // A filter never widens what the caller may see.
            (Extent::Own, Some(by)) if *by != caller.0.id => continue,
            (Extent::Own, _) => Some(caller.0.id.clone()),
            (_, by) => by.clone(),
        };
        filters.push(HeadFilter {
            namespace: part.namespace,
            name: place.name.clone(),
            status: query.status.map(IntoEngine::into_engine),
            principal,
            draft: query.draft,
            held: query.held,
            error_code: query.error_code.clone(),
            error_type: query.error_type.clone(),
            task: query.task.clone(),
            failure_case: query.failure_case.clone(),
            from,
            to,
            before,
            limit,
        });
    }
    Ok(filters)
}

/// Read a run
#[utoipa::path(
    get,
    path = "/v1/runs/{id}",
    operation_id = "readRun",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id"), api::RunQuery),
    responses((status = 200, description = "The run as it is on disk", body = api::Run), Guarded, Missing)
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
    QueryOf(query): QueryOf<api::RunQuery>,
    stopping: Option<Extension<Stopping>>,
) -> Result<Json<api::Run>, ApiError> {
    let mut view = state.engine.run(run).await?;
    caller.may_on_run(Action::ReadRun, &view.head)?;
    let patience = Duration::from_secs(query.wait.unwrap_or_default()).min(state.settings.wait);
    if !patience.is_zero() && !view.head.status.is_final() {
        let patience = Patience::new(patience, stopping);
        view = match patience.wait(|at_most| state.engine.wait(run, at_most)).await? {
            Some(ended) => ended,
            None => state.engine.run(run).await?,
        };
    }
    let labels =
        [view.labels.as_slice(), view.error.as_ref().map_or(&[], |error| error.labels.as_slice())].concat();
    if view.head.principal != caller.0.id && caller.0.may_view(&labels) {
        record_unmasked_view(&state, &caller, "GET /v1/runs/{id}", format!("/v1/runs/{run}"), &labels)
            .await?;
    }
    let view = mask::view(view, &caller);
    let insider = caller.is_insider(&view.head.workflow.namespace);
    let idempotency_key = key_for(&view.head, &caller, insider);
    Ok(Json(api::Run { idempotency_key, ..in_full(view, &caller) }))
}

/// The idempotency key of a run, for those who may see it: callers make keys of what is in the input.
fn key_for(head: &RunHead, caller: &Caller, insider: bool) -> Option<String> {
    let key = head.key.as_ref()?;
    let is_shown = head.principal == caller.0.id || (insider && caller.0.may_view(&key.labels));
    is_shown.then(|| key.text.clone())
}

/// Read a run's journal
///
/// Everything that happened in it: input, effects, decisions, results, outcome. `{"$masked": [labels]}` is in the place of
/// values that the caller may not see. Reading values with labels is recorded in the audit log.
#[utoipa::path(
    get,
    path = "/v1/runs/{id}/journal",
    operation_id = "readJournal",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    responses((status = 200, description = "The journal, in order", body = api::Journal), Guarded, Missing)
)]
async fn journal(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
) -> Result<Json<api::Journal>, ApiError> {
    let view = state.engine.run(run).await?;
    caller.may_on_run(Action::ReadJournal, &view.head)?;
    let records = state.engine.journal(run).await?.into_iter();
    let mut masker = Masker::for_reader(&caller.0);
    let records: Vec<api::Record> = records
        .map(|(entry, record)| api::Record {
            index: entry.index,
            term: entry.term,
            record: masker.record(&record),
        })
        .collect();
    let target = format!("/v1/runs/{run}/journal");
    record_unmasked_view(&state, &caller, "GET /v1/runs/{id}/journal", target, &masker.seen).await?;
    Ok(Json(api::Journal { run: run.to_string(), records }))
}
