//! How a case had to end, and how it did.

use std::fmt;

use serde_json::{Value, json};
use towpath_journal::{Decided, Record, Status};
use towpath_wire::EffectKind;

use super::{Expected, RecordedEffects, effect_name};
use crate::types::RunView;

/// Something that is otherwise than a case expects.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What: `output`, `arguments of payments.refund`; or why the case could not be tried, in words.
    pub what: String,
    /// What the case expects, and what came; absent where it could not be tried.
    pub values: Option<(Value, Value)>,
}

impl Difference {
    /// A case that could not be tried, and why.
    pub(crate) fn untried(why: impl Into<String>) -> Self {
        Self { what: why.into(), values: None }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.values {
            Some((expected, got)) => write!(f, "{}: expected {expected}, got {got}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl Expected {
    /// Everything that is otherwise than expected. Decisions are looked at where they are those of real policies.
    pub(crate) fn compare(&self, view: &RunView, records: &[Record], is_evaluated: bool) -> Vec<Difference> {
        let mut found = Differences::default();
        let error = view.error.as_ref().map(|error| json!(error)).unwrap_or_default();
        found.differs("status", &json!(self.status), &json!(view.head.status));
        if self.status == Status::Completed && !error.is_null() {
            found.differs("error", &Value::Null, &error);
        }
        if let Some(output) = &self.output {
            let got = view.output.as_ref().and_then(|output| serde_json::from_str(output.get()).ok());
            found.differs("output", output, &got.unwrap_or_default());
        }
        for (name, value) in &self.error {
            found.differs(&format!("error.{name}"), value, &error[name]);
        }
        let told = RecordedEffects::of(records);
        found.effects(self, &told);
        if is_evaluated {
            found.decisions(self, &told);
        }
        found.calls(self, &told, records);
        found.0
    }
}

#[derive(Default)]
struct Differences(Vec<Difference>);

impl Differences {
    fn differs(&mut self, what: &str, expected: &Value, got: &Value) {
        if expected != got {
            let values = Some((expected.clone(), got.clone()));
            self.0.push(Difference { what: what.to_owned(), values });
        }
    }

    /// Everything that was asked for, be it refused.
    fn effects(&mut self, expected: &Expected, told: &RecordedEffects<'_>) {
        let Some(expected) = &expected.effects else { return };
        let asked = told.asked();
        let names = |all: Vec<&String>| json!(all);
        self.differs(
            "effects",
            &names(expected.iter().map(|one| &one.effect).collect()),
            &names(asked.iter().map(|one| &one.effect).collect()),
        );
        for (expected, got) in expected.iter().zip(&asked) {
            if let (Some(expected), Some(arguments)) = (&expected.arguments, &got.arguments) {
                self.differs(&format!("arguments of {}", got.effect), expected, arguments);
            }
        }
    }

    fn decisions(&mut self, expected: &Expected, told: &RecordedEffects<'_>) {
        let Some(expected) = &expected.decisions else { return };
        let decided = told.decisions();
        if expected.len() != decided.len() {
            self.differs("decisions", &json!(expected), &json!(decided));
            return;
        }
        for (expected, got) in expected.iter().zip(&decided) {
            let outcome = |of: &str, outcome| format!("{of} {outcome}");
            self.differs(
                "decision",
                &json!(outcome(&expected.effect, expected.outcome.as_str())),
                &json!(outcome(&got.effect, got.outcome.as_str())),
            );
            if expected.policy.is_some() {
                let what = format!("policy that decides about {}", got.effect);
                self.differs(&what, &json!(expected.policy), &json!(got.policy));
            }
        }
    }

    fn calls(&mut self, expected: &Expected, told: &RecordedEffects<'_>, records: &[Record]) {
        let (mut calls, mut refused) = (Vec::new(), Vec::new());
        for tried in &told.effects {
            let EffectKind::Call(call) = &tried.effect.kind else { continue };
            let name = effect_name(&tried.effect.kind);
            match tried.decided {
                Some(Decided::Refused) => refused.push(name),
                Some(_) => {
                    calls.push((name, serde_json::from_str(call.arguments.get()).unwrap_or_default()));
                }
                None => {}
            }
        }
        let held: Vec<String> = records
            .iter()
            .filter_map(|record| match record {
                Record::Held(held) if matches!(held.effect.kind, EffectKind::Call(_)) => {
                    Some(effect_name(&held.effect.kind))
                }
                _ => None,
            })
            .collect();
        if let Some(expected) = &expected.calls {
            let names = |all: Vec<&String>| json!(all);
            self.differs(
                "calls",
                &names(expected.iter().map(|call| &call.operation).collect()),
                &names(calls.iter().map(|(name, _)| name).collect()),
            );
            for (expected, (name, got)) in expected.iter().zip(&calls) {
                if let Some(arguments) = &expected.arguments {
                    self.differs(&format!("arguments of {name}"), arguments, got);
                }
            }
        }
        for (what, expected, got) in
            [("refused", &expected.refused, &refused), ("held", &expected.held, &held)]
        {
            if let Some(expected) = expected {
                self.differs(what, &json!(expected), &json!(got));
            }
        }
    }
}
