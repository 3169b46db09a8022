//! Settings of workflows: read with their schema, changed within it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{EngineError, Fault, Settings};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::extract::WorkflowPath;
use crate::fault::of_engine;
use crate::precondition::{Precondition, etag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn settings_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_settings, change_settings))
}

/// Read the settings of a workflow
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/settings",
    operation_id = "readSettings",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    responses(
        (status = 200, description = "The settings", body = api::Settings, headers(("ETag" = String, description = "The revision, once they were changed"))),
        Guarded, Missing,
    )
)]
async fn read_settings(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
) -> Result<Response, ApiError> {
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    Ok(settings_response(state.engine.settings(&namespace, &name)?))
}

/// Change the settings of a workflow
///
/// Runs that start from now on use them; runs under way keep theirs. They must fit the version's own schema, and policies must
/// permit them: an access of kind `configure`, whose `arguments` are all the new settings.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/settings",
    operation_id = "changeSettings",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("If-Match" = Option<String>, Header, description = "Only if they are at this revision"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if they were never changed"),
    ),
    request_body(content = api::SettingsChange, description = "The settings"),
    responses(
        (status = 200, description = "The settings now", body = api::Settings, headers(("ETag" = String, description = "The revision"))),
        (status = 403, description = "The role is not enough (`needed`), or policies refuse them (`reason`)", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "They do not fit the version's schema", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems, Changes,
    )
)]
async fn change_settings(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::ChangeSettings, Some(&namespace))?;
    let current = state.engine.settings(&namespace, &name).ok().map(|settings| settings.revision);
    let precondition = Precondition::at(&headers, current)?;
    let api::SettingsChange { values, reason, .. } = read_json_body(&headers, body, &state.settings).await?;
    let place = (namespace.as_str(), name.as_str());
    let changed = state.engine.change_settings(&caller.0, place, values, reason, precondition.expected).await;
    changed.map(settings_response).map_err(|error| match error {
        EngineError::Fault(Fault::Conflict { .. }) => precondition.failed(error),
        error => of_engine(error, true),
    })
}

fn settings_response(settings: Settings) -> Response {
    let Settings { version, schema, values, set, changed, revision } = settings;
    let (by, reason, at) = match changed {
        Some(changed) => (Some(changed.by), changed.reason, Some(rfc3339(changed.at))),
        None => (None, None, None),
    };
    let body = Json(api::Settings { values, set, schema, version, revision, by, reason, at });
    // What was never changed has no revision that anybody could match.
    if revision == 0 {
        (StatusCode::OK, body).into_response()
    } else {
        ([etag(revision)], body).into_response()
    }
}
