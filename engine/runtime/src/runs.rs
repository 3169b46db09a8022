//! Looking runs up, waiting for them, cancelling them.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::sync::{oneshot, watch};
use towpath_diagnostics::codes;
use towpath_identity::Principal;
use towpath_journal::{Entry, FedFrom, HeadFilter, Record, RunHead, RunId, Status, StoreError, received_in};
use towpath_policies::Decision;
use towpath_wire::{Outcome, Problem, problem_types};

use crate::engine::{Engine, Inner};
use crate::live::{Message, Stage};
use crate::types::{EngineError, RunView, StartedRun};

impl Engine {
    /// Returns when the start of a run is on disk.
    ///
    /// # Errors
    /// Why it never came to be: the store's failure, for one. [`EngineError::Busy`] when nobody can tell yet.
    pub async fn durable(&self, started: &StartedRun) -> Result<(), EngineError> {
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
                let head = self.inner.store.head(started.run).await?;
                head.map(|_| ()).ok_or(EngineError::Busy)
            }
        }
    }

    /// Waits until a run that was just started has ended and that is on disk; `None` when it is still under way after
    /// `at_most`. The run never depends on who waits.
    ///
    /// # Errors
    /// Why it never came to be.
    pub async fn outcome(
        &self,
        started: &StartedRun,
        at_most: Duration,
    ) -> Result<Option<RunView>, EngineError> {
        let ended = match started.stage.clone() {
            Some(stage) => self.watch(started.run, stage, at_most).await,
            None => self.wait(started.run, at_most).await,
        };
        // INVARIANT: a start is never told that its own run does not exist. What is not on disk may still get there.
        ended.map_err(|error| match error {
            EngineError::NotFound { .. } => EngineError::Busy,
            error => error,
        })
    }

    /// Waits until a run has ended and that is on disk; `None` when it is still under way after `at_most`.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or why it never came to be.
    pub async fn wait(&self, run: RunId, at_most: Duration) -> Result<Option<RunView>, EngineError> {
        let stage = self.inner.live.lock().get(&run).map(|live| live.watch());
        match stage {
            Some(stage) => self.watch(run, stage, at_most).await,
            None => self.ended(run).await,
        }
    }

    async fn watch(
        &self,
        run: RunId,
        mut stage: watch::Receiver<Stage>,
        at_most: Duration,
    ) -> Result<Option<RunView>, EngineError> {
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
    async fn ended(&self, run: RunId) -> Result<Option<RunView>, EngineError> {
        let view = self.run(run).await?;
        Ok(view.head.status.is_final().then_some(view))
    }

    /// A run as it stands on disk.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn run(&self, run: RunId) -> Result<RunView, EngineError> {
        let head = self.head(run).await?;
        if !head.status.is_final() {
            let (labels, run_labels) = (Vec::new(), Vec::new());
            return Ok(RunView { head, output: None, labels, run_labels, error: None, refusal: None });
        }
        let records = decode_all(&self.inner.journal_of(run).await?)?;
        Ok(view(head, &records))
    }

    /// Runs by what is known of them, newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn runs(&self, filter: HeadFilter) -> Result<Vec<RunHead>, EngineError> {
        Ok(self.inner.store.heads(filter).await?)
    }

    /// A run's journal, in order.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn journal(&self, run: RunId) -> Result<Vec<(Entry, Record)>, EngineError> {
        self.head(run).await?;
        let entries = self.inner.journal_of(run).await?;
        let records = decode_all(&entries)?;
        Ok(entries.into_iter().zip(records).collect())
    }

    /// Ends a run. It is cancelled, and that is on disk, when this returns.
    ///
    /// # Errors
    /// [`EngineError::NotFound`]; [`EngineError::HasEnded`] when it ended otherwise before; [`EngineError::Busy`] when the
    /// run stands still for now.
    pub async fn cancel(&self, _who: &Principal, run: RunId) -> Result<(), EngineError> {
        self.head(run).await?;
        self.inner.cancel(run).await?;
        match self.head(run).await?.status {
            Status::Cancelled => Ok(()),
            status if status.is_final() => Err(EngineError::HasEnded(run, status)),
            _ => Err(EngineError::Busy),
        }
    }

    async fn head(&self, run: RunId) -> Result<RunHead, EngineError> {
        let head = self.inner.store.head(run).await?;
        head.ok_or_else(|| EngineError::NotFound { what: "run", name: run.to_string() })
    }
}

impl Inner {
    /// Ends a run, and returns once its end is on disk.
    pub(crate) async fn cancel(&self, run: RunId) -> Result<(), EngineError> {
        let live = self.live.lock().get(&run).cloned();
        if let Some(live) = live {
            let (told, answered) = oneshot::channel();
            live.tell(Message::Cancel { told });
            if answered.await.is_ok() {
                return Ok(());
            }
        }
        // Nothing drives it, or nothing does any more: it has ended, or it stands still.
        match self.store.head(run).await? {
            Some(head) if !head.status.is_final() => Err(EngineError::Busy),
            _ => Ok(()),
        }
    }
}

impl Inner {
    /// A run's journal. Events that it names are put back, so that every record is as it was when the run received it.
    pub(crate) async fn journal_of(&self, run: RunId) -> Result<Vec<Entry>, EngineError> {
        let mut entries = self.store.read(run, 0).await?;
        for entry in &mut entries {
            let corrupt = |why: String| {
                EngineError::from(StoreError::Corrupt(format!("record {}: {why}", entry.index)))
            };
            let Some(kept) = FedFrom::decode(&entry.record) else { continue };
            let kept = kept.map_err(|error| corrupt(error.to_string()))?;
            let event = self.blob(&kept.event).await?;
            let whole = kept.whole(&event).map_err(|error| corrupt(error.to_string()))?;
            entry.record = whole.encode();
        }
        Ok(entries)
    }

    /// A record as it is kept: what a large event holds is kept once for all who receive it.
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
pub(crate) fn decode_all(entries: &[Entry]) -> Result<Vec<Record>, EngineError> {
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
    let refusal = error.as_ref().and_then(|error| refusal(error, records));
    RunView { head, output, labels, run_labels: run_labels(records), error, refusal }
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
fn refusal(error: &Problem, records: &[Record]) -> Option<Decision> {
    let Some(id) = error.effect else {
        let Some(Record::Ended(ended)) = records.last() else { return None };
        return serde_json::from_value(ended.refusal.clone()?).ok();
    };
    records.iter().rev().find_map(|record| match record {
        Record::Intent(intent)
            if intent.effect.id == id && intent.decided == towpath_journal::Decided::Refused =>
        {
            serde_json::from_value(intent.decision.clone()).ok()
        }
        _ => None,
    })
}

/// Whether a run failed because its input cannot be read, or is not what the workflow says it takes. Such an error
/// stands at `/input`; or in no task at all, where its code says that something was not read (the only thing that is
/// read in no task), or, from runners of wire version 1, where it begins with the field that was not met.
pub fn is_about_the_input(error: &Problem) -> bool {
    let is_unread = || {
        let unread = [codes::TP0501, codes::TP0502, codes::TP0503];
        unread.iter().any(|code| error.code.as_deref() == Some(code.as_str()))
    };
    let at_input = match error.instance.as_deref() {
        Some(place) => place == "/input" || place.starts_with("/input/"),
        None => {
            is_unread() || error.detail.as_deref().is_some_and(|detail| detail.starts_with("`input.schema`"))
        }
    };
    at_input && !error.raised && error.kind == problem_types::VALIDATION
}
