//! Principals: who created them, who minted their tokens, and whether they are disabled.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::{Action, NewPrincipal, Person, TokenError};
use towpath_journal::StoreError;
use towpath_runtime::{EngineError, Fault};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use crate::body::{json_or_default, read_json_body};
use crate::caller::Caller;
use crate::convert::{IntoApi, IntoEngine};
use crate::extract::PathOf;
use crate::precondition::{Precondition, etag};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn principal_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_principals))
        .routes(routes!(read_principal, write_principal))
        .routes(routes!(disable_principal))
        .routes(routes!(enable_principal))
}

impl IntoApi<api::PrincipalRecord> for Person {
    fn into_api(self) -> api::PrincipalRecord {
        let Self { record, revision, minters, grants } = self;
        api::PrincipalRecord {
            id: record.id,
            title: record.title,
            kind: record.kind.map(IntoApi::into_api),
            created_at: rfc3339(record.created_at),
            created_by: record.created_by,
            created_with: record.created_with,
            minted_by: minters.into_iter().collect(),
            grants: grants.iter().map(ToString::to_string).collect(),
            disabled: record.disabled.map(|disabled| api::DisabledPrincipal {
                at: rfc3339(disabled.at),
                by: disabled.by,
                reason: disabled.reason,
            }),
            revision,
        }
    }
}

/// List principals
#[utoipa::path(
    get,
    path = "/v1/principals",
    operation_id = "listPrincipals",
    tag = "identity",
    responses((status = 200, description = "Those that the caller's namespaces cover, by id", body = api::Principals), Guarded)
)]
async fn list_principals(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<api::Principals>, ApiError> {
    caller.namespaces(Action::ReadPrincipals)?;
    let found = state.tokens.principals().into_iter().filter(|person| person.is_shown_to(&caller.0));
    Ok(Json(api::Principals { principals: found.map(IntoApi::into_api).collect() }))
}

/// Read a principal
#[utoipa::path(
    get,
    path = "/v1/principals/{id}",
    operation_id = "readPrincipal",
    tag = "identity",
    params(("id" = String, Path, description = "The principal's id")),
    responses(
        (status = 200, description = "The principal", body = api::PrincipalRecord, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing,
    )
)]
async fn read_principal(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<String>,
) -> Result<Response, ApiError> {
    caller.namespaces(Action::ReadPrincipals)?;
    Ok(principal_response(StatusCode::OK, find_visible_principal(&state, &caller, &id)?))
}

/// Create a principal, or change its details
///
/// Creating a token creates its principal too; use this to create a principal before its first token. It gives no rights.
#[utoipa::path(
    put,
    path = "/v1/principals/{id}",
    operation_id = "writePrincipal",
    tag = "identity",
    params(
        ("id" = String, Path, description = "The principal's id: letters, digits and `._@-`"),
        ("If-Match" = Option<String>, Header, description = "Only if it is at this revision; `*`: only if there is one"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: only if there is none yet"),
    ),
    request_body(content = Option<api::PrincipalDetails>, description = "Its details"),
    responses(
        (status = 200, description = "Changed", body = api::PrincipalRecord, headers(("ETag" = String, description = "The revision"))),
        (status = 201, description = "Created", body = api::PrincipalRecord, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing, BodyProblems, Changes,
    )
)]
async fn write_principal(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.namespaces(Action::ManagePrincipals)?;
    let api::PrincipalDetails { title, kind } = json_or_default(&headers, body, &state.settings).await?;
    let kind = kind.map(IntoEngine::into_engine);
    let before = state.tokens.principal(&id).ok();
    let precondition = Precondition::at(&headers, before.as_ref().map(|person| person.revision))?;
    let kept =
        state.tokens.put_principal(&id, NewPrincipal { title, kind }, &caller.0, precondition.expected);
    let kept = kept.await.map_err(|error| match error {
        TokenError::Store(StoreError::Conflict { current }) => {
            precondition.failed(EngineError::Fault(Fault::Conflict { current }))
        }
        error => error.into(),
    })?;
    let status = if before.is_none() { StatusCode::CREATED } else { StatusCode::OK };
    Ok(principal_response(status, kept))
}

/// Disable a principal
///
/// Its tokens stop working at once, and no new one can be minted. Unfinished runs that it started end at their next effect,
/// unless they are adopted. A principal cannot disable itself.
#[utoipa::path(
    post,
    path = "/v1/principals/{id}/disable",
    operation_id = "disablePrincipal",
    tag = "identity",
    params(("id" = String, Path, description = "The principal's id")),
    request_body(content = api::DisablePrincipal, description = "Why"),
    responses(
        (status = 200, description = "Disabled", body = api::PrincipalRecord),
        (status = 409, description = "It is the caller", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The reason is empty, or has control characters", body = api::Problem,
         content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn disable_principal(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::PrincipalRecord>, ApiError> {
    caller.namespaces(Action::ManagePrincipals)?;
    let api::DisablePrincipal { reason } = read_json_body(&headers, body, &state.settings).await?;
    find_visible_principal(&state, &caller, &id)?;
    if reason.trim().is_empty() {
        let detail = "`reason` is needed to disable a principal";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4035, detail));
    }
    let disabled = state.tokens.disable(&id, &caller.0, reason).await?;
    state.engine.tell_of_withdrawn(None, Some(&id)).await?;
    Ok(Json(disabled.into_api()))
}

/// Enable a principal
///
/// Its tokens work again, unless they are revoked or expired.
#[utoipa::path(
    post,
    path = "/v1/principals/{id}/enable",
    operation_id = "enablePrincipal",
    tag = "identity",
    params(("id" = String, Path, description = "The principal's id")),
    responses((status = 200, description = "Enabled", body = api::PrincipalRecord), Guarded, Missing)
)]
async fn enable_principal(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<String>,
) -> Result<Json<api::PrincipalRecord>, ApiError> {
    caller.namespaces(Action::ManagePrincipals)?;
    find_visible_principal(&state, &caller, &id)?;
    Ok(Json(state.tokens.enable(&id, &caller.0).await?.into_api()))
}

/// The principal; 404 for callers who may not see it.
fn find_visible_principal(state: &Shared, caller: &Caller, id: &str) -> Result<Person, ApiError> {
    let person = state.tokens.principal(id)?;
    let is_shown = person.is_shown_to(&caller.0) || person.is_within_reach_of(&caller.0);
    if is_shown { Ok(person) } else { Err(ApiError::not_found("principal", id)) }
}

fn principal_response(status: StatusCode, person: Person) -> Response {
    let tag = etag(person.revision);
    (status, [tag], Json(person.into_api())).into_response()
}
