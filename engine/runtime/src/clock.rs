//! Time and ids are handed in: the only place where the runtime learns them.

use towpath_journal::RunId;
use uuid::Uuid;

/// Tells the time and makes ids. Tests bring their own.
pub trait Clock: Send + Sync {
    /// Milliseconds since the Unix epoch.
    fn now(&self) -> i64;

    /// An id for a run that starts now.
    fn run_id(&self) -> RunId;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn run_id(&self) -> RunId {
        RunId(Uuid::now_v7())
    }
}
