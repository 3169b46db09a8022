//! Coverage of generated runs, counted by feature from definitions, reports and replies.

use std::collections::BTreeMap;

use serde_json::Value;
use towpath_wire::{Effect, EffectKind, LoadReport, Outcome, Problem, Reply, TaskEvent, TaskPhase};

/// Counts by feature.
#[derive(Debug, Default, Clone)]
pub struct Coverage(BTreeMap<String, u64>);

/// Entries of a task that are directives, as pointers into it.
const DIRECTIVES: &[&str] = &[
    "/if",
    "/input/from",
    "/input/schema",
    "/output/as",
    "/output/schema",
    "/export/as",
    "/export/schema",
    "/timeout",
    "/metadata",
];

/// Variants of tasks: which kind, what it is called, and an entry that makes it.
const VARIANTS: &[(&str, &str, &str)] = &[
    ("for", "while", "/while"),
    ("for", "each and at", "/for/at"),
    ("fork", "compete", "/fork/compete"),
    ("listen", "one", "/listen/to/one"),
    ("listen", "all", "/listen/to/all"),
    ("listen", "any", "/listen/to/any"),
    ("listen", "foreach", "/foreach"),
    ("listen", "foreach do", "/foreach/do"),
    ("listen", "correlate", "/listen/to/all/0/correlate"),
    ("listen", "correlate expect", "/listen/to/one/correlate/order/expect"),
    ("try", "errors", "/catch/errors"),
    ("try", "as", "/catch/as"),
    ("try", "when", "/catch/when"),
    ("try", "exceptWhen", "/catch/exceptWhen"),
    ("try", "retry", "/catch/retry"),
    ("try", "do", "/catch/do"),
    ("try", "then", "/catch/then"),
    ("try", "backoff", "/catch/retry/backoff"),
    ("try", "jitter", "/catch/retry/jitter"),
    ("try", "retry when", "/catch/retry/when"),
    ("try", "retry limit duration", "/catch/retry/limit/duration"),
    ("try", "retry attempt duration", "/catch/retry/limit/attempt/duration"),
    ("call", "authentication", "/with/endpoint/authentication"),
    ("call", "authentication of openapi", "/with/authentication"),
];

impl Coverage {
    /// Counts a feature.
    pub fn count(&mut self, feature: impl Into<String>) {
        *self.0.entry(feature.into()).or_default() += 1;
    }

    /// The count of a feature.
    pub fn of(&self, feature: &str) -> u64 {
        self.0.get(feature).copied().unwrap_or_default()
    }

    /// All counts, by feature.
    pub fn all(&self) -> &BTreeMap<String, u64> {
        &self.0
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        other.0.iter().for_each(|(feature, count)| *self.0.entry(feature.clone()).or_default() += count);
    }

    /// Counts the features of a definition.
    pub fn report(&mut self, definition: &Value, report: &LoadReport) {
        self.count(if report.is_ok() { "load: fine" } else { "load: errors" });
        for found in &report.diagnostics {
            let code = found.code.as_str();
            self.count(format!("diagnostic: {code}"));
            self.count(format!("diagnostics: {}xx", &code[..4.min(code.len())]));
        }
        if !report.wanted.is_empty() {
            self.count("load: wanted");
        }
        for whole in ["timeout", "output", "input", "schedule", "evaluate"] {
            if report.is_ok() && definition.get(whole).is_some() {
                self.count(format!("workflow: {whole}"));
            }
        }
        if report.is_ok() && definition["document"].get("metadata").is_some() {
            self.count("workflow: metadata");
        }
    }

    /// Counts what a step caused.
    pub fn reply(&mut self, definition: &Value, reply: &Reply) {
        reply.effects.iter().for_each(|effect| self.effect(effect));
        reply.cancelled.iter().for_each(|_| self.count("effect: cancelled"));
        reply.tasks.iter().for_each(|event| self.task(definition, event));
        match &reply.outcome {
            Some(Outcome::Completed { labels, .. }) => {
                self.count("outcome: completed");
                if !labels.is_empty() {
                    self.count("outcome: labelled");
                }
            }
            Some(Outcome::Faulted { error }) => self.fault(error),
            Some(Outcome::Cancelled) => self.count("outcome: cancelled"),
            None => {}
        }
    }

    fn effect(&mut self, effect: &Effect) {
        self.count(match &effect.kind {
            EffectKind::Call(call) if call.integration == "web" => "effect: call of web",
            EffectKind::Call(_) => "effect: call",
            EffectKind::Wait(_) => "effect: wait",
            EffectKind::Emit(_) => "effect: emit",
            EffectKind::Listen(_) => "effect: listen",
            EffectKind::Run(run) if run.await_ => "effect: run, awaited",
            EffectKind::Run(_) => "effect: run, not awaited",
        });
        if effect.attempt > 0 {
            self.count("effect: of a later attempt");
        }
        if effect.visit > 0 {
            self.count("effect: of a later visit");
        }
        if !effect.iteration.is_empty() {
            self.count("effect: in a loop");
        }
        if let EffectKind::Call(call) = &effect.kind
            && !call.secrets.is_empty()
        {
            self.count("effect: with a secret");
        }
    }

    fn fault(&mut self, error: &Problem) {
        self.count("outcome: faulted");
        if error.raised {
            self.count("error: raised");
        }
        let kind = error.kind.rsplit(['/', ':']).next().unwrap_or_default();
        const KINDS: &[&str] = &[
            "configuration",
            "validation",
            "expression",
            "authentication",
            "authorization",
            "timeout",
            "communication",
            "runtime",
            "outcome-unknown",
            "limit",
        ];
        self.count(format!("error: {}", if KINDS.contains(&kind) { kind } else { "of its own type" }));
        if let Some(code) = &error.code {
            self.count(format!("error: {code}"));
        }
        if let Some(field) = ["input.schema", "output.schema", "export.schema"].iter().find(|field| {
            error.detail.as_ref().is_some_and(|detail| detail.starts_with(&format!("`{field}`")))
        }) {
            self.count(format!("error: misfit of {field}"));
        }
    }

    fn task(&mut self, definition: &Value, event: &TaskEvent) {
        self.count(match event.phase {
            TaskPhase::Started => "phase: started",
            TaskPhase::Skipped => "phase: skipped",
            TaskPhase::Completed => "phase: completed",
            TaskPhase::Faulted => "phase: faulted",
            TaskPhase::Retried => "phase: retried",
            TaskPhase::Cancelled => "phase: cancelled",
        });
        // Tasks under `use` are reported with the place that uses them in front.
        let own = event.task.rfind("/use/").map_or(event.task.as_str(), |at| &event.task[at..]);
        let Some(task) = definition.pointer(own) else { return };
        match event.phase {
            TaskPhase::Started => self.started(own, task),
            TaskPhase::Faulted => self.count(format!("faulted: {}", kind(task))),
            TaskPhase::Completed => self.completed(task),
            _ => {}
        }
    }

    fn started(&mut self, own: &str, task: &Value) {
        let kind = kind(task);
        self.count(format!("task: {kind}"));
        for part in ["before", "after"] {
            if own.starts_with("/use/extensions/") && own.contains(&format!("/{part}/")) {
                self.count(format!("extension: {part}"));
            }
        }
        for (of, name, entry) in VARIANTS {
            if kind.split(' ').next() == Some(of) && task.pointer(entry).is_some_and(|value| *value != false)
            {
                self.count(format!("variant: {of}, {name}"));
            }
        }
        if task["for"]["in"].is_array() {
            self.count("variant: for, inline list");
        }
        for (entry, what) in
            [("/listen/to/any", "of any"), ("/listen/to/one", "of one"), ("/listen/to/all", "of all")]
        {
            let read = task["listen"]["read"].as_str().filter(|_| task.pointer(entry).is_some());
            if let Some(read) = read {
                self.count(format!("variant: listen, read {read}"));
                self.count(format!("variant: listen, read {what}"));
            }
        }
        match &task["listen"]["to"]["until"] {
            Value::String(_) => self.count("variant: listen, until a condition"),
            Value::Object(_) => self.count("variant: listen, until events"),
            _ => {}
        }
        for directive in DIRECTIVES.iter().filter(|directive| task.pointer(directive).is_some()) {
            self.count(format!("directive: {}", directive[1..].replace('/', ".")));
        }
        if let Some(after) = task["timeout"].get("after") {
            let computed = after.as_str().is_some_and(|after| after.starts_with("${"));
            self.count(if computed {
                "directive: timeout, computed"
            } else {
                "directive: timeout, written out"
            });
        }
        if task["timeout"].is_string() {
            self.count("directive: timeout, by name");
        }
    }

    fn completed(&mut self, task: &Value) {
        self.count(format!("completed: {}", kind(task)));
        if let Some(then) = task["then"].as_str() {
            let then = if ["continue", "exit", "end"].contains(&then) { then } else { "a task" };
            self.count(format!("directive: then {then}"));
        }
    }
}

/// The kind of a task.
fn kind(task: &Value) -> String {
    const KINDS: &[&str] =
        &["for", "call", "emit", "fork", "listen", "raise", "run", "set", "switch", "try", "wait", "do"];
    let kind = KINDS.iter().find(|kind| task.get(**kind).is_some()).copied().unwrap_or("none");
    match task["call"].as_str() {
        Some(word @ ("http" | "openapi")) => format!("call {word}"),
        Some(function) if function.contains('@') => "call function".to_owned(),
        Some(_) => "call custom function".to_owned(),
        None if kind == "run" => match task["run"]["await"] == false {
            true => "run, not awaited".to_owned(),
            false => "run, awaited".to_owned(),
        },
        None => kind.to_owned(),
    }
}
