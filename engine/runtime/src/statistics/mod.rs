//! Statistics: counts of runs and calls by the hour, kept in memory. They are what drivers have written since this engine
//! was opened, and what journals say of the time before, which is read again in the background.
//!
//! INVARIANT: nothing counts twice. Facts before the time of opening come from the store, facts from then on from drivers.

mod figures;
mod histogram;
mod hours;
mod rebuild;
mod tally;

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::Mutex;
use towpath_journal::Store;

use crate::clock::Clock;

use hours::{CALLS_KEPT, HOUR, Hours, KEPT, hour};

pub(crate) use self::hours::Calls;
pub(crate) use self::tally::{Seen, Tally, took};

pub use self::figures::{Figures, Interval, Range, Totals, Waited};

/// The statistics.
pub(crate) struct Statistics {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    /// Facts from then on are reported by drivers.
    opened_at: i64,
    kept: Mutex<Kept>,
}

/// What is kept, and how far back it goes.
struct Kept {
    hours: Hours,
    /// Runs are counted from this time on.
    since: i64,
    /// Calls, holds and uses of permits are counted from this time on.
    calls_since: i64,
    complete: bool,
}

/// Calls of operations, by integration and operation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CallFigures {
    pub(crate) calls: BTreeMap<(String, String), Calls>,
    /// They are counted from this time on, in milliseconds since the Unix epoch.
    pub(crate) since: i64,
    /// The days that they are of, at least one.
    pub(crate) days: f64,
    pub(crate) complete: bool,
}

impl Statistics {
    /// Empty statistics, which count from now on; see [`Statistics::rebuild_in_background`] for the time before.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        let opened_at = clock.now();
        let kept =
            Kept { hours: Hours::default(), since: opened_at, calls_since: opened_at, complete: false };
        Self { store, clock, opened_at, kept: Mutex::new(kept) }
    }

    /// Counts what a driver has written of a run of `workflow`, `namespace/name`.
    pub(crate) fn note(&self, workflow: &str, seen: &[Seen]) {
        self.kept.lock().hours.note(workflow, seen, self.clock.now());
    }

    /// Counts of the workflows (`namespace/name`) that `wanted` takes.
    pub(crate) fn figures(&self, wanted: &dyn Fn(&str) -> bool, range: Range) -> Figures {
        let kept = self.kept.lock();
        let found = figures::figures(&kept.hours, wanted, range);
        Figures { since: found.since.max(kept.since), complete: kept.complete, ..found }
    }

    /// The calls of the last seven days, by workflows in namespaces that `sees` takes.
    pub(crate) fn calls(&self, sees: &dyn Fn(&str) -> bool) -> CallFigures {
        let now = self.clock.now();
        let kept = self.kept.lock();
        let first = hour(now) - CALLS_KEPT + 1;
        let since = kept.calls_since.max(first * HOUR);
        #[expect(clippy::cast_precision_loss, reason = "seven days are a small number of milliseconds")]
        let days = (took(since, now) as f64 / (24 * HOUR) as f64).max(1.0);
        CallFigures { calls: kept.hours.calls_since(sees, first), since, days, complete: kept.complete }
    }

    /// When a permit allowed something last.
    pub(crate) fn last_permitted(&self, policy: &str) -> Option<i64> {
        self.kept.lock().hours.last_permitted(policy)
    }

    /// The oldest time that is counted.
    fn horizon(&self) -> i64 {
        self.opened_at - KEPT * HOUR
    }

    /// The oldest time that calls are counted of.
    fn call_horizon(&self) -> i64 {
        self.opened_at - CALLS_KEPT * HOUR
    }
}
