//! The engine's calls about schedules: the room answers them.

use towpath_identity::Principal;

use super::{Engine, EngineError};
use crate::schedules::ScheduleView;

impl Engine {
    /// The schedules of published workflows, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn schedules(&self, namespace: Option<&str>) -> Result<Vec<ScheduleView>, EngineError> {
        Ok(self.schedules.list(namespace).await?)
    }

    /// Pauses a schedule: nothing of it starts until it is resumed. Runs under way go on.
    ///
    /// # Errors
    /// `NotFound` where the workflow has no schedule; `NoReason`.
    pub async fn pause_schedule(
        &self,
        who: &Principal,
        place: (&str, &str),
        reason: &str,
    ) -> Result<ScheduleView, EngineError> {
        let changing = self.rules.lock().await;
        Ok(self.schedules.pause(&changing, who, place, reason).await?)
    }

    /// Resumes a schedule. What was due meanwhile is left out; with `make_up` it counts as missed.
    ///
    /// # Errors
    /// `NotFound` where the workflow has no schedule.
    pub async fn resume_schedule(
        &self,
        who: &Principal,
        place: (&str, &str),
        reason: Option<String>,
        make_up: bool,
    ) -> Result<ScheduleView, EngineError> {
        let changing = self.rules.lock().await;
        Ok(self.schedules.resume(&changing, who, place, (reason, make_up)).await?)
    }
}
