//! Why a question is decided as it is: every rule that speaks of it, with the part that settles it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_access::Kind;
use towpath_diagnostics::did_you_mean;

use crate::decide::{Facts, Judged, Moment, decide_on};
use crate::given::Given;
use crate::labels::{Bearer, Labelled, LabelsRule};
use crate::{Decision, Mismatch, Mode, PolicyDocument, PolicyEffect, PolicySet, Question, Subject};

/// A decision with every rule that speaks of the same kind, integration and operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// The rules, those that matched first, then by name.
    pub rules: Vec<RuleExplanation>,
    /// Documents that give labels to the input, when a start is asked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelsExplanation>,
}

/// What one document gives to an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelsExplanation {
    /// The policy's name.
    pub policy: String,
    /// The labels.
    pub labels: Vec<String>,
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
    explain_on(set, &Facts::of(question))
}

/// Explains what would be decided if this were asked: a subject that is not given is taken to fit.
///
/// # Errors
///
/// What is wrong with the question, in words.
pub fn what_if(set: &PolicySet, asked: &WhatIf) -> Result<Explanation, String> {
    let given = Given::read(|subject| asked.subjects.get(&subject))?;
    let (approvals, signatures) = (digests(set, &asked.approved)?, digests(set, &asked.signed)?);
    let mut facts = Facts { approvals: &approvals, signatures: &signatures, ..given.facts() };
    if let Some(at) = &asked.at {
        let moment: jiff::Timestamp =
            at.parse().map_err(|_| format!("`{at}` is not a moment such as `2027-03-31T09:00:00Z`"))?;
        facts.time = Moment::At(moment.as_millisecond());
    }
    Ok(explain_on(set, &facts))
}

/// A question as somebody would like to ask it.
#[derive(Debug, Clone, Default)]
pub struct WhatIf {
    /// Fields of the subjects that matter; the other fields of each say nothing.
    pub subjects: BTreeMap<Subject, Value>,
    /// The moment, RFC 3339, in place of subject `time`.
    pub at: Option<String>,
    /// Names of policies that the version is approved for.
    pub approved: Vec<String>,
    /// Names of policies that the call is signed for.
    pub signed: Vec<String>,
}

fn digests(set: &PolicySet, names: &[String]) -> Result<Vec<String>, String> {
    let documents = set.documents();
    let find = |name: &String| {
        let found = documents.iter().find(|document| document.policy == *name);
        found.map(PolicyDocument::digest).ok_or_else(|| {
            let close = did_you_mean(name, documents.iter().map(|document| document.policy.as_str()));
            let hint = close.map(|close| format!(", did you mean `{close}`?")).unwrap_or_default();
            format!("there is no policy `{name}`{hint}")
        })
    };
    names.iter().map(find).collect()
}

fn explain_on(set: &PolicySet, facts: &Facts<'_>) -> Explanation {
    let near = set.index.candidates(None, facts.access);
    let mut rules: Vec<RuleExplanation> = near
        .iter()
        .map(|place| {
            let rule = &set.rules[place];
            let outcome = match rule.judge(facts) {
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
                mismatches: rule.mismatches(facts),
            }
        })
        .collect();
    rules.sort_by_key(|rule| rule.outcome);
    Explanation { decision: decide_on(set, facts), rules, labels: labels_of_input(set, facts) }
}

fn labels_of_input(set: &PolicySet, facts: &Facts<'_>) -> Vec<LabelsExplanation> {
    if facts.access.is_none_or(|access| access.kind != Kind::Start) {
        return Vec::new();
    }
    let input = Labelled { workflow: facts.workflow, caller: facts.caller, event: None };
    let is_over = |rule: &LabelsRule| match (&facts.time, &rule.expires) {
        (Moment::At(now), Some(expiry)) => expiry.is_past(*now),
        (Moment::Local(time), Some(expiry)) => expiry.is_past_at(time),
        _ => false,
    };
    let rules = set.labels.iter().filter(|rule| matches!(rule.bearer, Bearer::Input));
    rules
        .filter(|rule| !is_over(rule) && rule.counts_for(&input))
        .map(|rule| LabelsExplanation { policy: rule.name.clone(), labels: rule.labels.clone() })
        .collect()
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
            lines.extend(rule.mismatches.iter().map(|one| format!("  {one}, says {}", one.rule)));
        }
        for given in &self.labels {
            lines.push(format!("`{}` labels the input {}", given.policy, given.labels.join(", ")));
        }
        lines.join("\n")
    }
}
