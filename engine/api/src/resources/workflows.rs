//! What is published: the latest of each workflow, its versions, its text.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_identity::{Action, reach};
use towpath_runtime::{PublishedVersion, ReviewState, VersionState};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use super::reviews::bodies;
use crate::caller::Caller;
use crate::decision::AwaitingBody;
use crate::extract::{QueryOf, WorkflowPath};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(versions))
        .routes(routes!(definition))
        .routes(routes!(interface))
}

/// A published version.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VersionSummary {
    /// `document.namespace`.
    namespace: String,
    /// `document.name`.
    name: String,
    /// `document.version`.
    version: String,
    /// `document.title`, or the name.
    title: String,
    /// Digest of the canonical definition: comments, key order and quoting do not change it.
    digest: String,
    /// The principal who published it.
    author: String,
    /// When.
    #[schema(format = DateTime)]
    published_at: String,
    /// `published`, `deprecated`, `suspended` or `retired`.
    #[schema(value_type = String)]
    state: VersionState,
    /// Why it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The version that callers get who name none, where it is another one: this one was rolled back, or came later.
    #[serde(skip_serializing_if = "Option::is_none")]
    callers_get: Option<String>,
    /// The workflow is switched off, and why: no version starts a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    switched_off: Option<String>,
    /// Where its review is, while a policy wants an approval that it has not: `inReview`, `changesRequested` or
    /// `rejected`. Its runs are refused what the policy is about until it is approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    review: Option<ReviewState>,
    /// The rules that nobody has approved it for yet, and who may.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    awaiting: Vec<AwaitingBody>,
}

/// Published workflows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Workflows {
    /// The latest version of each.
    workflows: Vec<VersionSummary>,
}

/// The published versions of a workflow.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Versions {
    /// The versions.
    versions: Vec<VersionSummary>,
}

/// Which workflows are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Of this namespace; absent: of all that the caller may see.
    namespace: Option<String>,
}

/// Which version is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct VersionQuery {
    /// A published version; absent: the latest.
    version: Option<String>,
}

impl From<PublishedVersion> for VersionSummary {
    fn from(published: PublishedVersion) -> Self {
        let PublishedVersion { workflow, author, published_at, standing, review, awaiting, .. } = published;
        Self {
            namespace: workflow.namespace,
            name: workflow.name,
            version: workflow.version,
            title: workflow.title,
            digest: workflow.digest,
            author,
            published_at: rfc3339(published_at),
            state: standing.state,
            reason: standing.reason,
            callers_get: None,
            switched_off: None,
            review,
            awaiting: bodies(&awaiting),
        }
    }
}

/// List published workflows
#[utoipa::path(
    get,
    path = "/v1/workflows",
    operation_id = "listWorkflows",
    tag = "workflows",
    params(ListQuery),
    responses((status = 200, description = "The latest version of each", body = Workflows), Guarded)
)]
async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<ListQuery>,
) -> Result<Json<Workflows>, ApiError> {
    let namespaces = match query.namespace {
        Some(namespace) => {
            caller.may(Action::ListWorkflows, Some(&namespace))?;
            vec![Some(namespace)]
        }
        None => reach(&caller.0, Action::ListWorkflows).into_iter().map(|part| part.namespace).collect(),
    };
    let mut workflows = Vec::new();
    for namespace in namespaces {
        workflows.extend(state.engine.workflows(namespace.as_deref()).await?);
    }
    Ok(Json(Workflows { workflows: workflows.into_iter().map(|one| summary(&state, one)).collect() }))
}

/// Look at a published workflow
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}",
    operation_id = "readWorkflow",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        VersionQuery,
    ),
    responses((status = 200, description = "The version", body = VersionSummary), Guarded, Missing)
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<VersionQuery>,
) -> Result<Json<VersionSummary>, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ListWorkflows, Some(&namespace))?;
    let (published, _) = state.engine.definition(&namespace, &name, query.version.as_deref()).await?;
    Ok(Json(summary(&state, published)))
}

/// A version with what is true of its whole workflow.
fn summary(state: &Shared, published: PublishedVersion) -> VersionSummary {
    let place = &published.workflow;
    let standing = state.engine.standing_of(&place.namespace, &place.name);
    let callers_get = standing.current.filter(|current| *current != place.version);
    let switched_off = standing.switched_off.map(|off| off.reason);
    VersionSummary { callers_get, switched_off, ..published.into() }
}

/// List a workflow's published versions
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/versions",
    operation_id = "listVersions",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    responses((status = 200, description = "The versions", body = Versions), Guarded, Missing)
)]
async fn versions(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
) -> Result<Json<Versions>, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ListWorkflows, Some(&namespace))?;
    let versions = state.engine.versions(&namespace, &name).await?;
    Ok(Json(Versions { versions: versions.into_iter().map(|one| summary(&state, one)).collect() }))
}

/// What a workflow takes and gives back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InterfaceBody {
    /// The version.
    version: String,
    /// JSON Schema of the input; absent where the definition does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    input: Option<Value>,
    /// JSON Schema of the output; absent where the definition does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    output: Option<Value>,
}

/// Read what a workflow takes and gives back
///
/// JSON Schemas, for its callers; nothing else of the definition.
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/interface",
    operation_id = "readInterface",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        VersionQuery,
    ),
    responses((status = 200, description = "The schemas", body = InterfaceBody), Guarded, Missing)
)]
async fn interface(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<VersionQuery>,
) -> Result<Json<InterfaceBody>, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ListWorkflows, Some(&namespace))?;
    let (version, found) = state.engine.interface(&namespace, &name, query.version.as_deref()).await?;
    Ok(Json(InterfaceBody { version, input: found.input, output: found.output }))
}

/// Read a published definition
///
/// The text as it was written, comments and all.
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/definition",
    operation_id = "readDefinition",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        VersionQuery,
    ),
    responses((status = 200, description = "The text", content_type = "text/yaml", body = String), Guarded, Missing)
)]
async fn definition(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<VersionQuery>,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    let (_, source) = state.engine.definition(&namespace, &name, query.version.as_deref()).await?;
    let is_json = source.trim_start().starts_with('{');
    let media = if is_json { "application/json" } else { "text/yaml; charset=utf-8" };
    Ok(([(CONTENT_TYPE, media)], source).into_response())
}
