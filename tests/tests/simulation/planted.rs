//! Bugs that are planted into the simulated world: each breaks something that the engine relies on, or does what a wrong engine would
//! do. The invariants have to find every one of them.

use towpath_journal::{Entry, Record, RunHead, RunId};
use towpath_wire::{Event, Outcome};

use crate::disk::Write;
use crate::world::World;

/// A planted bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plant {
    /// Commits are acknowledged before they survive the power.
    AcknowledgedBeforeSync,
    /// Some timers never end.
    LostTimer,
    /// An engine goes on after another one took its runs over, and nobody compares terms.
    DoubleResume,
    /// Some runs are looked up with a head of the past.
    StaleHead,
    /// Results that are read again lack their labels.
    ForgottenLabel,
    /// Some events are acknowledged, and are not there after a restart.
    LostEvent,
    /// An event that is sent again is another event.
    ForgottenEventId,
    /// Some starts do not take their idempotency key.
    ForgottenClaim,
    /// Some cancels are acknowledged and never written.
    LostCancel,
    /// Journals are read with an end that lacks a record.
    LostRecord,
}

impl Plant {
    /// All of them.
    pub(crate) const ALL: [Self; 10] = [
        Self::AcknowledgedBeforeSync,
        Self::LostTimer,
        Self::DoubleResume,
        Self::StaleHead,
        Self::ForgottenLabel,
        Self::LostEvent,
        Self::ForgottenEventId,
        Self::ForgottenClaim,
        Self::LostCancel,
        Self::LostRecord,
    ];
}

/// What of a write reaches the disk; `None`: nothing, and it is acknowledged.
pub(crate) fn written(world: &World, write: Write) -> Option<Write> {
    let some = |name: String| world.seed.stream(&name).chance(500);
    let Some(plant) = world.plant else { return Some(write) };
    match (plant, write) {
        (Plant::ForgottenClaim, Write::Commit(mut commit)) if some(format!("claim {}", commit.head.run)) => {
            commit.claim = None;
            Some(Write::Commit(commit))
        }
        (Plant::LostCancel, Write::Commit(commit)) => {
            let cancels = commit.records.iter().any(|record| is_cancel(record));
            let is_lost = cancels && some(format!("cancel {}", commit.head.run));
            (!is_lost).then_some(Write::Commit(commit))
        }
        (Plant::DoubleResume, Write::Commit(mut commit)) => {
            let current = world.disk.head(commit.head.run);
            let (term, length) = current.map_or((0, 0), |head| (head.term, head.length));
            commit.first = length;
            commit.head.length = length + commit.records.len() as u64;
            commit.head.term = commit.head.term.max(term);
            Some(Write::Commit(commit))
        }
        (Plant::LostEvent, Write::Put(mut changes)) => {
            changes.retain(|change| {
                change.collection != "room-events" || !some(format!("event {}", change.key))
            });
            Some(Write::Put(changes))
        }
        (Plant::ForgottenEventId, Write::Put(mut changes)) => {
            changes.retain(|change| change.collection != "room-event-ids");
            Some(Write::Put(changes))
        }
        (_, write) => Some(write),
    }
}

fn is_cancel(record: &[u8]) -> bool {
    match Record::decode(record) {
        Ok(Record::Cancelling(_)) => true,
        Ok(Record::Ended(ended)) => matches!(ended.outcome, Outcome::Cancelled),
        _ => false,
    }
}

/// A journal as it is read.
pub(crate) fn read(world: &World, run: RunId, mut entries: Vec<Entry>) -> Vec<Entry> {
    if world.has(Plant::LostRecord)
        && entries.len() > 2
        && world.seed.stream(&format!("end {run}")).chance(500)
    {
        entries.pop();
    }
    if world.has(Plant::ForgottenLabel) {
        for entry in &mut entries {
            let Ok(Record::Fed(mut step)) = Record::decode(&entry.record) else { continue };
            if let Event::Completed { labels, .. } = &mut step.event {
                labels.clear();
            }
            entry.record = Record::Fed(step).encode();
        }
    }
    entries
}

/// A head as it is looked up.
pub(crate) fn head(world: &World, mut head: RunHead) -> RunHead {
    if world.has(Plant::StaleHead)
        && head.length > 1
        && world.seed.stream(&format!("head {}", head.run)).chance(500)
    {
        head.length -= 1;
    }
    head
}
