//! What schedules would start at once if they were carried out now. Nothing is started or written.

use towpath_journal::StoreError;

use super::Schedules;
use super::SchedulesError;
use super::plan::plan;
use super::progress::{PROGRESS, Progress, identity};
use crate::found::find;
use crate::timetable::Timetable;

/// A schedule that is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSchedule {
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The version whose runs start.
    pub version: String,
    /// Every time up to here was carried out or left out, in milliseconds since the Unix epoch.
    pub until: i64,
    /// Times that have come and would be carried out at once, oldest first.
    pub due: Vec<i64>,
}

impl Schedules {
    /// The schedules that are neither paused nor stopped, by name.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn pending(&self) -> Result<Vec<PendingSchedule>, SchedulesError> {
        let now = self.clock.now();
        let mut found = Vec::new();
        for workflow in self.workflows.scheduled() {
            let (place, schedule) = (workflow.place(), &*workflow.schedule);
            let pause = self.pauses.read().get(&place).cloned();
            if workflow.stopped.is_some() || pause.as_ref().is_some_and(|pause| pause.paused) {
                continue;
            }
            let progress: Option<Progress> = find(&*self.documents, PROGRESS, &place).await?.value;
            // One that is new, or another than before, begins when it is looked at: nothing before counts.
            let Some(progress) = progress.filter(|known| known.of == identity(schedule)) else { continue };
            let resumed = pause.filter(|pause| !pause.make_up).map_or(i64::MIN, |pause| pause.at);
            let until = progress.until.max(resumed);
            let table = Timetable::of(schedule).map_err(|wrong| {
                SchedulesError::Fault(
                    StoreError::Corrupt(format!("the schedule of `{place}`: {wrong}")).into(),
                )
            })?;
            let mut due = plan(&table, schedule.missed, until, now).fire;
            let following = self.following(schedule, progress.chain).await?;
            due.extend(following.filter(|time| *time <= now));
            due.sort_unstable();
            let (namespace, name, version) = (workflow.namespace, workflow.name, workflow.version);
            found.push(PendingSchedule { namespace, name, version, until, due });
        }
        found.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
        Ok(found)
    }

    /// Carries out what is due now, and does not wait for the next time.
    pub(crate) fn look_again(&self) {
        self.workflows.changed().notify_one();
    }
}
