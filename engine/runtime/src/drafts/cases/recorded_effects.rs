//! The effects of a run, read from its journal: `fixture.rs` makes a case of them, `compare.rs` compares them with a case.

use std::collections::BTreeSet;

use serde_json::Value;
use towpath_journal::{Decided, Record};
use towpath_policies::Decision;
use towpath_wire::{Effect, EffectKind, Json};

use super::{ExpectedDecision, ExpectedEffect};

/// One evaluated effect of a run.
#[derive(Debug)]
pub(crate) struct RecordedEffect<'a> {
    /// The effect as the runner requested it.
    pub(crate) effect: &'a Effect,
    /// The first decision: for a held effect the one that held it. Absent where the effect was not evaluated.
    pub(crate) decision: Option<Decision>,
    /// What happened to it; absent while it is held.
    pub(crate) decided: Option<Decided>,
}

/// The effects of a run.
#[derive(Debug)]
pub(crate) struct RecordedEffects<'a> {
    /// The evaluated effects, in order.
    pub(crate) effects: Vec<RecordedEffect<'a>>,
}

impl<'a> RecordedEffects<'a> {
    /// Reads the effects from a journal.
    pub(crate) fn of(records: &'a [Record]) -> Self {
        let mut effects: Vec<RecordedEffect<'_>> = Vec::new();
        let mut seen = BTreeSet::new();
        for record in records {
            let (effect, decision, decided) = match record {
                Record::Held(held) => (&held.effect, Some(&held.decision), None),
                Record::Intent(intent) => (&intent.effect, intent.decision.as_ref(), Some(intent.decided)),
                _ => continue,
            };
            if seen.insert(effect.id) {
                effects.push(RecordedEffect { effect, decision: decision.cloned(), decided });
            } else if let Some(known) = effects.iter_mut().find(|known| known.effect.id == effect.id) {
                known.decided = decided.or(known.decided);
            }
        }
        Self { effects }
    }

    /// The effects, as cases expect them.
    pub(crate) fn asked(&self) -> Vec<ExpectedEffect> {
        let asked = |recorded: &RecordedEffect<'_>| ExpectedEffect {
            effect: effect_name(&recorded.effect.kind),
            arguments: Some(arguments(&recorded.effect.kind)),
        };
        self.effects.iter().map(asked).collect()
    }

    /// The decisions, as cases expect them.
    pub(crate) fn decisions(&self) -> Vec<ExpectedDecision> {
        let decision = |recorded: &RecordedEffect<'_>| {
            let decision = recorded.decision.as_ref()?;
            Some(ExpectedDecision {
                effect: effect_name(&recorded.effect.kind),
                outcome: decision.outcome,
                policy: decision.policy().map(str::to_owned),
            })
        };
        self.effects.iter().filter_map(decision).collect()
    }
}

/// The name of an effect in cases.
pub fn effect_name(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Call(call) => format!("{}.{}", call.integration, call.operation),
        EffectKind::Run(run) => format!("{}/{}", run.namespace, run.name),
        EffectKind::Emit(_) => "emit".to_owned(),
        EffectKind::Listen(_) => "listen".to_owned(),
        EffectKind::Wait(_) => "wait".to_owned(),
    }
}

/// The arguments of an effect.
pub(super) fn arguments(kind: &EffectKind) -> Value {
    let json = |text: &Json| serde_json::from_str(text.get()).unwrap_or_default();
    match kind {
        EffectKind::Call(call) => json(&call.arguments),
        EffectKind::Run(run) => json(&run.input),
        EffectKind::Emit(emit) => json(&emit.with),
        EffectKind::Listen(listen) => json(&listen.with),
        EffectKind::Wait(_) => Value::Null,
    }
}

/// Labels of the arguments of an effect.
pub(super) fn labels(kind: &EffectKind) -> &[String] {
    match kind {
        EffectKind::Call(call) => &call.labels,
        EffectKind::Run(run) => &run.labels,
        EffectKind::Emit(emit) => &emit.labels,
        EffectKind::Listen(listen) => &listen.labels,
        EffectKind::Wait(_) => &[],
    }
}
