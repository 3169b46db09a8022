//! Forgetting runs whose time is over, in bounded steps. A run under way is never forgotten, nor one whose answer another run
//! under way may still need.

use std::collections::BTreeMap;

use towpath_journal::{HeadFilter, Put, RunHead, RunId, Status};

use crate::found;
use crate::retention::Retention;
use crate::runs::adoption::ADOPTIONS;
use crate::runs::rerun::RERUNS;
use crate::runs::{Runs, RunsError};

/// Runs that are looked at together.
const STEP: usize = 256;

/// How many runs were forgotten, by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retired {
    /// Runs that completed.
    pub completed: u64,
    /// Runs that ended in an error.
    pub faulted: u64,
    /// Runs that were cancelled.
    pub cancelled: u64,
}

impl Retired {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.completed + self.faulted + self.cancelled
    }

    fn count(&mut self, status: Status) {
        match status {
            Status::Completed => self.completed += 1,
            Status::Faulted => self.faulted += 1,
            Status::Cancelled => self.cancelled += 1,
            Status::Running | Status::Waiting | Status::Suspended => {}
        }
    }
}

impl Runs {
    /// Forgets every run whose time is over.
    ///
    /// # Errors
    /// The store's. What was forgotten before stays forgotten.
    pub(crate) async fn retire(&self, retention: &Retention) -> Result<Retired, RunsError> {
        let mut retired = Retired::default();
        let Some(shortest) = retention.shortest() else { return Ok(retired) };
        // Replays and answers of the backup are needed until somebody confirms.
        if !self.is_ready() {
            return Ok(retired);
        }
        let now = self.now();
        let mut before = None;
        loop {
            // A run ends after it has started.
            let to = Some(now.saturating_sub(shortest));
            let heads =
                self.store.heads(HeadFilter { to, before, limit: STEP, ..HeadFilter::default() }).await?;
            let Some(last) = heads.last() else { return Ok(retired) };
            before = Some(last.run);
            let mut over = BTreeMap::new();
            for head in heads {
                let is_over = retention.ends(&head).is_some_and(|ends| ends <= now);
                if is_over && !self.is_needed(&head).await? {
                    over.insert(head.run, head.status);
                }
            }
            for run in self.forget_ended(over.keys().copied().collect()).await? {
                over.get(&run).into_iter().for_each(|status| retired.count(*status));
            }
            tokio::task::yield_now().await;
        }
    }

    /// Whether the run that waits for it is under way: it may not have the answer yet.
    async fn is_needed(&self, head: &RunHead) -> Result<bool, RunsError> {
        let Some(parent) = head.parent else { return Ok(false) };
        Ok(self.store.head(parent).await?.is_some_and(|parent| !parent.status.is_final()))
    }

    /// Forgets ended runs, with what else is kept of them.
    pub(crate) async fn forget_ended(&self, runs: Vec<RunId>) -> Result<Vec<RunId>, RunsError> {
        if runs.is_empty() {
            return Ok(runs);
        }
        let forgotten = self.store.forget(runs).await?;
        let mut beside = Vec::new();
        for run in &forgotten {
            if self.adopted.write().remove(run) {
                beside.push((ADOPTIONS, run));
            }
            if found::find::<RunId>(&*self.store, RERUNS, &run.to_string()).await?.value.is_some() {
                beside.push((RERUNS, run));
            }
        }
        if !beside.is_empty() {
            let delete = |(collection, run): (&str, &RunId)| Put {
                collection: collection.to_owned(),
                key: run.to_string(),
                expected: None,
                content: None,
            };
            self.store.put(beside.into_iter().map(delete).collect()).await?;
        }
        Ok(forgotten)
    }
}
