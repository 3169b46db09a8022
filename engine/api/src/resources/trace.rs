//! Traces: what each task of a run was given and gave.

use axum::Json;
use axum::extract::State;
use towpath_api_types as api;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::audit::record_unmasked_view;
use crate::caller::Caller;
use crate::extract::RunPath;
use crate::mask::Masker;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn trace_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_trace))
}

/// Read the trace of a run
///
/// What each task was given and gave. The run is executed again in the sandbox from its journal, never live; one that is
/// under way as far as its journal goes. `{"$masked": [labels]}` is in the place of values that the caller may not see,
/// `{"$cut": N}` in the place of those that are too large. Reading values with labels is recorded in the audit log.
#[utoipa::path(
    get,
    path = "/v1/runs/{id}/trace",
    operation_id = "readTrace",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    responses((status = 200, description = "The trace", body = api::Trace), Guarded, Missing)
)]
async fn read_trace(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
) -> Result<Json<api::Trace>, ApiError> {
    let head = state.engine.run(run).await?.head;
    caller.may_on_run(Action::ReadJournal, &head)?;
    let found = state.engine.trace(&caller.0, run).await?;
    let mut masker = Masker::for_reader(&caller.0);
    let shown = masker.trace(found);
    let target = format!("/v1/runs/{run}/trace");
    record_unmasked_view(&state, &caller, "GET /v1/runs/{id}/trace", target, &masker.seen).await?;
    Ok(Json(shown))
}
