//! Adopting a run whose token was revoked.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::extract::RunPath;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn adoption_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(adopt_run))
}

/// Adopt a run
///
/// A run ends at its next effect once the token that started it is revoked, or its principal disabled. An adopted run
/// continues. The owner of its workflow, the deputy and IT may adopt it, before or after the token is revoked. The first
/// adoption counts.
#[utoipa::path(
    post,
    path = "/v1/runs/{id}/adopt",
    operation_id = "adoptRun",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id")),
    request_body = api::Adopt,
    responses(
        (status = 200, description = "It continues", body = api::Adoption),
        (status = 422, description = "The reason is empty, or has control characters", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn adopt_run(
    State(state): State<Shared>,
    caller: Caller,
    RunPath(run): RunPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Adoption>, ApiError> {
    let head = state.engine.run(run).await?.head;
    caller.may_on_run(Action::AdoptRun, &head)?;
    let api::Adopt { reason } = read_json_body(&headers, body, &state.settings).await?;
    if reason.trim().is_empty() {
        let detail = "`reason` is needed to adopt a run";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4035, detail));
    }
    let adoption = state.engine.adopt(&caller.0, run, reason).await?;
    Ok(Json(api::Adoption { by: adoption.by, at: rfc3339(adoption.at), reason: adoption.reason }))
}
