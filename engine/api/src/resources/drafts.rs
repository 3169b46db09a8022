//! Drafts: saving, checking, publishing.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::{LineIndex, Severity};
use towpath_identity::Action;
use towpath_runtime::{CatalogError, CheckReport, Draft, EngineError, Fault, Publication, Published};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use super::reviews::in_review;
use crate::body::read_document_body;
use crate::caller::Caller;
use crate::convert::IntoApi as _;
use crate::decision::{access_for_api, list_for_api};
use crate::diagnostic::diagnostics;
use crate::extract::{Name, PathOf, WorkflowPath};
use crate::fault::of_engine;
use crate::precondition::{Precondition, etag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn draft_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(read_draft, save_draft))
        .routes(routes!(publish_draft))
        .routes(routes!(check_definition))
}

fn check_report(report: CheckReport, source: &str) -> api::Report {
    let lines = LineIndex::new(source);
    api::Report {
        publishable: report.is_ok(),
        reviews: list_for_api(&report.reviews()),
        diagnostics: diagnostics(&report.diagnostics, Some(source)),
        accesses: report.accesses.iter().map(|one| access_for_api(one, Some(&lines))).collect(),
        workflow: report.workflow.map(|workflow| api::Identified {
            namespace: workflow.namespace,
            name: workflow.name,
            version: workflow.version,
            digest: workflow.digest,
        }),
        schedule: report.schedule.map(|schedule| schedule.into_api()),
    }
}

fn published_answer(published: Published, source: &str) -> api::Published {
    let lines = LineIndex::new(source);
    let accesses = published.checked_at_run_time.iter();
    api::Published {
        unchanged: published.unchanged,
        current: published.current,
        checked_at_run_time: accesses.map(|one| access_for_api(one, Some(&lines))).collect(),
        diagnostics: diagnostics(&published.diagnostics, Some(source)),
        version: published.version.into_api(),
    }
}

/// Read a draft
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/draft",
    operation_id = "readDraft",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    responses(
        (status = 200, description = "The draft", body = api::Draft, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing,
    )
)]
async fn read_draft(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    let Draft { source, author, saved_at, revision, .. } = state.engine.draft(&namespace, &name).await?;
    let body = api::Draft { source, revision, author, saved_at: rfc3339(saved_at) };
    Ok(([etag(revision)], Json(body)).into_response())
}

/// Save a draft
///
/// It is saved even if it has errors; the answer lists them.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/draft",
    operation_id = "saveDraft",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if there is none yet"),
    ),
    request_body(content = String, content_type = "application/yaml", description = "The definition, YAML or JSON"),
    responses(
        (status = 200, description = "Saved", body = api::SavedDraft, headers(("ETag" = String, description = "The revision"))),
        Guarded, BodyProblems, Changes,
    )
)]
async fn save_draft(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::WriteDraft, Some(&namespace))?;
    let current = state.engine.draft(&namespace, &name).await.ok().map(|draft| draft.revision);
    let precondition = Precondition::at(&headers, current)?;
    let source = read_document_body(&headers, body, &state.settings).await?;
    let kept = state.engine.save_draft(&caller.0, &namespace, &name, source, precondition.expected).await;
    let (draft, report) = kept.map_err(|error| precondition.failed(error))?;
    Ok(saved_draft_response(&draft, report))
}

/// The answer about a draft that was saved.
pub(super) fn saved_draft_response(draft: &Draft, report: CheckReport) -> Response {
    let report = self::check_report(report, &draft.source);
    let body = api::SavedDraft { revision: draft.revision, saved_at: rfc3339(draft.saved_at), report };
    ([etag(draft.revision)], Json(body)).into_response()
}

/// Publish the draft
///
/// It can be called at once, unless a policy requires an approval first. Publishing the same content again changes nothing; another
/// content needs another version.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/{name}/publish",
    operation_id = "publish",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("If-Match" = Option<String>, Header, description = "Only if the draft is at this revision"),
    ),
    responses(
        (status = 200, description = "It was published before with the same content", body = api::Published),
        (status = 201, description = "Published", body = api::Published),
        (status = 202, description = "A person has to approve it first, even if it was published before", body = api::InReview),
        (status = 403, description = "The role is not enough (`needed`), or policies refuse accesses of it (`accesses`)",
         body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "The version is published with another content (`next` is free), suspended or retired, or an \
         operation that it calls changed in between: nothing was published", body = api::Problem,
         content_type = "application/problem+json"),
        (status = 412, description = "The draft is at another revision", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The definition has errors, listed in `diagnostics`", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn publish_draft(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::Publish, Some(&namespace))?;
    // Needed for line numbers; the revision shows a change in between.
    let draft = state.engine.draft(&namespace, &name).await?;
    let precondition = Precondition::at(&headers, Some(draft.revision))?;
    let wanted = precondition.expected.or(Some(draft.revision));
    match state.engine.publish(&caller.0, &namespace, &name, wanted).await {
        Ok(Publication::InReview(review)) => {
            Ok((StatusCode::ACCEPTED, Json(in_review(&state, *review))).into_response())
        }
        Ok(Publication::Live(live)) => {
            let status = if live.unchanged { StatusCode::OK } else { StatusCode::CREATED };
            Ok((status, Json(published_answer(live, &draft.source))).into_response())
        }
        Err(error) => Err(publish_error(error, &draft.source, precondition, true)),
    }
}

/// Why it was not published, or not tried, with the places in the text.
pub(crate) fn publish_error(
    error: EngineError,
    source: &str,
    precondition: Precondition,
    insider: bool,
) -> ApiError {
    match error {
        EngineError::Fault(Fault::Invalid(diagnostics)) => {
            let found = self::diagnostics(&diagnostics, Some(source));
            let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
            let detail = format!("the definition has {errors} error(s)");
            ApiError::from(EngineError::Fault(Fault::Invalid(diagnostics))).with(|body| {
                body.diagnostics = found;
                body.detail = Some(detail);
            })
        }
        EngineError::Catalog(CatalogError::Denied(accesses)) => {
            let lines = LineIndex::new(source);
            let found = accesses.iter().map(|one| access_for_api(one, Some(&lines))).collect();
            of_engine(EngineError::Catalog(CatalogError::Denied(accesses)), true)
                .with(|body| body.accesses = found)
        }
        error @ EngineError::Fault(Fault::Conflict { .. }) => precondition.failed(error),
        error => of_engine(error, insider),
    }
}

/// Check a definition without saving it
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/check",
    operation_id = "checkDefinition",
    tag = "workflows",
    params(("namespace" = String, Path, description = "The namespace it is for")),
    request_body(content = String, content_type = "application/yaml", description = "The definition, YAML or JSON"),
    responses((status = 200, description = "What was found, also if there are errors", body = api::Report), Guarded, BodyProblems)
)]
async fn check_definition(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(namespace)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::Report>, ApiError> {
    caller.may(Action::CheckDefinition, Some(&namespace))?;
    let source = read_document_body(&headers, body, &state.settings).await?;
    let report = state.engine.check(&namespace, &source).await?;
    Ok(Json(self::check_report(report, &source)))
}
