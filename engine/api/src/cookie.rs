//! The cookie of a session, and what a request under it has to bring so that no other site can have made it.
//!
//! Three walls: `SameSite=Strict` keeps the cookie from requests of other sites, the browser's own word on where a request
//! comes from is checked, and a text that only pages of this server can read has to come with every change.

use axum::extract::FromRequestParts;
use http::header::{COOKIE, HOST, ORIGIN, SET_COOKIE, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use towpath_diagnostics::codes;
use towpath_identity::{Ended, Sessions, SignedIn, is_csrf_of};

use crate::caller::{bad_token, bearer, note_use};
use crate::problem::ApiError;
use crate::rates::is_changing_method;
use crate::state::{Settings, Shared};

/// The header with the session's text against requests of other sites.
pub(crate) const CSRF: HeaderName = HeaderName::from_static("x-towpath-csrf");
/// Where a browser says that a request comes from.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The name where the console is reached over `https`: browsers take it only with `Secure`, for one host, from that host.
const SECURE_NAME: &str = "__Host-towpath_session";
const PLAIN_NAME: &str = "towpath_session";

/// A session that a request came with. A handler with this argument refuses requests without one.
pub(crate) struct Current {
    pub(crate) signed_in: SignedIn,
    /// The cookie's secret.
    pub(crate) secret: String,
}

impl FromRequestParts<Shared> for Current {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        let is_bearer = bearer(&parts.headers).is_some();
        match secret(&parts.headers, &state.settings)? {
            Some(secret) if !is_bearer => {
                let secret = secret.to_owned();
                Ok(Self { signed_in: enter(parts, state, &secret).await?, secret })
            }
            _ => Err(no_session("this request comes with no session; sign in")),
        }
    }
}

/// The session of this secret, for this request.
pub(crate) async fn enter(parts: &Parts, state: &Shared, secret: &str) -> Result<SignedIn, ApiError> {
    let signed_in = state.sessions.check(secret).map_err(ended)?;
    if is_changing_method(&parts.method) {
        own_page(&parts.headers, &state.settings, secret)?;
    }
    if signed_in.is_due
        && let Err(error) = state.sessions.keep(&signed_in.session.id).await
    {
        // Only idle expiry comes early for it, after a restart.
        tracing::debug!(%error, "the use of a session could not be written down");
    }
    note_use(&signed_in.principal, state).await;
    Ok(signed_in)
}

/// The secret in the cookie of a request.
///
/// # Errors
/// The cookie came more than once: which one is meant, nobody knows.
pub(crate) fn secret<'a>(headers: &'a HeaderMap, settings: &Settings) -> Result<Option<&'a str>, ApiError> {
    let name = name(settings);
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut found = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
    match (found.next(), found.next()) {
        (secret, None) => Ok(secret.filter(|secret| !secret.is_empty())),
        _ => Err(ApiError::malformed(format!("the cookie `{name}` was sent more than once"))),
    }
}

/// The session that a request came with, for what is no request of its own: without using it, and without a check of where it
/// comes from. A bearer token wins over the cookie.
pub(crate) fn looked_at(headers: &HeaderMap, sessions: &Sessions, settings: &Settings) -> Option<SignedIn> {
    if bearer(headers).is_some() {
        return None;
    }
    sessions.look(secret(headers, settings).ok()??).ok()
}

/// The header that gives a browser its session.
pub(crate) fn given(secret: &str, settings: &Settings) -> (HeaderName, HeaderValue) {
    set(&format!("{}={secret}", name(settings)), settings)
}

/// The header that takes it away again.
pub(crate) fn taken(settings: &Settings) -> (HeaderName, HeaderValue) {
    set(&format!("{}=; Max-Age=0", name(settings)), settings)
}

fn set(pair: &str, settings: &Settings) -> (HeaderName, HeaderValue) {
    let secure = if is_secure(settings) { "; Secure" } else { "" };
    let text = format!("{pair}; HttpOnly; SameSite=Strict; Path=/{secure}");
    // Names and secrets are letters, digits, `_` and `-`: always a header's value.
    (SET_COOKIE, HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("")))
}

fn name(settings: &Settings) -> &'static str {
    if is_secure(settings) { SECURE_NAME } else { PLAIN_NAME }
}

fn is_secure(settings: &Settings) -> bool {
    settings.public_url.starts_with("https://")
}

/// Refuses a change that no page of this server has made.
fn own_page(headers: &HeaderMap, settings: &Settings, secret: &str) -> Result<(), ApiError> {
    if !headers.contains_key(FETCH_SITE) && !headers.contains_key(ORIGIN) {
        return Err(elsewhere("a change under a session needs the header `Origin` or `Sec-Fetch-Site`"));
    }
    own_site(headers, settings)?;
    let given = headers.get(CSRF).and_then(|value| value.to_str().ok());
    if given.is_some_and(|given| is_csrf_of(secret, given)) {
        return Ok(());
    }
    let detail = "a change under a session needs the header `X-Towpath-CSRF` with the session's `csrf`";
    Err(ApiError::new(StatusCode::FORBIDDEN, codes::TP4122, detail))
}

/// Refuses a request of which the browser says that another site has made it.
pub(crate) fn own_site(headers: &HeaderMap, settings: &Settings) -> Result<(), ApiError> {
    if headers.get_all(FETCH_SITE).iter().any(|site| site != "same-origin") {
        return Err(elsewhere("the browser says that a page of another origin has made this request"));
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let is_own = |origin: &HeaderValue| {
        origin.to_str().is_ok_and(|origin| is_own_origin(origin, host, &settings.public_url))
    };
    if headers.get_all(ORIGIN).iter().all(is_own) {
        return Ok(());
    }
    Err(elsewhere(
        "the header `Origin` is not the address of this server; behind a proxy, set `publicUrl` in the configuration",
    ))
}

/// Whether a page of this origin is ours: of the host that the request was sent to, or of the public address.
fn is_own_origin(origin: &str, host: Option<&str>, public_url: &str) -> bool {
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let is_host = authority.is_some_and(|own| host.is_some_and(|host| own.eq_ignore_ascii_case(host)));
    is_host || origin.eq_ignore_ascii_case(public_url)
}

fn elsewhere(detail: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, codes::TP4123, detail)
}

pub(crate) fn ended(ended: Ended) -> ApiError {
    match ended {
        Ended::Session => no_session("the session has ended, or was ended; sign in again"),
        Ended::Token(towpath_identity::Refused::Unknown) => {
            no_session("the token behind the session has expired or was revoked; sign in with another")
        }
        Ended::Token(refused) => bad_token(refused),
    }
}

fn no_session(detail: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, codes::TP4120, detail)
        .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"towpath\""))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn settings(public_url: &str) -> Settings {
        Settings { public_url: public_url.to_owned(), ..Settings::default() }
    }

    #[test]
    fn the_cookie_is_found_by_its_whole_name() {
        let plain = settings("http://127.0.0.1:7410");
        for (cookies, expected) in [
            (&["towpath_session=a"][..], Some("a")),
            (&["x=1; towpath_session=a;y=2"], Some("a")),
            (&["x=1", "towpath_session=a"], Some("a")),
            (&["xtowpath_session=a", "towpath_session2=b", "towpath_session"], None),
            (&["__Host-towpath_session=a", "towpath_session="], None),
        ] {
            let pairs: Vec<_> = cookies.iter().map(|cookie| (COOKIE, *cookie)).collect();
            assert_eq!(secret(&headers(&pairs), &plain).unwrap(), expected, "{cookies:?}");
        }
        let twice = headers(&[(COOKIE, "towpath_session=a; towpath_session=b")]);
        assert!(secret(&twice, &plain).is_err());
        let secure = settings("https://towpath.acme.example");
        let both = headers(&[(COOKIE, "towpath_session=a; __Host-towpath_session=b")]);
        assert_eq!(secret(&both, &secure).unwrap(), Some("b"));
    }

    #[test]
    fn the_flags_are_those_of_the_address() {
        let (_, plain) = given("ts_a", &settings("http://127.0.0.1:7410"));
        assert_eq!(plain, "towpath_session=ts_a; HttpOnly; SameSite=Strict; Path=/");
        let (_, secure) = given("ts_a", &settings("https://towpath.acme.example"));
        assert_eq!(secure, "__Host-towpath_session=ts_a; HttpOnly; SameSite=Strict; Path=/; Secure");
        let (_, gone) = taken(&settings("http://127.0.0.1:7410"));
        assert_eq!(gone, "towpath_session=; Max-Age=0; HttpOnly; SameSite=Strict; Path=/");
    }

    #[test]
    fn requests_of_other_sites_are_refused() {
        let settings = settings("https://towpath.acme.example");
        let host = (HOST, "inside:7410");
        for (pairs, is_own) in [
            (&[][..], true),
            (&[(ORIGIN, "http://inside:7410")], true),
            (&[(ORIGIN, "https://towpath.acme.example"), (FETCH_SITE, "same-origin")], true),
            (&[(FETCH_SITE, "cross-site")], false),
            (&[(FETCH_SITE, "same-site")], false),
            (&[(FETCH_SITE, "none")], false),
            (&[(FETCH_SITE, "same-origin"), (FETCH_SITE, "cross-site")], false),
            (&[(ORIGIN, "null")], false),
            (&[(ORIGIN, "http://inside:7411")], false),
            (&[(ORIGIN, "inside:7410")], false),
            (&[(ORIGIN, "https://towpath.acme.example.evil.example")], false),
            (&[(ORIGIN, "http://inside:7410"), (ORIGIN, "https://evil.example")], false),
        ] {
            let mut all = HeaderMap::new();
            for (name, value) in pairs.iter().chain([&host]) {
                all.append(name.clone(), value.parse().unwrap());
            }
            assert_eq!(own_site(&all, &settings).is_ok(), is_own, "{pairs:?}");
        }
    }
}
