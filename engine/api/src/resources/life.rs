//! What becomes of published versions, and the switches that stop workflows and integrations at once.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_runtime::{Switched, SwitchedOff, VersionState};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use super::workflows::VersionSummary;
use crate::body::json;
use crate::caller::Caller;
use crate::extract::{Name, PathOf, VersionPath, WorkflowPath};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(stand))
        .routes(routes!(roll_back))
        .routes(routes!(workflow_switch, switch_workflow))
        .routes(routes!(integration_switch, switch_integration))
}

/// Where a version is to stand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StandingBody {
    /// `published`, `deprecated`, `suspended` or `retired`.
    #[schema(value_type = String)]
    state: VersionState,
    /// Why; whoever calls a version that is suspended or retired reads it.
    reason: Option<String>,
}

/// Which version callers are to get.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RollBack {
    /// A version that was published before.
    version: String,
}

/// A switch.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchBody {
    /// Whether it runs.
    on: bool,
    /// Why it is off; needed to switch it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The principal who switched it off; whoever sends it back changes nothing with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// When; likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    at: Option<String>,
}

impl From<Option<SwitchedOff>> for SwitchBody {
    fn from(off: Option<SwitchedOff>) -> Self {
        match off {
            None => Self { on: true, reason: None, by: None, at: None },
            Some(off) => {
                Self { on: false, reason: Some(off.reason), by: Some(off.by), at: Some(rfc3339(off.at)) }
            }
        }
    }
}

/// Deprecate, suspend, resume or retire a version
///
/// A suspended version starts no new runs until it is `published` again; a retired one never does. Runs under way go
/// on. The state that it has already, with another reason, keeps the new reason.
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
    request_body(content = StandingBody, description = "Where it is to stand"),
    responses(
        (status = 200, description = "It stands there", body = VersionSummary),
        (status = 409, description = "It is retired", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn stand(
    State(state): State<Shared>,
    caller: Caller,
    place: VersionPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<VersionSummary>, ApiError> {
    caller.may(Action::ChangeVersions, Some(&place.namespace))?;
    let StandingBody { state: wanted, reason } = json(&headers, body, &state.settings).await?;
    Ok(Json(state.engine.stand(&caller.0, place.place(), wanted, reason).await?.into()))
}

/// Go back to a version that was published before
///
/// Callers who name no version get it from now on. Runs under way stay with theirs.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/{name}/rollback",
    operation_id = "rollBack",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    request_body(content = RollBack, description = "Which version"),
    responses(
        (status = 200, description = "Callers get it", body = VersionSummary),
        (status = 409, description = "It cannot be called", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn roll_back(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<VersionSummary>, ApiError> {
    caller.may(Action::ChangeVersions, Some(&namespace))?;
    let RollBack { version } = json(&headers, body, &state.settings).await?;
    Ok(Json(state.engine.roll_back(&namespace, &name, &version).await?.into()))
}

/// Look whether a workflow is switched on
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/switch",
    operation_id = "readWorkflowSwitch",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    responses((status = 200, description = "The switch", body = SwitchBody), Guarded, Missing)
)]
async fn workflow_switch(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
) -> Result<Json<SwitchBody>, ApiError> {
    caller.may(Action::ListWorkflows, Some(&namespace))?;
    Ok(Json(state.engine.switch_of(&Switched::Workflow { namespace, name }).await?.into()))
}

/// Switch a workflow off, or on again
///
/// While it is off, no version of it starts a run. Runs under way go on.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/switch",
    operation_id = "switchWorkflow",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    request_body(content = SwitchBody, description = "On or off, and why"),
    responses((status = 200, description = "Switched", body = SwitchBody), Guarded, Missing, BodyProblems)
)]
async fn switch_workflow(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<SwitchBody>, ApiError> {
    caller.may(Action::SwitchWorkflow, Some(&namespace))?;
    let body = json(&headers, body, &state.settings).await?;
    switch(&state, &caller, &Switched::Workflow { namespace, name }, body).await
}

/// Look whether an integration is switched on
#[utoipa::path(
    get,
    path = "/v1/integrations/{name}/switch",
    operation_id = "readIntegrationSwitch",
    tag = "integrations",
    params(("name" = String, Path, description = "The integration's name")),
    responses((status = 200, description = "The switch", body = SwitchBody), Guarded, Missing)
)]
async fn integration_switch(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
) -> Result<Json<SwitchBody>, ApiError> {
    caller.may(Action::ReadFunctions, None)?;
    Ok(Json(state.engine.switch_of(&Switched::Integration(name)).await?.into()))
}

/// Switch an integration off, or on again
///
/// While it is off, none of its operations is called, not even by runs under way: they see an error they may catch.
#[utoipa::path(
    put,
    path = "/v1/integrations/{name}/switch",
    operation_id = "switchIntegration",
    tag = "integrations",
    params(("name" = String, Path, description = "The integration's name")),
    request_body(content = SwitchBody, description = "On or off, and why"),
    responses((status = 200, description = "Switched", body = SwitchBody), Guarded, Missing, BodyProblems)
)]
async fn switch_integration(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<SwitchBody>, ApiError> {
    caller.may(Action::SwitchIntegration, None)?;
    let body = json(&headers, body, &state.settings).await?;
    switch(&state, &caller, &Switched::Integration(name), body).await
}

async fn switch(
    state: &Shared,
    caller: &Caller,
    what: &Switched,
    body: SwitchBody,
) -> Result<Json<SwitchBody>, ApiError> {
    let off = match (body.on, body.reason) {
        (true, _) => None,
        (false, Some(reason)) if !reason.trim().is_empty() => Some(reason),
        (false, _) => {
            let detail = "`reason` is needed to switch it off: whoever is refused reads it";
            return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4035, detail));
        }
    };
    Ok(Json(state.engine.switch(&caller.0, what, off).await?.into()))
}
