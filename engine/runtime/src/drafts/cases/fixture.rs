//! A case recorded from a run: what crossed the boundary of its effects, without what its reader may not see.
//!
//! Secrets are in no journal, so they can be in no fixture.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use towpath_journal::{Record, RunHead, Started, Status};
use towpath_wire::{EffectKind, Event, Json, Outcome, Problem};

use super::recorded_effects::{arguments, labels};
use super::{Case, Expected, RecordedEffects, effect_name};
use crate::drafts::{DeclaredAnswer, DeclaredError};
use crate::fault::Fault;

/// A case recorded from a run.
#[derive(Debug)]
pub struct Fixture {
    /// The case.
    pub case: Case,
    /// Labels of the values in it, for the audit log.
    pub seen: Vec<String>,
}

/// Why no case was made of a run.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FixtureError {
    /// No case can be made of it.
    #[error("{0}")]
    NoCase(&'static str),
    /// What can go wrong in every room.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Fixture {
    /// Makes a case of a run that has ended: the same definition passes it. Values with labels that `may_view` does not let
    /// through are left out, and listed.
    ///
    /// # Errors
    /// `NoCase`.
    pub(crate) fn of(
        head: &RunHead,
        records: &[Record],
        may_view: &(dyn Fn(&[String]) -> bool + Sync),
    ) -> Result<Self, FixtureError> {
        match head.status {
            Status::Completed | Status::Faulted => {}
            Status::Cancelled => return Err(FixtureError::NoCase("the run was cancelled")),
            Status::Running | Status::Waiting | Status::Suspended => {
                return Err(FixtureError::NoCase("the run has not ended yet"));
            }
        }
        let Some(Record::Started(started)) = records.first() else {
            return Err(Fault::Internal(format!("the journal of {} has no start", head.run)).into());
        };
        Ok(Recorder { may_view, seen: Vec::new(), masked: Vec::new() }.record(head, started, records))
    }
}

struct Recorder<'a> {
    may_view: &'a (dyn Fn(&[String]) -> bool + Sync),
    seen: Vec<String>,
    masked: Vec<String>,
}

impl Recorder<'_> {
    fn record(mut self, head: &RunHead, started: &Started, records: &[Record]) -> Fixture {
        let (input, settings) = match &started.step.event {
            Event::Start(start) => {
                let settings = start.settings.as_ref().map(read).and_then(|value| value.as_object().cloned());
                (self.value(&start.input, &start.labels, "input"), settings.unwrap_or_default())
            }
            _ => (Value::Null, Map::new()),
        };
        let told = RecordedEffects::of(records);
        let answers = self.answers(&told, records);
        let events = self.events(records);
        let expect = self.expected(head.status, &told, records);
        let workflow = &head.workflow;
        let case = Case {
            name: format!(
                "run {} of {}/{} {}",
                head.run, workflow.namespace, workflow.name, workflow.version
            ),
            input,
            settings,
            results: BTreeMap::new(),
            answers,
            events,
            masked: self.masked,
            labels: sorted(&self.seen),
            expect,
        };
        Fixture { case, seen: self.seen }
    }

    /// Whether a value with these labels may be included; if not, records that `what` was left out.
    fn may(&mut self, labels: &[String], what: &str) -> bool {
        if (self.may_view)(labels) {
            self.seen.extend(labels.iter().cloned());
            return true;
        }
        let what = format!("{what}: {}", labels.join(", "));
        if !self.masked.contains(&what) {
            self.masked.push(what);
        }
        false
    }

    fn value(&mut self, json: &Json, labels: &[String], what: &str) -> Value {
        if self.may(labels, what) { read(json) } else { json!({ "$masked": labels }) }
    }

    /// The result of every call and of every started workflow, in order.
    fn answers(&mut self, told: &RecordedEffects<'_>, records: &[Record]) -> Vec<DeclaredAnswer> {
        let mut answers = Vec::new();
        for recorded in &told.effects {
            let kind = &recorded.effect.kind;
            if !matches!(kind, EffectKind::Call(_) | EffectKind::Run(_)) {
                continue;
            }
            let came = records.iter().find_map(|record| match record {
                Record::Fed(step) if answers_effect(&step.event, recorded.effect.id) => Some(&step.event),
                _ => None,
            });
            let Some(came) = came else { continue };
            let what = format!("answers[{}]", answers.len());
            let asked = self.may(labels(kind), &format!("{what}.arguments")).then(|| arguments(kind));
            let answer =
                DeclaredAnswer { operation: effect_name(kind), arguments: asked, ..self.answer(came, &what) };
            answers.push(answer);
        }
        answers
    }

    fn answer(&mut self, came: &Event, what: &str) -> DeclaredAnswer {
        let empty = DeclaredAnswer {
            operation: String::new(),
            arguments: None,
            result: None,
            error: None,
            labels: Vec::new(),
            masked: Vec::new(),
        };
        match came {
            Event::Completed { output, labels, .. } => {
                let what = format!("{what}.result");
                let may = self.may(labels, &what);
                let result = if may { read(output) } else { json!({ "$masked": labels }) };
                let masked = if may { Vec::new() } else { labels.clone() };
                DeclaredAnswer { result: Some(result), labels: labels.clone(), masked, ..empty }
            }
            Event::Failed { error, .. } => {
                let may = self.may(&error.labels, &format!("{what}.error"));
                DeclaredAnswer { error: Some(told_error(error, may)), labels: error.labels.clone(), ..empty }
            }
            _ => empty,
        }
    }

    fn events(&mut self, records: &[Record]) -> Vec<Value> {
        let mut positions = Vec::new();
        let mut events = Vec::new();
        for record in records {
            let Record::Fed(step) = record else { continue };
            if let Event::Received { position, event, labels, .. } = &step.event
                && !positions.contains(position)
            {
                positions.push(*position);
                let what = format!("events[{}]", events.len());
                events.push(self.value(event, labels, &what));
            }
        }
        events
    }

    fn expected(&mut self, status: Status, told: &RecordedEffects<'_>, records: &[Record]) -> Expected {
        let outcome = records.iter().rev().find_map(|record| match record {
            Record::Ended(ended) => Some(&ended.outcome),
            _ => None,
        });
        let mut output = None;
        let mut error = BTreeMap::new();
        match outcome {
            Some(Outcome::Completed { output: json, labels }) => {
                output = self.may(labels, "expect.output").then(|| read(json));
            }
            Some(Outcome::Faulted { error: problem }) => {
                let may = self.may(&problem.labels, "expect.error");
                let told = serde_json::to_value(told_error(problem, may)).unwrap_or_default();
                error = told.as_object().cloned().unwrap_or_default().into_iter().collect();
            }
            _ => {}
        }
        let mut effects = told.asked();
        for (at, (asked, recorded)) in effects.iter_mut().zip(&told.effects).enumerate() {
            if !self.may(labels(&recorded.effect.kind), &format!("expect.effects[{at}].arguments")) {
                asked.arguments = None;
            }
        }
        let decisions = Some(told.decisions());
        let effects = Some(effects);
        Expected { status, output, error, effects, decisions, calls: None, refused: None, held: None }
    }
}

/// An error, without what the reader may not see.
fn told_error(error: &Problem, may: bool) -> DeclaredError {
    let Problem { kind, status, title, .. } = if may { error.clone() } else { error.masked() };
    let detail = error.detail.clone().filter(|_| may);
    let details = error.details.clone().filter(|_| may);
    DeclaredError { kind: Some(kind), status: Some(status), title, detail, details }
}

/// Each label once.
fn sorted(labels: &[String]) -> Vec<String> {
    let labels: BTreeSet<&String> = labels.iter().collect();
    labels.into_iter().cloned().collect()
}

fn answers_effect(event: &Event, id: u64) -> bool {
    matches!(event, Event::Completed { effect, .. } | Event::Failed { effect, .. } if *effect == id)
}

fn read(json: &Json) -> Value {
    serde_json::from_str(json.get()).unwrap_or_default()
}
