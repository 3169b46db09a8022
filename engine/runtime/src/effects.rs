//! One effect: prepared, judged, carried out, and its answer put into the workflow's words.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_integrations::{CallContext, CallFailure, Idempotent, Prepared};
use towpath_journal::{Consequence, Decided, RunId, Verdict};
use towpath_policies::{Decision, Outcome};
use towpath_sandbox::{Limit, StepError};
use towpath_wire::{CallEffect, Effect, Event, Limits, Problem, problem_types};

use crate::engine::Inner;
use crate::guard::{Asker, HopJudge, refusal};

/// What came of judging an effect.
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    /// The decision in full; absent when the arguments never came so far as to be judged.
    pub(crate) decision: Option<Decision>,
    /// What will be sent, when it may be: the very value that was judged.
    pub(crate) prepared: Option<Prepared>,
}

impl Inner {
    /// Prepares a call's arguments once, and judges exactly those.
    pub(crate) fn judge_call<'a>(
        &self,
        asker: &Asker,
        call: &CallEffect,
        run_labels: impl IntoIterator<Item = &'a String>,
    ) -> Judged {
        let mut prepared = match self.registry.load().prepare(call) {
            Ok(prepared) => prepared,
            Err(problem) => {
                return Judged { verdict: Verdict::Refuse(problem), decision: None, prepared: None };
            }
        };
        prepared.access.run_labels = run_labels.into_iter().cloned().collect();
        // The host counts labels itself: a runner that names others than the run received is not believed.
        if let Some(label) = call.labels.iter().find(|label| !prepared.access.run_labels.contains(label)) {
            let detail = format!("the arguments carry the label `{label}`, which this run never received");
            let mut problem = Problem::new(problem_types::RUNTIME, detail);
            problem.code = Some(codes::TP1109.as_str().to_owned());
            return Judged { verdict: Verdict::Refuse(problem), decision: None, prepared: None };
        }
        let decision = self.decide(asker, &prepared.access);
        let verdict = match decision.outcome {
            Outcome::Allow => Verdict::Send(consequence(&prepared)),
            Outcome::Deny => Verdict::Refuse(refusal(&decision)),
        };
        Judged { verdict, decision: Some(decision), prepared: Some(prepared) }
    }

    /// Carries a call out and says what came of it.
    pub(crate) async fn carry_out(
        self: Arc<Self>,
        asker: Asker,
        run: RunId,
        effect: Effect,
        prepared: Prepared,
        decided: Decided,
    ) -> Event {
        let key = idempotency_key(run, &effect);
        let hops = HopJudge { inner: Arc::clone(&self), asker };
        let context = CallContext {
            idempotency_key: (decided != Decided::Read).then_some(key.as_str()),
            judge: &hops,
            deadline: None,
        };
        let registry = self.registry.load_full();
        let id = effect.id;
        let mut error = match registry.call(&prepared, context).await {
            Ok(output) => {
                return Event::Completed { effect: id, output: output.value, labels: output.labels };
            }
            Err(CallFailure::NotSent(problem) | CallFailure::Failed(problem)) => problem,
            Err(CallFailure::Unknown(problem)) if decided == Decided::Write => outcome_unknown(&problem),
            Err(CallFailure::Unknown(problem)) => problem,
        };
        error.effect = Some(id);
        Event::Failed { effect: id, error }
    }
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

fn outcome_unknown(cause: &Problem) -> Problem {
    let why = cause.detail.as_deref().unwrap_or("no answer came");
    let detail = format!("the request may have been carried out: {why}");
    let mut problem = Problem::new(problem_types::OUTCOME_UNKNOWN, detail);
    problem.code = Some(codes::TP1103.as_str().to_owned());
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
