//! One action on many runs: first what it would do, then exactly that. The runs that were shown are remembered by the digest of
//! the showing, so the action is about these and no others, however many begin or end meanwhile.

use std::collections::VecDeque;

use futures_util::{StreamExt as _, stream};
use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};
use towpath_identity::Principal;
use towpath_journal::{HeadFilter, RunHead, RunId, Status};

use crate::fault::Fault;
use crate::runs::rerun::RerunAsked;
use crate::runs::{Runs, RunsError};

/// Most runs of one bulk action.
pub const MOST_RUNS: usize = 500;
/// Most runs that are run again at once: the journal of each is read.
const MOST_RERUNS: usize = 100;
/// Most showings that are remembered.
const REMEMBERED: usize = 64;
/// How many runs are acted on side by side.
const AT_ONCE: usize = 16;

/// What is done to each run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAction {
    /// It is cancelled.
    Cancel {
        /// Without waiting for writes under way.
        force: bool,
    },
    /// It is suspended.
    Suspend {
        /// Why.
        reason: String,
    },
    /// It continues.
    Resume,
    /// It is run again from its start.
    Rerun {
        /// The version; `None`: the one of each run.
        version: Option<String>,
    },
}

impl BulkAction {
    /// Whether it can be done to a run in this state.
    fn fits(&self, head: &RunHead) -> bool {
        match self {
            Self::Cancel { .. } => !head.status.is_final(),
            Self::Suspend { .. } => !head.status.is_final() && head.status != Status::Suspended,
            Self::Resume => head.status == Status::Suspended,
            Self::Rerun { .. } => head.status.is_final() && !head.draft,
        }
    }

    fn most(&self) -> usize {
        if matches!(self, Self::Rerun { .. }) { MOST_RERUNS } else { MOST_RUNS }
    }
}

/// What a bulk action would do.
#[derive(Debug, Clone)]
pub struct BulkPlan {
    /// The runs, newest first.
    pub runs: Vec<RunHead>,
    /// There are more: they need another bulk action.
    pub more: bool,
    /// How many writes would be repeated, where runs are run again.
    pub repeats: usize,
    /// How many of these may not be repeated safely.
    pub unprotected: usize,
    /// The digest that a confirmation names.
    pub digest: String,
}

/// What was done to one run.
#[derive(Debug)]
pub struct BulkDone {
    /// The run.
    pub run: RunId,
    /// The new run, where it was run again; or why nothing was done.
    pub result: Result<Option<RunId>, RunsError>,
}

/// A showing: the runs, each with the digest of its plan where it is run again.
#[derive(Debug, Clone)]
struct Shown {
    digest: String,
    who: String,
    action: BulkAction,
    runs: Vec<(RunId, String)>,
}

/// The bulk actions that were shown of late.
#[derive(Debug, Default)]
pub(crate) struct BulkLog(Mutex<VecDeque<Shown>>);

impl BulkLog {
    fn keep(&self, shown: Shown) {
        let mut all = self.0.lock();
        all.retain(|known| known.digest != shown.digest);
        if all.len() >= REMEMBERED {
            all.pop_front();
        }
        all.push_back(shown);
    }

    /// Takes a showing: it is acted on once.
    fn take(&self, who: &str, action: &BulkAction, digest: &str) -> Option<Shown> {
        let mut all = self.0.lock();
        let is_it = |known: &Shown| known.digest == digest && known.who == who && known.action == *action;
        let at = all.iter().position(is_it)?;
        all.remove(at)
    }
}

impl Runs {
    /// What a bulk action would do to the runs of these filters that `may` lets through. Nothing is done.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn plan_bulk(
        &self,
        who: &Principal,
        action: &BulkAction,
        filters: Vec<HeadFilter>,
        may: &(dyn Fn(&RunHead) -> bool + Sync),
    ) -> Result<BulkPlan, RunsError> {
        let most = action.most();
        let mut heads = Vec::new();
        for filter in filters {
            heads.extend(self.fitting(action, filter, most + 1).await?.into_iter().filter(|head| may(head)));
        }
        heads.sort_unstable_by_key(|head| std::cmp::Reverse(head.run));
        heads.dedup_by_key(|head| head.run);
        let more = heads.len() > most;
        heads.truncate(most);
        let (mut runs, mut kept) = (Vec::new(), Vec::new());
        let (mut repeats, mut unprotected) = (0, 0);
        for head in heads {
            let mut plan_digest = String::new();
            if let BulkAction::Rerun { version } = action {
                let asked = RerunAsked { from: None, version: version.clone() };
                let Ok(plan) = self.plan_rerun(head.run, &asked).await else { continue };
                repeats += plan.repeats.len();
                unprotected += plan.repeats.iter().filter(|write| !write.protected).count();
                plan_digest = plan.digest;
            }
            kept.push((head.run, plan_digest));
            runs.push(head);
        }
        let digest = digest_of(&who.id, action, &kept);
        let shown = Shown { digest: digest.clone(), who: who.id.clone(), action: action.clone(), runs: kept };
        self.bulks.keep(shown);
        Ok(BulkPlan { runs, more, repeats, unprotected, digest })
    }

    /// The newest runs of a filter that the action can be done to.
    async fn fitting(
        &self,
        action: &BulkAction,
        filter: HeadFilter,
        most: usize,
    ) -> Result<Vec<RunHead>, RunsError> {
        // All that are under way are in memory; of those that have ended, a bounded number is looked at.
        if !matches!(action, BulkAction::Rerun { .. }) {
            let unfinished = self.store.unfinished().await?;
            return Ok(unfinished
                .into_iter()
                .filter(|head| filter.matches(head) && action.fits(head))
                .collect());
        }
        let found = self.store.heads(HeadFilter { limit: most * 2, ..filter }).await?;
        Ok(found.into_iter().filter(|head| action.fits(head)).collect())
    }

    /// Does what was shown, to exactly the runs that were shown. A run that has changed meanwhile is left as it is, and the
    /// result says so.
    ///
    /// # Errors
    /// `Changed` where the digest is not one that this person was shown of late for this action.
    pub(crate) async fn bulk(
        &self,
        who: &Principal,
        action: &BulkAction,
        digest: &str,
    ) -> Result<Vec<BulkDone>, RunsError> {
        let Some(shown) = self.bulks.take(&who.id, action, digest) else {
            let what = vec!["the digest is not one that was shown to you lately for this action".to_owned()];
            return Err(Fault::Changed { what, digest: String::new() }.into());
        };
        let one = |(run, plan): (RunId, String)| async move {
            BulkDone { run, result: self.act(who, action, run, &plan).await }
        };
        Ok(stream::iter(shown.runs).map(one).buffered(AT_ONCE).collect().await)
    }

    async fn act(
        &self,
        who: &Principal,
        action: &BulkAction,
        run: RunId,
        plan: &str,
    ) -> Result<Option<RunId>, RunsError> {
        match action {
            BulkAction::Cancel { force } => self.cancel_for(run, *force).await?,
            BulkAction::Suspend { reason } => self.suspend(who, run, reason).await?,
            BulkAction::Resume => self.resume(who, run).await?,
            BulkAction::Rerun { version } => {
                let asked = RerunAsked { from: None, version: version.clone() };
                let started = self.rerun(who, run, &asked, plan, None).await?;
                self.durable(&started).await?;
                return Ok(Some(started.run));
            }
        }
        Ok(None)
    }
}

fn digest_of(who: &str, action: &BulkAction, runs: &[(RunId, String)]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{who}\n{action:?}\n"));
    for (run, plan) in runs {
        hash.update(format!("{run} {plan}\n"));
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
