//! The traits of a store. The tests in `suite` hold every implementation to what is written here.
//!
//! Take the narrowest trait that does the job. [`Store`] is for the code that assembles the engine.

use async_trait::async_trait;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{Announced, Digest, RunId, WorkflowRef};

/// What can go wrong in a store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another engine has taken the run over.
    #[error("the run was taken over under term {current}")]
    Fenced {
        /// The term now in force.
        current: u64,
    },
    /// The commit does not continue the journal where it ends.
    #[error("the journal has {length} records, the commit begins at {first}")]
    OutOfOrder {
        /// Records in the journal.
        length: u64,
        /// Where the commit wanted to begin.
        first: u64,
    },
    /// The idempotency key belongs to another run already.
    #[error("the idempotency key is taken by run {}", existing.run)]
    Claimed {
        /// The claim that has it.
        existing: Claim,
    },
    /// The document was changed in between.
    #[error("the document is at revision {current}")]
    Conflict {
        /// The revision now in force; 0 when there is no document.
        current: u64,
    },
    /// No room on the disk. Nothing of the commit remains.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The disk failed. Only reading shows whether the commit remains.
    #[error("the store failed: {0}")]
    Io(String),
    /// What was read is not what was written.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// Whether what was written may be there nevertheless: only reading shows it.
    pub fn may_remain(&self) -> bool {
        matches!(self, Self::Io(_) | Self::Corrupt(_) | Self::Closed)
    }
}

/// The state of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Under way.
    Running,
    /// Under way, with nothing to do before `wake_at`.
    Waiting,
    /// Under way, and suspended by a person.
    Suspended,
    /// Ended well.
    Completed,
    /// Ended in an error.
    Faulted,
    /// Cancelled.
    Cancelled,
}

impl Status {
    /// Whether the run has ended.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Faulted | Self::Cancelled)
    }
}

/// What is known about a run without reading its journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunHead {
    /// The run.
    pub run: RunId,
    /// Its workflow version.
    pub workflow: WorkflowRef,
    /// Who started it.
    pub principal: String,
    /// The fencing token: commits under a lower one are refused.
    pub term: u64,
    /// Records in the journal.
    pub length: u64,
    /// Its state.
    pub status: Status,
    /// Milliseconds since the Unix epoch.
    pub started_at: i64,
    /// Milliseconds since the Unix epoch, once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<i64>,
    /// When to look at it again, in milliseconds since the Unix epoch, while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<i64>,
    /// Labels of what `wake_at` was computed from, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wake_labels: Vec<String>,
    /// Whether events may wake it too, while it waits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub listens: bool,
    /// All that it listens for, while it waits; empty where it is not known in this form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hears: Vec<Hears>,
    /// How many of its effects wait to be released.
    #[serde(default, skip_serializing_if = "is_none")]
    pub held: u32,
    /// Whether it is a draft run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// The run that waits for it; absent if none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<RunId>,
    /// The principals behind the events that it, or a run that started it, has received; sorted. They release no call of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard_from: Vec<String>,
    /// The public id of the token that it was started with; absent for runs from the command line and of older engines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The idempotency key that its start came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<GivenKey>,
    /// Who suspended it, while it is suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Suspension>,
    /// The run that it runs again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rerun_of: Option<RunId>,
    /// What it failed with, without values; absent for runs that older engines ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// A run that sleeps: what is needed to wake it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sleeper {
    /// The run.
    pub run: RunId,
    /// When it wakes, in milliseconds since the Unix epoch.
    pub wake_at: i64,
    /// Its workflow version.
    pub workflow: WorkflowRef,
    /// What it listens for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hears: Vec<Hears>,
}

impl Sleeper {
    /// The same of a head; `None`: the run does not sleep.
    pub fn of(head: &RunHead) -> Option<Self> {
        let wake_at = head.wake_at.filter(|_| head.is_asleep())?;
        Some(Self { run: head.run, wake_at, workflow: head.workflow.clone(), hears: head.hears.clone() })
    }
}

/// Events that a run listens for: those of a type that have certain values in certain attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hears {
    /// The type; absent: any.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The names of the attributes, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Names their values: the first eight bytes of a digest.
    pub values: u64,
    /// The position of the last event that it has received, or that came before it listened.
    pub after: u64,
}

/// What a run failed with: nothing that is made of data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Failure {
    /// The type of the error, a URI.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The path of the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
}

impl Failure {
    /// Names equal failures within a workflow. The first 16 digits of a digest: cases of one workflow are few.
    pub fn case(&self) -> String {
        let mut hash = Sha256::new();
        for text in [Some(&self.kind), self.code.as_ref(), self.task.as_ref()] {
            hash.update(text.map_or("", String::as_str));
            hash.update([0]);
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Who suspended a run, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// The id of the principal.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// An idempotency key, as a caller gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenKey {
    /// The key.
    pub text: String,
    /// Labels of the input: callers make keys of what is in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

impl RunHead {
    /// Whether it sleeps: it does nothing before `wake_at`, unless one of the events comes that it hears. A store need not keep such
    /// runs in memory.
    pub fn is_asleep(&self) -> bool {
        let is_quiet = !self.listens || !self.hears.is_empty();
        self.status == Status::Waiting && self.wake_at.is_some() && is_quiet && self.held == 0
    }

    /// Whether it is under way and has effects that wait to be released.
    pub fn is_held(&self) -> bool {
        self.held > 0 && !self.status.is_final()
    }
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

/// An idempotency key and the run that has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The key, with its scope: the principal and the workflow.
    pub key: String,
    /// Digest of the request's body: the same key with another body is a mistake.
    pub fingerprint: String,
    /// The run.
    pub run: RunId,
}

/// Records to add to one run's journal, all or nothing.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Index of the first new record: the journal's length before.
    pub first: u64,
    /// The records, encoded.
    pub records: Vec<Bytes>,
    /// The head afterwards: `length` is `first + records.len()`, `term` is the writer's.
    pub head: RunHead,
    /// The idempotency key that the run takes, in the commit that starts it.
    pub claim: Option<Claim>,
}

/// One record as it was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its index in the run's journal.
    pub index: u64,
    /// The term it was written under.
    pub term: u64,
    /// The record, encoded.
    pub record: Bytes,
}

/// Appends and reads journals.
#[async_trait]
pub trait Journal: Send + Sync {
    /// Adds records; returns when they are on disk.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] when `head.term` is below the stored one, [`StoreError::OutOfOrder`],
    /// [`StoreError::Claimed`], and the failures of the disk. After any of them nothing of the commit is visible.
    async fn append(&self, commit: Commit) -> Result<(), StoreError>;

    /// Announces a commit that is expected within a millisecond or so, so that it can share a sync with others. Pass it to
    /// [`Journal::append_announced`], or drop it if nothing is to be written.
    fn announce(&self) -> Announced {
        Announced::default()
    }

    /// Like [`Journal::append`], for a commit that was announced.
    ///
    /// # Errors
    /// Like [`Journal::append`].
    async fn append_announced(&self, commit: Commit, announced: Announced) -> Result<(), StoreError> {
        drop(announced);
        self.append(commit).await
    }

    /// Reads a run's records from index `from` on; empty when there is no such run.
    async fn read(&self, run: RunId, from: u64) -> Result<Vec<Entry>, StoreError>;
}

/// Which heads are wanted; newest first.
#[derive(Debug, Clone, Default)]
pub struct HeadFilter {
    /// Of this namespace.
    pub namespace: Option<String>,
    /// Of this workflow.
    pub name: Option<String>,
    /// In this state.
    pub status: Option<Status>,
    /// Started by this principal.
    pub principal: Option<String>,
    /// Of drafts, or of published versions.
    pub draft: Option<bool>,
    /// With effects that wait to be released, or without.
    pub held: Option<bool>,
    /// Started at this time or later, in milliseconds since the Unix epoch.
    pub from: Option<i64>,
    /// Started before this time.
    pub to: Option<i64>,
    /// Failed with this code.
    pub error_code: Option<String>,
    /// Failed with an error of this type.
    pub error_type: Option<String>,
    /// Failed at this task.
    pub task: Option<String>,
    /// Of this case of equal failures, as [`Failure::case`] names it.
    pub failure_case: Option<String>,
    /// Older than this run.
    pub before: Option<RunId>,
    /// At most so many.
    pub limit: usize,
}

/// Looks runs up.
#[async_trait]
pub trait Heads: Send + Sync {
    /// One run's head.
    async fn head(&self, run: RunId) -> Result<Option<RunHead>, StoreError>;

    /// The runs that have not ended and do not sleep, oldest first.
    async fn awake(&self) -> Result<Vec<RunHead>, StoreError>;

    /// The runs that sleep ([`RunHead::is_asleep`]), oldest first: those after `after`, at most `limit`.
    async fn asleep(&self, after: Option<RunId>, limit: usize) -> Result<Vec<RunHead>, StoreError>;

    /// The same runs as [`Heads::asleep`], without all that a head has: there may be very many.
    async fn sleepers(&self, after: Option<RunId>, limit: usize) -> Result<Vec<Sleeper>, StoreError> {
        let heads = self.asleep(after, limit).await?;
        Ok(heads.iter().filter_map(Sleeper::of).collect())
    }

    /// Every run that has not ended, oldest first. All of them are in memory then.
    async fn unfinished(&self) -> Result<Vec<RunHead>, StoreError>;

    /// The heads that match a filter, newest first.
    async fn heads(&self, filter: HeadFilter) -> Result<Vec<RunHead>, StoreError>;

    /// The claim that has an idempotency key.
    async fn claimed(&self, key: &str) -> Result<Option<Claim>, StoreError>;
}

/// A stored document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its key within the collection.
    pub key: String,
    /// Counts up from 1 with every change, over deletions too.
    pub revision: u64,
    /// The content.
    pub content: Bytes,
}

/// One change of a document.
#[derive(Debug, Clone)]
pub struct Put {
    /// Such as `policies`.
    pub collection: String,
    /// The key within the collection; any text without a NUL.
    pub key: String,
    /// The revision it must be at (0: it must not exist); `None`: whatever it is.
    pub expected: Option<u64>,
    /// The new content; `None` deletes.
    pub content: Option<Bytes>,
}

/// Keeps documents: definitions, policies, integrations, tokens.
#[async_trait]
pub trait Documents: Send + Sync {
    /// One document.
    async fn get(&self, collection: &str, key: &str) -> Result<Option<Document>, StoreError>;

    /// Every document of a collection whose key begins with `prefix`, by key.
    async fn list(&self, collection: &str, prefix: &str) -> Result<Vec<Document>, StoreError>;

    /// Changes documents, all or none; returns the new revisions when they are on disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] for the first whose `expected` does not hold.
    async fn put(&self, changes: Vec<Put>) -> Result<Vec<u64>, StoreError>;
}

/// Keeps large things by the digest of their content: runners, images, payloads.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Stores `content`; returns when it is on disk. Storing it again does nothing.
    async fn put_blob(&self, content: Bytes) -> Result<Digest, StoreError>;

    /// Reads it back, checked against its digest.
    async fn blob(&self, digest: &Digest) -> Result<Option<Bytes>, StoreError>;
}

/// Forgets runs.
#[async_trait]
pub trait Forgets: Send + Sync {
    /// Forgets those of these runs that have ended: their journals, their heads, and the idempotency keys that they have.
    /// Runs under way and unknown ones stay as they are. Returns the runs that were forgotten, when that is on disk.
    ///
    /// # Errors
    /// The failures of the disk.
    async fn forget(&self, runs: Vec<RunId>) -> Result<Vec<RunId>, StoreError>;
}

/// Everything a store keeps.
pub trait Store: Journal + Heads + Documents + Blobs + Forgets {}

impl<T: Journal + Heads + Documents + Blobs + Forgets + ?Sized> Store for T {}
