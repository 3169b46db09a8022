//! The lifecycle of published versions, and switches.

use reqwest::Method;
use towpath_api_types::{RollBack, StateChange, Switch, SwitchChange, Version, VersionState};

use crate::http::with_json_body;
use crate::{Client, ClientError};

/// What is switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switched<'a> {
    /// A workflow: its namespace and name.
    Workflow(&'a str, &'a str),
    /// An integration.
    Integration(&'a str),
}

impl Client {
    /// Sets the state of a version.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when there is none, 409 when it is retired.
    pub async fn put_state(
        &self,
        place: (&str, &str, &str),
        state: VersionState,
        reason: Option<&str>,
    ) -> Result<Version, ClientError> {
        let (namespace, name, version) = place;
        let path = ["v1", "workflows", namespace, name, "versions", version, "state"];
        let body = StateChange { state, reason: reason.map(str::to_owned) };
        self.json(with_json_body(self.request(Method::PUT, &path), &body)?).await
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
        self.json(with_json_body(request, &RollBack { version: version.to_owned() })?).await
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
        let body = off.map_or_else(SwitchChange::on, SwitchChange::off);
        self.json(with_json_body(self.request(Method::PUT, &path), &body)?).await
    }
}
