//! The one decision. Forbid wins, nothing is permitted by default, and whatever cannot be judged counts against.

use serde::{Deserialize, Serialize};
use towpath_access::{Access, CallerSubject, TimeSubject, WorkflowSubject};
use towpath_diagnostics::{Code, codes};

use crate::matcher::Fit;
use crate::set::Rule;
use crate::subject::Facet;
use crate::{Mismatch, Mode, PolicyEffect, PolicySet, Subject};

/// Most near misses a decision names.
const MOST_NEAR: usize = 3;

/// What is asked, by whom, and when.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The workflow that asks.
    pub workflow: &'a WorkflowSubject,
    /// What it asks.
    pub access: &'a Access,
    /// Who started the run.
    pub caller: &'a CallerSubject,
    /// When, in milliseconds since the Unix epoch. Each policy sees it in its own time zone.
    pub now: i64,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It may happen.
    Allow,
    /// It must not happen.
    Deny,
}

/// A decision with everything needed to explain it later. It stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Yes or no.
    pub outcome: Outcome,
    /// Every rule that matched, sorted by name; those in mode `audit` included, which decided nothing.
    #[serde(default)]
    pub rules: Vec<MatchedRule>,
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
    /// It could not be judged, and being a forbid it counts as matched.
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

/// Decides. Pure: the same set and question always give the same decision.
pub fn decide(set: &PolicySet, question: &Question<'_>) -> Decision {
    decide_on(set, &Facts::of(question))
}

/// What is known of a question. What is `None` is taken to fit, as in a policy's own tests.
#[derive(Debug, Clone)]
pub(crate) struct Facts<'a> {
    pub(crate) workflow: Option<&'a WorkflowSubject>,
    pub(crate) access: Option<&'a Access>,
    pub(crate) caller: Option<&'a CallerSubject>,
    pub(crate) time: Moment,
}

/// When.
#[derive(Debug, Clone)]
pub(crate) enum Moment {
    /// Milliseconds since the Unix epoch.
    At(i64),
    /// This, in whatever time zone a policy has.
    Local(TimeSubject),
    /// It does not matter.
    Whenever,
}

/// What came of judging one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Judged {
    Match,
    NoMatch,
    Expired,
    Unknown,
}

impl<'a> Facts<'a> {
    pub(crate) fn of(question: &Question<'a>) -> Self {
        Self {
            workflow: Some(question.workflow),
            access: Some(question.access),
            caller: Some(question.caller),
            time: Moment::At(question.now),
        }
    }

    /// The subject's value for `rule`; `None` when it is taken to fit.
    pub(crate) fn facet(&self, subject: Subject, rule: &Rule) -> Result<Option<Facet<'_>>, String> {
        Ok(match subject {
            Subject::Workflow => self.workflow.map(Facet::Workflow),
            Subject::Access => self.access.map(Facet::Access),
            Subject::Caller => self.caller.map(Facet::Caller),
            Subject::Time => match &self.time {
                Moment::At(now) => Some(Facet::Time(rule.zone.at(*now)?)),
                Moment::Local(time) => Some(Facet::Time(time.clone())),
                Moment::Whenever => None,
            },
        })
    }
}

impl Rule {
    /// Whether the rule matches. A part that surely does not fit outweighs one that cannot be judged.
    pub(crate) fn judge(&self, facts: &Facts<'_>) -> Judged {
        if self.is_expired(facts) {
            return Judged::Expired;
        }
        let mut judged = Judged::Match;
        for matcher in &self.matchers {
            let fit = match facts.facet(matcher.subject, self) {
                Ok(Some(facet)) => matcher.fit(&facet),
                Ok(None) => Fit::Yes,
                Err(why) => Fit::Unknown(why),
            };
            match fit {
                Fit::Yes => {}
                Fit::No => return Judged::NoMatch,
                Fit::Unknown(_) => judged = Judged::Unknown,
            }
        }
        judged
    }

    pub(crate) fn is_expired(&self, facts: &Facts<'_>) -> bool {
        self.expires.as_ref().is_some_and(|expiry| match &facts.time {
            Moment::At(now) => expiry.is_past(*now),
            Moment::Local(time) => expiry.is_past_at(time),
            Moment::Whenever => false,
        })
    }

    /// Every part that does not fit.
    pub(crate) fn mismatches(&self, facts: &Facts<'_>) -> Vec<Mismatch> {
        let parts = self.matchers.iter().flat_map(|matcher| match facts.facet(matcher.subject, self) {
            Ok(Some(facet)) => matcher.mismatches(&facet),
            Ok(None) => Vec::new(),
            Err(_) => vec![Mismatch::new(matcher.subject, None, "could not be judged")],
        });
        let mut found: Vec<Mismatch> = parts.collect();
        found.sort();
        found.dedup();
        found
    }
}

pub(crate) fn decide_on(set: &PolicySet, facts: &Facts<'_>) -> Decision {
    let mut rules = Vec::new();
    let (mut permitted, mut forbidden) = (false, None);
    for place in set.index.candidates(facts.workflow, facts.access).iter() {
        let rule = &set.rules[place];
        let error = match (rule.judge(facts), rule.effect) {
            (Judged::Match, _) => false,
            (Judged::Unknown, PolicyEffect::Permit) => continue,
            (Judged::Unknown, _) => true,
            (Judged::NoMatch | Judged::Expired, _) => continue,
        };
        rules.push(MatchedRule {
            policy: rule.name.clone(),
            digest: rule.digest.clone(),
            effect: rule.effect,
            mode: rule.mode,
            error,
        });
        match (rule.mode, rule.effect) {
            (Mode::Enforce, PolicyEffect::Permit) => permitted = true,
            (Mode::Enforce, _) => forbidden = forbidden.or(Some(rule)),
            (Mode::Audit | Mode::Off, _) => {}
        }
    }
    let policy_set = set.digest().to_owned();
    if let Some(rule) = forbidden {
        return Decision {
            outcome: Outcome::Deny,
            rules,
            near: Vec::new(),
            reason: Some(rule.reason.clone().unwrap_or_else(|| rule.title.clone())),
            contact: rule.contact.clone(),
            policy_set,
        };
    }
    if permitted {
        let outcome = Outcome::Allow;
        return Decision { outcome, rules, near: Vec::new(), reason: None, contact: None, policy_set };
    }
    refuse_by_default(set, facts, rules, policy_set)
}

/// Nothing permits it: says so, and which permits came near.
fn refuse_by_default(
    set: &PolicySet,
    facts: &Facts<'_>,
    rules: Vec<MatchedRule>,
    policy_set: String,
) -> Decision {
    // The namespace is left out, so that a permit for somebody else is named too.
    let mut near: Vec<(usize, &Rule, NearMiss)> = set
        .index
        .candidates(None, facts.access)
        .iter()
        .map(|place| &set.rules[place])
        .filter(|rule| rule.effect == PolicyEffect::Permit && rule.mode == Mode::Enforce)
        .map(|rule| {
            let expired = rule.is_expired(facts).then(|| rule.expires.as_ref().map(|end| end.date.clone()));
            let miss = NearMiss {
                policy: rule.name.clone(),
                mismatches: rule.mismatches(facts),
                expired: expired.flatten(),
            };
            (distance(&miss), rule, miss)
        })
        .collect();
    near.sort_by_key(|(distance, ..)| *distance);
    near.truncate(MOST_NEAR);
    // A permit for other workflows has nothing to say to this one.
    let meant =
        near.first().filter(|(_, _, miss)| !misses(miss, Subject::Workflow)).map(|(_, rule, _)| *rule);
    let what = facts.access.map_or_else(|| "this".to_owned(), asked);
    let default = || format!("no policy permits {what}");
    Decision {
        outcome: Outcome::Deny,
        rules,
        reason: Some(meant.and_then(|rule| rule.reason.clone()).unwrap_or_else(default)),
        contact: meant.and_then(|rule| rule.contact.clone()),
        near: near.into_iter().map(|(_, _, miss)| miss).collect(),
        policy_set,
    }
}

/// How far a permit is from matching: who asks weighs more than what, and what more than its arguments.
fn distance(miss: &NearMiss) -> usize {
    let other_thing = |m: &&Mismatch| m.subject == Subject::Access && !m.pointer.starts_with("/arguments");
    let things = miss.mismatches.iter().filter(other_thing).count();
    let weight = usize::from(misses(miss, Subject::Workflow)) * 10_000 + things.min(99) * 100;
    weight + miss.mismatches.len().min(99)
}

fn misses(miss: &NearMiss, subject: Subject) -> bool {
    miss.mismatches.iter().any(|mismatch| mismatch.subject == subject)
}

/// What is asked, in words.
pub(crate) fn asked(access: &Access) -> String {
    let kind = access.kind.as_str();
    match (&access.integration, &access.operation, &access.host) {
        (_, _, Some(host)) => {
            let method = access.method.as_deref().unwrap_or("a request");
            format!("`{method}` to `{host}`")
        }
        (Some(integration), Some(operation), None) => format!("`{integration}.{operation}`"),
        (Some(integration), None, None) => format!("`{kind}` of `{integration}`"),
        _ => format!("`{kind}`"),
    }
}

impl Decision {
    /// Whether it may happen.
    pub fn is_allowed(&self) -> bool {
        self.outcome == Outcome::Allow
    }

    /// The problem's code: `TP2020` when a policy forbids it, `TP2021` when none permits it.
    pub fn code(&self) -> Option<Code> {
        (!self.is_allowed())
            .then(|| if self.forbids().next().is_some() { codes::TP2020 } else { codes::TP2021 })
    }

    /// The rules that refused it.
    fn forbids(&self) -> impl Iterator<Item = &MatchedRule> {
        self.rules.iter().filter(|rule| rule.effect == PolicyEffect::Forbid && rule.mode == Mode::Enforce)
    }

    /// The policy to name first: the one that refused it, came nearest to permitting it, or permits it.
    pub fn policy(&self) -> Option<&str> {
        let permits = || self.rules.iter().find(|rule| rule.mode == Mode::Enforce);
        let named = self.forbids().next().or_else(permits).map(|rule| rule.policy.as_str());
        named.or_else(|| self.near.first().map(|miss| miss.policy.as_str()))
    }

    /// The decision in words, several lines, for champions and IT: it names policies, places and what they ask.
    pub fn explanation(&self) -> String {
        let mut lines = Vec::new();
        let enforced = |effect| {
            let rules = self.rules.iter().filter(move |r| r.effect == effect && r.mode == Mode::Enforce);
            rules.map(|rule| format!("`{}`", rule.policy)).collect::<Vec<_>>().join(", ")
        };
        if self.is_allowed() {
            lines.push(format!("allowed by {}", enforced(PolicyEffect::Permit)));
        } else if self.forbids().next().is_some() {
            lines.push(format!("refused by {}", enforced(PolicyEffect::Forbid)));
            let unjudged = self.forbids().filter(|rule| rule.error);
            lines.extend(
                unjudged
                    .map(|rule| format!("`{}` could not be judged, which counts as refused", rule.policy)),
            );
        } else {
            lines.push("refused because no policy permits it".to_owned());
            for miss in &self.near {
                lines.extend(miss.lines());
            }
        }
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
