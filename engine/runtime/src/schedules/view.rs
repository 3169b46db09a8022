//! Schedules as people see them, and what people do with them: pausing and resuming.

use std::collections::BTreeMap;

use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_wire::Schedule;

use super::around::Scheduled;
use super::progress::{Fired, PAUSES, PROGRESS, PauseChange, Progress};
use super::{Schedules, SchedulesError};
use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::found::{decode, encode, find};
use crate::timetable::{COMING, Timetable};

/// A schedule, as it is carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleView {
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The version whose schedule it is, and whose runs start.
    pub version: String,
    /// The principal on whose behalf they start.
    pub owner: String,
    /// The schedule itself.
    pub schedule: Schedule,
    /// The time zone of `cron`.
    pub zone: Option<String>,
    /// Who paused it.
    pub paused: Option<PausedBy>,
    /// Why no version of the workflow may start.
    pub stopped: Option<String>,
    /// The next times, in milliseconds since the Unix epoch; none while it is paused or stopped, and of `on`.
    pub next: Vec<i64>,
    /// The newest firing.
    pub last: Option<Fired>,
}

/// Who paused a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PausedBy {
    /// The principal.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

impl Schedules {
    /// The schedules of published workflows, by name.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn list(&self, namespace: Option<&str>) -> Result<Vec<ScheduleView>, SchedulesError> {
        let mut known: BTreeMap<String, Progress> = BTreeMap::new();
        for document in self.documents.list(PROGRESS, "").await? {
            known.insert(document.key, decode(&document.content)?);
        }
        let mut found = self.workflows.scheduled();
        found.retain(|workflow| namespace.is_none_or(|wanted| workflow.namespace == wanted));
        found.sort_by_cached_key(Scheduled::place);
        let mut views = Vec::with_capacity(found.len());
        for workflow in found {
            let progress = known.remove(&workflow.place());
            views.push(self.view(workflow, progress).await?);
        }
        Ok(views)
    }

    /// Pauses a schedule: nothing of it starts until it is resumed. Runs under way go on.
    ///
    /// # Errors
    /// `NotFound` where the workflow has no schedule; `NoReason`.
    pub(crate) async fn pause(
        &self,
        changing: &ChangeGuard<'_>,
        who: &Principal,
        place: (&str, &str),
        reason: &str,
    ) -> Result<ScheduleView, SchedulesError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(SchedulesError::NoReason);
        }
        let change = PauseChange {
            paused: true,
            by: who.id.clone(),
            reason: Some(reason.to_owned()),
            at: self.clock.now(),
            make_up: false,
            event: 0,
        };
        self.change(changing, place, change).await
    }

    /// Resumes a schedule. What was due meanwhile is left out, unless `make_up`: then it counts as missed, and the schedule's
    /// own `missed` says what becomes of it. A schedule that is not paused stays as it is.
    ///
    /// # Errors
    /// `NotFound` where the workflow has no schedule.
    pub(crate) async fn resume(
        &self,
        changing: &ChangeGuard<'_>,
        who: &Principal,
        place: (&str, &str),
        (reason, make_up): (Option<String>, bool),
    ) -> Result<ScheduleView, SchedulesError> {
        let workflow = self.scheduled(place)?;
        let key = workflow.place();
        if !self.pauses.read().get(&key).is_some_and(|pause| pause.paused) {
            let progress = find(&*self.documents, PROGRESS, &key).await?.value;
            return self.view(workflow, progress).await;
        }
        let (by, at, event) = (who.id.clone(), self.clock.now(), self.events.last());
        let change = PauseChange { paused: false, by, reason, at, make_up, event };
        self.change(changing, place, change).await
    }

    async fn change(
        &self,
        _: &ChangeGuard<'_>,
        place: (&str, &str),
        change: PauseChange,
    ) -> Result<ScheduleView, SchedulesError> {
        let workflow = self.scheduled(place)?;
        let key = workflow.place();
        let (collection, content) = (PAUSES.to_owned(), Some(encode(&change)?));
        self.documents.put(vec![Put { collection, key: key.clone(), expected: None, content }]).await?;
        self.pauses.write().insert(key.clone(), change);
        self.workflows.changed().notify_one();
        let progress = find(&*self.documents, PROGRESS, &key).await?.value;
        self.view(workflow, progress).await
    }

    fn scheduled(&self, (namespace, name): (&str, &str)) -> Result<Scheduled, Fault> {
        let all = self.workflows.scheduled().into_iter();
        let mut found = all.filter(|workflow| workflow.namespace == namespace && workflow.name == name);
        let none = || Fault::NotFound { what: "schedule", name: format!("{namespace}/{name}") };
        found.next().ok_or_else(none)
    }

    async fn view(
        &self,
        workflow: Scheduled,
        progress: Option<Progress>,
    ) -> Result<ScheduleView, SchedulesError> {
        let pause = self.pauses.read().get(&workflow.place()).cloned().filter(|pause| pause.paused);
        let table = Timetable::of(&workflow.schedule).ok();
        let mut next = Vec::new();
        if pause.is_none() && workflow.stopped.is_none() {
            let now = self.clock.now();
            next.extend(table.iter().flat_map(|table| table.coming(now, COMING)));
            let chain = progress.as_ref().and_then(|progress| progress.chain);
            next.extend(self.following(&workflow.schedule, chain).await?);
            next.sort_unstable();
            next.truncate(COMING);
        }
        let Scheduled { namespace, name, version, owner, schedule, stopped } = workflow;
        Ok(ScheduleView {
            namespace,
            name,
            version,
            owner,
            zone: table.and_then(|table| table.zone()),
            schedule: (*schedule).clone(),
            paused: pause.map(|pause| PausedBy {
                by: pause.by,
                reason: pause.reason.unwrap_or_default(),
                at: pause.at,
            }),
            stopped,
            next,
            last: progress.and_then(|progress| progress.last),
        })
    }
}
