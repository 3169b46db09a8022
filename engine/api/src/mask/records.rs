//! Redacts records of journals for callers who may not view all of their labels.
//!
//! Each record is taken apart by its type, every field by name: one that is added does not compile until it is decided here
//! who sees it. Labels are those that the engine gave, never what data says of itself.

mod trace;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use towpath_access::Access;
use towpath_identity::Principal;
use towpath_journal::{
    Abandoned, Declined, Ended, Fault, Held, Intent, Record, Released, Resumed, Started, TokenRequest,
};
use towpath_policies::Decision;
use towpath_wire::{
    CallEffect, Effect, EffectKind, EmitEffect, Event, ListenEffect, Outcome, Problem, RunEffect, Start,
    Step, WaitEffect,
};

use super::masked;

/// Masks the records of one run, in order.
pub(crate) struct Masker<'a> {
    who: &'a Principal,
    /// Labels of the effects so far: what people say of one may quote it.
    effects: BTreeMap<u64, Vec<String>>,
    /// Labels of the values that were shown.
    pub(crate) seen: Vec<String>,
}

/// The fields of an object that is shown.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(mut self, name: &str, value: impl Serialize) -> Self {
        self.0.insert(name.to_owned(), json(value));
        self
    }

    /// As records leave out what is absent.
    fn put_unless_empty(self, name: &str, value: impl Serialize) -> Self {
        let value = json(value);
        let is_empty = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if is_empty { self } else { self.put(name, value) }
    }

    fn within(self, kind: &str) -> Value {
        Self::default().put(kind, self.done()).done()
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

impl<'a> Masker<'a> {
    pub(crate) fn for_reader(who: &'a Principal) -> Self {
        Self { who, effects: BTreeMap::new(), seen: Vec::new() }
    }

    /// The record as it is shown.
    pub(crate) fn record(&mut self, record: &Record) -> Value {
        match record {
            Record::Started(started) => self.started(started).within("started"),
            Record::Fed(step) => Fields::default().put("fed", self.step(step)).done(),
            // Pointers and numbers: which tasks ran, not on what.
            Record::Tasks(tasks) => Fields::default().put("tasks", tasks).done(),
            Record::Intent(intent) => self.intent(intent).within("intent"),
            Record::Held(held) => self.held(held).within("held"),
            Record::Released(released) => self.released(released).within("released"),
            Record::Declined(declined) => self.declined(declined).within("declined"),
            Record::Fault(Fault { error, at }) => {
                Fields::default().put("error", self.problem(error)).put("at", at).within("fault")
            }
            Record::Resumed(Resumed { at }) => Fields::default().put("at", at).within("resumed"),
            Record::Abandoned(Abandoned { effects, at }) => {
                Fields::default().put("effects", effects).put("at", at).within("abandoned")
            }
            // What an operator wrote about the run, never a value of it.
            Record::Suspended(suspended) => Fields::default().put("suspended", suspended).done(),
            Record::Continued(continued) => Fields::default().put("continued", continued).done(),
            Record::Cancelling(cancelling) => Fields::default().put("cancelling", cancelling).done(),
            Record::Ended(ended) => self.ended(ended).within("ended"),
        }
    }

    /// Whether values with these labels are shown. Where they are, it is noted that they were.
    fn shows(&mut self, labels: &[String]) -> bool {
        let may = self.who.may_view(labels);
        if may {
            self.seen.extend(labels.iter().cloned());
        }
        may
    }

    fn value(&mut self, value: impl Serialize, labels: &[String]) -> Value {
        if self.shows(labels) { json(value) } else { masked(labels) }
    }

    fn started(&mut self, started: &Started) -> Fields {
        let Started {
            workflow,
            runner,
            image,
            caller,
            principal,
            decision,
            limits,
            step,
            via,
            parent,
            draft,
            subject,
            approvals,
            trial,
            rerun,
        } = started;
        let labels = match &step.event {
            Event::Start(start) => start.labels.as_slice(),
            _ => &[],
        };
        let shown = self.who.may_view(labels);
        Fields::default()
            .put("workflow", workflow)
            .put("runner", runner)
            .put("image", image)
            .put("caller", caller)
            .put("principal", principal)
            .put("decision", masked_decision(decision, shown, labels))
            .put("limits", limits)
            .put("step", self.step(step))
            .put_unless_empty("via", via)
            .put_unless_empty("parent", parent)
            .put_unless_empty("draft", draft)
            .put_unless_empty("subject", subject)
            .put_unless_empty("approvals", approvals)
            .put_unless_empty("trial", trial)
            // Places of tasks and digests.
            .put_unless_empty("rerun", rerun)
    }

    fn step(&mut self, step: &Step) -> Value {
        // What asks for a trace is in no journal.
        let Step { now, event, run_labels, trace: _ } = step;
        let event = self.event(event);
        Fields::default().put("now", now).put("event", event).put_unless_empty("runLabels", run_labels).done()
    }

    fn event(&mut self, event: &Event) -> Value {
        match event {
            Event::Start(Start { run, input, labels, engine, settings, limits }) => Fields::default()
                .put("run", run)
                .put("input", self.value(input, labels))
                .put("labels", labels)
                .put("engine", engine)
                .put_unless_empty("settings", settings)
                .put("limits", limits)
                .within("start"),
            Event::Completed { effect, output, labels } => Fields::default()
                .put("effect", effect)
                .put("output", self.value(output, labels))
                .put("labels", labels)
                .within("completed"),
            Event::Failed { effect, error } => {
                Fields::default().put("effect", effect).put("error", self.problem(error)).within("failed")
            }
            Event::Received { effect, position, event, labels } => Fields::default()
                .put("effect", effect)
                .put("position", position)
                .put("event", self.value(event, labels))
                .put("labels", labels)
                .within("received"),
            Event::Fired { effect } => Fields::default().put("effect", effect).within("fired"),
            Event::Cancel => json("cancel"),
        }
    }

    /// An error; its labels say who sees it.
    fn problem(&mut self, problem: &Problem) -> Value {
        if self.shows(&problem.labels) { json(problem) } else { json(problem.masked()) }
    }

    fn effect(&mut self, effect: &Effect) -> Value {
        let Effect { id, task, iteration, visit, attempt, may_repeat, kind } = effect;
        self.effects.insert(*id, kind.labels().to_vec());
        let mut fields =
            Fields::default().put("id", id).put("task", task).put_unless_empty("iteration", iteration);
        if *visit != 0 {
            fields = fields.put("visit", visit);
        }
        let kind = self.kind(kind);
        fields.put("attempt", attempt).put_unless_empty("mayRepeat", may_repeat).put("kind", kind).done()
    }

    fn kind(&mut self, kind: &EffectKind) -> Value {
        match kind {
            EffectKind::Call(call) => self.call(call).within("call"),
            EffectKind::Wait(WaitEffect { until, labels }) => Fields::default()
                .put("until", self.value(until, labels))
                .put_unless_empty("labels", labels)
                .within("wait"),
            EffectKind::Emit(EmitEffect { with, labels }) => {
                Fields::default().put("with", self.value(with, labels)).put("labels", labels).within("emit")
            }
            EffectKind::Listen(ListenEffect { with, labels }) => {
                Fields::default().put("with", self.value(with, labels)).put("labels", labels).within("listen")
            }
            EffectKind::Run(RunEffect { namespace, name, version, input, labels, await_ }) => {
                Fields::default()
                    .put("namespace", namespace)
                    .put("name", name)
                    .put("version", version)
                    .put("input", self.value(input, labels))
                    .put("labels", labels)
                    .put("await", await_)
                    .within("run")
            }
        }
    }

    fn call(&mut self, call: &CallEffect) -> Fields {
        let CallEffect { integration, operation, version, arguments, secrets, labels, described } = call;
        let shown = self.shows(labels);
        // A pointer into the arguments is made of their keys.
        let secrets: Vec<Value> = secrets
            .iter()
            .map(|used| {
                let pointer = if shown { json(&used.pointer) } else { masked(labels) };
                Fields::default().put("pointer", pointer).put("secret", &used.secret).done()
            })
            .collect();
        Fields::default()
            .put("integration", integration)
            .put("operation", operation)
            .put("version", version)
            .put("arguments", if shown { json(arguments) } else { masked(labels) })
            .put_unless_empty("secrets", secrets)
            .put("labels", labels)
            .put_unless_empty("described", described)
    }

    fn intent(&mut self, intent: &Intent) -> Fields {
        let Intent { effect, decided: became, decision, access, token, at } = intent;
        let labels = effect.kind.labels();
        let shown = self.who.may_view(labels);
        let fields = Fields::default()
            .put("effect", self.effect(effect))
            .put("decided", became)
            .put("decision", decision.as_ref().map(|decision| masked_decision(decision, shown, labels)))
            .put_unless_empty("access", access.as_ref().map(|access| masked_access(access, shown, labels)));
        let token = token.as_ref().map(|TokenRequest { access, decision }| {
            let access = access.as_ref().map(|access| masked_access(access, shown, labels));
            let decision = decision.as_ref().map(|decision| masked_decision(decision, shown, labels));
            Fields::default().put_unless_empty("access", access).put_unless_empty("decision", decision).done()
        });
        fields.put_unless_empty("token", token).put("at", at)
    }

    fn held(&mut self, held: &Held) -> Fields {
        let Held { effect, awaiting, until, release, decision, access, at } = held;
        let labels = effect.kind.labels();
        let shown = self.who.may_view(labels);
        Fields::default()
            .put("effect", self.effect(effect))
            .put("awaiting", awaiting)
            .put("until", until)
            .put_unless_empty("release", release)
            .put("decision", masked_decision(decision, shown, labels))
            .put_unless_empty("access", access.as_ref().map(|access| masked_access(access, shown, labels)))
            .put("at", at)
    }

    /// What somebody said of an effect.
    fn comment(&mut self, effect: u64, comment: Option<&String>) -> Value {
        let labels = self.effects.get(&effect).cloned().unwrap_or_default();
        comment.map(|comment| self.value(comment, &labels)).unwrap_or_default()
    }

    fn released(&mut self, released: &Released) -> Fields {
        let Released { effect, rules, by, comment, at } = released;
        Fields::default()
            .put("effect", effect)
            .put("rules", rules)
            .put_unless_empty("by", by)
            .put_unless_empty("comment", self.comment(*effect, comment.as_ref()))
            .put("at", at)
    }

    fn declined(&mut self, declined: &Declined) -> Fields {
        let Declined { effect, by, comment, error, at } = declined;
        Fields::default()
            .put("effect", effect)
            .put_unless_empty("by", by)
            .put_unless_empty("comment", self.comment(*effect, comment.as_ref()))
            .put("error", self.problem(error))
            .put("at", at)
    }

    fn ended(&mut self, ended: &Ended) -> Fields {
        let Ended { outcome, refusal, answer, at, cpu_us, in_doubt } = ended;
        let (outcome, labels) = match outcome {
            Outcome::Completed { output, labels } => {
                let output = self.value(output, labels);
                let fields = Fields::default().put("output", output).put("labels", labels);
                (fields.within("completed"), labels.as_slice())
            }
            Outcome::Faulted { error } => (
                Fields::default().put("error", self.problem(error)).within("faulted"),
                error.labels.as_slice(),
            ),
            Outcome::Cancelled => (json("cancelled"), &[] as &[String]),
        };
        let shown = self.who.may_view(labels);
        let fields_of = |decision: &Option<Box<Decision>>| {
            decision.as_ref().map(|decision| masked_decision(decision, shown, labels))
        };
        Fields::default()
            .put("outcome", outcome)
            .put_unless_empty("refusal", fields_of(refusal))
            .put_unless_empty("answer", fields_of(answer))
            .put("at", at)
            .put("cpuUs", cpu_us)
            // Which operation, not with what.
            .put_unless_empty("inDoubt", in_doubt)
    }
}

/// A decision: it says of what was asked what is not as a policy wants it.
fn masked_decision(decision: &Decision, shown: bool, labels: &[String]) -> Value {
    if shown {
        return json(decision);
    }
    let Decision { outcome, rules, awaiting, near, reason, contact, policy_set } = decision;
    Fields::default()
        .put("outcome", outcome)
        .put("rules", rules)
        .put_unless_empty("awaiting", awaiting)
        .put_unless_empty("near", (!near.is_empty()).then(|| masked(labels)))
        .put_unless_empty("reason", reason)
        .put_unless_empty("contact", contact)
        .put("policySet", policy_set)
        .done()
}

/// An access. Where a call goes is made of its arguments.
fn masked_access(access: &Access, shown: bool, labels: &[String]) -> Value {
    if shown {
        return json(access);
    }
    let Access {
        kind,
        integration,
        operation,
        version,
        effect,
        host,
        method,
        path,
        query,
        labels: of_it,
        run_labels,
        arguments,
    } = access;
    let hidden = |is_there: bool| is_there.then(|| masked(labels));
    Fields::default()
        .put("kind", kind)
        .put_unless_empty("integration", integration)
        .put_unless_empty("operation", operation)
        .put_unless_empty("version", version)
        .put("effect", effect)
        .put_unless_empty("host", hidden(host.is_some()))
        .put_unless_empty("method", method)
        .put_unless_empty("path", hidden(path.is_some()))
        .put_unless_empty("query", hidden(query.is_some()))
        .put("labels", of_it)
        .put("runLabels", run_labels)
        .put_unless_empty("arguments", hidden(arguments.is_some()))
        .done()
}

fn json(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
