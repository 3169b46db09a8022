//! Sessions of browsers: signing in and out, listing them, ending those of others.

use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use towpath_api_types as api;
use towpath_diagnostics::codes;
use towpath_identity::{Action, Principal, Session, SessionError, SignInMethod, csrf_of, may, reach};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::responses::{Body as BodyProblems, Guarded, Missing};
use crate::audit::signing_in;
use crate::body::read_json_body;
use crate::caller::{Caller, bad_token, note_use};
use crate::connection::Peer;
use crate::convert::IntoApi;
use crate::cookie::{Current, given, looked_at, own_site, taken};
use crate::extract::{Name, PathOf, QueryOf};
use crate::problem::ApiError;
use crate::state::Shared;
use crate::time::rfc3339;

pub(crate) fn session_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list_sessions, create_session))
        .routes(routes!(read_current_session, sign_out))
        .routes(routes!(end_session))
}

impl IntoApi<api::SignInMethod> for SignInMethod {
    fn into_api(self) -> api::SignInMethod {
        match self {
            Self::Token => api::SignInMethod::Token,
            Self::Link => api::SignInMethod::Link,
        }
    }
}

impl From<SessionError> for ApiError {
    fn from(error: SessionError) -> Self {
        let words = error.to_string();
        match error {
            SessionError::Refused(refused) => bad_token(refused),
            SessionError::NoLink => Self::new(StatusCode::UNAUTHORIZED, codes::TP4124, words),
            SessionError::NotFound(id) => Self::not_found("session", &id),
            SessionError::NoToken(id) => Self::not_found("token", &id),
            SessionError::OutOfReach(_) => Self::new(StatusCode::FORBIDDEN, codes::TP4112, words),
            SessionError::NotYours => Self::new(StatusCode::FORBIDDEN, codes::TP4126, words),
            SessionError::Random(_) => Self::internal(words),
            SessionError::Store(error) => towpath_runtime::EngineError::from(error).into(),
        }
    }
}

/// A session as it is shown; `secret` is that of the cookie, for the session of this request.
fn shown_session(
    state: &Shared,
    session: Session,
    who: &Principal,
    secret: Option<&str>,
    is_current: bool,
) -> api::Session {
    api::Session {
        idle_at: rfc3339(session.idle_at(state.sessions.limits())),
        id: session.id,
        principal: session.principal,
        name: who.name.clone(),
        kind: who.kind.into_api(),
        grants: who.roles.iter().cloned().map(IntoApi::into_api).collect(),
        may_view: who.may_view.clone(),
        token: session.token,
        csrf: secret.map(csrf_of),
        method: session.method.into_api(),
        created_at: rfc3339(session.created_at),
        expires_at: rfc3339(session.expires_at),
        last_used_at: rfc3339(session.last_used_at),
        is_current,
    }
}

/// Sign in
///
/// With a token, or with the secret of a sign-in link, which works once. The answer sets a cookie for this browser: `HttpOnly`,
/// `SameSite=Strict`, and `Secure` where the console is reached over `https`. Its secret and the id of the session are always new;
/// a session that the request came with ends. Every change under the cookie needs the header `X-Towpath-CSRF` with the session's
/// `csrf`, and must come from a page of this server.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    operation_id = "createSession",
    tag = "identity",
    security(()),
    request_body(content = api::NewSession, description = "One of the two"),
    responses(
        (status = 201, description = "Signed in", body = api::Session,
         headers(("Location" = String, description = "Where to end it"), ("Set-Cookie" = String, description = "The session"))),
        Guarded, BodyProblems,
    )
)]
async fn create_session(State(state): State<Shared>, request: Request) -> Result<Response, ApiError> {
    let (parts, body) = request.into_parts();
    own_site(&parts.headers, &state.settings)?;
    let asked: api::NewSession = read_json_body(&parts.headers, body, &state.settings).await?;
    let who = match (&asked.token, &asked.link) {
        (Some(token), None) => state.tokens.check(token).map_err(bad_token)?,
        (None, Some(link)) => state.sessions.behind_link(link).await?,
        _ => return Err(ApiError::malformed("send either `token` or `link`")),
    };
    let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|ConnectInfo(peer)| *peer);
    let id = (state.ids)().to_string();
    signing_in(&state, &who, peer, (&id, "/v1/sessions".to_owned()), None).await?;
    let begun = match (&asked.token, &asked.link) {
        (Some(token), _) => state.sessions.with_token(token).await,
        (_, link) => state.sessions.with_link(link.as_deref().unwrap_or_default()).await,
    };
    let (secret, session) = match begun {
        Ok(begun) => {
            note_use(&who, &state).await;
            begun
        }
        Err(error) => {
            let error = ApiError::from(error);
            let status = StatusCode::from_u16(error.0.body.status).unwrap_or_default();
            signing_in(&state, &who, peer, (&id, "/v1/sessions".to_owned()), Some(status)).await?;
            return Err(error);
        }
    };
    let location = format!("/v1/sessions/{}", session.id);
    let created = Some(StatusCode::CREATED);
    if let Err(error) = signing_in(&state, &who, peer, (&id, location.clone()), created).await {
        state.sessions.end(&session.id).await?;
        return Err(error);
    }
    if let Some(before) = looked_at(&parts.headers, &state.sessions, &state.settings) {
        match state.sessions.end(&before.session.id).await {
            // It has made room for the new one already.
            Ok(()) | Err(SessionError::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let body = shown_session(&state, session, &who, Some(&secret), true);
    let mut response = (StatusCode::CREATED, [given(&secret, &state.settings)], Json(body)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A path of ASCII letters and digits is always a header's value.
    response.headers_mut().extend(HeaderValue::try_from(location).ok().map(|location| (LOCATION, location)));
    Ok(response)
}

/// Read the session of this request
#[utoipa::path(
    get,
    path = "/v1/sessions/current",
    operation_id = "readCurrentSession",
    tag = "identity",
    responses((status = 200, description = "The session", body = api::Session), Guarded)
)]
async fn read_current_session(State(state): State<Shared>, current: Current) -> Response {
    let Current { signed_in, secret } = current;
    let session = shown_session(&state, signed_in.session, &signed_in.principal, Some(&secret), true);
    ([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(session)).into_response()
}

/// Sign out
#[utoipa::path(
    delete,
    path = "/v1/sessions/current",
    operation_id = "signOut",
    tag = "identity",
    responses((status = 204, description = "Signed out; the cookie is taken away"), Guarded)
)]
async fn sign_out(State(state): State<Shared>, current: Current) -> Result<Response, ApiError> {
    match state.sessions.end(&current.signed_in.session.id).await {
        Ok(()) | Err(SessionError::NotFound(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok((StatusCode::NO_CONTENT, [taken(&state.settings)]).into_response())
}

/// List sessions
///
/// The caller's own, or with `all` those of everybody whose roles the caller's namespaces cover.
#[utoipa::path(
    get,
    path = "/v1/sessions",
    operation_id = "listSessions",
    tag = "identity",
    params(api::SessionsQuery),
    responses((status = 200, description = "Newest first", body = api::Sessions), Guarded)
)]
async fn list_sessions(
    State(state): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    QueryOf(query): QueryOf<api::SessionsQuery>,
) -> Result<Json<api::Sessions>, ApiError> {
    if query.all && reach(&caller.0, Action::ReadSessions).is_empty() {
        caller.may(Action::ReadSessions, None)?;
    }
    let current = looked_at(&headers, &state.sessions, &state.settings).map(|current| current.session.id);
    let is_listed = |session: &Session, who: &Principal| {
        session.principal == caller.0.id || query.all && covers_all_roles(&caller, Action::ReadSessions, who)
    };
    let sessions = state.sessions.list().into_iter().filter(|(session, who)| is_listed(session, who));
    let sessions = sessions.map(|(session, who)| {
        let is_current = current.as_ref() == Some(&session.id);
        shown_session(&state, session, &who, None, is_current)
    });
    Ok(Json(api::Sessions { sessions: sessions.collect() }))
}

/// End a session
///
/// The caller's own, or as IT those of everybody whose roles the caller's namespaces cover.
#[utoipa::path(
    delete,
    path = "/v1/sessions/{id}",
    operation_id = "endSession",
    tag = "identity",
    params(("id" = String, Path, description = "The session's id")),
    responses((status = 204, description = "Ended: the next request under it is refused"), Guarded, Missing)
)]
async fn end_session(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(Name(id)): PathOf<Name>,
) -> Result<StatusCode, ApiError> {
    let found = state.sessions.list().into_iter().find(|(session, _)| session.id == id);
    let Some((session, who)) = found else { return Err(ApiError::not_found("session", &id)) };
    if session.principal != caller.0.id && !covers_all_roles(&caller, Action::EndSessions, &who) {
        return Err(ApiError::not_found("session", &id));
    }
    state.sessions.end(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the caller may do `action` wherever `who` has a role.
fn covers_all_roles(caller: &Caller, action: Action, who: &Principal) -> bool {
    who.roles.iter().all(|grant| may(&caller.0, action, grant.namespace.as_deref()).is_ok())
}
