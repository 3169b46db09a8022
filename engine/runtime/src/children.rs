//! `run: workflow`: a workflow started by another, under its own name and its own policies.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use towpath_access::{CallerKind, CallerSubject};
use towpath_diagnostics::codes;
use towpath_journal::{Claim, Decided, RunId, Status};
use towpath_wire::{Event, Json, Problem, RunEffect, problem_types};

use crate::engine::Inner;
use crate::guard::{Asker, refusal};
use crate::start::Starter;
use crate::types::{EngineError, RunView};

/// Most workflows that may start each other in a row.
const MOST: usize = 16;

/// How long to wait for a run before it is looked at again: it may stand still, or be taken over.
const LOOK: Duration = Duration::from_secs(30);

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
    /// is wanted. `child` is told the run as soon as it is known.
    pub(crate) async fn run_child(
        self: &Arc<Self>,
        asker: &Asker,
        effect: u64,
        run: &RunEffect,
        decided: Decided,
        key: &str,
        child: &OnceLock<RunId>,
    ) -> Event {
        if let Some(trial) = &asker.trial {
            // INVARIANT: a draft starts no run.
            let answer = match decided {
                Decided::Simulated { answer } => answer,
                _ => None,
            };
            return trial.ran(effect, answer, &format!("{}/{}", run.namespace, run.name));
        }
        let failed = |mut error: Problem| {
            error.effect = Some(effect);
            Event::Failed { effect, error }
        };
        let started = match self.start_child(asker, run, key).await {
            Ok(started) => started,
            Err(problem) => return failed(problem),
        };
        let engine = crate::Engine { inner: Arc::clone(self) };
        if !run.await_ {
            // The start must be on disk before this run goes on from it.
            return match engine.durable(started).await {
                Ok(()) => Event::Completed { effect, output: id_of(started), labels: Vec::new() },
                Err(error) => failed(problem_of(&error)),
            };
        }
        // Set once for each effect.
        let _ = child.set(started);
        loop {
            match engine.wait(started, LOOK).await {
                Ok(Some(view)) => return ended(effect, view).unwrap_or_else(failed),
                Ok(None) => tokio::time::sleep(Duration::from_millis(10)).await,
                Err(error) => return failed(problem_of(&error)),
            }
        }
    }

    async fn start_child(
        self: &Arc<Self>,
        asker: &Asker,
        run: &RunEffect,
        key: &str,
    ) -> Result<RunId, Problem> {
        let wanted = self.pinned_version(asker, run)?;
        let version = self.version(&run.namespace, &run.name, Some(wanted)).await;
        let version = version.map_err(|error| problem_of(&error))?;
        let claim_key = format!("run {key}");
        if let Some(claim) =
            self.store.claimed(&claim_key).await.map_err(|error| problem_of(&error.into()))?
        {
            return Ok(claim.run);
        }
        let claim = Claim { key: claim_key, fingerprint: String::new(), run: self.clock.run_id() };
        let starter = Starter {
            principal: asker.principal.to_string(),
            caller: CallerSubject {
                kind: CallerKind::Workflow,
                id: format!("{}/{}", asker.workflow.namespace, asker.workflow.name),
                namespace: Some(asker.workflow.namespace.clone()),
            },
            via: asker.via(),
            labels: run.labels.clone(),
            heard: asker.heard.to_vec(),
        };
        let input = Bytes::copy_from_slice(run.input.get().as_bytes());
        match self.begin(starter, &version, &input, Some(claim), None) {
            Ok(started) => Ok(started.run),
            Err(error) => Err(problem_of(&error)),
        }
    }
}

/// How a run ended, for the run that waited for it.
fn ended(effect: u64, view: RunView) -> Result<Event, Problem> {
    match (view.head.status, view.output, view.error) {
        (Status::Completed, Some(output), _) => Ok(Event::Completed { effect, output, labels: view.labels }),
        (_, _, Some(error)) => Err(Problem { raised: false, undone: false, ..error }),
        _ => {
            let detail = format!("the run {} was cancelled", view.head.run);
            let mut problem = Problem::new(problem_types::RUNTIME, detail);
            problem.code = Some(codes::TP1117.as_str().to_owned());
            Err(problem)
        }
    }
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
