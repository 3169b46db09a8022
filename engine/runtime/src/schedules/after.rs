//! `after`: a run that follows the one before.

use std::sync::Arc;

use towpath_journal::RunId;
use towpath_wire::Schedule;

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
        let before = *progress.chain.get_or_insert(Chain { run: None, from: now, ended: None });
        let (chain, due) = before.at(wait, self.end_of(before.run).await?, now);
        let Some(due) = due else {
            if let Some(run) = chain.run
                && one.watched.replace(run) != Some(run)
            {
                self.wake_after(run);
            }
            return Ok(NEVER);
        };
        let what = chain.run.map_or_else(|| format!("after {}", chain.from), |run| format!("after {run}"));
        if chain != before {
            progress.chain = Some(chain);
            self.keep(&workflow.place(), progress).await?;
        }
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
        progress.chain = Some(Chain { run, from: now.saturating_add(wait), ended: None });
        self.keep(&workflow.place(), progress).await?;
        // Whether it has ended already is looked at in the next turn.
        Ok(run.map_or(now.saturating_add(wait), |_| now))
    }

    /// When the next run starts, as the clock says now; `None` while the one before is under way, and before the first.
    pub(super) async fn following(
        &self,
        schedule: &Schedule,
        chain: Option<Chain>,
    ) -> Result<Option<i64>, Fault> {
        let (Some(wait), Some(chain)) = (schedule.after, chain) else { return Ok(None) };
        let ended = self.end_of(chain.run).await?;
        Ok(chain.at(i64::try_from(wait).unwrap_or(NEVER), ended, self.clock.now()).1)
    }

    async fn end_of(&self, run: Option<RunId>) -> Result<Option<i64>, Fault> {
        match run {
            Some(run) => self.workflows.ended(run).await,
            None => Ok(None),
        }
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
