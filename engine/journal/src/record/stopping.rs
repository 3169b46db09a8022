//! Records of a run that a person suspends, lets continue, or cancels.

use serde::{Deserialize, Serialize};

/// The run is suspended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Suspended {
    /// The id of the principal who suspended it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Effects that were allowed and had not been sent. Their intents count no longer: they are evaluated again when the run
    /// continues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<u64>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// A suspended run continues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Continued {
    /// The id of the principal who let it continue.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// The run is being cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancelling {
    /// Until when it waits for the writes under way, in milliseconds since the Unix epoch. It ends then in any case.
    pub until: i64,
    /// Effects that were allowed and had not been sent. They never are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<u64>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// A write that was under way when its run ended: nobody knows whether it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InDoubt {
    /// The effect.
    pub effect: u64,
    /// The path of its task.
    pub task: String,
    /// The operation, `integration.operation:version`; `emit` for an event.
    pub operation: String,
}
