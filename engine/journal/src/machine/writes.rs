//! Writes that a `retry` may emit again although their operation is not repeatable.
//!
//! If the earlier attempt has an answer, the new one gets the same. If the earlier attempt may have been carried out, the new
//! one is not sent.

use std::collections::BTreeMap;

use towpath_wire::{CarriedOut, Effect, EffectKind, Event, Json, Problem, codes, problem_types};

use crate::record::{Decided, Intent};

/// The writes of one run that must not be sent twice, by the ids of their effects.
#[derive(Debug, Default)]
pub(super) struct Writes {
    sent: BTreeMap<u64, Write>,
}

#[derive(Debug)]
struct Write {
    effect: Effect,
    fate: Fate,
}

#[derive(Debug)]
enum Fate {
    /// It is not known whether it was carried out.
    Open,
    /// It was carried out, with this result.
    Done(Json, Vec<String>),
    /// It was carried out, and its answer could not be used.
    Unusable(Problem),
}

impl Writes {
    /// Notes a write that is about to be sent.
    pub(super) fn decided(&mut self, intent: &Intent) {
        if intent.decided == Decided::Write && intent.effect.may_repeat {
            let write = Write { effect: intent.effect.clone(), fate: Fate::Open };
            self.sent.insert(intent.effect.id, write);
        }
    }

    /// Notes that a write was never sent.
    pub(super) fn withdrawn(&mut self, effect: u64) {
        self.sent.remove(&effect);
    }

    /// Notes how a write ended.
    pub(super) fn ended(&mut self, event: &Event) {
        match event {
            Event::Completed { effect, output, labels } => {
                if let Some(write) = self.sent.get_mut(effect) {
                    write.fate = Fate::Done(output.clone(), labels.clone());
                }
            }
            Event::Failed { effect, error } if error.carried_out.may_send_again() => {
                self.sent.remove(effect);
            }
            Event::Failed { effect, error } if error.carried_out == CarriedOut::Done => {
                if let Some(write) = self.sent.get_mut(effect) {
                    write.fate = Fate::Unusable(error.clone());
                }
            }
            _ => {}
        }
    }

    /// The answer to another attempt of a write; `None` if it was not sent before.
    pub(super) fn earlier(&self, effect: &Effect) -> Option<Event> {
        let id = effect.id;
        let write = self.sent.values().rev().find(|write| is_same_write(&write.effect, effect))?;
        let detail = match &write.fate {
            Fate::Done(output, labels) if is_same_call(&write.effect.kind, &effect.kind) => {
                return Some(Event::Completed { effect: id, output: output.clone(), labels: labels.clone() });
            }
            Fate::Unusable(error) if is_same_call(&write.effect.kind, &effect.kind) => {
                return Some(Event::Failed {
                    effect: id,
                    error: Problem { effect: Some(id), ..error.clone() },
                });
            }
            Fate::Done(..) | Fate::Unusable(_) => {
                "this write was carried out in an earlier attempt with other arguments, and its operation does not \
                 say that it may be repeated"
            }
            Fate::Open => {
                "an earlier attempt of this write may have been carried out, and its operation does not say that it \
                 may be repeated"
            }
        };
        let mut error = Problem::new(problem_types::OUTCOME_UNKNOWN, &codes::TP1103, detail);
        error.effect = Some(id);
        Some(Event::Failed { effect: id, error })
    }
}

/// Whether both have the same idempotency key.
fn is_same_write(a: &Effect, b: &Effect) -> bool {
    a.task == b.task && a.iteration == b.iteration && a.visit == b.visit
}

fn is_same_call(a: &EffectKind, b: &EffectKind) -> bool {
    let (EffectKind::Call(a), EffectKind::Call(b)) = (a, b) else { return false };
    a.integration == b.integration
        && a.operation == b.operation
        && a.version == b.version
        && a.arguments.get() == b.arguments.get()
        && a.secrets == b.secrets
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_wire::CallEffect;

    use super::*;

    fn effect(id: u64, arguments: &str) -> Effect {
        let kind = EffectKind::Call(CallEffect {
            integration: "pay".into(),
            operation: "charge".into(),
            version: "1.0.0".into(),
            arguments: Json::parse(arguments.into()).unwrap(),
            secrets: vec![],
            labels: vec![],
            described: vec![],
        });
        let task = "/do/0/pay/try/0/charge".into();
        Effect { id, task, iteration: vec![], visit: 0, attempt: 0, may_repeat: true, kind }
    }

    fn sent(decided: Decided) -> Writes {
        let mut writes = Writes::default();
        writes.decided(&Intent {
            effect: effect(1, "1"),
            decided,
            decision: None,
            access: None,
            token: None,
            at: 0,
        });
        writes
    }

    #[test]
    fn what_happened_is_answered_from_there() {
        let mut writes = sent(Decided::Write);
        let output = Json::parse("7".into()).unwrap();
        writes.ended(&Event::Completed { effect: 1, output, labels: vec!["l".into()] });
        let Some(Event::Completed { effect: 2, output, labels }) = writes.earlier(&effect(2, "1")) else {
            panic!("it is answered");
        };
        assert_eq!((output.get(), labels), ("7", vec!["l".to_owned()]));
        // With other arguments it would be another write, and the first one cannot be taken back.
        assert!(is_unknown(writes.earlier(&effect(2, "2"))));
        let elsewhere = Effect { visit: 1, ..effect(2, "1") };
        assert!(writes.earlier(&elsewhere).is_none());
    }

    #[test]
    fn what_may_have_happened_is_not_tried_again() {
        let mut writes = sent(Decided::Write);
        assert!(is_unknown(writes.earlier(&effect(2, "1"))), "no answer came");
        let error = Problem::uncoded(problem_types::COMMUNICATION, "500");
        writes.ended(&Event::Failed { effect: 1, error: error.clone() });
        assert!(is_unknown(writes.earlier(&effect(2, "1"))), "the answer leaves it open");
        for known in [CarriedOut::NotSent, CarriedOut::RefusedThere] {
            let mut writes = sent(Decided::Write);
            writes
                .ended(&Event::Failed { effect: 1, error: Problem { carried_out: known, ..error.clone() } });
            assert!(writes.earlier(&effect(2, "1")).is_none(), "nothing happened");
        }
    }

    #[test]
    fn what_was_done_and_answered_badly_is_not_tried_again() {
        let mut writes = sent(Decided::Write);
        let error =
            Problem { carried_out: CarriedOut::Done, ..Problem::uncoded(problem_types::VALIDATION, "x") };
        writes.ended(&Event::Failed { effect: 1, error: error.clone() });
        let Some(Event::Failed { effect: 2, error: again }) = writes.earlier(&effect(2, "1")) else {
            panic!("it is answered");
        };
        assert_eq!(again, Problem { effect: Some(2), ..error });
        assert!(
            is_unknown(writes.earlier(&effect(2, "2"))),
            "with other arguments it would be another write"
        );
    }

    #[test]
    fn what_may_be_repeated_is_not_kept() {
        for decided in [Decided::Read, Decided::RepeatableWrite, Decided::Refused] {
            assert!(sent(decided).earlier(&effect(2, "1")).is_none());
        }
    }

    fn is_unknown(answer: Option<Event>) -> bool {
        matches!(answer, Some(Event::Failed { error, .. }) if error.kind == problem_types::OUTCOME_UNKNOWN)
    }
}
