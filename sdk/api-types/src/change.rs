//! Changes of state as they happen, and who else looks at a draft.

use serde::{Deserialize, Serialize};

words! {
    /// What a change is about.
    #[non_exhaustive]
    pub enum ChangeTopic {
        /// Runs: started, gone on, ended.
        Runs = "runs",
        /// Calls that wait to be released.
        Holds = "holds",
        /// Versions that wait for an approval.
        Reviews = "reviews",
        /// Requests of champions.
        Requests = "requests",
        /// Published versions, their states, owners, settings and switches.
        Workflows = "workflows",
        /// Drafts.
        Drafts = "drafts",
        /// Policies.
        Policies = "policies",
        /// Integrations, their switches and secrets, and with them the functions of the catalog.
        Integrations = "integrations",
        /// Notices to owners.
        Notices = "notices",
        /// Grants.
        Grants = "grants",
        /// Tokens, principals and sessions.
        Tokens = "tokens",
        /// Entries of the audit log.
        Audit = "audit",
        /// Who looks at a draft.
        Presence = "presence",
    }
}

words! {
    /// Why everything has to be read again.
    #[non_exhaustive]
    pub enum ResetReason {
        /// The server was started again since.
        Restarted = "restarted",
        /// The listener was away, or too slow, for longer than changes are kept.
        Missed = "missed",
    }
}

/// Which changes to hear.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ChangesQuery {
    /// Topics, with commas between them; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topics: Option<String>,
    /// Of this workflow (`namespace/name`), and what concerns no single workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// Of `runs` and `holds` only those of this run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
}

/// A change, the data of an event `change`: what is worth reading again. What is absent concerns the whole topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What it is about.
    pub topic: ChangeTopic,
    /// The namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name of the workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// The run, review, request, policy, integration, grant or token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
}

/// The data of an event `reset`: everything has to be read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Reset {
    /// Why.
    pub reason: ResetReason,
}

/// Where somebody is in a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPresence {
    /// The tab's own random id: 1 to 64 letters, digits, `_` and `-`.
    pub tab: String,
    /// The task that they are at, as a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
}

/// Which tab to forget.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PresenceQuery {
    /// The tab's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tab: Option<String>,
}

/// Everybody who looks at a draft, those who came first first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Presence {
    /// One for each tab.
    pub items: Vec<PresentPerson>,
}

/// Somebody who looks at a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PresentPerson {
    /// The principal.
    pub principal: String,
    /// The tab's id.
    pub tab: String,
    /// The task that they are at, as a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Since when.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub since: String,
    /// Whether it is the caller, in this tab or in another.
    pub is_me: bool,
}
