//! What every room of the engine shares: the clock, new ids, the engine's version, and whether it only tries one case.

use std::sync::Arc;

use tokio::task::JoinError;
use towpath_journal::RunId;

use crate::{Clock, Outlet};

/// Shared by the rooms. Immutable.
pub(crate) struct Context {
    clock: Arc<dyn Clock>,
    version: String,
    offline: bool,
    outlet: Option<Arc<dyn Outlet>>,
}

impl Context {
    /// A context. `offline`: the engine runs one case in memory, so nobody is asked for approvals.
    pub(crate) fn new(clock: Arc<dyn Clock>, version: String, offline: bool) -> Self {
        Self { clock, version, offline, outlet: None }
    }

    /// Calls leave by `outlet`, where there is one, and not by the integrations.
    pub(crate) fn leaving_by(self, outlet: Option<Arc<dyn Outlet>>) -> Self {
        Self { outlet, ..self }
    }

    /// What calls leave by in the place of the integrations.
    pub(crate) fn outlet(&self) -> Option<&dyn Outlet> {
        self.outlet.as_deref()
    }

    /// Computes something that takes long on a thread for such work. A simulated engine computes it at once: another thread
    /// would make the order of what happens depend on the machine.
    ///
    /// # Errors
    /// It panicked, or the engine ends.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        match self.outlet {
            Some(_) => Ok(work()),
            None => tokio::task::spawn_blocking(work).await,
        }
    }

    /// Milliseconds since the Unix epoch.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// An id for a run that starts now.
    pub(crate) fn run_id(&self) -> RunId {
        self.clock.run_id()
    }

    /// An id for anything else. Ids that are made later sort after those made before.
    pub(crate) fn new_id(&self) -> String {
        self.run_id().to_string()
    }

    /// The clock itself, for timers.
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The engine's version, for `$runtime`.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Whether the engine only tries one case.
    pub(crate) fn is_offline(&self) -> bool {
        self.offline
    }
}
