//! `run: script`.

use towpath_diagnostics::Span;

use crate::model::{ExternalResource, OrExpression, Spanned, Template};
use crate::parse::{At, Findings};

/// `run: script`.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptRun {
    /// The language.
    pub language: Spanned<String>,
    /// The script.
    pub source: ScriptSource,
    /// Standard input.
    pub stdin: Option<OrExpression<Spanned<String>>>,
    /// Arguments.
    pub arguments: Option<Template>,
    /// Environment variables.
    pub environment: Option<Template>,
    /// Its place in the source text.
    pub span: Span,
}

/// The source of a script.
#[derive(Debug, Clone, PartialEq)]
pub enum ScriptSource {
    /// Inside the definition.
    Code(Spanned<String>),
    /// An external document.
    Resource(ExternalResource),
}

impl ScriptRun {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] = &["language", "code", "source", "stdin", "arguments", "environment"];
        let script = at.fields(KEYS, findings)?;
        let language = script.required("language", findings).and_then(|at| at.literal(findings));
        let stdin = script.get("stdin").and_then(|at| at.text_or_expression(findings));
        let arguments = script.get("arguments").and_then(|at| at.text_list(findings));
        let environment = script.get("environment").and_then(|at| at.mapping_template(findings));
        let (key, value) = script.exactly_one(&["code", "source"], findings)?;
        let source = match key {
            // Not checked as an expression, because scripts may contain `${`.
            "code" => value.text(findings).map(ScriptSource::Code),
            _ => ExternalResource::read(&value, findings).map(ScriptSource::Resource),
        };
        Some(Self { language: language?, source: source?, stdin, arguments, environment, span: at.node.span })
    }
}
