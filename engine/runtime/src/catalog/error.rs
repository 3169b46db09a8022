//! What the catalog refuses.

use towpath_diagnostics::Diagnostic;
use towpath_journal::StoreError;

use crate::fault::Fault;
use crate::types::EvaluatedAccess;
use crate::version::PublishedVersion;

/// Why the catalog did not do something.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CatalogError {
    /// Another digest is published under this version.
    #[error("version {version} is published already with another content; the next is {next}")]
    VersionTaken {
        /// The version that was submitted.
        version: String,
        /// The one to use.
        next: String,
    },
    /// Policies refuse accesses of this definition.
    #[error("policies refuse {} of its accesses", .0.len())]
    Denied(Vec<EvaluatedAccess>),
    /// The schema of a workflow's settings does not take these.
    #[error("{}", .0.first().map_or("the settings do not fit", |found| found.message.as_str()))]
    SettingsMisfit(Vec<Diagnostic>),
    /// A version is not in a state in which it could be called, or get to another state.
    #[error("version {} is {}{}", .0.workflow.version, .0.standing.state.as_str(), because(.0.standing.reason.as_deref()))]
    Standing(Box<PublishedVersion>),
    /// Cases that cannot be saved.
    #[error("the cases cannot be saved: {0}")]
    Cases(String),
    /// A workflow is switched off.
    #[error("the workflow is switched off: {0}")]
    SwitchedOff(String),
    /// An integration changed while a version that uses it was published.
    #[error("{0} changed while the version was being published")]
    Overtaken(String),
    /// A version is suspended or retired, so publishing it again does nothing.
    #[error("version {} is {}{}; nothing was published", .0.workflow.version, .0.standing.state.as_str(), because(.0.standing.reason.as_deref()))]
    NotPublished(Box<PublishedVersion>),
    /// What can go wrong in every room.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for CatalogError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<CatalogError> for Fault {
    /// For callers that cannot meet anything but a fault.
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Fault(fault) => fault,
            other => Self::Internal(other.to_string()),
        }
    }
}

fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(": {reason}")).unwrap_or_default()
}
