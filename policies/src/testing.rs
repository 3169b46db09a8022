//! Runs the tests in a policy document. They must pass before the policy is activated.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_diagnostics::Diagnostic;

use crate::decide::decide_on;
use crate::given::Given;
use crate::labels::{Labelled, attributes_of_event};
use crate::{CompiledSet, Decision, Expected, Mode, PolicyDocument, PolicyEffect, PolicyTest, SetError};

/// The result of one test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TestResult {
    /// The policy.
    pub policy: String,
    /// The test's name.
    pub test: String,
    /// Its place, `/tests/0`.
    pub pointer: String,
    /// The expected decision or labels.
    pub expected: Expected,
    /// The decision; absent if the test itself is invalid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The labels, in a document of labels; absent if the test itself is invalid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// Why the test itself is invalid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl TestResult {
    /// Whether the test passed.
    pub fn passed(&self) -> bool {
        match &self.expected {
            Expected::Decision(outcome) => {
                self.decision.as_ref().is_some_and(|decision| decision.outcome == *outcome)
            }
            Expected::Labels(labels) => {
                let set = |labels: &[String]| labels.iter().cloned().collect::<BTreeSet<_>>();
                self.labels.as_ref().is_some_and(|given| set(given) == set(labels))
            }
        }
    }

    /// The result in words.
    pub fn outcome(&self) -> String {
        match (&self.problem, &self.decision, &self.labels) {
            (Some(problem), ..) => problem.clone(),
            (None, Some(decision), _) => decision.explanation(),
            (None, None, Some(labels)) => format!("it is given [{}]", labels.join(", ")),
            (None, None, None) => "it was not decided".to_owned(),
        }
    }
}

/// Runs the tests of `document`, as if it were enforced. A permit is tested alone; any other policy is tested together with a
/// permit for everything, so that `allow` means "does not match". Nothing is approved or released. A subject that a test does
/// not name is assumed to fit.
///
/// # Errors
///
/// Why the document cannot be compiled.
pub fn test(document: &PolicyDocument) -> Result<Vec<TestResult>, Vec<Diagnostic>> {
    let mut documents = vec![PolicyDocument { mode: Mode::Enforce, ..document.clone() }];
    if document.effect.is_some_and(|effect| effect != PolicyEffect::Permit) {
        documents.push(permit_everything(&document.policy));
    }
    let set = CompiledSet::compile(documents).map_err(SetError::diagnostics)?;
    Ok(document
        .tests
        .iter()
        .enumerate()
        .map(|(index, test)| run_policy_test(&set, document, index, test))
        .collect())
}

fn run_policy_test(
    set: &CompiledSet,
    document: &PolicyDocument,
    index: usize,
    test: &PolicyTest,
) -> TestResult {
    let mut result = TestResult {
        policy: document.policy.clone(),
        test: test.name.clone(),
        pointer: format!("/tests/{index}"),
        expected: test.expect.clone(),
        decision: None,
        labels: None,
        problem: None,
    };
    match Given::read(|subject| test.fields_of(subject)) {
        Ok(given) if document.labels.is_some() => {
            result.labels = Some(labels_given_by_set(set, &given, test))
        }
        Ok(given) => result.decision = Some(decide_on(set, &given.facts())),
        Err(problem) => result.problem = Some(problem),
    }
    result
}

/// The labels that the one document of the set gives.
fn labels_given_by_set(set: &CompiledSet, given: &Given, test: &PolicyTest) -> Vec<String> {
    let event = test.event.as_ref().map(attributes_of_event);
    let to = Labelled { event: event.as_ref(), ..given.labelled() };
    let rules = set.labels.iter().filter(|rule| rule.counts_for(&to));
    rules.flat_map(|rule| rule.labels.iter().cloned()).collect()
}

fn permit_everything(beside: &str) -> PolicyDocument {
    PolicyDocument {
        policy: if beside == "everything" { "anything" } else { "everything" }.to_owned(),
        title: "Everything".to_owned(),
        effect: Some(PolicyEffect::Permit),
        access: Some(Value::Bool(true)),
        ..PolicyDocument::default()
    }
}
