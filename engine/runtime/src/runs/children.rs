//! `run: workflow`: a workflow started by another, under its own name and its own policies.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use towpath_access::{CallerKind, CallerSubject, RunLabels};
use towpath_diagnostics::codes;
use towpath_journal::{Decided, Parent, Record, RunHead, RunId, Started, Status};
use towpath_wire::{CarriedOut, Event, Json, Problem, RunEffect, problem_types};

use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::rules::decide::refusal_problem;
use crate::runs::context::RunContext;
use crate::runs::effects::EffectAnswer;
use crate::runs::lookup::decode_all;
use crate::runs::start::{Claimed, StartedRun, Starter};
use crate::runs::{Runs, RunsError};
use crate::types::RunView;

/// Longest chain of workflows that start each other.
const MOST: usize = 16;

/// How long to wait for a run before its state is read again: it may stand still, or be taken over.
const LOOK: Duration = Duration::from_secs(30);

/// How long to wait before it is started again.
const AGAIN: Duration = Duration::from_secs(2);

/// Why a run was not started.
enum NotBegun {
    /// It will not be, for this reason.
    Refused(Problem),
    /// The store failed, or an earlier start reached the disk at the same moment: only reading shows whether it was.
    Unknown(RunsError),
}

impl From<Problem> for NotBegun {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<RunsError> for NotBegun {
    fn from(error: RunsError) -> Self {
        match &error {
            RunsError::Busy => Self::Unknown(error),
            RunsError::Fault(Fault::Store(failed)) if failed.may_remain() => Self::Unknown(error),
            _ => Self::Refused(problem_of(&error)),
        }
    }
}

/// A run that an effect starts.
#[derive(Clone, Copy)]
pub(crate) struct Child<'a> {
    /// The run on whose behalf it is started.
    pub(crate) context: &'a RunContext,
    /// The run that starts it.
    pub(crate) parent: RunId,
    /// The effect that starts it.
    pub(crate) effect: u64,
    /// The effect's idempotency key.
    pub(crate) key: &'a str,
    /// Labels of everything that the starting run has received.
    pub(crate) run_labels: &'a RunLabels,
    /// Set once its effect is abandoned.
    pub(crate) unwanted: &'a AtomicBool,
}

impl Runs {
    /// The version that a start refers to; an error where the workflow may not be started from here.
    pub(crate) fn pinned_version<'a>(
        &self,
        context: &'a RunContext,
        run: &'a RunEffect,
    ) -> Result<&'a str, Problem> {
        let wrong = |kind: &str, code: &towpath_diagnostics::Code, detail: String| {
            Err(Problem::new(kind, code, detail))
        };
        if run.namespace != context.workflow.namespace {
            let detail = format!(
                "`{}/{}` is of another namespace; a workflow starts those of its own only",
                run.namespace, run.name
            );
            return wrong(problem_types::AUTHORIZATION, &codes::TP1114, detail);
        }
        if context.workflow.via.len() + 1 >= MOST {
            let detail =
                format!("{MOST} workflows in a row started each other, which is the most there may be");
            return wrong(problem_types::RUNTIME, &codes::TP1115, detail);
        }
        if run.version != "latest" {
            return Ok(&run.version);
        }
        match context.pins.get(&format!("{}/{}", run.namespace, run.name)) {
            Some(version) => Ok(version),
            // A test case starts no workflow, so the workflow need not exist.
            None if self.context.is_offline() && context.answers.is_some() => Ok(&run.version),
            None => {
                let detail =
                    format!("`{}/{}` was not there when this was published", run.namespace, run.name);
                wrong(problem_types::CONFIGURATION, &codes::TP1116, detail)
            }
        }
    }

    /// Starts the workflow, or joins the run that the same effect started before a crash. Waits for its end if the effect
    /// does.
    pub(crate) async fn run_child(
        &self,
        child: Child<'_>,
        run: &RunEffect,
        decided: Decided,
    ) -> EffectAnswer {
        let Child { context, effect, .. } = child;
        if let Some(answers) = &context.answers {
            // INVARIANT: a draft starts no run.
            let answer = match decided {
                Decided::Simulated { answer } => answer,
                _ => None,
            };
            return answers.ran(effect, answer, &format!("{}/{}", run.namespace, run.name)).into();
        }
        let failed = |mut error: Problem| {
            error.effect = Some(effect);
            EffectAnswer::from(Event::Failed { effect, error })
        };
        let started = match self.begin_child(child, run).await {
            Ok(started) => started,
            Err(problem) => return failed(problem),
        };
        if !run.await_ {
            return match id_of(started.run) {
                Ok(output) => Event::Completed { effect, output, labels: Vec::new() }.into(),
                Err(problem) => failed(problem),
            };
        }
        loop {
            match self.outcome(&started, LOOK).await {
                Ok(Some(view)) => return answer_of_ended_child(effect, view),
                Ok(None) => self.context.clock().sleep(Duration::from_millis(10)).await,
                Err(error) => return failed(problem_of(&error)),
            }
        }
    }

    /// Starts it, and returns when that is on disk. Where the store failed it may be there already, now or since before a crash:
    /// it is started again under its key until that is known. Otherwise it would go on while its parent takes it for failed.
    async fn begin_child(&self, child: Child<'_>, run: &RunEffect) -> Result<StartedRun, Problem> {
        loop {
            let begun = match self.start_child(child, run).await {
                Ok(started) => match self.durable(&started).await {
                    Ok(()) => return Ok(started),
                    Err(error) => NotBegun::from(error),
                },
                Err(not_begun) => not_begun,
            };
            match begun {
                NotBegun::Refused(problem) => return Err(problem),
                NotBegun::Unknown(error) => {
                    tracing::warn!(parent = %child.parent, "whether a run was started is not known yet: {error}");
                    self.context.clock().sleep(AGAIN).await;
                }
            }
        }
    }

    async fn start_child(&self, child: Child<'_>, run: &RunEffect) -> Result<StartedRun, NotBegun> {
        let Child { context, parent, effect, key, run_labels, unwanted } = child;
        let wanted = self.pinned_version(context, run)?;
        let version = self.catalog.version(&run.namespace, &run.name, Some(wanted)).await;
        let version = version.map_err(RunsError::from)?;
        let claiming = match self.start_once(&claim_key(key), "").await? {
            Claimed::Joined(run) => return Ok(StartedRun::joined(run)),
            Claimed::New(claiming) => claiming,
        };
        // INVARIANT: read while the key is registered, so that `abandon_child` either finds the start or prevents it.
        if unwanted.load(Ordering::SeqCst) {
            let detail = "nobody waits for this workflow any more";
            return Err(Problem::new(problem_types::RUNTIME, &codes::TP1117, detail).into());
        }
        let starter = Starter {
            principal: context.principal.to_string(),
            caller: CallerSubject {
                kind: CallerKind::Workflow,
                id: format!("{}/{}", context.workflow.namespace, context.workflow.name),
                namespace: Some(context.workflow.namespace.clone()),
            },
            via: context.via(),
            labels: run.labels.clone(),
            run_labels: run_labels.clone(),
            parent: run.await_.then_some(Parent { run: parent, effect }),
            token: context.token.as_deref().map(str::to_owned),
            heard: context.heard.to_vec(),
            repeating: None,
            awaited: context.awaited && run.await_,
        };
        let input = Bytes::copy_from_slice(run.input.get().as_bytes());
        Ok(self.begin(starter, &version, &input, Some(claiming), None)?)
    }
}

impl Runs {
    /// Cancels the run that an effect with this key started, if it started one.
    pub(crate) fn abandon_child(&self, key: String) {
        let runs = self.clone();
        tokio::spawn(async move {
            let mut pause = Duration::from_millis(50);
            while let Err(error) = runs.cancel_child(&key).await {
                if runs.is_closing() {
                    return;
                }
                tracing::warn!(key, "a run that nobody waits for could not be cancelled yet: {error}");
                runs.context.clock().sleep(pause).await;
                pause = (pause * 2).min(LOOK);
            }
        });
    }

    async fn cancel_child(&self, key: &str) -> Result<(), RunsError> {
        match self.start_once(&claim_key(key), "").await? {
            Claimed::Joined(run) => self.cancel(run).await,
            // It never began and never will: its effect is abandoned.
            Claimed::New(_) => Ok(()),
        }
    }

    /// Whether the run that waited for this one has ended or has abandoned it, or one further up. Reads the store.
    pub(crate) async fn is_abandoned(&self, started: &Started) -> Result<bool, RunsError> {
        let mut parent = started.parent;
        for _ in 0..MOST {
            let Some(Parent { run, effect }) = parent else { return Ok(false) };
            let Some(head) = self.store.head(run).await? else { return Ok(false) };
            if head.status.is_final() {
                return Ok(true);
            }
            let records = decode_all(&self.journal_of(run).await?)?;
            let has_abandoned = |record: &Record| match record {
                Record::Abandoned(abandoned) => abandoned.effects.contains(&effect),
                _ => false,
            };
            if records.iter().any(has_abandoned) {
                return Ok(true);
            }
            parent = match records.first() {
                Some(Record::Started(started)) => started.parent,
                _ => None,
            };
        }
        Ok(false)
    }

    /// Waits until the parent run has done what was due when it was taken up, because it may abandon this one. The wait is
    /// bounded: a parent that cannot be taken up must not block its children.
    pub(crate) async fn await_parent(&self, head: &RunHead) {
        let Some(run) = head.parent else { return };
        let catching_up = self.live.lock().get(&run).map(|live| live.catching_up());
        let Some(mut catching_up) = catching_up else { return };
        let caught_up = catching_up.wait_for(|caught_up| *caught_up);
        if tokio::time::timeout(LOOK, caught_up).await.is_err() {
            tracing::warn!(%run, "the run above is not taken up yet; the one below goes on");
        }
    }
}

/// The key that the start of a run is claimed under.
fn claim_key(key: &str) -> String {
    format!("run {key}")
}

/// How a run ended, for the run that waited for it. The answer carries the labels of everything the run had received,
/// because the fact and the time of its end depend on that.
fn answer_of_ended_child(effect: u64, view: RunView) -> EffectAnswer {
    let error = match (view.head.status, view.output, view.error) {
        (Status::Completed, Some(output), _) => {
            let event = Event::Completed { effect, output, labels: view.labels };
            return EffectAnswer { event, run_labels: view.run_labels.into_iter().collect() };
        }
        (_, _, Some(error)) => Problem { raised: false, carried_out: CarriedOut::Unknown, ..error },
        _ => {
            let detail = format!("the run {} was cancelled", view.head.run);
            Problem::new(problem_types::RUNTIME, &codes::TP1117, detail)
        }
    };
    let event = Event::Failed { effect, error: Problem { effect: Some(effect), ..error } };
    EffectAnswer { event, run_labels: view.run_labels.into_iter().collect() }
}

fn problem_of(error: &RunsError) -> Problem {
    let (kind, code) = match error {
        RunsError::Fault(Fault::StartRefused(decision)) => return refusal_problem(decision),
        RunsError::Input(problem) => return problem.clone(),
        RunsError::Fault(Fault::NotFound { .. }) => (problem_types::CONFIGURATION, codes::TP1116),
        RunsError::Catalog(CatalogError::Standing(_)) => (problem_types::CONFIGURATION, codes::TP4031),
        RunsError::Catalog(CatalogError::SwitchedOff(_)) => (problem_types::CONFIGURATION, codes::TP4032),
        _ => (problem_types::RUNTIME, codes::TP1107),
    };
    Problem::new(kind, &code, error.to_string())
}

fn id_of(run: RunId) -> Result<Json, Problem> {
    let id = serde_json::json!({ "id": run.to_string() });
    Json::of(&id).map_err(|error| Problem::new(problem_types::RUNTIME, &codes::TP0001, error.to_string()))
}
