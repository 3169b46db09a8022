//! Draft runs: runs of a draft whose writes reach no real system.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_runtime::{Declared, DeclaredAnswer, DeclaredError, DraftRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafts::publish_error;
use super::responses::{Body as BodyProblems, Guarded, Missing};
use super::runs_of_workflow::respond_to_start;
use crate::body::input_json;
use crate::caller::Caller;
use crate::convert::IntoEngine;
use crate::extract::{QueryOf, WorkflowPath};
use crate::precondition::Precondition;
use crate::prefer::{Patience, wait_for_run};
use crate::problem::ApiError;
use crate::serve::Stopping;
use crate::state::Shared;

pub(crate) fn draft_run_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(start_draft_run))
}

/// What the engine is given. `revision` is the one that the draft must be at.
fn draft_run_request(run: api::DraftRun, revision: Option<u64>) -> DraftRequest {
    let api::DraftRun { input, settings, answers, results, reads } = run;
    let input = input.map(|input| Bytes::from(String::from(Box::<str>::from(input)))).unwrap_or_default();
    let answers = answers.into_iter().map(IntoEngine::into_engine).collect();
    DraftRequest {
        input,
        settings,
        declared: Declared { results, answers, reads: reads.into_engine() },
        revision,
    }
}

impl IntoEngine<DeclaredAnswer> for api::DeclaredAnswer {
    fn into_engine(self) -> DeclaredAnswer {
        let Self { operation, arguments, result, error, labels, masked } = self;
        let error = error.map(IntoEngine::into_engine);
        DeclaredAnswer { operation, arguments, result, error, labels, masked }
    }
}

impl IntoEngine<DeclaredError> for api::DeclaredError {
    fn into_engine(self) -> DeclaredError {
        let Self { kind, status, title, detail, details } = self;
        DeclaredError { kind, status, title, detail, details }
    }
}

/// Run the draft
///
/// A run of the current draft, evaluated as if it were published, started by the caller. A declared answer comes first;
/// calls of an integration with a `testEndpoint` go there; reads are sent where policies allow them; all else is
/// simulated and reaches nothing. The run is journaled and marked as a draft run.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/{name}/draft/runs",
    operation_id = "startDraftRun",
    tag = "runs",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        api::DraftRunQuery,
        ("If-Match" = Option<String>, Header, description = "Only if the draft is at this revision"),
        ("Prefer" = Option<String>, Header, description = "`respond-async`: do not wait; `wait=N`: wait at most N seconds"),
    ),
    request_body(content = Option<api::DraftRun>, content_type = "application/json"),
    responses(
        (status = 200, description = "The run has completed: its output, unchanged", content_type = "application/json", body = serde_json::Value,
         headers(("Towpath-Run" = String, description = "The run's id"))),
        (status = 202, description = "The run has not ended yet; its start is on disk", body = api::Accepted,
         headers(("Towpath-Run" = String, description = "The run's id"), ("Location" = String, description = "The run"))),
        (status = 409, description = "The run was cancelled", body = api::Problem, content_type = "application/problem+json"),
        (status = 412, description = "The draft is at another revision", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The definition has errors, or the settings or answers cannot be used", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn start_draft_run(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<api::DraftRunQuery>,
    stopping: Option<Extension<Stopping>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::RunDraft, Some(&namespace))?;
    let patience = Patience::new(wait_for_run(&headers, query.wait, state.settings.wait), stopping);
    // Needed for line numbers; the run uses the draft as it is when the run begins.
    let draft = state.engine.draft(&namespace, &name).await?;
    let precondition = Precondition::at(&headers, Some(draft.revision))?;
    let body: Option<api::DraftRun> = input_json(&headers, body, &state.settings).await?;
    let body = body.unwrap_or_default();
    let insider = caller.is_insider(&namespace);
    let request = draft_run_request(body, precondition.expected);
    let started = state.engine.start_draft(&caller.0, (&namespace, &name), request).await;
    let started = started.map_err(|error| publish_error(error, &draft.source, precondition, insider))?;
    Ok(respond_to_start(&state, &caller, started, patience, insider).await)
}
