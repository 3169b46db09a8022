//! The engine's calls about cases: saving them, trying one, and running those of a draft in an engine of their own, in
//! memory.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::{Record, RunId};
use towpath_wire::{Json, TaskPhase};

use super::clock::SkippingClock;
use super::{Engine, EngineError};
use crate::catalog::SavedCases;
use crate::drafts::cases::{Case, Difference};
use crate::events::inbound::SentEvent;
use crate::fault::Fault;
use crate::runs::RunsError;
use crate::runs::draft_run::DraftRequest;
use crate::types::RunView;

/// Longest that one case may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at whether a run listens.
const LOOK: Duration = Duration::from_millis(5);

/// How a case came out.
#[derive(Debug, Clone, Default)]
pub struct TriedCase {
    /// What is otherwise than expected; none where it passed.
    pub differences: Vec<Difference>,
    /// The paths of the tasks that ran.
    pub tasks: BTreeSet<String>,
}

/// How the cases of a draft came out.
#[derive(Debug)]
pub struct CasesRun {
    /// The revision of the draft.
    pub revision: u64,
    /// Each case; `None` where there was no time left for it.
    pub tried: Vec<Option<TriedCase>>,
}

impl Engine {
    /// The saved cases of a workflow.
    ///
    /// # Errors
    /// The store's.
    pub async fn cases(&self, namespace: &str, name: &str) -> Result<SavedCases, EngineError> {
        Ok(self.catalog.cases(namespace, name).await?)
    }

    /// Saves the cases of a workflow in place of those before.
    ///
    /// # Errors
    /// `NotFound` where there is neither a draft nor a version; `Cases`; `Conflict` when `expected` is not the revision.
    pub async fn put_cases(
        &self,
        who: &Principal,
        place: (&str, &str),
        cases: Vec<Case>,
        expected: Option<u64>,
    ) -> Result<SavedCases, EngineError> {
        Ok(self.catalog.put_cases(who, place, cases, expected).await?)
    }

    /// Runs cases against the draft of a workflow, in memory: under the policies in force, with what the cases declare in the
    /// place of systems. Nothing is sent, and nothing is kept. Waits are skipped.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the draft has errors.
    pub async fn run_cases(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        cases: &[Case],
        at_most: Duration,
    ) -> Result<CasesRun, EngineError> {
        let draft = self.catalog.draft(namespace, name).await?;
        let begun = Instant::now();
        let clock = Arc::new(SkippingClock::default());
        let bench = self.apart(who, (namespace, name), Arc::clone(&clock)).await?;
        let (_, report) = bench.0.save_draft(who, namespace, name, draft.source, None).await?;
        // A case starts no workflow, so the workflows it names need not exist.
        let matters = |found: &&Diagnostic| found.is_error() && found.code != codes::TP1116;
        if report.diagnostics.iter().any(|found| matters(&found)) {
            return Err(Fault::Invalid(report.diagnostics).into());
        }
        let mut tried = Vec::with_capacity(cases.len());
        for case in cases {
            let left = at_most.saturating_sub(begun.elapsed());
            if left.is_zero() {
                tried.push(None);
                continue;
            }
            let skip = |may| clock.skip(may);
            let trial = Trial { is_evaluated: true, patience: left.min(PATIENCE), skip: &skip };
            tried.push(Some(bench.0.try_with(who, (namespace, name), case, &trial).await));
        }
        Ok(CasesRun { revision: draft.revision, tried })
    }

    /// Tries one case with the draft as this engine has it: what is otherwise than it expects. Decisions are compared where
    /// `is_evaluated`: the policies are real ones.
    pub async fn try_case(
        &self,
        who: &Principal,
        place: (&str, &str),
        case: &Case,
        is_evaluated: bool,
    ) -> TriedCase {
        let trial = Trial { is_evaluated, patience: PATIENCE, skip: &|_| () };
        self.try_with(who, place, case, &trial).await
    }

    async fn try_with(
        &self,
        who: &Principal,
        place: (&str, &str),
        case: &Case,
        trial: &Trial<'_>,
    ) -> TriedCase {
        let request = DraftRequest {
            input: case.input.to_string().into(),
            settings: (!case.settings.is_empty()).then(|| case.settings.clone()),
            declared: case.declared(),
            revision: None,
        };
        let run = match self.start_draft(who, place, request).await {
            Ok(started) => started.run,
            Err(error) => return untried(error),
        };
        let ended = async {
            self.send_case(who, run, case, trial).await?;
            (trial.skip)(true);
            self.wait(run, trial.patience).await
        };
        let view = match tokio::time::timeout(trial.patience, ended).await {
            Ok(Ok(Some(view))) => view,
            Ok(Ok(None)) | Err(_) => {
                let seconds = trial.patience.as_secs().max(1);
                return TriedCase::not(format!("it did not end within {seconds} s"));
            }
            Ok(Err(error)) => return untried(error),
        };
        match self.journal(run).await {
            Ok(records) => {
                let records: Vec<Record> = records.into_iter().map(|(_, record)| record).collect();
                compared(case, &view, &records, trial.is_evaluated)
            }
            Err(error) => untried(error),
        }
    }

    /// Sends the events of a case, each once the run listens for one.
    async fn send_case(
        &self,
        who: &Principal,
        run: RunId,
        case: &Case,
        trial: &Trial<'_>,
    ) -> Result<(), EngineError> {
        for event in &case.events {
            // Waits before it listens may be skipped; those for the event itself may not.
            (trial.skip)(true);
            let length = loop {
                match self.run(run).await {
                    Ok(RunView { head, .. }) if head.listens || head.status.is_final() => break head.length,
                    // A run is in the store from its first record on.
                    Ok(_) | Err(EngineError::Fault(Fault::NotFound { .. })) => {}
                    Err(error) => return Err(error),
                }
                tokio::time::sleep(LOOK).await;
            };
            (trial.skip)(false);
            let event =
                Json::of(event).map_err(|error| EngineError::Fault(Fault::Internal(error.to_string())))?;
            let event = SentEvent { event, namespaces: None };
            event
                .check()
                .map_err(|refused| EngineError::Runs(RunsError::Declared(format!("`events`: {refused}"))))?;
            self.send_events(who, vec![event]).await?;
            self.heard(run, length).await?;
        }
        Ok(())
    }

    /// Waits until an event has reached the run; one that it does not mean leaves no trace, so not for long.
    async fn heard(&self, run: RunId, length: u64) -> Result<(), EngineError> {
        for _ in 0..100 {
            let head = self.run(run).await?.head;
            if head.length > length || head.status.is_final() {
                break;
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }
}

/// How a case is tried.
struct Trial<'a> {
    is_evaluated: bool,
    patience: Duration,
    /// Says whether waits may be skipped now.
    skip: &'a (dyn Fn(bool) + Sync),
}

impl TriedCase {
    fn not(why: impl Into<String>) -> Self {
        Self { differences: vec![Difference::untried(why)], tasks: BTreeSet::new() }
    }
}

/// Why a case could not be tried.
fn untried(error: EngineError) -> TriedCase {
    match error {
        EngineError::Fault(Fault::StartRefused(decision)) => TriedCase::not(decision.explanation()),
        EngineError::Fault(Fault::Invalid(found)) => TriedCase {
            differences: found.into_iter().map(|one| Difference::untried(one.message)).collect(),
            tasks: BTreeSet::new(),
        },
        error => TriedCase::not(error.to_string()),
    }
}

/// What a run says about its case.
fn compared(case: &Case, view: &RunView, records: &[Record], is_evaluated: bool) -> TriedCase {
    let ran = records.iter().filter_map(|record| match record {
        Record::Tasks(events) => Some(events),
        _ => None,
    });
    let started = ran.flatten().filter(|event| event.phase == TaskPhase::Started);
    TriedCase {
        differences: case.expect.compare(view, records, is_evaluated),
        tasks: started.map(|event| event.task.clone()).collect(),
    }
}
