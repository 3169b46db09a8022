//! The one decision: what forbids outweighs what has to be reviewed, that what has to be signed, and that what
//! permits; nothing is permitted by default, and whatever cannot be judged counts against.

use towpath_access::{Access, CallerSubject, TimeSubject, WorkflowSubject};

use crate::matcher::Fit;
use crate::set::Rule;
use crate::subject::Facet;
use crate::{
    Awaiting, Decision, MatchedRule, Mismatch, Mode, NearMiss, Outcome, PolicyEffect, PolicySet,
    ProfileSubject, Subject,
};

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
    /// Everything the version can reach; policies that describe it cannot be judged without.
    /// [`PolicySet::describes_profiles`] says whether there are any.
    pub profile: Option<&'a ProfileSubject>,
    /// Digests of the rules that this very version of the workflow has been approved for.
    pub approvals: &'a [String],
    /// Digests of the rules that this very call has been signed for.
    pub signatures: &'a [String],
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
    pub(crate) profile: Reach<'a>,
    pub(crate) approvals: &'a [String],
    pub(crate) signatures: &'a [String],
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

/// What the version can reach.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reach<'a> {
    /// This.
    Is(&'a ProfileSubject),
    /// Nobody said.
    NotSaid,
    /// It does not matter.
    Whatever,
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
            profile: question.profile.map_or(Reach::NotSaid, Reach::Is),
            approvals: question.approvals,
            signatures: question.signatures,
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
            Subject::Profile => match self.profile {
                Reach::Is(profile) => Some(Facet::Profile(profile)),
                Reach::NotSaid => return Err("what the version can reach is not known".to_owned()),
                Reach::Whatever => None,
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

    /// That it matched, or that it counts as matched because it could not be judged.
    pub(crate) fn matched(&self, error: bool) -> MatchedRule {
        MatchedRule {
            policy: self.name.clone(),
            digest: self.digest.clone(),
            effect: self.effect,
            mode: self.mode,
            error,
        }
    }

    /// What a workflow of `namespace` waits for when this review or hold stops it.
    pub(crate) fn awaiting(&self, namespace: Option<&str>) -> Awaiting {
        let mut approvers = self.approvers.clone();
        approvers.namespace = approvers.namespace.or_else(|| namespace.map(str::to_owned));
        Awaiting {
            policy: self.name.clone(),
            digest: self.digest.clone(),
            effect: self.effect,
            title: self.title.clone(),
            approvers,
            reason: self.reason.clone(),
            contact: self.contact.clone(),
            hold: self.hold,
        }
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
    let mut tally = Tally::default();
    for place in set.index.candidates(facts.workflow, facts.access).iter() {
        let rule = &set.rules[place];
        let error = match (rule.judge(facts), rule.effect) {
            (Judged::Match, _) => false,
            (Judged::Unknown, PolicyEffect::Permit) => continue,
            (Judged::Unknown, _) => true,
            (Judged::NoMatch | Judged::Expired, _) => continue,
        };
        tally.rules.push(rule.matched(error));
        if rule.mode == Mode::Enforce {
            tally.count(rule, facts);
        }
    }
    tally.decide(set, facts)
}

/// The rules that matched, as they pile up.
#[derive(Default)]
struct Tally<'a> {
    rules: Vec<MatchedRule>,
    permitted: bool,
    forbid: Option<&'a Rule>,
    /// Reviews without an approval, holds without a signature.
    reviews: Vec<Awaiting>,
    holds: Vec<Awaiting>,
}

impl<'a> Tally<'a> {
    fn count(&mut self, rule: &'a Rule, facts: &Facts<'_>) {
        let awaiting = || rule.awaiting(facts.workflow.map(|workflow| workflow.namespace.as_str()));
        match rule.effect {
            PolicyEffect::Permit => self.permitted = true,
            PolicyEffect::Forbid => self.forbid = self.forbid.or(Some(rule)),
            PolicyEffect::Review if !facts.approvals.contains(&rule.digest) => self.reviews.push(awaiting()),
            PolicyEffect::Hold if !facts.signatures.contains(&rule.digest) => self.holds.push(awaiting()),
            PolicyEffect::Review | PolicyEffect::Hold => {}
        }
    }

    fn decide(self, set: &PolicySet, facts: &Facts<'_>) -> Decision {
        let mut decision = Decision {
            outcome: Outcome::Deny,
            rules: self.rules,
            awaiting: Vec::new(),
            near: Vec::new(),
            reason: None,
            contact: None,
            policy_set: set.digest().to_owned(),
        };
        if let Some(rule) = self.forbid {
            decision.reason = Some(rule.reason.clone().unwrap_or_else(|| rule.title.clone()));
            decision.contact.clone_from(&rule.contact);
        } else if !self.permitted {
            refuse_by_default(set, facts, &mut decision);
        } else {
            (decision.outcome, decision.awaiting) = match (self.reviews, self.holds) {
                (reviews, _) if !reviews.is_empty() => (Outcome::Review, reviews),
                (_, holds) if !holds.is_empty() => (Outcome::Hold, holds),
                _ => (Outcome::Allow, Vec::new()),
            };
            decision.reason = decision.awaiting.first().map(Awaiting::reason);
            decision.contact = decision.awaiting.iter().find_map(|waiting| waiting.contact.clone());
        }
        decision
    }
}

/// Nothing permits it: says so, and which permits came near.
fn refuse_by_default(set: &PolicySet, facts: &Facts<'_>, decision: &mut Decision) {
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
    decision.reason = Some(meant.and_then(|rule| rule.reason.clone()).unwrap_or_else(default));
    decision.contact = meant.and_then(|rule| rule.contact.clone());
    decision.near = near.into_iter().map(|(_, _, miss)| miss).collect();
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
