//! What a decision says, and how it is told. How it comes about lives in `decide`.

use serde::{Deserialize, Serialize};
use towpath_diagnostics::{Code, codes};

use crate::{Awaiting, Mismatch, Mode, PolicyEffect};

/// What is decided, ordered by strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It may happen.
    Allow,
    /// It waits until somebody signs this very call.
    Hold,
    /// It waits until somebody approves this version of the workflow.
    Review,
    /// It must not happen.
    Deny,
}

impl Outcome {
    /// The word documents use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Hold => "hold",
            Self::Review => "review",
            Self::Deny => "deny",
        }
    }
}

/// A decision with everything needed to explain it later. It stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// What is decided.
    pub outcome: Outcome,
    /// Every rule that matched, sorted by name; those in mode `audit` included, which decided nothing.
    #[serde(default)]
    pub rules: Vec<MatchedRule>,
    /// What it waits for: the reviews of a `review`, the holds of a `hold`, each by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaiting: Vec<Awaiting>,
    /// When nothing permits: the permits that came nearest, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<NearMiss>,
    /// Why not, for whoever is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom the refused may ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Digest of the set that decided.
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
    /// What it does.
    pub effect: PolicyEffect,
    /// Whether it decided.
    pub mode: Mode,
    /// It could not be judged, and being no permit it counts as matched.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub error: bool,
}

/// A permit that would have allowed it, but for these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NearMiss {
    /// The policy's name.
    pub policy: String,
    /// What it asks for that is not so.
    pub mismatches: Vec<Mismatch>,
    /// It was in force until the end of this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired: Option<String>,
}

impl Decision {
    /// Whether it may happen.
    pub fn is_allowed(&self) -> bool {
        self.outcome == Outcome::Allow
    }

    /// The problem's code: `TP2020` when a policy forbids it, `TP2021` when none permits it, `TP2023` when it waits
    /// for a review, `TP2024` when it waits for a signature.
    pub fn code(&self) -> Option<Code> {
        match self.outcome {
            Outcome::Allow => None,
            Outcome::Hold => Some(codes::TP2024),
            Outcome::Review => Some(codes::TP2023),
            Outcome::Deny if self.forbids().next().is_some() => Some(codes::TP2020),
            Outcome::Deny => Some(codes::TP2021),
        }
    }

    /// The rules that refused it.
    fn forbids(&self) -> impl Iterator<Item = &MatchedRule> {
        self.rules.iter().filter(|rule| rule.effect == PolicyEffect::Forbid && rule.mode == Mode::Enforce)
    }

    /// The policy to name first: the one that refused it, that it waits for, that came nearest to permitting it, or
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

    /// The decision in words, several lines, for champions and IT: it names policies, places and what they ask.
    pub fn explanation(&self) -> String {
        let mut lines = Vec::new();
        let names = |effect| self.names(effect);
        match self.outcome {
            Outcome::Allow => lines.push(format!("allowed by {}", names(PolicyEffect::Permit))),
            Outcome::Deny if self.forbids().next().is_some() => {
                lines.push(format!("refused by {}", names(PolicyEffect::Forbid)));
            }
            Outcome::Deny => {
                lines.push("refused because no policy permits it".to_owned());
                lines.extend(self.near.iter().flat_map(NearMiss::lines));
            }
            Outcome::Hold | Outcome::Review => lines.extend(
                self.awaiting.iter().map(|waiting| format!("{}, says `{}`", waiting.needs(), waiting.policy)),
            ),
        }
        lines.extend(self.settled());
        lines.extend(self.unjudged());
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

    /// The enforced rules of this effect, in a row.
    fn names(&self, effect: PolicyEffect) -> String {
        let rules = self.rules.iter().filter(|r| r.effect == effect && r.mode == Mode::Enforce);
        rules.map(|rule| format!("`{}`", rule.policy)).collect::<Vec<_>>().join(", ")
    }

    /// The reviews and holds that somebody has signed.
    fn settled(&self) -> Vec<String> {
        let signed = |effect, word: &str| {
            let rules = self.rules.iter().filter(move |r| r.effect == effect && r.mode == Mode::Enforce);
            let open = |rule: &&MatchedRule| self.awaiting.iter().any(|one| one.policy == rule.policy);
            let done = rules.filter(|rule| !open(rule));
            done.map(|rule| format!("`{}` ({}) is {word}", rule.policy, effect.as_str())).collect::<Vec<_>>()
        };
        match self.outcome {
            // Nobody asked whether they are signed.
            Outcome::Deny => Vec::new(),
            Outcome::Review => signed(PolicyEffect::Review, "approved"),
            Outcome::Hold | Outcome::Allow => {
                let mut lines = signed(PolicyEffect::Review, "approved");
                lines.extend(signed(PolicyEffect::Hold, "signed"));
                lines
            }
        }
    }

    fn unjudged(&self) -> impl Iterator<Item = String> {
        let decided = self.rules.iter().filter(|rule| rule.error && rule.mode == Mode::Enforce);
        decided.map(|rule| {
            let counts = match rule.effect {
                PolicyEffect::Review => "which counts as to be reviewed",
                PolicyEffect::Hold => "which counts as to be signed",
                _ => "which counts as refused",
            };
            format!("`{}` could not be judged, {counts}", rule.policy)
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
