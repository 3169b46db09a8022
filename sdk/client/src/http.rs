//! The connection: address, token, TLS, and how answers are read.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use towpath_api_types::Problem;
use towpath_tls::Trust;
use url::Url;

use crate::ClientError;

/// Longest to connect and shake hands.
const CONNECT: Duration = Duration::from_secs(10);
/// Longest for a whole call: half a minute that the server may wait for a run, and time for the transfer.
const CALL: Duration = Duration::from_secs(45);
/// Most bytes of an answer, of a receipt, and of a refusal.
pub(crate) const ANSWER: usize = 128 << 20;
pub(crate) const RECEIPT: usize = 512 << 20;
const PROBLEM: usize = 1 << 20;
/// The media types of what is sent.
pub(crate) const JSON: &str = "application/json";
pub(crate) const YAML: &str = "application/yaml";

/// A client of one server, with one token. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    token: Option<Arc<str>>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// A client of the server at `base`, such as `http://127.0.0.1:8080`. Without a token only health, readiness and
    /// codes are answered.
    ///
    /// # Errors
    /// [`ClientError::Setup`]: `base` is no HTTP address, or TLS cannot be set up.
    pub fn new(base: &str, token: Option<&str>) -> Result<Self, ClientError> {
        let url = Url::parse(base)
            .map_err(|error| ClientError::Setup(format!("`{base}` is no address: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
            return Err(ClientError::Setup(format!("`{base}` is no address of an HTTP server")));
        }
        let https = url.scheme() == "https";
        // Reading the machine's authorities takes time that plain HTTP need not spend.
        let trust = if https { Trust::Machine } else { Trust::Nobody };
        let tls = towpath_tls::config(trust)
            .map_err(|error| ClientError::Setup(format!("TLS cannot be set up: {error}")))?;
        let http = towpath_tls::http_client(tls)
            .connect_timeout(CONNECT)
            .timeout(CALL)
            .user_agent(concat!("towpath-client/", env!("CARGO_PKG_VERSION")))
            .https_only(https)
            .build()?;
        Ok(Self { http, base: url, token: token.map(Arc::from) })
    }

    /// The same server, with another token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(Arc::from(token)), ..self.clone() }
    }

    /// Whether the process lives.
    ///
    /// # Errors
    /// It does not answer, or not as it should.
    pub async fn health(&self) -> Result<(), ClientError> {
        self.send(self.request(Method::GET, &["healthz"])).await.map(|_| ())
    }

    /// Whether the server takes work.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 503 while it does not.
    pub async fn ready(&self) -> Result<(), ClientError> {
        self.send(self.request(Method::GET, &["readyz"])).await.map(|_| ())
    }

    /// A request to the path made of `segments`, which are escaped.
    pub(crate) fn request(&self, method: Method, segments: &[&str]) -> RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        let request = self.http.request(method, url);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends, and turns what is no success into an error.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Response, ClientError> {
        let response = request.send().await?;
        if response.status().is_success() {
            return Ok(response);
        }
        let (status, url) = (response.status().as_u16(), response.url().to_string());
        let is_problem =
            response.headers().get(CONTENT_TYPE).is_some_and(|media| media == "application/problem+json");
        let body = read_bounded_body(response, PROBLEM).await?;
        match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) if is_problem => Err(ClientError::Problem(Box::new(problem))),
            _ => Err(ClientError::Unexpected { status, url }),
        }
    }

    /// Sends, and reads the answer as JSON.
    pub(crate) async fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ClientError> {
        read_json_body(self.send(request).await?).await
    }
}

/// The body of `response`, where it is not larger than `most` bytes. What is too large is not read to its end.
pub(crate) async fn read_bounded_body(mut response: Response, most: usize) -> Result<Vec<u8>, ClientError> {
    let too_large = |response: &Response| ClientError::TooLarge { url: response.url().to_string(), most };
    if response.content_length().is_some_and(|length| length > most as u64) {
        return Err(too_large(&response));
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await? {
        if piece.len() > most.saturating_sub(body.len()) {
            return Err(too_large(&response));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// The body of `response` as text.
pub(crate) async fn read_text(response: Response) -> Result<String, ClientError> {
    let url = response.url().to_string();
    let body = read_bounded_body(response, ANSWER).await?;
    String::from_utf8(body).map_err(|error| ClientError::Unreadable { url, reason: error.to_string() })
}

/// The body of `response` as JSON.
pub(crate) async fn read_json_body<T: DeserializeOwned>(response: Response) -> Result<T, ClientError> {
    let url = response.url().to_string();
    let body = read_bounded_body(response, ANSWER).await?;
    serde_json::from_slice(&body).map_err(|error| ClientError::Unreadable { url, reason: error.to_string() })
}

/// Text as a body.
pub(crate) fn with_text_body(
    request: RequestBuilder,
    media: &'static str,
    text: impl Into<String>,
) -> RequestBuilder {
    request.header(CONTENT_TYPE, media).body(text.into())
}

/// A value as a JSON body.
pub(crate) fn with_json_body<T: Serialize>(
    request: RequestBuilder,
    value: &T,
) -> Result<RequestBuilder, ClientError> {
    let body = serde_json::to_vec(value).map_err(|error| ClientError::Setup(error.to_string()))?;
    Ok(request.header(CONTENT_TYPE, JSON).body(body))
}

/// Asks that a document be at `revision`; 0: that there be none.
pub(crate) fn with_expected_revision(request: RequestBuilder, revision: Option<u64>) -> RequestBuilder {
    match revision {
        None => request,
        Some(0) => request.header("If-None-Match", "*"),
        Some(revision) => request.header("If-Match", format!("\"{revision}\"")),
    }
}

/// Names the digest of what was shown to the person who decides.
pub(crate) fn with_shown_digest(request: RequestBuilder, digest: &str) -> RequestBuilder {
    request.header("If-Match", format!("\"{digest}\""))
}
