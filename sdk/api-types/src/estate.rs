//! The estate: workflows, systems and data, who answers for them, and how much of it is used.

use serde::{Deserialize, Serialize};

use crate::{Circuit, GrantState, OperationEffect, VersionState};

words! {
    /// How a workflow reaches something.
    #[non_exhaustive]
    pub enum ReachKind {
        /// It calls an operation, or a host.
        Call = "call",
        /// It fetches a document at publishing.
        Fetch = "fetch",
        /// It starts another workflow.
        Run = "run",
        /// It sends events or waits for them.
        Event = "event",
    }
}

/// What a workflow reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Reaching {
    /// How.
    pub kind: ReachKind,
    /// The integration; `web` for a host without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration: Option<String>,
    /// The operation; the method and the host, the host, the workflow, the type of events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Labels of what comes back.
    pub labels: Vec<String>,
    /// Whether it reads or writes.
    pub access: OperationEffect,
}

/// A workflow of the estate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EstateWorkflow {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The principal who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The deputy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// Neither the owner nor the deputy has a token that may publish it.
    pub is_orphan: bool,
    /// The version for callers who name none; absent while that version cannot be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_version: Option<String>,
    /// The state of the version for callers who name none.
    pub state: VersionState,
    /// It is switched off.
    pub is_switched_off: bool,
    /// When that version, its state or its owner was changed last.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub last_change_at: String,
    /// What it reaches, each once.
    pub reaches: Vec<Reaching>,
}

/// A place that labelled values may go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Leaving {
    /// Its name, such as `mail.send`.
    pub to: String,
    /// The workflows that write to it, `namespace/name`.
    pub workflows: Vec<String>,
}

/// A label, and where values with it may go. Made from definitions: what may happen, not what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EstateLabel {
    /// The label.
    pub label: String,
    /// Workflows that read such values, `namespace/name`.
    pub workflows: Vec<String>,
    /// Where these workflows write to.
    pub leaves_to: Vec<Leaving>,
}

/// A grant of the estate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EstateGrant {
    /// The name of its policy.
    pub name: String,
    /// The workflow's namespace.
    pub namespace: String,
    /// The workflow's name.
    pub workflow: String,
    /// Its state.
    pub state: GrantState,
    /// When it ends.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub ends_at: String,
    /// Whole days that are left.
    pub days_left: i64,
    /// When it allowed something last; absent: not since `callsSince`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub last_used_at: Option<String>,
}

/// An operation of the estate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EstateOperation {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Whether it reads or writes.
    pub effect: OperationEffect,
    /// Labels of its result.
    pub labels: Vec<String>,
    /// Workflows that reach it, `namespace/name`.
    pub workflows: Vec<String>,
    /// Calls a day by workflows that the caller sees, in the last seven days or since `callsSince`.
    pub calls_per_day: f64,
    /// Failed calls a day.
    pub failures_per_day: f64,
}

/// A secret of an integration; never its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EstateSecret {
    /// Its name.
    pub name: String,
    /// It can be used now.
    pub is_present: bool,
    /// When it was changed last, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub changed_at: Option<String>,
}

/// An integration of the estate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EstateIntegration {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: String,
    /// It is switched off.
    pub is_switched_off: bool,
    /// Its system takes calls: `open` and `half-open` mean that it is away. Of `web`, the host that is worst.
    pub circuit: Circuit,
    /// Its operations.
    pub operations: Vec<EstateOperation>,
    /// The secrets that it uses, for callers who may list their names.
    pub secrets: Vec<EstateSecret>,
}

/// The estate, as far as the caller may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Estate {
    /// Published workflows, by name.
    pub workflows: Vec<EstateWorkflow>,
    /// Labels that they read.
    pub labels: Vec<EstateLabel>,
    /// Grants, those that end first at the top.
    pub grants: Vec<EstateGrant>,
    /// Integrations, by name.
    pub integrations: Vec<EstateIntegration>,
    /// Calls, and uses of grants, are counted from this time on.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub calls_since: String,
    /// Whether everything that happened before the last start of the server is counted; until then it is being read.
    pub complete: bool,
}
