//! The pause after a restore: nothing is taken up before somebody confirms. What would go out is read from the journals, and a
//! run that must not go on can be cancelled meanwhile.

use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::future::BoxFuture;
use towpath_journal::{OpenFate, RunHead, RunId};

use crate::drafts::cases::effect_name;
use crate::fault::Fault;
use crate::runs::live::{Live, Stage};
use crate::runs::recovery::TakeUp;
use crate::runs::{Runs, RunsError};

/// A run that goes on when the pause ends.
#[derive(Debug, Clone)]
pub struct PendingRun {
    /// What is known of it.
    pub head: RunHead,
    /// Its effects without a result, in order.
    pub calls: Vec<PendingCall>,
    /// Why its effects are not known.
    pub problem: Option<String>,
}

/// An effect without a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCall {
    /// The task, as a JSON pointer into the definition.
    pub task: String,
    /// The effect's name, as in cases.
    pub what: String,
    /// What becomes of it.
    pub fate: OpenFate,
}

impl Runs {
    /// Whether nothing is taken up, because nobody has confirmed the restore.
    pub(crate) fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Acquire)
    }

    /// Checks that runs may be started, and answers may be given to them.
    ///
    /// # Errors
    /// `Paused`; `Busy` while the engine opens or closes.
    pub(crate) fn check_open(&self) -> Result<(), RunsError> {
        if self.is_ready() {
            return Ok(());
        }
        Err(if self.is_paused() { RunsError::Paused } else { RunsError::Busy })
    }

    /// Ends the pause: every interrupted run is taken up.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn end_pause(&self) -> Result<(), RunsError> {
        // No run is being cancelled from here on, so that none gets two drivers.
        let _nothing_else = self.pausing.write().await;
        if !self.paused.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        self.open().await.inspect_err(|_| self.paused.store(true, Ordering::Release))
    }

    /// What runs would do first when the pause ends. Their journals are replayed; nothing of them is sent or written.
    pub(crate) async fn pending(&self, heads: Vec<RunHead>) -> Vec<PendingRun> {
        let mut found = Vec::with_capacity(heads.len());
        for head in heads {
            let (calls, problem) = match self.open_effects(head.run).await {
                Ok(calls) => (calls, None),
                Err(error) => (Vec::new(), Some(error.to_string())),
            };
            found.push(PendingRun { head, calls, problem });
        }
        found
    }

    async fn open_effects(&self, run: RunId) -> Result<Vec<PendingCall>, RunsError> {
        let Some(replayed) = self.replay_journal(run).await? else { return Ok(Vec::new()) };
        let open = replayed.recovery.open().into_iter();
        Ok(open
            .map(|(effect, fate)| PendingCall {
                task: effect.task.clone(),
                what: effect_name(&effect.kind),
                fate,
            })
            .collect())
    }

    /// Cancels a run that nothing drives, during the pause. Its end is on disk when this returns; no effect of it goes out. It
    /// is carried out to its end although nobody waits for it any more: else the run stays listed, and nothing drives it.
    pub(crate) fn cancel_in_pause(&self, run: RunId) -> BoxFuture<'static, Result<(), RunsError>> {
        let runs = self.clone();
        let cancelled: BoxFuture<'static, _> = Box::pin(async move {
            let _still_paused = runs.pausing.read().await;
            if !runs.is_paused() {
                return Err(RunsError::Busy);
            }
            let (live, inbox) = Live::new(Stage::Durable);
            match runs.live.lock().entry(run) {
                // Somebody else is cancelling it.
                Entry::Occupied(_) => return Err(RunsError::Busy),
                Entry::Vacant(place) => place.insert(Arc::clone(&live)),
            };
            match runs.prepare_recovery(run, &live, inbox, TakeUp::ToCancel).await {
                Ok(Some((driver, actions))) => driver.drive(actions).await,
                Ok(None) => runs.forget(run, &live),
                Err(error) => {
                    runs.forget(run, &live);
                    return Err(error);
                }
            }
            Ok(())
        });
        Box::pin(async move {
            let cancelled = tokio::spawn(cancelled).await;
            cancelled.unwrap_or_else(|error| Err(Fault::Internal(error.to_string()).into()))
        })
    }
}
