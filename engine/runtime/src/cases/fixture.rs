//! A case recorded from a run: what crossed the boundary of its effects, without what its reader may not see.
//!
//! Secrets are in no journal, so they can be in no fixture.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use towpath_journal::{Record, RunHead, RunId, Started, Status};
use towpath_wire::{EffectKind, Event, Json, Outcome, Problem};

use super::told::{arguments, labels};
use super::{Case, Expected, Told, effect_name};
use crate::engine::Engine;
use crate::trial::{DeclaredAnswer, DeclaredError};
use crate::types::EngineError;

/// A case recorded from a run.
#[derive(Debug)]
pub struct Fixture {
    /// The case.
    pub case: Case,
    /// Labels of the values in it, for whoever writes down who saw them.
    pub seen: Vec<String>,
}

impl Engine {
    /// Makes a case of a run that has ended: the same definition passes it. What has labels that `may_view` does not let
    /// through is left out, and said to be.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::NoCase`].
    pub async fn fixture(
        &self,
        run: RunId,
        may_view: &(dyn Fn(&[String]) -> bool + Sync),
    ) -> Result<Fixture, EngineError> {
        let head = self.run(run).await?.head;
        match head.status {
            Status::Completed | Status::Faulted => {}
            Status::Cancelled => return Err(EngineError::NoCase("the run was cancelled")),
            Status::Running | Status::Waiting => {
                return Err(EngineError::NoCase("the run has not ended yet"));
            }
        }
        let records: Vec<Record> = self.journal(run).await?.into_iter().map(|(_, record)| record).collect();
        let Some(Record::Started(started)) = records.first() else {
            return Err(EngineError::Internal(format!("the journal of {run} has no start")));
        };
        Ok(Recorder { may_view, seen: Vec::new(), masked: Vec::new() }.record(&head, started, &records))
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
        let told = Told::of(records);
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
            expect,
        };
        Fixture { case, seen: self.seen }
    }

    /// Whether a value with these labels may be told; if not, it is noted that `what` was left out.
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

    /// What came back for every call, and for every workflow that was started, in the order in which they were asked.
    fn answers(&mut self, told: &Told<'_>, records: &[Record]) -> Vec<DeclaredAnswer> {
        let mut answers = Vec::new();
        for tried in &told.effects {
            let kind = &tried.effect.kind;
            if !matches!(kind, EffectKind::Call(_) | EffectKind::Run(_)) {
                continue;
            }
            let came = records.iter().find_map(|record| match record {
                Record::Fed(step) if answers_effect(&step.event, tried.effect.id) => Some(&step.event),
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

    fn expected(&mut self, status: Status, told: &Told<'_>, records: &[Record]) -> Expected {
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
        for (at, (asked, tried)) in effects.iter_mut().zip(&told.effects).enumerate() {
            if !self.may(labels(&tried.effect.kind), &format!("expect.effects[{at}].arguments")) {
                asked.arguments = None;
            }
        }
        let decisions = Some(told.decisions());
        let effects = Some(effects);
        Expected { status, output, error, effects, decisions, calls: None, refused: None, held: None }
    }
}

/// An error as somebody may see it.
fn told_error(error: &Problem, may: bool) -> DeclaredError {
    let Problem { kind, status, title, .. } = if may { error.clone() } else { error.masked() };
    let detail = error.detail.clone().filter(|_| may);
    let details = error.details.clone().filter(|_| may);
    DeclaredError { kind: Some(kind), status: Some(status), title, detail, details }
}

fn answers_effect(event: &Event, id: u64) -> bool {
    matches!(event, Event::Completed { effect, .. } | Event::Failed { effect, .. } if *effect == id)
}

fn read(json: &Json) -> Value {
    serde_json::from_str(json.get()).unwrap_or_default()
}
