//! Bearer tokens: created, listed, revoked. A token's secret is answered once, when it is created.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::{Action, Grant, NewToken, Token, TokenError, may, may_grant, may_mint, may_show};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::convert::{IntoApi, IntoEngine};
use crate::extract::{Name, PathOf};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::{milliseconds_of_rfc3339, rfc3339};

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke)).routes(routes!(confirm))
}

impl IntoApi<api::RoleGrant> for Grant {
    fn into_api(self) -> api::RoleGrant {
        api::RoleGrant { role: self.role.into_api(), namespace: self.namespace }
    }
}

impl IntoApi<api::Token> for Token {
    fn into_api(self) -> api::Token {
        let token = self;
        let waiting = token.waits();
        let confirmed = token.confirmed;
        api::Token {
            id: token.id,
            name: token.name,
            principal: token.principal,
            kind: token.kind.into_api(),
            grants: token.grants.into_iter().map(IntoApi::into_api).collect(),
            may_view: token.may_view,
            created_at: rfc3339(token.created_at),
            created_by: token.created_by,
            expires_at: token.expires_at.map(rfc3339),
            revoked_at: token.revoked_at.map(rfc3339),
            last_used_at: token.last_used_at.map(rfc3339),
            created_with: token.created_with,
            waiting,
            confirmed_at: confirmed.as_ref().map(|confirmed| rfc3339(confirmed.at)),
            confirmed_by: confirmed.map(|confirmed| confirmed.by),
        }
    }
}

/// The token to mint; a time that cannot be read is refused.
fn new_token(asked: api::NewToken) -> Result<NewToken, ApiError> {
    let expires_at = match asked.expires_at.as_deref() {
        Some(text) => Some(
            milliseconds_of_rfc3339(text)
                .ok_or_else(|| unusable("`expiresAt` is no time such as `2027-03-31T18:00:00Z`"))?,
        ),
        None => None,
    };
    let grants = asked
        .grants
        .into_iter()
        .map(|grant| Grant { role: grant.role.into_engine(), namespace: grant.namespace });
    Ok(NewToken {
        principal: asked.principal.unwrap_or_else(|| asked.name.clone()),
        name: asked.name,
        kind: asked.kind.map(IntoEngine::into_engine),
        grants: grants.collect(),
        may_view: asked.may_view,
        expires_at,
    })
}

impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Invalid(invalid) => unusable(invalid.to_string()),
            TokenError::NotFound(id) => Self::not_found("token", &id),
            TokenError::NoPrincipal(id) => Self::not_found("principal", &id),
            TokenError::Disabled(_) => Self::new(StatusCode::CONFLICT, codes::TP4114, error.to_string()),
            TokenError::OutOfReach(_) => Self::new(StatusCode::FORBIDDEN, codes::TP4112, error.to_string()),
            TokenError::Yourself => Self::new(StatusCode::CONFLICT, codes::TP4115, error.to_string()),
            TokenError::NotWaiting(_) => Self::new(StatusCode::CONFLICT, codes::TP4116, error.to_string()),
            TokenError::OwnProposal => Self::new(StatusCode::FORBIDDEN, codes::TP4033, error.to_string()),
            TokenError::Random(_) => Self::internal(error.to_string()),
            TokenError::Store(error) => towpath_runtime::EngineError::from(error).into(),
        }
    }
}

fn unusable(detail: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, codes::TP4030, detail)
}

/// List tokens
#[utoipa::path(
    get,
    path = "/v1/tokens",
    operation_id = "listTokens",
    tag = "identity",
    responses((status = 200, description = "Those that the caller's namespaces cover", body = api::Tokens), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<api::Tokens>, ApiError> {
    let reads = |token: &Token| {
        let may_read = |grant: &Grant| may(&caller.0, Action::ReadTokens, grant.namespace.as_deref()).is_ok();
        token.grants.iter().all(may_read)
    };
    if towpath_identity::reach(&caller.0, Action::ReadTokens).is_empty() {
        caller.may(Action::ReadTokens, None)?;
    }
    let tokens = state.tokens.list().await?.into_iter().filter(reads).map(IntoApi::into_api).collect();
    Ok(Json(api::Tokens { tokens }))
}

/// Create a token
///
/// Only IT can create tokens, and only for namespaces where the caller is `it`. A caller who is `it` in single namespaces can
/// create tokens for apps and champions there, for principals without other roles. The principal is created where it does not exist.
/// With `separateDuties: strict` a token with the role `it` or `approver` is `waiting` until another person of IT confirms it.
#[utoipa::path(
    post,
    path = "/v1/tokens",
    operation_id = "createToken",
    tag = "identity",
    request_body(content = api::NewToken, description = "The token to create"),
    responses(
        (status = 201, description = "Created; the secret is shown this once", body = api::CreatedToken,
         headers(("Location" = String, description = "Where to revoke it"))),
        (status = 409, description = "The principal is disabled", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The token cannot be created", body = api::Problem, content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn create(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let new = new_token(read_json_body(&headers, body, &state.settings).await?)?;
    may_mint(&caller.0, &new.grants)?;
    if let Err(label) = may_show(&caller.0, &new.may_view) {
        let detail = format!("you may not see values labelled `{label}` yourself, so you cannot let others");
        return Err(ApiError::new(StatusCode::FORBIDDEN, codes::TP4037, detail));
    }
    let (secret, token) = state.tokens.mint(new, &caller.0).await?;
    let location = HeaderValue::try_from(format!("/v1/tokens/{}", token.id)).ok();
    let body = api::CreatedToken { token: secret, about: token.into_api() };
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A path of ASCII letters and digits is always a header's value.
    response.headers_mut().extend(location.map(|location| (LOCATION, location)));
    Ok(response)
}

/// Revoke a token
///
/// It stops working at once. Revoking it again changes nothing. Unfinished runs that it started end at their next
/// effect, unless they are adopted; the owners of their workflows get a notice.
#[utoipa::path(
    delete,
    path = "/v1/tokens/{id}",
    operation_id = "revokeToken",
    tag = "identity",
    params(("id" = String, Path, description = "The token's id")),
    responses((status = 204, description = "Revoked"), Guarded, Missing)
)]
async fn revoke(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
) -> Result<StatusCode, ApiError> {
    if towpath_identity::reach(&caller.0, Action::ManageTokens).is_empty() {
        caller.may(Action::ManageTokens, None)?;
    }
    let token = state.tokens.get(&id).await?;
    may_grant(&caller.0, &token.grants)?;
    state.tokens.revoke(&id).await?;
    state.engine.tell_of_withdrawn(Some(&id), None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirm a token
///
/// With `separateDuties: strict` a token with the role `it` or `approver` does not work until another person of IT has
/// confirmed it. Its creator cannot confirm it, and neither can principals whose own token comes from the same minter. A token
/// never changes, so no digest of what was shown is needed.
#[utoipa::path(
    post,
    path = "/v1/tokens/{id}/confirm",
    operation_id = "confirmToken",
    tag = "identity",
    params(("id" = String, Path, description = "The token's id")),
    responses(
        (status = 200, description = "It works from now on", body = api::Token),
        (status = 409, description = "It does not wait for a confirmation", body = api::Problem, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn confirm(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
) -> Result<Json<api::Token>, ApiError> {
    caller.may(Action::ConfirmTokens, None)?;
    Ok(Json(state.tokens.confirm(&id, &caller.0).await?.into_api()))
}
