//! `run: shell`.

use towpath_diagnostics::Span;

use crate::model::{OrExpression, Spanned, Template};
use crate::parse::{At, Findings};

/// `run: shell`.
#[derive(Debug, Clone, PartialEq)]
pub struct ShellRun {
    /// The command.
    pub command: OrExpression<Spanned<String>>,
    /// Standard input.
    pub stdin: Option<OrExpression<Spanned<String>>>,
    /// Arguments.
    pub arguments: Option<Template>,
    /// Environment variables.
    pub environment: Option<Template>,
    /// Its place in the source text.
    pub span: Span,
}

impl ShellRun {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let shell = at.fields(&["command", "stdin", "arguments", "environment"], findings)?;
        let command = shell.required("command", findings).and_then(|at| at.text_or_expression(findings));
        let stdin = shell.get("stdin").and_then(|at| at.text_or_expression(findings));
        let arguments = shell.get("arguments").and_then(|at| at.text_list(findings));
        let environment = shell.get("environment").and_then(|at| at.mapping_template(findings));
        Some(Self { command: command?, stdin, arguments, environment, span: at.node.span })
    }
}
