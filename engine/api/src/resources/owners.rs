//! The owner of a workflow and the deputy: reading and handing over.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_runtime::{EngineError, Fault, Ownership};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::extract::WorkflowPath;
use crate::precondition::{Precondition, etag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn owner_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_owners, hand_over_workflow))
}

/// Read the owner of a workflow
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/owners",
    operation_id = "readOwners",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    responses(
        (status = 200, description = "The owner and the deputy", body = api::Owners, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing,
    )
)]
async fn read_owners(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
) -> Result<Response, ApiError> {
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    Ok(ownership_response(state.engine.ownership(&namespace, &name)?))
}

/// Hand a workflow over
///
/// Its owner, its deputy and IT may. The old and the new owner get a notice.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/owners",
    operation_id = "handOver",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
    ),
    request_body(content = api::HandOver, description = "The new owner"),
    responses(
        (status = 200, description = "The owner now", body = api::Owners, headers(("ETag" = String, description = "The revision"))),
        (status = 422, description = "Somebody named has no token with which they may publish here", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems, Changes,
    )
)]
async fn hand_over_workflow(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::HandOver, Some(&namespace))?;
    let current = state.engine.ownership(&namespace, &name).ok().map(|owners| owners.revision);
    let precondition = Precondition::at(&headers, current)?;
    let api::HandOver { owner, deputy, .. } = read_json_body(&headers, body, &state.settings).await?;
    for named in [Some(&owner), deputy.as_ref()].into_iter().flatten() {
        may_answer(&state, named, &namespace)?;
    }
    let place = (namespace.as_str(), name.as_str());
    let handed = state.engine.hand_over(&caller.0, place, owner, deputy, precondition.expected).await;
    handed.map(ownership_response).map_err(|error| match error {
        EngineError::Fault(Fault::Conflict { .. }) => precondition.failed(error),
        error => error.into(),
    })
}

/// Refuses a principal who may not publish in this namespace.
fn may_answer(state: &Shared, principal: &str, namespace: &str) -> Result<(), ApiError> {
    if state.tokens.may(principal, Action::Publish, namespace) {
        return Ok(());
    }
    let detail = format!("`{principal}` has no token that may publish in `{namespace}`");
    Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4044, detail))
}

fn ownership_response(ownership: Ownership) -> Response {
    let Ownership { owner, deputy, by, at, revision } = ownership;
    let body = Json(api::Owners { owner, deputy, by, at: rfc3339(at), revision });
    if revision == 0 { body.into_response() } else { ([etag(revision)], body).into_response() }
}
