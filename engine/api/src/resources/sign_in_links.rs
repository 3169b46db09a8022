//! Sign-in links: how somebody gets into the console without seeing a token.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use http::{HeaderMap, HeaderValue, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::{Action, may_mint, may_show, reach};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::body::read_json_body;
use crate::caller::Caller;
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn sign_in_link_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(create_sign_in_link))
}

/// Make a sign-in link
///
/// It signs in once, with the rights of the token, within 15 minutes unless the server's configuration says otherwise. Whoever makes one
/// needs the rights to mint the token. With `separateDuties: strict` only its minter and its holder can.
#[utoipa::path(
    post,
    path = "/v1/sign-in-links",
    operation_id = "createSignInLink",
    tag = "identity",
    request_body(content = api::NewSignInLink, description = "The token"),
    responses(
        (status = 201, description = "Made; the secret is shown this once", body = api::SignInLink),
        Guarded, Missing, BodyProblems,
    )
)]
async fn create_sign_in_link(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    if reach(&caller.0, Action::MakeSignInLinks).is_empty() {
        caller.may(Action::MakeSignInLinks, None)?;
    }
    let asked: api::NewSignInLink = read_json_body(&headers, body, &state.settings).await?;
    let holder = state.sessions.holder(&asked.token_id)?;
    for grant in &holder.roles {
        caller.may(Action::MakeSignInLinks, grant.namespace.as_deref())?;
    }
    may_mint(&caller.0, &holder.roles)?;
    if let Err(label) = may_show(&caller.0, &holder.may_view) {
        let detail = format!("you may not see values labelled `{label}` yourself, so you cannot let others");
        return Err(ApiError::new(StatusCode::FORBIDDEN, codes::TP4037, detail));
    }
    let (secret, link) = state.sessions.link(&asked.token_id, &caller.0).await?;
    let made = api::SignInLink {
        url: format!("{}/#link={secret}", state.settings.public_url),
        link: secret,
        principal: link.principal,
        expires_at: rfc3339(link.expires_at),
    };
    let no_store = [(CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::CREATED, no_store, Json(made)).into_response())
}
