//! What a run waits for, and until when: its driver sleeps and gives the sandbox back meanwhile.

use std::collections::BTreeSet;

use towpath_wire::{EffectKind, ListenEffect};

use super::{Machine, Phase};
use crate::record::Decided;

impl Phase {
    /// Whether only time or an event moves it on, once the buffer is written.
    fn rests(&self) -> bool {
        matches!(self, Self::Timer(_) | Self::Held | Self::Parked | Self::Queued) || self.listens()
    }

    fn listens(&self) -> bool {
        matches!(self, Self::Listening(_) | Self::AwaitingDisk { decided: Decided::Listen { .. }, .. })
    }
}

impl Machine {
    /// When to send [`Input::Woken`], in milliseconds since the Unix epoch.
    pub fn wake_at(&self) -> i64 {
        // Nothing is due any more. The time that ended it would be due again and again until its end is on disk.
        if self.outcome.is_some() {
            return i64::MAX;
        }
        if let Some(ending) = &self.ending {
            return ending.until;
        }
        if self.is_suspended() {
            return i64::MAX;
        }
        let timers = self.pending.values().filter_map(|pending| match pending.phase {
            Phase::Timer(until) => Some(until),
            Phase::Held => pending.hold.as_ref().map(|hold| hold.until),
            _ => None,
        });
        timers.min().unwrap_or(i64::MAX).min(self.deadline)
    }

    /// Labels of the values that its wake-up times were computed from.
    pub fn wake_labels(&self) -> Vec<String> {
        let timers = self.pending.values().filter(|pending| matches!(pending.phase, Phase::Timer(_)));
        let labels: BTreeSet<&String> = timers.flat_map(|pending| pending.effect.kind.labels()).collect();
        labels.into_iter().cloned().collect()
    }

    /// Until when the run has nothing to do, once the buffer is written; `None` while it has. A run with a queued effect has: after
    /// a restart it takes its place in the queue at once.
    pub fn waits_until(&self) -> Option<i64> {
        let waits = !self.stepping
            && self.outcome.is_none()
            && self.events.is_empty()
            && !self.pending.is_empty()
            && self.pending.values().all(|pending| pending.phase.rests())
            && !self.pending.values().any(|pending| matches!(pending.phase, Phase::Queued));
        waits.then(|| self.wake_at())
    }

    /// What the run listens for, each with the position of the event after which it does.
    pub fn listening(&self) -> impl Iterator<Item = (&ListenEffect, u64)> {
        self.pending.values().filter_map(|pending| match (&pending.effect.kind, &pending.phase) {
            (
                EffectKind::Listen(listen),
                Phase::Listening(after) | Phase::AwaitingDisk { decided: Decided::Listen { after }, .. },
            ) => Some((listen, *after)),
            _ => None,
        })
    }

    /// Whether the run listens for events.
    pub fn listens(&self) -> bool {
        self.pending.values().any(|pending| pending.phase.listens())
    }

    /// Whether only time, an event or the end of another workflow can move the run on: no step is under way, no call was sent,
    /// and everything is written.
    pub fn only_waits(&self) -> bool {
        !self.stepping
            && self.outcome.is_none()
            && self.durable == self.appended
            && self.buffer.is_empty()
            && !self.pending.is_empty()
            && self.pending.values().all(|pending| {
                pending.phase.rests()
                    || matches!((&pending.phase, &pending.effect.kind), (Phase::Sent, EffectKind::Run(_)))
            })
    }
}
