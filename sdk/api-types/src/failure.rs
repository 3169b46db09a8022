//! Failure cases: equal failures of runs.

use serde::{Deserialize, Serialize};

use crate::Failure;

words! {
    /// Whether somebody has to look at a failure case.
    pub enum FailureCaseState {
        /// Nobody has resolved it, or a run has failed like that since.
        Open = "open",
        /// It is resolved, and no run has failed like that since.
        Resolved = "resolved",
    }
}

/// Runs of one workflow that failed with the same error at the same task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FailureCase {
    /// Names it within its workflow; the same for the same failure, always.
    pub id: String,
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub workflow: String,
    /// What they failed with.
    pub failure: Failure,
    /// Whether somebody has to look at it.
    pub state: FailureCaseState,
    /// How many runs.
    pub count: u64,
    /// When the first of them ended.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub first_at: String,
    /// When the last of them ended.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub last_at: String,
    /// The newest of them, newest first.
    pub examples: Vec<String>,
    /// The principal who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// A note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who resolved it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<String>,
}

/// Failure cases, those with the newest failure first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct FailureCases {
    /// The cases.
    pub items: Vec<FailureCase>,
    /// There are more failed runs than were read: counts are of the newest 5,000.
    #[serde(default)]
    pub more: bool,
}

/// Which failure cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct FailureCasesQuery {
    /// Of this namespace.
    pub namespace: Option<String>,
    /// Of this workflow: `namespace/name`, or its name alone.
    pub workflow: Option<String>,
    /// In this state.
    #[cfg_attr(feature = "utoipa", param(inline))]
    pub state: Option<FailureCaseState>,
    /// Of runs started at this time or later.
    #[cfg_attr(feature = "utoipa", param(format = DateTime))]
    pub from: Option<String>,
}

/// A change of what people say of a failure case. What is absent stays as it is; an empty text is taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchFailureCase {
    /// The principal who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// A note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// `resolved`, or `open` again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<FailureCaseState>,
}
