//! `document` and `evaluate`: who a workflow is, and in which language its expressions are written.

use towpath_diagnostics::Span;

use super::{Node, Spanned};
use crate::{
    parse::{At, Findings, patterns},
    words::quote,
};
use towpath_diagnostics::codes;

/// `document`.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Version of the DSL it is written in, `1.0.3`.
    pub dsl: Spanned<String>,
    /// The namespace: letters, digits and dashes, at most 63.
    pub namespace: Spanned<String>,
    /// The name, unique in its namespace: letters, digits and dashes, at most 63.
    pub name: Spanned<String>,
    /// Its semantic version.
    pub version: Spanned<String>,
    /// A title for people.
    pub title: Option<Spanned<String>>,
    /// A summary in Markdown.
    pub summary: Option<Spanned<String>>,
    /// Free tags, a mapping.
    pub tags: Option<Node>,
    /// Anything else, a mapping.
    pub metadata: Option<Node>,
}

/// `evaluate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluate {
    /// The expression language; `jq` when absent.
    pub language: Option<Spanned<String>>,
    /// Whether expressions must be marked `${ … }`; strict when absent.
    pub mode: Option<Spanned<String>>,
    /// Where it stands.
    pub span: Span,
}

/// Versions of the DSL that are understood.
const VERSIONS: &[&str] = &["1.0.0", "1.0.1", "1.0.2", "1.0.3"];

impl Document {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] =
            &["dsl", "namespace", "name", "version", "title", "summary", "tags", "metadata"];
        let document = at.fields(KEYS, findings)?;
        let dsl = document.required("dsl", findings).and_then(|at| read_dsl(&at, findings));
        let namespace = document.required("namespace", findings).and_then(|at| read_name(&at, findings));
        let name = document.required("name", findings).and_then(|at| read_name(&at, findings));
        let version = document.required("version", findings).and_then(|at| read_version(&at, findings));
        let title = document.get("title").and_then(|at| at.literal(findings));
        let summary = document.get("summary").and_then(|at| at.literal(findings));
        let tags = document.get("tags").and_then(|at| at.raw_mapping(findings));
        let metadata = document.get("metadata").and_then(|at| at.raw_mapping(findings));
        Some(Self {
            dsl: dsl?,
            namespace: namespace?,
            name: name?,
            version: version?,
            title,
            summary,
            tags,
            metadata,
        })
    }
}

fn read_dsl(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    let dsl = at.literal(findings)?;
    if !VERSIONS.contains(&dsl.value.as_str()) {
        let message = format!("version {} of the language is not known here", quote(&dsl));
        findings.report(at.error(codes::TP0206, message).help("write `dsl: '1.0.3'`"));
    }
    Some(dsl)
}

/// A namespace or a name of a workflow.
pub(crate) fn read_name(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    let name = at.literal(findings)?;
    if !patterns::is_name(&name) {
        let message = format!("{} cannot be {}", at.subject(), quote(&name));
        let help = "use letters, digits and dashes, at most 63, with no dash at either end";
        findings.report(at.error(codes::TP0207, message).help(help));
    }
    Some(name)
}

fn read_version(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    let version = at.literal(findings)?;
    if !patterns::is_semver(&version) {
        let message = format!("{} is not a semantic version: {}", at.subject(), quote(&version));
        findings.report(at.error(codes::TP0208, message).help("write three numbers, such as `'1.0.0'`"));
    }
    Some(version)
}

impl Evaluate {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let evaluate = at.fields(&["language", "mode"], findings)?;
        Some(Self {
            language: evaluate.get("language").and_then(|at| at.literal(findings)),
            mode: evaluate.get("mode").and_then(|at| at.word_text(&["strict", "loose"], findings)),
            span: at.node.span,
        })
    }
}
