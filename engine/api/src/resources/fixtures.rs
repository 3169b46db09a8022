//! Fixtures: cases for `towpath test`, recorded from runs.

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use towpath_api_types as api;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::audit::record_unmasked_view;
use crate::caller::Caller;
use crate::extract::RunPath;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn fixture_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_fixture))
}

/// Make a case of a run
///
/// A file for `towpath test`, a list of one case: the input, the answer to every call, the end of the run, its
/// effects and the decisions about them. Values that the caller may not see are left out, which `masked` says; reading
/// values with labels is recorded in the audit log.
#[utoipa::path(
    get,
    path = "/v1/runs/{id}/fixture",
    operation_id = "readFixture",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    responses(
        (status = 200, description = "The case", body = Vec<Object>),
        (status = 409, description = "The run has not ended, or was cancelled", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn read_fixture(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
) -> Result<Json<[Value; 1]>, ApiError> {
    let head = state.engine.run(run).await?.head;
    caller.may_on_run(Action::ReadJournal, &head)?;
    let may_view = |labels: &[String]| caller.0.may_view(labels);
    let found = state.engine.fixture(run, &may_view).await?;
    let target = format!("/v1/runs/{run}/fixture");
    record_unmasked_view(&state, &caller, "GET /v1/runs/{id}/fixture", target, &found.seen).await?;
    Ok(Json([serde_json::to_value(found.case).unwrap_or_default()]))
}
