//! Tokens: requested at their authority through the same egress and the same authorization as other requests, and cached
//! in memory until shortly before they expire.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use ::http::{Method, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use lru::LruCache;
use oauth2::basic::{
    BasicClient, BasicErrorResponse, BasicErrorResponseType, BasicTokenResponse, BasicTokenType,
};
use oauth2::{
    AuthType, ClientId, ClientSecret, HttpRequest, HttpResponse, RefreshToken, RequestTokenError,
    ResourceOwnerPassword, ResourceOwnerUsername, Scope, TokenResponse as _, TokenUrl,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use towpath_access::Access;
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};
use url::{Url, form_urlencoded};

use super::grant::{Grant, GrantKind, TOKEN_EXCHANGE};
use crate::call::{CallContext, Prepared};
use crate::egress::{self, Accepted, Hop, Received, canonical, is_safe};
use crate::failure::{coded_problem, communication_problem};
use crate::secrets::SecretString;
use crate::web::hosts::HostRule;
use crate::web::visited::Visited;
use crate::web::{AUTHORITY, WebConnection, describe_raw};

/// The name of the authority in messages.
const WHO: &str = "the authority of `authentication`";
/// Maximum bytes of a response.
const MOST_BYTES: usize = 64 << 10;
/// A token is not used in this last part of its lifetime.
const MARGIN: Duration = Duration::from_secs(30);
/// Maximum lifetime of a cached token, whatever the authority says.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// How long a discovery document is cached.
const DISCOVERED: Duration = Duration::from_secs(600);
/// Maximum number of cached tokens.
const KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(999);

/// The cached tokens of one connection. They are in memory only, and are dropped with it.
pub(in crate::web) struct Tokens {
    slots: Mutex<LruCache<[u8; 32], Arc<tokio::sync::Mutex<Slot>>>>,
    /// Discovery documents, by namespace and address.
    discovered: Mutex<LruCache<(String, Url), (Arc<Discovery>, Instant)>>,
}

/// One token, or the place for one.
#[derive(Default)]
struct Slot {
    cached: Option<CachedToken>,
    /// The problem of the last failed request, for the calls that waited for it.
    failed: Option<(Instant, Problem)>,
}

struct CachedToken {
    token: SecretString,
    until: Instant,
    /// Replaces the refresh token that was used.
    refresh: Option<SecretString>,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { slots: Mutex::new(LruCache::new(KEPT)), discovered: Mutex::new(LruCache::new(KEPT)) }
    }
}

/// The call that needs a token.
#[derive(Clone, Copy)]
pub(in crate::web) struct Errand<'a> {
    pub(in crate::web) connection: &'a WebConnection,
    pub(in crate::web) prepared: &'a Prepared,
    pub(in crate::web) context: &'a CallContext<'a>,
    /// The hosts of the call.
    pub(in crate::web) visited: &'a Visited<'a>,
}

impl Tokens {
    /// Returns the token for `grant`. The request to its authority is authorized even if the token is cached: a call that may
    /// not request a token gets none that another call requested.
    pub(in crate::web) async fn get(
        &self,
        grant: &Grant,
        errand: Errand<'_>,
    ) -> Result<SecretString, Problem> {
        let endpoint = match &grant.token {
            Some(url) => url.clone(),
            None => self.discover(grant, errand).await?,
        };
        // A cached token, or a failure that another call got, also comes from the authority.
        errand.visited.visit(&endpoint);
        errand.allowed(&ask(&endpoint, HeaderMap::new(), Bytes::new()), true)?;
        let began = Instant::now();
        let slot = self.slot(grant.key(&endpoint));
        let mut slot = slot.lock().await;
        if let Some(cached) = slot.cached.as_ref().filter(|cached| Instant::now() < cached.until) {
            return Ok(cached.token.clone());
        }
        if let Some((_, problem)) = slot.failed.as_ref().filter(|(at, _)| *at >= began) {
            return Err(problem.clone());
        }
        let rotated = slot.cached.take().and_then(|cached| cached.refresh);
        match fetch_token(grant, &endpoint, rotated, errand).await {
            Ok(fresh) => {
                let token = fresh.token.clone();
                *slot = Slot { cached: Some(fresh), failed: None };
                Ok(token)
            }
            Err(problem) => {
                slot.failed = Some((Instant::now(), problem.clone()));
                Err(problem)
            }
        }
    }

    /// Forgets the token for `grant`: the server did not accept it.
    pub(in crate::web) async fn forget(&self, grant: &Grant, namespace: &str) {
        let discovered = || self.discovered(namespace, &grant.discovery().ok()?);
        let endpoint =
            grant.token.clone().or_else(|| canonical::read_url(&discovered()?.token_endpoint, None).ok());
        let Some(endpoint) = endpoint else { return };
        let slot = self.slot(grant.key(&endpoint));
        if let Some(cached) = &mut slot.lock().await.cached {
            cached.until = Instant::now();
        }
    }

    fn slot(&self, key: [u8; 32]) -> Arc<tokio::sync::Mutex<Slot>> {
        let mut slots = self.slots.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        Arc::clone(slots.get_or_insert(key, Arc::default))
    }

    fn discovered(&self, namespace: &str, document: &Url) -> Option<Arc<Discovery>> {
        let mut discovered = self.discovered.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let found = discovered.get(&(namespace.to_owned(), document.clone()));
        found.filter(|(_, until)| Instant::now() < *until).map(|(found, _)| Arc::clone(found))
    }

    /// The token endpoint in the authority's discovery document.
    async fn discover(&self, grant: &Grant, errand: Errand<'_>) -> Result<Url, Problem> {
        let document = grant.discovery()?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let hop = Hop { method: Method::GET, url: document.clone(), headers, body: None };
        errand.visited.visit(&document);
        errand.allowed(&hop, false)?;
        let namespace = errand.context.namespace;
        let (found, is_new) = match self.discovered(namespace, &document) {
            Some(found) => (found, false),
            None => {
                let answer = errand.send(hop, Accepted::Success).await?;
                let found = serde_json::from_slice(&answer.body).map_err(|_| unreadable())?;
                (Arc::new(found), true)
            }
        };
        // INVARIANT: the issuer is checked for each grant, even if the document is cached.
        let url = found.endpoint_for(grant)?;
        if is_new {
            let mut discovered = self.discovered.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            discovered.put((namespace.to_owned(), document), (found, Instant::now() + DISCOVERED));
        }
        Ok(url)
    }
}

impl Errand<'_> {
    /// Checks that the hop may be sent, with or without the secrets of `authentication`.
    fn allowed(&self, hop: &Hop, with_secrets: bool) -> Result<(), Problem> {
        let (rule, _) = self.connection.rule(&hop.url, AUTHORITY)?;
        if !is_safe(&hop.method) {
            endpoint_named(rule, &hop.url)?;
        }
        if with_secrets {
            let sent =
                self.prepared.secrets.iter().filter(|used| used.pointer.starts_with("/authentication/"));
            WebConnection::check_secrets(rule, sent)?;
        }
        self.authorize(hop)
    }

    /// Authorizes a request that is not the call itself.
    fn authorize(&self, hop: &Hop) -> Result<(), Problem> {
        self.context.authorize.authorize(&access_of(&self.prepared.access, hop))
    }

    /// Sends an authorized request.
    async fn send(&self, hop: Hop, accepted: Accepted) -> Result<Received, Problem> {
        let (rule, _) = self.connection.rule(&hop.url, AUTHORITY)?;
        let write = hop.method == Method::POST;
        let authorize = |hop: &Hop| self.authorize(hop);
        let none = egress::Sent::default();
        let sent = egress::send(egress::Call {
            who: WHO,
            hop,
            write,
            once: write,
            redirects: if write { 0 } else { rule.redirects },
            accepted,
            refusals: None,
            errors: None,
            challenge: None,
            max_response_bytes: rule.max_response_bytes.min(MOST_BYTES),
            timeout: rule.timeout,
            deadline: self.context.deadline,
            routes: self.visited,
            authorize: &authorize,
            // Only this file reads these responses, and a refresh token may come back on purpose.
            sent: &none,
        });
        // In any case the call itself was not sent.
        sent.await.map_err(|failure| *failure.problem)
    }
}

/// The access of a request for a token, derived from the access `call`.
fn access_of(call: &Access, hop: &Hop) -> Access {
    let arguments = json!({ "method": hop.method.as_str(), "endpoint": { "uri": hop.url.as_str() } });
    let mut access = Access { arguments: Some(arguments), ..call.clone() };
    describe_raw(&mut access, hop);
    access
}

/// The access of a request for a token at `endpoint`.
pub(in crate::web) fn token_access(call: &Access, endpoint: &Url) -> Access {
    access_of(call, &ask(endpoint, HeaderMap::new(), Bytes::new()))
}

/// Refuses a token endpoint that IT has not listed. Otherwise a definition could make the server write to any address.
pub(in crate::web) fn endpoint_named(rule: &HostRule, endpoint: &Url) -> Result<(), Problem> {
    if rule.gives_tokens(endpoint) {
        return Ok(());
    }
    let detail = "tokens may not be asked for at the address in `authentication`: the host's entry in the integration \
                  `web` does not list its path in `tokenPaths`";
    Err(coded_problem(problem_types::AUTHORIZATION, codes::TP3041, detail))
}

/// The used fields of a discovery document.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    token_endpoint: String,
}

impl Discovery {
    /// The token endpoint for `grant`, if the grant accepts the issuer.
    fn endpoint_for(&self, grant: &Grant) -> Result<Url, Problem> {
        let named = self.issuer.trim_end_matches('/');
        let known = match grant.issuers.as_slice() {
            [] => named == grant.authority,
            issuers => issuers.iter().any(|issuer| issuer.trim_end_matches('/') == named),
        };
        match known {
            true => canonical::read_url(&self.token_endpoint, None).map_err(|why| {
                let detail = format!("{WHO} may not be used: {why}");
                coded_problem(problem_types::VALIDATION, codes::TP3028, detail)
            }),
            false => Err(refused("its discovery document names another issuer")),
        }
    }
}

fn ask(endpoint: &Url, headers: HeaderMap, body: Bytes) -> Hop {
    Hop { method: Method::POST, url: endpoint.clone(), headers, body: Some(body) }
}

/// Requests a token. `rotated`: the refresh token that came with the last token.
async fn fetch_token(
    grant: &Grant,
    endpoint: &Url,
    rotated: Option<SecretString>,
    errand: Errand<'_>,
) -> Result<CachedToken, Problem> {
    // The library builds the request and reads the response. This code sends the request in between.
    let request = Mutex::new(None);
    let _ = exchange_for_token(grant, endpoint, rotated.as_ref(), &|asked| {
        *request.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(asked);
        Err(NotSentYet)
    });
    let request = request.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    let request = request.ok_or_else(|| refused("the request cannot be built"))?;
    let answer = errand.send(complete_token_request(grant, endpoint, &request), Accepted::Any).await?;
    match exchange_for_token(grant, endpoint, rotated.as_ref(), &|_| Ok(response(&answer))) {
        Ok(answer) => cached_token(grant, &answer),
        Err(RequestTokenError::ServerResponse(error)) => Err(refused(&match error.error() {
            // Error texts of the authority are not passed on.
            BasicErrorResponseType::Extension(_) => "its error is not a standard one".to_owned(),
            known => format!("its error is `{}`", known.as_ref()),
        })),
        Err(_) => Err(unreadable()),
    }
}

/// Stops the library after it has built the request.
#[derive(Debug, thiserror::Error)]
#[error("not sent yet")]
struct NotSentYet;

type Exchanged = Result<BasicTokenResponse, RequestTokenError<NotSentYet, BasicErrorResponse>>;

/// The exchange of RFC 6749, sent by `send`.
fn exchange_for_token(
    grant: &Grant,
    endpoint: &Url,
    rotated: Option<&SecretString>,
    send: &impl Fn(HttpRequest) -> Result<HttpResponse, NotSentYet>,
) -> Exchanged {
    let mut client = BasicClient::new(ClientId::new(grant.id.clone().unwrap_or_default()))
        .set_token_uri(TokenUrl::from_url(endpoint.clone()))
        .set_auth_type(if grant.basic { AuthType::BasicAuth } else { AuthType::RequestBody });
    if let Some(secret) = &grant.secret {
        client = client.set_client_secret(ClientSecret::new(secret.expose().to_owned()));
    }
    let scopes = grant.scopes.iter().cloned().map(Scope::new);
    match &grant.kind {
        GrantKind::Password { username, password } => {
            let username = ResourceOwnerUsername::new(username.expose().to_owned());
            let password = ResourceOwnerPassword::new(password.expose().to_owned());
            client.exchange_password(&username, &password).add_scopes(scopes).request(send)
        }
        GrantKind::Refresh { token } => {
            let token = RefreshToken::new(rotated.unwrap_or(token).expose().to_owned());
            client.exchange_refresh_token(&token).add_scopes(scopes).request(send)
        }
        GrantKind::ClientCredentials | GrantKind::Exchange => {
            client.exchange_client_credentials().add_scopes(scopes).request(send)
        }
    }
}

/// Completes the library's request. The library does not support token exchange, assertions, audiences or JSON, and sends
/// an empty name for a client without a name.
fn complete_token_request(grant: &Grant, endpoint: &Url, request: &HttpRequest) -> Hop {
    let exchange = matches!(grant.kind, GrantKind::Exchange);
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(request.body())
        .filter(|(name, value)| name != "client_id" || !value.is_empty())
        .map(|(name, value)| match exchange && name == "grant_type" {
            true => (name.into_owned(), TOKEN_EXCHANGE.to_owned()),
            false => (name.into_owned(), value.into_owned()),
        })
        .collect();
    pairs.extend(grant.extra.iter().map(|(name, text)| ((*name).to_owned(), text.expose().to_owned())));
    let mut headers = request.headers().clone();
    if let Some(credentials) = headers.get_mut(::http::header::AUTHORIZATION) {
        credentials.set_sensitive(true);
    }
    let body = match grant.json {
        false => form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish(),
        true => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            as_json(pairs).to_string()
        }
    };
    ask(endpoint, headers, body.into())
}

/// Converts parameters to JSON. A repeated parameter becomes a list.
fn as_json(pairs: Vec<(String, String)>) -> Value {
    let mut object = Map::new();
    for (name, value) in pairs {
        match object.get_mut(&name) {
            None => {
                object.insert(name, Value::String(value));
            }
            Some(Value::Array(items)) => items.push(Value::String(value)),
            Some(before) => *before = json!([before.take(), value]),
        }
    }
    Value::Object(object)
}

fn response(answer: &Received) -> HttpResponse {
    let mut response = Response::new(answer.body.to_vec());
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers.clone();
    response
}

fn cached_token(grant: &Grant, answer: &BasicTokenResponse) -> Result<CachedToken, Problem> {
    if *answer.token_type() != BasicTokenType::Bearer {
        return Err(refused("what it returned is not a bearer token"));
    }
    let token = SecretString::new(answer.access_token().secret().as_str());
    check_issuer(token.expose(), grant)?;
    // A token without a lifetime is used for this call only.
    let lives = answer.expires_in().unwrap_or_default().min(LONGEST);
    let refresh = answer.refresh_token().map(|token| SecretString::new(token.secret().as_str()));
    Ok(CachedToken { token, until: Instant::now() + lives.saturating_sub(MARGIN), refresh })
}

/// Checks that the issuer of the token is listed. A token that is not a readable JWT names no issuer; with a discovery
/// document, the document has named it.
fn check_issuer(token: &str, grant: &Grant) -> Result<(), Problem> {
    if grant.issuers.is_empty() {
        return Ok(());
    }
    let claims = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims: Option<Value> = claims.and_then(|text| serde_json::from_slice(&text).ok());
    match claims.as_ref().and_then(|claims| claims["iss"].as_str()) {
        Some(issuer) if grant.issuers.iter().any(|known| known == issuer) => Ok(()),
        None if grant.token.is_none() => Ok(()),
        _ => Err(refused("the issuer of its token is not in `issuers`")),
    }
}

fn refused(why: &str) -> Problem {
    let detail = format!("{WHO} returned no token: {why}");
    Problem { status: 401, ..coded_problem(problem_types::AUTHENTICATION, codes::TP3032, detail) }
}

fn unreadable() -> Problem {
    communication_problem(502, codes::TP3027, format!("the response of {WHO} was not understood"))
}
