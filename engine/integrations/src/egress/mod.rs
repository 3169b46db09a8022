//! Sends every HTTP request of every kind, hop by hop.
//!
//! It checks each URL against the hosts of the integration, connects only to checked addresses, and reports whether the
//! call may have been carried out. It does not know the content of requests or the meaning of responses.

mod address;
pub(crate) mod canonical;
mod client;
mod encoding;
mod failed;
pub(crate) mod headers;
pub(crate) mod redact;
mod redirect;
mod resolver;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use ::http::{HeaderMap, HeaderName, StatusCode, header};
use bytes::{Bytes, BytesMut};
use parking_lot::Mutex;
use towpath_diagnostics::codes;
use towpath_wire::{CarriedOut, Problem, REFUSALS, problem_types};
use url::{Host, Url};

use crate::CallFailure;
use crate::failure::{coded_problem, communication_problem};

pub(crate) use canonical::InPath;
pub(crate) use client::{ClientOptions, Clients, Surroundings};
pub(crate) use redact::Sent;
pub(crate) use redirect::{Hop, check_url, is_safe};
pub(crate) use resolver::check as check_address;
pub use resolver::{Lookup, SystemLookup};

/// Where requests of one integration may go.
pub(crate) trait Routes: Send + Sync {
    /// The clients for `url`, or the reason why it may not be reached.
    fn route(&self, url: &Url) -> Result<Route<'_>, Problem>;
}

/// How one URL is reached.
pub(crate) struct Route<'a> {
    pub(crate) clients: &'a Clients,
    /// The document names this host itself, so its address may be private.
    pub(crate) listed: bool,
}

/// Authorizes each hop after the first.
pub(crate) type Authorize<'a> = dyn Fn(&Hop) -> Result<(), Problem> + Send + Sync + 'a;

/// Returns the same request with the answer to the challenge in the headers of a `401`; `None` if there is no challenge
/// that it can answer.
pub(crate) type Challenge<'a> = dyn Fn(&Hop, &HeaderMap) -> Result<Option<Hop>, Problem> + Send + Sync + 'a;

/// Which statuses are successful; all others are failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// 200 to 299.
    Success,
    /// Also redirections that are not followed.
    Redirection,
    /// All: the caller reads errors too.
    Any,
}

/// Filters the body of a failed response, by its status, to what workflows may see; `None`: nothing.
pub(crate) type Errors<'a> = dyn Fn(u16, serde_json::Value) -> Option<serde_json::Value> + Send + Sync + 'a;

/// One call with its limits.
pub(crate) struct Call<'a> {
    /// Its name in messages, `crm.get-customer`.
    pub(crate) who: &'a str,
    pub(crate) hop: Hop,
    /// Whether it is a write.
    pub(crate) write: bool,
    /// Whether it must not be repeated.
    pub(crate) once: bool,
    /// Maximum number of redirects that are followed.
    pub(crate) redirects: usize,
    /// Which statuses are successful.
    pub(crate) accepted: Accepted,
    /// Statuses that prove that the call was not carried out; `None`: all of [`REFUSALS`].
    pub(crate) refusals: Option<&'a [u16]>,
    /// Filters failed responses; `None`: workflows see nothing of them, and their bodies are not read.
    pub(crate) errors: Option<&'a Errors<'a>>,
    /// Answers the challenge of a `401`, at most once per URL.
    pub(crate) challenge: Option<&'a Challenge<'a>>,
    /// Maximum bytes of the response body.
    pub(crate) max_response_bytes: usize,
    /// Timeout, redirects included.
    pub(crate) timeout: Duration,
    /// When the run ends.
    pub(crate) deadline: Option<Instant>,
    pub(crate) routes: &'a dyn Routes,
    pub(crate) authorize: &'a Authorize<'a>,
    /// The secrets in the request. They are redacted in responses.
    pub(crate) sent: &'a Sent,
}

/// A successful response.
#[derive(Debug)]
pub(crate) struct Received {
    /// The request it answers: the last hop.
    pub(crate) hop: Hop,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What is known so far about whether the call was carried out. Shared with the timeout around the call.
struct Stage(Mutex<CarriedOut>);

impl Stage {
    fn get(&self) -> CarriedOut {
        *self.0.lock()
    }

    fn set(&self, known: CarriedOut) {
        *self.0.lock() = known;
    }

    /// Records that the other system refused the last request, so only earlier requests count.
    fn refused(&self) {
        if self.get() == CarriedOut::Unknown {
            self.set(CarriedOut::RefusedThere);
        }
    }

    fn fail(&self, problem: Problem) -> CallFailure {
        CallFailure::new(self.get(), problem)
    }
}

/// Sends `call` and follows its redirects.
pub(crate) async fn send(call: Call<'_>) -> Result<Received, CallFailure> {
    let stage = Stage(Mutex::new(CarriedOut::NotSent));
    let start = Instant::now();
    let end = call.deadline.unwrap_or(start + call.timeout).min(start + call.timeout);
    match tokio::time::timeout_at(end.into(), follow(&call, &stage)).await {
        Ok(result) => result,
        Err(_) => Err(stage.fail(too_long(call.who))),
    }
}

/// Sends the first request of `call` and returns the status of the answer. Its body is not read, and no redirect is followed.
pub(crate) async fn probe(call: Call<'_>) -> Result<StatusCode, Problem> {
    let stage = Stage(Mutex::new(CarriedOut::NotSent));
    match tokio::time::timeout(call.timeout, one(&call, &call.hop, call.write, &stage)).await {
        Ok(answer) => answer.map(|response| response.status()).map_err(|failure| *failure.problem),
        Err(_) => Err(too_long(call.who)),
    }
}

fn too_long(who: &str) -> Problem {
    coded_problem(problem_types::TIMEOUT, codes::TP3024, format!("`{who}` took too long"))
}

async fn follow(call: &Call<'_>, stage: &Stage) -> Result<Received, CallFailure> {
    let mut hop = call.hop.clone();
    // Whether the next request is the write itself, not a read of its result.
    let mut changes = call.write;
    let mut followed = 0;
    let mut introduced = false;
    loop {
        let response = one(call, &hop, changes, stage).await?;
        let status = response.status();
        if status.is_success() {
            if changes {
                stage.set(CarriedOut::Done);
            }
            return read(call, hop, response).await.map_err(|problem| stage.fail(problem));
        }
        if status == StatusCode::UNAUTHORIZED && !introduced {
            let answered = call.challenge.map(|challenge| challenge(&hop, response.headers()));
            if let Some(next) = answered.transpose().map_err(|problem| stage.fail(problem))?.flatten() {
                // The other system did nothing and wants authentication.
                if changes && is_refusal(call, &response) {
                    stage.refused();
                }
                (call.authorize)(&next).map_err(|problem| stage.fail(problem))?;
                (hop, introduced) = (next, true);
                continue;
            }
        }
        let location =
            response.headers().get(header::LOCATION).filter(|_| redirect::is_redirect(status)).cloned();
        match location {
            Some(location) if call.redirects > 0 => {
                // The other system did nothing and redirects the same request.
                if status.as_u16() >= 307 && changes {
                    stage.refused();
                }
                followed += 1;
                let refused = |why: &str| {
                    let detail = format!("a redirect of `{}` was not followed: {why}", call.who);
                    stage.fail(communication_problem(status.as_u16(), codes::TP3022, detail))
                };
                if followed > call.redirects {
                    return Err(refused("there are too many"));
                }
                if call.sent.is_in(location.as_bytes()) {
                    return Err(refused("its address holds a secret"));
                }
                let next = redirect::next_hop(&hop, status, location.as_bytes()).map_err(refused)?;
                changes = changes && status.as_u16() >= 307;
                call.routes.route(&next.url).map_err(|problem| stage.fail(problem))?;
                (call.authorize)(&next).map_err(|problem| stage.fail(problem))?;
                (hop, introduced) = (next, false);
            }
            _ if call.accepted == Accepted::Any
                || status.is_redirection() && call.accepted == Accepted::Redirection =>
            {
                return read(call, hop, response).await.map_err(|problem| stage.fail(problem));
            }
            _ => {
                let detail = format!("`{}` answered with status {}", call.who, status.as_u16());
                let mut answered = communication_problem(status.as_u16(), codes::TP3025, detail);
                answered.retry_after = failed::retry_after(status, response.headers());
                if changes && is_refusal(call, &response) {
                    stage.refused();
                }
                // A failed read of the result says nothing about the write before it, and a gateway that lost its
                // server cannot know what the server did.
                let is_gateways = matches!(status, StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT);
                let concerns_write = stage.get() != CarriedOut::Unknown || changes && !is_gateways;
                answered.details = failed::details_of_failed_response(call, hop, response).await;
                return Err(CallFailure { answered: concerns_write, ..stage.fail(answered) });
            }
        }
    }
}

/// Whether a response proves that the request was not carried out. A response that passed a proxy proves nothing: the proxy
/// may have forwarded the request and then written the response itself.
fn is_refusal(call: &Call<'_>, response: &reqwest::Response) -> bool {
    let status = response.status().as_u16();
    let passed_a_proxy = [header::VIA, HeaderName::from_static("proxy-status")];
    REFUSALS.contains(&status)
        && call.refusals.is_none_or(|named| named.contains(&status))
        && !passed_a_proxy.iter().any(|name| response.headers().contains_key(name))
}

/// Sends one request and waits for the head of the response.
async fn one(
    call: &Call<'_>,
    hop: &Hop,
    changes: bool,
    stage: &Stage,
) -> Result<reqwest::Response, CallFailure> {
    let route = call.routes.route(&hop.url).map_err(|problem| stage.fail(problem))?;
    let literal = match hop.url.host() {
        Some(Host::Ipv4(address)) => Some(address.into()),
        Some(Host::Ipv6(address)) => Some(address.into()),
        _ => None,
    };
    // The HTTP client connects to literal addresses without the resolver, so they are checked here.
    if let Some(Err(refused)) = literal.map(|address| check_address(address, route.listed)) {
        return Err(stage.fail(address_refused(call.who, &refused)));
    }
    let client = route.clients.pick(route.listed, changes && call.once);
    let mut request = client.request(hop.method.clone(), hop.url.clone()).headers(hop.headers.clone());
    if let Some(body) = &hop.body {
        request = request.body(body.clone());
    }
    let request = request.build().map_err(|_| stage.fail(unsendable(call.who)))?;
    let before = stage.get();
    if changes {
        stage.set(CarriedOut::Unknown);
    } else if before == CarriedOut::NotSent {
        stage.set(CarriedOut::RefusedThere);
    }
    client.execute(request).await.map_err(|error| {
        if error.is_connect() || error.is_builder() {
            stage.set(before);
        }
        stage.fail(transport_problem(call.who, &error))
    })
}

/// The failure of a call whose response cannot be used.
pub(crate) fn unusable(write: bool, problem: Problem) -> CallFailure {
    CallFailure::new(if write { CarriedOut::Done } else { CarriedOut::RefusedThere }, problem)
}

/// Reads the body of a response, up to the limit.
async fn read(call: &Call<'_>, hop: Hop, mut response: reqwest::Response) -> Result<Received, Problem> {
    let too_large = || {
        let detail = format!("`{}` answered with more than {} bytes", call.who, call.max_response_bytes);
        communication_problem(502, codes::TP3026, detail)
    };
    let encodings = encoding::encodings_of_headers(response.headers())
        .map_err(|why| communication_problem(502, codes::TP3027, format!("`{}` used {why}", call.who)))?;
    if response.content_length().is_some_and(|length| length > call.max_response_bytes as u64) {
        return Err(too_large());
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| transport_problem(call.who, &error))? {
        if body.len() + chunk.len() > call.max_response_bytes {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    let (status, mut headers) = (response.status(), std::mem::take(response.headers_mut()));
    let mut body = body.freeze();
    if !encodings.is_empty() {
        let most = call.max_response_bytes;
        let unpacked =
            tokio::task::spawn_blocking(move || encoding::decompress_body(&body, &encodings, most)).await;
        body = match unpacked {
            Ok(Ok(Some(unpacked))) => unpacked,
            Ok(Ok(None)) => return Err(too_large()),
            Ok(Err(_)) | Err(_) => {
                let detail = format!("`{}` answered with a compressed body that is broken", call.who);
                return Err(communication_problem(502, codes::TP3027, detail));
            }
        };
        headers.remove(header::CONTENT_ENCODING);
        headers.remove(header::CONTENT_LENGTH);
    }
    // INVARIANT: a response is redacted before anything else reads it.
    call.sent.redact_headers(&mut headers);
    Ok(Received { hop, status, headers, body: call.sent.redact_body(body) })
}

fn unsendable(who: &str) -> Problem {
    coded_problem(
        problem_types::CONFIGURATION,
        codes::TP3029,
        format!("the request of `{who}` cannot be built"),
    )
}

fn address_refused(who: &str, refused: &resolver::AddressRefused) -> Problem {
    let detail = format!("`{who}` leads to an address that may not be reached: {refused}");
    coded_problem(problem_types::AUTHORIZATION, codes::TP3021, detail)
}

/// Maps a transport error to a problem. Its own text may contain the URL with the query, so it is not used.
fn transport_problem(who: &str, error: &reqwest::Error) -> Problem {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if let Some(refused) = one.downcast_ref::<resolver::AddressRefused>() {
            return address_refused(who, refused);
        }
        cause = one.source();
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => coded_problem(
            problem_types::TIMEOUT,
            codes::TP3024,
            format!("`{who}` could not be reached in time"),
        ),
        (true, false) => communication_problem(503, codes::TP3023, format!("`{who}` could not be reached")),
        (false, true) => too_long(who),
        (false, false) => {
            communication_problem(502, codes::TP3027, format!("the connection to `{who}` broke"))
        }
    }
}
