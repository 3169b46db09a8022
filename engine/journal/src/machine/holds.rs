//! Effects that wait for somebody's signature. Who may sign, and whether what is signed may still go out, is decided
//! elsewhere: a signed effect is judged again, right before it would be sent.

use towpath_wire::{CarriedOut, Event, Problem, problem_types};

use super::{Action, Judged, Machine, Phase, Verdict, coded};
use crate::record::{Declined, Held, Record, Signed};

/// What is known of an effect that waited, or waits.
#[derive(Debug, Clone, Default)]
pub(super) struct Hold {
    /// Milliseconds since the Unix epoch.
    pub(super) until: i64,
    /// Rules that wait, by digest.
    pub(super) awaiting: Vec<String>,
    /// It goes out when the time is over.
    pub(super) release: bool,
    /// Signatures so far.
    pub(super) signatures: Vec<Signed>,
}

/// An effect that must be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// Digests of the rules that wait.
    pub awaiting: Vec<String>,
    /// Milliseconds it may wait.
    pub wait: i64,
    /// It goes out when the time is over; otherwise it is refused then.
    pub release: bool,
}

impl Machine {
    /// Effects that wait for a signature.
    pub fn held(&self) -> impl Iterator<Item = u64> + '_ {
        self.pending.iter().filter(|(_, pending)| matches!(pending.phase, Phase::Held)).map(|(id, _)| *id)
    }

    /// Digests of the rules that an effect was signed for.
    pub fn signed_for(&self, effect: u64) -> Vec<String> {
        let hold = self.pending.get(&effect).and_then(|pending| pending.hold.as_ref());
        let signatures = hold.map(|hold| hold.signatures.as_slice()).unwrap_or_default();
        signatures.iter().flat_map(|signed| signed.rules.iter().cloned()).collect()
    }

    /// The effect was judged, and has to wait.
    pub(super) fn hold(&mut self, id: u64, judged: Judged, actions: &mut Vec<Action>) {
        let Judged { verdict, decision, access, at, .. } = judged;
        let (Verdict::Hold(unsigned), Some(pending)) = (verdict, self.pending.get_mut(&id)) else { return };
        let asked = at.saturating_add(unsigned.wait);
        let hold = pending.hold.get_or_insert_with(|| Hold { until: asked, ..Hold::default() });
        hold.until = hold.until.min(asked);
        (hold.awaiting, hold.release) = (unsigned.awaiting, unsigned.release);
        let held = Held {
            effect: pending.effect.clone(),
            awaiting: hold.awaiting.clone(),
            until: hold.until,
            release: hold.release,
            decision,
            access,
            at,
        };
        pending.phase = Phase::Held;
        self.push(Record::Held(Box::new(held)));
        // Nobody can sign what is not on disk.
        self.flush(actions);
    }

    /// Somebody signs. A signature is on disk before the effect is judged again.
    pub(super) fn signed(&mut self, signed: Signed, actions: &mut Vec<Action>) {
        let Some(pending) = self.pending.get_mut(&signed.effect) else { return };
        let (Phase::Held, Some(hold)) = (&pending.phase, &mut pending.hold) else { return };
        hold.signatures.push(signed.clone());
        pending.phase = Phase::Judging;
        let effect = pending.effect.clone();
        self.push(Record::Signed(signed));
        self.flush(actions);
        actions.push(Action::Judge(effect));
    }

    /// Somebody declines, or nobody signed in time.
    pub(super) fn declined(&mut self, declined: Declined, actions: &mut Vec<Action>) {
        let (id, mut declined) = (declined.effect, declined);
        if !self.pending.get(&id).is_some_and(|pending| matches!(pending.phase, Phase::Held)) {
            return;
        }
        let Some(pending) = self.pending.remove(&id) else { return };
        declined.error.label(pending.effect.kind.labels());
        self.events.push_back(Event::Failed { effect: id, error: declined.error.clone() }.into());
        self.push(Record::Declined(declined));
        self.flush(actions);
    }

    /// What becomes of effects that nobody signed in time.
    pub(super) fn holds_over(&mut self, actions: &mut Vec<Action>) {
        let due: Vec<(u64, Hold)> = self
            .pending
            .iter()
            .filter(|(_, pending)| matches!(pending.phase, Phase::Held))
            .filter_map(|(id, pending)| Some((*id, pending.hold.clone()?)))
            .filter(|(_, hold)| hold.until <= self.now)
            .collect();
        for (effect, hold) in due {
            let (by, comment, at) = (None, None, self.now);
            if hold.release {
                self.signed(Signed { effect, rules: hold.awaiting, by, comment, at }, actions);
                continue;
            }
            let detail = "this call had to be signed, and nobody signed it in time";
            let mut error = coded(Problem::new(problem_types::AUTHORIZATION, detail), "TP1120");
            error.title = Some("not signed in time".to_owned());
            error.effect = Some(effect);
            error.carried_out = CarriedOut::NotSent;
            self.declined(Declined { effect, by, comment, error, at }, actions);
        }
    }
}
