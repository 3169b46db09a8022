//! How a case had to end, and how it did.

use serde_json::{Value, json};
use towpath_journal::{Decided, Record, Status};
use towpath_runtime::{Expected, RecordedEffects, RunView, effect_name};
use towpath_wire::EffectKind;

/// Everything that is otherwise than expected. Decisions are looked at where they are those of real policies.
pub(super) fn compare(
    expected: &Expected,
    view: &RunView,
    records: &[Record],
    is_evaluated: bool,
) -> Vec<String> {
    let mut found = Differences::default();
    let error = view.error.as_ref().map(|error| json!(error)).unwrap_or_default();
    found.differs("status", &json!(expected.status), &json!(view.head.status));
    if expected.status == Status::Completed && !error.is_null() {
        found.differs("error", &Value::Null, &error);
    }
    if let Some(output) = &expected.output {
        let got = view.output.as_ref().and_then(|output| serde_json::from_str(output.get()).ok());
        found.differs("output", output, &got.unwrap_or_default());
    }
    for (name, value) in &expected.error {
        found.differs(&format!("error.{name}"), value, &error[name]);
    }
    let told = RecordedEffects::of(records);
    found.effects(expected, &told);
    if is_evaluated {
        found.decisions(expected, &told);
    }
    found.calls(expected, &told, records);
    found.0
}

#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn differs(&mut self, what: &str, expected: &Value, got: &Value) {
        if expected != got {
            self.0.push(format!("{what}: expected {expected}, got {got}"));
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
