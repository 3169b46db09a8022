//! One action on many runs: the dry run, and the action.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_journal::RunHead;
use towpath_runtime::{BulkAction, BulkDone, BulkPlan, MOST_RUNS};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded};
use super::runs::{filters, in_list};
use super::stopping::may_resume;
use crate::audit::record_bulk;
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::extract::WorkflowQuery;
use crate::fault::of_engine;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

/// How many runs are shown of a dry run.
const EXAMPLES: usize = 10;

pub(crate) fn bulk_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(bulk_runs))
}

/// Do one action to many runs
///
/// Cancels, suspends, resumes, runs again or forgets the runs that a query finds and the caller may cancel: at most 500 at once, 100 to
/// run again. Only IT forgets runs, and only runs that have ended: with `subject` those whose journals name it. With `dryRun` nothing is done: the answer has their number, the first ten, and a digest. The same request with `confirm`, that
/// digest, acts on exactly the runs that were shown, once, within an hour, however many begin or end meanwhile; a run that is not as
/// it was is under `failed`. Runs that were run again before are left out, so the same query takes the next ones. One entry of the
/// audit log has the number.
#[utoipa::path(
    post,
    path = "/v1/runs/bulk",
    operation_id = "bulkRuns",
    tag = "runs",
    request_body = api::BulkRequest,
    responses(
        (status = 200, description = "What would be done, or what was done and what failed", body = api::BulkAnswer),
        (status = 409, description = "The digest is not one that was shown to the caller lately for this action", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "There is no reason to suspend", body = api::Problem, content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn bulk_runs(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::BulkAnswer>, ApiError> {
    caller.namespaces(Action::CancelRun)?;
    let request: api::BulkRequest = read_json_body(&headers, body, &state.settings).await?;
    let action = action_of(&request)?;
    match request.action {
        api::BulkAction::Rerun => may_start(&caller, &request.query)?,
        api::BulkAction::Purge => caller.may(Action::WriteRetention, None)?,
        api::BulkAction::Cancel | api::BulkAction::Suspend | api::BulkAction::Resume => {}
    }
    match (request.dry_run, request.confirm) {
        (true, _) => {
            let filters = filters(&caller, Action::CancelRun, &request.query, MOST_RUNS)?;
            let may = |head: &RunHead| may_act(&caller, request.action, head);
            let plan = state.engine.plan_bulk(&caller.0, &action, filters, &may).await?;
            Ok(Json(planned(request.action, plan, &caller)))
        }
        (false, Some(digest)) => {
            // What is begun is done and recorded, whether anybody waits for the answer or not.
            let done = tokio::spawn(async move {
                let may = |head: &RunHead| may_act(&caller, request.action, head);
                let done = state.engine.bulk(&caller.0, &action, &digest, &may).await?;
                let answer = done_for(request.action, done);
                record_bulk(&state, &caller, request.action.as_str(), answer.count).await?;
                Ok::<_, ApiError>(Json(answer))
            });
            done.await.map_err(|error| ApiError::internal(error.to_string()))?
        }
        (false, None) => Err(ApiError::malformed(
            "send `dryRun: true` first, and then `confirm` with the digest of its answer",
        )),
    }
}

/// Whether the caller may do this to a run. Asked when it is shown, and again when it is done.
fn may_act(caller: &Caller, action: api::BulkAction, head: &RunHead) -> bool {
    match action {
        api::BulkAction::Cancel | api::BulkAction::Suspend | api::BulkAction::Purge => {
            caller.may_on_run(Action::CancelRun, head).is_ok()
        }
        api::BulkAction::Resume => may_resume(caller, head).is_ok(),
        api::BulkAction::Rerun => {
            caller.may_on_run(Action::CancelRun, head).is_ok()
                && caller.may(Action::StartRun, Some(&head.workflow.namespace)).is_ok()
        }
    }
}

fn action_of(request: &api::BulkRequest) -> Result<BulkAction, ApiError> {
    if request.query.limit.is_some() || request.query.before.is_some() {
        return Err(ApiError::malformed("the query of a bulk action has no `limit` and no `before`"));
    }
    Ok(match request.action {
        api::BulkAction::Cancel => BulkAction::Cancel { force: request.force },
        api::BulkAction::Suspend => {
            let reason = request.reason.clone().unwrap_or_default();
            if reason.trim().is_empty() || reason.chars().any(char::is_control) {
                let detail = "`reason` is needed to suspend runs: one line of text";
                return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4035, detail));
            }
            BulkAction::Suspend { reason }
        }
        api::BulkAction::Resume => BulkAction::Resume,
        api::BulkAction::Rerun => BulkAction::Rerun { version: request.version.clone() },
        api::BulkAction::Purge => {
            let subject = request.subject.as_deref().map(str::trim).filter(|subject| !subject.is_empty());
            if subject.is_none() && request.query == api::RunFilter::default() {
                return Err(ApiError::malformed(
                    "`subject` or a query says which runs are forgotten; to forget runs by age there is retention",
                ));
            }
            BulkAction::Purge { subject: subject.map(str::to_owned) }
        }
    })
}

/// Refuses a caller who may start no workflow that the query is about.
fn may_start(caller: &Caller, query: &api::RunFilter) -> Result<(), ApiError> {
    let place = WorkflowQuery::read(query.workflow.as_deref(), query.namespace.as_deref())?;
    match place.namespace {
        Some(namespace) => caller.may(Action::StartRun, Some(&namespace)),
        None => caller.namespaces(Action::StartRun).map(|_| ()),
    }
}

fn planned(action: api::BulkAction, plan: BulkPlan, caller: &Caller) -> api::BulkAnswer {
    let BulkPlan { runs, more, left_out, looked_back_to, repeats, unprotected, digest } = plan;
    let is_rerun = action == api::BulkAction::Rerun;
    let leaves_out = is_rerun || action == api::BulkAction::Purge;
    api::BulkAnswer {
        action,
        count: runs.len() as u64,
        more,
        left_out: leaves_out.then_some(left_out as u64),
        looked_back_to: looked_back_to.map(rfc3339),
        examples: runs.into_iter().take(EXAMPLES).map(|head| in_list(head, caller)).collect(),
        repeats: is_rerun.then_some(repeats as u64),
        unprotected: is_rerun.then_some(unprotected as u64),
        digest: Some(digest),
        started: Vec::new(),
        failed: Vec::new(),
    }
}

fn done_for(action: api::BulkAction, all: Vec<BulkDone>) -> api::BulkAnswer {
    let (mut count, mut started, mut failed) = (0, Vec::new(), Vec::new());
    for BulkDone { run, result } in all {
        match result {
            Ok(new) => {
                count += 1;
                started.extend(new.map(|run| run.to_string()));
            }
            Err(error) => {
                let problem = of_engine(error.into(), false).into_problem();
                failed.push(api::BulkFailure { run: run.to_string(), problem: Box::new(problem) });
            }
        }
    }
    api::BulkAnswer {
        action,
        count,
        more: false,
        left_out: None,
        looked_back_to: None,
        examples: Vec::new(),
        repeats: None,
        unprotected: None,
        digest: None,
        started,
        failed,
    }
}
