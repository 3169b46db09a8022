//! Steps that most end-to-end tests share: publish a workflow, call it, wait for a run, send an event, decide on a hold;
//! and the same person at the command line.

use std::process::Command;

use serde_json::{Value, json};

use crate::{Answer, Http, Said, demo_binary, eventually};

/// The statuses of a run that has not ended.
const UNDER_WAY: [&str; 2] = ["running", "waiting"];

impl Http {
    /// Runs a command of the CLI against this server, with this token.
    pub fn cli(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(demo_binary());
        command.args(arguments).env("TOWPATH_URL", self.base()).env("TOWPATH_TOKEN", self.token());
        Said::of(&mut command)
    }

    /// Saves a draft of `workflow` (`support/refund`) and publishes it; the answer to publishing.
    ///
    /// # Panics
    /// When the draft is not saved.
    pub async fn publish(&self, workflow: &str, source: impl Into<reqwest::Body>) -> Answer {
        let path = format!("/v1/workflows/{workflow}");
        let saved = self.put(&format!("{path}/draft"), source).await;
        assert!(saved.status < 300, "{workflow}: {}", saved.text);
        self.post(&format!("{path}/publish"), "").await
    }

    /// [`Http::publish`], and the version goes live.
    ///
    /// # Panics
    /// When it does not.
    pub async fn put_live(&self, workflow: &str, source: impl Into<reqwest::Body>) {
        let live = self.publish(workflow, source).await;
        assert!(matches!(live.status, 200 | 201), "{workflow}: {}", live.text);
    }

    /// Saves a policy. It is in force after [`Http::activate`].
    ///
    /// # Panics
    /// When it is not saved.
    pub async fn save_policy(&self, name: &str, text: impl Into<reqwest::Body>) {
        let saved = self.put(&format!("/v1/policies/{name}"), text).await;
        assert!(saved.status < 300, "{name}: {}", saved.text);
    }

    /// Calls a workflow and waits for its answer.
    pub async fn call(&self, workflow: &str, input: &Value) -> Answer {
        self.start_preferring("wait=20", workflow, input).await
    }

    /// Starts a run and does not wait for it; its id.
    ///
    /// # Panics
    /// When it is not started.
    pub async fn start(&self, workflow: &str, input: &Value) -> String {
        let started = self.start_preferring("respond-async", workflow, input).await;
        started.run.unwrap_or_else(|| panic!("{workflow}: {}", started.text))
    }

    async fn start_preferring(&self, prefer: &str, workflow: &str, input: &Value) -> Answer {
        let path = format!("/v1/workflows/{workflow}/runs");
        let headers = [("Prefer", prefer), ("Content-Type", "application/json")];
        self.send("POST", &path, Some(input.to_string().into()), &headers).await
    }

    /// Waits until a run has ended.
    ///
    /// # Panics
    /// When it does not end in time.
    pub async fn ended(&self, run: &str) -> Value {
        let has_ended = |run: &Value| !UNDER_WAY.iter().any(|status| run["status"] == *status);
        self.run_that(&format!("run {run} ends"), run, has_ended).await
    }

    /// Waits until a run has nothing to do but wait.
    ///
    /// # Panics
    /// When it does not wait in time.
    pub async fn waiting(&self, run: &str) -> Value {
        self.run_that(&format!("run {run} waits"), run, |run| run["status"] == "waiting").await
    }

    async fn run_that(&self, what: &str, run: &str, is: impl Fn(&Value) -> bool) -> Value {
        let path = format!("/v1/runs/{run}");
        eventually(what, async || {
            let seen = self.get(&path).await;
            if seen.status == 200 && is(&seen.body) { Ok(seen.body) } else { Err(seen.text) }
        })
        .await
    }

    /// Sends one event.
    ///
    /// # Panics
    /// When it is not taken.
    pub async fn send_event(&self, event: &Value) {
        let headers = [("Content-Type", "application/cloudevents+json")];
        let sent = self.send("POST", "/v1/events", Some(event.to_string().into()), &headers).await;
        assert_eq!(sent.status, 202, "{}", sent.text);
    }

    /// Waits until a call of this run is held, and this person may see that; the hold.
    ///
    /// # Panics
    /// When no call is held in time.
    pub async fn held(&self, run: &str) -> Value {
        eventually(&format!("a call of run {run} is held"), async || {
            let holds = self.get("/v1/holds").await;
            let all = holds.body["holds"].as_array().into_iter().flatten();
            all.clone().find(|hold| hold["run"] == run).cloned().ok_or(holds.text)
        })
        .await
    }
}

/// Where a hold is decided on.
pub fn hold_path(hold: &Value) -> String {
    format!("/v1/holds/{}", hold_place(hold))
}

/// How the command line names a hold: `RUN/EFFECT`.
pub fn hold_place(hold: &Value) -> String {
    format!("{}/{}", hold["run"].as_str().unwrap_or_default(), hold["effect"])
}

/// A token's grant, as the API takes it: `champion:support` or `it`.
pub(crate) fn grant(text: &str) -> Value {
    match text.split_once(':') {
        Some((role, namespace)) => json!({ "role": role, "namespace": namespace }),
        None => json!({ "role": text }),
    }
}
