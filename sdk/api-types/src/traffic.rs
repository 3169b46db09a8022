//! How many calls an integration gets and whether its system takes them; runs that wait until others have ended.

use serde::{Deserialize, Serialize};

words! {
    /// The circuit breaker of an integration.
    pub enum Circuit {
        /// Calls go out.
        Closed = "closed",
        /// The system is away: no call goes out.
        Open = "open",
        /// A single call is under way, to see whether the system is back.
        HalfOpen = "half-open",
    }
}

words! {
    /// What becomes of a call while the circuit is open.
    pub enum OnOpen {
        /// It fails at once.
        Fail = "fail",
        /// It waits in line.
        Wait = "wait",
    }
}

/// The calls of an integration now; of `web`, of one host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Traffic {
    /// The host, for `web`; `*` for those that its document names by a pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The circuit breaker.
    pub circuit: Circuit,
    /// Since when the circuit has not been closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub since: Option<String>,
    /// When the next call is let through, to try the system. The first one that comes then goes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub next_probe_at: Option<String>,
    /// Calls in a row that the system did not take; 0 while the circuit is closed.
    pub failures: u32,
    /// Why the system did not take the last one: `it could not be reached`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Calls under way.
    pub under_way: u32,
    /// Calls that wait in line.
    pub waiting: u64,
    /// Most calls at once (`limits.concurrency`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u32>,
    /// Most calls that begin in any second (`limits.perSecond`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_second: Option<u32>,
    /// Most calls that begin in any minute (`limits.perMinute`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_minute: Option<u32>,
    /// What becomes of a call while the circuit is open (`circuitBreaker.onOpen`).
    pub on_open: OnOpen,
}

/// The runs of a workflow that is limited by a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RunQueue {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Most runs under way (`limits.concurrentRuns`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrent_runs: Option<u32>,
    /// Most runs that begin in any minute (`limits.runsPerMinute`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs_per_minute: Option<u32>,
    /// Runs under way.
    pub under_way: u32,
    /// Runs that are on disk and begin later.
    pub waiting: u64,
}

/// Queues of runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct RunQueues {
    /// By namespace and name.
    pub queues: Vec<RunQueue>,
}
