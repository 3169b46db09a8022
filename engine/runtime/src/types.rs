//! What the runtime is asked and what it answers. No HTTP words here: the API turns these into statuses.

use crate::grants::GrantState;
use crate::holds::NotYours;
use crate::integration_change::IntegrationImpact;
use crate::life::Standing;
use crate::live::Stage;
use crate::policies::Impact;
use crate::requests::RequestState;
use crate::reviews::{Approval, Review, ReviewState};
use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use towpath_diagnostics::Diagnostic;
use towpath_journal::{RunHead, RunId, Status, StoreError};
use towpath_policies::{Awaiting, Decision, StaticHold};
use towpath_wire::{Identity, Json, Problem};

/// The definition of a workflow as somebody saved it, not yet live.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The text, YAML or JSON.
    pub source: String,
    /// Who saved it: a principal's id.
    pub author: String,
    /// Milliseconds since the Unix epoch.
    pub saved_at: i64,
    /// Counts every save, over the life of the workflow.
    #[serde(default)]
    pub edits: u64,
    /// Everybody who saved text of it since a version of it went live last, with the number of their last edit.
    #[serde(default)]
    pub writers: BTreeMap<String, u64>,
    /// The document's revision, for the next change.
    #[serde(default)]
    pub revision: u64,
}

/// What checking a definition on this server found.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Everything found in the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Which workflow it is, where that much could be read.
    pub workflow: Option<Identity>,
    /// What each access of the profile may, as policies stand.
    pub accesses: Vec<JudgedAccess>,
}

impl CheckReport {
    /// Whether it could be published as it is.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
            && self.accesses.iter().all(|access| access.verdict != towpath_policies::Verdict::Denied)
    }
}

/// One access of a definition, judged before it runs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JudgedAccess {
    /// What is asked.
    pub access: towpath_access::ProfiledAccess,
    /// What the policies say.
    pub verdict: towpath_policies::Verdict,
    /// The rules that matched or may match.
    pub rules: Vec<towpath_policies::MatchedRule>,
    /// Reviews that match or may, which this version has no approval for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Awaiting>,
    /// Holds that match or may: calls that wait for a signature.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<StaticHold>,
    /// In the words of who reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A version that can be called.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublishedVersion {
    /// Which workflow, which version, which digest.
    pub workflow: Identity,
    /// Who wrote it.
    pub author: String,
    /// Milliseconds since the Unix epoch.
    pub published_at: i64,
    /// What may be done with it.
    #[serde(default)]
    pub standing: Standing,
    /// What it was approved for.
    #[serde(default)]
    pub approvals: Vec<Approval>,
    /// Where its review is, while a policy wants an approval that it has not: its runs are refused
    /// what the policy is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewState>,
    /// The rules that nobody has approved it for yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaiting: Vec<Awaiting>,
}

/// What became of a publish.
#[derive(Debug, Clone)]
pub enum Publication {
    /// It can be called.
    Live(Published),
    /// Somebody has to approve it first.
    InReview(Box<Review>),
}

/// The outcome of a publish.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Published {
    /// The version.
    #[serde(flatten)]
    pub version: PublishedVersion,
    /// It was published before with the same content; nothing changed.
    pub unchanged: bool,
    /// The version that callers get who name none.
    pub current: String,
    /// Accesses that policies will judge when they happen, with their real arguments.
    pub checked_at_run_time: Vec<JudgedAccess>,
    /// Warnings and hints.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why something was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// No such workflow, version, draft, run, policy or integration.
    #[error("{what} `{name}` does not exist")]
    NotFound {
        /// `workflow`, `run`, …
        what: &'static str,
        /// As it was asked for.
        name: String,
    },
    /// The text has errors.
    #[error("the definition has {} problem(s)", .0.len())]
    Invalid(Vec<Diagnostic>),
    /// The document does not say what the path says.
    #[error("the document says `{document}`, the path says `{path}`")]
    Mismatch {
        /// What the document says.
        document: String,
        /// What the path says.
        path: String,
    },
    /// Another digest is published under this version.
    #[error("version {version} is published already with another content; the next is {next}")]
    VersionTaken {
        /// The version asked for.
        version: String,
        /// The one to use.
        next: String,
    },
    /// Somebody changed it in between.
    #[error("it was changed in between and is at revision {current}")]
    Conflict {
        /// The revision in force.
        current: u64,
    },
    /// Policies refuse accesses of this definition.
    #[error("policies refuse {} of its accesses", .0.len())]
    Denied(Vec<JudgedAccess>),
    /// A policy, or the lack of one, refuses the start.
    #[error("the start is refused")]
    StartRefused(Box<Decision>),
    /// The schema of a workflow's settings does not take these.
    #[error("{}", .0.first().map_or("the settings do not fit", |found| found.message.as_str()))]
    SettingsMisfit(Vec<Diagnostic>),
    /// A version is not in a state in which it could be called, or get to another state.
    #[error("version {} is {}{}", .0.workflow.version, .0.standing.state.as_str(), because(.0.standing.reason.as_deref()))]
    Standing(Box<PublishedVersion>),
    /// A workflow is switched off.
    #[error("the workflow is switched off: {0}")]
    SwitchedOff(String),
    /// What can be called still reaches it.
    #[error("`{integration}` is still reached by {}", .versions.join(", "))]
    InUse {
        /// The integration.
        integration: String,
        /// The versions, as `namespace/name version`.
        versions: Vec<String>,
    },
    /// What a version was judged with changed while it was published.
    #[error("{0} changed while the version was being published")]
    Overtaken(String),
    /// A version is suspended or retired, so publishing it again does nothing.
    #[error("version {} is {}{}; nothing was published", .0.workflow.version, .0.standing.state.as_str(), because(.0.standing.reason.as_deref()))]
    NotPublished(Box<PublishedVersion>),
    /// A call does not wait for a signature any more.
    #[error("the call does not wait any more: {0}")]
    HoldSettled(String),
    /// Others decide about it.
    #[error(transparent)]
    NotYours(NotYours),
    /// Nothing of a draft is refused, so there is nothing to ask for.
    #[error("policies refuse nothing of the draft")]
    NothingRefused,
    /// No permit could be drafted for a request.
    #[error("no permit could be drafted for this request; write one")]
    NoDraft,
    /// A request was decided before.
    #[error("the request is {} already", match .0 { RequestState::Granted => "granted", RequestState::Rejected => "rejected", RequestState::Open => "open" })]
    RequestSettled(RequestState),
    /// A run ended before it could be cancelled.
    #[error("the run {0} has ended already: it is {status}", status = ended_as(*.1))]
    HasEnded(RunId, Status),
    /// A run is still under way.
    #[error("the run has not ended: {0}")]
    NotEnded(RunId),
    /// A grant is what was granted, or is over.
    #[error("nothing of the grant has changed that IT would have to look at: it is `{}`", .0.as_str())]
    NothingToConfirm(GrantState),
    /// Nobody has to decide about it any more.
    #[error("the review is settled: {}", settled(*.0))]
    Settled(ReviewState),
    /// Answers declared for a draft's run cannot be used.
    #[error("{0}")]
    Declared(String),
    /// No case can be made of a run.
    #[error("{0}")]
    NoCase(&'static str),
    /// The input is not JSON, too large, or too deep.
    #[error("{}", .0.detail.as_deref().unwrap_or("the input is not usable"))]
    Input(Problem),
    /// The idempotency key came before with another body.
    #[error("the idempotency key came before with another body, for run {0}")]
    KeyReused(RunId),
    /// Policies would take something from live workflows, and nobody has confirmed that.
    #[error("this takes something from {} live workflow(s), which has to be confirmed", .0.affected.len())]
    Unconfirmed(Box<Impact>),
    /// It is not what was shown to the person who decides.
    #[error("it is not what was shown: {}", .what.join(", "))]
    Changed {
        /// What changed, in words.
        what: Vec<String>,
        /// The digest of what is there now; empty where nothing is.
        digest: String,
    },
    /// Another proposal waits for a second signer.
    #[error("a proposal of {by} waits for a second signer")]
    ProposalOpen {
        /// Who proposed it.
        by: String,
        /// Its digest.
        digest: String,
    },
    /// A policy has this name already.
    #[error("there is a policy `{0}` already")]
    NameTaken(String),
    /// A change of an integration would take something from live workflows, and nobody has confirmed that.
    #[error("this takes something from {} live workflow(s), which has to be confirmed", .0.affected.len())]
    IntegrationUnconfirmed(Box<IntegrationImpact>),
    /// Activation found failing policy tests or errors.
    #[error("the policies cannot be activated: {} problem(s)", .0.len())]
    Activation(Vec<Diagnostic>),
    /// Too much is going on.
    #[error("the engine is busy")]
    Busy,
    /// A namespace has as much of something as it may have.
    #[error("the namespace `{namespace}` has {most} {what}, which is as many as it may have")]
    Quota {
        /// `drafts`, `versions` or `runs`.
        what: &'static str,
        /// The namespace.
        namespace: String,
        /// The most.
        most: u64,
    },
    /// An event bears the source of somebody else.
    #[error("the source `{0}` is somebody else's")]
    ForeignSource(String),
    /// Too many runs wait for a place in the sandbox.
    #[error("{0}")]
    Crowded(Crowd),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something that should not happen, for the log.
    #[error("internal fault: {0}")]
    Internal(String),
}

/// Of whom too many runs wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Crowd {
    /// Of one principal in one namespace.
    #[error("as many of your runs wait for a place as may")]
    Principal,
    /// Of one namespace.
    #[error("as many runs of this namespace wait for a place as may")]
    Namespace,
    /// Of all.
    #[error("the server had no place for this run in time")]
    Server,
}

impl From<towpath_sandbox::Crowded> for Crowd {
    fn from(crowded: towpath_sandbox::Crowded) -> Self {
        match crowded {
            towpath_sandbox::Crowded::Principal => Self::Principal,
            towpath_sandbox::Crowded::Namespace => Self::Namespace,
            towpath_sandbox::Crowded::Server => Self::Server,
        }
    }
}

fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(": {reason}")).unwrap_or_default()
}

fn settled(state: ReviewState) -> &'static str {
    match state {
        ReviewState::InReview => "somebody has to decide",
        ReviewState::ChangesRequested => "changes were requested; its author submits it again",
        ReviewState::Rejected => "it was rejected; change it and give it another version",
        ReviewState::Published => "the version is live",
        ReviewState::NotNeeded => "no policy wants an approval of it any more",
    }
}

/// A start.
#[derive(Debug, Clone)]
pub struct StartRequest {
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// A version; `None` is the latest published.
    pub version: Option<String>,
    /// The raw input as it came, JSON; empty means `null`… an absent input is `{}`.
    pub input: Bytes,
    /// The caller's idempotency key, if it sent one.
    pub idempotency_key: Option<String>,
}

/// A run that was started, or joined by its idempotency key.
#[derive(Debug, Clone)]
pub struct StartedRun {
    /// Its id.
    pub run: RunId,
    /// The idempotency key had started it before. Its start is on disk then.
    pub joined: bool,
    /// How far it has come. It is kept here because a run that fails at once is under way no more.
    pub(crate) stage: Option<watch::Receiver<Stage>>,
}

impl StartedRun {
    /// A run that was started before.
    pub(crate) fn joined(run: RunId) -> Self {
        Self { run, joined: true, stage: None }
    }
}

/// A run as it stands on disk.
#[derive(Debug, Clone)]
pub struct RunView {
    /// What is looked up about it.
    pub head: RunHead,
    /// The output, when it ended well.
    pub output: Option<Json>,
    /// Labels of the output, sorted.
    pub labels: Vec<String>,
    /// Labels of everything that it had received when it ended, sorted; none while it goes on.
    pub run_labels: Vec<String>,
    /// The error, when it ended badly.
    pub error: Option<Problem>,
    /// The decision behind the error, when a policy refused an effect and nobody caught it.
    pub refusal: Option<Decision>,
}

/// A stored text document (policy or integration).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    /// Its name.
    pub name: String,
    /// The text as it was put, comments and all.
    pub source: String,
    /// Who put it.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The revision.
    #[serde(default)]
    pub revision: u64,
    /// The saved text is what is in force.
    #[serde(default)]
    pub active: bool,
}

impl Text {
    /// A text as it is kept.
    pub(crate) fn put(name: &str, source: &str, by: &str, at: i64) -> Self {
        let (name, source, by) = (name.to_owned(), source.to_owned(), by.to_owned());
        Self { name, source, by, at, revision: 0, active: false }
    }
}

/// How a run ended, in a word.
fn ended_as(status: Status) -> &'static str {
    match status {
        Status::Completed => "completed",
        Status::Faulted => "faulted",
        Status::Cancelled => "cancelled",
        Status::Running | Status::Waiting => "under way",
    }
}
