//! Executes the run again: the sandbox gets the steps of the journal, in order, and has to request the same effects, do the
//! same tasks and end in the same outcome.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use towpath_journal::{Fault, Record};
use towpath_sandbox::{Image, Instance, Sandbox};
use towpath_wire::{Effect, Event, Limits, Outcome, Reply, Step, TaskEvent};

use super::outcome;
use super::verify::{Case, Check};
use crate::stopped::INSIDE;

pub(super) const STOPS: &str = "anyone who changes the input, an effect, a result or the outcome: replayed with the others, the workflow gives another";

/// What the workflow did.
#[derive(Default)]
pub(super) struct Replayed {
    /// Every effect that it requested.
    pub(super) asked: BTreeMap<u64, Effect>,
    cancelled: BTreeSet<u64>,
    /// Its outcome, before it was evaluated.
    pub(super) outcome: Option<Outcome>,
    /// What tasks did in the last step, until a record says so.
    tasks: Vec<TaskEvent>,
    steps: usize,
    /// The execution could not continue.
    pub(super) stopped: bool,
}

/// Executes a run again.
pub(super) async fn replay_run(
    case: &Case<'_>,
    sandbox: &Sandbox,
    image: &Image,
    limits: &Limits,
    check: &mut Check,
) -> Replayed {
    let mut replayed = Replayed::default();
    let mut instance = match sandbox.instantiate(image, limits).await {
        Ok(instance) => instance,
        Err(error) => {
            check.wrong.push(format!("it cannot be carried out again: {error}"));
            replayed.stopped = true;
            return replayed;
        }
    };
    let given = stopped_inside(case);
    for (index, record) in case.records {
        match record {
            Record::Started(started) => {
                replayed.step(&mut instance, *index, &started.step, given, check).await;
            }
            Record::Fed(step) => {
                replayed.may_hear(*index, step, check);
                replayed.step(&mut instance, *index, step, given, check).await;
            }
            Record::Tasks(tasks) => {
                if std::mem::take(&mut replayed.tasks) != *tasks {
                    check.at(*index, "the tasks did something else");
                }
            }
            Record::Intent(intent) => replayed.same(*index, &intent.effect, check),
            Record::Held(held) => replayed.same(*index, &held.effect, check),
            // What tasks did may have been on its way to the disk when the engine stopped.
            Record::Resumed(_) => replayed.tasks.clear(),
            Record::Ended(ended) => outcome::compare_outcome(case, *index, ended, &replayed, check),
            Record::Released(_)
            | Record::Declined(_)
            | Record::Fault(_)
            | Record::Abandoned(_)
            | Record::Suspended(_)
            | Record::Continued(_)
            | Record::Cancelling(_) => {}
        }
        if replayed.stopped {
            break;
        }
    }
    let effects = replayed.asked.len();
    check.what =
        format!("the run carried out again: {} steps, {effects} effects, the outcome", replayed.steps);
    replayed
}

/// The place of the step that a limit stopped in the middle, if one did.
fn stopped_inside(case: &Case<'_>) -> Option<u64> {
    let is_inside = |fault: &Fault| fault.error.code.as_deref().is_some_and(|code| INSIDE.contains(&code));
    let at = case
        .records
        .iter()
        .position(|(_, record)| matches!(record, Record::Fault(fault) if is_inside(fault)))?;
    let before = case.records.get(..at)?;
    let fed = |(_, record): &&(u64, Record)| matches!(record, Record::Fed(_) | Record::Started(_));
    before.iter().rev().find(fed).map(|(index, _)| *index)
}

impl Replayed {
    async fn step(
        &mut self,
        instance: &mut Instance,
        index: u64,
        step: &Step,
        given: Option<u64>,
        check: &mut Check,
    ) {
        self.steps += 1;
        if given == Some(index) {
            return;
        }
        instance.set_cpu_used(Duration::ZERO);
        match instance.step(step).await {
            Ok((reply, _)) => self.take(index, reply, check),
            Err(error) => {
                check.at(index, format_args!("the step cannot be taken again: {error}"));
                self.stopped = true;
            }
        }
    }

    fn take(&mut self, index: u64, reply: Reply, check: &mut Check) {
        if !self.tasks.is_empty() {
            check.at(index, "what the tasks did before is missing");
        }
        self.tasks = reply.tasks;
        self.cancelled.extend(reply.cancelled);
        self.outcome = reply.outcome;
        self.asked.extend(reply.effects.into_iter().map(|effect| (effect.id, effect)));
    }

    /// Whether the workflow waits for this.
    fn may_hear(&self, index: u64, step: &Step, check: &mut Check) {
        if self.outcome.is_some() {
            check.at(index, "the workflow had ended before");
        }
        let (Event::Completed { effect, .. }
        | Event::Failed { effect, .. }
        | Event::Received { effect, .. }
        | Event::Fired { effect }) = &step.event
        else {
            return;
        };
        if !self.asked.contains_key(effect) {
            check.at(index, format_args!("the workflow never asked for effect {effect}"));
        } else if self.cancelled.contains(effect) {
            check.at(index, format_args!("the workflow did not want effect {effect} any more"));
        }
    }

    /// Checks that the workflow requests a recorded effect.
    fn same(&self, index: u64, recorded: &Effect, check: &mut Check) {
        let id = recorded.id;
        let Some(asked) = self.asked.get(&id) else {
            check.at(index, format_args!("the workflow never asked for effect {id}"));
            return;
        };
        if !is_same(asked, recorded) {
            check.at(index, format_args!("the workflow asks for something else as effect {id}"));
        }
        if self.cancelled.contains(&id) {
            check.at(index, format_args!("the workflow did not want effect {id} any more"));
        }
    }
}

/// Whether two messages are the same, as the journal writes them. What cannot be written is the same as nothing.
pub(super) fn is_same<T: serde::Serialize>(one: &T, other: &T) -> bool {
    let texts = (serde_json::to_string(one), serde_json::to_string(other));
    matches!(texts, (Ok(one), Ok(other)) if one == other)
}
