//! The caller: the bearer token of a request, or the session in its cookie, turned into a principal.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use towpath_diagnostics::codes;
use towpath_identity::{Action, Extent, Principal, Refused, RunDenied, extent, may, may_on_run, reach};
use towpath_journal::RunHead;

use crate::cookie::{enter, looked_at, secret};
use crate::problem::ApiError;
use crate::state::Shared;

/// The caller. A handler with this argument refuses requests without a valid token or session, and changes under a session that
/// no page of this server has made.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub(crate) Arc<Principal>);

impl Caller {
    /// Refuses a caller who may not do `action` in `namespace`, or on the whole server.
    pub(crate) fn may(&self, action: Action, namespace: Option<&str>) -> Result<(), ApiError> {
        may(&self.0, action, namespace).map_err(ApiError::from)
    }

    /// The extent of `action` for the caller in `namespace`; refuses a caller without any.
    pub(crate) fn extent(&self, action: Action, namespace: &str) -> Result<Extent, ApiError> {
        match extent(&self.0, action, Some(namespace)) {
            Some(extent) => Ok(extent),
            None => may(&self.0, action, Some(namespace)).map(|()| Extent::All).map_err(ApiError::from),
        }
    }

    /// The namespaces where the caller may do all of `action`, `None` being everywhere; refuses a caller without any.
    pub(crate) fn namespaces(&self, action: Action) -> Result<Vec<Option<String>>, ApiError> {
        let parts: Vec<_> = reach(&self.0, action).into_iter().map(|part| part.namespace).collect();
        if parts.is_empty() {
            self.may(action, None)?;
        }
        Ok(parts)
    }

    /// Refuses a caller who may not do `action` to this run; 404 for a caller who may not see it.
    pub(crate) fn may_on_run(&self, action: Action, head: &RunHead) -> Result<(), ApiError> {
        may_on_run(&self.0, action, &head.workflow.namespace, &head.principal).map_err(
            |denied| match denied {
                RunDenied::Hidden => ApiError::not_found("run", &head.run.to_string()),
                RunDenied::Denied(denied) => denied.into(),
            },
        )
    }

    /// Whether the caller may cancel any run of `namespace`: they see why runs are suspended and which writes are in doubt.
    pub(crate) fn steers_runs(&self, namespace: &str) -> bool {
        extent(&self.0, Action::CancelRun, Some(namespace)) == Some(Extent::All)
    }

    /// Whether the caller sees policies' names and contacts, and the cause of a failed run, in `namespace`: callers who may read
    /// the journal find all of it there anyway.
    pub(crate) fn is_insider(&self, namespace: &str) -> bool {
        may(&self.0, Action::ReadJournal, Some(namespace)).is_ok()
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        if parts.headers.get_all(AUTHORIZATION).iter().count() > 1 {
            let detail = "the header `Authorization` was sent more than once; send one token";
            return Err(ApiError::new(StatusCode::BAD_REQUEST, codes::TP4007, detail));
        }
        if let Some(bearer) = bearer(&parts.headers) {
            let principal = state.tokens.check(bearer).map_err(bad_token)?;
            note_use(&principal, state).await;
            return Ok(Self(principal));
        }
        let secret = secret(&parts.headers, &state.settings)?.ok_or_else(no_token)?.to_owned();
        Ok(Self(enter(parts, state, &secret).await?.principal))
    }
}

/// Notes that a request came with the token of this principal, or with a session of it.
pub(crate) async fn note_use(principal: &Principal, state: &Shared) {
    let Some(token) = principal.minted.token.as_deref() else { return };
    if let Err(error) = state.tokens.used(token).await {
        // Only the time of its last use is wrong, after a restart.
        tracing::debug!(%error, "the use of a token could not be written down");
    }
}

/// The principal of a request's token or session, if it has a valid one. The session is not used by this.
pub(crate) fn principal_of_token(headers: &HeaderMap, state: &Shared) -> Option<Arc<Principal>> {
    match bearer(headers) {
        Some(bearer) => state.tokens.authenticate(bearer),
        None => Some(looked_at(headers, &state.sessions, &state.settings)?.principal),
    }
}

pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn no_token() -> ApiError {
    let detail = "send a token: `Authorization: Bearer tp_…`, or sign in";
    ApiError::new(StatusCode::UNAUTHORIZED, codes::TP4001, detail)
        .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"towpath\""))
}

pub(crate) fn bad_token(refused: Refused) -> ApiError {
    let (code, detail) = match refused {
        Refused::Unknown => (codes::TP4002, "the token is unknown, expired or revoked"),
        Refused::Disabled => (codes::TP4110, "the principal that this token speaks for is disabled"),
        Refused::Unconfirmed => {
            (codes::TP4111, "the token does not work until another person of IT has confirmed it")
        }
    };
    let challenge = "Bearer realm=\"towpath\", error=\"invalid_token\"";
    ApiError::new(StatusCode::UNAUTHORIZED, code, detail)
        .header(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
}
