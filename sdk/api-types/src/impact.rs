//! The impact report: what other policies would change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Diagnostic, Verdict};

words! {
    /// What policies decide about a call when it happens.
    pub enum DecisionOutcome {
        /// It may happen.
        Allow = "allow",
        /// It waits until a person releases it.
        Hold = "hold",
        /// It waits until a person approves the version.
        Review = "review",
        /// It must not happen.
        Deny = "deny",
    }
}

words! {
    /// How a run that was executed again ends.
    #[non_exhaustive]
    pub enum EndingKind {
        /// With the same output.
        Completed = "completed",
        /// With another output.
        Otherwise = "otherwise",
        /// In an error.
        Faulted = "faulted",
        /// Cancelled.
        Cancelled = "cancelled",
        /// Unknown from `task` on.
        Unknown = "unknown",
    }
}

/// What other policies would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// Digest of what live workflows would lose: an activation is confirmed with it.
    pub digest: String,
    /// Digest of the evaluated policies, as a set.
    pub candidate: String,
    /// Digest of the policies in force.
    pub in_force: String,
    /// Number of the revision in force; 0: none was ever activated.
    pub revision: u64,
    /// The live versions evaluated. An activation is refused when there are others by then.
    pub looked_at: Vec<LookedAt>,
    /// The integrations used, each with its revision.
    pub integrations: BTreeMap<String, u64>,
    /// Live workflows that would lose something, by name.
    pub affected: Vec<AffectedWorkflow>,
    /// Live versions with accesses that would be decided differently.
    pub versions: Vec<VersionImpact>,
    /// Past calls that would be decided differently, the most frequent first.
    pub calls: Vec<CallImpact>,
    /// Runs that were executed again and would end differently, newest first.
    pub reruns: Vec<RerunImpact>,
    /// How many runs were executed again.
    pub rerun: usize,
    /// How many past runs were read.
    pub runs: usize,
    /// How many starts and calls of them were evaluated.
    pub evaluated: usize,
    /// There were more runs.
    pub truncated: bool,
    /// What is probably wrong with the policies that were sent, by policy.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub warnings: BTreeMap<String, Vec<Diagnostic>>,
}

/// A live version that was evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct LookedAt {
    /// `namespace/name@version`.
    pub version: String,
    /// Digest of the definition.
    pub digest: String,
}

/// A live workflow that would lose something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AffectedWorkflow {
    /// `namespace/name`.
    pub workflow: String,
    /// Its owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// How often it ran a day, recently.
    pub runs_per_day: f64,
    /// What it would lose, in words; the first offending place first.
    pub what: Vec<String>,
}

/// A live version that would be decided differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VersionImpact {
    /// `namespace/name`.
    pub workflow: String,
    /// Its version.
    pub version: String,
    /// Who published it.
    pub author: String,
    /// What would change.
    pub changes: Vec<AccessChange>,
    /// Policies whose approvals would become invalid because the policies have changed.
    pub voided: Vec<String>,
}

/// An access that would be decided differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessChange {
    /// What is reached, in words.
    pub what: String,
    /// JSON pointer of the task.
    pub task: String,
    /// What is known now.
    pub before: Verdict,
    /// What would be known.
    pub after: Verdict,
    /// Policies that would require an approval.
    pub reviews: Vec<String>,
    /// Why it would be denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Calls of one task that would be decided differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallImpact {
    /// `namespace/name`.
    pub workflow: String,
    /// JSON pointer of the task; empty for starts.
    pub task: String,
    /// What was decided.
    pub before: DecisionOutcome,
    /// What would be decided.
    pub after: DecisionOutcome,
    /// How many such calls there were.
    pub calls: u64,
    /// The newest run with one.
    pub run: String,
    /// The policy to name first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Why it would be denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A run that was executed again and would end differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RerunImpact {
    /// The run.
    pub run: String,
    /// `namespace/name`.
    pub workflow: String,
    /// How it ended.
    pub before: Ending,
    /// How it would end.
    pub after: Ending,
}

/// How a run ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ending {
    /// How.
    pub end: EndingKind,
    /// The code, where it ends in an error of the engine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// JSON pointer of the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Why it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// How far to look back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ImpactQuery {
    /// Days, 1 to 90; 7 where absent.
    #[cfg_attr(feature = "utoipa", param(minimum = 1, maximum = 90))]
    pub days: Option<i64>,
    /// How many of the newest runs are executed again under the saved policies, 0 to 1,000; 0 where absent.
    #[cfg_attr(feature = "utoipa", param(minimum = 0, maximum = 1000))]
    pub rerun: Option<usize>,
}

/// Policies to evaluate without saving them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImpactPolicies {
    /// Texts by name. They replace saved policies of these names, and add to the others.
    pub policies: BTreeMap<String, String>,
}
