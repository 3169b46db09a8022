//! `emit`: sends an event.

use towpath_diagnostics::Span;

use super::Template;
use super::event::read_attributes;
use crate::parse::{Fields, Findings};

/// `emit`: sends an event.
#[derive(Debug, Clone, PartialEq)]
pub struct EmitTask {
    /// The event's attributes, a mapping.
    pub with: Template,
    /// Where the event stands.
    pub span: Span,
}

impl EmitTask {
    pub(crate) const KEYS: &[&str] = &["emit"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let emit = task.required("emit", findings)?.fields(&["event"], findings)?;
        let event = emit.required("event", findings)?.fields(&["with"], findings)?;
        let with = event.required("with", findings)?;
        with.any_fields(findings)?.required("type", findings);
        Some(Self { with: read_attributes(&with, findings)?, span: with.node.span })
    }
}
