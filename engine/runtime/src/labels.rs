//! Labels that policies give to what comes into a run: its input at its start, and events.
//!
//! INVARIANT: labels are only added. An event has those it was taken in with, and those that policies give it when a run
//! hears it: a policy of today speaks of what was sent yesterday, and one that is gone has not been forgotten.

use std::collections::BTreeSet;

use serde_json::Value;
use towpath_access::WorkflowSubject;

use crate::engine::Inner;
use crate::guard::Asker;

impl Inner {
    /// Labels of an input, beside those that flow into it.
    pub(crate) fn label_input(&self, asker: &Asker, flowing: Vec<String>) -> Vec<String> {
        let now = self.clock.now();
        let policies = self.policies.load();
        let given = policies.of(&asker.workflow, now).input_labels(&asker.workflow, &asker.caller, now);
        union(flowing, given)
    }

    /// Labels of an event that is taken in, or that a run of `heard_by` hears, beside those it has.
    pub(crate) fn label_event(
        &self,
        heard_by: Option<&WorkflowSubject>,
        event: &Value,
        labels: Vec<String>,
    ) -> Vec<String> {
        let now = self.clock.now();
        let policies = self.policies.load();
        let set = heard_by.map_or_else(|| policies.set(), |workflow| policies.of(workflow, now));
        let given = set.event_labels(heard_by, event, now);
        union(labels, given)
    }
}

fn union(labels: Vec<String>, given: BTreeSet<String>) -> Vec<String> {
    if given.is_empty() {
        return labels;
    }
    let all: BTreeSet<String> = labels.into_iter().chain(given).collect();
    all.into_iter().collect()
}
