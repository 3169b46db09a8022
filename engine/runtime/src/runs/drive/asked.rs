//! What people ask of a run under way: to stand still, and to continue.

use tokio::sync::oneshot;
use towpath_journal::Input;
use towpath_wire::Reply;

use super::Driver;

impl Driver {
    /// A person suspends the run. Answered when that is on disk; at once where it is suspended already, and not at all where it
    /// is being cancelled.
    pub(super) fn suspend_asked(
        &mut self,
        by: String,
        reason: String,
        done: oneshot::Sender<bool>,
    ) -> Option<Input> {
        if self.machine.is_being_cancelled() {
            return None;
        }
        if self.machine.is_suspended() {
            self.writer.answer_at(self.machine.length(), false, done);
            return None;
        }
        self.writer.answer_at(self.machine.length() + 1, true, done);
        Some(Input::Suspend { by, reason })
    }

    /// A person lets the run continue. If the workflow ended meanwhile, its answer is evaluated now. Not answered where it is
    /// being cancelled.
    pub(super) fn continue_asked(&mut self, by: String, done: oneshot::Sender<bool>) -> Option<Input> {
        if self.machine.is_being_cancelled() {
            return None;
        }
        if !self.machine.is_suspended() {
            self.writer.answer_at(self.machine.length(), false, done);
            return None;
        }
        if let Some(outcome) = self.machine.concluded_mut().cloned() {
            let mut reply = Reply { outcome: Some(outcome), ..Reply::default() };
            self.evaluate_response(&mut reply);
            if let (Some(concluded), Some(outcome)) = (self.machine.concluded_mut(), reply.outcome) {
                *concluded = outcome;
            }
        }
        self.writer.answer_at(self.machine.length() + 1, true, done);
        Some(Input::Continue { by })
    }
}
