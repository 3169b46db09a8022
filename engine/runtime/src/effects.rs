//! One effect: prepared, judged, carried out, and its answer put into the workflow's words.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use towpath_access::{Access, RunLabels, WorkflowSubject};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_integrations::{CallContext, CallFailure, Idempotent, Prepared, TokenRequest};
use towpath_journal::{Consequence, Decided, RunId, Unsigned, Verdict};
use towpath_policies::{Decision, HoldDefault, HoldSettings, Outcome};
use towpath_sandbox::{Limit, StepError};
use towpath_wire::{
    CallEffect, CarriedOut, Effect, EffectKind, EmitEffect, Event, Json, Limits, Problem, problem_types,
};

use crate::accesses::kept;
use crate::children::Child;
use crate::engine::Inner;
use crate::events::NewEvent;
use crate::guard::{Asker, HopJudge, emit_access, listen_access, refusal, run_access};
use crate::types::EngineError;

/// What came of judging an effect.
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    /// The decision in full; absent when the arguments never came so far as to be judged.
    pub(crate) decision: Option<Decision>,
    /// The access as judged, as the journal has it.
    pub(crate) access: Option<Value>,
    /// The request for a token that leaves before it.
    pub(crate) token: Option<JudgedToken>,
    /// What will be sent, when it may be: the very value that was judged.
    pub(crate) prepared: Option<Prepared>,
}

/// The request for a token that leaves before a call. Empty where it is judged when it is sent.
#[derive(Default)]
pub(crate) struct JudgedToken {
    pub(crate) access: Option<Value>,
    pub(crate) decision: Option<Decision>,
}

impl JudgedToken {
    /// The decision, where it may not be sent.
    pub(crate) fn refused(&self) -> Option<&Decision> {
        self.decision.as_ref().filter(|decision| !decision.is_allowed())
    }
}

/// An effect on its way out.
pub(crate) struct Going {
    pub(crate) asker: Asker,
    pub(crate) run: RunId,
    pub(crate) effect: Effect,
    pub(crate) decided: Decided,
    /// Labels of everything that the run has received: they go with whatever it sends to another run.
    pub(crate) run_labels: RunLabels,
    /// Set once nobody wants it any more.
    pub(crate) unwanted: Arc<AtomicBool>,
}

/// What came of an effect.
#[derive(Debug)]
pub(crate) struct EffectAnswer {
    pub(crate) event: Event,
    /// Labels of everything that the run which answers has received; none where no run does.
    pub(crate) run_labels: RunLabels,
}

impl From<Event> for EffectAnswer {
    fn from(event: Event) -> Self {
        Self { event, run_labels: RunLabels::NONE }
    }
}

impl Inner {
    /// Judges an effect; `None` for one that needs no judging.
    pub(crate) fn judge(
        &self,
        asker: &Asker,
        kind: &EffectKind,
        run_labels: &BTreeSet<String>,
        signatures: &[String],
        now: i64,
    ) -> Option<Judged> {
        let consequence = match kind {
            EffectKind::Wait(_) => return None,
            EffectKind::Call(call) => return Some(self.judge_call(asker, call, run_labels, signatures, now)),
            EffectKind::Listen(_) => Consequence::Listen { after: self.events.last() },
            EffectKind::Emit(_) => Consequence::Write { repeatable: true },
            EffectKind::Run(run) => match self.pinned_version(asker, run) {
                Ok(_) => Consequence::Write { repeatable: true },
                Err(problem) => return Some(refused(problem)),
            },
        };
        let access = self.access_of(asker, kind, run_labels)?;
        Some(self.judge_access(asker, access, signatures, (consequence, false), now))
    }

    /// What an effect asks for, as policies see it; `None` where it asks for nothing, or cannot be prepared.
    pub(crate) fn access_of(
        &self,
        asker: &Asker,
        kind: &EffectKind,
        run_labels: &BTreeSet<String>,
    ) -> Option<Access> {
        let json = |text: &Json| serde_json::from_str(text.get()).unwrap_or_default();
        let run_labels = RunLabels::from(run_labels);
        Some(match kind {
            EffectKind::Wait(_) => return None,
            EffectKind::Call(call) => self.registry.load().prepare_for(call, run_labels).ok()?.access,
            EffectKind::Emit(emit) => emit_access(json(&emit.with), &emit.labels, run_labels),
            EffectKind::Listen(listen) => listen_access(json(&listen.with), &listen.labels, run_labels),
            EffectKind::Run(run) => {
                let version = self.pinned_version(asker, run).ok()?;
                run_access(run, version, json(&run.input), run_labels)
            }
        })
    }

    /// Judges an access. What has a sandbox goes there when it is a draft that is tried.
    fn judge_access(
        &self,
        asker: &Asker,
        access: Access,
        signatures: &[String],
        (consequence, has_sandbox): (Consequence, bool),
        now: i64,
    ) -> Judged {
        if let Some(problem) = unknown_label(&access.labels, &access.run_labels) {
            return refused(problem);
        }
        let decision = self.decide(asker, &access, signatures, now);
        let verdict = match (&asker.trial, decision.outcome) {
            (Some(trial), _) => {
                trial.verdict(&access, &decision, !signatures.is_empty(), consequence, has_sandbox)
            }
            (None, Outcome::Allow) => Verdict::Send(consequence),
            // A trial shows what a workflow does; nobody is asked to sign.
            (None, Outcome::Hold) if self.trial => Verdict::Hold(unsigned_at_once(&decision)),
            (None, Outcome::Hold) => Verdict::Hold(unsigned(&decision)),
            (None, Outcome::Review | Outcome::Deny) => Verdict::Refuse(refusal(&decision)),
        };
        Judged { verdict, decision: Some(decision), access: kept(access), token: None, prepared: None }
    }

    /// Prepares a call's arguments once, and judges exactly those.
    fn judge_call(
        &self,
        asker: &Asker,
        call: &CallEffect,
        run_labels: &BTreeSet<String>,
        signatures: &[String],
        now: i64,
    ) -> Judged {
        if let Some(problem) = self.stopped_integration(&call.integration) {
            return refused(problem);
        }
        let prepared = match self.registry.load().prepare_for(call, run_labels.into()) {
            Ok(prepared) => prepared,
            Err(problem) => return refused(problem),
        };
        let access = prepared.access.clone();
        let token = prepared.token().map(|asks| self.judge_token(asker, asks, now));
        // A draft asks no authority for a token: that is a write.
        let consequence = match (&asker.trial, &token) {
            (Some(_), Some(_)) => Consequence::Write { repeatable: true },
            _ => consequence(&prepared),
        };
        let goes = (consequence, prepared.has_sandbox());
        let mut judged = self.judge_access(asker, access, signatures, goes, now);
        let refused = token.as_ref().and_then(JudgedToken::refused);
        if let (Verdict::Send(_) | Verdict::Hold(_), Some(refused)) = (&judged.verdict, refused) {
            judged.verdict = Verdict::Refuse(refusal(refused));
        }
        Judged { prepared: Some(prepared), token, ..judged }
    }

    /// Judges the request for a token that leaves before a call.
    fn judge_token(&self, asker: &Asker, asks: &TokenRequest, now: i64) -> JudgedToken {
        let TokenRequest::At(asks) = asks else { return JudgedToken::default() };
        let decision = self.decide(asker, asks, &[], now);
        JudgedToken { access: serde_json::to_value(asks).ok(), decision: Some(decision) }
    }

    /// Carries an effect out and says what came of it.
    pub(crate) async fn carry_out(self: Arc<Self>, going: Going, prepared: Option<Prepared>) -> EffectAnswer {
        let Going { asker, run, effect, decided, run_labels, unwanted } = going;
        let key = idempotency_key(run, &effect);
        match (&effect.kind, prepared) {
            (EffectKind::Call(_), Some(prepared)) => {
                self.call(asker, effect.id, &key, &prepared, decided).await.into()
            }
            (EffectKind::Emit(emit), _) => self.emit(&asker, effect.id, &key, emit, run_labels).await.into(),
            (EffectKind::Run(started), _) => {
                let child = Child {
                    asker: &asker,
                    parent: run,
                    effect: effect.id,
                    key: &key,
                    run_labels: &run_labels,
                    unwanted: &unwanted,
                };
                self.run_child(child, started, decided).await
            }
            (EffectKind::Call(_) | EffectKind::Listen(_) | EffectKind::Wait(_), _) => {
                let mut error = Problem::new(problem_types::RUNTIME, "this effect is not sent");
                error.code = Some(codes::TP0001.as_str().to_owned());
                Event::Failed { effect: effect.id, error }.into()
            }
        }
    }

    async fn call(
        self: &Arc<Self>,
        asker: Asker,
        id: u64,
        key: &str,
        prepared: &Prepared,
        decided: Decided,
    ) -> Event {
        let trial = asker.trial.clone();
        let hops = HopJudge { inner: Arc::clone(self), asker, echo: Default::default() };
        let context = CallContext {
            idempotency_key: (decided != Decided::Read).then_some(key),
            namespace: &hops.asker.workflow.namespace,
            judge: &hops,
            deadline: None,
        };
        let registry = self.registry.load_full();
        let called = match (&trial, decided) {
            (Some(trial), Decided::Simulated { answer }) => trial.returned(answer, prepared),
            (Some(_), Decided::Sandbox) => registry.call_sandbox(prepared, context).await,
            (Some(trial), Decided::Read) => {
                let called = registry.call(prepared, context).await;
                trial.heard(
                    called.as_ref().map_or(prepared.operation().labels(), |output| output.labels.as_slice()),
                );
                called
            }
            (None, Decided::Read | Decided::Write | Decided::RepeatableWrite) => {
                registry.call(prepared, context).await
            }
            // INVARIANT: a draft writes nothing real, and only a draft's calls are answered here or go to a sandbox.
            _ => Err(CallFailure::not_sent(misplaced())),
        };
        let echo = hops.echo.lock().take();
        if let Some(echo) = echo {
            self.tell_echo(&hops.asker.workflow, prepared.operation().integration(), &echo).await;
        }
        // Whatever comes back is the other side's to label, that it failed as well.
        let failure = match called {
            Ok(output) => {
                return Event::Completed { effect: id, output: output.value, labels: output.labels };
            }
            Err(failure) => failure,
        };
        let mut error = told(&failure, is_open(decided, prepared));
        error.effect = Some(id);
        if failure.carried_out != CarriedOut::NotSent {
            error.label(prepared.operation().labels());
        }
        if error.title.is_none() && error.kind.starts_with(problem_types::STANDARD) {
            error.title = Some(format!("{} error", &error.kind[problem_types::STANDARD.len()..]));
        }
        Event::Failed { effect: id, error }
    }

    /// Sends an event to those of the same namespace who listen. Its id is the write's key, so that it is the same
    /// event after a crash.
    async fn emit(
        &self,
        asker: &Asker,
        id: u64,
        key: &str,
        emit: &EmitEffect,
        run_labels: RunLabels,
    ) -> Event {
        let now = self.clock.now();
        let with: serde_json::Map<String, Value> = serde_json::from_str(emit.with.get()).unwrap_or_default();
        let WorkflowSubject { namespace, name, .. } = &*asker.workflow;
        let mut event = serde_json::Map::new();
        event.insert("specversion".to_owned(), "1.0".into());
        event.insert("id".to_owned(), key.into());
        event.insert("source".to_owned(), format!("/workflows/{namespace}/{name}").into());
        event.insert("time".to_owned(), rfc3339(now).into());
        event.extend(with);
        let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (source, event_id) = (text("source"), text("id"));
        let failed = |kind: &str, code: &towpath_diagnostics::Code, detail: String| {
            let mut error = Problem::new(kind, detail);
            (error.code, error.effect) = (Some(code.as_str().to_owned()), Some(id));
            Event::Failed { effect: id, error }
        };
        if [&source, &event_id, &text("type")].into_iter().any(String::is_empty) {
            let detail = "`id`, `source` and `type` of an event are texts that are not empty".to_owned();
            return failed(problem_types::EXPRESSION, &codes::TP1118, detail);
        }
        let output = serde_json::value::to_raw_value(&event).unwrap_or_default();
        let labels = self.label_event(None, &Value::Object(event), emit.labels.clone());
        let new = NewEvent {
            event: output.clone(),
            source,
            id: event_id,
            labels,
            run_labels,
            namespaces: Some(vec![namespace.clone()]),
            by: format!("{namespace}/{name}"),
            behind: asker.behind(),
            emitted: true,
            at: now,
        };
        // INVARIANT: nobody hears what a draft emits.
        if asker.trial.is_some() {
            return Event::Completed { effect: id, output, labels: emit.labels.clone() };
        }
        match self.events.publish(new).await {
            Ok(_) => Event::Completed { effect: id, output, labels: emit.labels.clone() },
            Err(error @ EngineError::ForeignSource(_)) => {
                failed(problem_types::VALIDATION, &codes::TP4144, error.to_string())
            }
            Err(error) => failed(problem_types::RUNTIME, &codes::TP1107, error.to_string()),
        }
    }
}

/// What a call of a trial waits for: it is written down, and nobody is asked.
pub(crate) fn unsigned_at_once(decision: &Decision) -> Unsigned {
    Unsigned { wait: 0, release: true, ..unsigned(decision) }
}

/// What a call that has to be signed waits for, and how long.
fn unsigned(decision: &Decision) -> Unsigned {
    let settings = HoldSettings::together(&decision.awaiting).unwrap_or_default();
    Unsigned {
        awaiting: decision.awaiting.iter().map(|awaiting| awaiting.digest.clone()).collect(),
        wait: i64::try_from(settings.timeout_s).unwrap_or(i64::MAX).saturating_mul(1000),
        release: settings.default == HoldDefault::Allow,
    }
}

fn refused(problem: Problem) -> Judged {
    Judged { verdict: Verdict::Refuse(problem), decision: None, access: None, token: None, prepared: None }
}

/// The host counts labels itself: a runner that names others than the run received is not believed.
fn unknown_label(labels: &[String], run_labels: &[String]) -> Option<Problem> {
    let label = labels.iter().find(|label| !run_labels.contains(*label))?;
    let detail = format!("the arguments carry the label `{label}`, which this run never received");
    let mut problem = Problem::new(problem_types::RUNTIME, detail);
    problem.code = Some(codes::TP1109.as_str().to_owned());
    Some(problem)
}

/// `2026-11-25T10:00:00.000Z`.
fn rfc3339(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map(|time| format!("{time:.3}")).unwrap_or_default()
}

fn consequence(prepared: &Prepared) -> Consequence {
    match (prepared.access.effect, prepared.idempotent) {
        (towpath_access::Effect::Read, _) => Consequence::Read,
        (towpath_access::Effect::Write, Idempotent::No) => Consequence::Write { repeatable: false },
        (towpath_access::Effect::Write, Idempotent::Natural | Idempotent::Key) => {
            Consequence::Write { repeatable: true }
        }
    }
}

/// Whether a write whose answer is lost may not be asked again: in a sandbox a workflow sees what it would in earnest.
fn is_open(decided: Decided, prepared: &Prepared) -> bool {
    let is_write = prepared.access.effect == towpath_access::Effect::Write;
    decided == Decided::Write
        || (decided == Decided::Sandbox && is_write && prepared.idempotent == Idempotent::No)
}

fn misplaced() -> Problem {
    let mut problem = Problem::new(problem_types::RUNTIME, "this call does not go where it was meant to");
    problem.code = Some(codes::TP0001.as_str().to_owned());
    problem
}

/// What the workflow is told of a call that gave no output. `must_not_repeat`: a write that may go out only once.
fn told(failure: &CallFailure, must_not_repeat: bool) -> Problem {
    let CallFailure { carried_out, answered, problem } = failure;
    let mut told = match (carried_out, answered) {
        // An answer keeps its status, though it does not prove that nothing happened.
        (CarriedOut::Unknown, false) if must_not_repeat => outcome_unknown(problem),
        _ => (**problem).clone(),
    };
    if *carried_out == CarriedOut::Done && must_not_repeat {
        let why = told.detail.take().unwrap_or_default();
        told.detail = Some(format!("{why}; the write itself was carried out, so it is not sent again"));
    }
    told.carried_out = *carried_out;
    told
}

fn outcome_unknown(cause: &Problem) -> Problem {
    let why = cause.detail.as_deref().unwrap_or("no answer came");
    let detail = format!("the request may have been carried out: {why}");
    let mut problem = Problem::new(problem_types::OUTCOME_UNKNOWN, detail);
    problem.code = Some(codes::TP1103.as_str().to_owned());
    problem.labels.clone_from(&cause.labels);
    problem
}

/// The key of a write: the same for every attempt and every replay, another for every other write.
///
/// Made of the run, the task, the loops around it and how often the task was visited there; a hash, because
/// task names may hold what a header may not.
pub(crate) fn idempotency_key(run: RunId, effect: &Effect) -> String {
    let mut hash = Sha256::new();
    hash.update(effect.task.as_bytes());
    for index in &effect.iteration {
        hash.update([0]);
        hash.update(index.to_be_bytes());
    }
    hash.update([1]);
    hash.update(effect.visit.to_be_bytes());
    let digest = hash.finalize();
    let short: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{run}-{short}")
}

/// Which limit it is, its value, and its code.
fn limit_words(limit: Limit, limits: &Limits) -> (String, towpath_diagnostics::Code) {
    match limit {
        Limit::Memory => (
            format!("more than {} MiB of memory, the limit `memory`", limits.memory_bytes >> 20),
            codes::TP1104,
        ),
        Limit::Cpu => (format!("more than {} ms of CPU time, the limit `cpu`", limits.cpu_ms), codes::TP1105),
        Limit::Depth => ("a deeper recursion than the sandbox has room for".to_owned(), codes::TP1106),
        Limit::Output => {
            (format!("more than {} bytes of output, the limit `output`", limits.output_bytes), codes::TP1112)
        }
        Limit::Effect => (
            format!("more than {} bytes of arguments, the limit `effect`", limits.effect_bytes),
            codes::TP1113,
        ),
    }
}

/// Why the sandbox stopped, as the error a run ends with.
pub(crate) fn stop_problem(stop: &StepError, limits: &Limits) -> Problem {
    let (kind, detail, code, at) = match stop {
        StepError::Limit { limit, at } => {
            let (words, code) = limit_words(*limit, limits);
            (problem_types::LIMIT, format!("needs {words}{}", place(at.as_deref())), code, at.as_deref())
        }
        StepError::Trap { message, at } => {
            let detail = format!("the sandbox stopped{}", place(at.as_deref()));
            tracing::error!(at, "the runner trapped: {message}");
            (problem_types::RUNTIME, detail, codes::TP1107, at.as_deref())
        }
        StepError::Protocol(message) => {
            tracing::error!("the runner broke the protocol: {message}");
            (problem_types::RUNTIME, "the sandbox gave no usable answer".to_owned(), codes::TP1107, None)
        }
    };
    let mut problem = Problem::new(kind, detail);
    problem.code = Some(code.as_str().to_owned());
    problem.instance = at.and_then(|at| at.split(" · ").next()).map(str::to_owned);
    problem
}

/// Why the sandbox stopped while it checked a definition.
pub(crate) fn stop_diagnostic(stop: &StepError, limits: &Limits) -> Diagnostic {
    let problem = stop_problem(stop, limits);
    let code = match stop {
        StepError::Limit { limit, .. } => limit_words(*limit, limits).1,
        StepError::Trap { .. } | StepError::Protocol(_) => codes::TP1107,
    };
    let detail = problem.detail.unwrap_or_default();
    Diagnostic::error(code, format!("checking this definition {detail}"))
}

fn place(at: Option<&str>) -> String {
    at.map(|at| format!(", at `{at}`")).unwrap_or_default()
}
