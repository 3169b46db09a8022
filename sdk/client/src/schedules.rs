//! Schedules.

use reqwest::Method;
use towpath_api_types::{PauseSchedule, ResumeSchedule, Schedule, Schedules, SchedulesQuery};

use crate::http::with_json_body;
use crate::{Client, ClientError};

impl Client {
    /// The schedules of published workflows, by name.
    ///
    /// # Errors
    /// As every call.
    pub async fn schedules(&self, namespace: Option<&str>) -> Result<Vec<Schedule>, ClientError> {
        let query = SchedulesQuery { namespace: namespace.map(str::to_owned) };
        let list: Schedules =
            self.json(self.request(Method::GET, &["v1", "schedules"]).query(&query)).await?;
        Ok(list.items)
    }

    /// Pauses the schedule of a workflow: nothing of it starts until it is resumed.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when the workflow has no schedule, 422 without a reason.
    pub async fn pause_schedule(
        &self,
        (namespace, name): (&str, &str),
        reason: &str,
    ) -> Result<Schedule, ClientError> {
        let request = self.request(Method::POST, &["v1", "schedules", namespace, name, "pause"]);
        self.json(with_json_body(request, &PauseSchedule { reason: reason.to_owned() })?).await
    }

    /// Resumes the schedule of a workflow. Times of the pause are left out; with `make_up` they count as missed.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when the workflow has no schedule.
    pub async fn resume_schedule(
        &self,
        (namespace, name): (&str, &str),
        reason: Option<&str>,
        make_up: bool,
    ) -> Result<Schedule, ClientError> {
        let request = self.request(Method::POST, &["v1", "schedules", namespace, name, "resume"]);
        let body = ResumeSchedule { reason: reason.map(str::to_owned), make_up };
        self.json(with_json_body(request, &body)?).await
    }
}
