//! Statistics: how many runs there were, how they ended, and how long people waited for each other.

use serde::{Deserialize, Serialize};

words! {
    /// The step of a series.
    #[derive(Default)]
    pub enum StatisticsInterval {
        /// An hour.
        #[default]
        Hour = "hour",
        /// A day, in UTC.
        Day = "day",
    }
}

/// Counts of runs in some time. Draft runs do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RunCounts {
    /// Runs that began.
    pub started: u64,
    /// Runs that completed.
    pub completed: u64,
    /// Runs that ended in an error.
    pub faulted: u64,
    /// Runs that were cancelled.
    pub cancelled: u64,
    /// Calls that waited for a release.
    pub held: u64,
    /// Half of the runs that completed or faulted took at most so many milliseconds, within seven percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50_ms: Option<u64>,
    /// The same for 95 of 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95_ms: Option<u64>,
}

/// One step of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatisticsPoint {
    /// Its begin.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub start: String,
    /// The counts.
    #[serde(flatten)]
    pub counts: RunCounts,
}

/// The counts of one workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct WorkflowCounts {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Of the whole range.
    pub totals: RunCounts,
}

/// How long people waited for something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WaitedFor {
    /// How often, in the range.
    pub count: u64,
    /// Half of them waited at most so many milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50_ms: Option<u64>,
    /// The same for 95 of 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95_ms: Option<u64>,
}

/// How long both sides wait for each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WaitingTimes {
    /// From a request to its decision.
    pub request_to_decision: WaitedFor,
    /// From the first edit of a draft until a version of it went live.
    pub draft_to_live: WaitedFor,
}

/// Statistics of runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Statistics {
    /// The step of the series.
    pub interval: StatisticsInterval,
    /// Begin of the range.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub from: String,
    /// End of the range; it is not a part of it.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub to: String,
    /// There are figures from this time on.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub since: String,
    /// Whether everything that happened before the last start of the server is counted; until then it is being read.
    pub complete: bool,
    /// One for each interval of the range.
    pub series: Vec<StatisticsPoint>,
    /// Of the whole range.
    pub totals: RunCounts,
    /// Of each workflow, those with the most runs first, at most 500.
    pub workflows: Vec<WorkflowCounts>,
    /// Waiting times that ended in the range.
    pub waiting: WaitingTimes,
}

/// Which statistics to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct StatisticsQuery {
    /// Of this namespace; absent: of all that the caller may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Of this workflow, `namespace/name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// Begin of the range, such as `2027-03-31T09:00:00Z`; 24 hours or 30 days before its end where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// End of the range, at most 31 days after its begin; now where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The step of the series; `hour` where absent.
    #[serde(default)]
    #[cfg_attr(feature = "utoipa", param(inline))]
    pub interval: StatisticsInterval,
}
