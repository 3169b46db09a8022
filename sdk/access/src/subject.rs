//! Who asks: the workflow and its caller, as policies see them, and the time they ask at.
//!
//! Shapes only. Where their values come from (identity, the store, a clock) is the engine's business.

use serde::{Deserialize, Serialize};

/// The integration instance behind raw `call: http` and `call: openapi`.
pub const WEB: &str = "web";
/// The operation of [`WEB`] that sends one request.
pub const WEB_REQUEST: &str = "request";
/// The version of [`WEB_REQUEST`].
pub const WEB_REQUEST_VERSION: &str = "1.0.0";

/// The workflow that asks (subject `workflow`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkflowSubject {
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// `document.version`, semantic.
    pub version: String,
    /// Who owns it, a principal's id; absent when nobody has been named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Who published this version.
    #[serde(default)]
    pub author: Author,
    /// The workflows this one was started by, as `namespace/name`, outermost first; empty for most runs.
    #[serde(default)]
    pub via: Vec<String>,
    /// The workflow's own labels, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
}

/// Who published a workflow version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Author {
    /// The principal's id.
    pub id: String,
    /// How many versions this principal has published so far; grows only.
    #[serde(default)]
    pub published_versions: u64,
}

/// What kind of caller started a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallerKind {
    /// An app, with a token of its own.
    App,
    /// A person who writes workflows.
    Champion,
    /// A person of IT.
    It,
    /// A person who keeps the engine running.
    Operator,
    /// The clock.
    Schedule,
    /// An event somebody sent.
    Event,
    /// Another workflow.
    Workflow,
}

impl CallerKind {
    /// Every kind, in the order of the published schema.
    pub const ALL: [Self; 7] =
        [Self::App, Self::Champion, Self::It, Self::Operator, Self::Schedule, Self::Event, Self::Workflow];

    /// The word policies use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Champion => "champion",
            Self::It => "it",
            Self::Operator => "operator",
            Self::Schedule => "schedule",
            Self::Event => "event",
            Self::Workflow => "workflow",
        }
    }
}

/// Who started the run (subject `caller`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallerSubject {
    /// What kind of caller.
    pub kind: CallerKind,
    /// The principal's id, the schedule's name, the event's source or the workflow's `namespace/name`.
    pub id: String,
    /// The namespace the caller belongs to; absent when it belongs to none or to several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// When it is asked (subject `time`), in one policy's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimeSubject {
    /// `monday` to `sunday`.
    pub weekday: String,
    /// 0 to 23.
    pub hour: u8,
    /// `2027-03-31`.
    pub date: String,
}
