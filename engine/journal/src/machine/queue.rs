//! Effects that may be sent, but not yet: their driver says when. Nothing of them is written meanwhile, so after a restart they are
//! evaluated anew, and a write among them has certainly not been sent.

use super::{Action, Machine, Phase};

impl Machine {
    /// The effect waits for its turn.
    pub(super) fn queued(&mut self, effect: u64) {
        if let Some(pending) = self.pending.get_mut(&effect)
            && matches!(pending.phase, Phase::Evaluating)
        {
            pending.phase = Phase::Queued;
        }
    }

    /// Its turn has come.
    pub(super) fn admitted(&mut self, effect: u64, actions: &mut Vec<Action>) {
        if self.outcome.is_some() || self.stands_still() {
            return;
        }
        if let Some(pending) = self.pending.get_mut(&effect)
            && matches!(pending.phase, Phase::Queued)
        {
            pending.phase = Phase::Evaluating;
            actions.push(Action::Evaluate(pending.effect.clone()));
        }
    }
}
