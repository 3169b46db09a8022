//! What policies and integrations have in common: documents that IT writes, kept as text.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use towpath_api_types as api;
use towpath_diagnostics::Diagnostic;
use towpath_runtime::{EngineError, Fault, Text};

use crate::diagnostic::diagnostics;
use crate::plain::check_document;
use crate::precondition::{Precondition, etag};
use crate::problem::ApiError;
use crate::time::rfc3339;

/// A document in a list: without its text.
pub(crate) fn text_summary(text: Text) -> api::TextSummary {
    let Text { name, source: _, by, at, revision, active } = text;
    api::TextSummary { name, revision, active, by, at: rfc3339(at), traffic: Vec::new() }
}

/// The answer with one document.
pub(crate) fn text_response(text: Text) -> Response {
    let Text { name, source, by, at, revision, active } = text;
    let body = api::Text { name, source, revision, active, by, at: rfc3339(at) };
    ([etag(revision)], Json(body)).into_response()
}

/// Saves a document that is at `current` with `put`, which is given the text and the revision it must be at, and answers.
pub(crate) async fn save_text<F>(
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
            let diagnostics = self::diagnostics(&diagnostics, Some(&kept));
            Ok(([etag(revision)], Json(api::SavedText { name, revision, active, diagnostics }))
                .into_response())
        }
        Err(EngineError::Fault(Fault::Invalid(diagnostics))) => {
            let found = self::diagnostics(&diagnostics, Some(&kept));
            Err(ApiError::from(EngineError::Fault(Fault::Invalid(diagnostics)))
                .with(|body| body.diagnostics = found))
        }
        Err(error) => Err(precondition.failed(error)),
    }
}
