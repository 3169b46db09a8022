//! `run: workflow`: a workflow started by another, under its own name and its own policies.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use towpath_access::{CallerKind, CallerSubject, RunLabels};
use towpath_diagnostics::codes;
use towpath_journal::{Decided, Parent, Record, RunHead, RunId, Started, Status};
use towpath_wire::{CarriedOut, Event, Json, Problem, RunEffect, problem_types};

use crate::effects::EffectAnswer;
use crate::engine::Inner;
use crate::guard::{Asker, refusal};
use crate::runs::decode_all;
use crate::start::{Claimed, Starter};
use crate::types::{EngineError, RunView, StartedRun};

/// Most workflows that may start each other in a row.
const MOST: usize = 16;

/// How long to wait for a run before it is looked at again: it may stand still, or be taken over.
const LOOK: Duration = Duration::from_secs(30);

/// A run that an effect starts.
#[derive(Clone, Copy)]
pub(crate) struct Child<'a> {
    /// For whom.
    pub(crate) asker: &'a Asker,
    /// The run that starts it.
    pub(crate) parent: RunId,
    /// The effect that starts it.
    pub(crate) effect: u64,
    /// The effect's idempotency key.
    pub(crate) key: &'a str,
    /// Labels of everything that the run has received which starts it.
    pub(crate) run_labels: &'a RunLabels,
    /// Set once nobody wants it any more.
    pub(crate) unwanted: &'a AtomicBool,
}

impl Inner {
    /// Which version a workflow means; an error where it may not be started from here at all.
    pub(crate) fn pinned_version<'a>(
        &self,
        asker: &'a Asker,
        run: &'a RunEffect,
    ) -> Result<&'a str, Problem> {
        let wrong = |kind: &str, code: &towpath_diagnostics::Code, detail: String| {
            let mut problem = Problem::new(kind, detail);
            problem.code = Some(code.as_str().to_owned());
            Err(problem)
        };
        if run.namespace != asker.workflow.namespace {
            let detail = format!(
                "`{}/{}` is of another namespace; a workflow starts those of its own only",
                run.namespace, run.name
            );
            return wrong(problem_types::AUTHORIZATION, &codes::TP1114, detail);
        }
        if asker.workflow.via.len() + 1 >= MOST {
            let detail =
                format!("{MOST} workflows in a row started each other, which is the most there may be");
            return wrong(problem_types::RUNTIME, &codes::TP1115, detail);
        }
        if run.version != "latest" {
            return Ok(&run.version);
        }
        match asker.pins.get(&format!("{}/{}", run.namespace, run.name)) {
            Some(version) => Ok(version),
            // A case of a definition starts nothing: what it would start need not be here.
            None if self.trial && asker.trial.is_some() => Ok(&run.version),
            None => {
                let detail =
                    format!("`{}/{}` was not there when this was published", run.namespace, run.name);
                wrong(problem_types::CONFIGURATION, &codes::TP1116, detail)
            }
        }
    }

    /// Starts the workflow, or joins the run that this very effect started before a crash; waits for its end if it
    /// is wanted.
    pub(crate) async fn run_child(
        self: &Arc<Self>,
        child: Child<'_>,
        run: &RunEffect,
        decided: Decided,
    ) -> EffectAnswer {
        let Child { asker, effect, .. } = child;
        if let Some(trial) = &asker.trial {
            // INVARIANT: a draft starts no run.
            let answer = match decided {
                Decided::Simulated { answer } => answer,
                _ => None,
            };
            return trial.ran(effect, answer, &format!("{}/{}", run.namespace, run.name)).into();
        }
        let failed = |mut error: Problem| {
            error.effect = Some(effect);
            EffectAnswer::from(Event::Failed { effect, error })
        };
        let started = match self.start_child(child, run).await {
            Ok(started) => started,
            Err(problem) => return failed(problem),
        };
        let engine = crate::Engine { inner: Arc::clone(self) };
        if !run.await_ {
            // The start must be on disk before this run goes on from it.
            return match engine.durable(&started).await {
                Ok(()) => Event::Completed { effect, output: id_of(started.run), labels: Vec::new() }.into(),
                Err(error) => failed(problem_of(&error)),
            };
        }
        loop {
            match engine.outcome(&started, LOOK).await {
                Ok(Some(view)) => return ended(effect, view),
                Ok(None) => tokio::time::sleep(Duration::from_millis(10)).await,
                Err(error) => return failed(problem_of(&error)),
            }
        }
    }

    async fn start_child(self: &Arc<Self>, child: Child<'_>, run: &RunEffect) -> Result<StartedRun, Problem> {
        let Child { asker, parent, effect, key, run_labels, unwanted } = child;
        let wanted = self.pinned_version(asker, run)?;
        let version = self.version(&run.namespace, &run.name, Some(wanted)).await;
        let version = version.map_err(|error| problem_of(&error))?;
        let claimed = self.start_once(&claim_key(key), "").await;
        let claiming = match claimed.map_err(|error| problem_of(&error))? {
            Claimed::Joined(run) => return Ok(StartedRun::joined(run)),
            Claimed::New(claiming) => claiming,
        };
        // INVARIANT: asked while the key is registered, so that `abandon_child` either finds the start or prevents it.
        if unwanted.load(Ordering::SeqCst) {
            return Err(Problem::new(problem_types::RUNTIME, "nobody waits for this workflow any more"));
        }
        let starter = Starter {
            principal: asker.principal.to_string(),
            caller: CallerSubject {
                kind: CallerKind::Workflow,
                id: format!("{}/{}", asker.workflow.namespace, asker.workflow.name),
                namespace: Some(asker.workflow.namespace.clone()),
            },
            via: asker.via(),
            labels: run.labels.clone(),
            run_labels: run_labels.clone(),
            parent: run.await_.then_some(Parent { run: parent, effect }),
            token: asker.token.as_deref().map(str::to_owned),
            heard: asker.heard.to_vec(),
        };
        let input = Bytes::copy_from_slice(run.input.get().as_bytes());
        let started = self.begin(starter, &version, &input, Some(claiming), None);
        started.map_err(|error| problem_of(&error))
    }
}

impl Inner {
    /// Cancels the run that an effect with this key started, if it started one.
    pub(crate) fn abandon_child(self: &Arc<Self>, key: String) {
        let inner = Arc::clone(self);
        tokio::spawn(async move {
            let mut pause = Duration::from_millis(50);
            while let Err(error) = inner.cancel_child(&key).await {
                if inner.closing.load(Ordering::Acquire) {
                    return;
                }
                tracing::warn!(key, "a run that nobody waits for could not be cancelled yet: {error}");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LOOK);
            }
        });
    }

    async fn cancel_child(self: &Arc<Self>, key: &str) -> Result<(), EngineError> {
        match self.start_once(&claim_key(key), "").await? {
            Claimed::Joined(run) => self.cancel(run).await,
            // It never began, and never will: its effect is unwanted.
            Claimed::New(_) => Ok(()),
        }
    }

    /// Whether nobody waits for a run that was started to be waited for: one of the runs above it has ended, or has
    /// abandoned the one below. Looks at what is on disk.
    pub(crate) async fn is_abandoned(&self, started: &Started) -> Result<bool, EngineError> {
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

    /// Waits until the run above has done what was due when it was taken up: it may abandon this one. Not for ever: a run
    /// that cannot be taken up must not hold up those below.
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

/// How a run ended, for the run that waited for it. That it ended, and when, tells of what it had received.
fn ended(effect: u64, view: RunView) -> EffectAnswer {
    let error = match (view.head.status, view.output, view.error) {
        (Status::Completed, Some(output), _) => {
            let event = Event::Completed { effect, output, labels: view.labels };
            return EffectAnswer { event, run_labels: view.run_labels.into_iter().collect() };
        }
        (_, _, Some(error)) => Problem { raised: false, carried_out: CarriedOut::Unknown, ..error },
        _ => {
            let detail = format!("the run {} was cancelled", view.head.run);
            let mut problem = Problem::new(problem_types::RUNTIME, detail);
            problem.code = Some(codes::TP1117.as_str().to_owned());
            problem
        }
    };
    let event = Event::Failed { effect, error: Problem { effect: Some(effect), ..error } };
    EffectAnswer { event, run_labels: view.run_labels.into_iter().collect() }
}

fn problem_of(error: &EngineError) -> Problem {
    let (kind, code) = match error {
        EngineError::StartRefused(decision) => return refusal(decision),
        EngineError::Input(problem) => return problem.clone(),
        EngineError::NotFound { .. } => (problem_types::CONFIGURATION, codes::TP1116),
        EngineError::Standing(_) => (problem_types::CONFIGURATION, codes::TP4031),
        EngineError::SwitchedOff(_) => (problem_types::CONFIGURATION, codes::TP4032),
        _ => (problem_types::RUNTIME, codes::TP1107),
    };
    let mut problem = Problem::new(kind, error.to_string());
    problem.code = Some(code.as_str().to_owned());
    problem
}

fn id_of(run: RunId) -> Json {
    let text = serde_json::json!({ "id": run.to_string() });
    serde_json::value::to_raw_value(&text).unwrap_or_default()
}
