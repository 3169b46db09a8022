//! What became of an effect, on its way back to the workflow.

use towpath_access::RunLabels;
use towpath_wire::Event;

/// The result of an effect.
#[derive(Debug)]
pub(crate) struct EffectAnswer {
    pub(crate) event: Event,
    /// Labels of everything that the answering run has received; none where no run answers.
    pub(crate) run_labels: RunLabels,
}

impl EffectAnswer {
    /// Adds labels to the result, or to the error.
    pub(super) fn label(&mut self, more: &[String]) {
        match &mut self.event {
            Event::Completed { labels, .. } => {
                labels.extend_from_slice(more);
                labels.sort_unstable();
                labels.dedup();
            }
            Event::Failed { error, .. } => error.label(more),
            _ => {}
        }
    }
}

impl From<Event> for EffectAnswer {
    fn from(event: Event) -> Self {
        Self { event, run_labels: RunLabels::NONE }
    }
}
