//! One effect: prepared, evaluated, carried out, and its answer turned into an event for the workflow.

mod answer;
mod leaving;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use towpath_access::{Access, RunLabels, WorkflowSubject};
use towpath_diagnostics::codes;
use towpath_integrations::{CallContext, CallFailure, Health, Idempotent, Prepared, TokenRequest};
use towpath_journal::{Clearance, Consequence, Decided, RunId, TokenRequest as TokenRecord};
use towpath_policies::{Decision, DecisionOutcome};
use towpath_wire::{
    CallEffect, CarriedOut, Effect, EffectKind, EmitEffect, Event, Json, Problem, problem_types,
};

pub(crate) use self::answer::EffectAnswer;
use crate::events::{EventsError, NewEvent};
use crate::rules::decide::{
    HopAuthorizer, emit_access, hold_terms, listen_access, refusal_problem, run_access, terms_at_once,
};
use crate::runs::Runs;
use crate::runs::accesses::access_for_journal;
use crate::runs::children::Child;
use crate::runs::context::RunContext;
use crate::runs::gates::Pass;
use crate::runs::undecodable;

/// The result of evaluating an effect.
pub(crate) struct Evaluated {
    pub(crate) clearance: Clearance,
    /// The full decision; `None` when the host refused the effect before any policy was evaluated.
    pub(crate) decision: Option<Decision>,
    /// The access as evaluated, in the form of the journal.
    pub(crate) access: Option<Access>,
    /// The request for a token that leaves before it, in the form of the journal.
    pub(crate) token: Option<TokenRecord>,
    /// What will be sent if it may be: the same value that was evaluated.
    pub(crate) prepared: Option<Prepared>,
}

/// The decision on a request for a token, where it may not be sent.
pub(crate) fn refused_token(token: &TokenRecord) -> Option<&Decision> {
    token.decision.as_ref().filter(|decision| !decision.is_allowed())
}

/// An effect on its way out.
pub(crate) struct Going {
    pub(crate) context: RunContext,
    pub(crate) run: RunId,
    pub(crate) effect: Effect,
    pub(crate) decided: Decided,
    /// Labels of everything that the run has received. They go with every message to another run.
    pub(crate) run_labels: RunLabels,
    /// Set once the effect is abandoned.
    pub(crate) unwanted: Arc<AtomicBool>,
    /// A call passed the gate of its integration; `None` for one that is sent again after a crash.
    pub(crate) pass: Option<Pass>,
}

impl Runs {
    /// Evaluates an effect; `None` for one that needs no decision.
    pub(crate) fn evaluate(
        &self,
        context: &RunContext,
        kind: &EffectKind,
        run_labels: &BTreeSet<String>,
        releases: &[String],
        now: i64,
    ) -> Option<Evaluated> {
        let consequence = match kind {
            EffectKind::Wait(_) => return None,
            EffectKind::Call(call) => {
                return Some(self.evaluate_call(context, call, run_labels, releases, now));
            }
            EffectKind::Listen(_) => Consequence::Listen { after: self.events.last() },
            EffectKind::Emit(_) => Consequence::Write { repeatable: true },
            EffectKind::Run(run) => match self.pinned_version(context, run) {
                Ok(_) => Consequence::Write { repeatable: true },
                Err(problem) => return Some(refused(problem)),
            },
        };
        Some(match self.access_of(context, kind, run_labels) {
            Ok(access) => self.evaluate_access(context, access?, releases, (consequence, false), now),
            Err(problem) => refused(problem),
        })
    }

    /// The access of an effect; `None` for a wait, which has none.
    ///
    /// # Errors
    /// The effect cannot be prepared or decoded. It has to be refused.
    pub(crate) fn access_of(
        &self,
        context: &RunContext,
        kind: &EffectKind,
        run_labels: &BTreeSet<String>,
    ) -> Result<Option<Access>, Problem> {
        let run_labels = RunLabels::from(run_labels);
        Ok(Some(match kind {
            EffectKind::Wait(_) => return Ok(None),
            EffectKind::Call(call) => self.rules.integrations().prepare_for(call, run_labels)?.access,
            EffectKind::Emit(emit) => {
                emit_access(decode_for_policies(&emit.with, kind)?, &emit.labels, run_labels)
            }
            EffectKind::Listen(listen) => {
                listen_access(decode_for_policies(&listen.with, kind)?, &listen.labels, run_labels)
            }
            EffectKind::Run(run) => {
                let version = self.pinned_version(context, run)?;
                run_access(run, version, decode_for_policies(&run.input, kind)?, run_labels)
            }
        }))
    }

    /// Evaluates an access. Calls of a draft run go to the integration's test endpoint where it has one.
    fn evaluate_access(
        &self,
        context: &RunContext,
        access: Access,
        releases: &[String],
        (consequence, has_test_endpoint): (Consequence, bool),
        now: i64,
    ) -> Evaluated {
        if let Some(problem) = unknown_label(&access.labels, &access.run_labels) {
            return refused(problem);
        }
        let decision = self.rules.decide(context, &access, releases, now);
        let clearance = match (&context.answers, decision.outcome) {
            (Some(answers), _) => {
                answers.clearance(&access, &decision, !releases.is_empty(), consequence, has_test_endpoint)
            }
            (None, DecisionOutcome::Allow) => Clearance::Send(consequence),
            // A test case shows what a workflow does; nobody has to release the call.
            (None, DecisionOutcome::Hold) if self.context.is_offline() => {
                Clearance::Hold(terms_at_once(&decision))
            }
            (None, DecisionOutcome::Hold) => Clearance::Hold(hold_terms(&decision)),
            (None, DecisionOutcome::Review | DecisionOutcome::Deny) => {
                Clearance::Refuse(refusal_problem(&decision))
            }
        };
        Evaluated {
            clearance,
            decision: Some(decision),
            access: Some(access_for_journal(access)),
            token: None,
            prepared: None,
        }
    }

    /// Prepares a call's arguments once, and evaluates exactly those.
    fn evaluate_call(
        &self,
        context: &RunContext,
        call: &CallEffect,
        run_labels: &BTreeSet<String>,
        releases: &[String],
        now: i64,
    ) -> Evaluated {
        if let Some(problem) = self.catalog.stopped_integration(&call.integration) {
            return refused(problem);
        }
        let prepared = match self.rules.integrations().prepare_for(call, run_labels.into()) {
            Ok(prepared) => prepared,
            Err(problem) => return refused(problem),
        };
        let access = prepared.access.clone();
        let token = prepared.token().map(|asks| self.evaluate_token(context, asks, now));
        // A draft run requests no token: that is a write.
        let consequence = match (&context.answers, &token) {
            (Some(_), Some(_)) => Consequence::Write { repeatable: true },
            _ => consequence(&prepared),
        };
        // A case that is tried in memory reaches no system at all.
        let goes = (consequence, prepared.has_test_endpoint() && !self.context.is_offline());
        let mut evaluated = self.evaluate_access(context, access, releases, goes, now);
        let refused = token.as_ref().and_then(refused_token);
        if let (Clearance::Send(_) | Clearance::Hold(_), Some(refused)) = (&evaluated.clearance, refused) {
            evaluated.clearance = Clearance::Refuse(refusal_problem(refused));
        }
        Evaluated { prepared: Some(prepared), token, ..evaluated }
    }

    /// Evaluates the request for a token that leaves before a call.
    fn evaluate_token(&self, context: &RunContext, asks: &TokenRequest, now: i64) -> TokenRecord {
        let TokenRequest::At(asks) = asks else { return TokenRecord { access: None, decision: None } };
        let decision = self.rules.decide(context, asks, &[], now);
        TokenRecord { access: Some((**asks).clone()), decision: Some(decision) }
    }

    /// Carries an effect out and returns its result.
    pub(crate) async fn carry_out(self, going: Going, prepared: Option<Prepared>) -> EffectAnswer {
        let Going { context, run, effect, decided, run_labels, unwanted, pass } = going;
        // INVARIANT: nothing before the task that a run is run again from is sent.
        if decided == Decided::Recorded {
            let answer = match &context.repeats {
                Some(repeats) => repeats.answer(&effect).await,
                None => None,
            };
            let mut answer =
                answer.unwrap_or_else(|| Event::Failed { effect: effect.id, error: misplaced() }.into());
            // The result is as old as the earlier run; what it counts as is said today.
            if let EffectKind::Call(CallEffect { integration, operation, version, .. }) = &effect.kind
                && let Some(today) = self.rules.integrations().operation(integration, operation, version)
            {
                answer.label(today.labels());
            }
            return answer;
        }
        let key = idempotency_key(run, &effect);
        match (&effect.kind, prepared) {
            (EffectKind::Call(_), Some(prepared)) => {
                let kept = context.repeats.as_ref().and_then(|repeats| repeats.key_of(&effect));
                let key = kept.map_or(key, str::to_owned);
                self.call(context, effect.id, &key, &prepared, (decided, pass)).await.into()
            }
            (EffectKind::Emit(emit), _) => {
                self.emit(&context, effect.id, &key, emit, run_labels).await.into()
            }
            (EffectKind::Run(started), _) => {
                let child = Child {
                    context: &context,
                    parent: run,
                    effect: effect.id,
                    key: &key,
                    run_labels: &run_labels,
                    unwanted: &unwanted,
                };
                self.run_child(child, started, decided).await
            }
            (EffectKind::Call(_) | EffectKind::Listen(_) | EffectKind::Wait(_), _) => {
                let error = Problem::new(problem_types::RUNTIME, &codes::TP0001, "this effect is not sent");
                Event::Failed { effect: effect.id, error }.into()
            }
        }
    }

    async fn call(
        &self,
        context: RunContext,
        id: u64,
        key: &str,
        prepared: &Prepared,
        (decided, pass): (Decided, Option<Pass>),
    ) -> Event {
        let pass = self.pass_for(prepared, decided, pass);
        let answers = context.answers.clone();
        let (rules, clock) = (Arc::clone(&self.rules), Arc::clone(self.context.clock()));
        let hops = HopAuthorizer { rules, clock, requester: context.requester, echo: Default::default() };
        let context = CallContext {
            idempotency_key: (decided != Decided::Read).then_some(key),
            namespace: &hops.requester.workflow.namespace,
            authorize: &hops,
            deadline: None,
        };
        let registry = self.rules.integrations();
        let called = match (&answers, decided) {
            (Some(answers), Decided::Simulated { answer }) => answers.returned(answer, prepared),
            (Some(_), Decided::TestEndpoint) => registry.call_test_endpoint(prepared, context).await,
            (Some(answers), Decided::Read) => {
                let called = self.leave(&registry, prepared, context).await;
                answers.heard(
                    called.as_ref().map_or(prepared.operation().labels(), |output| output.labels.as_slice()),
                );
                called
            }
            (None, Decided::Read | Decided::Write | Decided::RepeatableWrite) => {
                self.leave(&registry, prepared, context).await
            }
            // INVARIANT: a draft run writes to no real system, and only its calls are simulated or go to a test endpoint.
            _ => Err(CallFailure::not_sent(misplaced())),
        };
        if let Some(pass) = pass {
            pass.end(called.as_ref().map_or_else(CallFailure::health, |_| Health::Up));
        }
        let echo = hops.echo.lock().take();
        if let Some(echo) = echo {
            self.notify.echoed(&hops.requester.workflow, prepared.operation().integration(), &echo).await;
        }
        // Results and errors alike have the labels of the operation.
        let failure = match called {
            Ok(output) => {
                return Event::Completed { effect: id, output: output.value, labels: output.labels };
            }
            Err(failure) => failure,
        };
        let mut error = problem_of_call_failure(&failure, is_open(decided, prepared));
        error.effect = Some(id);
        if failure.carried_out != CarriedOut::NotSent {
            error.label(prepared.operation().labels());
        }
        if error.title.is_none() && error.kind.starts_with(problem_types::STANDARD) {
            error.title = Some(format!("{} error", &error.kind[problem_types::STANDARD.len()..]));
        }
        Event::Failed { effect: id, error }
    }

    /// Sends an event to the listening runs of the same namespace. Its id is the write's key, so it is the same event after a
    /// crash.
    async fn emit(
        &self,
        context: &RunContext,
        id: u64,
        key: &str,
        emit: &EmitEffect,
        run_labels: RunLabels,
    ) -> Event {
        let now = self.context.now();
        let WorkflowSubject { namespace, name, .. } = &*context.workflow;
        let failed = |kind: &str, code: &towpath_diagnostics::Code, detail: String| {
            let error = Problem { effect: Some(id), ..Problem::new(kind, code, detail) };
            Event::Failed { effect: id, error }
        };
        let with: serde_json::Map<String, Value> = match emit.with.read() {
            Ok(with) => with,
            Err(error) => {
                let detail = undecodable::reason(emit.with.get(), &error, "the event");
                return failed(problem_types::EXPRESSION, &codes::TP1118, detail);
            }
        };
        let mut event = serde_json::Map::new();
        event.insert("specversion".to_owned(), "1.0".into());
        event.insert("id".to_owned(), key.into());
        event.insert("source".to_owned(), format!("/workflows/{namespace}/{name}").into());
        event.insert("time".to_owned(), rfc3339_in_utc(now).into());
        event.extend(with);
        let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (source, event_id) = (text("source"), text("id"));
        if [&source, &event_id, &text("type")].into_iter().any(String::is_empty) {
            let detail = "`id`, `source` and `type` of an event are texts that are not empty".to_owned();
            return failed(problem_types::EXPRESSION, &codes::TP1118, detail);
        }
        let output = match Json::of(&event) {
            Ok(output) => output,
            Err(error) => return failed(problem_types::RUNTIME, &codes::TP0001, error.to_string()),
        };
        let labels = self.rules.label_event(None, &Value::Object(event), emit.labels.clone());
        let new = NewEvent {
            event: output.clone(),
            source,
            id: event_id,
            labels,
            run_labels,
            namespaces: Some(vec![namespace.clone()]),
            by: format!("{namespace}/{name}"),
            behind: context.behind(),
            emitted: true,
            at: now,
        };
        // INVARIANT: no run receives an event of a draft run.
        if context.answers.is_some() {
            return Event::Completed { effect: id, output, labels: emit.labels.clone() };
        }
        match self.events.publish(new).await {
            Ok(_) => Event::Completed { effect: id, output, labels: emit.labels.clone() },
            Err(error @ EventsError::ForeignSource(_)) => {
                failed(problem_types::VALIDATION, &codes::TP4144, error.to_string())
            }
            Err(error) => failed(problem_types::RUNTIME, &codes::TP1107, error.to_string()),
        }
    }
}

/// The host refuses an effect, whatever the policies say.
pub(crate) fn refused(problem: Problem) -> Evaluated {
    Evaluated {
        clearance: Clearance::Refuse(problem),
        decision: None,
        access: None,
        token: None,
        prepared: None,
    }
}

/// What policies evaluate, decoded. INVARIANT: what cannot be decoded is refused; nothing is evaluated in its place.
fn decode_for_policies(text: &Json, kind: &EffectKind) -> Result<Value, Problem> {
    text.read().map_err(|error| {
        let (what, problem_type, code) = match kind {
            EffectKind::Emit(_) => ("the event", problem_types::EXPRESSION, codes::TP1118),
            EffectKind::Listen(_) => ("the wanted event", problem_types::EXPRESSION, codes::TP1118),
            _ => ("the input of the workflow", problem_types::VALIDATION, codes::TP0503),
        };
        Problem::new(problem_type, &code, undecodable::reason(text.get(), &error, what))
    })
}

/// The host counts labels itself: a runner that names a label which the run has not received is refused.
fn unknown_label(labels: &[String], run_labels: &[String]) -> Option<Problem> {
    let label = labels.iter().find(|label| !run_labels.contains(*label))?;
    let detail = format!("the arguments carry the label `{label}`, which this run never received");
    Some(Problem::new(problem_types::RUNTIME, &codes::TP1109, detail))
}

/// `2026-11-25T10:00:00.000Z`.
fn rfc3339_in_utc(milliseconds: i64) -> String {
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

/// Whether a write must not be repeated when its answer is lost. At a test endpoint the workflow sees the same errors as
/// with the real system.
fn is_open(decided: Decided, prepared: &Prepared) -> bool {
    let is_write = prepared.access.effect == towpath_access::Effect::Write;
    decided == Decided::Write
        || (decided == Decided::TestEndpoint && is_write && prepared.idempotent == Idempotent::No)
}

fn misplaced() -> Problem {
    Problem::new(problem_types::RUNTIME, &codes::TP0001, "this call does not go where it was meant to")
}

/// The error that the workflow gets for a call without output. `must_not_repeat`: a write that may go out only once.
fn problem_of_call_failure(failure: &CallFailure, must_not_repeat: bool) -> Problem {
    let CallFailure { carried_out, answered, problem } = failure;
    let mut told = match (carried_out, answered) {
        // An answer keeps its status, though it does not prove that the write was not carried out.
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
    let mut problem = Problem::new(problem_types::OUTCOME_UNKNOWN, &codes::TP1103, detail);
    problem.labels.clone_from(&cause.labels);
    problem
}

/// The key of a write: the same for every attempt and every replay, another for every other write.
///
/// Made of the run, the task, the loops around it and how often the task was visited there. It is a hash, because task
/// names may contain characters that a header may not.
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_wire::ListenEffect;

    use super::*;

    #[test]
    fn what_cannot_be_decoded_is_refused_and_not_evaluated_as_null() {
        let json = |text: &str| Json::parse(text.to_owned()).unwrap();
        let listen = EffectKind::Listen(ListenEffect { with: Json::null(), labels: Vec::new() });
        assert_eq!(
            decode_for_policies(&json(r#"{"type":"a"}"#), &listen).unwrap(),
            serde_json::json!({ "type": "a" })
        );
        let problem = decode_for_policies(&json(r#"{"type":"a","n":1e999}"#), &listen).unwrap_err();
        assert_eq!(problem.code.as_deref(), Some("TP1118"));
        assert!(
            problem.detail.as_deref().is_some_and(|detail| detail.starts_with("`n` of the wanted event"))
        );
        assert!(matches!(
            refused(problem),
            Evaluated { clearance: Clearance::Refuse(_), decision: None, .. }
        ));
    }
}
