//! `wait`: a pause.

use super::Duration;
use crate::parse::{Fields, Findings};

/// `wait`: a pause.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitTask {
    /// How long.
    pub duration: Duration,
}

impl WaitTask {
    pub(crate) const KEYS: &[&str] = &["wait"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        Some(Self { duration: Duration::read(&task.required("wait", findings)?, findings)? })
    }
}
