//! `fork`: runs tasks in parallel.

use super::{Spanned, TaskList};
use crate::parse::{Fields, Findings};

/// `fork`: runs tasks in parallel.
#[derive(Debug, Clone, PartialEq)]
pub struct ForkTask {
    /// The branches.
    pub branches: TaskList,
    /// Whether the first branch to end wins. Default: `false`.
    pub compete: Option<Spanned<bool>>,
}

impl ForkTask {
    pub(crate) const KEYS: &[&str] = &["fork"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let fork = task.required("fork", findings)?.fields(&["branches", "compete"], findings)?;
        let branches = fork.required("branches", findings).and_then(|list| TaskList::read(&list, findings));
        let compete = fork.get("compete").and_then(|value| value.boolean(findings));
        Some(Self { branches: branches?, compete })
    }
}
