//! Health and readiness.

use serde::{Deserialize, Serialize};

words! {
    /// The state of the server.
    #[non_exhaustive]
    pub enum HealthStatus {
        /// It works.
        Ok = "ok",
    }
}

/// The state of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Health {
    /// `ok`; otherwise the answer is a problem document.
    pub status: HealthStatus,
}
