//! Forgetting ended runs, in bounded steps: those whose time is over, or that somebody asks for. A run under way is never
//! forgotten, nor one whose answer another run under way may still need.

use std::collections::BTreeMap;

use towpath_journal::{HeadFilter, Put, RunHead, RunId, Status};

use crate::found;
use crate::retention::Retention;
use crate::runs::adoption::ADOPTIONS;
use crate::runs::rerun::RERUNS;
use crate::runs::{Runs, RunsError};

/// Runs that are looked at together.
const STEP: usize = 256;

/// How far runs were looked at.
#[derive(Default)]
struct Step {
    before: Option<RunId>,
}

/// How many runs were forgotten, by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// Runs that completed.
    pub completed: u64,
    /// Runs that ended in an error.
    pub faulted: u64,
    /// Runs that were cancelled.
    pub cancelled: u64,
}

impl Forgotten {
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
    /// Whether there is a run whose time is over.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn has_overdue(&self, retention: &Retention) -> Result<bool, RunsError> {
        let mut step = Step::default();
        loop {
            match self.overdue(retention, &mut step).await? {
                Some(over) if over.is_empty() => {}
                over => return Ok(over.is_some()),
            }
        }
    }

    /// Forgets every run whose time is over, and counts them. What was forgotten before an error stays forgotten.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn forget_overdue(
        &self,
        retention: &Retention,
        forgotten: &mut Forgotten,
    ) -> Result<(), RunsError> {
        let mut step = Step::default();
        while let Some(over) = self.overdue(retention, &mut step).await? {
            for run in self.forget_ended(over.keys().copied().collect()).await? {
                over.get(&run).into_iter().for_each(|status| forgotten.count(*status));
            }
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// The runs of the next step whose time is over; `None` after the last one.
    async fn overdue(
        &self,
        retention: &Retention,
        step: &mut Step,
    ) -> Result<Option<BTreeMap<RunId, Status>>, RunsError> {
        // Replays and answers of the backup are needed until somebody confirms.
        let Some(shortest) = retention.shortest().filter(|_| self.is_ready()) else {
            return Ok(None);
        };
        let now = self.now();
        // A run ends after it has started.
        let to = Some(now.saturating_sub(shortest));
        let filter = HeadFilter { to, before: step.before, limit: STEP, ..HeadFilter::default() };
        let heads = self.store.heads(filter).await?;
        let Some(last) = heads.last() else { return Ok(None) };
        step.before = Some(last.run);
        let mut over = BTreeMap::new();
        for head in heads {
            let is_over = retention.ends(&head).is_some_and(|ends| ends <= now);
            if is_over && !self.is_needed(&head).await? && !self.repeats_one_that_is_kept(&head).await? {
                over.insert(head.run, head.status);
            }
        }
        Ok(Some(over))
    }

    /// Forgets a run because somebody asks for it.
    ///
    /// # Errors
    /// `NotEnded` where it is under way, or the run that waits for it is; the pause after a restore; the store's.
    pub(super) async fn forget_asked(&self, head: &RunHead) -> Result<(), RunsError> {
        self.check_open()?;
        if self.is_needed(head).await? || self.forget_ended(vec![head.run]).await?.is_empty() {
            return Err(RunsError::NotEnded(head.run));
        }
        Ok(())
    }

    /// Whether the run that waits for it is under way: it may not have the answer yet.
    pub(super) async fn is_needed(&self, head: &RunHead) -> Result<bool, RunsError> {
        let Some(parent) = head.parent else { return Ok(false) };
        Ok(self.store.head(parent).await?.is_some_and(|parent| !parent.status.is_final()))
    }

    /// Whether it repeats a run that is still there: that this one was run again is known as long as that one is.
    async fn repeats_one_that_is_kept(&self, head: &RunHead) -> Result<bool, RunsError> {
        let Some(earlier) = head.rerun_of else { return Ok(false) };
        Ok(self.store.head(earlier).await?.is_some())
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
