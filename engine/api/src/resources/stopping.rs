//! Stopping runs: cancelling one, suspending one, letting one continue.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::{Action, Extent};
use towpath_journal::{RunHead, RunId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use super::runs::in_full;
use crate::body::{json_or_default, read_json_body};
use crate::caller::Caller;
use crate::extract::RunPath;
use crate::mask;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn stopping_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(cancel)).routes(routes!(suspend)).routes(routes!(resume))
}

/// Cancel a run
///
/// It sends nothing more from now on, and runs that it waits for are cancelled too. A write under way has ten seconds to answer, so
/// that it is known whether it happened; with `force` it has none. Answered when the end is on disk; `inDoubt` lists the
/// writes that may have happened. Cancelling a cancelled run again changes nothing; a run that has ended otherwise stays as it
/// is (409).
#[utoipa::path(
    post,
    path = "/v1/runs/{id}/cancel",
    operation_id = "cancelRun",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    request_body = Option<api::CancelRun>,
    responses(
        (status = 200, description = "It is cancelled", body = api::Run),
        (status = 409, description = "It has ended before", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn cancel(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Run>, ApiError> {
    may_stop(&state, &caller, run).await?;
    let api::CancelRun { force } = json_or_default(&headers, body, &state.settings).await?;
    state.engine.cancel(&caller.0, run, force).await?;
    shown(&state, &caller, run).await
}

/// Suspend a run
///
/// It starts no effect and none of its timers fires until it is resumed; events that come meanwhile are received then. A call
/// under way ends, and its result is recorded. The time does not count against the limit `durationS`. Answered when that is
/// on disk. The first suspension counts; a run that has ended stays as it is (409).
#[utoipa::path(
    post,
    path = "/v1/runs/{id}/suspend",
    operation_id = "suspendRun",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    request_body = api::SuspendRun,
    responses(
        (status = 200, description = "It is suspended", body = api::Run),
        (status = 409, description = "It has ended before", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "There is no reason, or it is too long", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn suspend(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Run>, ApiError> {
    may_stop(&state, &caller, run).await?;
    let api::SuspendRun { reason } = read_json_body(&headers, body, &state.settings).await?;
    state.engine.suspend(&caller.0, run, &reason).await?;
    shown(&state, &caller, run).await
}

/// Resume a suspended run
///
/// It goes on exactly where it was: timers that are due fire, and calls that were not sent are decided on again. An app resumes only
/// what it has suspended itself. Answered when that is on disk. A run that is not suspended goes on as it does; one that has ended stays as it is (409).
#[utoipa::path(
    post,
    path = "/v1/runs/{id}/resume",
    operation_id = "resumeRun",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    responses(
        (status = 200, description = "It goes on", body = api::Run),
        (status = 409, description = "It has ended before", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn resume(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
) -> Result<Json<api::Run>, ApiError> {
    may_resume(&caller, &state.engine.run(run).await?.head)?;
    state.engine.resume(&caller.0, run).await?;
    shown(&state, &caller, run).await
}

/// Who may cancel a run may also suspend it.
async fn may_stop(state: &Shared, caller: &Caller, run: RunId) -> Result<(), ApiError> {
    let view = state.engine.run(run).await?;
    caller.may_on_run(Action::CancelRun, &view.head)
}

/// Who may cancel a run may resume it. Who may cancel only what they started resume only what they suspended themselves.
pub(super) fn may_resume(caller: &Caller, head: &RunHead) -> Result<(), ApiError> {
    caller.may_on_run(Action::CancelRun, head)?;
    let by = head.suspended.as_ref().map(|suspended| suspended.by.as_str());
    let is_own = by.is_none_or(|by| by == caller.0.id);
    if is_own || caller.extent(Action::CancelRun, &head.workflow.namespace)? == Extent::All {
        return Ok(());
    }
    let detail = "somebody else has suspended this run; ask who looks after its workflow to resume it";
    Err(ApiError::new(StatusCode::FORBIDDEN, codes::TP4003, detail))
}

/// The run as it is now.
async fn shown(state: &Shared, caller: &Caller, run: RunId) -> Result<Json<api::Run>, ApiError> {
    let view = state.engine.run(run).await?;
    Ok(Json(in_full(mask::view(view, caller), caller)))
}
