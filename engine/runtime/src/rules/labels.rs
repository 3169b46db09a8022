//! Labels that policies give to a run's input and to the events it receives.
//!
//! INVARIANT: labels are only added. An event has the labels it got when it came in, and those that the policies in force
//! give it when a run receives it. So a new policy labels old events, and labels of a removed policy stay.

use std::collections::BTreeSet;

use serde_json::Value;
use towpath_access::WorkflowSubject;

use super::Rules;
use super::decide::Requester;

impl Rules {
    pub(super) fn labels_of_input(&self, requester: &Requester, flowing: Vec<String>) -> Vec<String> {
        let now = self.clock.now();
        let policies = self.in_force.load();
        let given =
            policies.of(&requester.workflow, now).input_labels(&requester.workflow, &requester.caller, now);
        union(flowing, given)
    }

    pub(super) fn labels_of_event(
        &self,
        heard_by: Option<&WorkflowSubject>,
        event: &Value,
        labels: Vec<String>,
    ) -> Vec<String> {
        let now = self.clock.now();
        let policies = self.in_force.load();
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
