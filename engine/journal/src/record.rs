//! The records of a run's journal.
//!
//! Records are JSON, externally tagged. They are never rewritten, so what an older engine wrote must stay readable: a field
//! is added with `#[serde(default)]`, and a new name keeps the old one as an alias. What a decision was taken on is a type
//! here, so a record that lacks a part of it, or has an unknown one, is refused when it is read.

mod rerun;
mod stopping;

use serde::{Deserialize, Serialize};
use towpath_access::{Access, CallerSubject, Decision, WorkflowSubject};
use towpath_wire::{Effect, Limits, Outcome, Problem, Step, TaskEvent};

use crate::{Digest, RunId};

pub use rerun::{EffectPlace, Rerun};
pub use stopping::{Cancelling, Continued, InDoubt, Suspended};

/// The limits in force for a run.
pub type RunLimits = Limits;

/// One record.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Record {
    /// The run begins. Always first.
    Started(Box<Started>),
    /// A step that the runner got. A replay gives the same step again, with the same time.
    Fed(Step),
    /// What tasks did in the step before.
    Tasks(Vec<TaskEvent>),
    /// The decision on an effect. It is on disk before an effect with consequences is sent.
    Intent(Box<Intent>),
    /// An effect waits until a person releases it.
    Held(Box<Held>),
    /// A person released an effect that waited. It is evaluated again.
    ///
    /// Earlier journals call it `signed`.
    #[serde(alias = "signed")]
    Released(Released),
    /// An effect that waited is not sent: a person declined it, or nobody released it in time.
    Declined(Declined),
    /// The host ended the run: a limit, or a fault of the runner. A replay ends it here too.
    Fault(Fault),
    /// Another engine, or this one after a restart, took the run over under a higher term.
    Resumed(Resumed),
    /// The run no longer waits for runs that it started. Each is cancelled once this is on disk.
    Abandoned(Abandoned),
    /// A person suspended the run. Until it continues, it starts no effect and none of its timers fires.
    Suspended(Suspended),
    /// A person let a suspended run continue.
    Continued(Continued),
    /// A person cancels the run while a write is under way. It starts nothing more, and ends when the write has.
    Cancelling(Cancelling),
    /// The run has ended. Always last.
    Ended(Ended),
}

/// The run begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Started {
    /// The workflow version that the run is pinned to.
    pub workflow: WorkflowRef,
    /// Digest of the runner that the run is pinned to.
    pub runner: Digest,
    /// Digest of the version's image for that runner.
    pub image: Digest,
    /// The caller, as policies saw it.
    pub caller: CallerSubject,
    /// The id of the principal who started the run.
    pub principal: String,
    /// The decision that allowed the start.
    pub decision: Decision,
    /// The limits of the run. `step` repeats those that the runner keeps to.
    pub limits: RunLimits,
    /// The first step, with the input.
    pub step: Step,
    /// The workflows that started this one, `namespace/name`, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// The run that waits for this one; absent if none does, and in journals of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// Whether it is a draft run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// The workflow, as policies see it for the whole run; absent in journals of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<WorkflowSubject>,
    /// Digests of the rules that its version was approved for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<String>,
    /// Of a draft run: digest of the blob with the definition and the declared answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial: Option<Digest>,
    /// The run that this one runs again; absent for most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rerun: Option<Box<Rerun>>,
}

/// A workflow version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WorkflowRef {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`.
    pub version: String,
    /// Digest of the canonical definition.
    pub digest: String,
}

/// An effect and the decision on it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intent {
    /// The effect, as the runner emitted it.
    pub effect: Effect,
    /// What was decided.
    pub decided: Decided,
    /// The decision of the policies; absent (`null`) where the host refused the effect before any policy was evaluated.
    pub decision: Option<Decision>,
    /// The access that was evaluated, without the arguments, which the effect has; absent where no policy was evaluated,
    /// and in journals of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// The request for a token that may be sent before the call; absent if the call needs none, and in journals of older
    /// engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenRequest>,
    /// When it was evaluated, in milliseconds since the Unix epoch.
    pub at: i64,
}

/// A request for a token, evaluated together with its call.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// The access that was evaluated; absent if the address is found only when the call is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// The decision on it; absent where `access` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// What was decided of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Decided {
    /// Refused.
    Refused,
    /// Allowed. It changes nothing outside, so it may be repeated.
    Read,
    /// Allowed. It changes something, and may be repeated: by its nature, or with the same key.
    RepeatableWrite,
    /// Allowed. It changes something, and must be sent at most once.
    Write,
    /// Allowed, but an earlier attempt sent it and it may not be repeated. It gets the answer of that attempt.
    Answered,
    /// Allowed: the run listens for events after this position of the log of events.
    Listen {
        /// The position.
        after: u64,
    },
    /// Allowed, of a run that is run again: nothing is sent. It gets the result that the earlier run got.
    Recorded,
    /// Allowed for a draft run: it goes to the integration's test endpoint, not to the real system, so it may be repeated.
    /// Earlier journals call it `sandbox`.
    #[serde(alias = "sandbox")]
    TestEndpoint,
    /// Allowed for a draft run: nothing is sent. The engine answers it, the same way each time.
    Simulated {
        /// Index of the declared answer it gets; absent if none was declared for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<u32>,
    },
}

impl Decided {
    /// Whether it changes nothing outside, so that it may be sent before the record is on disk.
    pub(crate) fn may_precede_disk(self) -> bool {
        matches!(self, Self::Read | Self::Recorded | Self::Simulated { .. })
    }

    /// Whether something changes in a real system when it is sent.
    pub(crate) fn may_change_something(self) -> bool {
        matches!(self, Self::RepeatableWrite | Self::Write)
    }
}

/// An effect that waits until a person releases it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// The effect, as the runner emitted it.
    pub effect: Effect,
    /// Digests of the rules that wait.
    pub awaiting: Vec<String>,
    /// Until when it waits, in milliseconds since the Unix epoch.
    pub until: i64,
    /// Whether it is sent when the time is over. Otherwise it is refused then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub release: bool,
    /// The decision to hold it.
    pub decision: Decision,
    /// The access that was evaluated, as in an [`Intent`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// When it was evaluated, in milliseconds since the Unix epoch.
    pub at: i64,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Released {
    /// The effect.
    pub effect: u64,
    /// Digests of the rules it is released for.
    pub rules: Vec<String>,
    /// The id of the principal who released; absent: nobody did in time, and the policy lets it go then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Their comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// An effect that is not sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Declined {
    /// The effect.
    pub effect: u64,
    /// The id of the principal who declined; absent: nobody released in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Their comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The error that the workflow gets.
    pub error: Problem,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// The host ended the run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// The error the run ends with.
    pub error: Problem,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// The run was taken over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resumed {
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// Runs that this run no longer waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Abandoned {
    /// The effects that waited for them.
    pub effects: Vec<u64>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// The run that waits for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parent {
    /// The run.
    pub run: RunId,
    /// The effect of it that waits.
    pub effect: u64,
}

/// The run has ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    /// How.
    pub outcome: Outcome,
    /// The decision on the answer, if it refused the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Box<Decision>>,
    /// The decision on the answer, if it allowed it; absent if there was no answer to evaluate, and in journals of older
    /// engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<Decision>>,
    /// Milliseconds since the Unix epoch; if the answer was evaluated, the time of that.
    pub at: i64,
    /// Microseconds of CPU spent inside the sandbox since the run was last taken over.
    #[serde(default)]
    pub cpu_us: u64,
    /// Writes that were under way then: each may have happened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_doubt: Vec<InDoubt>,
}

impl Record {
    /// The record as the journal keeps it.
    pub fn encode(&self) -> bytes::Bytes {
        // INVARIANT: records hold only strings, numbers, booleans and JSON text, so encoding cannot fail.
        #[expect(clippy::expect_used, reason = "see the invariant above")]
        let text = serde_json::to_vec(self).expect("a record is always encodable");
        text.into()
    }

    /// Reads a record back.
    ///
    /// # Errors
    /// The bytes are not a record this engine knows.
    pub fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use serde_json::{Value, json};
    use towpath_access::{DecisionOutcome, Kind};

    use super::*;

    fn decision(outcome: &str) -> Value {
        json!({
            "outcome": outcome,
            "rules": [{ "policy": "p", "digest": "sha256:0", "effect": "permit", "mode": "enforce" }],
            "policySet": "sha256:1",
        })
    }

    fn effect() -> Value {
        json!({ "id": 1, "task": "/do/0/a", "attempt": 0, "kind": { "emit": { "with": {}, "labels": [] } } })
    }

    fn intent(decision: Value) -> Value {
        json!({ "intent": { "effect": effect(), "decided": "refused", "decision": decision, "at": 5 } })
    }

    fn started(caller: Value, decision: Value) -> Value {
        let limits = serde_json::to_value(Limits::default()).unwrap();
        let start = json!({ "run": "r", "input": {}, "labels": [], "engine": "1", "limits": limits });
        json!({ "started": {
            "workflow": { "namespace": "n", "name": "w", "version": "1.0.0", "digest": "sha256:2" },
            "runner": "sha256:3", "image": "sha256:4", "caller": caller, "principal": "p",
            "decision": decision, "limits": limits, "step": { "now": 1, "event": { "start": start } },
        }})
    }

    fn read(record: &Value) -> Result<Record, serde_json::Error> {
        Record::decode(record.to_string().as_bytes())
    }

    #[test]
    fn a_record_is_written_as_it_was_read() {
        let access = json!({ "kind": "emit", "effect": "write", "labels": [], "runLabels": ["a"] });
        let ended = |name: &str| json!({ "ended": { "outcome": "cancelled", name: decision("deny"), "at": 6, "cpuUs": 7 } });
        let mut with_access = intent(decision("allow"));
        with_access["intent"]["access"] = access.clone();
        with_access["intent"]["token"] = json!({ "access": access, "decision": decision("allow") });
        let mut without_token = intent(decision("allow"));
        without_token["intent"]["token"] = json!({});
        let records = [
            started(json!({ "kind": "app", "id": "shop" }), decision("allow")),
            with_access,
            without_token,
            intent(Value::Null),
            json!({ "held": {
                "effect": effect(), "awaiting": ["sha256:0"], "until": 9, "decision": decision("hold"), "at": 5,
            }}),
            ended("refusal"),
            ended("answer"),
        ];
        for record in records {
            let again: Value = serde_json::from_slice(&read(&record).unwrap().encode()).unwrap();
            assert_eq!(again, record);
        }
    }

    #[test]
    fn no_decision_is_not_a_decision_that_cannot_be_read() {
        let Record::Intent(refused) = read(&intent(Value::Null)).unwrap() else { panic!("it is an intent") };
        assert_eq!(refused.decision, None);
        let Record::Intent(allowed) = read(&intent(decision("allow"))).unwrap() else { panic!("it is one") };
        assert_eq!(allowed.decision.unwrap().outcome, DecisionOutcome::Allow);
        for unreadable in [json!({}), json!({ "outcome": "maybe", "policySet": "s" }), json!("allow")] {
            assert!(read(&intent(unreadable.clone())).is_err(), "{unreadable}");
            assert!(read(&started(json!({ "kind": "app", "id": "a" }), unreadable)).is_err());
        }
    }

    #[test]
    fn a_start_without_a_readable_caller_or_decision_is_not_a_start() {
        let app = || json!({ "kind": "app", "id": "shop" });
        assert!(read(&started(app(), decision("allow"))).is_ok());
        assert!(read(&started(app(), Value::Null)).is_err());
        assert!(read(&started(Value::Null, decision("allow"))).is_err());
        assert!(read(&started(json!({ "kind": "nobody", "id": "x" }), decision("allow"))).is_err());
        let mut odd = started(app(), decision("allow"));
        odd["started"]["subject"] = json!({ "name": 1 });
        assert!(read(&odd).is_err());
    }

    #[test]
    fn an_access_of_an_older_engine_lacks_a_query() {
        let mut older = intent(decision("allow"));
        older["intent"]["access"] = json!({ "kind": "call", "integration": "web" });
        let Record::Intent(intent) = read(&older).unwrap() else { panic!("it is an intent") };
        let access = intent.access.unwrap();
        assert_eq!((access.kind, access.query), (Kind::Call, None));
        older["intent"]["access"]["kind"] = json!("unheard-of");
        assert!(read(&older).is_err());
    }
}
