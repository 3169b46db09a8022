//! Calls that are sent again after a crash.

use towpath_integrations::Prepared;
use towpath_journal::Decided;

use crate::runs::Runs;
use crate::runs::gates::Pass;

impl Runs {
    /// The pass of a call that goes to the real system. One that is sent again after a crash had passed before it: it goes at
    /// once, and counts. It does not wait, because from here on nothing asks whether the run is suspended or cancelled.
    pub(super) fn pass_for(&self, prepared: &Prepared, decided: Decided, pass: Option<Pass>) -> Option<Pass> {
        if pass.is_some() || !matches!(decided, Decided::Read | Decided::Write | Decided::RepeatableWrite) {
            return pass;
        }
        let capacity = self.rules.integrations().capacity(prepared.operation().integration())?;
        Some(self.gates.call_again(prepared, &capacity))
    }
}
