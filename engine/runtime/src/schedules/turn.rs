//! One turn of the loop: what is due of every schedule is carried out, and what was done is written down.
//!
//! INVARIANT: a run is started, and its start on disk, before it is written down that its time was carried out. After a crash
//! in between the time is due again, and its key finds the run.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, stream};
use tokio::sync::mpsc::UnboundedReceiver;
use towpath_journal::{Put, RunId};
use towpath_wire::Overlap;

use super::Schedules;
use super::around::{Cause, NotStarted, Scheduled};
use super::plan::plan;
use super::progress::{Fired, FiringOutcome, PROGRESS, Progress, identity};
use crate::events::{Place, Subscription};
use crate::fault::Fault;
use crate::found::{decode, delete};
use crate::timetable::Timetable;

/// How long to wait, in milliseconds, before a start that may succeed later is tried again.
pub(super) const AGAIN: i64 = 5_000;
/// How many schedules are carried out at the same time.
const AT_ONCE: usize = 16;
/// The next time of what has none.
pub(super) const NEVER: i64 = i64::MAX;

/// What the loop remembers between two turns.
#[derive(Default)]
pub(super) struct Kept {
    /// `None` before the store was read.
    schedules: Option<BTreeMap<String, One>>,
}

/// What the loop remembers of one schedule.
#[derive(Default)]
pub(super) struct One {
    /// `None` where nothing is known of it.
    pub(super) progress: Option<Progress>,
    table: Option<Timetable>,
    /// It was stopped when it was looked at last.
    was_stopped: bool,
    /// The run whose end wakes the loop.
    pub(super) watched: Option<RunId>,
    /// The events that may start it.
    pub(super) listening: Option<Listening>,
}

/// Events that have come for one schedule.
pub(super) struct Listening {
    pub(super) queue: UnboundedReceiver<Place>,
    /// An event that could not start a run yet.
    pub(super) pending: Option<Place>,
    pub(super) _subscription: Subscription,
}

/// A firing: its key, what it is of, and the time it is for.
pub(super) struct Firing {
    pub(super) key: String,
    pub(super) cause: Cause,
    pub(super) due: i64,
    /// The run that must have ended, or the firing is left out.
    unless: Option<RunId>,
}

impl Firing {
    pub(super) fn new(workflow: &Scheduled, what: &str, cause: Cause, due: i64) -> Self {
        // A key of a caller has three slashes or more, this one has one.
        Self { key: format!("schedule {} {what}", workflow.place()), cause, due, unless: None }
    }
}

/// What became of a firing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Settled {
    /// It is carried out, or left out.
    Done,
    /// It has to be tried again.
    Later,
}

impl Schedules {
    /// Carries out what is due. Returns when something is due again.
    pub(super) async fn turn(&self, kept: &mut Kept) -> i64 {
        let again = self.clock.now() + AGAIN;
        if !self.workflows.is_ready() {
            return again;
        }
        let mut known = match kept.schedules.take() {
            Some(known) => known,
            None => match self.load().await {
                Ok(known) => known,
                Err(error) => {
                    tracing::error!("schedules cannot be read: {error}");
                    return again;
                }
            },
        };
        let work = self.workflows.scheduled().into_iter().map(|workflow| {
            let one = known.remove(&workflow.place()).unwrap_or_default();
            self.carry_out(workflow, one)
        });
        let work: Vec<_> = work.collect();
        let done: Vec<_> = stream::iter(work).buffer_unordered(AT_ONCE).collect().await;
        // What is left has no schedule any more. If it gets one again, that begins anew.
        self.forget(known.into_keys().collect()).await;
        let next = done.iter().map(|(_, _, next)| *next).min().unwrap_or(NEVER);
        kept.schedules = Some(done.into_iter().map(|(place, one, _)| (place, one)).collect());
        next
    }

    async fn load(&self) -> Result<BTreeMap<String, One>, Fault> {
        let mut known = BTreeMap::new();
        for document in self.documents.list(PROGRESS, "").await? {
            let progress = Some(decode(&document.content)?);
            known.insert(document.key, One { progress, ..One::default() });
        }
        Ok(known)
    }

    async fn forget(&self, places: Vec<String>) {
        if places.is_empty() {
            return;
        }
        let puts = places.iter().map(|place| Put { expected: None, ..delete(PROGRESS, place, 0) });
        if let Err(error) = self.documents.put(puts.collect()).await {
            tracing::warn!("how far schedules were carried out could not be forgotten: {error}");
        }
    }

    async fn carry_out(&self, workflow: Scheduled, mut one: One) -> (String, One, i64) {
        let place = workflow.place();
        let next = match self.step(&workflow, &mut one).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(workflow = %place, "a schedule could not be carried out: {error}");
                self.clock.now() + AGAIN
            }
        };
        (place, one, next)
    }

    /// Carries out what is due of one schedule. Returns when it is due again.
    async fn step(&self, workflow: &Scheduled, one: &mut One) -> Result<i64, Fault> {
        let (place, now) = (workflow.place(), self.clock.now());
        self.begin(workflow, one, now).await?;
        let (Some(progress), Some(table)) = (&mut one.progress, &one.table) else { return Ok(NEVER) };
        let pause = self.pauses.read().get(&place).cloned();
        let is_paused = pause.as_ref().is_some_and(|pause| pause.paused);
        if is_paused || workflow.stopped.is_some() {
            one.was_stopped |= workflow.stopped.is_some();
            self.leave_out_events(one);
            return Ok(NEVER);
        }
        if std::mem::take(&mut one.was_stopped) {
            progress.until = progress.until.max(now);
            self.keep(&place, progress).await?;
        }
        if let Some(resumed) = pause {
            progress.until = progress.until.max(resumed.left_out_until(now).unwrap_or(i64::MIN));
            progress.event = progress.event.max(resumed.event);
        }
        let planned = plan(table, workflow.schedule.missed, progress.until, now);
        let times = self.times(workflow, progress, planned.fire, planned.until).await?;
        let next = match times {
            Settled::Done => table.next(progress.until.max(now)).unwrap_or(NEVER),
            Settled::Later => now + AGAIN,
        };
        let chained = self.follow(workflow, one).await?;
        let heard = self.hear(workflow, one).await?;
        Ok(next.min(chained).min(heard))
    }

    /// Makes a schedule known that is new, or another one than before: nothing that was due before counts.
    async fn begin(&self, workflow: &Scheduled, one: &mut One, now: i64) -> Result<(), Fault> {
        let schedule = &*workflow.schedule;
        if one.progress.as_ref().is_none_or(|known| known.of != identity(schedule)) {
            let last = one.progress.take().and_then(|known| known.last);
            let begun = Progress::begun(schedule, now, self.events.last(), last);
            self.keep(&workflow.place(), &begun).await?;
            *one = One { progress: Some(begun), ..One::default() };
        }
        if one.table.is_none() {
            let table = Timetable::of(schedule);
            one.table = Some(table.map_err(|wrong| Fault::Internal(wrong.to_string()))?);
        }
        Ok(())
    }

    pub(super) async fn keep(&self, place: &str, progress: &Progress) -> Result<(), Fault> {
        self.documents.put(vec![progress.put(place)?]).await?;
        Ok(())
    }

    /// `every` and `cron`.
    async fn times(
        &self,
        workflow: &Scheduled,
        progress: &mut Progress,
        fire: Vec<i64>,
        until: i64,
    ) -> Result<Settled, Fault> {
        for due in fire {
            let mut firing = Firing::new(workflow, &due.to_string(), Cause::Time, due);
            if workflow.schedule.overlap == Overlap::Skip {
                firing.unless = progress.run;
            }
            if self.fire(workflow, progress, firing).await? == Settled::Later {
                return Ok(Settled::Later);
            }
            if let Some(Fired { outcome: FiringOutcome::Started(run), .. }) = &progress.last {
                progress.run = Some(*run);
            }
            progress.until = due;
            self.keep(&workflow.place(), progress).await?;
        }
        // Times that are left out are written down with the next one that is carried out: left out once more, they change nothing.
        progress.until = until;
        Ok(Settled::Done)
    }

    /// Starts the run of a firing, or finds it. What became of it is in `progress`, not written down yet.
    pub(super) async fn fire(
        &self,
        workflow: &Scheduled,
        progress: &mut Progress,
        firing: Firing,
    ) -> Result<Settled, Fault> {
        let Firing { key, cause, due, unless } = firing;
        let outcome = match self.workflows.started(&key).await? {
            Some(run) => FiringOutcome::Started(run),
            None => match self.under_way(unless).await? {
                Some(run) => FiringOutcome::Skipped(run),
                None => match self.workflows.start(workflow, &key, &cause).await {
                    Ok(run) => FiringOutcome::Started(run),
                    Err(NotStarted::Refused(why)) => FiringOutcome::Refused(why),
                    Err(NotStarted::Kept) => return Ok(Settled::Done),
                    Err(NotStarted::Later(why)) => {
                        tracing::info!(workflow = %workflow.place(), due, "a schedule starts its run later: {why}");
                        return Ok(Settled::Later);
                    }
                },
            },
        };
        match &outcome {
            FiringOutcome::Started(_) => progress.told = None,
            FiringOutcome::Refused(why) if progress.told.as_ref() != Some(why) => {
                self.tell.refused(&workflow.place(), why).await;
                progress.told = Some(why.clone());
            }
            FiringOutcome::Refused(_) | FiringOutcome::Skipped(_) => {}
        }
        progress.last = Some(Fired { due, at: self.clock.now(), outcome });
        Ok(Settled::Done)
    }

    async fn under_way(&self, run: Option<RunId>) -> Result<Option<RunId>, Fault> {
        let Some(run) = run else { return Ok(None) };
        Ok(self.workflows.ended(run).await?.is_none().then_some(run))
    }
}
