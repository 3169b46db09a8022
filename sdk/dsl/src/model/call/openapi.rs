//! `call: openapi`.

use towpath_diagnostics::Span;

use super::HttpOutput;
use crate::model::{Authentication, ExternalResource, Spanned, Template};
use crate::parse::{At, Findings};

/// `call: openapi`.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenApiCall {
    /// The OpenAPI document.
    pub document: ExternalResource,
    /// The operation.
    pub operation_id: Spanned<String>,
    /// Its parameters, a mapping.
    pub parameters: Option<Template>,
    /// How the call authenticates.
    pub authentication: Option<Authentication>,
    /// What becomes the output. Default: the content.
    pub output: Option<Spanned<HttpOutput>>,
    /// Whether statuses 300 to 399 count as success. Default: `false`.
    pub redirect: Option<Spanned<bool>>,
    /// The place of the arguments in the source text.
    pub span: Span,
}

impl OpenApiCall {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] =
            &["document", "operationId", "parameters", "authentication", "output", "redirect"];
        let with = at.fields(KEYS, findings)?;
        let document =
            with.required("document", findings).and_then(|at| ExternalResource::read(&at, findings));
        let operation_id = with.required("operationId", findings).and_then(|at| at.literal(findings));
        let parameters = with.get("parameters").and_then(|at| at.mapping_template(findings));
        let authentication = with.get("authentication").and_then(|at| Authentication::read(&at, findings));
        let output = with.get("output").and_then(|at| at.word(HttpOutput::WORDS, findings));
        let redirect = with.get("redirect").and_then(|at| at.boolean(findings));
        Some(Self {
            document: document?,
            operation_id: operation_id?,
            parameters,
            authentication,
            output,
            redirect,
            span: at.node.span,
        })
    }
}
