//! A decision as journals keep it, and its explanation in words. `towpath_policies::decide` makes it.

use serde::{Deserialize, Serialize};
use towpath_diagnostics::{Code, codes};

use crate::{Awaiting, Mismatch, Mode, PolicyEffect};

/// Outcomes of a decision, ordered by strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecisionOutcome {
    /// The access is allowed.
    Allow,
    /// It waits for a release of this call.
    Hold,
    /// It waits for an approval of this version of the workflow.
    Review,
    /// It is refused.
    Deny,
}

impl DecisionOutcome {
    /// The name in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Hold => "hold",
            Self::Review => "review",
            Self::Deny => "deny",
        }
    }
}

/// A decision with everything needed to explain it later. It is recorded in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// The outcome.
    pub outcome: DecisionOutcome,
    /// Every rule that matched, sorted by name, including those in mode `audit`, which do not count.
    #[serde(default)]
    pub rules: Vec<MatchedRule>,
    /// The reviews of a `review` or the holds of a `hold` that it waits for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaiting: Vec<Awaiting>,
    /// If no permit matches: the permits that came near, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<NearMiss>,
    /// The reason shown to a person who is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The contact for a person who is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Digest of the policy set.
    pub policy_set: String,
}

/// A rule that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MatchedRule {
    /// The policy's name.
    pub policy: String,
    /// The document's digest.
    pub digest: String,
    /// The policy's effect.
    pub effect: PolicyEffect,
    /// Whether it was enforced.
    pub mode: Mode,
    /// Set if it could not be evaluated. A rule other than a permit counts as matched then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub error: bool,
}

/// A permit that came near, and why it did not match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NearMiss {
    /// The policy's name.
    pub policy: String,
    /// The parts that did not fit.
    pub mismatches: Vec<Mismatch>,
    /// The last day it was in force, if it has expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired: Option<String>,
}

impl Decision {
    /// Whether the access is allowed.
    pub fn is_allowed(&self) -> bool {
        self.outcome == DecisionOutcome::Allow
    }

    /// The problem's code: `TP2020` if a policy forbids it, `TP2021` if none permits it, `TP2023` if it waits
    /// for a review, `TP2024` if it waits for a release.
    pub fn code(&self) -> Option<Code> {
        match self.outcome {
            DecisionOutcome::Allow => None,
            DecisionOutcome::Hold => Some(codes::TP2024),
            DecisionOutcome::Review => Some(codes::TP2023),
            DecisionOutcome::Deny if self.forbids().next().is_some() => Some(codes::TP2020),
            DecisionOutcome::Deny => Some(codes::TP2021),
        }
    }

    /// The rules that refused it.
    fn forbids(&self) -> impl Iterator<Item = &MatchedRule> {
        self.rules.iter().filter(|rule| rule.effect == PolicyEffect::Forbid && rule.mode == Mode::Enforce)
    }

    /// The policy to name first: the one that refused it, that it waits for, that came nearest to permitting it or
    /// that permits it.
    pub fn policy(&self) -> Option<&str> {
        let forbid = self.forbids().next().map(|rule| rule.policy.as_str());
        let awaited = || self.awaiting.first().map(|waiting| waiting.policy.as_str());
        let near = || self.near.first().map(|miss| miss.policy.as_str());
        let is_permit =
            |rule: &&MatchedRule| rule.effect == PolicyEffect::Permit && rule.mode == Mode::Enforce;
        let permit = || self.rules.iter().find(is_permit).map(|rule| rule.policy.as_str());
        forbid.or_else(awaited).or_else(near).or_else(permit)
    }

    /// The decision in several lines, for champions and IT. It names policies, places and requirements.
    pub fn explanation(&self) -> String {
        let mut lines = Vec::new();
        let names = |effect| self.names(effect);
        match self.outcome {
            DecisionOutcome::Allow => lines.push(format!("allowed by {}", names(PolicyEffect::Permit))),
            DecisionOutcome::Deny if self.forbids().next().is_some() => {
                lines.push(format!("refused by {}", names(PolicyEffect::Forbid)));
            }
            DecisionOutcome::Deny => {
                lines.push("refused because no policy permits it".to_owned());
                lines.extend(self.near.iter().flat_map(NearMiss::lines));
            }
            DecisionOutcome::Hold | DecisionOutcome::Review => lines.extend(
                self.awaiting.iter().map(|waiting| format!("{}, says `{}`", waiting.needs(), waiting.policy)),
            ),
        }
        lines.extend(self.settled());
        lines.extend(self.unevaluated());
        lines.extend(self.reason.iter().map(|reason| format!("reason: {reason}")));
        lines.extend(self.contact.iter().map(|contact| format!("contact: {contact}")));
        let audited = self.rules.iter().filter(|rule| rule.mode == Mode::Audit);
        lines.extend(audited.map(|rule| {
            format!(
                "`{}` ({}) matched too; it is only audited and decided nothing",
                rule.policy,
                rule.effect.as_str()
            )
        }));
        lines.join("\n")
    }

    /// The names of the enforced rules with this effect.
    fn names(&self, effect: PolicyEffect) -> String {
        let rules = self.rules.iter().filter(|r| r.effect == effect && r.mode == Mode::Enforce);
        rules.map(|rule| format!("`{}`", rule.policy)).collect::<Vec<_>>().join(", ")
    }

    /// The reviews that are approved and the holds that are released.
    fn settled(&self) -> Vec<String> {
        let given = |effect, word: &str| {
            let rules = self.rules.iter().filter(move |r| r.effect == effect && r.mode == Mode::Enforce);
            let open = |rule: &&MatchedRule| self.awaiting.iter().any(|one| one.policy == rule.policy);
            let done = rules.filter(|rule| !open(rule));
            done.map(|rule| format!("`{}` ({}) is {word}", rule.policy, effect.as_str())).collect::<Vec<_>>()
        };
        match self.outcome {
            // Releases do not matter for a refusal.
            DecisionOutcome::Deny => Vec::new(),
            DecisionOutcome::Review => given(PolicyEffect::Review, "approved"),
            DecisionOutcome::Hold | DecisionOutcome::Allow => {
                let mut lines = given(PolicyEffect::Review, "approved");
                lines.extend(given(PolicyEffect::Hold, "released"));
                lines
            }
        }
    }

    fn unevaluated(&self) -> impl Iterator<Item = String> {
        let decided = self.rules.iter().filter(|rule| rule.error && rule.mode == Mode::Enforce);
        decided.map(|rule| {
            let counts = match rule.effect {
                PolicyEffect::Review => "which counts as to be reviewed",
                PolicyEffect::Hold => "which counts as held",
                _ => "which counts as refused",
            };
            format!("`{}` could not be evaluated, {counts}", rule.policy)
        })
    }
}

impl NearMiss {
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(self.expired.iter().map(|date| format!("`{}` expired after {date}", self.policy)));
        let parts: Vec<String> = self.mismatches.iter().map(ToString::to_string).collect();
        if !parts.is_empty() {
            lines.push(format!("`{}` would permit it, but {}", self.policy, parts.join(", and ")));
        }
        lines
    }
}
