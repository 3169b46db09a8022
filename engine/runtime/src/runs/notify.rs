//! The people whom runs notify. Runs know them as a trait.

use async_trait::async_trait;
use towpath_access::WorkflowSubject;
use towpath_journal::RunId;

use crate::rules::decide::Echo;
use crate::runs::RunsError;
use crate::types::RunView;

/// The people who answer for workflows and integrations.
#[async_trait]
pub(crate) trait Notify: Send + Sync {
    /// A run failed.
    async fn failed(&self, run: RunId, view: &RunView);

    /// A system sent secrets back that a workflow's call had sent to it. They were redacted.
    async fn echoed(&self, workflow: &WorkflowSubject, integration: &str, echo: &Echo);

    /// Unfinished runs of a workflow end at their next effect: their token was revoked, or their principal disabled.
    async fn withdrawn(&self, workflow: String, runs: &[RunId], why: &str) -> Result<(), RunsError>;
}
