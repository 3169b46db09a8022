//! `after`: a run that follows the one before.

use std::sync::Arc;

use towpath_journal::RunId;

use super::Schedules;
use super::around::{Cause, Scheduled};
use super::progress::{Chain, FiringOutcome};
use super::turn::{AGAIN, Firing, NEVER, One, Settled};
use crate::fault::Fault;

impl Schedules {
    /// `after`: the run that follows the one before.
    pub(super) async fn follow(&self, workflow: &Scheduled, one: &mut One) -> Result<i64, Fault> {
        let (Some(wait), Some(progress)) = (workflow.schedule.after, &mut one.progress) else {
            return Ok(NEVER);
        };
        let (wait, now) = (i64::try_from(wait).unwrap_or(NEVER), self.clock.now());
        let chain = *progress.chain.get_or_insert(Chain { run: None, from: now });
        let (due, what) = match chain.run {
            None => (chain.from, format!("after {}", chain.from)),
            Some(run) => match self.workflows.ended(run).await? {
                Some(ended) => (ended.saturating_add(wait), format!("after {run}")),
                None => {
                    if one.watched.replace(run) != Some(run) {
                        self.wake_after(run);
                    }
                    return Ok(NEVER);
                }
            },
        };
        if due > now {
            return Ok(due);
        }
        if chain.run.is_none() {
            // The key of the first run names this time: it has to be the same one after a crash.
            self.keep(&workflow.place(), progress).await?;
        }
        let firing = Firing::new(workflow, &what, Cause::Time, due);
        if self.fire(workflow, progress, firing).await? == Settled::Later {
            return Ok(now + AGAIN);
        }
        let run = match progress.last.as_ref().map(|last| &last.outcome) {
            Some(FiringOutcome::Started(run)) => Some(*run),
            _ => None,
        };
        progress.chain = Some(Chain { run, from: now.saturating_add(wait) });
        self.keep(&workflow.place(), progress).await?;
        // Whether it has ended already is looked at in the next turn.
        Ok(run.map_or(now.saturating_add(wait), |_| now))
    }

    /// Wakes the loop when a run has ended.
    fn wake_after(&self, run: RunId) {
        let (workflows, changed) = (Arc::clone(&self.workflows), self.workflows.changed());
        tokio::spawn(async move {
            workflows.wait_for(run).await;
            changed.notify_one();
        });
    }
}
