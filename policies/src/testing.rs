//! A policy's own tests: promises its author makes, kept before it is activated.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use towpath_access::{Access, CallerSubject, TimeSubject, WorkflowSubject};
use towpath_diagnostics::Diagnostic;

use crate::decide::{Facts, Moment, Reach, decide_on};
use crate::{
    Decision, Mode, Outcome, PolicyDocument, PolicyEffect, PolicySet, PolicyTest, ProfileSubject, Subject,
    schema,
};

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
    let judged = Given::read(test).map(|given| decide_on(set, &given.facts()));
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

/// The subjects of one test, filled up.
struct Given {
    workflow: Option<WorkflowSubject>,
    access: Option<Access>,
    caller: Option<CallerSubject>,
    time: Option<TimeSubject>,
    profile: Option<ProfileSubject>,
}

impl Given {
    fn read(test: &PolicyTest) -> Result<Self, String> {
        Ok(Self {
            workflow: subject(test, Subject::Workflow)?,
            access: subject(test, Subject::Access)?,
            caller: subject(test, Subject::Caller)?,
            time: subject(test, Subject::Time)?,
            profile: subject::<Value>(test, Subject::Profile)?.map(ProfileSubject::from_value),
        })
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            workflow: self.workflow.as_ref(),
            access: self.access.as_ref(),
            caller: self.caller.as_ref(),
            time: self.time.clone().map_or(Moment::Whenever, Moment::Local),
            profile: self.profile.as_ref().map_or(Reach::Whatever, Reach::Is),
            approvals: &[],
            signatures: &[],
        }
    }
}

/// The subject a test gives, its other fields filled with what says nothing.
fn subject<T: serde::de::DeserializeOwned>(test: &PolicyTest, subject: Subject) -> Result<Option<T>, String> {
    let Some(given) = test.fields_of(subject) else { return Ok(None) };
    let Value::Object(given) = given else { return Err(format!("`{}` is not a mapping", subject.as_str())) };
    let mut fields = unremarkable(subject);
    for (name, value) in given {
        match (fields.get_mut(name), value) {
            (Some(Value::Object(inside)), Value::Object(more)) => inside.extend(more.clone()),
            _ => {
                fields.insert(name.clone(), value.clone());
            }
        }
    }
    if let (Subject::Profile, Some(Value::Array(accesses))) = (subject, fields.get_mut("accesses")) {
        accesses.iter_mut().for_each(fill_access);
    }
    let value = Value::Object(fields);
    let validator = schema::compile(subject.schema())?;
    if let Err(error) = validator.validate(&value) {
        return Err(format!("`{}{}`: {}", subject.as_str(), error.instance_path(), error));
    }
    serde_json::from_value(value).map(Some).map_err(|error| format!("`{}`: {error}", subject.as_str()))
}

/// Fills up one access of a profile.
fn fill_access(access: &mut Value) {
    let Value::Object(fields) = access else { return };
    for (name, value) in [("kind", json!("call")), ("effect", json!("write")), ("dynamicHost", json!(false))]
    {
        fields.entry(name).or_insert(value);
    }
}

fn unremarkable(subject: Subject) -> Map<String, Value> {
    let value = match subject {
        Subject::Workflow => json!({
            "namespace": "any-namespace", "name": "any-workflow", "version": "1.0.0",
            "author": { "id": "anybody", "publishedVersions": 0 }, "via": [], "labels": [],
        }),
        Subject::Access => json!({ "kind": "call", "effect": "write", "labels": [], "runLabels": [] }),
        Subject::Caller => json!({ "kind": "app", "id": "anybody" }),
        // A day long past: a policy is over only in a test that says which day it is.
        Subject::Time => json!({ "weekday": "thursday", "hour": 12, "date": "1970-01-01" }),
        Subject::Profile => json!({ "accesses": [], "secrets": [] }),
    };
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
