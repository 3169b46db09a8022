//! What policies and integrations have in common: documents that IT writes, kept as text.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use serde::Serialize;
use towpath_diagnostics::Diagnostic;
use towpath_runtime::{EngineError, Text};
use utoipa::ToSchema;

use crate::diagnostic::{DiagnosticBody, bodies};
use crate::plain::check_document;
use crate::precondition::{Precondition, etag};
use crate::problem::ApiError;
use crate::time::rfc3339;

/// A document as it was put.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TextBody {
    /// Its name.
    name: String,
    /// The text, comments and all.
    source: String,
    /// Counts up with every change; also the entity tag.
    revision: u64,
    /// This text is what is in force.
    active: bool,
    /// The principal who put it.
    by: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// A document in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TextSummary {
    /// Its name.
    name: String,
    /// Counts up with every change.
    revision: u64,
    /// The saved text is what is in force.
    active: bool,
    /// The principal who put it.
    by: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// A document that was saved.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Saved {
    /// Its name.
    name: String,
    /// Its revision now; also the entity tag.
    revision: u64,
    /// This text is what is in force.
    active: bool,
    /// Warnings and hints about it.
    diagnostics: Vec<DiagnosticBody>,
}

impl From<Text> for TextBody {
    fn from(text: Text) -> Self {
        let Text { name, source, by, at, revision, active } = text;
        Self { name, source, revision, active, by, at: rfc3339(at) }
    }
}

impl From<Text> for TextSummary {
    fn from(text: Text) -> Self {
        let Text { name, source: _, by, at, revision, active } = text;
        Self { name, revision, active, by, at: rfc3339(at) }
    }
}

/// The answer with one document.
pub(crate) fn found(text: Text) -> Response {
    ([etag(text.revision)], Json(TextBody::from(text))).into_response()
}

/// Saves a document that is at `current` with `put`, which is given the text and the revision it must be at, and answers.
pub(crate) async fn save<F>(
    headers: &HeaderMap,
    current: Option<u64>,
    source: String,
    put: impl FnOnce(String, Option<u64>) -> F,
) -> Result<Response, ApiError>
where
    F: Future<Output = Result<(Text, Vec<Diagnostic>), EngineError>>,
{
    let precondition = Precondition::at(headers, current)?;
    check_document(&source)?;
    // Kept for the places of what is wrong in it.
    let kept = source.clone();
    match put(source, precondition.expected).await {
        Ok((text, diagnostics)) => {
            let Text { name, revision, active, .. } = text;
            let diagnostics = bodies(&diagnostics, Some(&kept));
            Ok(([etag(revision)], Json(Saved { name, revision, active, diagnostics })).into_response())
        }
        Err(EngineError::Invalid(diagnostics)) => {
            let found = bodies(&diagnostics, Some(&kept));
            Err(ApiError::from(EngineError::Invalid(diagnostics)).with(|body| body.diagnostics = found))
        }
        Err(error) => Err(precondition.failed(error)),
    }
}
