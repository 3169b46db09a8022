//! Starting workflows, and reading runs.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;
use serde_json::value::RawValue;
use towpath_api_types::{
    Accepted, Adopt, Adoption, BulkAnswer, BulkRequest, CancelRun, DraftRun, FailureCase, FailureCases,
    FailureCasesQuery, Journal, PatchFailureCase, Record, RerunPlan, RerunRequest, Run, RunFilter, RunQuery,
    Runs, StartQuery, SuspendRun, Trace,
};

use crate::http::{
    JSON, RECEIPT, read_bounded_body, read_json_body, with_expected_revision, with_json_body, with_text_body,
};
use crate::{Client, ClientError};

/// Between the first two looks at a run that is waited for; doubles up to [`SLOWEST`].
const FIRST_LOOK: Duration = Duration::from_millis(20);
const SLOWEST: Duration = Duration::from_secs(1);

/// How long a start waits for the run to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wait {
    /// As long as the server allows.
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

/// The result of a start.
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
    /// The run has not ended in time.
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
        request = request.query(&StartQuery { version: options.version.clone(), wait: None });
        if let Some(key) = &options.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        self.started(waiting(with_text_body(request, JSON, input), options.wait)).await
    }

    /// Runs the draft of a workflow: its writes reach no real system; with `revision`, only if it is at that one.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 422 when the definition has errors, 412 when it was changed in between; also when
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
        self.started(waiting(with_expected_revision(with_json_body(request, run)?, revision), wait)).await
    }

    async fn started(&self, request: RequestBuilder) -> Result<Started, ClientError> {
        let response = self.send(request).await?;
        let replayed = header(response.headers(), "idempotency-replayed").is_some();
        if response.status() == StatusCode::ACCEPTED {
            let Accepted { id, .. } = read_json_body(response).await?;
            return Ok(Started::Running { run: id, replayed });
        }
        let run = header(response.headers(), "towpath-run").unwrap_or_default();
        Ok(Started::Ended { run, output: read_json_body(response).await?, replayed })
    }

    /// One run.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404, for one.
    pub async fn run(&self, id: &str) -> Result<Run, ClientError> {
        self.json(self.request(Method::GET, &["v1", "runs", id])).await
    }

    /// One run, as soon as it has ended, or after so many seconds as it is then; but not longer than the server allows.
    ///
    /// # Errors
    /// As [`Client::run`].
    pub async fn run_within(&self, id: &str, seconds: u32) -> Result<Run, ClientError> {
        let request = self.request(Method::GET, &["v1", "runs", id]);
        self.json(request.query(&RunQuery { wait: Some(u64::from(seconds)) })).await
    }

    /// Polls a run until it has ended; `None` when it has not after `at_most`.
    ///
    /// # Errors
    /// Those of [`Client::run`].
    pub async fn ended(&self, id: &str, at_most: Duration) -> Result<Option<Run>, ClientError> {
        let look = async {
            let mut pause = FIRST_LOOK;
            loop {
                let run = self.run(id).await?;
                if run.status.is_final() {
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

    /// What each task of a run was given and gave; the server executes the run again for it, never live.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404, for one.
    pub async fn trace(&self, id: &str) -> Result<Trace, ClientError> {
        self.json(self.request(Method::GET, &["v1", "runs", id, "trace"])).await
    }

    /// The receipt of a run that has ended, with its ed25519 seal: every byte of it counts.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 409 while it has not, 403 for a caller who may not see all values in it.
    pub async fn receipt(&self, id: &str) -> Result<Vec<u8>, ClientError> {
        let response = self.send(self.request(Method::GET, &["v1", "runs", id, "receipt"])).await?;
        read_bounded_body(response, RECEIPT).await
    }

    /// A case for `towpath test` made of a run: a list of one.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 409 when it has not ended, or was cancelled.
    pub async fn fixture(&self, id: &str) -> Result<Value, ClientError> {
        self.json(self.request(Method::GET, &["v1", "runs", id, "fixture"])).await
    }

    /// Lets a run continue although its token was revoked.
    ///
    /// # Errors
    /// As every call; [`ClientError::Problem`] with status 409 when it has ended.
    pub async fn adopt(&self, id: &str, reason: &str) -> Result<Adoption, ClientError> {
        let request = self.request(Method::POST, &["v1", "runs", id, "adopt"]);
        self.json(with_json_body(request, &Adopt { reason: reason.to_owned() })?).await
    }

    /// Cancels a run. A write under way has ten seconds to answer, none with `force`; `in_doubt` lists those that may have
    /// happened.
    ///
    /// # Errors
    /// As every call; [`ClientError::Problem`] with status 409 when it has ended otherwise.
    pub async fn cancel(&self, id: &str, force: bool) -> Result<Run, ClientError> {
        let request = self.request(Method::POST, &["v1", "runs", id, "cancel"]);
        self.json(with_json_body(request, &CancelRun { force })?).await
    }

    /// Suspends a run: it starts nothing until it is resumed. The first suspension counts.
    ///
    /// # Errors
    /// As every call; [`ClientError::Problem`] with status 409 when it has ended, 422 without a reason.
    pub async fn suspend(&self, id: &str, reason: &str) -> Result<Run, ClientError> {
        let request = self.request(Method::POST, &["v1", "runs", id, "suspend"]);
        self.json(with_json_body(request, &SuspendRun { reason: reason.to_owned() })?).await
    }

    /// What running a run again would do: the writes that would be repeated. Nothing is started.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when it has not ended, 422 where it cannot be run again from there.
    pub async fn plan_rerun(
        &self,
        id: &str,
        from: Option<&str>,
        version: Option<&str>,
    ) -> Result<RerunPlan, ClientError> {
        let request = self.request(Method::POST, &["v1", "runs", id, "rerun"]);
        let body = RerunRequest {
            from: from.map(str::to_owned),
            version: version.map(str::to_owned),
            confirm: None,
        };
        self.json(with_json_body(request, &body)?).await
    }

    /// Runs a run again as `plan` says, which the caller has seen. Gives the new run.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when it is not what was shown, and those of a start.
    pub async fn rerun(&self, plan: &RerunPlan) -> Result<Accepted, ClientError> {
        let request = self.request(Method::POST, &["v1", "runs", &plan.run, "rerun"]);
        let body = RerunRequest {
            from: plan.from.clone(),
            version: Some(plan.version.clone()),
            confirm: Some(plan.digest.clone()),
        };
        self.json(with_json_body(request, &body)?).await
    }

    /// One action on many runs: with `dry_run` what it would do, with `confirm` what was shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when the digest is not one that was shown lately for this action.
    pub async fn bulk(&self, request: &BulkRequest) -> Result<BulkAnswer, ClientError> {
        let post = self.request(Method::POST, &["v1", "runs", "bulk"]);
        self.json(with_json_body(post, request)?).await
    }

    /// Equal failures of runs, those with the newest failure first.
    ///
    /// # Errors
    /// As every call.
    pub async fn failure_cases(&self, query: &FailureCasesQuery) -> Result<FailureCases, ClientError> {
        self.json(self.request(Method::GET, &["v1", "failure-cases"]).query(query)).await
    }

    /// Says who looks after a failure case, or that it is resolved.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404, for one.
    pub async fn handle_failures(
        &self,
        (namespace, name): (&str, &str),
        id: &str,
        change: &PatchFailureCase,
    ) -> Result<FailureCase, ClientError> {
        let request = self.request(Method::PATCH, &["v1", "failure-cases", namespace, name, id]);
        self.json(with_json_body(request, change)?).await
    }

    /// Resumes a suspended run: it goes on exactly where it was.
    ///
    /// # Errors
    /// As every call; [`ClientError::Problem`] with status 409 when it has ended.
    pub async fn resume(&self, id: &str) -> Result<Run, ClientError> {
        self.json(self.request(Method::POST, &["v1", "runs", id, "resume"])).await
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
