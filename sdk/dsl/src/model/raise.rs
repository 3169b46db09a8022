//! `raise`: raises an error.

use super::ErrorReference;
use crate::parse::{Fields, Findings};

/// `raise`: raises an error.
#[derive(Debug, Clone, PartialEq)]
pub struct RaiseTask {
    /// The error.
    pub error: ErrorReference,
}

impl RaiseTask {
    pub(crate) const KEYS: &[&str] = &["raise"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let raise = task.required("raise", findings)?.fields(&["error"], findings)?;
        Some(Self { error: ErrorReference::read(&raise.required("error", findings)?, findings)? })
    }
}
