//! Settings of workflows.

use reqwest::Method;
use serde_json::{Map, Value};
use towpath_api_types::{Settings, SettingsChange};

use crate::http::{with_expected_revision, with_json_body};
use crate::{Client, ClientError};

impl Client {
    /// The settings of a workflow.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when there is no such workflow, or it has none.
    pub async fn settings(&self, namespace: &str, name: &str) -> Result<Settings, ClientError> {
        self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "settings"])).await
    }

    /// Replaces the settings of a workflow: everything that is not in `set` gets its default again. With a revision only if they
    /// are at it.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when a policy refuses them, 412 when they were changed in between, 422 when the
    /// version's schema does not take them.
    pub async fn put_settings(
        &self,
        (namespace, name): (&str, &str),
        set: &Map<String, Value>,
        reason: Option<&str>,
        revision: Option<u64>,
    ) -> Result<Settings, ClientError> {
        let body = SettingsChange::new(set.clone(), reason.map(str::to_owned));
        let request = self.request(Method::PUT, &["v1", "workflows", namespace, name, "settings"]);
        self.json(with_expected_revision(with_json_body(request, &body)?, revision)).await
    }
}
