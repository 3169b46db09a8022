//! Why a question is decided as it is: every rule that speaks of it, with the part that settles it.

use serde::{Deserialize, Serialize};

use crate::decide::{Facts, Judged, decide_on};
use crate::{Decision, Mismatch, Mode, PolicyEffect, PolicySet, Question};

/// A decision with every rule that speaks of the same kind, integration and operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// The rules, those that matched first, then by name.
    pub rules: Vec<RuleExplanation>,
}

/// What one rule has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleExplanation {
    /// The policy's name.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// What it does.
    pub effect: PolicyEffect,
    /// Whether it decides.
    pub mode: Mode,
    /// What came of judging it.
    pub outcome: RuleOutcome,
    /// The parts that do not fit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mismatches: Vec<Mismatch>,
}

/// What came of judging a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RuleOutcome {
    /// It matches.
    Matched,
    /// It could not be judged: a permit does not count as matched, everything else does.
    NotJudged,
    /// It does not match.
    NotMatched,
    /// It is not in force any more.
    Expired,
}

/// Explains the decision on `question`.
pub fn explain(set: &PolicySet, question: &Question<'_>) -> Explanation {
    let facts = Facts::of(question);
    let near = set.index.candidates(None, facts.access);
    let mut rules: Vec<RuleExplanation> = near
        .iter()
        .map(|place| {
            let rule = &set.rules[place];
            let outcome = match rule.judge(&facts) {
                Judged::Match => RuleOutcome::Matched,
                Judged::Unknown => RuleOutcome::NotJudged,
                Judged::NoMatch => RuleOutcome::NotMatched,
                Judged::Expired => RuleOutcome::Expired,
            };
            RuleExplanation {
                policy: rule.name.clone(),
                title: rule.title.clone(),
                effect: rule.effect,
                mode: rule.mode,
                outcome,
                mismatches: rule.mismatches(&facts),
            }
        })
        .collect();
    rules.sort_by_key(|rule| rule.outcome);
    Explanation { decision: decide_on(set, &facts), rules }
}

impl Explanation {
    /// The explanation in words, several lines, for champions and IT.
    pub fn text(&self) -> String {
        let mut lines = vec![self.decision.explanation()];
        for rule in &self.rules {
            let mode = if rule.mode == Mode::Audit { ", only audited" } else { "" };
            let outcome = match rule.outcome {
                RuleOutcome::Matched => "matches",
                RuleOutcome::NotJudged => "could not be judged",
                RuleOutcome::NotMatched => "does not match",
                RuleOutcome::Expired => "has expired",
            };
            lines.push(format!("`{}` ({}{mode}) {outcome}", rule.policy, rule.effect.as_str()));
            lines.extend(rule.mismatches.iter().map(|mismatch| format!("  {mismatch}")));
        }
        lines.join("\n")
    }
}
