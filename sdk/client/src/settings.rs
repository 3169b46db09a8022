//! Settings of workflows.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::http::{expecting, value};
use crate::{Client, ClientError};

/// The settings of a workflow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Those in force: what was set, and the default of everything else.
    pub values: Map<String, Value>,
    /// What was set.
    pub set: Map<String, Value>,
    /// The JSON Schema they keep to; each of its `properties` has a `default`.
    pub schema: Value,
    /// The version whose schema it is.
    pub version: String,
    /// Counts the changes.
    pub revision: u64,
    /// The principal who changed them last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

impl Client {
    /// The settings of a workflow.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when there is no such workflow, or it has none.
    pub async fn settings(&self, namespace: &str, name: &str) -> Result<Settings, ClientError> {
        self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "settings"])).await
    }

    /// Changes the settings of a workflow: whatever is not in `set` is at its default again. With a revision only if they
    /// are at it.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when a policy refuses them, 412 when somebody changed them in between, 422 when the
    /// version's schema does not take them.
    pub async fn put_settings(
        &self,
        (namespace, name): (&str, &str),
        set: &Map<String, Value>,
        reason: Option<&str>,
        revision: Option<u64>,
    ) -> Result<Settings, ClientError> {
        let mut body = json!({ "values": set });
        if let Some(reason) = reason {
            body["reason"] = reason.into();
        }
        let request = self.request(Method::PUT, &["v1", "workflows", namespace, name, "settings"]);
        self.json(expecting(value(request, &body)?, revision)).await
    }
}
