//! What the records of one run say for the statistics. Pure: the same records give the same facts, whether a driver has just
//! written them or they are read back from a journal.

use std::collections::{BTreeMap, BTreeSet};

use towpath_journal::{Decided, Record, Status};
use towpath_policies::{Decision, Mode, PolicyEffect};
use towpath_wire::{EffectKind, Event, Outcome};

/// One fact, with its time in milliseconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) at: i64,
    pub(crate) what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// The run began.
    Started,
    /// The run ended, after so many milliseconds.
    Ended(Status, u64),
    /// A call waits until a person releases it.
    Held,
    /// An operation was called.
    Called(Operation),
    /// A call of it failed.
    Failed(Operation),
    /// A permit allowed something.
    Permitted(String),
}

/// An operation of an integration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Operation {
    pub(crate) integration: String,
    pub(crate) operation: String,
}

/// What is known of a run between its records.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    started_at: i64,
    /// Calls without an answer yet, by effect.
    calls: BTreeMap<u64, Operation>,
    /// Effects that were held before.
    held: BTreeSet<u64>,
}

impl Tally {
    /// For a run that began then.
    pub(crate) fn new(started_at: i64) -> Self {
        Self { started_at, ..Self::default() }
    }

    /// Adds what a record says to `seen`.
    pub(crate) fn note(&mut self, record: &Record, seen: &mut Vec<Seen>) {
        match record {
            Record::Started(started) => {
                self.started_at = started.step.now;
                seen.push(Seen { at: self.started_at, what: What::Started });
                permitted(&started.decision, self.started_at, seen);
            }
            Record::Held(held) if self.held.insert(held.effect.id) => {
                seen.push(Seen { at: held.at, what: What::Held });
            }
            Record::Intent(intent) if is_sent(intent.decided) => {
                if let Some(decision) = &intent.decision {
                    permitted(decision, intent.at, seen);
                }
                if let EffectKind::Call(call) = &intent.effect.kind {
                    let called = Operation {
                        integration: call.integration.clone(),
                        operation: call.operation.clone(),
                    };
                    seen.push(Seen { at: intent.at, what: What::Called(called.clone()) });
                    self.calls.insert(intent.effect.id, called);
                }
            }
            Record::Fed(step) => match &step.event {
                Event::Completed { effect, .. } => {
                    self.calls.remove(effect);
                }
                Event::Failed { effect, .. } => {
                    let failed = self.calls.remove(effect);
                    seen.extend(failed.map(|call| Seen { at: step.now, what: What::Failed(call) }));
                }
                _ => {}
            },
            Record::Ended(ended) => {
                let status = match ended.outcome {
                    Outcome::Completed { .. } => Status::Completed,
                    Outcome::Faulted { .. } => Status::Faulted,
                    Outcome::Cancelled => Status::Cancelled,
                };
                seen.push(Seen { at: ended.at, what: What::Ended(status, took(self.started_at, ended.at)) });
            }
            _ => {}
        }
    }
}

/// Milliseconds from one time to another; none where the clock was set back.
pub(crate) fn took(from: i64, to: i64) -> u64 {
    u64::try_from(to.saturating_sub(from)).unwrap_or_default()
}

/// Whether something went out to a real system, or to another run.
fn is_sent(decided: Decided) -> bool {
    match decided {
        Decided::Read | Decided::RepeatableWrite | Decided::Write | Decided::Listen { .. } => true,
        Decided::Refused
        | Decided::Answered
        | Decided::Recorded
        | Decided::TestEndpoint
        | Decided::Simulated { .. } => false,
    }
}

/// The permits that a decision rests on.
fn permitted(decision: &Decision, at: i64, seen: &mut Vec<Seen>) {
    let counts = |rule: &&towpath_policies::MatchedRule| {
        decision.is_allowed() && rule.effect == PolicyEffect::Permit && rule.mode == Mode::Enforce
    };
    let permits = decision.rules.iter().filter(counts);
    seen.extend(permits.map(|rule| Seen { at, what: What::Permitted(rule.policy.clone()) }));
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn record(value: Value) -> Record {
        serde_json::from_value(value).unwrap()
    }

    fn call(decided: &str) -> Record {
        let rule = json!({ "policy": "refunds", "digest": "d", "effect": "permit", "mode": "enforce" });
        record(json!({ "intent": {
            "effect": { "id": 1, "task": "/do/0/pay", "kind": { "call": {
                "integration": "payments", "operation": "refund", "version": "1.0.0", "arguments": {},
            } } },
            "decided": decided, "at": 5,
            "decision": { "outcome": "allow", "rules": [rule], "policySet": "s" },
        } }))
    }

    fn failed(at: i64) -> Record {
        let error = json!({ "type": "t", "status": 503 });
        record(json!({ "fed": { "now": at, "event": { "failed": { "effect": 1, "error": error } } } }))
    }

    fn of(records: &[Record]) -> Vec<What> {
        let (mut tally, mut seen) = (Tally::new(1), Vec::new());
        records.iter().for_each(|record| tally.note(record, &mut seen));
        seen.into_iter().map(|one| one.what).collect()
    }

    #[test]
    fn a_call_that_went_out_counts_and_so_does_its_failure() {
        let refund = || Operation { integration: "payments".into(), operation: "refund".into() };
        let permitted = || What::Permitted("refunds".to_owned());
        assert_eq!(of(&[call("write")]), [permitted(), What::Called(refund())]);
        let both = [permitted(), What::Called(refund()), What::Failed(refund())];
        assert_eq!(of(&[call("write"), failed(9)]), both);
        assert_eq!(of(&[call("write"), failed(9), failed(9)]), both, "each call fails once");
        assert!(of(&[call("refused"), failed(9)]).is_empty(), "what is refused reaches no system");
        assert!(of(&[call("testEndpoint")]).is_empty());
    }

    #[test]
    fn a_run_ends_once_and_took_its_time() {
        let ended = record(json!({ "ended": { "outcome": { "completed": { "output": 1 } }, "at": 41 } }));
        assert_eq!(of(&[ended]), [What::Ended(Status::Completed, 40)]);
        assert_eq!(took(5, 1), 0, "a clock that was set back");
    }

    #[test]
    fn a_call_that_is_held_twice_counts_once() {
        let held = record(json!({ "held": {
            "effect": { "id": 7, "task": "/do/0/a", "kind": { "wait": { "until": 1 } } },
            "awaiting": ["d"], "until": 9, "decision": { "outcome": "hold", "policySet": "s" }, "at": 3,
        } }));
        assert_eq!(of(&[held.clone(), held]), [What::Held]);
    }
}
