//! What a run may do, hear and answer, asked of the policies when it comes to it, and what people say of calls that wait.

use std::collections::BTreeSet;

use tokio::sync::oneshot;
use towpath_journal::{Answered, Ended, Input, Record};
use towpath_policies::Decision;
use towpath_wire::{Effect, Outcome, Problem, Reply};

use super::{Driver, Stop};
use crate::effects::{Judged, JudgedToken};
use crate::engine::Inner;
use crate::events::Place;
use crate::guard::{Asker, listen_access, refusal, respond_access};
use crate::live::HoldAnswer;
use crate::runs::is_about_the_input;

impl Inner {
    /// Answering is an access like any other: what may not be answered ends the run in a refusal instead, with the
    /// decision that refused. Nothing, where nothing is answered.
    pub(crate) fn judge_answer(
        &self,
        asker: &Asker,
        run_labels: &BTreeSet<String>,
        reply: &mut Reply,
        at: i64,
    ) -> Option<(Answered, Option<Decision>)> {
        let labels = answer_labels(reply.outcome.as_ref()?)?;
        let decision = self.decide(asker, &respond_access(labels, run_labels), &[], at);
        let allowed = match &asker.trial {
            Some(trial) => trial.may_answer(&decision, labels),
            None => decision.is_allowed(),
        };
        let refused = !allowed && matches!(reply.outcome, Some(Outcome::Completed { .. }));
        if !allowed {
            reply.outcome = reply.outcome.take().map(|outcome| answer(outcome, &decision));
        }
        let told = serde_json::to_value(&decision).unwrap_or_default();
        Some((Answered { decision: told, refused, at }, Some(decision).filter(|_| refused)))
    }
}

/// Labels of what an outcome answers; nothing, where policies have nothing to say of it.
pub(crate) fn answer_labels(outcome: &Outcome) -> Option<&[String]> {
    match outcome {
        Outcome::Completed { labels, .. } => Some(labels),
        Outcome::Faulted { error } if error.raised && !error.labels.is_empty() => Some(&error.labels),
        Outcome::Faulted { .. } | Outcome::Cancelled => None,
    }
}

/// What is answered instead, when it may not be. An error that is raised for the caller says nothing that may not be
/// answered: its text is left out then.
pub(crate) fn answer(outcome: Outcome, decision: &Decision) -> Outcome {
    match outcome {
        _ if decision.is_allowed() => outcome,
        Outcome::Completed { .. } => Outcome::Faulted { error: refusal(decision) },
        Outcome::Faulted { error } => {
            let detail = Some("the text of this error may not be answered".to_owned());
            Outcome::Faulted { error: Problem { title: None, detail, instance: None, ..error } }
        }
        Outcome::Cancelled => Outcome::Cancelled,
    }
}

impl Driver {
    /// Why a start from outside comes to nothing: its input is not what the workflow takes, and nothing else happened.
    pub(super) fn unfit(&self, records: &[Record]) -> Option<Problem> {
        let is_from_outside = self.head.parent.is_none() && !self.pinned.draft && !self.inner.trial;
        match records.last() {
            Some(Record::Ended(Ended { outcome: Outcome::Faulted { error }, .. }))
                if is_from_outside && is_about_the_input(error) =>
            {
                Some(error.clone())
            }
            _ => None,
        }
    }

    pub(super) fn judge_response(&mut self, reply: &mut Reply) {
        let (asker, now) = (&self.pinned.asker, self.now());
        let Some((answered, refused)) = self.inner.judge_answer(asker, self.machine.run_labels(), reply, now)
        else {
            return;
        };
        self.machine.judge_answer(answered);
        self.response = refused;
    }

    /// When something is judged: never before what the journal has.
    fn now(&self) -> i64 {
        self.inner.clock.now().max(self.machine.now())
    }

    pub(super) fn judge(&mut self, effect: &Effect) -> Option<Input> {
        let (asker, at) = (&self.pinned.asker, self.now());
        if let Some(problem) = self.inner.withdrawn(self.pinned.run, asker, &effect.kind) {
            return Some(Input::Stopped(problem));
        }
        let signatures = self.machine.signed_for(effect.id);
        let judged = self.inner.judge(asker, &effect.kind, self.machine.run_labels(), &signatures, at)?;
        // What is held is prepared anew when it is judged again.
        let goes_out = matches!(judged.verdict, towpath_journal::Verdict::Send(_));
        if let Some(prepared) = judged.prepared.filter(|_| goes_out) {
            self.prepared.insert(effect.id, prepared);
        }
        let decision = serde_json::to_value(&judged.decision).unwrap_or_default();
        let token = judged.token.as_ref().map(|token| towpath_journal::TokenRequest {
            access: token.access.clone(),
            decision: serde_json::to_value(&token.decision).unwrap_or_default(),
        });
        if let towpath_journal::Verdict::Refuse(_) = &judged.verdict {
            let of_token = judged.token.as_ref().and_then(JudgedToken::refused).cloned();
            self.refused.extend(of_token.or(judged.decision).map(|decision| (effect.id, decision)));
        }
        let Judged { verdict, access, .. } = judged;
        let judged = towpath_journal::Judged { verdict, decision, access, token, at };
        Some(Input::Judged { effect: effect.id, judged })
    }

    /// An event that came for an effect that listens; nothing, when the policies keep it from this run.
    pub(super) async fn hear(&mut self, effect: u64, place: &Place) -> Result<Option<Input>, Stop> {
        let position = place.position;
        let Some(stored) = self.inner.events.at(place).await? else {
            tracing::warn!(run = %self.pinned.run, position, "newer events have pushed one out before it was heard");
            return Ok(None);
        };
        let attributes = serde_json::from_str(stored.event.get()).unwrap_or_default();
        let labels =
            self.inner.label_event(Some(&self.pinned.asker.workflow), &attributes, stored.labels.clone());
        // What it hears is judged with what it will have received then.
        let received = self.machine.run_labels().iter().chain(&labels).chain(stored.run_labels.iter());
        let access = listen_access(attributes, &labels, received.cloned().collect());
        let decision = self.inner.decide(&self.pinned.asker, &access, &[], self.now());
        if !decision.is_allowed() {
            tracing::info!(run = %self.pinned.run, position, "an event is kept from a run that listens");
            return Ok(None);
        }
        if let Some(trial) = &self.pinned.asker.trial {
            trial.heard(&labels);
        }
        self.heard_from(stored.behind().to_vec());
        let (event, run_labels) = (stored.event.clone(), stored.run_labels.to_vec());
        Ok(Some(Input::Received { effect, position, event, labels, run_labels }))
    }

    /// Notes who is behind an event, before it is given to the run: their part in it is known when a call of it is to be
    /// signed. The note is on disk with the record of the event.
    fn heard_from(&mut self, behind: Vec<String>) {
        let known = &mut self.head.heard_from;
        known.extend(behind);
        known.sort_unstable();
        known.dedup();
        self.pinned.asker.heard = known.clone().into();
    }

    /// What somebody said of an effect that waits for a signature; nothing, when it does not wait.
    pub(super) fn answered(
        &mut self,
        answer: HoldAnswer,
        signed: &[String],
        told: oneshot::Sender<bool>,
    ) -> Option<Input> {
        let waits = self.machine.held().any(|effect| effect == answer.effect());
        // Another signature came first: what was shown is not what is there.
        if !waits || self.machine.signed_for(answer.effect()) != signed {
            let length = self.machine.length();
            if self.written >= length {
                let _ = told.send(false);
            } else {
                // What came first is read back from the journal, so it has to be there.
                self.told.push((length, false, told));
            }
            return None;
        }
        self.told.push((self.machine.length() + 1, true, told));
        Some(match answer {
            HoldAnswer::Signed(signed) => Input::Signed(signed),
            HoldAnswer::Declined(declined) => Input::Declined(declined),
        })
    }
}
