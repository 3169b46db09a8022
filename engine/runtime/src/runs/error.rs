//! What stops a run, or a request about one.

use towpath_journal::{RunId, Status, StoreError};
use towpath_wire::Problem;

use crate::catalog::CatalogError;
use crate::drafts::cases::FixtureError;
use crate::events::EventsError;
use crate::fault::Fault;

/// Why a run was not started, changed or shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RunsError {
    /// A call is not held any more.
    #[error("the call does not wait any more: {0}")]
    HoldSettled(String),
    /// Answers declared for a draft run cannot be used.
    #[error("{0}")]
    Declared(String),
    /// No case can be made of a run.
    #[error("{0}")]
    NoCase(&'static str),
    /// The input is not JSON, too large, or too deep.
    #[error("{}", .0.detail.as_deref().unwrap_or("the input is not usable"))]
    Input(Problem),
    /// The idempotency key came before with another body.
    #[error("the idempotency key came before with another body, for run {0}")]
    KeyReused(RunId),
    /// A run ended before it could be cancelled, suspended or continued.
    #[error("the run {0} has ended already: it is {status}", status = ended_as(*.1))]
    HasEnded(RunId, Status),
    /// Nobody said why a run is to be suspended, or said too much.
    #[error("say why, in at most {0} characters")]
    NoReason(usize),
    /// A run cannot be run again in this way.
    #[error("{0}")]
    NoRerun(String),
    /// A run is still under way.
    #[error("the run has not ended: {0}")]
    NotEnded(RunId),
    /// Too much is going on.
    #[error("the engine is busy")]
    Busy,
    /// Nothing goes on before somebody confirms the restore.
    #[error(
        "the server is paused: its data were restored from a backup, and IT has not confirmed yet what goes out"
    )]
    Paused,
    /// The engine is not paused.
    #[error("the server is not paused after a restore")]
    NotPaused,
    /// Too many runs wait for a place in the sandbox.
    #[error("{0}")]
    Crowded(Crowd),
    /// An event has the source of another sender.
    #[error("the source `{0}` is somebody else's")]
    ForeignSource(String),
    /// The catalog refuses it.
    #[error(transparent)]
    Catalog(CatalogError),
    /// What can go wrong in every room.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Whose runs are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Crowd {
    /// Of one principal in one namespace.
    #[error("as many of your runs wait for a place as may")]
    Principal,
    /// Of one namespace.
    #[error("as many runs of this namespace wait for a place as may")]
    Namespace,
    /// Of all.
    #[error("the server had no place for this run in time")]
    Server,
}

impl From<towpath_sandbox::Crowded> for Crowd {
    fn from(crowded: towpath_sandbox::Crowded) -> Self {
        match crowded {
            towpath_sandbox::Crowded::Principal => Self::Principal,
            towpath_sandbox::Crowded::Namespace => Self::Namespace,
            towpath_sandbox::Crowded::Server => Self::Server,
        }
    }
}

impl From<StoreError> for RunsError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<CatalogError> for RunsError {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Fault(fault) => Self::Fault(fault),
            other => Self::Catalog(other),
        }
    }
}

impl From<EventsError> for RunsError {
    fn from(error: EventsError) -> Self {
        match error {
            EventsError::Fault(fault) => Self::Fault(fault),
            EventsError::ForeignSource(source) => Self::ForeignSource(source),
        }
    }
}

impl From<FixtureError> for RunsError {
    fn from(error: FixtureError) -> Self {
        match error {
            FixtureError::Fault(fault) => Self::Fault(fault),
            FixtureError::NoCase(why) => Self::NoCase(why),
        }
    }
}

impl From<RunsError> for Fault {
    /// For callers that cannot meet anything but a fault.
    fn from(error: RunsError) -> Self {
        match error {
            RunsError::Fault(fault) => fault,
            other => Self::Internal(other.to_string()),
        }
    }
}

/// How a run ended, in a word.
fn ended_as(status: Status) -> &'static str {
    match status {
        Status::Completed => "completed",
        Status::Faulted => "faulted",
        Status::Cancelled => "cancelled",
        Status::Running | Status::Waiting | Status::Suspended => "under way",
    }
}
