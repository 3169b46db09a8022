//! A run that runs an earlier one again from one of its tasks: effects before that task are not sent, and waits before it are
//! over where they were over then.

use towpath_wire::{Effect, TaskEvent, TaskPhase};

use super::Machine;
use crate::record::EffectPlace;

impl Machine {
    /// Whether the run is run again from a task, and has not come to it. Its effects get the results of the earlier run.
    pub fn is_before_rerun(&self) -> bool {
        self.before.is_some()
    }

    /// Notes what tasks did.
    pub(super) fn note_tasks(&mut self, events: &[TaskEvent]) {
        let from = self.before.as_ref().and_then(|rerun| rerun.from.as_deref());
        let begins =
            |event: &TaskEvent| event.phase == TaskPhase::Started && Some(event.task.as_str()) == from;
        if events.iter().any(begins) {
            self.before = None;
        }
    }

    /// When a wait is over, in milliseconds since the Unix epoch.
    pub(super) fn due(&self, effect: &Effect, until: i64) -> i64 {
        let was_over =
            self.before.as_ref().is_some_and(|rerun| rerun.fired.contains(&EffectPlace::of(effect)));
        if was_over { until.min(self.now) } else { until }
    }
}
