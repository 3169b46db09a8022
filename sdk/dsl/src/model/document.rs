//! `document` and `evaluate`: the identity of a workflow, and the language of its expressions.

use towpath_diagnostics::Span;

use super::{Node, NodeKind, Spanned};
use crate::{
    parse::{At, Findings, patterns},
    words::quote,
};
use towpath_diagnostics::codes;

/// `document`.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The DSL version of the definition, `1.0.3`.
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
    /// The expression language. Default: `jq`.
    pub language: Option<Spanned<String>>,
    /// Whether expressions must be marked with `${ … }`. Default: strict.
    pub mode: Option<Spanned<String>>,
    /// Its place in the source text.
    pub span: Span,
}

/// Supported DSL versions.
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
    if matches!(at.node.kind, NodeKind::Int(_) | NodeKind::Float(_)) {
        let message = format!("{} must be a text, not {}", at.subject(), at.node.describe());
        findings.report(at.error(codes::TP0203, message).help("write `dsl: '1.0.3'`, in quotes"));
        return None;
    }
    let dsl = at.literal(findings)?;
    if !VERSIONS.contains(&dsl.value.as_str()) {
        let message = format!("version {} of the language is not supported", quote(&dsl));
        let help = match dsl.value.strip_prefix("0.") {
            Some(_) => {
                "write `dsl: '1.0.3'`; many keys have new names since version 0.x, and each is reported"
            }
            None => "write `dsl: '1.0.3'`",
        };
        findings.report(at.error(codes::TP0206, message).help(help));
    }
    Some(dsl)
}

/// Reads a namespace or a name of a workflow.
pub(crate) fn read_name(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    let name = at.literal(findings)?;
    if !patterns::is_name(&name) {
        let message = format!("{} cannot be {}", at.subject(), quote(&name));
        let mut help = "use letters, digits and dashes, at most 63, with no dash at either end".to_owned();
        let close = as_name(&name);
        if patterns::is_name(&close) {
            help.push_str(&format!(", such as `{close}`"));
        }
        findings.report(at.error(codes::TP0207, message).help(help));
    }
    Some(name)
}

/// The valid name that is closest to `text`.
pub(crate) fn as_name(text: &str) -> String {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_lowercase()
}

/// The semantic version for `1`, `1.0` or `v1.0.0`.
pub(crate) fn as_version(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['v', 'V']);
    let full = match text.split('.').count() {
        1 => format!("{text}.0.0"),
        2 => format!("{text}.0"),
        _ => text.to_owned(),
    };
    patterns::is_semver(&full).then_some(full)
}

fn read_version(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    let number = match at.node.kind {
        NodeKind::Int(number) => Some(number.to_string()),
        NodeKind::Float(number) => Some(format!("{number:?}")),
        _ => None,
    };
    if let Some(full) = number.as_deref().and_then(as_version) {
        let message = format!("{} must be a text, not {}", at.subject(), at.node.describe());
        let help = format!("write all three numbers, in quotes: `version: '{full}'`");
        findings.report(at.error(codes::TP0203, message).help(help));
        return None;
    }
    let version = at.literal(findings)?;
    if !patterns::is_semver(&version) {
        let message = format!("{} is not a semantic version: {}", at.subject(), quote(&version));
        let example = as_version(&version).unwrap_or_else(|| "1.0.0".to_owned());
        findings.report(
            at.error(codes::TP0208, message).help(format!("write three numbers, such as `'{example}'`")),
        );
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
