//! Checks each effect against its recorded decision: none went out without a decision, refused ones did not go out, held
//! ones were released by another person, and no write went out twice.

use std::collections::BTreeMap;

use towpath_access as access;
use towpath_journal::{Decided, Declined, EffectPlace, Held, Intent, Record, Released, Rerun};
use towpath_policies::DecisionOutcome;
use towpath_wire::{Effect, EffectKind, Event, Problem, REFUSALS, Step};

use super::verify::{Case, Check};
use crate::rules::decide::refusal_problem;

const STOPS: &str = "anyone who removes or adds that an effect was evaluated, refused, held or released";

/// Checks every effect. `asked` are the effects that the workflow requests, where it was executed again.
pub(super) fn check_effects(case: &Case<'_>, asked: Option<&BTreeMap<u64, Effect>>) -> Check {
    let mut check = Check::new(STOPS);
    let mut walk = Walk {
        asked,
        starter: &case.started.principal,
        effects: BTreeMap::new(),
        writes: BTreeMap::new(),
        still: None,
        rerun: case.started.rerun.as_deref(),
    };
    for (index, record) in case.records {
        let checked = match record {
            Record::Intent(intent) => walk.intent(intent),
            Record::Held(held) => walk.held(held),
            Record::Released(released) => walk.released(released),
            Record::Declined(declined) => walk.declined(declined),
            Record::Fed(step) => walk.fed(step),
            Record::Suspended(suspended) => walk.stand_still("suspended", &suspended.withdrawn),
            Record::Cancelling(cancelling) => walk.stand_still("being cancelled", &cancelling.withdrawn),
            Record::Continued(_) => walk.go_on(),
            _ => Ok(()),
        };
        if let Err(wrong) = checked {
            check.at(*index, wrong);
        }
    }
    let evaluated = walk.effects.values().filter(|fate| fate.intent.is_some() || fate.held.is_some()).count();
    check.what = format!("what became of {evaluated} effects that were evaluated");
    check
}

#[derive(Default)]
struct Fate<'a> {
    intent: Option<&'a Intent>,
    held: Option<&'a Held>,
    waits: bool,
    declined: Option<&'a Declined>,
    settled: bool,
    position: u64,
}

/// A write, however often it is tried: task, loops, visits.
type Write<'a> = (&'a str, &'a [u64], u32);

struct Walk<'a> {
    asked: Option<&'a BTreeMap<u64, Effect>>,
    starter: &'a str,
    effects: BTreeMap<u64, Fate<'a>>,
    /// Writes that may have happened and are not repeatable, by what they are.
    writes: BTreeMap<Write<'a>, u64>,
    /// Why no effect may begin.
    still: Option<&'static str>,
    rerun: Option<&'a Rerun>,
}

impl<'a> Walk<'a> {
    /// The run was suspended, or is being cancelled. Some effects had not been sent: they count as not evaluated.
    fn stand_still(&mut self, why: &'static str, withdrawn: &[u64]) -> Result<(), String> {
        self.still = Some(why);
        for id in withdrawn {
            let fate = self.effects.entry(*id).or_default();
            let intent = fate.intent.take().filter(|_| !fate.settled);
            let Some(Intent { effect, .. }) = intent else {
                return Err(format!(
                    "effect {id} is said not to have been sent, but nobody had evaluated it"
                ));
            };
            let write = (effect.task.as_str(), effect.iteration.as_slice(), effect.visit);
            if self.writes.get(&write) == Some(id) {
                self.writes.remove(&write);
            }
        }
        Ok(())
    }

    fn go_on(&mut self) -> Result<(), String> {
        match self.still.take() {
            Some("suspended") => Ok(()),
            _ => Err("a run that was not suspended cannot continue".to_owned()),
        }
    }

    fn intent(&mut self, intent: &'a Intent) -> Result<(), String> {
        let effect = &intent.effect;
        if let Some(why) = self.still {
            return Err(format!("effect {} was evaluated while the run was {why}", effect.id));
        }
        let outcome = intent.decision.as_ref().map(|decision| decision.outcome);
        let goes_out = intent.decided != Decided::Refused;
        let fits = match outcome {
            // The host refused it before any policy was evaluated.
            None => !goes_out,
            Some(DecisionOutcome::Allow) => goes_out != token_refused(intent),
            Some(DecisionOutcome::Hold | DecisionOutcome::Review | DecisionOutcome::Deny) => !goes_out,
        };
        if !fits {
            return Err(format!("effect {} was not treated as was decided", effect.id));
        }
        if goes_out && !fits_kind(intent) {
            return Err(format!("effect {} is said to be something that it is not", effect.id));
        }
        let fate = self.effects.entry(effect.id).or_default();
        if fate.waits || fate.declined.is_some() || fate.settled {
            return Err(format!("effect {} was evaluated when nobody could ask for it", effect.id));
        }
        fate.intent = Some(intent);
        if intent.decided == Decided::Write
            && let Some(earlier) =
                self.writes.insert((&effect.task, &effect.iteration, effect.visit), effect.id)
        {
            return Err(format!("effect {} repeats the write {earlier}, which may have happened", effect.id));
        }
        Ok(())
    }

    fn held(&mut self, held: &'a Held) -> Result<(), String> {
        let id = held.effect.id;
        let decision = &held.decision;
        let same = decision.outcome == DecisionOutcome::Hold
            && decision.awaiting.iter().map(|awaiting| &awaiting.digest).eq(&held.awaiting);
        if !same {
            return Err(format!("effect {id} waits for other releases than was decided"));
        }
        let fate = self.effects.entry(id).or_default();
        (fate.held, fate.waits) = (Some(held), true);
        Ok(())
    }

    fn released(&mut self, released: &Released) -> Result<(), String> {
        let id = released.effect;
        let fate = self.effects.entry(id).or_default();
        let Some(held) = fate.held.filter(|_| fate.waits) else {
            return Err(format!("effect {id} did not wait to be released"));
        };
        fate.waits = false;
        if released.by.as_deref() == Some(self.starter) {
            return Err("the person who started the run released it".to_owned());
        }
        if released.by.is_none() && !(held.release && released.at >= held.until) {
            return Err("nobody released it, and it does not go out by itself".to_owned());
        }
        if released.rules.iter().any(|rule| !held.awaiting.contains(rule)) {
            return Err("it is released for a rule that did not wait".to_owned());
        }
        Ok(())
    }

    fn declined(&mut self, declined: &'a Declined) -> Result<(), String> {
        let id = declined.effect;
        let fate = self.effects.entry(id).or_default();
        let Some(held) = fate.held.filter(|_| fate.waits) else {
            return Err(format!("effect {id} did not wait to be released"));
        };
        (fate.waits, fate.declined) = (false, Some(declined));
        if declined.by.is_none() && declined.at < held.until {
            return Err("there was time left to release it".to_owned());
        }
        Ok(())
    }

    fn fed(&mut self, step: &'a Step) -> Result<(), String> {
        let (id, error) = match &step.event {
            Event::Fired { effect } => return self.fired(*effect, step.now),
            Event::Received { effect, position, .. } => return self.received(*effect, *position),
            Event::Completed { effect, .. } => (*effect, None),
            Event::Failed { effect, error } => (*effect, Some(error)),
            Event::Start(_) | Event::Cancel => return Err("a run does not hear this".to_owned()),
        };
        let fate = self.effects.entry(id).or_default();
        if std::mem::replace(&mut fate.settled, true) {
            return Err(format!("effect {id} was answered before"));
        }
        if let Some(declined) = fate.declined {
            let same = error == Some(&declined.error);
            return same
                .then_some(())
                .ok_or_else(|| format!("effect {id} was declined, and was answered otherwise"));
        }
        let Some(intent) = fate.intent.filter(|_| !fate.waits) else {
            return Err(format!("effect {id} was answered though nobody had evaluated it"));
        };
        if let Some(error) = error.filter(|error| error.carried_out.may_send_again()) {
            if let Some(why) = why_not_unanswered(intent, error) {
                return Err(format!("effect {id} is said not to have been carried out, but {why}"));
            }
            let effect = &intent.effect;
            self.writes.remove(&(effect.task.as_str(), effect.iteration.as_slice(), effect.visit));
        }
        check_answer(intent, error)
    }

    fn fired(&mut self, id: u64, now: i64) -> Result<(), String> {
        if let Some(why) = self.still {
            return Err(format!("the timer of effect {id} fired while the run was {why}"));
        }
        let fate = self.effects.entry(id).or_default();
        if std::mem::replace(&mut fate.settled, true) {
            return Err(format!("effect {id} was answered before"));
        }
        match self.asked.map(|asked| asked.get(&id).map(|effect| &effect.kind)) {
            Some(Some(EffectKind::Wait(wait))) if wait.until > now && !self.was_over(id) => {
                Err("its time had not come".to_owned())
            }
            Some(Some(EffectKind::Wait(_))) | None => Ok(()),
            Some(_) => Err(format!("effect {id} is no wait")),
        }
    }

    /// Whether a wait was over in the run that this one runs again.
    fn was_over(&self, id: u64) -> bool {
        let Some(effect) = self.asked.and_then(|asked| asked.get(&id)) else { return false };
        self.rerun.is_some_and(|rerun| rerun.fired.contains(&EffectPlace::of(effect)))
    }

    fn received(&mut self, id: u64, position: u64) -> Result<(), String> {
        let fate = self.effects.entry(id).or_default();
        let Some(Decided::Listen { after }) = fate.intent.map(|intent| intent.decided) else {
            return Err(format!("effect {id} does not listen"));
        };
        let last = std::mem::replace(&mut fate.position, position).max(after);
        if position > last { Ok(()) } else { Err("this event came before".to_owned()) }
    }
}

/// Whether the request for a token that the call needs was refused, so that the call may not go out either.
fn token_refused(intent: &Intent) -> bool {
    let decision = intent.token.as_ref().and_then(|token| token.decision.as_ref());
    decision.is_some_and(|decision| !decision.is_allowed())
}

/// Whether the recorded decision is possible for this kind of effect.
fn fits_kind(intent: &Intent) -> bool {
    let effect = intent.access.as_ref().map(|access| access.effect);
    match (&intent.effect.kind, intent.decided) {
        (EffectKind::Listen(_), decided) => matches!(decided, Decided::Listen { .. }),
        (EffectKind::Emit(_) | EffectKind::Run(_), decided) => {
            matches!(decided, Decided::RepeatableWrite | Decided::Recorded)
        }
        (EffectKind::Call(_), Decided::Recorded) => true,
        (EffectKind::Call(_), Decided::Listen { .. }) | (EffectKind::Wait(_), _) => false,
        (EffectKind::Call(_), Decided::Read) => effect.is_none_or(|effect| effect == access::Effect::Read),
        (EffectKind::Call(_), _) => effect.is_none_or(|effect| effect == access::Effect::Write),
    }
}

/// Why a call cannot have ended without being carried out, though its error says so.
fn why_not_unanswered(intent: &Intent, error: &Problem) -> Option<String> {
    let is_over_http = intent.access.as_ref().is_some_and(|access| access.method.is_some());
    if intent.decided != Decided::Write {
        return None;
    }
    match error.code.as_deref() {
        Some("TP3025") if !REFUSALS.contains(&error.status) => {
            Some(format!("status {} does not prove it", error.status))
        }
        // An answer came: it was too large, not understood, or not what was promised. A database rolls back.
        Some("TP3013" | "TP3026" | "TP3027") if is_over_http => Some("the other side answered".to_owned()),
        _ => None,
    }
}

/// Checks that an effect was answered as decided.
fn check_answer(intent: &Intent, error: Option<&Problem>) -> Result<(), String> {
    let id = intent.effect.id;
    match (intent.decided, error) {
        (Decided::Listen { .. }, _) => Err(format!("effect {id} listens, and was answered like a call")),
        (Decided::Refused, None) => Err(format!("effect {id} was refused, and was answered all the same")),
        (Decided::Refused, Some(error)) => {
            let refused = match &intent.token {
                Some(token) if token_refused(intent) => &token.decision,
                _ => &intent.decision,
            };
            let Some(decision) = refused else { return Ok(()) };
            let older = Problem { effect: Some(id), ..refusal_problem(decision) };
            // An older engine gave such an error no labels.
            let mut expected = older.clone();
            expected.label(intent.effect.kind.labels());
            match *error == expected || *error == older {
                true => Ok(()),
                false => Err(format!("effect {id} was refused, and the workflow got another answer")),
            }
        }
        _ => Ok(()),
    }
}
