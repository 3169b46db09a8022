//! `call: http`.

use towpath_diagnostics::Span;

use crate::model::{Endpoint, Spanned, Template};
use crate::{
    parse::{At, Findings, patterns},
    words::quote,
};
use towpath_diagnostics::codes;

/// `call: http`.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpCall {
    /// The method as written, in upper or lower case.
    pub method: Spanned<String>,
    /// The target.
    pub endpoint: Endpoint,
    /// A mapping of texts, or one `${ … }`.
    pub headers: Option<Template>,
    /// The body, of any type.
    pub body: Option<Template>,
    /// A mapping of texts, or one `${ … }`.
    pub query: Option<Template>,
    /// What becomes the output. Default: the content.
    pub output: Option<Spanned<HttpOutput>>,
    /// Whether statuses 300 to 399 count as success. Default: `false`.
    pub redirect: Option<Spanned<bool>>,
    /// The place of the arguments in the source text.
    pub span: Span,
}

/// The part of a response that becomes the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HttpOutput {
    /// The body as base64 text.
    Raw,
    /// The body, decoded by its content type.
    #[default]
    Content,
    /// The whole response: `request`, `statusCode`, `headers`, `content`.
    Response,
}

impl HttpOutput {
    /// The word in definitions.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Content => "content",
            Self::Response => "response",
        }
    }
}

impl HttpOutput {
    pub(crate) const WORDS: &[(&str, Self)] =
        &[("raw", Self::Raw), ("content", Self::Content), ("response", Self::Response)];
}

impl HttpCall {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] = &["method", "endpoint", "headers", "body", "query", "output", "redirect"];
        let with = at.fields(KEYS, findings)?;
        let method = with.required("method", findings).and_then(|at| read_method(&at, findings));
        let endpoint = with.required("endpoint", findings).and_then(|at| Endpoint::read(&at, findings));
        let headers = with.get("headers").and_then(|at| read_headers(&at, findings));
        let body = with.get("body").map(|at| at.template(findings));
        let query = with.get("query").and_then(|at| read_texts(&at, findings));
        let output = with.get("output").and_then(|at| at.word(HttpOutput::WORDS, findings));
        let redirect = with.get("redirect").and_then(|at| at.boolean(findings));
        Some(Self {
            method: method?,
            endpoint: endpoint?,
            headers,
            body,
            query,
            output,
            redirect,
            span: at.node.span,
        })
    }
}

fn read_method(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    let method = at.literal(findings)?;
    if !patterns::is_token(&method) {
        let message = format!("{} is not an HTTP method", quote(&method));
        findings.report(at.error(codes::TP0204, message).help("write one word, such as `get` or `post`"));
    }
    Some(method)
}

/// Reads a mapping of texts, or one expression that gives it.
fn read_texts(at: &At<'_>, findings: &mut Findings) -> Option<Template> {
    if at.node.as_object().is_some() { at.text_mapping(findings) } else { at.mapping_or_expression(findings) }
}

fn read_headers(at: &At<'_>, findings: &mut Findings) -> Option<Template> {
    for (name, _) in at.node.as_object().unwrap_or_default() {
        if !patterns::is_token(name) {
            let message = format!("{} is not a valid header name", quote(name));
            let help = "header names consist of letters, digits and dashes";
            findings.report(at.error(codes::TP0204, message).at(name.span).help(help));
        }
    }
    read_texts(at, findings)
}
