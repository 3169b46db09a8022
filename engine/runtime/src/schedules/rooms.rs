//! The workflows and runs of the engine, as the schedules see them.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Notify;
use towpath_journal::RunId;

use super::around::{Cause, NotStarted, Scheduled, Workflows};
use crate::catalog::{Catalog, CatalogError};
use crate::fault::Fault;
use crate::runs::scheduled::{Uncalled, UncalledBy};
use crate::runs::{Runs, RunsError};
use crate::version::Version;

/// How long to wait for a run before its state is read again.
const LOOK: Duration = Duration::from_secs(600);
/// How long to wait before a run that stands still is looked at again.
const AGAIN: Duration = Duration::from_secs(5);

/// The catalog and the runs.
pub(crate) struct Rooms {
    catalog: Arc<Catalog>,
    runs: Runs,
}

impl Rooms {
    pub(crate) fn new(catalog: Arc<Catalog>, runs: Runs) -> Self {
        Self { catalog, runs }
    }

    fn scheduled_version(&self, version: &Version) -> Option<Scheduled> {
        let schedule = version.schedule.clone()?;
        let workflow = &version.published.workflow;
        let owner = self.catalog.ownership(&workflow.namespace, &workflow.name);
        Some(Scheduled {
            namespace: workflow.namespace.clone(),
            name: workflow.name.clone(),
            version: workflow.version.clone(),
            owner: owner.map_or_else(|_| version.published.author.clone(), |ownership| ownership.owner),
            schedule,
            stopped: self.catalog.may_begin(&version.published).err().map(|error| error.to_string()),
        })
    }
}

#[async_trait]
impl Workflows for Rooms {
    fn scheduled(&self) -> Vec<Scheduled> {
        self.catalog.live().iter().filter_map(|version| self.scheduled_version(version)).collect()
    }

    fn changed(&self) -> Arc<Notify> {
        self.catalog.live_changed()
    }

    fn is_ready(&self) -> bool {
        self.runs.is_ready()
    }

    async fn started(&self, key: &str) -> Result<Option<RunId>, Fault> {
        Ok(self.runs.started_under(key).await?)
    }

    async fn start(&self, workflow: &Scheduled, key: &str, cause: &Cause) -> Result<RunId, NotStarted> {
        let by = match cause {
            Cause::Time => UncalledBy::Time,
            Cause::Event(event) => UncalledBy::Event(event),
        };
        let owner = &workflow.owner;
        if self.runs.is_disabled(owner) {
            let why = format!(
                "its owner {owner} is disabled, so nobody answers for its runs; hand it over with `towpath workflows owner`"
            );
            return Err(NotStarted::Refused(why));
        }
        let place = (&*workflow.namespace, &*workflow.name);
        let start = Uncalled { place, owner, key, schedule: &workflow.schedule, by };
        match self.runs.start_uncalled(start).await {
            Ok(Some(run)) => Ok(run),
            Ok(None) => Err(NotStarted::Kept),
            Err(error) => Err(not_started(error)),
        }
    }

    async fn ended(&self, run: RunId) -> Result<Option<i64>, Fault> {
        match self.runs.head_of(run).await? {
            Some(head) if head.status.is_final() => Ok(Some(head.ended_at.unwrap_or(head.started_at))),
            Some(_) => Ok(None),
            None => Ok(Some(self.runs.now())),
        }
    }

    async fn wait_for(&self, run: RunId) {
        while !self.runs.is_closing() {
            match self.runs.wait(run, LOOK).await {
                Ok(Some(_)) | Err(RunsError::Fault(Fault::NotFound { .. })) => return,
                Ok(None) | Err(_) => self.runs.clock().sleep(AGAIN).await,
            }
        }
    }
}

/// Whether a start that failed may succeed later.
fn not_started(error: RunsError) -> NotStarted {
    match error {
        RunsError::Fault(Fault::StartRefused(decision)) => NotStarted::Refused(decision.explanation()),
        RunsError::Busy
        | RunsError::Paused
        | RunsError::Crowded(_)
        | RunsError::Fault(Fault::Quota { .. } | Fault::Store(_) | Fault::Internal(_))
        | RunsError::Catalog(CatalogError::Fault(Fault::Store(_) | Fault::Internal(_))) => {
            NotStarted::Later(error.to_string())
        }
        error => NotStarted::Refused(error.to_string()),
    }
}
