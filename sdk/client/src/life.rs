//! What becomes of published versions, and switches.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::http::{JSON, text};
use crate::{Client, ClientError, Version};

/// A switch of a workflow or an integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// Whether it runs.
    pub on: bool,
    /// Why it is off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The principal who switched it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// What is switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switched<'a> {
    /// A workflow: its namespace and name.
    Workflow(&'a str, &'a str),
    /// An integration.
    Integration(&'a str),
}

impl Client {
    /// Puts a version into another state: `published`, `deprecated`, `suspended` or `retired`.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when there is none, 409 when it is retired.
    pub async fn put_state(
        &self,
        place: (&str, &str, &str),
        state: &str,
        reason: Option<&str>,
    ) -> Result<Version, ClientError> {
        let (namespace, name, version) = place;
        let path = ["v1", "workflows", namespace, name, "versions", version, "state"];
        let body = match reason {
            Some(reason) => json!({ "state": state, "reason": reason }),
            None => json!({ "state": state }),
        };
        self.json(text(self.request(Method::PUT, &path), JSON, body.to_string())).await
    }

    /// Makes an earlier version the one that callers get.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when there is none, 409 when it cannot be called.
    pub async fn roll_back(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<Version, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, name, "rollback"]);
        self.json(text(request, JSON, json!({ "version": version }).to_string())).await
    }

    /// Switches off, with a reason, or on again.
    ///
    /// # Errors
    /// As every call.
    pub async fn switch(&self, what: Switched<'_>, off: Option<&str>) -> Result<Switch, ClientError> {
        let path = match what {
            Switched::Workflow(namespace, name) => vec!["v1", "workflows", namespace, name, "switch"],
            Switched::Integration(name) => vec!["v1", "integrations", name, "switch"],
        };
        let body = match off {
            Some(reason) => json!({ "on": false, "reason": reason }),
            None => json!({ "on": true }),
        };
        self.json(text(self.request(Method::PUT, &path), JSON, body.to_string())).await
    }
}
