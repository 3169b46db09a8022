//! Calling workflows, and looking at what came of it.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::http::{JSON, RECEIPT, bounded, expecting, read, text, value};
use crate::{Client, ClientError, Problem};

/// Between the first two looks at a run that is waited for; doubles up to [`SLOWEST`].
const FIRST_LOOK: Duration = Duration::from_millis(20);
const SLOWEST: Duration = Duration::from_secs(1);

/// How long a start waits for the run to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wait {
    /// As long as the server lets anybody.
    #[default]
    Usual,
    /// At most so many seconds.
    Seconds(u32),
    /// Not at all: the answer comes as soon as the start is on the server's disk.
    No,
}

/// How to start.
#[derive(Debug, Clone, Default)]
pub struct StartOptions {
    /// A published version; `None`: the latest.
    pub version: Option<String>,
    /// How long to wait.
    pub wait: Wait,
    /// Makes the start safe to repeat: 1 to 255 visible ASCII characters.
    pub idempotency_key: Option<String>,
}

/// What came of a start.
#[derive(Debug, Clone)]
pub enum Started {
    /// The run ended well in time.
    Ended {
        /// Its id.
        run: String,
        /// Its output.
        output: Box<RawValue>,
        /// The idempotency key had started it before.
        replayed: bool,
    },
    /// The run goes on.
    Running {
        /// Its id.
        run: String,
        /// The idempotency key had started it before.
        replayed: bool,
    },
}

impl Started {
    /// The run's id.
    pub fn run(&self) -> &str {
        match self {
            Self::Ended { run, .. } | Self::Running { run, .. } => run,
        }
    }
}

/// Who stands behind a run whose token was revoked.
#[derive(Debug, Clone, Deserialize)]
pub struct Adoption {
    /// The principal who adopted it.
    pub by: String,
    /// When, in RFC 3339.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// A workflow version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`.
    pub version: String,
    /// Digest of the definition.
    pub digest: String,
}

/// A run as it stands on the server's disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Its id.
    pub id: String,
    /// Its workflow version.
    pub workflow: Workflow,
    /// `running`, `waiting`, `completed`, `faulted` or `cancelled`.
    pub status: String,
    /// The principal who started it.
    pub started_by: String,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// When it ended, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// When it goes on, RFC 3339, while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<String>,
    /// What it waits for, while it waits: `signature`, `event` or `time`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<String>,
    /// It tries a draft.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// The output, once it ended well; never in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
    /// The error, once it ended badly; never in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Problem>,
}

impl Run {
    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        matches!(self.status.as_str(), "completed" | "faulted" | "cancelled")
    }
}

/// Which runs are wanted.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RunFilter {
    /// Of this namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Of this workflow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// In this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Only those of drafts, or none of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
    /// At most so many, 1 to 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// Older than the run with this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// A run of a draft.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DraftRun {
    /// The input; `{}` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Box<RawValue>>,
    /// Settings to try it with; those in force where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Map<String, Value>>,
    /// What is answered in the place of systems, in order, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Value>,
    /// The same, shorter: by operation a value, `{"error": …}`, or a list with one for each call.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub results: Map<String, Value>,
    /// `real`, or `declared`: then nothing goes out. `real` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads: Option<String>,
}

/// Runs, newest first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Runs {
    /// The runs.
    pub runs: Vec<Run>,
    /// There may be older ones: the next filter's `before`.
    #[serde(default)]
    pub next: Option<String>,
}

/// One record of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its place, from 0.
    pub index: u64,
    /// The fencing token it was written under.
    pub term: u64,
    /// The record: an object with its kind as the only key.
    pub record: Value,
}

#[derive(Deserialize)]
struct Accepted {
    id: String,
}

#[derive(Deserialize)]
struct Journal {
    records: Vec<Record>,
}

impl Client {
    /// Calls a workflow with `input`, JSON text; empty means `{}`.
    ///
    /// # Errors
    /// [`ClientError::Problem`] also when the run ended badly: it then names the run.
    pub async fn start(
        &self,
        namespace: &str,
        name: &str,
        input: impl Into<String>,
        options: &StartOptions,
    ) -> Result<Started, ClientError> {
        let mut request = self.request(Method::POST, &["v1", "workflows", namespace, name, "runs"]);
        if let Some(version) = &options.version {
            request = request.query(&[("version", version)]);
        }
        if let Some(key) = &options.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        self.started(waiting(text(request, JSON, input), options.wait)).await
    }

    /// Runs the draft of a workflow, without any consequence; with `revision`, only if it is at that one.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 422 when the definition has errors, 412 when somebody changed it in between; also when
    /// the run ended badly: it then names the run.
    pub async fn start_draft(
        &self,
        namespace: &str,
        name: &str,
        run: &DraftRun,
        wait: Wait,
        revision: Option<u64>,
    ) -> Result<Started, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, name, "draft", "runs"]);
        self.started(waiting(expecting(value(request, run)?, revision), wait)).await
    }

    async fn started(&self, request: RequestBuilder) -> Result<Started, ClientError> {
        let response = self.send(request).await?;
        let replayed = header(response.headers(), "idempotency-replayed").is_some();
        if response.status() == StatusCode::ACCEPTED {
            let Accepted { id } = read(response).await?;
            return Ok(Started::Running { run: id, replayed });
        }
        let run = header(response.headers(), "towpath-run").unwrap_or_default();
        Ok(Started::Ended { run, output: read(response).await?, replayed })
    }

    /// One run.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404, for one.
    pub async fn run(&self, id: &str) -> Result<Run, ClientError> {
        self.json(self.request(Method::GET, &["v1", "runs", id])).await
    }

    /// One run, as soon as it has ended, or after so many seconds as it is then; the server waits no longer than it lets anybody.
    ///
    /// # Errors
    /// As [`Client::run`].
    pub async fn run_within(&self, id: &str, seconds: u32) -> Result<Run, ClientError> {
        let request = self.request(Method::GET, &["v1", "runs", id]);
        self.json(request.query(&[("wait", seconds.to_string())])).await
    }

    /// Looks at a run until it has ended; `None` when it has not after `at_most`.
    ///
    /// # Errors
    /// Those of [`Client::run`].
    pub async fn ended(&self, id: &str, at_most: Duration) -> Result<Option<Run>, ClientError> {
        let look = async {
            let mut pause = FIRST_LOOK;
            loop {
                let run = self.run(id).await?;
                if run.has_ended() {
                    return Ok(run);
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(SLOWEST);
            }
        };
        tokio::time::timeout(at_most, look).await.ok().transpose()
    }

    /// Runs, newest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn runs(&self, filter: &RunFilter) -> Result<Runs, ClientError> {
        self.json(self.request(Method::GET, &["v1", "runs"]).query(filter)).await
    }

    /// A run's journal, in order.
    ///
    /// # Errors
    /// As every call.
    pub async fn journal(&self, id: &str) -> Result<Vec<Record>, ClientError> {
        let journal: Journal = self.json(self.request(Method::GET, &["v1", "runs", id, "journal"])).await?;
        Ok(journal.records)
    }

    /// The receipt of a run that has ended, signed: every byte of it counts.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 409 while it has not, 403 for whoever may not see all the values in it.
    pub async fn receipt(&self, id: &str) -> Result<Vec<u8>, ClientError> {
        let response = self.send(self.request(Method::GET, &["v1", "runs", id, "receipt"])).await?;
        bounded(response, RECEIPT).await
    }

    /// A case for `towpath test` made of a run: a list of one.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 409 when it has not ended, or was cancelled.
    pub async fn fixture(&self, id: &str) -> Result<Value, ClientError> {
        self.json(self.request(Method::GET, &["v1", "runs", id, "fixture"])).await
    }

    /// Lets a run go on although its token was revoked.
    ///
    /// # Errors
    /// As every call; [`ClientError::Problem`] with status 409 when it has ended.
    pub async fn adopt(&self, id: &str, reason: &str) -> Result<Adoption, ClientError> {
        let request = self.request(Method::POST, &["v1", "runs", id, "adopt"]);
        self.json(request.json(&serde_json::json!({ "reason": reason }))).await
    }

    /// Asks a run to end.
    ///
    /// # Errors
    /// As every call.
    pub async fn cancel(&self, id: &str) -> Result<(), ClientError> {
        self.send(self.request(Method::POST, &["v1", "runs", id, "cancel"])).await.map(|_| ())
    }
}

fn waiting(request: RequestBuilder, wait: Wait) -> RequestBuilder {
    match wait {
        Wait::Usual => request,
        Wait::Seconds(seconds) => request.header("Prefer", format!("wait={seconds}")),
        Wait::No => request.header("Prefer", "respond-async"),
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
