//! `set`: sets the task's output.

use super::NodeKind;
use super::Transform;
use crate::parse::{Expected, Fields, Findings};
use towpath_diagnostics::codes;

/// `set`: sets the task's output.
#[derive(Debug, Clone, PartialEq)]
pub struct SetTask {
    /// A mapping that may hold `${ … }`, or one `${ … }`.
    pub value: Transform,
}

impl SetTask {
    pub(crate) const KEYS: &[&str] = &["set"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let at = task.required("set", findings)?;
        let value = match &at.node.kind {
            NodeKind::String(_) => {
                Transform::Expression(at.strict_expression(Expected::MappingOrExpression, findings)?)
            }
            NodeKind::Object(entries) => {
                if entries.is_empty() {
                    findings
                        .report(at.error(codes::TP0219, "`set` sets nothing").help("set at least one key"));
                }
                Transform::Template(at.template(findings))
            }
            _ => {
                at.wrong_type(Expected::MappingOrExpression, findings);
                return None;
            }
        };
        Some(Self { value })
    }
}
