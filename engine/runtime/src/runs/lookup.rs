//! Looking runs up, and waiting for them.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use tokio::sync::watch;
use towpath_journal::{Entry, FedFrom, HeadFilter, Record, RunHead, RunId, StoreError, received_in};
use towpath_policies::Decision;
use towpath_wire::{Outcome, Problem};

use crate::fault::Fault;
use crate::found;
use crate::runs::live::Stage;
use crate::runs::start::StartedRun;
use crate::runs::{Runs, RunsError};
use crate::types::RunView;

/// Heads of runs asleep that are read together.
const PAGE: usize = 1_000;

impl Runs {
    /// Returns when the start of a run is on disk.
    ///
    /// # Errors
    /// Why it did not start, such as a failure of the store. `Busy` when that is not known yet.
    pub(crate) async fn durable(&self, started: &StartedRun) -> Result<(), RunsError> {
        let stage = match started.stage.clone() {
            Some(mut watch) => watch
                .wait_for(|stage| !matches!(stage, Stage::Starting))
                .await
                .map(|stage| stage.clone())
                .ok(),
            None => None,
        };
        match stage {
            Some(Stage::Failed(error)) => Err(error),
            Some(Stage::Durable | Stage::Ended(_)) => Ok(()),
            // Only the store knows whether the start reached the disk before the run stood still.
            Some(Stage::Starting | Stage::Stalled) | None => {
                let head = self.store.head(started.run).await?;
                head.map(|_| ()).ok_or(RunsError::Busy)
            }
        }
    }

    /// Waits until a run that was just started has ended and that is on disk; `None` when it is still under way after
    /// `at_most`. The run never depends on who waits.
    ///
    /// # Errors
    /// Why it did not start.
    pub(crate) async fn outcome(
        &self,
        started: &StartedRun,
        at_most: Duration,
    ) -> Result<Option<RunView>, RunsError> {
        let ended = match started.stage.clone() {
            Some(stage) => self.watch(started.run, stage, at_most).await,
            None => self.wait(started.run, at_most).await,
        };
        // INVARIANT: the caller of a start never gets "not found" for its own run: a commit may still reach the disk.
        ended.map_err(|error| match error {
            RunsError::Fault(Fault::NotFound { .. }) => RunsError::Busy,
            error => error,
        })
    }

    /// Waits until a run has ended and that is on disk; `None` when it is still under way after `at_most`.
    ///
    /// # Errors
    /// `NotFound`, or why it did not start.
    pub(crate) async fn wait(&self, run: RunId, at_most: Duration) -> Result<Option<RunView>, RunsError> {
        loop {
            // A run that is watched does not fall asleep.
            let stage = self.live.lock().get(&run).map(|live| live.watch());
            match stage {
                Some(stage) => return self.watch(run, stage, at_most).await,
                None if self.rouse(run).await? => {}
                None => return self.ended(run).await,
            }
        }
    }

    async fn watch(
        &self,
        run: RunId,
        mut stage: watch::Receiver<Stage>,
        at_most: Duration,
    ) -> Result<Option<RunView>, RunsError> {
        let settled = |stage: &Stage| matches!(stage, Stage::Ended(_) | Stage::Failed(_) | Stage::Stalled);
        // The guard that `wait_for` gives must not live over the next await.
        let settling = async { stage.wait_for(settled).await.map(|stage| stage.clone()).ok() };
        match tokio::time::timeout(at_most, settling).await {
            Err(_) => Ok(None),
            Ok(Some(Stage::Ended(view))) => Ok(Some((*view).clone())),
            Ok(Some(Stage::Failed(error))) => Err(error),
            Ok(Some(_)) => Ok(None),
            Ok(None) => self.ended(run).await,
        }
    }

    /// How a run ended, by the store.
    async fn ended(&self, run: RunId) -> Result<Option<RunView>, RunsError> {
        let view = self.run(run).await?;
        Ok(view.head.status.is_final().then_some(view))
    }

    /// A run as it is on disk.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn run(&self, run: RunId) -> Result<RunView, RunsError> {
        let head = self.head(run).await?;
        if !head.status.is_final() {
            let (labels, run_labels) = (Vec::new(), Vec::new());
            return Ok(RunView {
                head,
                output: None,
                labels,
                run_labels,
                error: None,
                refusal: None,
                in_doubt: Vec::new(),
            });
        }
        let records = decode_all(&self.journal_of(run).await?)?;
        Ok(view(head, &records))
    }

    /// Runs by what is known of them, newest first.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn runs(&self, filter: HeadFilter) -> Result<Vec<RunHead>, RunsError> {
        Ok(self.store.heads(filter).await?)
    }

    /// Shows every run that has not ended to `visit`, each once, in any order.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn visit_unfinished(&self, mut visit: impl FnMut(RunHead)) -> Result<(), RunsError> {
        let mut seen = HashSet::new();
        let mut visit = |heads: Vec<RunHead>| {
            heads.into_iter().filter(|head| seen.insert(head.run)).for_each(&mut visit);
        };
        visit(self.store.awake().await?);
        let mut after = None;
        loop {
            let page = self.store.asleep(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.run);
            visit(page);
        }
        // Those that woke before their page was read.
        visit(self.store.awake().await?);
        Ok(())
    }

    /// Every run that has not ended, oldest first.
    pub(crate) async fn unfinished(&self) -> Result<Vec<RunHead>, RunsError> {
        Ok(self.store.unfinished().await?)
    }

    /// A run's journal, in order.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn journal(&self, run: RunId) -> Result<Vec<(Entry, Record)>, RunsError> {
        self.head(run).await?;
        let entries = self.journal_of(run).await?;
        let records = decode_all(&entries)?;
        Ok(entries.into_iter().zip(records).collect())
    }

    pub(super) async fn head(&self, run: RunId) -> Result<RunHead, RunsError> {
        let head = self.store.head(run).await?;
        head.ok_or_else(|| RunsError::Fault(Fault::NotFound { what: "run", name: run.to_string() }))
    }
}

impl Runs {
    /// A run's journal. Events that it refers to are put back, so that every record is as the run received it.
    pub(crate) async fn journal_of(&self, run: RunId) -> Result<Vec<Entry>, RunsError> {
        let mut entries = self.store.read(run, 0).await?;
        for entry in &mut entries {
            let corrupt =
                |why: String| RunsError::from(StoreError::Corrupt(format!("record {}: {why}", entry.index)));
            let Some(kept) = FedFrom::decode(&entry.record) else { continue };
            let kept = kept.map_err(|error| corrupt(error.to_string()))?;
            let event = found::blob(&*self.store, &kept.event).await?;
            let whole = kept.whole(&event).map_err(|error| corrupt(error.to_string()))?;
            entry.record = whole.encode();
        }
        Ok(entries)
    }

    /// A record as it is stored: a large event is stored once for all runs that receive it.
    pub(crate) async fn encode(&self, record: &Record) -> Result<bytes::Bytes, StoreError> {
        match FedFrom::large(record) {
            Some((position, event)) => {
                let digest = self.events.keep(position, event).await?;
                Ok(FedFrom::encode(record, digest))
            }
            None => Ok(record.encode()),
        }
    }
}

/// Reads every record back.
pub(crate) fn decode_all(entries: &[Entry]) -> Result<Vec<Record>, RunsError> {
    entries
        .iter()
        .map(|entry| {
            Record::decode(&entry.record)
                .map_err(|error| StoreError::Corrupt(format!("record {}: {error}", entry.index)).into())
        })
        .collect()
}

fn view(head: RunHead, records: &[Record]) -> RunView {
    let outcome = records.iter().rev().find_map(|record| match record {
        Record::Ended(ended) => Some(&ended.outcome),
        _ => None,
    });
    let (output, labels, error) = match outcome {
        Some(Outcome::Completed { output, labels }) => (Some(output.clone()), labels.clone(), None),
        Some(Outcome::Faulted { error }) => (None, Vec::new(), Some(error.clone())),
        Some(Outcome::Cancelled) | None => (None, Vec::new(), None),
    };
    let refusal = error.as_ref().and_then(|error| refusal_behind_error(error, records));
    let in_doubt = match records.last() {
        Some(Record::Ended(ended)) => ended.in_doubt.clone(),
        _ => Vec::new(),
    };
    RunView { head, output, labels, run_labels: run_labels(records), error, refusal, in_doubt }
}

/// Labels of everything that a run has received, sorted.
fn run_labels(records: &[Record]) -> Vec<String> {
    let steps = records.iter().filter_map(|record| match record {
        Record::Started(started) => Some(&started.step),
        Record::Fed(step) => Some(step),
        _ => None,
    });
    let labels: BTreeSet<&String> = steps.flat_map(received_in).collect();
    labels.into_iter().cloned().collect()
}

/// The decision behind an error that a policy's refusal caused.
fn refusal_behind_error(error: &Problem, records: &[Record]) -> Option<Decision> {
    let Some(id) = error.effect else {
        let Some(Record::Ended(ended)) = records.last() else { return None };
        return ended.refusal.as_deref().cloned();
    };
    records.iter().rev().find_map(|record| match record {
        Record::Intent(intent)
            if intent.effect.id == id && intent.decided == towpath_journal::Decided::Refused =>
        {
            intent.decision.clone()
        }
        _ => None,
    })
}
