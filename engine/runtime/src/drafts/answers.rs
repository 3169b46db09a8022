//! Declared answers, which take the place of systems in draft runs and in cases of definitions. Both have the same shape,
//! which is read here.

use std::collections::{BTreeMap, BTreeSet};

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_access::{Access, Kind};
use towpath_wire::{Problem, problem_types};

/// What is declared for a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Declared {
    /// What operations return, by `integration.operation`: a value, `{error: …}`, or a list with one for each call.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub results: BTreeMap<String, Value>,
    /// Answers in order, each given once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<DeclaredAnswer>,
    /// Whether reads without an answer go out.
    #[serde(default)]
    pub reads: Reads,
}

/// Whether the reads of a draft run go out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reads {
    /// They go out, unless an answer is declared.
    #[default]
    Real,
    /// Nothing goes out: a call without an answer fails.
    Declared,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeclaredAnswer {
    /// What it answers: `payments.refund`, or `support/triage` for a workflow that is started.
    pub operation: String,
    /// The arguments that it answers; absent: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Value>,
    /// The result; null where there is no error either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
    /// The error instead of a result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<DeclaredError>,
    /// Labels of the result, besides those of the operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Labels because of which the value was left out of a recording: put a value in its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
}

/// An error that is declared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredError {
    /// Its type; that of a failed communication where absent.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its status; 500 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The body of the error, where the operation describes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
}

impl DeclaredError {
    fn problem(&self) -> Problem {
        let kind = self.kind.as_deref().unwrap_or(problem_types::COMMUNICATION);
        let detail = self.detail.as_deref().unwrap_or("as it is declared");
        let mut problem = Problem::uncoded(kind, detail);
        problem.title.clone_from(&self.title);
        problem.status = self.status.unwrap_or(500);
        problem.details.clone_from(&self.details);
        problem
    }
}

/// What a declared answer gives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    /// A result, with labels besides those of the operation.
    Result(Value, Vec<String>),
    /// An error.
    Error(Problem),
    /// Nothing yet: the value was left out for these labels.
    Masked(Vec<String>),
}

#[derive(Debug)]
struct Answer {
    of: String,
    arguments: Option<Value>,
    /// It answers every such call, not only one.
    always: bool,
    given: Given,
}

/// The declared answers of one draft run, with those already given and the labels that came from real systems.
#[derive(Debug)]
pub(crate) struct DraftAnswers {
    answers: Vec<Answer>,
    /// Whether reads without an answer go out.
    pub(crate) reads: Reads,
    used: Mutex<BTreeSet<u32>>,
    /// Labels of the values that this run received from real systems.
    real: Mutex<BTreeSet<String>>,
}

impl DraftAnswers {
    /// Reads declared answers.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(crate) fn read(declared: &Declared) -> Result<Self, String> {
        let mut answers = Vec::new();
        for (of, value) in &declared.results {
            let each = match value {
                Value::Array(each) => each.as_slice(),
                one => std::slice::from_ref(one),
            };
            for one in each {
                let given = result(of, one)?;
                answers.push(Answer { of: of.clone(), arguments: None, always: !value.is_array(), given });
            }
        }
        for (at, one) in declared.answers.iter().enumerate() {
            if one.error.is_some() && one.result.is_some() {
                return Err(format!("`answers[{at}]` of `{}` has a result and an error", one.operation));
            }
            let given = match &one.error {
                Some(error) => Given::Error(Problem { labels: one.labels.clone(), ..error.problem() }),
                None if !one.masked.is_empty() => Given::Masked(one.masked.clone()),
                None => Given::Result(one.result.clone().unwrap_or_default(), one.labels.clone()),
            };
            let (of, arguments) = (one.operation.clone(), one.arguments.clone());
            answers.push(Answer { of, arguments, always: false, given });
        }
        Ok(Self { answers, reads: declared.reads, used: Mutex::default(), real: Mutex::default() })
    }

    /// The names of everything that has an answer.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.answers.iter().map(|answer| answer.of.as_str())
    }

    /// Takes the answer to an access: the first unused one for exactly these arguments, else the first unused one for any.
    pub(crate) fn take(&self, access: &Access) -> Option<u32> {
        let (of, arguments) = (name_of(access)?, arguments_of(access));
        let mut used = self.used.lock();
        let mut left = (0_u32..)
            .zip(&self.answers)
            .filter(|(at, answer)| answer.of == of && (answer.always || !used.contains(at)));
        let exact = left.clone().find(|(_, answer)| answer.arguments.as_ref() == Some(arguments));
        let (at, _) = exact.or_else(|| left.find(|(_, answer)| answer.arguments.is_none()))?;
        used.insert(at);
        Some(at)
    }

    /// Marks an answer as used: it was given before the engine stopped.
    pub(crate) fn taken(&self, answer: u32) {
        self.used.lock().insert(answer);
    }

    pub(crate) fn given(&self, answer: u32) -> Option<&Given> {
        self.answers.get(answer as usize).map(|answer| &answer.given)
    }

    /// Records the labels of a value from a real system.
    pub(crate) fn heard(&self, labels: &[String]) {
        self.real.lock().extend(labels.iter().cloned());
    }

    /// Whether any of these labels came from a real system.
    pub(crate) fn is_real(&self, labels: &[String]) -> bool {
        let real = self.real.lock();
        labels.iter().any(|label| real.contains(label))
    }
}

/// One value of `results`: an error where `error` is all there is.
fn result(of: &str, value: &Value) -> Result<Given, String> {
    let error = value.as_object().filter(|fields| fields.len() == 1).and_then(|fields| fields.get("error"));
    let Some(error) = error.filter(|error| error.is_object()) else {
        return Ok(Given::Result(value.clone(), Vec::new()));
    };
    let error: DeclaredError = serde_json::from_value(error.clone())
        .map_err(|wrong| format!("the error declared for `{of}` is none: {wrong}"))?;
    Ok(Given::Error(error.problem()))
}

/// The name of an access in declared answers; `None` for an access that needs no answer.
pub(crate) fn name_of(access: &Access) -> Option<String> {
    match access.kind {
        Kind::Call => Some(format!("{}.{}", access.integration.as_deref()?, access.operation.as_deref()?)),
        Kind::Run => {
            let text = |name: &str| access.arguments.as_ref()?.get(name)?.as_str();
            Some(format!("{}/{}", text("namespace")?, text("name")?))
        }
        _ => None,
    }
}

/// The values that a declared answer's `arguments` must equal: the arguments of a call, the input of a workflow.
fn arguments_of(access: &Access) -> &Value {
    let arguments = access.arguments.as_ref().unwrap_or(&Value::Null);
    match access.kind {
        Kind::Run => &arguments["input"],
        _ => arguments,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;
    use towpath_access::RunLabels;

    use super::*;

    fn answers(declared: Value) -> DraftAnswers {
        DraftAnswers::read(&serde_json::from_value(declared).unwrap()).unwrap()
    }

    fn call(operation: &str, arguments: Value) -> Access {
        Access {
            integration: Some("pay".to_owned()),
            operation: Some(operation.to_owned()),
            arguments: Some(arguments),
            ..Access::new(Kind::Call, RunLabels::NONE)
        }
    }

    #[test]
    fn answers_are_given_in_order_and_once() {
        let answers = answers(json!({
            "results": { "pay.look": 1, "pay.list": ["a", { "error": { "status": 404 } }] },
            "answers": [
                { "operation": "pay.refund", "result": "any" },
                { "operation": "pay.refund", "arguments": { "amount": 5 }, "result": "five" },
            ],
        }));
        let take = |operation: &str, arguments: Value| {
            answers.take(&call(operation, arguments)).map(|at| answers.given(at).unwrap().clone())
        };
        let result = |value: Value| Some(Given::Result(value, vec![]));
        assert_eq!(take("look", json!({})), result(json!(1)));
        assert_eq!(take("look", json!({})), result(json!(1)), "one value answers every call");
        assert_eq!(take("list", json!({})), result(json!("a")));
        assert!(matches!(take("list", json!({})), Some(Given::Error(Problem { status: 404, .. }))));
        assert_eq!(take("list", json!({})), None);
        assert_eq!(take("refund", json!({ "amount": 5 })), result(json!("five")), "the arguments count");
        assert_eq!(take("refund", json!({ "amount": 5 })), result(json!("any")));
        assert_eq!(take("refund", json!({ "amount": 5 })), None);
    }

    #[test]
    fn what_was_taken_before_a_crash_is_not_given_again() {
        let answers = answers(json!({ "results": { "pay.list": [1, 2] } }));
        answers.taken(0);
        assert_eq!(answers.take(&call("list", json!({}))), Some(1));
        assert_eq!(answers.take(&call("list", json!({}))), None);
    }

    #[test]
    fn a_workflow_is_answered_by_its_place_and_input() {
        let answers = answers(json!({ "answers": [
            { "operation": "support/triage", "arguments": { "order": 1 }, "result": 7 },
        ] }));
        let start = |input: Value| Access {
            arguments: Some(
                json!({ "namespace": "support", "name": "triage", "version": "1.0.0", "input": input }),
            ),
            ..Access::new(Kind::Run, RunLabels::NONE)
        };
        assert_eq!(answers.take(&start(json!({ "order": 2 }))), None);
        assert_eq!(answers.take(&start(json!({ "order": 1 }))), Some(0));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let both = json!({ "answers": [{ "operation": "a.b", "result": 1, "error": {} }] });
        let bad = json!({ "results": { "a.b": { "error": { "staus": 1 } } } });
        for (declared, says) in [(both, "a result and an error"), (bad, "staus")] {
            let read = DraftAnswers::read(&serde_json::from_value(declared).unwrap());
            assert!(read.unwrap_err().contains(says));
        }
    }
}
