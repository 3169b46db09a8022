//! `run: workflow`.

use towpath_diagnostics::Span;

use crate::model::document::read_name;
use crate::model::{Spanned, Template};
use crate::parse::{At, Findings, patterns};
use crate::words::quote;
use towpath_diagnostics::codes;

/// `run: workflow`.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkflowRun {
    /// Its namespace.
    pub namespace: Spanned<String>,
    /// Its name.
    pub name: Spanned<String>,
    /// Its version, or `latest`.
    pub version: Spanned<String>,
    /// Its input, a mapping.
    pub input: Option<Template>,
    /// Its place in the source text.
    pub span: Span,
}

impl WorkflowRun {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let workflow = at.fields(&["namespace", "name", "version", "input"], findings)?;
        let namespace = workflow.required("namespace", findings).and_then(|at| read_name(&at, findings));
        let name = workflow.required("name", findings).and_then(|at| read_name(&at, findings));
        let version = workflow.required("version", findings).and_then(|at| {
            let version = at.literal(findings)?;
            if version.value != "latest" && !patterns::is_semver(&version) {
                let message = format!("{} is neither a semantic version nor `latest`", quote(&version));
                findings
                    .report(at.error(codes::TP0208, message).help("write three numbers, such as `'1.0.0'`"));
            }
            Some(version)
        });
        let input = workflow.get("input").and_then(|at| at.mapping_template(findings));
        Some(Self { namespace: namespace?, name: name?, version: version?, input, span: at.node.span })
    }
}
