//! Runs that this run started and no longer waits for: a timeout was over, another branch won, or this run has ended.
//!
//! INVARIANT: a run is cancelled only after its abandonment is on disk, and again after every crash until it has ended.

use towpath_wire::{Effect, EffectKind};

use super::{Action, Machine};
use crate::record::{Abandoned, Record};

impl Machine {
    /// Records that the run no longer waits for these effects, as far as they wait for runs.
    pub(super) fn abandon(&mut self, unwanted: Vec<Effect>, actions: &mut Vec<Action>) {
        let effects: Vec<u64> =
            unwanted.iter().filter(|effect| awaits_started_run(effect)).map(|effect| effect.id).collect();
        if effects.is_empty() {
            return;
        }
        self.push(Record::Abandoned(Abandoned { effects, at: self.now }));
        self.abandon_from(self.length(), unwanted);
        self.flush(actions);
    }

    /// Abandons the runs of these effects when `length` records are on disk.
    pub(super) fn abandon_from(&mut self, length: u64, unwanted: Vec<Effect>) {
        self.abandoned.extend(unwanted.into_iter().filter(awaits_started_run).map(|effect| (length, effect)));
    }

    /// Abandons the runs whose record is on disk now.
    pub(super) fn abandon_durable(&mut self, actions: &mut Vec<Action>) {
        let durable = self.durable;
        let due = self.abandoned.extract_if(.., |(length, _)| *length <= durable);
        actions.extend(due.map(|(_, effect)| Action::Abandon(effect)));
    }
}

/// Whether an effect waits for a run that it started.
fn awaits_started_run(effect: &Effect) -> bool {
    matches!(&effect.kind, EffectKind::Run(run) if run.await_)
}
