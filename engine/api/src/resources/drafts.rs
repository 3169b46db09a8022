//! Drafts: saving, checking, publishing.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use towpath_diagnostics::{LineIndex, Severity};
use towpath_identity::Action;
use towpath_runtime::{CheckReport, Draft, EngineError, Publication, Published};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use super::reviews::InReview;
use super::workflows::VersionSummary;
use crate::body::document;
use crate::caller::Caller;
use crate::decision::{AccessBody, AwaitingBody};
use crate::diagnostic::{DiagnosticBody, bodies};
use crate::extract::{Name, PathOf, WorkflowPath};
use crate::fault::of_engine;
use crate::precondition::{Precondition, etag};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(draft, save)).routes(routes!(publish)).routes(routes!(check))
}

/// A draft.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DraftBody {
    /// The text.
    source: String,
    /// Counts up with every change; also the entity tag.
    revision: u64,
    /// The principal who saved it.
    author: String,
    /// When.
    #[schema(format = DateTime)]
    saved_at: String,
}

/// What checking a definition found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    /// It can be published as it is; see `reviews` for who has to approve it then.
    publishable: bool,
    /// Who has to approve it before it can be called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    reviews: Vec<AwaitingBody>,
    /// Which workflow it says it is, where that much could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    workflow: Option<Identified>,
    /// Everything found in the text.
    diagnostics: Vec<DiagnosticBody>,
    /// What each access may, as policies stand.
    accesses: Vec<AccessBody>,
}

/// Which workflow a text says it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Identified {
    /// `document.namespace`.
    namespace: String,
    /// `document.name`.
    name: String,
    /// `document.version`.
    version: String,
    /// Digest of the canonical definition.
    digest: String,
}

/// A draft that was saved, errors or not.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavedDraft {
    /// Its revision now; also the entity tag.
    revision: u64,
    /// When.
    #[schema(format = DateTime)]
    saved_at: String,
    /// What was found in it.
    #[serde(flatten)]
    report: Report,
}

/// The outcome of publishing.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PublishedBody {
    /// The version.
    #[serde(flatten)]
    version: VersionSummary,
    /// It was published before with the same content; nothing changed.
    unchanged: bool,
    /// The version that callers get who name none; another one where they were rolled back to it.
    current: String,
    /// Accesses that policies judge when they happen, with their real arguments.
    checked_at_run_time: Vec<AccessBody>,
    /// Warnings and hints.
    diagnostics: Vec<DiagnosticBody>,
}

impl Report {
    fn new(report: CheckReport, source: &str) -> Self {
        let lines = LineIndex::new(source);
        Self {
            publishable: report.is_ok(),
            reviews: report.reviews().iter().map(AwaitingBody::from).collect(),
            diagnostics: bodies(&report.diagnostics, Some(source)),
            accesses: report.accesses.iter().map(|access| AccessBody::new(access, Some(&lines))).collect(),
            workflow: report.workflow.map(|workflow| Identified {
                namespace: workflow.namespace,
                name: workflow.name,
                version: workflow.version,
                digest: workflow.digest,
            }),
        }
    }
}

impl PublishedBody {
    fn new(published: Published, source: &str) -> Self {
        let lines = LineIndex::new(source);
        let accesses = published.checked_at_run_time.iter();
        Self {
            unchanged: published.unchanged,
            current: published.current,
            checked_at_run_time: accesses.map(|access| AccessBody::new(access, Some(&lines))).collect(),
            diagnostics: bodies(&published.diagnostics, Some(source)),
            version: published.version.into(),
        }
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
        (status = 200, description = "The draft", body = DraftBody, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing,
    )
)]
async fn draft(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    let Draft { source, author, saved_at, revision, .. } = state.engine.draft(&namespace, &name).await?;
    let body = DraftBody { source, revision, author, saved_at: rfc3339(saved_at) };
    Ok(([etag(revision)], Json(body)).into_response())
}

/// Save a draft
///
/// It is saved even with errors in it; the answer says what they are.
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
        (status = 200, description = "Saved", body = SavedDraft, headers(("ETag" = String, description = "The revision"))),
        Guarded, BodyProblems, Changes,
    )
)]
async fn save(
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
    let source = document(&headers, body, &state.settings).await?;
    let saved = state.engine.save_draft(&caller.0, &namespace, &name, source, precondition.expected).await;
    let (draft, report) = saved.map_err(|error| precondition.failed(error))?;
    let report = Report::new(report, &draft.source);
    let body = SavedDraft { revision: draft.revision, saved_at: rfc3339(draft.saved_at), report };
    Ok(([etag(draft.revision)], Json(body)).into_response())
}

/// Publish the draft
///
/// It can be called at once, unless a policy wants somebody to approve it first. Publishing the same content again changes nothing; another content needs another
/// version.
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
        (status = 200, description = "It was published before with the same content", body = PublishedBody),
        (status = 201, description = "Published", body = PublishedBody),
        (status = 202, description = "Somebody has to approve it first, be it that it was published before", body = InReview),
        (status = 403, description = "The role is not enough (`needed`), or policies refuse accesses of it (`accesses`)",
         body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "The version is published with another content (`next` is free), suspended or retired, or an \
         operation that it calls changed meanwhile: nothing was published", body = ProblemDetails,
         content_type = "application/problem+json"),
        (status = 412, description = "The draft is at another revision", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "The definition has errors, listed in `diagnostics`", body = ProblemDetails,
         content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn publish(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::Publish, Some(&namespace))?;
    // For the places of what is found; should somebody save in between, the revision tells.
    let draft = state.engine.draft(&namespace, &name).await?;
    let precondition = Precondition::at(&headers, Some(draft.revision))?;
    let wanted = precondition.expected.or(Some(draft.revision));
    match state.engine.publish(&caller.0, &namespace, &name, wanted).await {
        Ok(Publication::InReview(review)) => {
            Ok((StatusCode::ACCEPTED, Json(InReview::new(&state, *review))).into_response())
        }
        Ok(Publication::Live(published)) => {
            let status = if published.unchanged { StatusCode::OK } else { StatusCode::CREATED };
            Ok((status, Json(PublishedBody::new(published, &draft.source))).into_response())
        }
        Err(error) => Err(unpublished(error, &draft.source, precondition, true)),
    }
}

/// Why it was not published, or not tried, with the places in the text.
pub(crate) fn unpublished(
    error: EngineError,
    source: &str,
    precondition: Precondition,
    insider: bool,
) -> ApiError {
    match error {
        EngineError::Invalid(diagnostics) => {
            let found = bodies(&diagnostics, Some(source));
            let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
            let detail = format!("the definition has {errors} error(s)");
            ApiError::from(EngineError::Invalid(diagnostics)).with(|body| {
                body.diagnostics = found;
                body.detail = Some(detail);
            })
        }
        EngineError::Denied(accesses) => {
            let lines = LineIndex::new(source);
            let found = accesses.iter().map(|access| AccessBody::new(access, Some(&lines))).collect();
            of_engine(EngineError::Denied(accesses), true).with(|body| body.accesses = found)
        }
        error @ EngineError::Conflict { .. } => precondition.failed(error),
        error => of_engine(error, insider),
    }
}

/// Check a definition without saving it
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/check",
    operation_id = "checkDefinition",
    tag = "workflows",
    params(("namespace" = String, Path, description = "The namespace it is meant for")),
    request_body(content = String, content_type = "application/yaml", description = "The definition, YAML or JSON"),
    responses((status = 200, description = "What was found, be it errors", body = Report), Guarded, BodyProblems)
)]
async fn check(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(namespace)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Report>, ApiError> {
    caller.may(Action::CheckDefinition, Some(&namespace))?;
    let source = document(&headers, body, &state.settings).await?;
    let report = state.engine.check(&namespace, &source).await?;
    Ok(Json(Report::new(report, &source)))
}
