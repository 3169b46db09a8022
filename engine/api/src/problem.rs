//! Errors as callers see them: RFC 9457 problem documents, and the message for the log beside each.
//!
//! What the engine's errors mean in HTTP is said in `fault`; writing the document happens in `finish`.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use towpath_api_types::Problem;
use towpath_diagnostics::{Code, codes};
use towpath_journal::RunId;

/// The media type of every error.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// An answer that is an error: the document, its headers, and what the log says.
#[derive(Debug, Clone)]
pub(crate) struct ApiError(pub(crate) Box<Parts>);

/// The parts of an [`ApiError`].
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) body: Problem,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// For the log alone.
    pub(crate) log: Option<String>,
    /// Gets an incident's id for the caller and the log to share.
    pub(crate) incident: bool,
}

impl ApiError {
    /// A problem of this API.
    pub(crate) fn new(status: StatusCode, code: Code, detail: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            body: Problem {
                kind: type_of_code(code.as_str()),
                title: title_of_code(code.as_str(), status),
                status: status.as_u16(),
                detail: Some(detail.into()),
                code: code.as_str().to_owned(),
                ..Problem::default()
            },
            headers: Vec::new(),
            log: None,
            incident: false,
        }))
    }

    /// Something that should not happen: the caller learns an incident's id, the log learns why.
    pub(crate) fn internal(log: impl Into<String>) -> Self {
        let detail = "something went wrong inside the server; its log says more under this incident's id";
        let mut error = Self::new(StatusCode::INTERNAL_SERVER_ERROR, codes::TP0001, detail).log(log);
        error.0.incident = true;
        error
    }

    /// The name of a thing that does not exist, or that the caller may not know of.
    pub(crate) fn not_found(what: &str, name: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, codes::TP4004, format!("{what} `{name}` does not exist"))
    }

    /// A request that cannot be understood.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, codes::TP4007, detail)
    }

    /// Adds what only the log says.
    pub(crate) fn log(mut self, log: impl Into<String>) -> Self {
        self.0.log = Some(log.into());
        self
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Asks the caller to come back.
    pub(crate) fn retry_after(self, seconds: u16) -> Self {
        self.header(http::header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Names the run.
    pub(crate) fn run(mut self, run: RunId) -> Self {
        let body = &mut self.0.body;
        body.run = Some(run.to_string());
        body.instance.get_or_insert_with(|| format!("/v1/runs/{run}"));
        self
    }

    /// Changes the document.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Problem)) -> Self {
        change(&mut self.0.body);
        self
    }

    /// Whether the roles of the caller are not enough.
    pub(crate) fn is_for_want_of_a_role(&self) -> bool {
        self.0.body.code == codes::TP4003.as_str()
    }

    /// The document, for a place inside another one.
    pub(crate) fn into_problem(self) -> Problem {
        self.0.body
    }
}

impl From<towpath_identity::Denied> for ApiError {
    fn from(denied: towpath_identity::Denied) -> Self {
        Self::new(StatusCode::FORBIDDEN, codes::TP4003, denied.to_string())
            .with(|body| body.needed = denied.needed.iter().map(ToString::to_string).collect())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        // `finish` writes the document: only there the path and the log are at hand.
        let mut response = Response::default();
        *response.status_mut() =
            StatusCode::from_u16(self.0.body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.extensions_mut().insert(self);
        response
    }
}

/// The type of a problem that has a code.
pub(crate) fn type_of_code(code: &str) -> String {
    format!("urn:towpath:problem:{code}")
}

/// The title of a code's page, or the status in words where there is no page.
pub(crate) fn title_of_code(code: &str, status: StatusCode) -> String {
    let page = codes::page(code).and_then(|page| page.lines().next());
    page.and_then(|line| line.split_once(": ")).map_or_else(
        || status.canonical_reason().unwrap_or("error").to_lowercase(),
        |(_, title)| title.to_owned(),
    )
}
