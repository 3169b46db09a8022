//! What the schedules need of the rooms around them, as traits: workflows to start, and people to notify.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Notify;
use towpath_journal::RunId;
use towpath_wire::Schedule;

use crate::events::StoredEvent;
use crate::fault::Fault;

/// A workflow whose current version has a schedule.
#[derive(Debug, Clone)]
pub(crate) struct Scheduled {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// The version that starts.
    pub(crate) version: String,
    /// The principal on whose behalf its runs start.
    pub(crate) owner: String,
    pub(crate) schedule: Arc<Schedule>,
    /// Why no version of it may start now: it is switched off, suspended or retired.
    pub(crate) stopped: Option<String>,
}

impl Scheduled {
    /// `namespace/name`.
    pub(crate) fn place(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}

/// What starts a run.
#[derive(Debug, Clone)]
pub(crate) enum Cause {
    /// A time has come.
    Time,
    /// An event has come.
    Event(Arc<StoredEvent>),
}

/// Why nothing was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotStarted {
    /// Too much is going on, or the store failed. The same may be tried again.
    Later(String),
    /// It may not start, by a policy for one.
    Refused(String),
    /// Policies keep the event from the workflow.
    Kept,
}

/// The workflows, and their runs.
#[async_trait]
pub(crate) trait Workflows: Send + Sync {
    /// Every workflow whose current version has a schedule.
    fn scheduled(&self) -> Vec<Scheduled>;

    /// Notified when versions, their states or switches change.
    fn changed(&self) -> Arc<Notify>;

    /// Whether runs may be started: the engine has opened, and does not close.
    fn is_ready(&self) -> bool;

    /// The run that was started under this key before.
    async fn started(&self, key: &str) -> Result<Option<RunId>, Fault>;

    /// Starts a run under this key, or finds the one that was started under it. Its start is on disk when this returns.
    async fn start(&self, workflow: &Scheduled, key: &str, cause: &Cause) -> Result<RunId, NotStarted>;

    /// When a run ended; `None` while it is under way. A run that is not there any more has ended.
    async fn ended(&self, run: RunId) -> Result<Option<i64>, Fault>;

    /// Returns when a run has ended.
    async fn wait_for(&self, run: RunId);
}

/// The people who answer for workflows.
#[async_trait]
pub(crate) trait Tell: Send + Sync {
    /// A schedule could not start its workflow.
    async fn refused(&self, workflow: &str, why: &str);
}
