//! Events that were accepted.

use serde::{Deserialize, Serialize};

/// The accepted events, in the order in which they were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct AcceptedEvents {
    /// The events.
    pub events: Vec<AcceptedEvent>,
}

/// An event that is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct AcceptedEvent {
    /// Its position in the log of events.
    pub position: u64,
    /// The caller had sent its source and id before: it is not delivered again.
    pub duplicate: bool,
}
