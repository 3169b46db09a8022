//! The five subjects that a policy may describe, and three of them in full: the workflow, its caller and the time.
//! The others are [`crate::Access`] and [`crate::Profile`].
//!
//! Types only. The engine fills them in from identity, the store and the clock.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::schema;

/// The integration instance behind raw `call: http` and `call: openapi`.
pub const WEB: &str = "web";
/// The operation of [`WEB`] that sends one request.
pub const WEB_REQUEST: &str = "request";
/// The version of [`WEB_REQUEST`].
pub const WEB_REQUEST_VERSION: &str = "1.0.0";

/// A part of a question that a policy may describe with a JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// Who asks.
    Workflow,
    /// What is asked.
    Access,
    /// Who started the run.
    Caller,
    /// When, in the policy's time zone.
    Time,
    /// Everything the version of the workflow can reach.
    Profile,
}

static WORKFLOW: LazyLock<Value> = LazyLock::new(schema::workflow_schema);
static ACCESS: LazyLock<Value> = LazyLock::new(schema::access_schema);
static CALLER: LazyLock<Value> = LazyLock::new(schema::caller_schema);
static TIME: LazyLock<Value> = LazyLock::new(schema::time_schema);
static PROFILE: LazyLock<Value> = LazyLock::new(schema::profile_schema);

impl Subject {
    /// Every subject, in the order they are evaluated.
    pub const ALL: [Self; 5] = [Self::Workflow, Self::Access, Self::Caller, Self::Time, Self::Profile];

    /// The word documents use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Workflow => "workflow",
            Self::Access => "access",
            Self::Caller => "caller",
            Self::Time => "time",
            Self::Profile => "profile",
        }
    }

    /// What any value of this subject surely looks like, closed.
    pub fn schema(self) -> &'static Value {
        match self {
            Self::Workflow => &WORKFLOW,
            Self::Access => &ACCESS,
            Self::Caller => &CALLER,
            Self::Time => &TIME,
            Self::Profile => &PROFILE,
        }
    }
}

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
    /// The principal id of the owner. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The author of this version.
    #[serde(default)]
    pub author: Author,
    /// The chain of workflows that started this one, as `namespace/name`, outermost first. Empty for most
    /// runs.
    #[serde(default)]
    pub via: Vec<String>,
    /// The workflow's own labels, sorted.
    #[serde(default)]
    pub labels: Vec<String>,
}

/// The author of a workflow version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Author {
    /// The principal's id.
    pub id: String,
    /// The number of versions that this principal has published. It never decreases.
    #[serde(default)]
    pub published_versions: u64,
}

/// The kind of caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallerKind {
    /// An app with its own token.
    App,
    /// A person who writes workflows.
    Champion,
    /// A person of IT.
    It,
    /// A person who keeps the engine running.
    Operator,
    /// A schedule.
    Schedule,
    /// An event.
    Event,
    /// Another workflow.
    Workflow,
}

impl CallerKind {
    /// Every kind, in the order of the published schema.
    pub const ALL: [Self; 7] =
        [Self::App, Self::Champion, Self::It, Self::Operator, Self::Schedule, Self::Event, Self::Workflow];

    /// The word that policies use.
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

/// The caller of a run (subject `caller`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallerSubject {
    /// The kind of caller.
    pub kind: CallerKind,
    /// The principal's id, the schedule's name, the event's source or the workflow's `namespace/name`.
    pub id: String,
    /// The namespace of the caller. Absent if it belongs to none or to several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// The time of the access (subject `time`), in the policy's time zone.
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
