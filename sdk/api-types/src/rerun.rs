//! Running a run again: what would be repeated, and the confirmation.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::WorkflowRef;

/// How a run is to be run again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RerunRequest {
    /// The task at the top of the workflow that it begins from, `/do/2/refund`; absent: the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The version, or `latest`; absent: the one of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The digest of the plan that was shown. Absent: the plan is the answer, and nothing is started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
}

/// What running a run again would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct RerunPlan {
    /// The run that is run again.
    pub run: String,
    /// The version that it had.
    pub workflow: WorkflowRef,
    /// The version that it is run again with.
    pub version: String,
    /// The task that it begins from; absent: the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Writes of the run that happened, or may have, and that would be repeated.
    pub repeats: Vec<RepeatedWrite>,
    /// How many results are taken from the run, because they are of tasks before `from`.
    pub recorded: u64,
    /// The digest of all this, for `confirm`.
    pub digest: String,
}

/// A write that would be repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct RepeatedWrite {
    /// The number of the effect in the run.
    pub effect: u64,
    /// The path of its task; empty for callers who may not read the journal.
    pub task: String,
    /// What it does: the operation, `an event`, or the workflow that it starts; empty for the same callers.
    pub operation: String,
    /// Its arguments then, as far as the caller may see them.
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub arguments: Value,
    /// It was carried out; otherwise it may have been.
    pub done: bool,
    /// Its operation may be repeated: by its nature, or because the same key is sent again.
    pub protected: bool,
}
