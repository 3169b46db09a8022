//! What the rules refuse.

use towpath_diagnostics::Diagnostic;
use towpath_journal::StoreError;

use super::Impact;
use super::grants::GrantState;
use super::integration_change::IntegrationImpact;
use crate::fault::Fault;

/// Why the rules were not changed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RulesError {
    /// Versions that can be called still reach an integration.
    #[error("`{integration}` is still reached by {}", .versions.join(", "))]
    InUse {
        /// The integration.
        integration: String,
        /// The versions, as `namespace/name version`.
        versions: Vec<String>,
    },
    /// A grant is what was granted, or is over.
    #[error("nothing of the grant has changed that IT would have to look at: it is `{}`", .0.as_str())]
    NothingToConfirm(GrantState),
    /// Policies would take something from live workflows, and nobody has confirmed that.
    #[error("this takes something from {} live workflow(s), which has to be confirmed", .0.affected.len())]
    Unconfirmed(Box<Impact>),
    /// Another proposal waits for a second approver.
    #[error("a proposal of {by} waits for a second approver")]
    ProposalOpen {
        /// Who proposed it.
        by: String,
        /// Its digest.
        digest: String,
    },
    /// A policy has this name already.
    #[error("there is a policy `{0}` already")]
    NameTaken(String),
    /// A change of an integration would take something from live workflows, and nobody has confirmed that.
    #[error("this takes something from {} live workflow(s), which has to be confirmed", .0.affected.len())]
    IntegrationUnconfirmed(Box<IntegrationImpact>),
    /// Policies have errors, or their tests fail.
    #[error("the policies cannot be activated: {} problem(s)", .0.len())]
    Activation(Vec<Diagnostic>),
    /// What can go wrong in every room.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for RulesError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}
