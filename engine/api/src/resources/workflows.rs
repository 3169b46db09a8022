//! What is published: the latest of each workflow, its versions, its text.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use towpath_api_types as api;
use towpath_identity::{Action, reach};
use towpath_journal::Status;
use towpath_runtime::{Case, PublishedVersion};
use towpath_wire::DeclaredProblem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Guarded, Missing};
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::decision::list_for_api;
use crate::extract::{QueryOf, WorkflowPath};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

/// Most examples of one workflow.
const EXAMPLES: usize = 20;

pub(crate) fn workflow_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_workflows))
        .routes(routes!(read_workflow))
        .routes(routes!(list_versions))
        .routes(routes!(read_definition))
        .routes(routes!(read_interface))
}

impl IntoApi<api::Version> for PublishedVersion {
    fn into_api(self) -> api::Version {
        let Self { workflow, author, published_at, standing, review, awaiting, .. } = self;
        api::Version {
            namespace: workflow.namespace,
            name: workflow.name,
            version: workflow.version,
            title: workflow.title,
            digest: workflow.digest,
            author,
            published_at: rfc3339(published_at),
            state: standing.state.into_api(),
            reason: standing.reason,
            callers_get: None,
            switched_off: None,
            review: review.map(IntoApi::into_api),
            awaiting: list_for_api(&awaiting),
        }
    }
}

/// List published workflows
#[utoipa::path(
    get,
    path = "/v1/workflows",
    operation_id = "listWorkflows",
    tag = "workflows",
    params(api::NamespaceQuery),
    responses((status = 200, description = "The latest version of each", body = api::Workflows), Guarded)
)]
async fn list_workflows(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::NamespaceQuery>,
) -> Result<Json<api::Workflows>, ApiError> {
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
    Ok(Json(api::Workflows {
        workflows: workflows.into_iter().map(|one| version_summary(&state, one)).collect(),
    }))
}

/// Read a published workflow
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}",
    operation_id = "readWorkflow",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        api::VersionQuery,
    ),
    responses((status = 200, description = "The version", body = api::Version), Guarded, Missing)
)]
async fn read_workflow(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<api::VersionQuery>,
) -> Result<Json<api::Version>, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ListWorkflows, Some(&namespace))?;
    let (published, _) = state.engine.read_definition(&namespace, &name, query.version.as_deref()).await?;
    Ok(Json(version_summary(&state, published)))
}

/// A version with what is true of its whole workflow.
fn version_summary(state: &Shared, published: PublishedVersion) -> api::Version {
    let place = &published.workflow;
    let standing = state.engine.standing_of(&place.namespace, &place.name);
    let callers_get = standing.current.filter(|current| *current != place.version);
    let switched_off = standing.switched_off.map(|off| off.reason);
    api::Version { callers_get, switched_off, ..published.into_api() }
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
    responses((status = 200, description = "The versions", body = api::Versions), Guarded, Missing)
)]
async fn list_versions(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
) -> Result<Json<api::Versions>, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ListWorkflows, Some(&namespace))?;
    let versions = state.engine.versions(&namespace, &name).await?;
    Ok(Json(api::Versions {
        versions: versions.into_iter().map(|one| version_summary(&state, one)).collect(),
    }))
}

/// Read the input and output of a workflow
///
/// JSON Schemas, examples from its cases, and the errors that it raises, for its callers; nothing else of the definition.
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/interface",
    operation_id = "readInterface",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        api::VersionQuery,
    ),
    responses((status = 200, description = "The schemas", body = api::Interface), Guarded, Missing)
)]
async fn read_interface(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<api::VersionQuery>,
) -> Result<Json<api::Interface>, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ListWorkflows, Some(&namespace))?;
    let (version, found) = state.engine.interface(&namespace, &name, query.version.as_deref()).await?;
    let cases = state.engine.cases(&namespace, &name).await?.cases;
    Ok(Json(api::Interface {
        version,
        input: found.input,
        output: found.output,
        examples: examples_from_cases(cases),
        errors: found.errors.into_iter().map(raised_error).collect(),
    }))
}

/// Cases as examples of calls: those that people wrote and that end well. What a run recorded is never shown to callers.
fn examples_from_cases(cases: Vec<Case>) -> Vec<api::Example> {
    let fits = |case: &Case| case.is_written() && case.expect.status == Status::Completed;
    let cases = cases.into_iter().filter(fits).take(EXAMPLES);
    cases
        .map(|case| api::Example { name: case.name, input: case.input, output: case.expect.output })
        .collect()
}

fn raised_error(error: DeclaredProblem) -> api::RaisedError {
    let DeclaredProblem { kind, status, title } = error;
    api::RaisedError { kind, status, title }
}

/// Read a published definition
///
/// The text as it was written, with comments.
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/definition",
    operation_id = "readDefinition",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        api::VersionQuery,
    ),
    responses((status = 200, description = "The text", content_type = "text/yaml", body = String), Guarded, Missing)
)]
async fn read_definition(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<api::VersionQuery>,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    let (_, source) = state.engine.read_definition(&namespace, &name, query.version.as_deref()).await?;
    let is_json = source.trim_start().starts_with('{');
    let media = if is_json { "application/json" } else { "text/yaml; charset=utf-8" };
    Ok(([(CONTENT_TYPE, media)], source).into_response())
}
