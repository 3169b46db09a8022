//! What the journal of a run tells of its effects, in the words of cases.

use std::collections::BTreeSet;

use serde_json::Value;
use towpath_journal::{Decided, Record};
use towpath_policies::Decision;
use towpath_wire::{Effect, EffectKind, Json};

use super::{ExpectedDecision, ExpectedEffect};

/// One effect of a run that was judged.
#[derive(Debug)]
pub struct TriedEffect<'a> {
    /// As the runner asked it.
    pub effect: &'a Effect,
    /// What was decided first: that it waits, where it had to be signed. Absent where it came not so far as to be judged.
    pub decision: Option<Decision>,
    /// What became of it; not known yet where it waits for a signature.
    pub decided: Option<Decided>,
}

/// What a journal tells.
#[derive(Debug)]
pub struct Told<'a> {
    /// Its judged effects, in the order in which they were asked.
    pub effects: Vec<TriedEffect<'a>>,
}

impl<'a> Told<'a> {
    /// Reads a journal.
    pub fn of(records: &'a [Record]) -> Self {
        let mut effects: Vec<TriedEffect<'_>> = Vec::new();
        let mut seen = BTreeSet::new();
        for record in records {
            let (effect, decision, decided) = match record {
                Record::Held(held) => (&held.effect, &held.decision, None),
                Record::Intent(intent) => (&intent.effect, &intent.decision, Some(intent.decided)),
                _ => continue,
            };
            if seen.insert(effect.id) {
                let decision = serde_json::from_value(decision.clone()).ok();
                effects.push(TriedEffect { effect, decision, decided });
            } else if let Some(known) = effects.iter_mut().find(|known| known.effect.id == effect.id) {
                known.decided = decided.or(known.decided);
            }
        }
        Self { effects }
    }

    /// What was asked for.
    pub fn asked(&self) -> Vec<ExpectedEffect> {
        let asked = |tried: &TriedEffect<'_>| ExpectedEffect {
            effect: effect_name(&tried.effect.kind),
            arguments: Some(arguments(&tried.effect.kind)),
        };
        self.effects.iter().map(asked).collect()
    }

    /// What was decided.
    pub fn decisions(&self) -> Vec<ExpectedDecision> {
        let decision = |tried: &TriedEffect<'_>| {
            let decision = tried.decision.as_ref()?;
            Some(ExpectedDecision {
                effect: effect_name(&tried.effect.kind),
                outcome: decision.outcome,
                policy: decision.policy().map(str::to_owned),
            })
        };
        self.effects.iter().filter_map(decision).collect()
    }
}

/// How an effect is named.
pub fn effect_name(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Call(call) => format!("{}.{}", call.integration, call.operation),
        EffectKind::Run(run) => format!("{}/{}", run.namespace, run.name),
        EffectKind::Emit(_) => "emit".to_owned(),
        EffectKind::Listen(_) => "listen".to_owned(),
        EffectKind::Wait(_) => "wait".to_owned(),
    }
}

/// What it is asked with.
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

/// Labels of what it is asked with.
pub(super) fn labels(kind: &EffectKind) -> &[String] {
    match kind {
        EffectKind::Call(call) => &call.labels,
        EffectKind::Run(run) => &run.labels,
        EffectKind::Emit(emit) => &emit.labels,
        EffectKind::Listen(listen) => &listen.labels,
        EffectKind::Wait(_) => &[],
    }
}
