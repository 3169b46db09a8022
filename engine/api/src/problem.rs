//! Errors as callers see them: RFC 9457 problem documents, and the message for the log beside each.
//!
//! What the engine's errors mean in HTTP is said in `fault`; writing the document happens in `finish`.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use towpath_diagnostics::{Code, codes};
use towpath_journal::RunId;
use utoipa::ToSchema;

use crate::decision::{AccessBody, NearBody, RuleBody};
use crate::diagnostic::DiagnosticBody;
use crate::impact::AffectedBody;

/// The media type of every error.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// An error (RFC 9457). Fields that say nothing are absent.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProblemDetails {
    /// What kind of problem: `urn:towpath:problem:<code>`, or the type of the error that the workflow raised.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// This one occurrence: the path asked for, the run, the place in the workflow that raised it, or
    /// `urn:uuid:…` of an incident, which stands in the server's log too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The stable code; `GET /v1/codes/{code}` explains it.
    pub code: String,
    /// The run, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// A policy refused: why, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A policy refused: which, or the permit that came nearest. Only for champions, IT and auditors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// A policy refused: whom to ask. Only for champions, IT and auditors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// A policy refused: the rules that decided. Only for champions, IT and auditors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub rules: Vec<RuleBody>,
    /// Nothing permits it: the permits that came nearest, and what they ask for that is not so. Only for
    /// champions, IT and auditors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub near: Vec<NearBody>,
    /// The roles of which one is needed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub needed: Vec<String>,
    /// What is wrong in the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub diagnostics: Vec<DiagnosticBody>,
    /// The accesses that policies refuse.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub accesses: Vec<AccessBody>,
    /// The error that ended the run. Only for champions, IT and auditors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Live workflows that policies would take something from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub affected: Vec<AffectedBody>,
    /// Digest of the impact report to confirm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// The version to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The revision in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// Digest of what there is to decide about now; it is not what was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Most bytes allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// The error that ended a run, as the runner or the engine said it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Cause {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its status.
    pub status: u16,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// JSON pointer of the task it happened in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}

/// An answer that is an error: the document, its headers, and what the log says.
#[derive(Debug, Clone)]
pub(crate) struct ApiError(pub(crate) Box<Parts>);

/// The parts of an [`ApiError`].
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) body: ProblemDetails,
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
            body: ProblemDetails {
                kind: urn(code.as_str()),
                title: title(code.as_str(), status),
                status: status.as_u16(),
                detail: Some(detail.into()),
                code: code.as_str().to_owned(),
                ..ProblemDetails::default()
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
    pub(crate) fn with(mut self, change: impl FnOnce(&mut ProblemDetails)) -> Self {
        change(&mut self.0.body);
        self
    }

    /// Whether the roles of the caller are not enough.
    pub(crate) fn is_for_want_of_a_role(&self) -> bool {
        self.0.body.code == codes::TP4003.as_str()
    }

    /// The document, for a place inside another one.
    pub(crate) fn into_details(self) -> ProblemDetails {
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
pub(crate) fn urn(code: &str) -> String {
    format!("urn:towpath:problem:{code}")
}

/// The title of a code's page, or the status in words where there is no page.
pub(crate) fn title(code: &str, status: StatusCode) -> String {
    let page = codes::page(code).and_then(|page| page.lines().next());
    page.and_then(|line| line.split_once(": ")).map_or_else(
        || status.canonical_reason().unwrap_or("error").to_lowercase(),
        |(_, title)| title.to_owned(),
    )
}
