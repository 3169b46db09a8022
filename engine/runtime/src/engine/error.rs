//! Why the engine did not do something: the error of one of its rooms.

use towpath_journal::StoreError;

use crate::catalog::CatalogError;
use crate::desk::DeskError;
use crate::drafts::cases::FixtureError;
use crate::events::EventsError;
use crate::fault::Fault;
use crate::rules::RulesError;
use crate::runs::RunsError;
use crate::schedules::SchedulesError;

/// Why something was not done. A fault of a room is a [`Fault`] here, whichever room met it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// What can go wrong in every room.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The catalog refuses it.
    #[error(transparent)]
    Catalog(CatalogError),
    /// The rules refuse it.
    #[error(transparent)]
    Rules(RulesError),
    /// It stops a run, or a request about one.
    #[error(transparent)]
    Runs(RunsError),
    /// The desk refuses it.
    #[error(transparent)]
    Desk(DeskError),
    /// Something about a schedule is refused.
    #[error(transparent)]
    Schedules(SchedulesError),
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<CatalogError> for EngineError {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Fault(fault) => Self::Fault(fault),
            other => Self::Catalog(other),
        }
    }
}

impl From<RulesError> for EngineError {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Fault(fault) => Self::Fault(fault),
            other => Self::Rules(other),
        }
    }
}

impl From<RunsError> for EngineError {
    fn from(error: RunsError) -> Self {
        match error {
            RunsError::Fault(fault) => Self::Fault(fault),
            RunsError::Catalog(error) => Self::Catalog(error),
            other => Self::Runs(other),
        }
    }
}

impl From<DeskError> for EngineError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Fault(fault) => Self::Fault(fault),
            DeskError::Catalog(error) => Self::Catalog(error),
            DeskError::Rules(error) => Self::Rules(error),
            other => Self::Desk(other),
        }
    }
}

impl From<SchedulesError> for EngineError {
    fn from(error: SchedulesError) -> Self {
        match error {
            SchedulesError::Fault(fault) => Self::Fault(fault),
            other @ SchedulesError::NoReason => Self::Schedules(other),
        }
    }
}

impl From<EventsError> for EngineError {
    fn from(error: EventsError) -> Self {
        RunsError::from(error).into()
    }
}

impl From<FixtureError> for EngineError {
    fn from(error: FixtureError) -> Self {
        RunsError::from(error).into()
    }
}
