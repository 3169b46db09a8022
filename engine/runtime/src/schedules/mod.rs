//! Schedules: published workflows that start without a caller, at times (`every`, `cron`), so long after their last run
//! (`after`), and by events (`on`).
//!
//! One loop carries all of them out ([`turn`]). What is due is computed from the schedule and the time ([`plan`]); each firing
//! has a key of its workflow and its time, the run before it, or its event. A run is started under that key, so that a firing
//! that was started is found and never repeated: after a crash, and when the clock was set back.

mod after;
mod around;
mod error;
mod heard;
mod pending;
mod plan;
mod progress;
mod rooms;
#[cfg(test)]
mod tests;
mod turn;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::RwLock;
use towpath_journal::Documents;

use self::progress::{PAUSES, PauseChange};
use self::turn::Kept;
use crate::clock::Clock;
use crate::events::Events;
use crate::found::decode;

pub(crate) use self::around::{Tell, Workflows};
pub use self::error::SchedulesError;
pub use self::pending::PendingSchedule;
pub use self::progress::{Fired, FiringOutcome};
pub(crate) use self::rooms::Rooms;
pub use self::view::{PausedBy, ScheduleView};

/// What schedules are made of.
pub(crate) struct SchedulesParts {
    pub(crate) documents: Arc<dyn Documents>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) events: Arc<Events>,
    pub(crate) workflows: Arc<dyn Workflows>,
    pub(crate) tell: Arc<dyn Tell>,
}

/// The schedules of one engine.
pub(crate) struct Schedules {
    documents: Arc<dyn Documents>,
    clock: Arc<dyn Clock>,
    events: Arc<Events>,
    workflows: Arc<dyn Workflows>,
    tell: Arc<dyn Tell>,
    /// Who paused what, or resumed it, by `namespace/name`.
    pauses: RwLock<BTreeMap<String, PauseChange>>,
    closing: AtomicBool,
}

impl Schedules {
    /// Loads what is paused. Nothing is carried out before [`Schedules::carry_out_in_background`].
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn open(parts: SchedulesParts) -> Result<Self, SchedulesError> {
        let SchedulesParts { documents, clock, events, workflows, tell } = parts;
        let mut pauses = BTreeMap::new();
        for document in documents.list(PAUSES, "").await? {
            pauses.insert(document.key, decode(&document.content)?);
        }
        let pauses = RwLock::new(pauses);
        Ok(Self { documents, clock, events, workflows, tell, pauses, closing: AtomicBool::new(false) })
    }

    /// Carries schedules out until the engine closes.
    pub(crate) fn carry_out_in_background(self: &Arc<Self>) {
        let (schedules, clock) = (Arc::downgrade(self), Arc::clone(&self.clock));
        let changed = self.workflows.changed();
        tokio::spawn(async move {
            let mut kept = Kept::default();
            loop {
                let Some(this) = schedules.upgrade().filter(|this| !this.is_closing()) else { return };
                let next = this.turn(&mut kept).await;
                drop(this);
                tokio::select! {
                    biased;
                    () = clock.sleep_until(next) => {}
                    // The clock may have been set back, so that the time above is far away.
                    () = clock.look_again() => {}
                    () = changed.notified() => {}
                }
            }
        });
    }

    /// Carries nothing out from now on.
    pub(crate) fn close(&self) {
        self.closing.store(true, Ordering::Release);
        self.workflows.changed().notify_one();
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }
}
