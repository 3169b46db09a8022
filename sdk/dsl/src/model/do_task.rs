//! `do`: runs tasks in sequence.

use super::TaskList;
use crate::parse::{Fields, Findings};

/// `do`: runs tasks in sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct DoTask {
    /// The tasks.
    pub tasks: TaskList,
}

impl DoTask {
    pub(crate) const KEYS: &[&str] = &["do"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        Some(Self { tasks: TaskList::read(&task.required("do", findings)?, findings)? })
    }
}
