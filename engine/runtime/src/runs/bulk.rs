//! One action on many runs: first what it would do, then exactly that. The runs that were shown are remembered by the digest of
//! the showing, so the action is about these and no others, however many begin or end meanwhile.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

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
/// Most of them of one person.
const REMEMBERED_OF_ONE: usize = 8;
/// How long a showing may be confirmed, in milliseconds.
const SHOWN_FOR: i64 = 3_600_000;
/// How many runs are acted on side by side.
const AT_ONCE: usize = 16;
/// Runs that have ended are looked for in pages of this size, and in so many at most.
const PAGE: usize = 200;
const MOST_PAGES: usize = 25;

/// Whether a person may do an action to a run.
pub type MayAct<'a> = &'a (dyn Fn(&RunHead) -> bool + Sync);

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
    /// It is forgotten: its journal, its input and output, and its idempotency key.
    Purge {
        /// Only runs whose journals name this.
        subject: Option<String>,
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
            // Those under way are told.
            Self::Purge { .. } => true,
        }
    }
}

/// What a bulk action would do.
#[derive(Debug, Clone, Default)]
pub struct BulkPlan {
    /// The runs, newest first.
    pub runs: Vec<RunHead>,
    /// There are more: they need another bulk action.
    pub more: bool,
    /// How many were left out. Where runs are run again: they were run again before, or cannot be. Where runs are forgotten:
    /// they are under way, or a run that may need their answer is.
    pub left_out: usize,
    /// Where runs are forgotten: when the oldest run started that was looked at, in milliseconds since the Unix epoch.
    pub looked_back_to: Option<i64>,
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

/// A showing: the runs, each with what must be as it was: the digest of its plan where it is run again, the suspension where it
/// continues.
#[derive(Debug, Clone)]
struct Shown {
    digest: String,
    who: String,
    /// In milliseconds since the Unix epoch.
    at: i64,
    action: BulkAction,
    runs: Vec<(RunId, String)>,
}

/// The bulk actions that were shown of late.
#[derive(Debug, Default)]
pub(crate) struct BulkLog(Mutex<VecDeque<Shown>>);

impl BulkLog {
    fn keep(&self, shown: Shown) {
        let mut all = self.0.lock();
        all.retain(|known| known.digest != shown.digest && shown.at - known.at < SHOWN_FOR);
        // Nobody pushes the showings of others out.
        if all.iter().filter(|known| known.who == shown.who).count() >= REMEMBERED_OF_ONE
            && let Some(oldest) = all.iter().position(|known| known.who == shown.who)
        {
            all.remove(oldest);
        }
        if all.len() >= REMEMBERED {
            all.pop_front();
        }
        all.push_back(shown);
    }

    /// Takes a showing: it is acted on once.
    fn take(&self, who: &str, action: &BulkAction, digest: &str, now: i64) -> Option<Shown> {
        let mut all = self.0.lock();
        let is_it = |known: &Shown| {
            known.digest == digest
                && known.who == who
                && known.action == *action
                && now - known.at < SHOWN_FOR
        };
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
        may: MayAct<'_>,
    ) -> Result<BulkPlan, RunsError> {
        let Planned { plan, states } = match action {
            BulkAction::Rerun { version } => self.plan_reruns(version.as_deref(), filters, may).await?,
            BulkAction::Purge { subject } => self.plan_purge(subject.as_deref(), filters, may).await?,
            _ => self.plan_of_unfinished(action, &filters, may).await?,
        };
        let digest = digest_of(&who.id, action, &states);
        self.bulks.keep(Shown {
            digest: digest.clone(),
            who: who.id.clone(),
            at: self.context.now(),
            action: action.clone(),
            runs: states,
        });
        Ok(BulkPlan { digest, ..plan })
    }

    async fn plan_of_unfinished(
        &self,
        action: &BulkAction,
        filters: &[HeadFilter],
        may: MayAct<'_>,
    ) -> Result<Planned, RunsError> {
        let is_meant = |head: &RunHead| {
            filters.iter().any(|filter| filter.matches(head)) && action.fits(head) && may(head)
        };
        // The newest ones.
        let mut found: BTreeMap<RunId, RunHead> = BTreeMap::new();
        let mut planned = Planned::default();
        let keep = |head: RunHead| {
            if is_meant(&head) {
                found.insert(head.run, head);
            }
            if found.len() > MOST_RUNS {
                found.pop_first();
                planned.plan.more = true;
            }
        };
        self.visit_unfinished(keep).await?;
        let heads: Vec<RunHead> = found.into_values().rev().collect();
        planned.states = heads.iter().map(|head| (head.run, state_of(action, head))).collect();
        planned.plan.runs = heads;
        Ok(planned)
    }

    /// The newest runs that can be run again and were not yet.
    async fn plan_reruns(
        &self,
        version: Option<&str>,
        filters: Vec<HeadFilter>,
        may: MayAct<'_>,
    ) -> Result<Planned, RunsError> {
        let asked = RerunAsked { from: None, version: version.map(str::to_owned) };
        let action = BulkAction::Rerun { version: asked.version.clone() };
        let mut planned = Planned::default();
        let mut seen = BTreeSet::new();
        for filter in filters {
            let mut filter = HeadFilter { limit: PAGE, draft: Some(false), ..filter };
            for page in 0.. {
                let heads = self.store.heads(filter.clone()).await?;
                filter.before = heads.last().map(|head| head.run);
                for head in heads.into_iter().filter(|head| action.fits(head) && may(head)) {
                    if planned.plan.runs.len() >= MOST_RERUNS {
                        planned.plan.more = true;
                        break;
                    }
                    if seen.insert(head.run) {
                        self.plan_one(head, &asked, &mut planned).await?;
                    }
                }
                if filter.before.is_none() || planned.plan.more {
                    break;
                }
                if page >= MOST_PAGES {
                    planned.plan.more = true;
                    break;
                }
            }
        }
        Ok(planned)
    }

    async fn plan_one(
        &self,
        head: RunHead,
        asked: &RerunAsked,
        planned: &mut Planned,
    ) -> Result<(), RunsError> {
        let again = match self.has_rerun(head.run).await? {
            true => None,
            false => self.plan_rerun(head.run, asked).await.ok(),
        };
        let plan = &mut planned.plan;
        match again {
            None => plan.left_out += 1,
            Some(rerun) => {
                plan.repeats += rerun.repeats.len();
                plan.unprotected += rerun.repeats.iter().filter(|write| !write.protected).count();
                planned.states.push((head.run, rerun.digest));
                plan.runs.push(head);
            }
        }
        Ok(())
    }

    /// Does what was shown, to exactly the runs that were shown. A run that has changed meanwhile, or that `may` does not let
    /// through any more, is left as it is, and the result says so.
    ///
    /// # Errors
    /// `Changed` where the digest is not one that this person was shown in the last hour for this action.
    pub(crate) async fn bulk(
        &self,
        who: &Principal,
        action: &BulkAction,
        digest: &str,
        may: MayAct<'_>,
    ) -> Result<Vec<BulkDone>, RunsError> {
        let Some(shown) = self.bulks.take(&who.id, action, digest, self.context.now()) else {
            let what = vec!["the digest is not one that was shown to you lately for this action".to_owned()];
            return Err(Fault::Changed { what, digest: String::new() }.into());
        };
        let one = |(run, state): (RunId, String)| async move {
            BulkDone { run, result: self.act(who, action, run, &state, may).await }
        };
        Ok(stream::iter(shown.runs).map(one).buffered(AT_ONCE).collect().await)
    }

    async fn act(
        &self,
        who: &Principal,
        action: &BulkAction,
        run: RunId,
        state: &str,
        may: MayAct<'_>,
    ) -> Result<Option<RunId>, RunsError> {
        let head = self.head(run).await?;
        if !may(&head) {
            return Err(Fault::NotFound { what: "run", name: run.to_string() }.into());
        }
        match action {
            BulkAction::Cancel { force } => self.cancel_for(run, *force).await?,
            BulkAction::Suspend { reason } => self.suspend(who, run, reason).await?,
            BulkAction::Resume if state_of(action, &head) != state => {
                let what = vec!["it is not suspended as it was when it was shown".to_owned()];
                return Err(Fault::Changed { what, digest: String::new() }.into());
            }
            BulkAction::Resume => self.resume(who, run).await?,
            BulkAction::Purge { .. } => self.forget_asked(&head).await?,
            BulkAction::Rerun { version } => {
                let asked = RerunAsked { from: None, version: version.clone() };
                let started = self.rerun(who, run, &asked, state, None).await?;
                self.durable(&started).await?;
                return Ok(Some(started.run));
            }
        }
        Ok(None)
    }
}

/// A plan while it is made.
#[derive(Default)]
pub(super) struct Planned {
    pub(super) plan: BulkPlan,
    pub(super) states: Vec<(RunId, String)>,
}

/// What must be as it was when the action is done.
fn state_of(action: &BulkAction, head: &RunHead) -> String {
    match (action, &head.suspended) {
        (BulkAction::Resume, Some(suspended)) => format!("{} {}", suspended.by, suspended.at),
        _ => String::new(),
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
