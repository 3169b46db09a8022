//! Policies in force: activating, revisions, proposals, what-if questions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Diagnostic;

/// The policies in force, with their texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ActivePolicies {
    /// Increases with each activation; 0: none were ever activated.
    pub revision: u64,
    /// Digest of the whole set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The principal who activated them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: Option<String>,
    /// The policies, by name.
    pub policies: Vec<ActivePolicy>,
}

/// A policy in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ActivePolicy {
    /// Its name.
    pub name: String,
    /// The text in force, with comments.
    pub source: String,
}

/// How to put policies in force.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Activate {
    /// Why; shown in the revisions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `digest` of the impact report that was read: needed where live workflows lose something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Grace period in seconds, at most 90 days: how long live versions that lose something keep the previous policies.
    pub grace_seconds: u32,
    /// Put only these saved policies in force, or remove them where their draft was deleted. All others stay as they are in
    /// force. Absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<String>>,
    /// Where the server requires a second person: digest of your own open proposal that this one replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// Policies that were put in force just now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InForce {
    /// The revision.
    #[serde(flatten)]
    pub revision: Revision,
    /// Live versions with a grace period.
    pub graces: Vec<Grace>,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
}

/// A set of policies that was put in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Revision {
    /// Digest of the whole set.
    pub digest: String,
    /// Increases with each activation.
    pub revision: u64,
    /// Names of the policies, sorted.
    pub policies: Vec<String>,
    /// The principal who activated, or proposed, them.
    pub by: String,
    /// The second person, where one is required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// Policies that are new, or have another text than before.
    pub changed: Vec<String>,
    /// Policies that were removed.
    pub removed: Vec<String>,
}

/// A live version that keeps the previous policies for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Grace {
    /// `namespace/name@version`.
    pub version: String,
    /// Digest of the set that is used for it.
    pub policies: String,
    /// When the grace period ends.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub until: String,
}

/// Policies that wait for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Proposed {
    /// Digest of the whole proposal: texts, reason, grace, impact, proposer, revision. The second person names it. Also the
    /// entity tag.
    pub digest: String,
    /// Digest of the texts, as a set.
    pub policy_set: String,
    /// The revision in force when they were proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    /// Who proposed them, and cannot be the second person.
    pub by: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Digest of the impact report that the proposer has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Grace period in seconds.
    pub grace_seconds: i64,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// The texts, by policy.
    pub texts: BTreeMap<String, String>,
    /// Delegated policies that were left out when they were proposed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Diagnostic>,
}

/// The sets that were in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct PolicySets {
    /// Newest first; the first is in force.
    pub revisions: Vec<Revision>,
    /// Live versions that keep an earlier one for a while.
    pub graces: Vec<Grace>,
}

/// The texts of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct PolicySet {
    /// Digest of the whole set.
    pub digest: String,
    /// The texts, by policy.
    pub texts: BTreeMap<String, String>,
}

/// Which grace periods to end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Enforce {
    /// Of these workflows, as `namespace/name`; of all where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflows: Option<Vec<String>>,
}

/// Grace periods that were ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Enforced {
    /// What they were.
    pub ended: Vec<Grace>,
}

/// Puts in force what another person has proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApproveProposal {
    /// Digest of the impact report that was read, where it differs from the one at the time of the proposal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
}

/// A what-if question. A subject that is not given counts as fitting; a field that is not given matches no condition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyQuestion {
    /// The access; `kind` is `call` and `effect` is `write` unless given.
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub access: Value,
    /// The workflow that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub workflow: Option<Value>,
    /// Who started the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub caller: Option<Value>,
    /// Everything the version can reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub profile: Option<Value>,
    /// When; each policy sees it in its own time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: Option<String>,
    /// Policies that the version is approved for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved: Vec<String>,
    /// Policies that the call is released for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub released: Vec<String>,
}
