//! Effects that wait until a person releases them. The runtime decides who may release. A released effect is evaluated again
//! right before it is sent.

use towpath_access::Decision;
use towpath_wire::{CarriedOut, Event, Problem, codes, problem_types};

use super::{Action, Clearance, Evaluated, Machine, Phase};
use crate::record::{Declined, Held, Record, Released};

/// The hold of an effect that waits or waited.
#[derive(Debug, Clone, Default)]
pub(super) struct Hold {
    /// Until when it waits, in milliseconds since the Unix epoch.
    pub(super) until: i64,
    /// Digests of the rules that hold it.
    pub(super) awaiting: Vec<String>,
    /// Whether it is sent when the time is over.
    pub(super) release: bool,
    /// Releases so far.
    pub(super) releases: Vec<Released>,
}

/// How long an effect waits to be released, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldTerms {
    /// Digests of the rules that hold it.
    pub awaiting: Vec<String>,
    /// How long it may wait, in milliseconds.
    pub wait: i64,
    /// Whether it is sent when the time is over. Otherwise it is refused then.
    pub release: bool,
    /// The decision to hold it.
    pub decision: Decision,
}

impl Machine {
    /// Effects that wait to be released.
    pub fn held(&self) -> impl Iterator<Item = u64> + '_ {
        self.pending.iter().filter(|(_, pending)| matches!(pending.phase, Phase::Held)).map(|(id, _)| *id)
    }

    /// Digests of the rules that an effect was released for.
    pub fn released_for(&self, effect: u64) -> Vec<String> {
        let hold = self.pending.get(&effect).and_then(|pending| pending.hold.as_ref());
        let releases = hold.map(|hold| hold.releases.as_slice()).unwrap_or_default();
        releases.iter().flat_map(|released| released.rules.iter().cloned()).collect()
    }

    /// The effect was evaluated and is held.
    pub(super) fn hold(&mut self, id: u64, evaluated: Evaluated, actions: &mut Vec<Action>) {
        let Evaluated { clearance, access, at, .. } = evaluated;
        let (Clearance::Hold(terms), Some(pending)) = (clearance, self.pending.get_mut(&id)) else { return };
        let asked = at.saturating_add(terms.wait);
        let hold = pending.hold.get_or_insert_with(|| Hold { until: asked, ..Hold::default() });
        hold.until = hold.until.min(asked);
        (hold.awaiting, hold.release) = (terms.awaiting, terms.release);
        let held = Held {
            effect: pending.effect.clone(),
            awaiting: hold.awaiting.clone(),
            until: hold.until,
            release: hold.release,
            decision: terms.decision,
            access,
            at,
        };
        pending.phase = Phase::Held;
        self.push(Record::Held(Box::new(held)));
        // Only a hold on disk is shown to people, who can then release it.
        self.flush(actions);
    }

    /// A person releases. The release is on disk before the effect is evaluated again.
    pub(super) fn released(&mut self, released: Released, actions: &mut Vec<Action>) {
        let stands_still = self.stands_still();
        let Some(pending) = self.pending.get_mut(&released.effect) else { return };
        let (Phase::Held, Some(hold)) = (&pending.phase, &mut pending.hold) else { return };
        hold.releases.push(released.clone());
        pending.phase = if stands_still { Phase::Parked } else { Phase::Evaluating };
        let effect = pending.effect.clone();
        self.push(Record::Released(released));
        self.flush(actions);
        if !stands_still {
            actions.push(Action::Evaluate(effect));
        }
    }

    /// A person declines, or the time is over.
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

    /// Sends or refuses the effects that nobody released in time.
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
                self.released(Released { effect, rules: hold.awaiting, by, comment, at }, actions);
                continue;
            }
            let detail = "this call had to be released, and nobody released it in time";
            let mut error = Problem::new(problem_types::AUTHORIZATION, &codes::TP1120, detail);
            error.title = Some("not released in time".to_owned());
            error.effect = Some(effect);
            error.carried_out = CarriedOut::NotSent;
            self.declined(Declined { effect, by, comment, error, at }, actions);
        }
    }
}
