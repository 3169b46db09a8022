//! What the desk refuses.

use towpath_journal::StoreError;

use super::RequestState;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::rules::RulesError;
use crate::version::ReviewState;

/// Why the desk did not do something.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DeskError {
    /// Nobody has to decide about a review any more.
    #[error("the review is settled: {}", settled(*.0))]
    Settled(ReviewState),
    /// Policies refuse nothing of a draft, so there is nothing to request.
    #[error("policies refuse nothing of the draft")]
    NothingRefused,
    /// No permit could be drafted for a request.
    #[error("no permit could be drafted for this request; write one")]
    NoDraft,
    /// A request was decided before.
    #[error("the request is {} already", match .0 { RequestState::Granted => "granted", RequestState::Rejected => "rejected", RequestState::Open => "open" })]
    RequestSettled(RequestState),
    /// The catalog refuses it.
    #[error(transparent)]
    Catalog(CatalogError),
    /// The rules refuse it.
    #[error(transparent)]
    Rules(RulesError),
    /// What can go wrong in every room.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<CatalogError> for DeskError {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Fault(fault) => Self::Fault(fault),
            other => Self::Catalog(other),
        }
    }
}

impl From<RulesError> for DeskError {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Fault(fault) => Self::Fault(fault),
            other => Self::Rules(other),
        }
    }
}

impl From<DeskError> for Fault {
    /// For callers that cannot meet anything but a fault.
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Fault(fault) => fault,
            other => Self::Internal(other.to_string()),
        }
    }
}

fn settled(state: ReviewState) -> &'static str {
    match state {
        ReviewState::InReview => "somebody has to decide",
        ReviewState::ChangesRequested => "changes were requested; its author submits it again",
        ReviewState::Rejected => "it was rejected; change it and give it another version",
        ReviewState::Published => "the version is live",
        ReviewState::NotNeeded => "no policy wants an approval of it any more",
    }
}
