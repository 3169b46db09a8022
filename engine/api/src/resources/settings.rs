//! Settings of workflows: read with their schema, changed within it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use towpath_identity::Action;
use towpath_runtime::{EngineError, Settings};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use crate::body::json;
use crate::caller::Caller;
use crate::extract::WorkflowPath;
use crate::fault::of_engine;
use crate::precondition::{Precondition, etag};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read, change))
}

/// The settings of a workflow.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SettingsBody {
    /// Those in force: what was set, and the default of everything else.
    values: Map<String, Value>,
    /// What was set.
    set: Map<String, Value>,
    /// The JSON Schema they keep to; each of its `properties` has a `default`.
    schema: Value,
    /// The version whose schema it is, the one that callers get.
    version: String,
    /// Counts the changes; also the entity tag.
    revision: u64,
    /// The principal who changed them last.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    at: Option<String>,
}

/// Other settings.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsChangeBody {
    /// What is set; whatever is not in here is at its default again.
    values: Map<String, Value>,
    /// Why, for whoever looks at them next.
    reason: Option<String>,
    // What is read can be sent back: these change nothing.
    #[serde(default, rename = "set")]
    #[schema(ignore)]
    _set: IgnoredAny,
    #[serde(default, rename = "schema")]
    #[schema(ignore)]
    _schema: IgnoredAny,
    #[serde(default, rename = "version")]
    #[schema(ignore)]
    _version: IgnoredAny,
    #[serde(default, rename = "revision")]
    #[schema(ignore)]
    _revision: IgnoredAny,
    #[serde(default, rename = "by")]
    #[schema(ignore)]
    _by: IgnoredAny,
    #[serde(default, rename = "at")]
    #[schema(ignore)]
    _at: IgnoredAny,
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
        (status = 200, description = "The settings", body = SettingsBody, headers(("ETag" = String, description = "The revision, once they were changed"))),
        Guarded, Missing,
    )
)]
async fn read(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
) -> Result<Response, ApiError> {
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    Ok(answer(state.engine.settings(&namespace, &name)?))
}

/// Change the settings of a workflow
///
/// Runs that start from now on have them; runs under way keep theirs. The version's own schema has to take them, and the
/// policies: a permit for accesses of kind `configure`, whose `arguments` are all the settings as they would be.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/settings",
    operation_id = "changeSettings",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("If-Match" = Option<String>, Header, description = "Only if they are at this revision"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if nobody changed them yet"),
    ),
    request_body(content = SettingsChangeBody, description = "The settings"),
    responses(
        (status = 200, description = "The settings now", body = SettingsBody, headers(("ETag" = String, description = "The revision"))),
        (status = 403, description = "The role is not enough (`needed`), or policies refuse them (`reason`)", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "The version's schema does not take them", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems, Changes,
    )
)]
async fn change(
    State(state): State<Shared>,
    caller: Caller,
    WorkflowPath { namespace, name }: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::ChangeSettings, Some(&namespace))?;
    let current = state.engine.settings(&namespace, &name).ok().map(|settings| settings.revision);
    let precondition = Precondition::at(&headers, current)?;
    let SettingsChangeBody { values, reason, .. } = json(&headers, body, &state.settings).await?;
    let place = (namespace.as_str(), name.as_str());
    let changed = state.engine.change_settings(&caller.0, place, values, reason, precondition.expected).await;
    changed.map(answer).map_err(|error| match error {
        EngineError::Conflict { .. } => precondition.failed(error),
        error => of_engine(error, true),
    })
}

fn answer(settings: Settings) -> Response {
    let Settings { version, schema, values, set, changed, revision } = settings;
    let (by, reason, at) = match changed {
        Some(changed) => (Some(changed.by), changed.reason, Some(rfc3339(changed.at))),
        None => (None, None, None),
    };
    let body = Json(SettingsBody { values, set, schema, version, revision, by, reason, at });
    // What was never changed has no revision that anybody could match.
    if revision == 0 {
        (StatusCode::OK, body).into_response()
    } else {
        ([etag(revision)], body).into_response()
    }
}
