//! Trying a draft: a run of it whose writes reach no real system.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use towpath_identity::Action;
use towpath_runtime::{Declared, DeclaredAnswer, DraftRequest, Reads};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafts::unpublished;
use super::responses::{Body as BodyProblems, Guarded, Missing};
use super::runs_of_workflow::{Accepted, respond};
use crate::body::input_json;
use crate::caller::Caller;
use crate::extract::{QueryOf, WorkflowPath};
use crate::precondition::Precondition;
use crate::prefer::patience;
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(start))
}

/// How to try a draft.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftRun {
    /// The input: any JSON; `{}` where absent.
    #[schema(value_type = Option<Value>)]
    input: Option<Box<RawValue>>,
    /// Settings to try it with; those in force where absent.
    #[schema(value_type = Option<Object>)]
    settings: Option<Map<String, Value>>,
    /// What is answered in the place of systems, in order, each once: `operation` (`payments.refund`, or
    /// `support/triage` for a workflow that is started), perhaps the `arguments` it is for, and `result` or `error`.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    answers: Vec<DeclaredAnswer>,
    /// The same, shorter: by operation a value, `{"error": …}`, or a list with one for each call.
    #[serde(default)]
    #[schema(value_type = Object)]
    results: BTreeMap<String, Value>,
    /// `real`: reads without an answer go out, judged; `declared`: nothing goes out.
    #[serde(default)]
    #[schema(value_type = String)]
    reads: Reads,
}

/// How long to wait.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DraftRunQuery {
    /// Longest to wait for the end, in seconds, up to what the server allows (30 by default); 0: do not wait.
    #[param(minimum = 0)]
    wait: Option<u64>,
}

impl DraftRun {
    fn request(self, revision: Option<u64>) -> DraftRequest {
        let Self { input, settings, answers, results, reads } = self;
        let input = input.map(|input| Bytes::from(String::from(Box::<str>::from(input)))).unwrap_or_default();
        DraftRequest { input, settings, declared: Declared { results, answers, reads }, revision }
    }
}

/// Try the draft
///
/// A run of the draft as it stands, judged as if it were published, started by the caller. A declared answer comes first;
/// calls of an integration with a `sandbox` go there; reads go out where policies allow them as they are; all else is
/// simulated and reaches nothing. The run is journaled, and marked as that of a draft.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/{name}/draft/runs",
    operation_id = "startDraftRun",
    tag = "runs",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        DraftRunQuery,
        ("If-Match" = Option<String>, Header, description = "Only if the draft is at this revision"),
        ("Prefer" = Option<String>, Header, description = "`respond-async`: do not wait; `wait=N`: wait at most N seconds"),
    ),
    request_body(content = Option<DraftRun>, content_type = "application/json"),
    responses(
        (status = 200, description = "The run ended well: its output, as it is", content_type = "application/json", body = serde_json::Value,
         headers(("Towpath-Run" = String, description = "The run's id"))),
        (status = 202, description = "The run goes on; its start is on disk", body = Accepted,
         headers(("Towpath-Run" = String, description = "The run's id"), ("Location" = String, description = "The run"))),
        (status = 409, description = "The run was cancelled", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "The draft is at another revision", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "The definition has errors, or the settings or answers cannot be used", body = ProblemDetails,
         content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn start(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<DraftRunQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::RunDraft, Some(&namespace))?;
    let patience = patience(&headers, query.wait, state.settings.wait);
    // For the places of what is found; a draft is run as it stands when the run begins.
    let draft = state.engine.draft(&namespace, &name).await?;
    let precondition = Precondition::at(&headers, Some(draft.revision))?;
    let body: DraftRun = input_json(&headers, body, &state.settings).await?;
    let insider = caller.is_insider(&namespace);
    let request = body.request(precondition.expected);
    let started = state.engine.start_draft(&caller.0, (&namespace, &name), request).await;
    let started = started.map_err(|error| unpublished(error, &draft.source, precondition, insider))?;
    Ok(respond(&state, &caller, started, patience, insider).await)
}
