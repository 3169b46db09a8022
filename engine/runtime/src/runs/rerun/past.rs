//! What an earlier run did, as its journal has it: before the task that is run again, and from there on. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use towpath_journal::{Decided, EffectPlace, Intent, Record};
use towpath_wire::{CarriedOut, Effect, EffectKind, Event, Reply, TaskEvent, TaskPhase};

use super::recorded::{KeptKey, Recorded, RecordedAnswer, Repeats, operation_of};

/// An effect with consequences that the earlier run had, and that would be had again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Repeated {
    /// The effect, as the earlier run asked for it.
    pub effect: Effect,
    /// Whether it is known that it was carried out; otherwise it may have been.
    pub done: bool,
    /// Its operation may be repeated: by its nature, or because the same key is sent again.
    pub protected: bool,
}

/// An effect that the earlier run asked for.
#[derive(Debug, Clone)]
struct Asked {
    effect: Effect,
    /// It was asked for before the task began.
    before: bool,
}

/// What an earlier run asked for, in order.
#[derive(Debug, Default)]
pub(super) struct Course {
    asked: Vec<Asked>,
    /// The task began.
    reached: bool,
}

impl Course {
    /// The effects that the journal has, all to be done again.
    pub(super) fn of_journal(records: &[Record]) -> Self {
        let mut asked: BTreeMap<u64, Asked> = BTreeMap::new();
        for record in records {
            if let Record::Intent(intent) = record {
                let effect = intent.effect.clone();
                asked.insert(effect.id, Asked { effect, before: false });
            }
        }
        Self { asked: asked.into_values().collect(), reached: true }
    }

    /// Takes the next reply of the runner, which is given the steps of the journal again.
    pub(super) fn take(&mut self, reply: Reply, from: &str) {
        let begins = |event: &TaskEvent| event.phase == TaskPhase::Started && event.task == from;
        self.reached |= reply.tasks.iter().any(begins);
        let before = !self.reached;
        self.asked.extend(reply.effects.into_iter().map(|effect| Asked { effect, before }));
    }
}

/// What an earlier run did.
pub(super) struct Past<'a> {
    course: Course,
    decided: BTreeMap<u64, Decided>,
    /// Each answer, with the labels of the run that gave it.
    answers: BTreeMap<u64, (&'a Event, &'a [String])>,
    fired: BTreeSet<u64>,
}

impl<'a> Past<'a> {
    /// Reads the journal of a run. `earlier` is what that run itself took from one before it.
    ///
    /// # Errors
    /// Why it cannot be run again from there, in words.
    pub(super) fn read(records: &'a [Record], course: Course, earlier: &Repeats) -> Result<Self, String> {
        if !course.reached {
            return Err("the run never came to this task".to_owned());
        }
        let mut past =
            Self { course, decided: BTreeMap::new(), answers: BTreeMap::new(), fired: BTreeSet::new() };
        for record in records {
            past.take(record, earlier);
        }
        let mut places = BTreeSet::new();
        for Asked { effect, before } in &past.course.asked {
            if *before && matches!(effect.kind, EffectKind::Listen(_)) {
                let place = &effect.task;
                return Err(format!(
                    "`{place}`, before this task, listens for events, which cannot be heard again"
                ));
            }
            if *before && !places.insert((EffectPlace::of(effect), operation_of(&effect.kind))) {
                return Err(format!("`{}`, before this task, asks for two things at once", effect.task));
            }
        }
        Ok(past)
    }

    fn take(&mut self, record: &'a Record, earlier: &Repeats) {
        match record {
            Record::Intent(intent) => {
                let Intent { effect, decided, .. } = &**intent;
                // It was sent by the run before that one.
                let decided = match decided {
                    Decided::Recorded => earlier.decided(effect).unwrap_or(*decided),
                    other => *other,
                };
                self.decided.insert(effect.id, decided);
            }
            Record::Suspended(suspended) => suspended.withdrawn.iter().for_each(|id| self.forget(*id)),
            Record::Cancelling(cancelling) => cancelling.withdrawn.iter().for_each(|id| self.forget(*id)),
            Record::Fed(step) => match &step.event {
                Event::Completed { effect, .. } | Event::Failed { effect, .. } => {
                    self.answers.insert(*effect, (&step.event, &step.run_labels));
                }
                Event::Fired { effect } => {
                    self.fired.insert(*effect);
                }
                Event::Start(_) | Event::Received { .. } | Event::Cancel => {}
            },
            _ => {}
        }
    }

    fn forget(&mut self, effect: u64) {
        self.decided.remove(&effect);
    }

    /// Whether a write is known to have been carried out; `None` where it is known that it was not, and for what changes
    /// nothing.
    fn happened(&self, effect: &Effect) -> Option<bool> {
        if !matches!(self.decided.get(&effect.id), Some(Decided::Write | Decided::RepeatableWrite)) {
            return None;
        }
        match self.answers.get(&effect.id) {
            Some((Event::Completed { .. }, _)) => Some(true),
            Some((Event::Failed { error, .. }, _)) if error.carried_out.may_send_again() => None,
            Some((Event::Failed { error, .. }, _)) => Some(error.carried_out == CarriedOut::Done),
            _ => Some(false),
        }
    }

    fn is_keyed(&self, effect: &Effect) -> bool {
        let repeatable = self.decided.get(&effect.id) == Some(&Decided::RepeatableWrite);
        repeatable && matches!(effect.kind, EffectKind::Call(_))
    }

    /// Whether the earlier run came to ask for this.
    fn has_asked(&self, effect: &Effect) -> bool {
        let place = (EffectPlace::of_write(effect), operation_of(&effect.kind));
        let is_it =
            |asked: &Asked| (EffectPlace::of_write(&asked.effect), operation_of(&asked.effect.kind)) == place;
        self.course.asked.iter().any(is_it)
    }

    /// The writes that would be repeated: its own, and those of runs before that it did not come to.
    pub(super) fn repeats(&self, earlier: &Repeats) -> Vec<Repeated> {
        let inherited = earlier.writes().iter().filter(|write| !self.has_asked(&write.effect)).cloned();
        self.own_writes().into_iter().chain(inherited).collect()
    }

    fn own_writes(&self) -> Vec<Repeated> {
        let again = self.course.asked.iter().filter(|asked| !asked.before);
        again
            .filter_map(|Asked { effect, .. }| {
                let done = self.happened(effect)?;
                Some(Repeated { effect: effect.clone(), done, protected: self.is_keyed(effect) })
            })
            .collect()
    }

    /// Waits before the task whose time came.
    pub(super) fn fired(&self) -> Vec<EffectPlace> {
        let waits =
            self.course.asked.iter().filter(|asked| asked.before && self.fired.contains(&asked.effect.id));
        waits.map(|asked| EffectPlace::of(&asked.effect)).collect()
    }

    /// What the new run takes from this one, and from those before it. `key` gives the key that a write was sent with.
    pub(super) fn recorded(&self, earlier: &Repeats, key: impl Fn(&Effect) -> String) -> Recorded {
        let mut recorded = Recorded { writes: self.repeats(earlier), ..Recorded::default() };
        for Asked { effect, before } in &self.course.asked {
            if self.is_keyed(effect) && self.happened(effect).is_some() {
                recorded.keys.push(KeptKey {
                    place: EffectPlace::of_write(effect),
                    operation: operation_of(&effect.kind),
                    key: key(effect),
                });
            }
            if *before && !matches!(effect.kind, EffectKind::Wait(_)) {
                let answer = self.answers.get(&effect.id);
                recorded.answers.push(RecordedAnswer {
                    place: EffectPlace::of(effect),
                    operation: operation_of(&effect.kind),
                    decided: self.decided.get(&effect.id).copied().unwrap_or(Decided::Refused),
                    event: answer.map(|(event, _)| (*event).clone()),
                    run_labels: answer.map(|(_, labels)| labels.to_vec()).unwrap_or_default(),
                });
            }
        }
        let known: BTreeSet<_> =
            recorded.keys.iter().map(|one| (one.place.clone(), one.operation.clone())).collect();
        recorded.keys.extend(
            earlier.keys().filter(|one| !known.contains(&(one.place.clone(), one.operation.clone()))),
        );
        recorded
    }
}
