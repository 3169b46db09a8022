//! What policies said, as callers see it.

use serde::Serialize;
use serde_json::Value;
use towpath_diagnostics::LineIndex;
use towpath_policies::{Awaiting, Decision, MatchedRule, NearMiss};
use towpath_runtime::JudgedAccess;
use utoipa::ToSchema;

use crate::diagnostic::Range;
use crate::problem::ProblemDetails;

/// A policy that matched.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleBody {
    /// The policy's name.
    pub policy: String,
    /// `permit`, `forbid`, `review` or `hold`.
    pub effect: String,
    /// `enforce`: it decided; `audit`: it was judged, and decided nothing.
    #[schema(value_type = String)]
    pub mode: Value,
    /// Digest of the policy's document.
    pub digest: String,
    /// It could not be judged, which counts against.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub error: bool,
}

/// A permit that would have allowed it, but for these.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NearBody {
    /// The policy's name.
    pub policy: String,
    /// What it asks for that is not so.
    pub mismatches: Vec<String>,
    /// It was in force until the end of this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired: Option<String>,
}

/// One access of a definition and what policies say of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccessBody {
    /// JSON pointer of the task; empty for the start of a run.
    pub task: String,
    /// Where in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// What is asked, as policies see it.
    #[schema(value_type = Object)]
    pub access: Value,
    /// `allowed`, `denied`, or to be judged at run time with the real arguments.
    #[schema(value_type = String)]
    pub verdict: Value,
    /// The policies that match, or may.
    pub rules: Vec<RuleBody>,
    /// Who has to approve the version because of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub reviews: Vec<AwaitingBody>,
    /// Who has to sign each such call, for certain or depending on its arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub holds: Vec<AwaitingBody>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A policy that waits for somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AwaitingBody {
    /// The policy's name.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// Digest of its document: what an approval or a signature is for.
    pub rule: String,
    /// Who may approve or sign, in words: "an approver of `support`".
    pub by: String,
    /// What the policy says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

impl From<&Awaiting> for AwaitingBody {
    fn from(awaiting: &Awaiting) -> Self {
        Self {
            policy: awaiting.policy.clone(),
            title: awaiting.title.clone(),
            rule: awaiting.digest.clone(),
            by: awaiting.approvers.to_string(),
            reason: awaiting.reason.clone(),
            contact: awaiting.contact.clone(),
        }
    }
}

impl From<&MatchedRule> for RuleBody {
    fn from(rule: &MatchedRule) -> Self {
        Self {
            policy: rule.policy.clone(),
            effect: rule.effect.as_str().to_owned(),
            mode: json(&rule.mode),
            digest: rule.digest.clone(),
            error: rule.error,
        }
    }
}

impl From<&NearMiss> for NearBody {
    fn from(near: &NearMiss) -> Self {
        Self {
            policy: near.policy.clone(),
            mismatches: near.mismatches.iter().map(ToString::to_string).collect(),
            expired: near.expired.clone(),
        }
    }
}

impl AccessBody {
    /// `lines` are those of the definition's text, where it is at hand.
    pub(crate) fn new(judged: &JudgedAccess, lines: Option<&LineIndex<'_>>) -> Self {
        Self {
            task: judged.access.task.clone(),
            range: lines.zip(judged.access.span).map(|(lines, span)| Range::new(lines, span)),
            access: json(&judged.access.access),
            verdict: json(&judged.verdict),
            rules: judged.rules.iter().map(RuleBody::from).collect(),
            reviews: judged.reviews.iter().map(AwaitingBody::from).collect(),
            holds: judged.holds.iter().map(|hold| AwaitingBody::from(&hold.rule)).collect(),
            reason: judged.reason.clone(),
            contact: judged.contact.clone(),
        }
    }
}

/// Explains a refusal: the reason to everybody, the rest to insiders.
pub(crate) fn explain(decision: &Decision, insider: bool, body: &mut ProblemDetails) {
    let reason = decision.reason.clone().unwrap_or_else(|| "no policy permits this".to_owned());
    body.detail = Some(reason.clone());
    body.reason = Some(reason);
    if insider {
        body.policy = decision.policy().map(str::to_owned);
        body.contact = decision.contact.clone();
        body.rules = decision.rules.iter().map(RuleBody::from).collect();
        body.near = decision.near.iter().map(NearBody::from).collect();
    }
}

fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
