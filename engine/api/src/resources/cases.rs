//! Saved cases of a workflow: reading them, saving them, running them against the draft.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_runtime::{Case, Difference, SavedCases, TriedCase};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafts::publish_error;
use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use crate::audit::record_unmasked_view;
use crate::body::{input_json, json_or_default};
use crate::caller::Caller;
use crate::extract::WorkflowPath;
use crate::mask::masked;
use crate::precondition::{Precondition, etag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn case_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read_cases, write_cases)).routes(routes!(run_cases))
}

/// The cases as this caller may see them, and the labels of the values that are shown.
fn show_cases(saved: SavedCases, caller: &Caller) -> (api::Cases, Vec<String>) {
    let mut seen = Vec::new();
    let items = saved.cases.iter().map(|case| {
        if !caller.0.may_view(&case.labels) {
            let mut hidden = masked(&case.labels);
            hidden["name"] = json!(case.name);
            return hidden;
        }
        seen.extend(case.labels.iter().cloned());
        serde_json::to_value(case).unwrap_or_default()
    });
    let items = items.collect();
    let saved_at = saved.by.is_some().then(|| rfc3339(saved.at));
    (api::Cases { items, revision: saved.revision, saved_by: saved.by, saved_at }, seen)
}

/// What was sent, with the saved case in place of each that the caller was not shown.
fn read_sent_cases(items: Vec<Value>, saved: &[Case]) -> Result<Vec<Case>, ApiError> {
    let one = |(at, item): (usize, Value)| {
        let wrong = |what: String| unusable_case(format!("case {}: {what}", at + 1));
        if item.get("$masked").is_some() {
            let kept = saved.iter().find(|case| item["name"] == case.name.as_str());
            let none = || wrong("it is masked, and no case of its name is saved".to_owned());
            return kept.cloned().ok_or_else(none);
        }
        serde_json::from_value::<Case>(item).map_err(|error| wrong(error.to_string()))
    };
    items.into_iter().enumerate().map(one).collect()
}

fn unusable_case(detail: String) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4062, detail)
}

/// Read the saved cases of a workflow
///
/// Each is as in `tests.yaml`. One that was recorded from a run and has values that the caller may not see has only its `name`
/// and `$masked`. Reading values with labels is recorded in the audit log.
#[utoipa::path(
    get,
    path = "/v1/workflows/{namespace}/{name}/cases",
    operation_id = "readCases",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    responses(
        (status = 200, description = "The cases; none where nobody saved any", body = api::Cases,
         headers(("ETag" = String, description = "The revision"))),
        Guarded,
    )
)]
async fn read_cases(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::ReadDefinition, Some(&namespace))?;
    let saved = state.engine.cases(&namespace, &name).await?;
    let (body, seen) = show_cases(saved, &caller);
    let target = format!("/v1/workflows/{namespace}/{name}/cases");
    record_unmasked_view(&state, &caller, "GET /v1/workflows/{namespace}/{name}/cases", target, &seen)
        .await?;
    Ok(([etag(body.revision)], Json(body)).into_response())
}

/// Save the cases of a workflow
///
/// In place of those before. A case that came masked and is sent back so stays as it is.
#[utoipa::path(
    put,
    path = "/v1/workflows/{namespace}/{name}/cases",
    operation_id = "writeCases",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
        ("If-Match" = Option<String>, Header, description = "Only if they are at this revision"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if there are none yet"),
    ),
    request_body(content = api::PutCases, content_type = "application/json"),
    responses(
        (status = 200, description = "Saved", body = api::Cases, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing, BodyProblems, Changes,
    )
)]
async fn write_cases(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::WriteDraft, Some(&namespace))?;
    let before = state.engine.cases(&namespace, &name).await?;
    let current = (before.revision > 0).then_some(before.revision);
    let precondition = Precondition::at(&headers, current)?;
    let sent: api::PutCases = input_json(&headers, body, &state.settings).await?;
    let items = read_sent_cases(sent.items, &before.cases)?;
    // Masked cases are those of the revision that was read.
    let expected = precondition.expected.or(Some(before.revision));
    let saved = state.engine.put_cases(&caller.0, (&namespace, &name), items, expected).await;
    let (body, _) = show_cases(saved.map_err(|error| precondition.failed(error))?, &caller);
    Ok(([etag(body.revision)], Json(body)).into_response())
}

/// Run the saved cases against the draft
///
/// In memory: what cases do not declare is not sent, nothing is journaled, and waits are skipped. Calls are evaluated by the
/// policies in force, as if the draft were published.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/{name}/draft/cases/run",
    operation_id = "runCases",
    tag = "workflows",
    params(
        ("namespace" = String, Path, description = "The workflow's namespace"),
        ("name" = String, Path, description = "The workflow's name"),
    ),
    request_body(content = Option<api::RunCases>, content_type = "application/json"),
    responses(
        (status = 200, description = "How each case came out, and which tasks ran", body = api::CasesRun),
        (status = 422, description = "The definition has errors, or there is no case of a name", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn run_cases(
    State(state): State<Shared>,
    caller: Caller,
    workflow: WorkflowPath,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::CasesRun>, ApiError> {
    let WorkflowPath { namespace, name } = workflow;
    caller.may(Action::RunDraft, Some(&namespace))?;
    // Needed for line numbers; what runs is the draft as it is then.
    let draft = state.engine.draft(&namespace, &name).await?;
    let asked: api::RunCases = json_or_default(&headers, body, &state.settings).await?;
    let saved = state.engine.cases(&namespace, &name).await?.cases;
    let chosen = choose_cases(saved, asked.names)?;
    let tried = state.engine.run_cases(&caller.0, (&namespace, &name), &chosen, state.settings.wait).await;
    let precondition = Precondition { expected: None };
    let tried = tried.map_err(|error| publish_error(error, &draft.source, precondition, true))?;
    Ok(Json(cases_run_result(tried.revision, &chosen, &tried.tried, &caller)))
}

/// The cases of these names; all where none are named.
fn choose_cases(saved: Vec<Case>, names: Option<Vec<String>>) -> Result<Vec<Case>, ApiError> {
    let Some(names) = names else { return Ok(saved) };
    if let Some(unknown) = names.iter().find(|name| saved.iter().all(|case| case.name != **name)) {
        return Err(unusable_case(format!("no case is called `{unknown}`")));
    }
    Ok(saved.into_iter().filter(|case| names.contains(&case.name)).collect())
}

fn cases_run_result(
    revision: u64,
    cases: &[Case],
    tried: &[Option<TriedCase>],
    caller: &Caller,
) -> api::CasesRun {
    let mut coverage: Vec<api::CoveredTask> = Vec::new();
    let mut items = Vec::with_capacity(cases.len());
    for (case, tried) in cases.iter().zip(tried) {
        for task in tried.iter().flat_map(|tried| &tried.tasks) {
            match coverage.iter_mut().find(|covered| covered.reference == *task) {
                Some(covered) => covered.cases.push(case.name.clone()),
                None => coverage
                    .push(api::CoveredTask { reference: task.clone(), cases: vec![case.name.clone()] }),
            }
        }
        let state = match tried {
            None => api::CaseState::NotRun,
            Some(tried) if tried.differences.is_empty() => api::CaseState::Passed,
            Some(_) => api::CaseState::Failed,
        };
        let differences = tried.iter().flat_map(|tried| &tried.differences);
        let differences = differences.map(|one| shown_difference(one, case, caller)).collect();
        items.push(api::CaseResult { name: case.name.clone(), state, differences });
    }
    coverage.sort_by(|a, b| a.reference.cmp(&b.reference));
    let count = |state| items.iter().filter(|item: &&api::CaseResult| item.state == state).count();
    let (passed, failed) = (count(api::CaseState::Passed), count(api::CaseState::Failed));
    api::CasesRun { revision, passed, failed, items, coverage }
}

/// A difference; without the values of a case that the caller may not see.
fn shown_difference(one: &Difference, case: &Case, caller: &Caller) -> api::CaseDifference {
    if !caller.0.may_view(&case.labels) {
        // What a case could not be tried for may quote its values.
        let what = if one.values.is_some() { one.what.clone() } else { "it could not be tried".to_owned() };
        let hidden = one.values.is_some().then(|| masked(&case.labels));
        return api::CaseDifference { text: what.clone(), what, expected: hidden.clone(), got: hidden };
    }
    let (expected, got) = one.values.clone().unzip();
    api::CaseDifference { what: one.what.clone(), expected, got, text: one.to_string() }
}
