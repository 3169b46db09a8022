//! A version of a workflow, as the store keeps it and as calls need it, with its state and its approvals. Every room
//! reads these types; the catalog writes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use towpath_access::{Author, Profile, WorkflowSubject};
use towpath_journal::{Digest, Put};
use towpath_policies::Awaiting;
use towpath_wire::{Identity, Schedule};

use crate::fault::Fault;
use crate::found::encode;

/// Collection of every published version, key `namespace/name@version`.
pub(crate) const VERSIONS: &str = "versions";
/// Collection of the version that callers get, key `namespace/name`.
pub(crate) const LATEST: &str = "latest";

/// What may be done with a published version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum VersionState {
    /// It can be called.
    #[default]
    Published,
    /// It can be called; callers should move to another one.
    Deprecated,
    /// It cannot be called until somebody resumes it. Runs under way go on.
    Suspended,
    /// It cannot be called any more, ever. Runs under way go on.
    Retired,
}

impl VersionState {
    /// Its name in documents and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Deprecated => "deprecated",
            Self::Suspended => "suspended",
            Self::Retired => "retired",
        }
    }

    /// Whether new runs of it may be started.
    pub(crate) fn may_be_called(self) -> bool {
        matches!(self, Self::Published | Self::Deprecated)
    }
}

/// The state of a version, and who set it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// The state.
    pub state: VersionState,
    /// The principal who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
}

/// The state of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ReviewState {
    /// An approver has to decide.
    InReview,
    /// Its author has to change something, or submit it again.
    ChangesRequested,
    /// It will not go live as it is.
    Rejected,
    /// It is live.
    Published,
    /// No policy wants an approval of it any more.
    NotNeeded,
}

/// An approval of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// The policy's name.
    pub policy: String,
    /// Digest of the rule it satisfies.
    pub rule: String,
    /// Digest of the profile that was looked at.
    pub profile: String,
    /// The principal who approved.
    pub by: String,
    /// Their comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

impl Approval {
    /// Takes the place of an approval where the engine runs a definition for its author: nobody has to approve there.
    pub(crate) fn not_needed(awaiting: &Awaiting, at: i64) -> Self {
        Self {
            policy: awaiting.policy.clone(),
            rule: awaiting.digest.clone(),
            profile: String::new(),
            by: "trial".to_owned(),
            comment: None,
            at,
        }
    }
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
    /// The state of its review while it lacks an approval that a policy wants. Its runs are refused the accesses that the
    /// policy matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewState>,
    /// The rules that nobody has approved it for yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaiting: Vec<Awaiting>,
}

/// A version as the store keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredVersion {
    pub(crate) workflow: Identity,
    pub(crate) author: String,
    /// Who wrote its text; empty where an older engine published it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) writers: Vec<String>,
    pub(crate) published_at: i64,
    /// When the first edit since the version before was saved; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) drafted_at: Option<i64>,
    pub(crate) source: String,
    /// What was fetched for it, each URL with the digest of what was there.
    #[serde(default)]
    pub(crate) resources: BTreeMap<String, Digest>,
    pub(crate) profile: Profile,
    /// Image of the version for each runner, both by digest.
    pub(crate) images: BTreeMap<String, Digest>,
    /// The runner that new runs are pinned to.
    pub(crate) runner: Digest,
    /// JSON Schema of its settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) settings: Option<serde_json::Value>,
    /// When it starts without a caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) schedule: Option<Schedule>,
    /// Versions that `latest` means in `run: workflow`, by `namespace/name`.
    #[serde(default)]
    pub(crate) pins: BTreeMap<String, String>,
    /// What may be done with it.
    #[serde(default)]
    pub(crate) standing: Standing,
    /// What it was approved for.
    #[serde(default)]
    pub(crate) approvals: Vec<Approval>,
}

/// A version as calls need it.
#[derive(Debug)]
pub(crate) struct Version {
    pub(crate) published: PublishedVersion,
    pub(crate) subject: Arc<WorkflowSubject>,
    /// Everything it can reach.
    pub(crate) profile: Arc<Profile>,
    pub(crate) runner: Digest,
    pub(crate) image: Digest,
    pub(crate) pins: Arc<BTreeMap<String, String>>,
    /// JSON Schema of its settings.
    pub(crate) settings: Option<Arc<serde_json::Value>>,
    /// When it starts without a caller.
    pub(crate) schedule: Option<Arc<Schedule>>,
    /// Digests of the rules it was approved for.
    pub(crate) approvals: Arc<[String]>,
}

impl StoredVersion {
    /// Whether it calls an operation of an integration.
    pub(crate) fn reaches(&self, integration: &str) -> bool {
        let mut accesses = self.profile.accesses.iter();
        accesses.any(|reached| reached.access.integration.as_deref() == Some(integration))
    }

    pub(crate) fn published(&self) -> PublishedVersion {
        PublishedVersion {
            workflow: self.workflow.clone(),
            author: self.author.clone(),
            published_at: self.published_at,
            standing: self.standing.clone(),
            approvals: self.approvals.clone(),
            review: None,
            awaiting: Vec::new(),
        }
    }

    pub(crate) fn ready(&self, subject: WorkflowSubject) -> Option<Version> {
        Some(Version {
            published: self.published(),
            subject: Arc::new(subject),
            profile: Arc::new(self.profile.clone()),
            runner: self.runner.clone(),
            image: self.images.get(&self.runner.0)?.clone(),
            pins: Arc::new(self.pins.clone()),
            settings: self.settings.clone().map(Arc::new),
            schedule: self.schedule.clone().map(Arc::new),
            approvals: self.approvals.iter().map(|approval| approval.rule.clone()).collect(),
        })
    }
}

impl StoredVersion {
    /// Its key in [`VERSIONS`].
    pub(crate) fn key(&self) -> String {
        let Identity { namespace, name, version, .. } = &self.workflow;
        version_key(namespace, name, version)
    }

    /// The change that stores it, where it is still at `expected`; 0: it is new.
    pub(crate) fn put(&self, expected: u64) -> Result<Put, Fault> {
        let (collection, key) = (VERSIONS.to_owned(), self.key());
        Ok(Put { collection, key, expected: Some(expected), content: Some(encode(self)?) })
    }
}

/// The subject `workflow` of policies.
pub(crate) fn workflow_subject(
    workflow: &Identity,
    author: &str,
    published_versions: u64,
) -> WorkflowSubject {
    WorkflowSubject {
        namespace: workflow.namespace.clone(),
        name: workflow.name.clone(),
        version: workflow.version.clone(),
        author: Author { id: author.to_owned(), published_versions },
        ..WorkflowSubject::default()
    }
}

/// The key of one version in [`VERSIONS`].
pub(crate) fn version_key(namespace: &str, name: &str, version: &str) -> String {
    format!("{namespace}/{name}@{version}")
}

pub(crate) fn no_workflow(namespace: &str, name: &str, version: Option<&str>) -> Fault {
    let name = match version {
        Some(version) => format!("{namespace}/{name} {version}"),
        None => format!("{namespace}/{name}"),
    };
    Fault::NotFound { what: "workflow", name }
}
