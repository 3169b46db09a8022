//! The decisions about a run's effects, received events and answer, and people's answers to held calls.

use std::collections::BTreeSet;

use tokio::sync::oneshot;
use towpath_diagnostics::codes;
use towpath_journal::{Answered, Clearance, Consequence, Ended, Input, Record};
use towpath_policies::Decision;
use towpath_wire::{Effect, Outcome, Problem, Reply, problem_types};

use super::{Driver, Stop};
use crate::events::Place;
use crate::rules::decide::{listen_access, refusal_problem, respond_access};
use crate::runs::Runs;
use crate::runs::context::RunContext;
use crate::runs::effects::{Evaluated, refused_token};
use crate::runs::live::HoldAnswer;
use crate::types::is_about_the_input;

impl Runs {
    /// Answering is an access like any other. If it is refused, the run ends in a refusal, with the decision that refused it.
    /// `None` where nothing is answered.
    pub(crate) fn evaluate_answer(
        &self,
        context: &RunContext,
        run_labels: &BTreeSet<String>,
        reply: &mut Reply,
        at: i64,
    ) -> Option<(Answered, Option<Decision>)> {
        let labels = answer_labels(reply.outcome.as_ref()?)?;
        let decision = self.rules.decide(context, &respond_access(labels, run_labels), &[], at);
        let allowed = match &context.answers {
            Some(answers) => answers.may_answer(&decision, labels),
            None => decision.is_allowed(),
        };
        let refused = !allowed && matches!(reply.outcome, Some(Outcome::Completed { .. }));
        if !allowed {
            reply.outcome = reply.outcome.take().map(|outcome| answerable_outcome(outcome, &decision));
        }
        let refusal = refused.then(|| decision.clone());
        Some((Answered { decision, refused, at }, refusal))
    }
}

/// Labels of the answer of an outcome; `None` for an outcome that is not evaluated.
pub(crate) fn answer_labels(outcome: &Outcome) -> Option<&[String]> {
    match outcome {
        Outcome::Completed { labels, .. } => Some(labels),
        Outcome::Faulted { error } if error.raised && !error.labels.is_empty() => Some(&error.labels),
        Outcome::Faulted { .. } | Outcome::Cancelled => None,
    }
}

/// The outcome as it may be answered. A refused output becomes a refusal; a refused error loses its text.
pub(crate) fn answerable_outcome(outcome: Outcome, decision: &Decision) -> Outcome {
    match outcome {
        _ if decision.is_allowed() => outcome,
        Outcome::Completed { .. } => Outcome::Faulted { error: refusal_problem(decision) },
        Outcome::Faulted { error } => {
            let detail = Some("the text of this error may not be answered".to_owned());
            Outcome::Faulted { error: Problem { title: None, detail, instance: None, ..error } }
        }
        Outcome::Cancelled => Outcome::Cancelled,
    }
}

/// An effect before the task that a run is run again from: what may be sent gets the result of the earlier run instead.
fn recorded(context: &RunContext, effect: &Effect, evaluated: Evaluated) -> Evaluated {
    if !matches!(evaluated.clearance, Clearance::Send(_)) {
        return evaluated;
    }
    let clearance = match context.repeats.as_ref().is_some_and(|repeats| repeats.has(effect)) {
        true => Clearance::Send(Consequence::Recorded),
        false => {
            let detail = "the run that is run again has no result for this call, and nothing before the task that it \
                          begins from is sent";
            // The host refuses it, whatever the policies say.
            let clearance = Clearance::Refuse(Problem::new(problem_types::RUNTIME, &codes::TP1180, detail));
            return Evaluated { clearance, decision: None, access: None, token: None, prepared: None };
        }
    };
    Evaluated { clearance, token: None, prepared: None, ..evaluated }
}

impl Driver {
    /// Why a start from outside is not recorded: the workflow does not take its input, and nothing else happened.
    pub(super) fn unfit(&self, records: &[Record]) -> Option<Problem> {
        let is_from_outside =
            self.writer.head.parent.is_none() && !self.pinned.draft && !self.runs.context.is_offline();
        match records.last() {
            Some(Record::Ended(Ended { outcome: Outcome::Faulted { error }, .. }))
                if is_from_outside && is_about_the_input(error) =>
            {
                Some(error.clone())
            }
            _ => None,
        }
    }

    pub(super) fn evaluate_response(&mut self, reply: &mut Reply) {
        let (context, now) = (&self.pinned.context, self.now());
        let Some((answered, refused)) =
            self.runs.evaluate_answer(context, self.machine.run_labels(), reply, now)
        else {
            return;
        };
        self.machine.evaluate_answer(answered);
        self.response = refused;
    }

    /// The time of a decision: never before the last record of the journal.
    fn now(&self) -> i64 {
        self.runs.context.now().max(self.machine.now())
    }

    pub(super) fn evaluate(&mut self, effect: &Effect) -> Option<Input> {
        let (context, at) = (&self.pinned.context, self.now());
        if let Some(problem) = self.runs.withdrawn(self.pinned.run, context, &effect.kind) {
            return Some(Input::Stopped(problem));
        }
        let releases = self.machine.released_for(effect.id);
        let evaluated =
            self.runs.evaluate(context, &effect.kind, self.machine.run_labels(), &releases, at)?;
        let evaluated = match self.machine.is_before_rerun() {
            true => recorded(context, effect, evaluated),
            false => evaluated,
        };
        let Some(evaluated) = self.pass_gate(effect, evaluated) else {
            return Some(Input::Queued { effect: effect.id });
        };
        // A held call is prepared again when it is evaluated again.
        let goes_out = matches!(evaluated.clearance, Clearance::Send(_));
        if let Some(prepared) = evaluated.prepared.filter(|_| goes_out) {
            self.prepared.insert(effect.id, prepared);
        }
        let Evaluated { clearance, decision, access, token, .. } = evaluated;
        if let Clearance::Refuse(_) = &clearance {
            let refused = token.as_ref().and_then(refused_token).or(decision.as_ref());
            self.refused.extend(refused.map(|decision| (effect.id, decision.clone())));
        }
        let evaluated = towpath_journal::Evaluated { clearance, decision, access, token, at };
        Some(Input::Evaluated { effect: effect.id, evaluated: Box::new(evaluated) })
    }

    /// Evaluates an event that came for a listening effect; `None` when the policies keep it from this run.
    pub(super) async fn hear(&mut self, effect: u64, place: &Place) -> Result<Option<Input>, Stop> {
        let position = place.position;
        let Some(stored) = self.runs.events.at(place).await? else {
            tracing::warn!(run = %self.pinned.run, position, "newer events have pushed one out before it was heard");
            return Ok(None);
        };
        let attributes = match stored.event.read() {
            Ok(attributes) => attributes,
            // INVARIANT: no policy is evaluated over attributes that are not the event's, so the run does not hear it.
            Err(error) => {
                tracing::error!(run = %self.pinned.run, position, "an event cannot be decoded: {error}");
                return Ok(None);
            }
        };
        let labels = self.runs.rules.label_event(
            Some(&self.pinned.context.workflow),
            &attributes,
            stored.labels.clone(),
        );
        // Evaluated with the labels that the run will have after it.
        let received = self.machine.run_labels().iter().chain(&labels).chain(stored.run_labels.iter());
        let access = listen_access(attributes, &labels, received.cloned().collect());
        let decision = self.runs.rules.decide(&self.pinned.context, &access, &[], self.now());
        if !decision.is_allowed() {
            tracing::info!(run = %self.pinned.run, position, "an event is kept from a run that listens");
            return Ok(None);
        }
        if let Some(answers) = &self.pinned.context.answers {
            answers.heard(&labels);
        }
        self.heard_from(stored.behind().to_vec());
        let (event, run_labels) = (stored.event.clone(), stored.run_labels.to_vec());
        Ok(Some(Input::Received { effect, position, event, labels, run_labels }))
    }

    /// Records the principals behind an event before the run gets it, so that they cannot release a call of the run. The head
    /// is written with the record of the event.
    fn heard_from(&mut self, behind: Vec<String>) {
        let known = &mut self.writer.head.heard_from;
        known.extend(behind);
        known.sort_unstable();
        known.dedup();
        self.pinned.context.heard = known.clone().into();
    }

    /// A person's answer to a held call; `None` when the call is not held any more.
    pub(super) fn answered(
        &mut self,
        answer: HoldAnswer,
        released: &[String],
        done: oneshot::Sender<bool>,
    ) -> Option<Input> {
        let waits = self.machine.held().any(|effect| effect == answer.effect());
        // Another person answered first, so the call is not as it was shown.
        if !waits || self.machine.released_for(answer.effect()) != released {
            // The caller reads the other answer from the journal, so it has to be on disk.
            self.writer.answer_at(self.machine.length(), false, done);
            return None;
        }
        self.writer.answer_at(self.machine.length() + 1, true, done);
        Some(match answer {
            HoldAnswer::Released(released) => Input::Released(released),
            HoldAnswer::Declined(declined) => Input::Declined(declined),
        })
    }
}
