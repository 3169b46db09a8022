//! What a run that only waits gives back: first its sandbox, then its driver.

use super::Driver;
use crate::runs::asleep::SLEEPS_FROM;

/// A run that waits longer than this gives its sandbox back, and replays when it wakes, in milliseconds.
const KEEP_INSTANCE: i64 = 250;

impl Driver {
    /// Gives the sandbox back while the run only waits.
    pub(super) fn rest(&mut self) {
        if self.instance.is_some()
            && self.came.is_empty()
            && self.machine.only_waits()
            && self.machine.wake_at() - self.runs.context.now() > KEEP_INSTANCE
            && let Some(instance) = self.instance.take()
        {
            instance.give_back();
        }
    }

    /// It was woken by an event: it listens for none that came before. 0: that is not known.
    pub(crate) fn heard_until(mut self, position: u64) -> Self {
        self.heard_until = position;
        self
    }

    /// When to try again whether it sleeps, in milliseconds since the Unix epoch: one that listens is not quiet yet, or somebody
    /// waits for it.
    pub(super) fn may_sleep_at(&self) -> i64 {
        if !self.writer.head.is_asleep() || self.slot.is_some() || self.pinned.draft {
            return i64::MAX;
        }
        let quiet = self.resting_since + SLEEPS_FROM;
        let now = self.runs.context.now();
        if quiet > now { quiet } else { now + SLEEPS_FROM }
    }

    /// Hands the run over to those asleep, where it does nothing for long and everything of it is on disk. Its driver ends then.
    pub(super) fn falls_asleep(&self) -> bool {
        let head = &self.writer.head;
        let Some(at) = head.wake_at.filter(|_| head.is_asleep()) else { return false };
        let now = self.runs.context.now();
        let is_quiet = !head.listens || now - self.resting_since >= SLEEPS_FROM;
        let is_long = is_quiet && at.saturating_sub(now) > SLEEPS_FROM;
        // A place among the runs of a limited workflow is not given back: it has begun.
        let has_nothing = self.slot.is_none()
            && self.sent.is_empty()
            && self.queued.is_empty()
            && self.passed.is_empty()
            && self.behind.is_empty()
            && self.came.is_empty()
            && self.asking.is_none()
            && self.unheard.is_none()
            && self.cancelling.is_empty();
        is_long
            && has_nothing
            && !self.pinned.draft
            && self.writer.is_done()
            && self.machine.only_waits()
            && !self.machine.stands_still()
            && self.runs.put_to_sleep(head, at, &self.live, &self.inbox)
    }
}
