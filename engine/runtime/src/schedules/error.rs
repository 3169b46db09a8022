//! Why a schedule was not shown, paused or resumed.

use towpath_journal::StoreError;

use crate::fault::Fault;

/// Why something about a schedule was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SchedulesError {
    /// Pausing needs a reason.
    #[error("to pause a schedule, give a `reason`; everybody who looks at it will see it")]
    NoReason,
    /// What can go wrong in every room.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for SchedulesError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}
