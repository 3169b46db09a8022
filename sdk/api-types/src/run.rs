//! Runs: starting, reading, listing, adopting; journals.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::Problem;

words! {
    /// The status of a run.
    pub enum RunStatus {
        /// It is running.
        Running = "running",
        /// It waits for a time, an event or a person.
        Waiting = "waiting",
        /// A person suspended it: it starts nothing until it is resumed.
        Suspended = "suspended",
        /// It has ended with an output.
        Completed = "completed",
        /// It has ended in an error.
        Faulted = "faulted",
        /// It was cancelled.
        Cancelled = "cancelled",
    }
}

impl RunStatus {
    /// Whether the run has ended.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Faulted | Self::Cancelled)
    }
}

words! {
    /// What a run waits for.
    #[non_exhaustive]
    pub enum WaitsFor {
        /// A person has to release one of its calls.
        Release = "release",
        /// An event.
        Event = "event",
        /// A time.
        Time = "time",
    }
}

/// A workflow version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct WorkflowRef {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`.
    pub version: String,
    /// Digest of the definition.
    pub digest: String,
}

/// A run, as it is on the server's disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// 32 hexadecimal digits; later runs sort later.
    pub id: String,
    /// The workflow version.
    pub workflow: WorkflowRef,
    /// Its status.
    pub status: RunStatus,
    /// The principal who started it.
    pub started_by: String,
    /// When it began.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub started_at: String,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub ended_at: Option<String>,
    /// When it continues, while it waits; absent where that was computed from values with labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub wake_at: Option<String>,
    /// What it waits for, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WaitsFor>,
    /// The idempotency key that its start came with, for the caller who started it, and for readers of its journal who may view the
    /// labels of its input; never in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// It is a draft run: it wrote to no real system.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// The output, once it has completed; never in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub output: Option<Arc<Box<RawValue>>>,
    /// The error, once it has faulted or was cancelled: the answer that a waiting caller gets. Never in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Box<Problem>>,
    /// Who suspended it, while it is suspended; for readers of its journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Suspension>,
    /// The run that it runs again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rerun_of: Option<String>,
    /// What it failed with, without values; for readers of its journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Writes that were under way when it ended: each may have happened. For readers of its journal; never in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_doubt: Vec<InDoubt>,
}

/// What a run failed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
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

/// Who suspended a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Suspension {
    /// The principal.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// Why.
    pub reason: String,
}

/// A write that was under way when its run ended: nobody knows whether it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct InDoubt {
    /// The number of the effect in the run.
    pub effect: u64,
    /// The path of its task.
    pub task: String,
    /// The operation, `integration.operation:version`; `emit` for an event.
    pub operation: String,
}

/// Why a run is suspended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SuspendRun {
    /// Kept with the run; at most 500 characters.
    pub reason: String,
}

/// How a run is cancelled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelRun {
    /// Do not wait for the answer of a write under way.
    #[serde(default)]
    pub force: bool,
}

/// Runs, newest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Runs {
    /// The runs.
    pub runs: Vec<Run>,
    /// There may be older ones: the `before` of the next request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which runs to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams, utoipa::ToSchema), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct RunFilter {
    /// Of this namespace.
    pub namespace: Option<String>,
    /// Of this workflow: `namespace/name`, or its name alone.
    pub workflow: Option<String>,
    /// With this status.
    #[cfg_attr(feature = "utoipa", param(inline))]
    pub status: Option<RunStatus>,
    /// `true`: only runs that wait for a person to release a call; `false`: all others.
    pub held: Option<bool>,
    /// Started by this principal.
    #[serde(rename = "startedBy")]
    pub started_by: Option<String>,
    /// Started at this time or later.
    #[cfg_attr(feature = "utoipa", param(format = DateTime))]
    pub from: Option<String>,
    /// Started before this time.
    #[cfg_attr(feature = "utoipa", param(format = DateTime))]
    pub to: Option<String>,
    /// Failed with this code.
    #[serde(rename = "errorCode")]
    pub error_code: Option<String>,
    /// Failed with an error of this type.
    #[serde(rename = "errorType")]
    pub error_type: Option<String>,
    /// Failed at this task, `/do/2/refund`.
    pub task: Option<String>,
    /// Of this failure case, by its id.
    #[serde(rename = "failureCase")]
    pub failure_case: Option<String>,
    /// `true`: only draft runs; `false`: no draft runs.
    pub draft: Option<bool>,
    /// At most this many: 1 to 200, 50 where absent.
    pub limit: Option<usize>,
    /// Older than the run with this id.
    pub before: Option<String>,
}

/// How long to wait for the end of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct RunQuery {
    /// How long to wait until it has ended, in seconds, up to what the server allows (30 by default); absent: not at all.
    #[cfg_attr(feature = "utoipa", param(minimum = 0))]
    pub wait: Option<u64>,
}

/// How to start.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct StartQuery {
    /// A published version; absent: the latest.
    pub version: Option<String>,
    /// How long to wait for the end, in seconds, up to what the server allows (30 by default); 0: do not wait.
    #[cfg_attr(feature = "utoipa", param(minimum = 0))]
    pub wait: Option<u64>,
}

/// A run that has not ended in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Accepted {
    /// The run's id: 32 hexadecimal digits.
    pub id: String,
    /// `running` or `waiting`; a run joined by its idempotency key may have ended meanwhile.
    pub status: RunStatus,
    /// Where to read it.
    pub location: String,
}

/// A run's journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Journal {
    /// The run's id.
    pub run: String,
    /// Its records, in order.
    pub records: Vec<Record>,
}

/// One record of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Record {
    /// Its index, from 0.
    pub index: u64,
    /// The fencing token it was written under.
    pub term: u64,
    /// The record: an object with its kind as the only key.
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub record: Value,
}

/// Why a run shall continue although its token was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Adopt {
    /// Kept with the run.
    pub reason: String,
}

/// Who adopted a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Adoption {
    /// The principal who adopted it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// Why.
    pub reason: String,
}
