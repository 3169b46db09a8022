//! What schedules would start at once if they were carried out now. Nothing is started or written.

use super::Schedules;
use super::SchedulesError;
use super::around::Scheduled;
use super::plan::plan;
use super::progress::{PROGRESS, PauseChange, Progress, identity};
use crate::fault::Fault;
use crate::found::find;
use crate::timetable::Timetable;

/// A schedule that is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PendingSchedule {
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The version whose runs start.
    pub version: String,
    /// Every time up to here was carried out or left out, in milliseconds since the Unix epoch; `None`: it is new, or another
    /// than before, and begins when it is carried out.
    pub until: Option<i64>,
    /// Times that have come and would be carried out at once, oldest first.
    pub due: Vec<i64>,
    /// `on`: the position after which events were not looked at yet. Each of them that fits starts a run.
    pub events_after: Option<u64>,
    /// The position of the newest of these events.
    pub last_event: Option<u64>,
    /// Why it is not carried out.
    pub problem: Option<String>,
}

impl PendingSchedule {
    /// Whether it may start a run at once, or what it starts is not known.
    pub fn starts_at_once(&self) -> bool {
        !self.due.is_empty() || self.events_after.is_some() || self.problem.is_some()
    }
}

impl Schedules {
    /// The schedules that are neither paused nor stopped, by name.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn pending(&self) -> Result<Vec<PendingSchedule>, SchedulesError> {
        let mut found = Vec::new();
        for workflow in self.workflows.scheduled() {
            let pause = self.pauses.read().get(&workflow.place()).cloned();
            if workflow.stopped.is_none() && !pause.as_ref().is_some_and(|pause| pause.paused) {
                found.push(self.pending_of(workflow, pause).await?);
            }
        }
        found.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
        Ok(found)
    }

    async fn pending_of(
        &self,
        workflow: Scheduled,
        pause: Option<PauseChange>,
    ) -> Result<PendingSchedule, Fault> {
        let (now, place) = (self.clock.now(), workflow.place());
        let Scheduled { namespace, name, version, schedule, .. } = workflow;
        let found = PendingSchedule { namespace, name, version, ..PendingSchedule::default() };
        let table = match Timetable::of(&schedule) {
            Ok(table) => table,
            Err(wrong) => return Ok(PendingSchedule { problem: Some(wrong.to_string()), ..found }),
        };
        let progress: Option<Progress> = find(&*self.documents, PROGRESS, &place).await?.value;
        let Some(progress) = progress.filter(|known| known.of == identity(&schedule)) else {
            // It begins when it is looked at, and nothing before counts; but the first run of `after` waits for none.
            let due = schedule.after.map(|_| now).into_iter().collect();
            return Ok(PendingSchedule { due, ..found });
        };
        let resumed = pause.as_ref().and_then(|pause| pause.left_out_until(now));
        let until = progress.until.max(resumed.unwrap_or(i64::MIN));
        let mut due = plan(&table, schedule.missed, until, now).fire;
        if schedule.after.is_some() {
            let following = match progress.chain {
                Some(chain) => self.following(&schedule, Some(chain)).await?,
                None => Some(now),
            };
            due.extend(following.filter(|time| *time <= now));
        }
        due.sort_unstable();
        let (after, last) = (progress.event.max(pause.map_or(0, |pause| pause.event)), self.events.last());
        let (events_after, last_event) =
            (schedule.on.is_some() && after < last).then_some((after, last)).unzip();
        Ok(PendingSchedule { until: Some(until), due, events_after, last_event, ..found })
    }

    /// Carries out what is due now, and does not wait for the next time.
    pub(crate) fn look_again(&self) {
        self.workflows.changed().notify_one();
    }
}
