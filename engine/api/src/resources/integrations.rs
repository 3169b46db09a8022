//! Integrations: what workflows can reach. In force as soon as they are put.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::Action;
use towpath_integrations::{Found, NotTested, Tested};
use towpath_runtime::Confirmed;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::queues::traffic_of;
use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use super::texts::{save_text, text_response, text_summary};
use crate::body::read_document_body;
use crate::caller::Caller;
use crate::convert::IntoApi;
use crate::extract::{Name, PathOf, QueryOf};
use crate::precondition::Precondition;
use crate::problem::ApiError;
use crate::state::Shared;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show, put, delete)).routes(routes!(test))
}

/// What the caller has confirmed of what the change takes away.
fn confirmed(query: api::ConfirmQuery) -> Confirmed {
    query.confirm.map_or(Confirmed::No, Confirmed::Impact)
}

/// List integrations
///
/// Each with its circuit breaker, its calls under way and in line, and its limits (`traffic`).
#[utoipa::path(
    get,
    path = "/v1/integrations",
    operation_id = "listIntegrations",
    tag = "integrations",
    responses((status = 200, description = "By name", body = api::Integrations), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<api::Integrations>, ApiError> {
    caller.may(Action::ReadIntegration, None)?;
    let mut integrations = Vec::new();
    for text in state.engine.integrations().await? {
        let traffic = traffic_of(&state, &text.name).await?;
        integrations.push(api::TextSummary { traffic, ..text_summary(text) });
    }
    Ok(Json(api::Integrations { integrations }))
}

/// Read an integration
#[utoipa::path(
    get,
    path = "/v1/integrations/{name}",
    operation_id = "readIntegration",
    tag = "integrations",
    params(("name" = String, Path, description = "The integration's name")),
    responses(
        (status = 200, description = "The document", body = api::Text, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing,
    )
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
) -> Result<Response, ApiError> {
    caller.may(Action::ReadIntegration, None)?;
    Ok(text_response(state.engine.integration(&name).await?))
}

/// Write an integration
///
/// It is in force at once. Grants whose operation changes are paused until IT confirms them; `diagnostics` names them. If
/// versions that can be called or unfinished runs lose something, the answer is 409 with what they lose; `confirm` with the digest
/// of that confirms it. The owners get a notice.
#[utoipa::path(
    put,
    path = "/v1/integrations/{name}",
    operation_id = "writeIntegration",
    tag = "integrations",
    params(
        ("name" = String, Path, description = "The integration's name, as in the document"),
        api::ConfirmQuery,
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if there is none yet"),
    ),
    request_body(content = String, content_type = "application/yaml", description = "The integration, YAML or JSON; `GET /v1/schemas/integration` has its schema"),
    responses(
        (status = 200, description = "Saved and in force", body = api::SavedText, headers(("ETag" = String, description = "The revision"))),
        (status = 409, description = "Live workflows lose something (`affected`), which has to be confirmed with `impact`", body = api::Problem, content_type = "application/problem+json"),
        Guarded, BodyProblems, Changes,
    )
)]
async fn put(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    QueryOf(query): QueryOf<api::ConfirmQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.may(Action::WriteIntegration, None)?;
    let source = read_document_body(&headers, body, &state.settings).await?;
    let (engine, who, name) = (&state.engine, &caller.0, name.as_str());
    let current = engine.integration(name).await.ok().map(|text| text.revision);
    let confirmed = &confirmed(query);
    let put = |source, expected| engine.change_integration(who, name, source, expected, confirmed);
    save_text(&headers, current, source, put).await
}

/// Delete an integration
///
/// Only when all versions that reach it are retired. Unfinished runs that still use it get an error: where there are any, the
/// answer is 409 with what they lose, and `confirm` with the digest of that confirms it.
#[utoipa::path(
    delete,
    path = "/v1/integrations/{name}",
    operation_id = "deleteIntegration",
    tag = "integrations",
    params(
        ("name" = String, Path, description = "The integration's name"),
        api::ConfirmQuery,
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision"),
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 409, description = "Versions that are not retired reach it, which `detail` names; or unfinished runs lose something (`affected`)", body = api::Problem,
         content_type = "application/problem+json"),
        (status = 412, description = "It is at another revision", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn delete(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
    QueryOf(query): QueryOf<api::ConfirmQuery>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    caller.may(Action::WriteIntegration, None)?;
    let current = state.engine.integration(&name).await.ok().map(|text| text.revision);
    let precondition = Precondition::at(&headers, current)?;
    let (expected, confirmed) = (precondition.expected, confirmed(query));
    let deleted = state.engine.delete_integration(&caller.0, &name, expected, &confirmed).await;
    deleted.map_err(|error| precondition.failed(error))?;
    Ok(StatusCode::NO_CONTENT)
}

impl IntoApi<api::ConnectionTest> for Tested {
    fn into_api(self) -> api::ConnectionTest {
        let Self { took, found: Found { target, is_reachable, status, problem } } = self;
        let problem = problem.map(|problem| api::ConnectionProblem {
            code: problem.code.unwrap_or_default(),
            title: problem.title.unwrap_or_default(),
            detail: problem.detail.unwrap_or_default(),
        });
        let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        api::ConnectionTest { reachable: is_reachable, took_ms, target, status, problem }
    }
}

/// Test the connection of an integration
///
/// One harmless request that no workflow makes: `http` gets a `HEAD` of its base URL, with the headers and credentials of its
/// connection; the database of `sql` is opened and read. It goes where the document allows, follows no redirect, and takes at most ten
/// seconds. Of the answer only the status is read. It works while the integration is switched off.
#[utoipa::path(
    post,
    path = "/v1/integrations/{name}/test",
    operation_id = "testIntegration",
    tag = "integrations",
    params(("name" = String, Path, description = "The integration's name")),
    responses(
        (status = 200, description = "What was found; also when nothing answered", body = api::ConnectionTest),
        (status = 422, description = "It has no connection of its own: `web` reaches many hosts", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn test(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(name)): PathOf<Name>,
) -> Result<Json<api::ConnectionTest>, ApiError> {
    caller.may(Action::TestIntegration, None)?;
    match state.engine.test_integration(&name).await {
        Ok(tested) => Ok(Json(tested.into_api())),
        Err(NotTested::Unknown) => Err(ApiError::not_found("integration", &name)),
        Err(NotTested::NoConnection) => {
            let detail = format!("`{name}` has no connection of its own that could be tested");
            Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4138, detail))
        }
    }
}
