//! Errors, as `raise` defines them and `catch` filters them.

use towpath_diagnostics::{Span, codes};

use super::{NodeKind, resource::read_uri};
use super::{OrExpression, Spanned};
use crate::parse::{At, Expected, Findings};

/// An error in a definition.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorDefinition {
    /// A URI that names the type.
    pub kind: OrExpression<Spanned<String>>,
    /// An HTTP-like status, 100 to 599.
    pub status: Spanned<u16>,
    /// A JSON pointer. Default: that of the raising task.
    pub instance: Option<OrExpression<Spanned<String>>>,
    /// A short title.
    pub title: Option<OrExpression<Spanned<String>>>,
    /// Details of this occurrence.
    pub detail: Option<OrExpression<Spanned<String>>>,
    /// Its place in the source text.
    pub span: Span,
}

/// An error, or the name of one under `use.errors`.
#[derive(Debug, Clone, PartialEq)]
pub enum ErrorReference {
    /// Defined here.
    Inline(ErrorDefinition),
    /// Defined under `use.errors`.
    Named(Spanned<String>),
}

/// The conditions for catching an error. Absent fields match any value. Literal values only.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorFilter {
    /// The exact type.
    pub kind: Option<Spanned<String>>,
    /// The status.
    pub status: Option<Spanned<u16>>,
    /// The exact instance.
    pub instance: Option<Spanned<String>>,
    /// The exact title.
    pub title: Option<Spanned<String>>,
    /// The exact detail. The key is `detail`, as in errors, or `details`, as in the text of version 1.0.3.
    pub detail: Option<Spanned<String>>,
    /// Its place in the source text.
    pub span: Span,
}

impl ErrorDefinition {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let error = at.fields(&["type", "status", "instance", "title", "detail"], findings)?;
        let kind = error.required("type", findings).and_then(|at| read_uri(&at, findings));
        let status = error.required("status", findings).and_then(|at| read_status(&at, findings));
        let mut text = |key| error.get(key).and_then(|at: At<'_>| at.text_or_expression(findings));
        let (instance, title, detail) = (text("instance"), text("title"), text("detail"));
        Some(Self { kind: kind?, status: status?, instance, title, detail, span: at.node.span })
    }
}

impl ErrorReference {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        match &at.node.kind {
            NodeKind::String(_) => at.literal(findings).map(Self::Named),
            NodeKind::Object(_) => ErrorDefinition::read(at, findings).map(Self::Inline),
            _ => {
                at.wrong_type(Expected::TextOrMapping("the name of an error"), findings);
                None
            }
        }
    }
}

impl ErrorFilter {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let filter = at.fields(&["type", "status", "instance", "title", "detail", "details"], findings)?;
        if filter.entries.is_empty() {
            findings.report(
                at.error(codes::TP0219, "this filter has no condition")
                    .help("add `type` or `status`, or delete it"),
            );
        }
        let status = filter.get("status").and_then(|at| read_status(&at, findings));
        let mut text = |key| filter.get(key).and_then(|at: At<'_>| at.literal(findings));
        let (kind, instance, title) = (text("type"), text("instance"), text("title"));
        let (detail, details) = (text("detail"), text("details"));
        if let (Some(first), Some(key)) = (&detail, filter.key("details")) {
            let diagnostic =
                at.error(codes::TP0217, "`details` cannot be combined with `detail`").at(key.span);
            findings.report(diagnostic.related(first.span, "the first one is here").help("keep one of them"));
        }
        let detail = detail.or(details);
        Some(Self { kind, status, instance, title, detail, span: at.node.span })
    }
}

fn read_status(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<u16>> {
    let status = at.integer(100, 599, findings)?;
    u16::try_from(status.value).ok().map(|value| Spanned::new(value, status.span))
}
