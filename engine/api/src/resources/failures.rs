//! Failure cases: equal failures of runs, and what people say of them.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_runtime::{FailureCase, HandlingChange};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use super::runs::filters;
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::{PathOf, QueryOf};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

/// Longest note, in characters.
const NOTE: usize = 2_000;

pub(crate) fn failure_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list_failure_cases)).routes(routes!(patch_failure_case))
}

impl IntoApi<api::FailureCase> for FailureCase {
    fn into_api(self) -> api::FailureCase {
        let state =
            if self.is_open() { api::FailureCaseState::Open } else { api::FailureCaseState::Resolved };
        let Self { id, namespace, name, failure, count, first_at, last_at, examples, handling } = self;
        api::FailureCase {
            id,
            namespace,
            workflow: name,
            failure: api::Failure { kind: failure.kind, code: failure.code, task: failure.task },
            state,
            count,
            first_at: rfc3339(first_at),
            last_at: rfc3339(last_at),
            examples: examples.into_iter().map(|run| run.to_string()).collect(),
            owner: handling.owner,
            note: handling.note,
            resolved_by: handling.resolved.map(|resolved| resolved.by),
        }
    }
}

/// List failure cases
///
/// Runs of one workflow that failed with the same error type and code at the same task are one case; values play no part. Draft
/// runs do not count. A resolved case is open again when a run fails like that. To run all of a case again, use
/// `POST /v1/runs/bulk` with its workflow, `errorType`, `errorCode` and `task`.
#[utoipa::path(
    get,
    path = "/v1/failure-cases",
    operation_id = "listFailureCases",
    tag = "runs",
    params(api::FailureCasesQuery),
    responses((status = 200, description = "Those with the newest failure first", body = api::FailureCases), Guarded)
)]
async fn list_failure_cases(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(query): QueryOf<api::FailureCasesQuery>,
) -> Result<Json<api::FailureCases>, ApiError> {
    caller.namespaces(Action::ReadStatistics)?;
    let api::FailureCasesQuery { namespace, workflow, state: wanted, from } = query;
    let runs = api::RunFilter { namespace, workflow, from, ..api::RunFilter::default() };
    let filters = filters(&caller, Action::ReadStatistics, &runs, 0)?;
    let (cases, more) = state.engine.failure_cases(filters).await?;
    let mut items: Vec<api::FailureCase> = cases.into_iter().map(IntoApi::into_api).collect();
    items.retain(|case| wanted.is_none_or(|wanted| case.state == wanted));
    Ok(Json(api::FailureCases { items, more }))
}

/// Say who looks after a failure case, or that it is resolved
#[utoipa::path(
    patch,
    path = "/v1/failure-cases/{namespace}/{name}/{id}",
    operation_id = "patchFailureCase",
    tag = "runs",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "Its name"),
        ("id" = String, Path, description = "The case's id"),
    ),
    request_body = api::PatchFailureCase,
    responses(
        (status = 200, description = "The case", body = api::FailureCase),
        (status = 409, description = "Somebody changed it at the same moment", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The note is too long", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn patch_failure_case(
    State(state): State<Shared>,
    caller: Caller,
    PathOf((namespace, name, id)): PathOf<(String, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::FailureCase>, ApiError> {
    caller.may(Action::HandleFailures, Some(&namespace))?;
    let api::PatchFailureCase { owner, note, state: wanted } =
        read_json_body(&headers, body, &state.settings).await?;
    let is_long = |text: &String| text.chars().count() > NOTE;
    if [&owner, &note].into_iter().flatten().any(is_long) {
        let detail = format!("`owner` and `note` have at most {NOTE} characters");
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4035, detail));
    }
    let resolved = wanted.map(|wanted| wanted == api::FailureCaseState::Resolved);
    let change = HandlingChange { owner, note, resolved };
    let case = state.engine.handle_failures(&caller.0, (&namespace, &name), &id, change).await?;
    Ok(Json(case.into_api()))
}
