//! Notices to the owners of workflows.

use serde::{Deserialize, Serialize};

words! {
    /// What a notice is about.
    #[non_exhaustive]
    pub enum NoticeKind {
        /// Policies take something from the workflow, now or later.
        Policies = "policies",
        /// A change of an integration takes something from it.
        Integration = "integration",
        /// Runs of it failed.
        Failed = "failed",
        /// It has another owner.
        HandedOver = "handedOver",
        /// A version of it waits for an approval, or no longer does.
        Review = "review",
        /// Some of its runs end, because their token was revoked or their principal disabled.
        Withdrawn = "withdrawn",
        /// An integration sends secrets back.
        Secret = "secret",
        /// Its schedule cannot start it.
        Schedule = "schedule",
    }
}

/// Which notices to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct NoticesQuery {
    /// Also those already marked as seen.
    #[serde(default)]
    pub all: bool,
    /// Those of every owner; only for IT, auditors and operators.
    #[serde(default)]
    pub everybody: bool,
}

/// Notices, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Notices {
    /// The notices.
    pub notices: Vec<Notice>,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Its id.
    pub id: String,
    /// `namespace/name`.
    pub workflow: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// In words.
    pub text: String,
    /// Details, the first offending place first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// When it takes effect, where that is later than the notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub from: Option<String>,
    /// When it was given, or happened last.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// How often it happened, at least.
    pub count: u64,
    /// The newest run with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// Who marked it as seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
}
