//! Labels of inputs and events by policy: the union of the labels of all matching documents.

use std::collections::BTreeSet;

use serde_json::Value;
use towpath_access::{CallerSubject, WorkflowSubject};

use crate::matcher::{Fit, Matcher, Tested};
use crate::set::Expiry;
use crate::subject::SubjectView;
use crate::{CompiledSet, Subject};

/// Attributes with the content of an event. They are not used for labelling.
pub(crate) const EVENT_DATA: [&str; 2] = ["data", "data_base64"];

/// A document of labels.
#[derive(Debug)]
pub(crate) struct LabelsRule {
    pub(crate) name: String,
    pub(crate) expires: Option<Expiry>,
    /// What gets the labels, with the schema over the attributes of an event, if any.
    pub(crate) bearer: Bearer,
    /// Matchers over the workflow and the caller.
    pub(crate) matchers: Vec<Matcher>,
    pub(crate) labels: Vec<String>,
}

/// What gets labels.
#[derive(Debug)]
pub(crate) enum Bearer {
    /// The input of a run.
    Input,
    /// An event whose attributes fit.
    Event(Option<Tested>),
}

/// An input or event that may get labels. A part that is `None` is assumed to fit.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Labelled<'a> {
    pub(crate) workflow: Option<&'a WorkflowSubject>,
    pub(crate) caller: Option<&'a CallerSubject>,
    pub(crate) event: Option<&'a Value>,
}

impl CompiledSet {
    /// Labels of the input of a run of `workflow` that `caller` starts at `now`, in milliseconds since the Unix epoch. A document
    /// that cannot be evaluated counts as a match.
    pub fn input_labels(
        &self,
        workflow: &WorkflowSubject,
        caller: &CallerSubject,
        now: i64,
    ) -> BTreeSet<String> {
        let input = Labelled { workflow: Some(workflow), caller: Some(caller), event: None };
        let rules = self.labels.iter().filter(|rule| matches!(rule.bearer, Bearer::Input));
        given(rules, &input, now)
    }

    /// Labels of an event that a run of `workflow` receives at `now`. Without a workflow, the event was only accepted, and
    /// documents with `workflow` do not count yet. A document that cannot be evaluated counts as a match.
    pub fn event_labels(
        &self,
        workflow: Option<&WorkflowSubject>,
        event: &Value,
        now: i64,
    ) -> BTreeSet<String> {
        let event = attributes_of_event(event);
        let heard = Labelled { workflow, caller: None, event: Some(&event) };
        let rules = self.labels.iter().filter(|rule| {
            matches!(rule.bearer, Bearer::Event(_)) && (workflow.is_some() || rule.matchers.is_empty())
        });
        given(rules, &heard, now)
    }
}

fn given<'a>(rules: impl Iterator<Item = &'a LabelsRule>, to: &Labelled<'_>, now: i64) -> BTreeSet<String> {
    let in_force = rules.filter(|rule| !rule.expires.as_ref().is_some_and(|expiry| expiry.is_past(now)));
    in_force.filter(|rule| rule.counts_for(to)).flat_map(|rule| rule.labels.iter().cloned()).collect()
}

/// An event without its content.
pub(crate) fn attributes_of_event(event: &Value) -> Value {
    let mut attributes = event.clone();
    if let Value::Object(fields) = &mut attributes {
        fields.retain(|name, _| !EVENT_DATA.contains(&name.as_str()));
    }
    attributes
}

impl LabelsRule {
    /// Whether it gives its labels. It does not only if a part certainly does not fit.
    pub(crate) fn counts_for(&self, to: &Labelled<'_>) -> bool {
        let fits = self.matchers.iter().all(|matcher| {
            let view = match matcher.subject {
                Subject::Workflow => to.workflow.map(SubjectView::Workflow),
                Subject::Caller => to.caller.map(SubjectView::Caller),
                Subject::Access | Subject::Time | Subject::Profile => None,
            };
            view.is_none_or(|view| matcher.fit(&view) != Fit::No)
        });
        let event = match &self.bearer {
            Bearer::Event(Some(tested)) => to.event.is_none_or(|event| tested.fit(event) != Fit::No),
            Bearer::Event(None) | Bearer::Input => true,
        };
        fits && event
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;
    use crate::PolicyDocument;

    fn set(documents: &[Value]) -> CompiledSet {
        let read = |value| {
            let (document, found) = PolicyDocument::from_value(value);
            document.unwrap_or_else(|| panic!("{value}: {found:#?}"))
        };
        CompiledSet::compile(documents.iter().map(read).collect()).unwrap()
    }

    fn workflow(namespace: &str) -> WorkflowSubject {
        WorkflowSubject { namespace: namespace.into(), name: "w".into(), ..WorkflowSubject::default() }
    }

    fn caller(id: &str) -> CallerSubject {
        serde_json::from_value(json!({ "kind": "app", "id": id })).unwrap()
    }

    #[test]
    fn an_input_has_the_labels_of_all_that_describe_it() {
        let namespace = |name: &str| json!({ "properties": { "namespace": { "const": name } } });
        let set = set(&[
            json!({ "policy": "a", "title": "A", "workflow": namespace("support"), "labels": { "input": ["customer-data"] } }),
            json!({ "policy": "b", "title": "B", "caller": { "properties": { "id": { "const": "shop" } } },
                "labels": { "input": ["order", "customer-data"] } }),
            json!({ "policy": "c", "title": "C", "mode": "off", "labels": { "input": ["never"] } }),
            json!({ "policy": "d", "title": "D", "mode": "audit", "labels": { "input": ["never"] } }),
            json!({ "policy": "e", "title": "E", "expires": "1970-01-01", "labels": { "input": ["early"] } }),
            json!({ "policy": "f", "title": "F", "labels": { "event": ["heard"] } }),
        ]);
        let day = 86_400_000;
        let labels = |namespace: &str, id: &str, now| {
            let found = set.input_labels(&workflow(namespace), &caller(id), now);
            found.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(labels("support", "shop", day), ["customer-data", "order"]);
        assert_eq!(labels("support", "till", day), ["customer-data"]);
        assert_eq!(labels("sales", "till", day), Vec::<String>::new());
        assert_eq!(labels("sales", "till", day - 1), ["early"]);
    }

    #[test]
    fn an_event_is_known_by_its_attributes_and_by_who_hears_it() {
        let set = set(&[
            json!({ "policy": "a", "title": "A", "labels": { "event": ["complaint"] },
                "event": { "properties": { "type": { "pattern": "^com\\.acme\\.complaint" } }, "required": ["type"] } }),
            json!({ "policy": "b", "title": "B", "labels": { "event": ["heard"] },
                "workflow": { "properties": { "namespace": { "const": "support" } } } }),
            json!({ "policy": "c", "title": "C", "labels": { "event": ["told"] },
                "event": { "properties": { "data_base64": true }, "minProperties": 3 } }),
        ]);
        let labels = |by: Option<&WorkflowSubject>, event: Value| {
            set.event_labels(by, &event, 0).into_iter().collect::<Vec<_>>()
        };
        let event = |kind: &str| json!({ "type": kind, "id": "1", "data": { "type": "com.acme.complaint" } });
        assert_eq!(labels(None, event("com.acme.complaint.new")), ["complaint"]);
        assert_eq!(labels(None, event("com.acme.order")), Vec::<String>::new());
        assert_eq!(labels(Some(&workflow("support")), event("com.acme.order")), ["heard"]);
        assert_eq!(labels(Some(&workflow("sales")), event("com.acme.order")), Vec::<String>::new());
    }
}
