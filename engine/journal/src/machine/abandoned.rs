//! Runs that a run waited for and wants no more: its timeout was over, another branch won, or it has ended.
//!
//! INVARIANT: a run is abandoned only after that is on disk, and is abandoned again after every crash until it has ended.

use towpath_wire::{Effect, EffectKind};

use super::{Action, Machine};
use crate::record::{Abandoned, Record};

impl Machine {
    /// Writes down that these effects are wanted no more, as far as they wait for runs.
    pub(super) fn abandon(&mut self, unwanted: Vec<Effect>, actions: &mut Vec<Action>) {
        let effects: Vec<u64> =
            unwanted.iter().filter(|effect| awaits(effect)).map(|effect| effect.id).collect();
        if effects.is_empty() {
            return;
        }
        self.push(Record::Abandoned(Abandoned { effects, at: self.now }));
        self.abandon_from(self.length(), unwanted);
        self.flush(actions);
    }

    /// Abandons the runs of these effects once `length` records are on disk.
    pub(super) fn abandon_from(&mut self, length: u64, unwanted: Vec<Effect>) {
        self.abandoned.extend(unwanted.into_iter().filter(awaits).map(|effect| (length, effect)));
    }

    /// What is abandoned now that so much is on disk.
    pub(super) fn abandon_durable(&mut self, actions: &mut Vec<Action>) {
        let durable = self.durable;
        let due = self.abandoned.extract_if(.., |(length, _)| *length <= durable);
        actions.extend(due.map(|(_, effect)| Action::Abandon(effect)));
    }
}

/// Whether an effect waits for a run that it started.
fn awaits(effect: &Effect) -> bool {
    matches!(&effect.kind, EffectKind::Run(run) if run.await_)
}
