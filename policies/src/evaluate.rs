//! Evaluates policies over an access profile before a run: certainly allowed, certainly denied, or decided at run time.
//!
//! The result is sound. An `Allowed` access is neither denied nor held at run time by the same set, once its reviews are
//! approved. A `Denied` access is never allowed. Everything else is decided at run time. Reviews are an exception: a version
//! is approved before it runs, so a review that may match counts as a match.

use jsonschema::canonical::{Containment, Satisfiability};
use serde_json::Value;
use towpath_access::{Access, Profile, ProfiledAccess, WorkflowSubject};

use crate::known::{Known, KnownValue};
use crate::matcher::{Comparison, Fit, Matcher, Tested};
use crate::set::Rule;
use crate::{
    Awaiting, CompiledSet, Mode, PolicyEffect, ProfileSubject, StaticDecision, StaticHold, StaticOutcome,
    Subject, decide, schema,
};

/// Evaluates every access of `profile`, in its order, at `now` (milliseconds since the Unix epoch). Policies that have
/// expired by then do not count. `approvals` are digests of the rules that this version is approved for.
pub fn evaluate(
    set: &CompiledSet,
    workflow: &WorkflowSubject,
    profile: &Profile,
    approvals: &[String],
    now: i64,
) -> Vec<StaticDecision> {
    let context = Context {
        set,
        now,
        approvals,
        workflow,
        known: [
            KnownSubject::new(Known::workflow(workflow)),
            KnownSubject::new(Known::caller()),
            KnownSubject::new(Known::time()),
            KnownSubject::new(Known::profile(&ProfileSubject::new(profile))),
        ],
    };
    profile.accesses.iter().enumerate().map(|(index, access)| context.evaluate(index, access)).collect()
}

/// What is known about whether a rule matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chance {
    Never,
    Maybe,
    Surely,
}

/// What is known about a subject, with its canonical form, which is computed when first needed.
struct KnownSubject {
    known: Known,
    canonical: std::cell::OnceCell<Option<jsonschema::canonical::CanonicalSchema>>,
}

impl KnownSubject {
    fn new(known: Known) -> Self {
        Self { known, canonical: std::cell::OnceCell::new() }
    }
}

struct Context<'a> {
    set: &'a CompiledSet,
    workflow: &'a WorkflowSubject,
    approvals: &'a [String],
    now: i64,
    /// Workflow, caller, time, profile.
    known: [KnownSubject; 4],
}

/// Collects the rules for one access.
#[derive(Default)]
struct Tally<'a> {
    sure_permits: Vec<&'a Rule>,
    maybe_permits: Vec<&'a Rule>,
    sure_forbids: Vec<&'a Rule>,
    maybe_forbids: Vec<&'a Rule>,
    /// Reviews without an approval that match or may match.
    reviews: Vec<&'a Rule>,
    /// Holds, and whether they certainly match.
    holds: Vec<(&'a Rule, bool)>,
    audited: Vec<&'a Rule>,
    open: Vec<String>,
    /// Permits for this operation that cannot match, each with the part that does not fit.
    near: Vec<(&'a Rule, String)>,
}

impl Context<'_> {
    fn evaluate(&self, index: usize, profiled: &ProfiledAccess) -> StaticDecision {
        let access = KnownSubject::new(Known::access(profiled));
        let mut tally = Tally::default();
        // Kind, integration, operation and namespace are always known, so the index can be used here too.
        for place in self.set.index.candidates(Some(self.workflow), Some(&profiled.access)).iter() {
            let rule = &self.set.rules[place];
            let mut open = Vec::new();
            let chance = self.chance(rule, &access, &mut open);
            match (chance, rule.mode, rule.effect) {
                (Chance::Never, Mode::Enforce, PolicyEffect::Permit) if is_about(rule, &profiled.access) => {
                    tally.near.extend(open.pop().map(|part| (rule, part)));
                    continue;
                }
                (Chance::Never, ..) | (_, Mode::Off, _) => continue,
                (Chance::Surely, Mode::Audit, _) => tally.audited.push(rule),
                (Chance::Maybe, Mode::Audit, _) => continue,
                (Chance::Surely, Mode::Enforce, PolicyEffect::Permit) => tally.sure_permits.push(rule),
                (Chance::Maybe, Mode::Enforce, PolicyEffect::Permit) => tally.maybe_permits.push(rule),
                (_, Mode::Enforce, PolicyEffect::Review) => {
                    // Reviews are decided before the run, so their parts are not open.
                    tally.reviews.extend((!self.approvals.contains(&rule.digest)).then_some(rule));
                    continue;
                }
                (_, Mode::Enforce, PolicyEffect::Hold) => tally.holds.push((rule, chance == Chance::Surely)),
                (Chance::Surely, Mode::Enforce, PolicyEffect::Forbid) => tally.sure_forbids.push(rule),
                (Chance::Maybe, Mode::Enforce, PolicyEffect::Forbid) => tally.maybe_forbids.push(rule),
            }
            tally.open.append(&mut open);
        }
        tally.decide(index, &profiled.access, &self.workflow.namespace)
    }

    fn chance(&self, rule: &Rule, access: &KnownSubject, open: &mut Vec<String>) -> Chance {
        if rule.expires.as_ref().is_some_and(|expiry| expiry.is_past(self.now)) {
            open.push(format!("{}#/expires", rule.name));
            return Chance::Never;
        }
        let mut chance = Chance::Surely;
        for matcher in &rule.matchers {
            let known = match matcher.subject {
                Subject::Workflow => &self.known[0],
                Subject::Access => access,
                Subject::Caller => &self.known[1],
                Subject::Time => &self.known[2],
                Subject::Profile => &self.known[3],
            };
            match subject_chance(matcher, known, &rule.name, open) {
                Chance::Never => return Chance::Never,
                Chance::Maybe => chance = Chance::Maybe,
                Chance::Surely => {}
            }
        }
        if rule.expires.is_some() && chance == Chance::Surely {
            // It will expire during the life of the version.
            open.push(format!("{}#/expires", rule.name));
            chance = Chance::Maybe;
        }
        chance
    }
}

impl Tally<'_> {
    fn decide(mut self, index: usize, access: &Access, namespace: &str) -> StaticDecision {
        let (verdict, deciding) = self.outcome();
        let mut decision = StaticDecision {
            access: index,
            verdict,
            rules: deciding.iter().chain(&self.audited).map(|rule| rule.matched(false)).collect(),
            reviews: Vec::new(),
            holds: Vec::new(),
            open: Vec::new(),
            near: Vec::new(),
            reason: None,
            contact: None,
        };
        decision.rules.sort_by(|a, b| a.policy.cmp(&b.policy));
        if verdict == StaticOutcome::Denied {
            self.refuse(&deciding, access, &mut decision);
            return decision;
        }
        decision.reviews = self.reviews.iter().map(|rule| rule.awaiting(Some(namespace))).collect();
        let holds = self.holds.iter();
        decision.holds = holds
            .map(|(rule, surely)| StaticHold { rule: rule.awaiting(Some(namespace)), surely: *surely })
            .collect();
        decision.reason = decision.reviews.first().map(Awaiting::reason);
        decision.contact = decision.reviews.iter().find_map(|review| review.contact.clone());
        if verdict == StaticOutcome::AtRunTime {
            self.open.sort();
            self.open.dedup();
            decision.open = self.open;
        }
        decision
    }

    /// The outcome, and the rules that cause it.
    fn outcome(&self) -> (StaticOutcome, Vec<&'_ Rule>) {
        let no_permit = self.sure_permits.is_empty() && self.maybe_permits.is_empty();
        if !self.sure_forbids.is_empty() {
            return (StaticOutcome::Denied, self.sure_forbids.clone());
        }
        if no_permit {
            return (StaticOutcome::Denied, Vec::new());
        }
        if !self.sure_permits.is_empty() && self.maybe_forbids.is_empty() && self.holds.is_empty() {
            return (StaticOutcome::Allowed, self.sure_permits.clone());
        }
        let parts = [&self.sure_permits, &self.maybe_permits, &self.maybe_forbids];
        let holds = self.holds.iter().map(|(rule, _)| *rule);
        (StaticOutcome::AtRunTime, parts.into_iter().flatten().copied().chain(holds).collect())
    }

    /// Adds the reason of a refusal, and what would have permitted it.
    fn refuse(&self, deciding: &[&Rule], access: &Access, decision: &mut StaticDecision) {
        let by_default = deciding.is_empty();
        // The reason of a permit for other workflows does not apply here.
        let near: Vec<_> =
            self.near.iter().filter(|(_, part)| by_default && !part.contains("#/workflow")).collect();
        let refusing = deciding.first().copied().or_else(|| near.first().map(|(rule, _)| *rule));
        let said = refusing.and_then(|rule| match rule.effect {
            PolicyEffect::Permit => rule.reason.clone(),
            _ => Some(rule.reason.clone().unwrap_or_else(|| rule.title.clone())),
        });
        decision.reason =
            said.or_else(|| Some(format!("no policy permits {}", decide::describe_access(access))));
        decision.contact = refusing.and_then(|rule| rule.contact.clone());
        decision.near = near.into_iter().map(|(_, part)| part.clone()).collect();
    }
}

/// Whether a permit names the integration or the host of this access.
fn is_about(rule: &Rule, access: &Access) -> bool {
    let names = |field| rule.matcher(Subject::Access).and_then(|matcher| matcher.texts_of(field)).is_some();
    access.integration.is_some() && names("integration") || access.host.is_some() && names("host")
}

/// Whether a known subject fits `matcher`. Adds the parts that are open; the part that does not fit comes last.
fn subject_chance(matcher: &Matcher, known: &KnownSubject, policy: &str, open: &mut Vec<String>) -> Chance {
    let subject = matcher.subject.as_str();
    let tests = match &matcher.comparison {
        Comparison::Fields(tests) => tests,
        Comparison::Whole(tested) => {
            let known = known.canonical.get_or_init(|| schema::canonical_schema(&known.known.to_schema()));
            let chance = known.as_ref().map_or(Chance::Maybe, |known| compare_with_known(tested, known));
            if chance != Chance::Surely {
                open.push(format!("{policy}#/{subject}"));
            }
            return chance;
        }
    };
    let mut chance = Chance::Surely;
    for test in tests {
        let one = match known.known.field(&test.name) {
            None if test.required => Chance::Never,
            None => Chance::Surely,
            Some(field) => {
                let present = value_chance(&test.tested, &field.value);
                match (field.optional, test.required, present) {
                    (true, true, Chance::Surely) | (true, false, Chance::Never) => Chance::Maybe,
                    (_, _, present) => present,
                }
            }
        };
        if one != Chance::Surely {
            open.push(format!("{policy}#/{subject}/properties/{}", test.name));
            chance = one;
        }
        if chance == Chance::Never {
            return chance;
        }
    }
    chance
}

fn value_chance(tested: &Tested, known: &KnownValue) -> Chance {
    match known {
        KnownValue::Exactly(value) => match tested.fit(value) {
            Fit::Yes => Chance::Surely,
            Fit::No => Chance::Never,
            Fit::Unknown(_) => Chance::Maybe,
        },
        KnownValue::Like(Value::Bool(true)) if tested.is_anything() => Chance::Surely,
        KnownValue::Like(schema) => {
            schema::canonical_schema(schema).map_or(Chance::Maybe, |known| compare_with_known(tested, &known))
        }
    }
}

/// Compares the schema of a rule with the schema of all possible values.
fn compare_with_known(tested: &Tested, known: &jsonschema::canonical::CanonicalSchema) -> Chance {
    let Some(rule) = tested.canonical() else { return Chance::Maybe };
    let compared = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        if matches!(rule.covers(known), Ok(Containment::Yes)) {
            return Chance::Surely;
        }
        match rule.intersect(known) {
            Ok(both) if both.satisfiability() == Satisfiability::No => Chance::Never,
            _ => Chance::Maybe,
        }
    }));
    compared.unwrap_or(Chance::Maybe)
}
