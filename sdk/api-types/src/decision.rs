//! What policies decide: rules, near misses, verdicts on the accesses of a definition, and the people involved.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Range;

words! {
    /// What a matching policy does.
    #[non_exhaustive]
    pub enum PolicyEffect {
        /// Allows, unless a forbid matches too.
        Permit = "permit",
        /// Refuses, whatever is permitted.
        Forbid = "forbid",
        /// A person approves the version before it can be called.
        Review = "review",
        /// A person releases each call.
        Hold = "hold",
    }
}

words! {
    /// Whether a policy decides.
    pub enum PolicyMode {
        /// It decides.
        Enforce = "enforce",
        /// It is evaluated and reported, and decides nothing.
        Audit = "audit",
        /// It is not evaluated.
        Off = "off",
    }
}

words! {
    /// What is known of an access before it happens.
    pub enum Verdict {
        /// It is allowed, whatever the arguments are.
        Allowed = "allowed",
        /// It is denied, whatever the arguments are.
        Denied = "denied",
        /// Policies evaluate it when it happens, with the real arguments.
        AtRunTime = "atRunTime",
    }
}

/// A policy that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rule {
    /// The policy's name.
    pub policy: String,
    /// What the policy does.
    pub effect: PolicyEffect,
    /// Whether it decided.
    pub mode: PolicyMode,
    /// Digest of the policy's document.
    pub digest: String,
    /// It could not be evaluated, which counts against the request.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub error: bool,
}

/// A permit that would have allowed it, except for these mismatches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct NearMiss {
    /// The policy's name.
    pub policy: String,
    /// Its conditions that do not hold.
    pub mismatches: Vec<String>,
    /// It was in force until the end of this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired: Option<String>,
}

/// One access of a definition, as policies evaluate it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct EvaluatedAccess {
    /// JSON pointer of the task; empty for the start of a run.
    pub task: String,
    /// Where in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// The access, as policies see it.
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub access: Value,
    /// What is known before it happens.
    pub verdict: Verdict,
    /// The policies that match, or may match.
    pub rules: Vec<Rule>,
    /// Who has to approve the version because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Awaiting>,
    /// Who has to release each such call, always or depending on its arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Awaiting>,
    /// Why it is not allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who can help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A policy that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Awaiting {
    /// The policy's name.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// Digest of its document: an approval or a release names it.
    pub rule: String,
    /// Who may approve or release, in words: "an approver of `support`".
    pub by: String,
    /// What the policy says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who can help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A principal involved in what is shown, and who created it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// The principal.
    pub id: String,
    /// Who created it.
    pub created_by: String,
    /// Who minted its tokens.
    pub minted_by: Vec<String>,
    /// Its tokens no longer work.
    pub disabled: bool,
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.minted_by.as_slice() {
            [] => write!(f, "{} was created by {}", self.id, self.created_by)?,
            minters => write!(f, "tokens of {} were minted by {}", self.id, minters.join(", "))?,
        }
        f.write_str(if self.disabled { "; it is disabled" } else { "" })
    }
}
