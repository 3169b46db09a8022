//! `wait`: pauses for a duration.

use super::Duration;
use crate::parse::{Fields, Findings};

/// `wait`: pauses for a duration.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitTask {
    /// The duration.
    pub duration: Duration,
}

impl WaitTask {
    pub(crate) const KEYS: &[&str] = &["wait"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        Some(Self { duration: Duration::read(&task.required("wait", findings)?, findings)? })
    }
}
