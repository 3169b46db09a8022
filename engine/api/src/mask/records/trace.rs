//! Redacts the trace of a run as its journal is redacted: every value by its labels, every field by name.

use serde_json::{Value, json};
use towpath_api_types as api;
use towpath_journal::Decided;
use towpath_runtime::{Pass, RunTrace, TRACED_BYTES, TracedEffect, TracedTask, effect_name};
use towpath_wire::{Effect, EffectKind, Problem, TracedValue};

use super::{Masker, json as shown_as, masked_decision};
use crate::convert::IntoApi as _;
use crate::time::rfc3339;

impl Masker<'_> {
    /// The trace as it is shown.
    pub(crate) fn trace(&mut self, trace: RunTrace) -> api::Trace {
        let RunTrace { head, tasks, effects, omitted, gap } = trace;
        api::Trace {
            run: head.run.to_string(),
            definition_version: head.workflow.version.clone(),
            workflow: head.workflow.into_api(),
            status: head.status.into_api(),
            complete: gap.is_none(),
            why: gap.map(crate::convert::IntoApi::into_api),
            omitted,
            tasks: tasks.into_iter().map(|task| self.traced_task(task)).collect(),
            effects: effects.into_iter().map(|effect| self.traced_effect(effect)).collect(),
        }
    }

    fn traced_task(&mut self, task: TracedTask) -> api::TracedTask {
        let TracedTask {
            reference,
            name,
            kind,
            passes,
            attempt,
            started_at,
            ended_at,
            state,
            input,
            output,
            exported,
            error,
            effects,
        } = task;
        api::TracedTask {
            reference,
            name,
            kind,
            pass: passes.into_iter().map(|Pass { loop_, index }| api::LoopPass { loop_, index }).collect(),
            attempt,
            started_at: rfc3339(started_at),
            ended_at: ended_at.map(rfc3339),
            state: state.into_api(),
            input: input.map(|value| self.traced_value(value)),
            output: output.map(|value| self.traced_value(value)),
            exported: exported.map(|value| self.traced_value(value)),
            error: error.map(|error: Problem| self.problem(&error)),
            effects: effects.into_iter().map(|effect| self.traced_effect(effect)).collect(),
        }
    }

    fn traced_value(&mut self, value: TracedValue) -> Value {
        let TracedValue { json, labels } = value;
        match json {
            Some(json) => self.value(json, &labels),
            // That it is large says something about it.
            None => self.value(json!({ "$cut": TRACED_BYTES }), &labels),
        }
    }

    fn traced_effect(&self, traced: TracedEffect) -> api::TracedEffect {
        let TracedEffect { effect, decision, decided: became, started_at, ended_at, held: _ } = traced;
        let Effect { id, task: _, iteration: _, visit: _, attempt: _, may_repeat: _, kind } = effect;
        let labels = kind.labels();
        let shown = self.who.may_view(labels);
        api::TracedEffect {
            index: id,
            operation: matches!(kind, EffectKind::Call(_) | EffectKind::Run(_)).then(|| effect_name(&kind)),
            carried_out: became.map(word),
            decision: decision.map(|decision| masked_decision(&decision, shown, labels)),
            started_at: Some(rfc3339(started_at)),
            ended_at: ended_at.map(rfc3339),
            kind: keyword(&kind).to_owned(),
        }
    }
}

fn keyword(kind: &EffectKind) -> &'static str {
    match kind {
        EffectKind::Call(_) => "call",
        EffectKind::Wait(_) => "wait",
        EffectKind::Emit(_) => "emit",
        EffectKind::Listen(_) => "listen",
        EffectKind::Run(_) => "run",
    }
}

/// The word of the journal for what became of an effect.
fn word(decided: Decided) -> String {
    match shown_as(decided) {
        Value::String(word) => word,
        Value::Object(fields) => fields.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_identity::{Minted, Principal, Role};
    use towpath_journal::{RunHead, RunId, Status, WorkflowRef};
    use towpath_runtime::TaskState;
    use towpath_wire::{CallEffect, Json};

    use super::*;

    fn reader(may_view: &[&str]) -> Principal {
        Principal {
            id: "mia".to_owned(),
            name: "mia".to_owned(),
            kind: Role::Champion,
            roles: Vec::new(),
            may_view: may_view.iter().map(|label| (*label).to_owned()).collect(),
            minted: Minted::default(),
        }
    }

    fn value(text: Option<&str>) -> Option<TracedValue> {
        let json = text.map(|text| Json::parse(text.to_owned()).unwrap());
        Some(TracedValue { json, labels: vec!["customer-data".to_owned()] })
    }

    fn effect() -> TracedEffect {
        let call = CallEffect {
            integration: "crm".to_owned(),
            operation: "find".to_owned(),
            version: "1.0.0".to_owned(),
            arguments: Json::parse(r#""Ms Example""#.to_owned()).unwrap(),
            secrets: Vec::new(),
            labels: vec!["customer-data".to_owned()],
            described: Vec::new(),
        };
        let effect = Effect {
            id: 1,
            task: "/do/0/find".to_owned(),
            iteration: Vec::new(),
            visit: 0,
            attempt: 0,
            may_repeat: false,
            kind: EffectKind::Call(call),
        };
        let decided = Some(Decided::Read);
        TracedEffect { effect, decision: None, decided, started_at: 1, ended_at: None, held: false }
    }

    fn trace() -> RunTrace {
        let mut error = Problem::uncoded("https://acme.example/errors/Example", "Ms Example");
        error.labels = vec!["customer-data".to_owned()];
        let task = TracedTask {
            reference: "/do/0/find".to_owned(),
            name: "find".to_owned(),
            kind: Some("call".to_owned()),
            passes: Vec::new(),
            attempt: None,
            started_at: 0,
            ended_at: None,
            state: TaskState::Faulted,
            input: value(Some(r#"{"name":"Ms Example"}"#)),
            output: value(None),
            exported: value(Some(r#"["Ms Example"]"#)),
            error: Some(error),
            effects: vec![effect()],
        };
        let head = RunHead {
            run: RunId(uuid::Uuid::nil()),
            workflow: WorkflowRef {
                namespace: "support".to_owned(),
                name: "find".to_owned(),
                version: "1.0.0".to_owned(),
                digest: String::new(),
            },
            principal: "mia".to_owned(),
            term: 1,
            length: 3,
            status: Status::Faulted,
            started_at: 0,
            ended_at: None,
            wake_at: None,
            wake_labels: Vec::new(),
            listens: false,
            hears: Vec::new(),
            held: 0,
            draft: false,
            parent: None,
            heard_from: Vec::new(),
            token: None,
            key: None,
            suspended: None,
            rerun_of: None,
            failure: None,
        };
        RunTrace { head, tasks: vec![task], effects: vec![effect()], omitted: 0, gap: None }
    }

    #[test]
    fn who_may_not_see_a_label_sees_no_value_with_it() {
        let who = reader(&[]);
        let mut masker = Masker::for_reader(&who);
        let shown = serde_json::to_value(masker.trace(trace())).unwrap();
        assert!(!shown.to_string().contains("Example"), "{shown}");
        assert!(!shown.to_string().contains("$cut"), "{shown}");
        let task = &shown["tasks"][0];
        assert_eq!(task["input"], json!({ "$masked": ["customer-data"] }));
        assert_eq!(task["effects"][0]["operation"], "crm.find");
        assert!(masker.seen.is_empty());
    }

    #[test]
    fn who_may_see_it_sees_it_and_that_is_noted() {
        let who = reader(&["customer-data"]);
        let mut masker = Masker::for_reader(&who);
        let shown = serde_json::to_value(masker.trace(trace())).unwrap();
        let task = &shown["tasks"][0];
        assert_eq!(task["input"], json!({ "name": "Ms Example" }));
        assert_eq!(task["output"], json!({ "$cut": TRACED_BYTES }));
        assert_eq!((&task["state"], &task["effects"][0]["carriedOut"]), (&json!("faulted"), &json!("read")));
        assert!(masker.seen.contains(&"customer-data".to_owned()));
    }
}
