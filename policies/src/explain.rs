//! Explains a decision: lists the rules for the request, with the parts that do not fit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_access::Kind;
use towpath_diagnostics::did_you_mean;

use crate::decide::{Facts, Moment, RuleMatch, decide_on};
use crate::given::Given;
use crate::labels::{Bearer, Labelled, LabelsRule};
use crate::{CompiledSet, Decision, Mismatch, Mode, PolicyDocument, PolicyEffect, Question, Subject};

/// A decision with all rules for the same kind, integration and operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// The rules, those that matched first, then by name.
    pub rules: Vec<RuleExplanation>,
    /// For a start: documents that give labels to the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelsExplanation>,
}

/// The labels that one document gives to an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelsExplanation {
    /// The policy's name.
    pub policy: String,
    /// The labels.
    pub labels: Vec<String>,
}

/// The result of one rule.
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
    /// The result of evaluating it.
    pub outcome: RuleOutcome,
    /// The parts that do not fit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mismatches: Vec<Mismatch>,
}

/// The result of evaluating a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RuleOutcome {
    /// It matches.
    Matched,
    /// It could not be evaluated. Then a permit does not count as matched, all other rules do.
    #[serde(alias = "notJudged")]
    NotEvaluated,
    /// It does not match.
    NotMatched,
    /// It has expired.
    Expired,
}

/// Explains the decision on `question`.
pub fn explain(set: &CompiledSet, question: &Question<'_>) -> Explanation {
    explain_on(set, &Facts::of(question))
}

/// Explains a hypothetical decision. A subject that is not given is assumed to fit.
///
/// # Errors
///
/// A message about what is wrong with the question.
pub fn what_if(set: &CompiledSet, asked: &WhatIf) -> Result<Explanation, String> {
    let given = Given::read(|subject| asked.subjects.get(&subject))?;
    let (approvals, releases) = (digests(set, &asked.approved)?, digests(set, &asked.released)?);
    let mut facts = Facts { approvals: &approvals, releases: &releases, ..given.facts() };
    if let Some(at) = &asked.at {
        let moment: jiff::Timestamp =
            at.parse().map_err(|_| format!("`{at}` is not a time such as `2027-03-31T09:00:00Z`"))?;
        facts.time = Moment::At(moment.as_millisecond());
    }
    Ok(explain_on(set, &facts))
}

/// A hypothetical question.
#[derive(Debug, Clone, Default)]
pub struct WhatIf {
    /// The relevant fields of subjects. Other fields get neutral values.
    pub subjects: BTreeMap<Subject, Value>,
    /// The time, RFC 3339, in place of the subject `time`.
    pub at: Option<String>,
    /// Names of policies that the version is approved for.
    pub approved: Vec<String>,
    /// Names of policies that the call is released for.
    pub released: Vec<String>,
}

fn digests(set: &CompiledSet, names: &[String]) -> Result<Vec<String>, String> {
    let documents = set.documents();
    let find = |name: &String| {
        let found = documents.clone().find(|document| document.policy == *name);
        found.map(PolicyDocument::digest).ok_or_else(|| {
            let close = did_you_mean(name, documents.clone().map(|document| document.policy.as_str()));
            let hint = close.map(|close| format!(", did you mean `{close}`?")).unwrap_or_default();
            format!("there is no policy `{name}`{hint}")
        })
    };
    names.iter().map(find).collect()
}

fn explain_on(set: &CompiledSet, facts: &Facts<'_>) -> Explanation {
    let near = set.index.candidates(None, facts.access);
    let mut rules: Vec<RuleExplanation> = near
        .iter()
        .map(|place| {
            let rule = &set.rules[place];
            let outcome = match rule.evaluate(facts) {
                RuleMatch::Match => RuleOutcome::Matched,
                RuleMatch::Unknown => RuleOutcome::NotEvaluated,
                RuleMatch::NoMatch => RuleOutcome::NotMatched,
                RuleMatch::Expired => RuleOutcome::Expired,
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

fn labels_of_input(set: &CompiledSet, facts: &Facts<'_>) -> Vec<LabelsExplanation> {
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
    /// The explanation as text of several lines, for champions and IT.
    pub fn text(&self) -> String {
        let mut lines = vec![self.decision.explanation()];
        for rule in &self.rules {
            let mode = if rule.mode == Mode::Audit { ", only audited" } else { "" };
            let outcome = match rule.outcome {
                RuleOutcome::Matched => "matches",
                RuleOutcome::NotEvaluated => "could not be evaluated",
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
