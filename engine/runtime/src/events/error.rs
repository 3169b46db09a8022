//! Why an event was not taken in.

use towpath_journal::StoreError;

use crate::fault::Fault;

/// Why an event was not taken in, or not read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EventsError {
    /// It has the source of another sender.
    #[error("the source `{0}` is somebody else's")]
    ForeignSource(String),
    /// What can go wrong in every room.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for EventsError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}
