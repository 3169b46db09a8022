//! Calling a workflow: the hot path. Input and output pass through as bytes, unread.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use towpath_api_types as api;
use towpath_identity::Action;
use towpath_journal::{RunId, Status};
use towpath_runtime::{EngineError, RunView, RunsError, StartRequest, StartedRun};
use towpath_wire::Json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::read_run_input;
use crate::caller::Caller;
use crate::convert::IntoApi as _;
use crate::extract::{QueryOf, WorkflowPath};
use crate::fault::{of_engine, of_run};
use crate::mask;
use crate::prefer::{Patience, idempotency_key, wait_for_run};
use crate::problem::ApiError;
use crate::serve::Stopping;
use crate::state::Shared;

/// Names the run on every answer to a start.
const TOWPATH_RUN: HeaderName = HeaderName::from_static("towpath-run");
/// Says that the run was started before, by the same idempotency key.
const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

pub(crate) fn start_run_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(start_run))
}

/// Call a workflow
///
/// The body is the input: any JSON, absent means `{}`. If the run ends in time, its output is the answer's body;
/// otherwise the answer is 202, and `Location` names the run. Closing the connection never cancels a run.
/// An error that the workflow raised with a status from 400 to 599 is answered with that status.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/{name}/runs",
    operation_id = "startRun",
    tag = "runs",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        api::StartQuery,
        ("Prefer" = Option<String>, Header, description = "`respond-async`: do not wait; `wait=N`: wait at most N seconds"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters. The same key and body again joins the run it started; another body is refused with 422"),
    ),
    request_body(content = Option<serde_json::Value>, content_type = "application/json", description = "The input; absent means `{}`"),
    responses(
        (status = 200, description = "The run has completed: its output, unchanged", content_type = "application/json", body = serde_json::Value,
         headers(("Towpath-Run" = String, description = "The run's id"))),
        (status = 202, description = "The run has not ended yet; its start is on disk", body = api::Accepted,
         headers(("Towpath-Run" = String, description = "The run's id"), ("Location" = String, description = "The run"))),
        (status = 409, description = "The run was cancelled", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The idempotency key was used before with another body", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn start_run(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    QueryOf(query): QueryOf<api::StartQuery>,
    stopping: Option<Extension<Stopping>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::StartRun, Some(&namespace))?;
    let idempotency_key = idempotency_key(&headers)?;
    let wait = wait_for_run(&headers, query.wait, state.settings.wait);
    let patience = Patience::new(wait, stopping);
    let input = read_run_input(&headers, body, &state.settings).await?;
    let insider = caller.is_insider(&namespace);
    let request = StartRequest {
        namespace,
        name,
        version: query.version,
        input,
        idempotency_key,
        awaited: !wait.is_zero(),
    };
    let started = state.engine.start(&caller.0, request).await.map_err(|error| of_engine(error, insider))?;
    Ok(respond_to_start(&state, &caller, started, patience, insider).await)
}

/// The answer to a start: the end of the run, or 202.
pub(crate) async fn respond_to_start(
    state: &Shared,
    caller: &Caller,
    started: StartedRun,
    patience: Patience,
    insider: bool,
) -> Response {
    let answered = await_run_end(state, caller, &started, patience, insider).await;
    let mut response = match answered {
        Ok(response) => response,
        Err(Unanswered::NoRun(error)) => return error.into_response(),
        Err(Unanswered::Run(error)) => error.run(started.run).into_response(),
    };
    response.headers_mut().insert(TOWPATH_RUN, id_value(started.run));
    if started.joined {
        response.headers_mut().insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

/// Why there is no output.
enum Unanswered {
    /// The input does not fit: there never was a run.
    NoRun(ApiError),
    /// The run, or what is known of it.
    Run(ApiError),
}

impl Unanswered {
    fn new(error: EngineError, insider: bool) -> Self {
        let is_input = matches!(error, EngineError::Runs(RunsError::Input(_)));
        let error = of_engine(error, insider);
        if is_input { Self::NoRun(error) } else { Self::Run(error) }
    }
}

async fn await_run_end(
    state: &Shared,
    caller: &Caller,
    started: &StartedRun,
    patience: Patience,
    insider: bool,
) -> Result<Response, Unanswered> {
    let unanswered = |error| Unanswered::new(error, insider);
    let waited = patience.wait(|at_most| state.engine.outcome(started, at_most)).await;
    if let Some(view) = waited.map_err(unanswered)? {
        return ended_run_response(mask::view(view, caller), insider).map_err(Unanswered::Run);
    }
    state.engine.durable(started).await.map_err(unanswered)?;
    let status = match started.joined {
        true => state.engine.run(started.run).await.map_err(unanswered)?.head.status,
        false => Status::Running,
    };
    Ok(run_accepted_response(started.run, status))
}

/// The answer about a run that has ended.
fn ended_run_response(view: RunView, insider: bool) -> Result<Response, ApiError> {
    if view.head.status != Status::Completed {
        return Err(of_run(&view, insider));
    }
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, view.output.map_or_else(|| Bytes::from_static(b"null"), raw_json_body)).into_response())
}

/// JSON text as a body, without a copy.
fn raw_json_body(json: Json) -> Bytes {
    Bytes::from_owner(json)
}

/// The answer for a run that has not ended.
pub(crate) fn run_accepted_response(run: RunId, status: Status) -> Response {
    let location = format!("/v1/runs/{run}");
    let header = HeaderValue::try_from(&location).ok();
    let body = api::Accepted { id: run.to_string(), status: status.into_api(), location };
    let mut response = (StatusCode::ACCEPTED, axum::Json(body)).into_response();
    // A path of ASCII letters and digits is always a header's value.
    response.headers_mut().extend(header.map(|value| (LOCATION, value)));
    response
}

fn id_value(run: RunId) -> HeaderValue {
    // 32 hexadecimal digits are always a header's value.
    HeaderValue::try_from(run.to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
}
