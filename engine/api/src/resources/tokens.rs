//! Bearer tokens: created, listed, revoked. A token's secret is answered once, when it is created.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use towpath_diagnostics::codes;
use towpath_identity::{
    Action, Grant, NewToken, Role, Token, TokenError, may, may_grant, may_mint, may_show,
};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::json;
use crate::caller::Caller;
use crate::extract::{Name, PathOf};
use crate::problem::{ApiError, ProblemDetails};
use crate::state::Shared;
use crate::time::{milliseconds, rfc3339};

pub(crate) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke)).routes(routes!(confirm))
}

/// A token that is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewTokenBody {
    /// What it is called in lists.
    name: String,
    /// The principal it speaks for: letters, digits and `._@-`; absent: the name.
    principal: Option<String>,
    /// What policies see as `caller.kind`: a role; absent: that of the first grant.
    #[schema(value_type = Option<String>)]
    kind: Option<Role>,
    /// What it may be, and where.
    grants: Vec<GrantBody>,
    /// Labels of values it may see in runs, journals and holds; `*`: all. Nobody hands out more than they see.
    #[serde(default)]
    may_view: Vec<String>,
    /// When it stops working; absent: never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// A role, and where it is held.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrantBody {
    /// `champion`, `approver`, `it`, `app`, `auditor` or `operator`.
    #[schema(value_type = String)]
    role: Role,
    /// The one namespace; absent: all of them, and the server itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenBody {
    /// Names it for revoking; of no other use.
    id: String,
    /// What it is called.
    name: String,
    /// The principal it speaks for.
    principal: String,
    /// What policies see as `caller.kind`.
    #[schema(value_type = String)]
    kind: Role,
    /// What it may be, and where.
    grants: Vec<GrantBody>,
    /// Labels of values it may see.
    may_view: Vec<String>,
    /// When it was created.
    #[schema(format = DateTime)]
    created_at: String,
    /// The principal who created it.
    created_by: String,
    /// When it stops working.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
    /// The id of the token that it was created with.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_with: Option<String>,
    /// It opens nothing before a second person has confirmed it.
    waiting: bool,
    /// Who confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    confirmed_at: Option<String>,
}

/// A token that was created.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedToken {
    /// The secret, shown this once and stored nowhere.
    token: String,
    /// What lists say of it.
    #[serde(flatten)]
    body: TokenBody,
}

/// Tokens, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokensBody {
    /// The tokens, revoked and expired ones too.
    tokens: Vec<TokenBody>,
}

impl From<Grant> for GrantBody {
    fn from(grant: Grant) -> Self {
        Self { role: grant.role, namespace: grant.namespace }
    }
}

impl From<Token> for TokenBody {
    fn from(token: Token) -> Self {
        let waiting = token.waits();
        let confirmed = token.confirmed;
        Self {
            id: token.id,
            name: token.name,
            principal: token.principal,
            kind: token.kind,
            grants: token.grants.into_iter().map(GrantBody::from).collect(),
            may_view: token.may_view,
            created_at: rfc3339(token.created_at),
            created_by: token.created_by,
            expires_at: token.expires_at.map(rfc3339),
            revoked_at: token.revoked_at.map(rfc3339),
            created_with: token.created_with,
            waiting,
            confirmed_at: confirmed.as_ref().map(|confirmed| rfc3339(confirmed.at)),
            confirmed_by: confirmed.map(|confirmed| confirmed.by),
        }
    }
}

impl NewTokenBody {
    fn into_new(self) -> Result<NewToken, ApiError> {
        let expires_at = match self.expires_at.as_deref() {
            Some(text) => Some(
                milliseconds(text)
                    .ok_or_else(|| unusable("`expiresAt` is no time such as `2027-03-31T18:00:00Z`"))?,
            ),
            None => None,
        };
        let grants =
            self.grants.into_iter().map(|grant| Grant { role: grant.role, namespace: grant.namespace });
        Ok(NewToken {
            principal: self.principal.unwrap_or_else(|| self.name.clone()),
            name: self.name,
            kind: self.kind,
            grants: grants.collect(),
            may_view: self.may_view,
            expires_at,
        })
    }
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
            TokenError::Store(error) => towpath_runtime::EngineError::Store(error).into(),
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
    responses((status = 200, description = "Those that the caller's namespaces cover", body = TokensBody), Guarded)
)]
async fn list(State(state): State<Shared>, caller: Caller) -> Result<Json<TokensBody>, ApiError> {
    let reads = |token: &Token| {
        let may_read = |grant: &Grant| may(&caller.0, Action::ReadTokens, grant.namespace.as_deref()).is_ok();
        token.grants.iter().all(may_read)
    };
    if towpath_identity::reach(&caller.0, Action::ReadTokens).is_empty() {
        caller.may(Action::ReadTokens, None)?;
    }
    let tokens = state.tokens.list().await?.into_iter().filter(reads).map(TokenBody::from).collect();
    Ok(Json(TokensBody { tokens }))
}

/// Create a token
///
/// Nobody hands out what reaches further than their own roles. Who is `it` of single namespaces creates tokens of apps and
/// champions there, for principals that were given nothing else. The principal becomes a record where there is none.
/// With `separateDuties: strict` a token with the role `it` or `approver` is `waiting` until another of IT confirms it.
#[utoipa::path(
    post,
    path = "/v1/tokens",
    operation_id = "createToken",
    tag = "identity",
    request_body(content = NewTokenBody, description = "What is wanted"),
    responses(
        (status = 201, description = "Created; the secret is shown this once", body = CreatedToken,
         headers(("Location" = String, description = "Where to revoke it"))),
        (status = 409, description = "The principal is disabled", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "What is wanted cannot be", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, BodyProblems,
    )
)]
async fn create(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let new = json::<NewTokenBody>(&headers, body, &state.settings).await?.into_new()?;
    may_mint(&caller.0, &new.grants)?;
    if let Err(label) = may_show(&caller.0, &new.may_view) {
        let detail = format!("you may not see values labelled `{label}` yourself, so you cannot let others");
        return Err(ApiError::new(StatusCode::FORBIDDEN, codes::TP4037, detail));
    }
    let (secret, token) = state.tokens.mint(new, &caller.0).await?;
    let location = HeaderValue::try_from(format!("/v1/tokens/{}", token.id)).ok();
    let body = CreatedToken { token: secret, body: token.into() };
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A path of ASCII letters and digits is always a header's value.
    response.headers_mut().extend(location.map(|location| (LOCATION, location)));
    Ok(response)
}

/// Revoke a token
///
/// It opens nothing from now on. Revoking it again changes nothing. Unfinished runs that it started end at their next
/// effect, unless they are adopted; the owners of their workflows find a notice.
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
/// With `separateDuties: strict` a token with the role `it` or `approver` takes two: it opens nothing before another of IT
/// has confirmed it. Whoever created it cannot, nor anybody whose own token comes from the same minter. A token never
/// changes, so there is nothing to compare with what was shown.
#[utoipa::path(
    post,
    path = "/v1/tokens/{id}/confirm",
    operation_id = "confirmToken",
    tag = "identity",
    params(("id" = String, Path, description = "The token's id")),
    responses(
        (status = 200, description = "It works from now on", body = TokenBody),
        (status = 409, description = "It does not wait for anybody", body = ProblemDetails, content_type = "application/problem+json"),
        Guarded, Missing,
    )
)]
async fn confirm(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
) -> Result<Json<TokenBody>, ApiError> {
    caller.may(Action::ConfirmTokens, None)?;
    Ok(Json(state.tokens.confirm(&id, &caller.0).await?.into()))
}
