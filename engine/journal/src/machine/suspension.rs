//! A suspended run: no effect of it is evaluated or sent, no timer fires, no event is received, and its end is not written,
//! until a person lets it continue. A call under way ends by itself; its result is recorded and given to the runner, which
//! only computes.

use towpath_wire::Outcome;

use super::{Action, Machine, Phase};
use crate::record::{Continued, Decided, Record, Suspended};

impl Machine {
    /// Who suspended the run, when and why; `None` while it is not suspended.
    pub fn suspension(&self) -> Option<&Suspended> {
        self.suspended.as_ref()
    }

    /// Whether the run is suspended.
    pub fn is_suspended(&self) -> bool {
        self.suspended.is_some()
    }

    /// Whether the run waits for this effect.
    pub fn waits_for(&self, effect: u64) -> bool {
        self.pending.contains_key(&effect)
    }

    /// Whether no effect may begin: the run is suspended, or being cancelled.
    pub fn stands_still(&self) -> bool {
        self.suspended.is_some() || self.ending.is_some()
    }

    /// What the workflow ended in while the run was suspended: its answer is evaluated when the run continues.
    pub fn concluded_mut(&mut self) -> Option<&mut Outcome> {
        self.concluded.as_mut()
    }

    /// The workflow has ended. A suspended run ends with it when it continues.
    pub(super) fn workflow_ended(&mut self, outcome: Outcome, actions: &mut Vec<Action>) {
        if self.stands_still() {
            self.events.clear();
            self.concluded = Some(outcome);
        } else {
            self.end(outcome, actions);
        }
    }

    pub(super) fn suspend(&mut self, by: String, reason: String, actions: &mut Vec<Action>) {
        if self.outcome.is_some() || self.stands_still() {
            return;
        }
        let withdrawn = self.park(actions);
        let suspended = Suspended { by, reason, withdrawn, at: self.now };
        self.push(Record::Suspended(suspended.clone()));
        self.suspended = Some(suspended);
        self.flush(actions);
    }

    /// Parks what has not been sent. Returns the effects whose intents count no longer.
    pub(super) fn park(&mut self, actions: &mut Vec<Action>) -> Vec<u64> {
        let mut withdrawn = Vec::new();
        for (id, pending) in &mut self.pending {
            pending.phase = match pending.phase {
                Phase::Evaluating | Phase::Queued => Phase::Parked,
                // It goes on listening from where it is.
                Phase::Listening(last) => {
                    actions.push(Action::Forget(*id));
                    Phase::AwaitingDisk { decided: Decided::Listen { after: last }, length: 0 }
                }
                // One that was sent before a crash is sent again later, without another decision.
                Phase::AwaitingDisk { decided, .. }
                    if !matches!(decided, Decided::Listen { .. }) && !pending.may_have_happened =>
                {
                    withdrawn.push(*id);
                    self.writes.withdrawn(*id);
                    Phase::Parked
                }
                ref other => other.clone(),
            };
        }
        withdrawn
    }

    /// The run goes on exactly where it was. What was parked is evaluated now; timers that are due fire.
    pub(super) fn continue_suspended(&mut self, by: String, actions: &mut Vec<Action>) {
        if self.outcome.is_some() || self.ending.is_some() || !self.is_suspended() {
            return;
        }
        // The answer was evaluated just before this.
        let at = self.answered.as_ref().map_or(self.now, |answered| answered.at);
        self.suspension_is_over(at);
        self.push(Record::Continued(Continued { by, at }));
        if let Some(outcome) = self.concluded.take() {
            self.end(outcome, actions);
            return;
        }
        self.goes_out_at = self.length();
        self.flush(actions);
        for pending in self.pending.values_mut() {
            match &mut pending.phase {
                phase @ Phase::Parked => {
                    *phase = Phase::Evaluating;
                    actions.push(Action::Evaluate(pending.effect.clone()));
                }
                Phase::AwaitingDisk { length, .. } => *length = self.goes_out_at,
                _ => {}
            }
        }
    }

    /// The time that a run was suspended does not count against its limit `durationS`.
    pub(super) fn suspension_is_over(&mut self, at: i64) {
        if let Some(suspended) = self.suspended.take() {
            self.deadline = self.deadline.saturating_add(at.saturating_sub(suspended.at));
        }
    }
}
