//! Cancelling a run: it sends nothing more. Where a write is under way, the run waits for its answer for a while, so that it is
//! known whether it happened. What is not known at the end stands in the last record.

use towpath_wire::{EffectKind, Outcome};

use super::{Action, Machine, Pending, Phase};
use crate::record::{Cancelling, InDoubt, Record};

/// A run that is being cancelled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ending {
    /// When it ends in any case, in milliseconds since the Unix epoch.
    pub(super) until: i64,
}

impl Machine {
    /// Whether the run waits for its last write, and then ends as cancelled.
    pub fn is_being_cancelled(&self) -> bool {
        self.ending.is_some()
    }

    pub(super) fn cancel(&mut self, within: i64, actions: &mut Vec<Action>) {
        if self.outcome.is_some() {
            return;
        }
        if within <= 0 || !self.awaits_write() {
            self.end(Outcome::Cancelled, actions);
            return;
        }
        if self.ending.is_some() {
            return;
        }
        let until = self.now.saturating_add(within);
        let withdrawn = self.park(actions);
        self.push(Record::Cancelling(Cancelling { until, withdrawn, at: self.now }));
        self.ending = Some(Ending { until });
        self.flush(actions);
        // Runs that it waits for send nothing more either.
        let awaited = self.pending.values().map(|pending| pending.effect.clone()).collect();
        self.abandon(awaited, actions);
    }

    /// Ends a run that is being cancelled once its writes have ended, or its time is over.
    pub(super) fn end_if_settled(&mut self, actions: &mut Vec<Action>) {
        let Some(ending) = self.ending else { return };
        if self.outcome.is_none() && !self.stepping && (!self.awaits_write() || self.now >= ending.until) {
            self.end(Outcome::Cancelled, actions);
        }
    }

    /// Whether the answer of a write is on its way.
    fn awaits_write(&self) -> bool {
        let awaited = |pending: &Pending| {
            pending.may_have_happened
                && matches!(pending.phase, Phase::Sent)
                && operation_of(&pending.effect.kind).is_some()
        };
        self.concluded.is_none() && self.pending.values().any(awaited)
    }

    /// Writes to real systems that were sent and have no answer.
    pub(super) fn in_doubt(&self) -> Vec<InDoubt> {
        let sent = self.pending.values().filter(|pending| pending.may_have_happened);
        let doubt = |pending: &Pending| {
            let operation = operation_of(&pending.effect.kind)?;
            Some(InDoubt { effect: pending.effect.id, task: pending.effect.task.clone(), operation })
        };
        sent.filter_map(doubt).collect()
    }
}

/// What a write asks for, in a word. A run that was started has a journal of its own, and is cancelled where this one waited
/// for it.
fn operation_of(kind: &EffectKind) -> Option<String> {
    match kind {
        EffectKind::Call(call) => Some(format!("{}.{}:{}", call.integration, call.operation, call.version)),
        EffectKind::Emit(_) => Some("emit".to_owned()),
        EffectKind::Run(_) | EffectKind::Listen(_) | EffectKind::Wait(_) => None,
    }
}
