//! One action on many runs.

use serde::{Deserialize, Serialize};

use crate::{Problem, Run, RunFilter};

words! {
    /// What is done to each run.
    pub enum BulkAction {
        /// It is cancelled.
        Cancel = "cancel",
        /// It is suspended.
        Suspend = "suspend",
        /// It continues.
        Resume = "resume",
        /// It is run again from its start.
        Rerun = "rerun",
        /// It is forgotten.
        Purge = "purge",
    }
}

/// One action on many runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BulkRequest {
    /// What is done.
    pub action: BulkAction,
    /// Which runs, as in `GET /v1/runs`, without `limit` and `before`. Of these, those that the action can be done to.
    #[serde(default)]
    pub query: RunFilter,
    /// Why, to suspend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// To cancel: do not wait for writes under way.
    #[serde(default)]
    pub force: bool,
    /// To run again: the version, or `latest`; absent: the one of each run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// To forget runs: only those whose journals name this, in any text or number. Everything else of the query counts too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Only say what would be done.
    #[serde(default)]
    pub dry_run: bool,
    /// The digest of what was shown; needed unless `dryRun`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
}

/// The answer to a bulk action.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BulkAnswer {
    /// What is done.
    pub action: BulkAction,
    /// To how many runs: those that it would be done to, or those that it was done to.
    pub count: u64,
    /// There are more runs like these: another bulk action takes them.
    #[serde(default)]
    pub more: bool,
    /// How many were left out. Of a dry run that would run runs again: they were run again before, or cannot be. Of one that
    /// would forget runs: they are under way, or a run that may need their answer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<u64>,
    /// The first runs; of a dry run only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Run>,
    /// When the oldest run started that was looked at, RFC 3339; of a dry run that would forget runs. With `more`, the next one
    /// takes it as `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked_back_to: Option<String>,
    /// How many writes would be repeated; of a dry run that would run runs again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<u64>,
    /// How many of these happen twice: their operations do not say that they may be repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unprotected: Option<u64>,
    /// The digest for `confirm`; of a dry run only. The action is then done to exactly these runs, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The new runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub started: Vec<String>,
    /// Runs that it was not done to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<BulkFailure>,
}

/// A run that a bulk action was not done to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct BulkFailure {
    /// The run.
    pub run: String,
    /// Why.
    pub problem: Box<Problem>,
}
