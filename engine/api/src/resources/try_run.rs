//! Running a definition that is not saved: a part of a draft, with values in the place of what comes before it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use bytes::Bytes;
use http::HeaderMap;
use towpath_api_types as api;
use towpath_identity::{Action, EVERYTHING, Principal};
use towpath_journal::Status;
use towpath_runtime::{Declared, DraftRequest, Reads, TriedRun};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drafts::publish_error;
use super::responses::{Body as BodyProblems, Guarded};
use crate::body::input_json;
use crate::caller::Caller;
use crate::convert::{IntoApi as _, IntoEngine as _};
use crate::extract::{Name, PathOf};
use crate::fault::of_run;
use crate::mask::Masker;
use crate::precondition::Precondition;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn try_run_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(try_definition))
}

/// Run a definition without saving it
///
/// In memory, as if it were published: calls are evaluated by the policies in force, and get the declared answers. A call
/// without one fails and is not sent; nothing is journaled, and waits are skipped. The answer has the trace: what each task
/// was given and gave.
#[utoipa::path(
    post,
    path = "/v1/workflows/{namespace}/check/run",
    operation_id = "tryDefinition",
    tag = "workflows",
    params(("namespace" = String, Path, description = "The namespace it is for")),
    request_body(content = api::TryRun, content_type = "application/json"),
    responses(
        (status = 200, description = "How it ended, also if that was an error", body = api::TriedRun),
        (status = 422, description = "The definition has errors, or the settings or answers cannot be used", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn try_definition(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(namespace)): PathOf<Name>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::TriedRun>, ApiError> {
    caller.may(Action::RunDraft, Some(&namespace))?;
    let asked: api::TryRun = input_json(&headers, body, &state.settings).await?;
    let api::TryRun { definition, input, settings, answers, results } = asked;
    let input = input.map(|input| Bytes::from(String::from(Box::<str>::from(input)))).unwrap_or_default();
    let answers = answers.into_iter().map(|answer| answer.into_engine()).collect();
    let declared = Declared { results, answers, reads: Reads::Declared };
    let request = DraftRequest { input, settings, declared, revision: None };
    let (source, patience) = (definition.clone(), state.settings.wait);
    let tried = state.engine.try_definition(&caller.0, &namespace, definition, request, patience).await;
    let precondition = Precondition { expected: None };
    let TriedRun { view, trace } =
        tried.map_err(|error| publish_error(error, &source, precondition, true))?;
    // Nothing real was read: every value is the caller's own, or made of it.
    let reader = Principal { may_view: vec![EVERYTHING.to_owned()], ..(*caller.0).clone() };
    let trace = Masker::for_reader(&reader).trace(trace);
    let ended_badly = view.head.status.is_final() && view.head.status != Status::Completed;
    let error = ended_badly.then(|| Box::new(of_run(&view, true).into_problem()));
    let status = view.head.status.into_api();
    Ok(Json(api::TriedRun { status, output: view.output.map(Into::into), error, trace }))
}
