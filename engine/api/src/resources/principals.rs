//! Principals: who created them, who minted their tokens, and whether they are disabled.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use towpath_diagnostics::codes;
use towpath_identity::{Action, NewPrincipal, Person, Role, TokenError};
use towpath_journal::StoreError;
use towpath_runtime::EngineError;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Changes, Guarded, Missing};
use crate::body::{json, json_or_default};
use crate::caller::Caller;
use crate::extract::PathOf;
use crate::precondition::{Precondition, etag};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show, put))
        .routes(routes!(disable))
        .routes(routes!(enable))
}

/// A principal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PrincipalBody {
    /// What journals, drafts and approvals record.
    id: String,
    /// For people to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// What it is first of all: a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    kind: Option<Role>,
    /// When it was created.
    #[schema(format = DateTime)]
    created_at: String,
    /// The principal who created it, or minted its first token.
    created_by: String,
    /// The id of the token that it was created with.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_with: Option<String>,
    /// Who minted its tokens.
    minted_by: Vec<String>,
    /// Whatever its tokens were ever granted: `champion:support`.
    grants: Vec<String>,
    /// Who disabled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled: Option<DisabledBody>,
    /// Counts the changes; also the entity tag. 0: only a token of an earlier engine names it.
    revision: u64,
}

/// Who disabled a principal, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DisabledBody {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// The principal who did it.
    by: String,
    /// Why.
    reason: String,
}

/// Principals by id.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PrincipalsBody {
    /// The principals.
    principals: Vec<PrincipalBody>,
}

/// What is said of a principal.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPrincipalBody {
    /// For people to read, at most 200 characters.
    title: Option<String>,
    /// What it is first of all: a role.
    #[schema(value_type = Option<String>)]
    kind: Option<Role>,
}

/// Why a principal is disabled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisableBody {
    /// For whoever looks at it later.
    reason: String,
}

impl From<Person> for PrincipalBody {
    fn from(person: Person) -> Self {
        let Person { record, revision, minters, grants } = person;
        Self {
            id: record.id,
            title: record.title,
            kind: record.kind,
            created_at: rfc3339(record.created_at),
            created_by: record.created_by,
            created_with: record.created_with,
            minted_by: minters.into_iter().collect(),
            grants: grants.iter().map(ToString::to_string).collect(),
            disabled: record.disabled.map(|disabled| DisabledBody {
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
    responses((status = 200, description = "Those that the caller's namespaces cover, by id", body = PrincipalsBody), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<PrincipalsBody>, ApiError> {
    caller.namespaces(Action::ReadPrincipals)?;
    let found = state.tokens.principals().into_iter().filter(|person| person.is_shown_to(&caller.0));
    Ok(Json(PrincipalsBody { principals: found.map(PrincipalBody::from).collect() }))
}

/// Look at a principal
#[utoipa::path(
    get,
    path = "/v1/principals/{id}",
    operation_id = "readPrincipal",
    tag = "identity",
    params(("id" = String, Path, description = "The principal's id")),
    responses(
        (status = 200, description = "The principal", body = PrincipalBody, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing,
    )
)]
async fn show(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<String>,
) -> Result<Response, ApiError> {
    caller.namespaces(Action::ReadPrincipals)?;
    Ok(answer(StatusCode::OK, seen(&state, &caller, &id)?))
}

/// Create a principal, or change what is said of it
///
/// Creating a token creates its principal too; this is for whoever is to be known before. It gives no rights.
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
    request_body(content = Option<NewPrincipalBody>, description = "What is said of it"),
    responses(
        (status = 200, description = "Changed", body = PrincipalBody, headers(("ETag" = String, description = "The revision"))),
        (status = 201, description = "Created", body = PrincipalBody, headers(("ETag" = String, description = "The revision"))),
        Guarded, Missing, BodyProblems, Changes,
    )
)]
async fn put(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.namespaces(Action::ManagePrincipals)?;
    let NewPrincipalBody { title, kind } = json_or_default(&headers, body, &state.settings).await?;
    let before = state.tokens.principal(&id).ok();
    let precondition = Precondition::at(&headers, before.as_ref().map(|person| person.revision))?;
    let kept =
        state.tokens.put_principal(&id, NewPrincipal { title, kind }, &caller.0, precondition.expected);
    let kept = kept.await.map_err(|error| match error {
        TokenError::Store(StoreError::Conflict { current }) => {
            precondition.failed(EngineError::Conflict { current })
        }
        error => error.into(),
    })?;
    let status = if before.is_none() { StatusCode::CREATED } else { StatusCode::OK };
    Ok(answer(status, kept))
}

/// Disable a principal
///
/// None of its tokens opens anything from now on, and nobody mints another. Runs that it started go on. Nobody disables
/// themselves.
#[utoipa::path(
    post,
    path = "/v1/principals/{id}/disable",
    operation_id = "disablePrincipal",
    tag = "identity",
    params(("id" = String, Path, description = "The principal's id")),
    request_body(content = DisableBody, description = "Why"),
    responses(
        (status = 200, description = "Disabled", body = PrincipalBody),
        (status = 409, description = "It is the caller", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "The reason is empty, or has characters that a terminal acts on", body = ProblemDetails,
         content_type = "application/problem+json"),
        Guarded, Missing, BodyProblems,
    )
)]
async fn disable(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<PrincipalBody>, ApiError> {
    caller.namespaces(Action::ManagePrincipals)?;
    let DisableBody { reason } = json(&headers, body, &state.settings).await?;
    seen(&state, &caller, &id)?;
    if reason.trim().is_empty() {
        let detail = "`reason` is needed to disable a principal";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4035, detail));
    }
    let disabled = state.tokens.disable(&id, &caller.0, reason).await?;
    state.engine.tell_of_withdrawn(None, Some(&id)).await?;
    Ok(Json(disabled.into()))
}

/// Enable a principal
///
/// Its tokens work again, as far as they are not revoked or expired.
#[utoipa::path(
    post,
    path = "/v1/principals/{id}/enable",
    operation_id = "enablePrincipal",
    tag = "identity",
    params(("id" = String, Path, description = "The principal's id")),
    responses((status = 200, description = "Enabled", body = PrincipalBody), Guarded, Missing)
)]
async fn enable(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<String>,
) -> Result<Json<PrincipalBody>, ApiError> {
    caller.namespaces(Action::ManagePrincipals)?;
    seen(&state, &caller, &id)?;
    Ok(Json(state.tokens.enable(&id, &caller.0).await?.into()))
}

/// The principal, for whoever may see it; to everybody else it does not exist.
fn seen(state: &Shared, caller: &Caller, id: &str) -> Result<Person, ApiError> {
    let person = state.tokens.principal(id)?;
    let is_shown = person.is_shown_to(&caller.0) || person.is_within_reach_of(&caller.0);
    if is_shown { Ok(person) } else { Err(ApiError::not_found("principal", id)) }
}

fn answer(status: StatusCode, person: Person) -> Response {
    let tag = etag(person.revision);
    (status, [tag], Json(PrincipalBody::from(person))).into_response()
}
