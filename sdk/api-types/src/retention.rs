//! How long ended runs are kept.

use serde::{Deserialize, Serialize};

/// How long runs are kept after their end, by how they ended: ISO 8601 durations such as `P30D`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetentionTimes {
    /// Runs that completed. Absent: what is said more generally, or else forever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<String>,
    /// Runs that ended in an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faulted: Option<String>,
    /// Runs that were cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<String>,
}

/// A rule for the runs of a namespace, or of one workflow of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetentionRule {
    /// The namespace.
    pub namespace: String,
    /// The workflow; absent: all of the namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How long its runs are kept.
    pub times: RetentionTimes,
}

/// What is kept for how long. What is said of a workflow counts before what is said of its namespace, and that before the
/// default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    /// Where no rule says anything. The operator sets it.
    pub default: RetentionTimes,
    /// The rules of IT.
    pub rules: Vec<RetentionRule>,
    /// Counts the changes of the rules.
    pub revision: u64,
    /// Who changed them last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// The rules, all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PutRetention {
    /// The rules. At most one for each namespace, and one for each workflow.
    pub rules: Vec<RetentionRule>,
    /// The revision that they are changed from; absent: whatever it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
}
