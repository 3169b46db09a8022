//! The one decision. Precedence: forbid, review, hold, permit. Default deny. A rule that cannot be evaluated counts against
//! the request.

use towpath_access::{Access, CallerSubject, TimeSubject, WorkflowSubject};

use crate::matcher::Fit;
use crate::set::Rule;
use crate::subject::SubjectView;
use crate::{
    Awaiting, CompiledSet, Decision, DecisionOutcome, MatchedRule, Mismatch, Mode, NearMiss, PolicyEffect,
    ProfileSubject, Subject,
};

/// Maximum number of near misses in a decision.
const MOST_NEAR: usize = 3;

/// A request to decide about.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The workflow.
    pub workflow: &'a WorkflowSubject,
    /// The access that it requests.
    pub access: &'a Access,
    /// The caller that started the run.
    pub caller: &'a CallerSubject,
    /// The time, in milliseconds since the Unix epoch. Each policy sees it in its own time zone.
    pub now: i64,
    /// The access profile of the version. Policies with `profile` cannot be evaluated without it;
    /// [`CompiledSet::describes_profiles`] returns whether there are any.
    pub profile: Option<&'a ProfileSubject>,
    /// Digests of the rules that this version of the workflow is approved for.
    pub approvals: &'a [String],
    /// Digests of the rules that this call is released for.
    pub releases: &'a [String],
}

/// Decides. Pure: the same set and question always give the same decision.
pub fn decide(set: &CompiledSet, question: &Question<'_>) -> Decision {
    decide_on(set, &Facts::of(question))
}

/// The known subjects of a question. A subject that is `None` is assumed to fit, as in the tests of policies.
#[derive(Debug, Clone)]
pub(crate) struct Facts<'a> {
    pub(crate) workflow: Option<&'a WorkflowSubject>,
    pub(crate) access: Option<&'a Access>,
    pub(crate) caller: Option<&'a CallerSubject>,
    pub(crate) time: Moment,
    pub(crate) profile: Reach<'a>,
    pub(crate) approvals: &'a [String],
    pub(crate) releases: &'a [String],
}

/// The time of a question.
#[derive(Debug, Clone)]
pub(crate) enum Moment {
    /// Milliseconds since the Unix epoch.
    At(i64),
    /// This clock time, in the time zone of each policy.
    Local(TimeSubject),
    /// Any time: it is assumed to fit.
    Whenever,
}

/// The access profile of a question.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reach<'a> {
    /// This profile.
    Is(&'a ProfileSubject),
    /// Unknown: policies with `profile` cannot be evaluated.
    NotSaid,
    /// Any profile: it is assumed to fit.
    Whatever,
}

/// The result of evaluating one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RuleMatch {
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
            releases: question.releases,
        }
    }

    /// The value of a subject for `rule`; `None` if it is assumed to fit.
    pub(crate) fn view(&self, subject: Subject, rule: &Rule) -> Result<Option<SubjectView<'_>>, String> {
        Ok(match subject {
            Subject::Workflow => self.workflow.map(SubjectView::Workflow),
            Subject::Access => self.access.map(SubjectView::Access),
            Subject::Caller => self.caller.map(SubjectView::Caller),
            Subject::Time => match &self.time {
                Moment::At(now) => Some(SubjectView::Time(rule.zone.at(*now)?)),
                Moment::Local(time) => Some(SubjectView::Time(time.clone())),
                Moment::Whenever => None,
            },
            Subject::Profile => match self.profile {
                Reach::Is(profile) => Some(SubjectView::Profile(profile)),
                Reach::NotSaid => return Err("the access profile of the version is not known".to_owned()),
                Reach::Whatever => None,
            },
        })
    }
}

impl Rule {
    /// Whether the rule matches. A part that does not fit takes precedence over a part that cannot be evaluated.
    pub(crate) fn evaluate(&self, facts: &Facts<'_>) -> RuleMatch {
        if self.is_expired(facts) {
            return RuleMatch::Expired;
        }
        let mut result = RuleMatch::Match;
        for matcher in &self.matchers {
            let fit = match facts.view(matcher.subject, self) {
                Ok(Some(view)) => matcher.fit(&view),
                Ok(None) => Fit::Yes,
                Err(why) => Fit::Unknown(why),
            };
            match fit {
                Fit::Yes => {}
                Fit::No => return RuleMatch::NoMatch,
                Fit::Unknown(_) => result = RuleMatch::Unknown,
            }
        }
        result
    }

    /// Records that it matched, or that it counts as matched because it could not be evaluated.
    pub(crate) fn matched(&self, error: bool) -> MatchedRule {
        MatchedRule {
            policy: self.name.clone(),
            digest: self.digest.clone(),
            effect: self.effect,
            mode: self.mode,
            error,
        }
    }

    /// What a workflow in `namespace` waits for if this review or hold matches.
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

    /// All parts that do not fit.
    pub(crate) fn mismatches(&self, facts: &Facts<'_>) -> Vec<Mismatch> {
        let parts = self.matchers.iter().flat_map(|matcher| match facts.view(matcher.subject, self) {
            Ok(Some(view)) => matcher.mismatches(&view),
            Ok(None) => Vec::new(),
            Err(_) => vec![Mismatch::new(matcher.subject, None, "could not be evaluated")],
        });
        let mut found: Vec<Mismatch> = parts.collect();
        found.sort();
        found.dedup();
        found
    }
}

pub(crate) fn decide_on(set: &CompiledSet, facts: &Facts<'_>) -> Decision {
    let mut tally = Tally::default();
    for place in set.index.candidates(facts.workflow, facts.access).iter() {
        let rule = &set.rules[place];
        let error = match (rule.evaluate(facts), rule.effect) {
            (RuleMatch::Match, _) => false,
            (RuleMatch::Unknown, PolicyEffect::Permit) => continue,
            (RuleMatch::Unknown, _) => true,
            (RuleMatch::NoMatch | RuleMatch::Expired, _) => continue,
        };
        tally.rules.push(rule.matched(error));
        if rule.mode == Mode::Enforce {
            tally.count(rule, facts);
        }
    }
    tally.decide(set, facts)
}

/// Collects the rules that matched.
#[derive(Default)]
struct Tally<'a> {
    rules: Vec<MatchedRule>,
    permitted: bool,
    forbid: Option<&'a Rule>,
    /// Reviews without an approval, holds without a release.
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
            PolicyEffect::Hold if !facts.releases.contains(&rule.digest) => self.holds.push(awaiting()),
            PolicyEffect::Review | PolicyEffect::Hold => {}
        }
    }

    fn decide(self, set: &CompiledSet, facts: &Facts<'_>) -> Decision {
        let mut decision = Decision {
            outcome: DecisionOutcome::Deny,
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
                (reviews, _) if !reviews.is_empty() => (DecisionOutcome::Review, reviews),
                (_, holds) if !holds.is_empty() => (DecisionOutcome::Hold, holds),
                _ => (DecisionOutcome::Allow, Vec::new()),
            };
            decision.reason = decision.awaiting.first().map(Awaiting::reason);
            decision.contact = decision.awaiting.iter().find_map(|waiting| waiting.contact.clone());
        }
        decision
    }
}

/// The decision if no permit matches. It names the permits that came near.
fn refuse_by_default(set: &CompiledSet, facts: &Facts<'_>, decision: &mut Decision) {
    // The namespace is not used here, so that permits for other namespaces are named too.
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
            (distance_from_match(&miss), rule, miss)
        })
        .collect();
    near.sort_by_key(|(distance, ..)| *distance);
    near.truncate(MOST_NEAR);
    // The reason of a permit for other workflows does not apply here.
    let closest =
        near.first().filter(|(_, _, miss)| !misses(miss, Subject::Workflow)).map(|(_, rule, _)| *rule);
    let what = facts.access.map_or_else(|| "this".to_owned(), describe_access);
    let default = || format!("no policy permits {what}");
    decision.reason = Some(closest.and_then(|rule| rule.reason.clone()).unwrap_or_else(default));
    decision.contact = closest.and_then(|rule| rule.contact.clone());
    decision.near = near.into_iter().map(|(_, _, miss)| miss).collect();
}

/// The distance of a permit from matching. A mismatch of the workflow counts most, then of the access, then of arguments.
fn distance_from_match(miss: &NearMiss) -> usize {
    let other_thing = |m: &&Mismatch| m.subject == Subject::Access && !m.pointer.starts_with("/arguments");
    let things = miss.mismatches.iter().filter(other_thing).count();
    let weight = usize::from(misses(miss, Subject::Workflow)) * 10_000 + things.min(99) * 100;
    weight + miss.mismatches.len().min(99)
}

fn misses(miss: &NearMiss, subject: Subject) -> bool {
    miss.mismatches.iter().any(|mismatch| mismatch.subject == subject)
}

/// Describes an access in words.
pub(crate) fn describe_access(access: &Access) -> String {
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
