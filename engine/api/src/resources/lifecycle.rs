//! The lifecycle of published versions, and the switches that stop workflows and integrations at once.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_runtime::{Switched, SwitchedOff};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::convert::{IntoApi, IntoEngine as _};
use crate::extract::{Name, PathOf, VersionPath, WorkflowPath};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn lifecycle_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(put_version_state))
        .routes(routes!(roll_back_workflow))
        .routes(routes!(read_workflow_switch, switch_workflow))
        .routes(routes!(read_integration_switch, switch_integration))
}

impl IntoApi<api::Switch> for Option<SwitchedOff> {
    fn into_api(self) -> api::Switch {
        match self {
            None => api::Switch { on: true, reason: None, by: None, at: None },
            Some(off) => api::Switch {
                on: false,
                reason: Some(off.reason),
                by: Some(off.by),
                at: Some(rfc3339(off.at)),
            },
        }
    }
}

/// Deprecate, suspend, resume or retire a version
///
/// A suspended version starts no new runs until it is `published` again; a retired one never does. Runs under way
/// continue. Setting the same state with another reason replaces the reason.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/versions/{version}/state",
    operation_id = "putVersionState",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("version" = String, Path, description = "The version"),
    ),
    request_body(content = api::StateChange, description = "The state to set"),
    responses(
        (status = 200, description = "It is in that state", body = api::Version),
        (status = 409, description = "It is retired", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn put_version_state(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Version>, ApiError> {
    caller.may(Action::ChangeVersions, Some(&place.namespace))?;
    let api::StateChange { state: wanted, reason } = read_json_body(&headers, body, &state.settings).await?;
    Ok(Json(state.engine.set_state(&caller.0, place.place(), wanted.into_engine(), reason).await?.into_api()))
}

/// Go back to a version that was published before
///
/// Callers who name no version get it from now on. Runs under way keep their version.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/{name}/rollback",
    operation_id = "rollBack",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    request_body(content = api::RollBack, description = "Which version"),
    responses(
        (status = 200, description = "Callers get it", body = api::Version),
        (status = 409, description = "It cannot be called", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn roll_back_workflow(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Version>, ApiError> {
    caller.may(Action::ChangeVersions, Some(&namespace))?;
    let api::RollBack { version } = read_json_body(&headers, body, &state.settings).await?;
    Ok(Json(state.engine.roll_back(&namespace, &name, &version).await?.into_api()))
}

/// Read the switch of a workflow
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/switch",
    operation_id = "readWorkflowSwitch",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    responses((status = 200, description = "The switch", body = api::Switch), Guarded, Missing)
)]
async fn read_workflow_switch(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
) -> Result<Json<api::Switch>, ApiError> {
    caller.may(Action::ListWorkflows, Some(&namespace))?;
    Ok(Json(state.engine.switch_of(&Switched::Workflow { namespace, name }).await?.into_api()))
}

/// Switch a workflow off, or on again
///
/// While it is off, no version of it starts a run. Runs under way continue.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/switch",
    operation_id = "switchWorkflow",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    request_body(content = api::SwitchChange, description = "On or off, and why"),
    responses((status = 200, description = "Switched", body = api::Switch), Guarded, Missing, BodyProblems)
)]
async fn switch_workflow(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Switch>, ApiError> {
    caller.may(Action::SwitchWorkflow, Some(&namespace))?;
    let body = read_json_body(&headers, body, &state.settings).await?;
    change_switch(&state, &caller, &Switched::Workflow { namespace, name }, body).await
}

/// Read the switch of an integration
#[utoipa::path(
    get,
    path = "/v1/integrations/{name}/switch",
    operation_id = "readIntegrationSwitch",
    tag = "integrations",
    params(("name" = String, Path, description = "The integration's name")),
    responses((status = 200, description = "The switch", body = api::Switch), Guarded, Missing)
)]
async fn read_integration_switch(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
) -> Result<Json<api::Switch>, ApiError> {
    caller.may(Action::ReadFunctions, None)?;
    Ok(Json(state.engine.switch_of(&Switched::Integration(name)).await?.into_api()))
}

/// Switch an integration off, or on again
///
/// While it is off, none of its operations is called, not even by runs under way: they get an error that they can catch.
#[utoipa::path(
    put,
    path = "/v1/integrations/{name}/switch",
    operation_id = "switchIntegration",
    tag = "integrations",
    params(("name" = String, Path, description = "The integration's name")),
    request_body(content = api::SwitchChange, description = "On or off, and why"),
    responses((status = 200, description = "Switched", body = api::Switch), Guarded, Missing, BodyProblems)
)]
async fn switch_integration(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Switch>, ApiError> {
    caller.may(Action::SwitchIntegration, None)?;
    let body = read_json_body(&headers, body, &state.settings).await?;
    change_switch(&state, &caller, &Switched::Integration(name), body).await
}

async fn change_switch(
    state: &Shared,
    caller: &Caller,
    what: &Switched,
    body: api::SwitchChange,
) -> Result<Json<api::Switch>, ApiError> {
    let off = match (body.on, body.reason) {
        (true, _) => None,
        (false, Some(reason)) if !reason.trim().is_empty() => Some(reason),
        (false, _) => {
            let detail = "to switch it off, give a `reason`; refused callers will see it";
            return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4035, detail));
        }
    };
    Ok(Json(state.engine.switch(&caller.0, what, off).await?.into_api()))
}
