//! A policy's own tests: promises its author makes, kept before it is activated.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_diagnostics::Diagnostic;

use crate::decide::decide_on;
use crate::given::Given;
use crate::{Decision, Mode, Outcome, PolicyDocument, PolicyEffect, PolicySet, PolicyTest};

/// What came of one test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TestResult {
    /// The policy.
    pub policy: String,
    /// The test's name.
    pub test: String,
    /// Where it stands, `/tests/0`.
    pub pointer: String,
    /// What it expects.
    pub expected: Outcome,
    /// What was decided; absent when the test itself is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What is wrong with the test itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl TestResult {
    /// Whether the promise was kept.
    pub fn passed(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.outcome == self.expected)
    }
}

/// Runs the tests of `document`: alone, as if it were enforced, and what is no permit beside a permit for everything,
/// so that `allow` means "this leaves it alone". Nothing is approved or signed. A subject that a test does not name
/// fits.
///
/// # Errors
///
/// Why the document cannot be compiled.
pub fn test(document: &PolicyDocument) -> Result<Vec<TestResult>, Vec<Diagnostic>> {
    let mut documents = vec![PolicyDocument { mode: Mode::Enforce, ..document.clone() }];
    if document.effect.is_some_and(|effect| effect != PolicyEffect::Permit) {
        documents.push(permit_everything(&document.policy));
    }
    let set = PolicySet::compile(documents)?;
    Ok(document.tests.iter().enumerate().map(|(index, test)| run(&set, document, index, test)).collect())
}

fn run(set: &PolicySet, document: &PolicyDocument, index: usize, test: &PolicyTest) -> TestResult {
    let judged = Given::read(|subject| test.fields_of(subject)).map(|given| decide_on(set, &given.facts()));
    let (decision, problem) = match judged {
        Ok(decision) => (Some(decision), None),
        Err(problem) => (None, Some(problem)),
    };
    TestResult {
        policy: document.policy.clone(),
        test: test.name.clone(),
        pointer: format!("/tests/{index}"),
        expected: test.expect,
        decision,
        problem,
    }
}

fn permit_everything(beside: &str) -> PolicyDocument {
    PolicyDocument {
        policy: if beside == "everything" { "anything" } else { "everything" }.to_owned(),
        title: "Everything".to_owned(),
        effect: Some(PolicyEffect::Permit),
        mode: Mode::Enforce,
        workflow: None,
        access: Some(Value::Bool(true)),
        caller: None,
        time: None,
        profile: None,
        owner: None,
        delegate: Vec::new(),
        approvers: None,
        hold: None,
        reason: None,
        contact: None,
        expires: None,
        timezone: None,
        limits: None,
        tests: Vec::new(),
    }
}
