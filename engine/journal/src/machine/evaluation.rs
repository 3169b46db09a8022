//! Evaluated effects: which is sent, held or refused, and when.

use towpath_wire::Event;

use super::{Action, Clearance, Consequence, Evaluated, Machine, Phase, answer_to};
use crate::record::{Decided, Intent, Record};

impl Machine {
    /// The effect was evaluated: it is sent when its intent is on disk, or held, or refused.
    pub(super) fn evaluated(&mut self, id: u64, evaluated: Evaluated, actions: &mut Vec<Action>) {
        if self.outcome.is_some() {
            return;
        }
        let Some(pending) =
            self.pending.get(&id).filter(|pending| matches!(pending.phase, Phase::Evaluating))
        else {
            return;
        };
        let effect = pending.effect.clone();
        let must_be_on_disk = pending.hold.is_some() || self.durable < self.goes_out_at;
        let (decided, answer) = match evaluated.clearance {
            Clearance::Hold(_) => return self.hold(id, evaluated, actions),
            Clearance::Refuse(mut error) => {
                error.effect = Some(id);
                (Decided::Refused, Some(Event::Failed { effect: id, error }))
            }
            Clearance::Send(Consequence::Read) => (Decided::Read, None),
            Clearance::Send(Consequence::Listen { after }) => (Decided::Listen { after }, None),
            Clearance::Send(Consequence::Recorded) => (Decided::Recorded, None),
            Clearance::Send(Consequence::TestEndpoint) => (Decided::TestEndpoint, None),
            Clearance::Send(Consequence::Simulated { answer }) => (Decided::Simulated { answer }, None),
            Clearance::Send(Consequence::Write { repeatable: true }) => (Decided::RepeatableWrite, None),
            Clearance::Send(Consequence::Write { repeatable: false }) => match self.writes.earlier(&effect) {
                Some(answer) => (Decided::Answered, Some(answer)),
                None => (Decided::Write, None),
            },
        };
        let Evaluated { decision, access, token, at, .. } = evaluated;
        let writes_before = token.is_some();
        let intent = Intent { effect: effect.clone(), decided, decision, access, token, at };
        self.writes.decided(&intent);
        self.push(Record::Intent(Box::new(intent)));
        if let Some(answer) = answer {
            self.pending.remove(&id);
            self.events.push_back(answer_to(&effect, answer).into());
        } else if decided.may_precede_disk() && !must_be_on_disk && !writes_before {
            self.set_phase(id, Phase::Sent);
            actions.push(Action::Send { effect, decided });
        } else {
            let length = self.length();
            self.set_phase(id, Phase::AwaitingDisk { decided, length });
            self.flush(actions);
        }
    }

    fn set_phase(&mut self, id: u64, phase: Phase) {
        if let Some(pending) = self.pending.get_mut(&id) {
            pending.phase = phase;
        }
    }

    /// The first `length` records are on disk: sends the effects that waited for that.
    pub(super) fn durable_to(&mut self, length: u64, actions: &mut Vec<Action>) {
        self.durable = self.durable.max(length);
        self.abandon_durable(actions);
        if let Some(outcome) = &self.outcome {
            if self.durable == self.appended && self.buffer.is_empty() && !self.ended {
                self.ended = true;
                actions.push(Action::End(outcome.clone()));
            }
            return;
        }
        if self.stands_still() {
            return;
        }
        for pending in self.pending.values_mut() {
            if let Phase::AwaitingDisk { decided, length } = pending.phase
                && length <= self.durable
            {
                pending.may_have_happened |= decided.may_change_something();
                pending.phase = match decided {
                    Decided::Listen { after } => Phase::Listening(after),
                    _ => Phase::Sent,
                };
                actions.push(Action::Send { effect: pending.effect.clone(), decided });
            }
        }
    }
}
