//! Endpoints and external resources.

use towpath_diagnostics::Span;

use super::NodeKind;
use super::{Authentication, OrExpression, Spanned};
use crate::{
    parse::{At, Expected, Findings, patterns},
    snippet,
    words::quote,
};
use towpath_diagnostics::codes;

/// The address of a system, and how to authenticate there.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// A URI template (`{name}` is filled in from the task's input), kept as text, or an expression that gives a URI.
    pub uri: OrExpression<Spanned<String>>,
    /// How the call authenticates.
    pub authentication: Option<Authentication>,
    /// Its place in the source text.
    pub span: Span,
}

/// An external document that is fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct ExternalResource {
    /// A name for it.
    pub name: Option<Spanned<String>>,
    /// Its address.
    pub endpoint: Endpoint,
    /// Its place in the source text.
    pub span: Span,
}

impl Endpoint {
    /// The URI if it is a literal, including `{name}` placeholders.
    pub fn uri_text(&self) -> Option<&str> {
        match &self.uri {
            OrExpression::Literal(uri) => Some(&uri.value),
            OrExpression::Expression(_) => None,
        }
    }

    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        match &at.node.kind {
            NodeKind::String(_) => {
                Some(Self { uri: read_uri(at, findings)?, authentication: None, span: at.node.span })
            }
            NodeKind::Object(_) => {
                let endpoint = at.fields(&["uri", "authentication"], findings)?;
                let uri = endpoint.required("uri", findings).and_then(|at| read_uri(&at, findings));
                let authentication =
                    endpoint.get("authentication").and_then(|at| Authentication::read(&at, findings));
                Some(Self { uri: uri?, authentication, span: at.node.span })
            }
            _ => {
                at.wrong_type(Expected::TextOrMapping("a URI"), findings);
                None
            }
        }
    }
}

impl ExternalResource {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let resource = at.fields(&["name", "endpoint"], findings)?;
        let name = resource.get("name").and_then(|at| at.literal(findings));
        let endpoint = resource.required("endpoint", findings).and_then(|at| Endpoint::read(&at, findings));
        Some(Self { name, endpoint: endpoint?, span: at.node.span })
    }
}

/// Reads a URI, a URI template, or an expression that gives a URI.
pub(crate) fn read_uri(at: &At<'_>, findings: &mut Findings) -> Option<OrExpression<Spanned<String>>> {
    let uri = at.text_or_expression(findings)?;
    if let OrExpression::Literal(text) = &uri {
        check_uri(at, text, findings);
    }
    Some(uri)
}

/// Reports a text that is not a URI, unless it was already refused as an expression.
pub(crate) fn check_uri(at: &At<'_>, text: &str, findings: &mut Findings) {
    if text.contains("${") || patterns::is_uri_template(text) {
        return;
    }
    let message = format!("{} is not a URI: {}", at.subject(), quote(text));
    let help = if text.starts_with(['.', '$', '"']) {
        format!("write an expression as `{}`", snippet::line(&at.pointer, &snippet::expression(text)))
    } else {
        "write it without spaces, such as `https://api.acme.example/customers/{id}`".to_owned()
    };
    findings.report(at.error(codes::TP0220, message).help(help));
}
