//! Deciding before a workflow runs, over its access profile: surely allowed, surely denied, or decided at run time.
//!
//! Sound both ways: what is `Allowed` here is never denied at run time by the same set, what is `Denied` never
//! allowed. Whatever cannot be proven is left to run time.

use jsonschema::canonical::{Containment, Satisfiability};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_access::{Access, Profile, ProfiledAccess, WorkflowSubject};
use towpath_diagnostics::{Diagnostic, codes};

use crate::known::{Known, KnownValue};
use crate::matcher::{Fit, Matcher, Plan, Tested};
use crate::set::Rule;
use crate::{MatchedRule, Mode, PolicyEffect, PolicySet, Subject, decide, schema};

/// What is known of a decision at publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It is allowed, whatever the arguments, the caller and the time.
    Allowed,
    /// It is denied, whatever the arguments, the caller and the time.
    Denied,
    /// Each call is judged when it is made.
    AtRunTime,
}

/// The verdict on one access of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StaticDecision {
    /// Which access: an index into [`Profile::accesses`].
    pub access: usize,
    /// What is known.
    pub verdict: Verdict,
    /// The rules it rests on: those that surely match; for `AtRunTime`, those that may.
    pub rules: Vec<MatchedRule>,
    /// Where run time decides: JSON pointers into the policies, such as `refunds-up-to-200#/access/properties/arguments`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
    /// When nothing permits it: the parts of permits for the same operation that are not met, in the same form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// Why not, for whoever is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom the refused may ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Judges every access of `profile`, in its order, at `now` (milliseconds since the Unix epoch): policies that are
/// over by then stay so.
pub fn judge(
    set: &PolicySet,
    workflow: &WorkflowSubject,
    profile: &Profile,
    now: i64,
) -> Vec<StaticDecision> {
    let context = Context {
        set,
        now,
        workflow,
        known: [
            KnownSubject::new(Known::workflow(workflow)),
            KnownSubject::new(Known::caller()),
            KnownSubject::new(Known::time()),
        ],
    };
    profile.accesses.iter().enumerate().map(|(index, access)| context.judge(index, access)).collect()
}

/// Whether a rule matches, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chance {
    Never,
    Maybe,
    Surely,
}

/// What is known of a subject, with its canonical form, made when first needed.
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
    set: &'a PolicySet,
    workflow: &'a WorkflowSubject,
    now: i64,
    /// Workflow, caller, time.
    known: [KnownSubject; 3],
}

/// The rules of one verdict, as they pile up.
#[derive(Default)]
struct Tally<'a> {
    sure_permits: Vec<&'a Rule>,
    maybe_permits: Vec<&'a Rule>,
    sure_forbids: Vec<&'a Rule>,
    maybe_forbids: Vec<&'a Rule>,
    audited: Vec<&'a Rule>,
    open: Vec<String>,
    /// Permits for this operation that cannot match, each with the part that rules it out.
    near: Vec<(&'a Rule, String)>,
}

impl Context<'_> {
    fn judge(&self, index: usize, profiled: &ProfiledAccess) -> StaticDecision {
        let access = KnownSubject::new(Known::access(profiled));
        let mut tally = Tally::default();
        // Kind, integration, operation and namespace are always known, so the index holds here too.
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
                (Chance::Surely, Mode::Enforce, _) => tally.sure_forbids.push(rule),
                (Chance::Maybe, Mode::Enforce, _) => tally.maybe_forbids.push(rule),
            }
            tally.open.append(&mut open);
        }
        tally.decide(index, &profiled.access)
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
            };
            match subject_chance(matcher, known, &rule.name, open) {
                Chance::Never => return Chance::Never,
                Chance::Maybe => chance = Chance::Maybe,
                Chance::Surely => {}
            }
        }
        if rule.expires.is_some() && chance == Chance::Surely {
            // It will be over one day.
            open.push(format!("{}#/expires", rule.name));
            chance = Chance::Maybe;
        }
        chance
    }
}

impl Tally<'_> {
    fn decide(mut self, index: usize, access: &Access) -> StaticDecision {
        let no_permit = self.sure_permits.is_empty() && self.maybe_permits.is_empty();
        let (verdict, deciding) = if !self.sure_forbids.is_empty() {
            (Verdict::Denied, self.sure_forbids.clone())
        } else if no_permit {
            (Verdict::Denied, Vec::new())
        } else if !self.sure_permits.is_empty() && self.maybe_forbids.is_empty() {
            (Verdict::Allowed, self.sure_permits.clone())
        } else {
            let parts = [&self.sure_permits, &self.maybe_permits, &self.maybe_forbids];
            (Verdict::AtRunTime, parts.into_iter().flatten().copied().collect())
        };
        let denied = verdict == Verdict::Denied;
        let by_default = denied && deciding.is_empty();
        // A permit for other workflows has nothing to say to this one.
        self.near.retain(|(_, part)| by_default && !part.contains("#/workflow"));
        let refusing =
            deciding.first().copied().or_else(|| self.near.first().map(|(rule, _)| *rule)).filter(|_| denied);
        let said = refusing.and_then(|rule| match rule.effect {
            PolicyEffect::Permit => rule.reason.clone(),
            _ => Some(rule.reason.clone().unwrap_or_else(|| rule.title.clone())),
        });
        let reason = said.or_else(|| denied.then(|| format!("no policy permits {}", decide::asked(access))));
        let mut rules: Vec<MatchedRule> = deciding.into_iter().chain(self.audited).map(matched).collect();
        rules.sort_by(|a, b| a.policy.cmp(&b.policy));
        if verdict != Verdict::AtRunTime {
            self.open.clear();
        }
        self.open.sort();
        self.open.dedup();
        let contact = refusing.and_then(|rule| rule.contact.clone());
        let near = self.near.into_iter().map(|(_, part)| part).collect();
        StaticDecision { access: index, verdict, rules, open: self.open, near, reason, contact }
    }
}

/// Whether a permit speaks of this very operation, and not of everything there is.
fn is_about(rule: &Rule, access: &Access) -> bool {
    let names = |field| rule.matcher(Subject::Access).and_then(|matcher| matcher.texts_of(field)).is_some();
    access.integration.is_some() && names("integration") || access.host.is_some() && names("host")
}

fn matched(rule: &Rule) -> MatchedRule {
    MatchedRule {
        policy: rule.name.clone(),
        digest: rule.digest.clone(),
        effect: rule.effect,
        mode: rule.mode,
        error: false,
    }
}

/// Whether what is known of a subject fits `matcher`. Says where that is open; what rules it out comes last.
fn subject_chance(matcher: &Matcher, known: &KnownSubject, policy: &str, open: &mut Vec<String>) -> Chance {
    let subject = matcher.subject.as_str();
    let tests = match &matcher.plan {
        Plan::Fields(tests) => tests,
        Plan::Whole(tested) => {
            let known = known.canonical.get_or_init(|| schema::canonical(&known.known.to_schema()));
            let chance = known.as_ref().map_or(Chance::Maybe, |known| compare(tested, known));
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
            schema::canonical(schema).map_or(Chance::Maybe, |known| compare(tested, &known))
        }
    }
}

/// Compares a rule's schema with a description of everything that can come.
fn compare(tested: &Tested, known: &jsonschema::canonical::CanonicalSchema) -> Chance {
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

impl StaticDecision {
    /// What to tell the author, at the place of the access in the definition. Nothing for what is allowed.
    pub fn diagnostic(&self, profile: &Profile) -> Option<Diagnostic> {
        let reason = || self.reason.clone().unwrap_or_else(|| "a policy forbids it".to_owned());
        let diagnostic = match self.verdict {
            Verdict::Allowed => return None,
            Verdict::Denied if self.rules.iter().any(|rule| rule.mode == Mode::Enforce) => Diagnostic::error(
                codes::TP2020,
                format!("refused by policy {}: {}", self.policies(), reason()),
            ),
            Verdict::Denied => Diagnostic::error(codes::TP2021, reason()),
            Verdict::AtRunTime => {
                let message = format!("decided at run time by policy {}", self.policies());
                Diagnostic {
                    severity: towpath_diagnostics::Severity::Hint,
                    ..Diagnostic::warning(codes::TP2022, message)
                }
            }
        };
        let diagnostic = match &self.contact {
            Some(contact) => diagnostic.help(format!("ask {contact}")),
            None if self.verdict == Verdict::Denied => diagnostic.help("ask IT for a permit"),
            None => diagnostic,
        };
        let place = profile.accesses.get(self.access)?;
        let diagnostic = diagnostic.pointer(place.task.clone());
        Some(match place.span {
            Some(span) => diagnostic.at(span),
            None => diagnostic,
        })
    }

    fn policies(&self) -> String {
        let enforced = self.rules.iter().filter(|rule| rule.mode == Mode::Enforce);
        enforced.map(|rule| format!("`{}`", rule.policy)).collect::<Vec<_>>().join(", ")
    }
}
