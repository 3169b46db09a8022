//! The people whom runs notify are those of the desk.

use async_trait::async_trait;
use towpath_access::WorkflowSubject;
use towpath_journal::RunId;

use crate::desk::Desk;
use crate::fault::Fault;
use crate::rules::decide::Echo;
use crate::runs::{Notify, RunsError};
use crate::schedules::Tell;
use crate::types::RunView;

#[async_trait]
impl Notify for Desk {
    async fn failed(&self, run: RunId, view: &RunView) {
        self.notice_failed(run, view).await;
    }

    async fn echoed(&self, workflow: &WorkflowSubject, integration: &str, echo: &Echo) {
        self.notice_echo(workflow, integration, echo).await;
    }

    async fn withdrawn(&self, workflow: String, runs: &[RunId], why: &str) -> Result<(), RunsError> {
        self.notice_withdrawn(workflow, runs, why).await.map_err(|error| Fault::from(error).into())
    }
}

#[async_trait]
impl Tell for Desk {
    async fn refused(&self, workflow: &str, why: &str) {
        self.notice_schedule(workflow, why).await;
    }
}
