//! What a run that repeats an earlier one takes from it: results of effects before the task that it begins from, and the keys of
//! writes that may have happened. It is a blob that the start record names, so no other journal is needed later.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_access::RunLabels;
use towpath_journal::{Decided, EffectPlace};
use towpath_wire::{Effect, EffectKind, Event};

use super::past::Repeated;
use crate::runs::effects::EffectAnswer;

/// As it is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recorded {
    /// Effects before the task, in the order in which they were asked for.
    #[serde(default)]
    pub(super) answers: Vec<RecordedAnswer>,
    /// Keys of writes that may have happened.
    #[serde(default)]
    pub(super) keys: Vec<KeptKey>,
    /// Writes that this run, or one before it that it repeats, has had: whoever repeats this run is shown them.
    #[serde(default)]
    pub(super) writes: Vec<Repeated>,
}

/// An effect, and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordedAnswer {
    pub(super) place: EffectPlace,
    /// What it asked for, in a word.
    pub(super) operation: String,
    /// What was decided of it when it was sent.
    pub(super) decided: Decided,
    /// Its result; absent where the workflow gave it up before one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) event: Option<Event>,
    /// Labels of everything that the answering run had received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) run_labels: Vec<String>,
}

/// The key that a write was sent with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptKey {
    pub(super) place: EffectPlace,
    /// What was asked for: another operation at this place gets a key of its own.
    pub(super) operation: String,
    pub(super) key: String,
}

/// The same, to look up.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    answers: BTreeMap<(EffectPlace, String), RecordedAnswer>,
    keys: BTreeMap<(EffectPlace, String), String>,
    writes: Vec<Repeated>,
}

impl From<Recorded> for Repeats {
    fn from(recorded: Recorded) -> Self {
        let Recorded { answers, keys, writes } = recorded;
        let answers =
            answers.into_iter().map(|one| ((one.place.clone(), one.operation.clone()), one)).collect();
        let keys = keys.into_iter().map(|one| ((one.place, one.operation), one.key)).collect();
        Self { answers, keys, writes }
    }
}

impl Repeats {
    fn find(&self, effect: &Effect) -> Option<&RecordedAnswer> {
        self.answers.get(&(EffectPlace::of(effect), operation_of(&effect.kind)))
    }

    /// Whether the earlier run asked for the same at the same place before the task.
    pub(crate) fn has(&self, effect: &Effect) -> bool {
        self.find(effect).is_some()
    }

    /// What was decided when it was sent.
    pub(super) fn decided(&self, effect: &Effect) -> Option<Decided> {
        self.find(effect).map(|one| one.decided)
    }

    /// The key that the earlier run sent a write with, where it may have happened.
    pub(crate) fn key_of(&self, effect: &Effect) -> Option<&str> {
        let place = (EffectPlace::of_write(effect), operation_of(&effect.kind));
        self.keys.get(&place).map(String::as_str)
    }

    /// The keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = KeptKey> {
        let of = |((place, operation), key): (&(EffectPlace, String), &String)| KeptKey {
            place: place.clone(),
            operation: operation.clone(),
            key: key.clone(),
        };
        self.keys.iter().map(of)
    }

    /// Writes that runs before had.
    pub(super) fn writes(&self) -> &[Repeated] {
        &self.writes
    }

    /// The result that the earlier run got. An effect that it gave up has none until this run gives it up too.
    pub(crate) async fn answer(&self, effect: &Effect) -> Option<EffectAnswer> {
        let RecordedAnswer { event, run_labels, .. } = self.find(effect)?;
        let run_labels: RunLabels = run_labels.iter().cloned().collect();
        let id = effect.id;
        let event = match event.clone() {
            Some(Event::Completed { output, labels, .. }) => Event::Completed { effect: id, output, labels },
            Some(Event::Failed { mut error, .. }) => {
                error.effect = Some(id);
                Event::Failed { effect: id, error }
            }
            _ => std::future::pending().await,
        };
        Some(EffectAnswer { event, run_labels })
    }
}

/// What an effect asks for, in a word.
pub(super) fn operation_of(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Call(call) => format!("{}.{}", call.integration, call.operation),
        EffectKind::Emit(_) => "emit".to_owned(),
        EffectKind::Run(run) => format!("run {}/{}", run.namespace, run.name),
        EffectKind::Listen(_) => "listen".to_owned(),
        EffectKind::Wait(_) => "wait".to_owned(),
    }
}
