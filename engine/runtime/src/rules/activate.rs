//! Putting policies in force. Errors and failing tests stop an activation. Losses of live versions have to be confirmed,
//! and those versions may get a grace period.
//!
//! The impact report is slow, so it is made before the lock is taken and checked under the lock: the report names the
//! versions and the set that it is about, and a change of them refuses the activation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{CompiledSet, lint_set};

use super::candidate::{Choice, Chosen};
use super::documents::{INTEGRATIONS, POLICIES};
use super::grants::StoredGrant;
use super::looked_at::LookedAt;
use super::parsed::{Source, Sources};
use super::report::Impact;
use super::revisions::{ActiveSet, Change, Texts};
use super::{Beyond, Grace, News, Proposed, Revision, Rules};
use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::found::{self, Found};
use crate::rules::RulesError;
use crate::types::Text;

/// How far back the impact report of an activation reads calls, in milliseconds.
const LOOK_BACK: i64 = 7 * 24 * 3600 * 1000;
/// Longest grace period, in milliseconds.
pub(super) const MOST_GRACE: i64 = 90 * 24 * 3600 * 1000;

/// How policies are put in force.
#[derive(Debug, Clone, Default)]
pub struct Activate {
    /// Why, for readers of the list of revisions.
    pub reason: Option<String>,
    /// Which impact report the caller confirmed.
    pub confirmed: Confirmed,
    /// Grace period, in milliseconds: how long live versions that lose something keep the previous policies. 0 to 90
    /// days.
    pub grace: i64,
    /// Activate only the saved texts of these policies; the others stay in force as they are. `None`: all.
    pub only: Option<Vec<String>>,
    /// Digest of the open proposal that this one replaces, which has to be the caller's own.
    pub replaces: Option<String>,
}

impl Activate {
    /// The policies that an engine is started with: no confirmation is needed.
    pub fn at_the_start() -> Self {
        Self {
            reason: Some("loaded at the start".to_owned()),
            confirmed: Confirmed::NotNeeded,
            ..Self::default()
        }
    }
}

/// Which impact report the caller confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Confirmed {
    /// None: the activation is refused if a live version loses something.
    #[default]
    No,
    /// The report with this digest.
    Impact(String),
    /// No confirmation is needed: the policies only permit more, or are those the server was started with.
    NotNeeded,
}

/// The result of an activation.
#[derive(Debug, Clone)]
pub enum Activation {
    /// The policies are in force.
    InForce {
        /// The revision.
        revision: Box<Revision>,
        /// Live versions that keep the previous policies, and how long.
        graces: Vec<Grace>,
        /// Probable mistakes: rules that add nothing to others, delegated policies that were left out.
        warnings: Vec<Diagnostic>,
    },
    /// A second person has to confirm first.
    Proposed {
        /// What they confirm.
        proposed: Box<Proposed>,
        /// Delegated policies that were left out.
        warnings: Vec<Diagnostic>,
    },
}

/// Policies to be put in force. They compile and have no errors.
pub(super) struct Candidate {
    pub(super) texts: Texts,
    pub(super) set: Arc<CompiledSet>,
    /// The set in force when they were compiled.
    pub(super) active: Found<ActiveSet>,
    /// The second person, where two are needed.
    pub(super) approved_by: Option<String>,
    pub(super) warnings: Vec<Diagnostic>,
}

impl Candidate {
    /// The number of the revision that they follow.
    pub(super) fn base(&self) -> u64 {
        number(&self.active)
    }
}

pub(super) fn number(active: &Found<ActiveSet>) -> u64 {
    active.value.as_ref().map_or(0, |active| active.revision.revision)
}

impl Rules {
    /// Puts saved policies in force after their own tests passed, or proposes them where two people are needed.
    ///
    /// # Errors
    /// `Activation` when one has errors, `Unconfirmed` when it takes something from live versions and that was not
    /// confirmed, `Conflict` when others were put in force meanwhile, `Changed` when live versions changed meanwhile:
    /// nothing changes.
    pub(crate) async fn activate(
        &self,
        who: &Principal,
        asked: Activate,
        beyond: &dyn Beyond,
    ) -> Result<Activation, RulesError> {
        let active = self.active_set().await?;
        let saved = self.saved_policies().await?;
        let candidate = self.next_policies(&saved, active, asked.only.as_deref())?;
        let seen = self.look(&candidate, &asked, beyond).await?;
        if self.second_approver && asked.confirmed != Confirmed::NotNeeded {
            return self.propose(who, candidate, asked).await;
        }
        let candidate = self.compared(candidate);
        let changing = self.lock().await;
        self.put_in_force(&changing, &who.id, (candidate, Vec::new()), asked, seen, beyond).await
    }

    /// The text of every saved policy, by name.
    pub(super) async fn saved_policies(&self) -> Result<Texts, RulesError> {
        Ok(self.texts(POLICIES).await?.into_iter().map(|text| (text.name, text.source)).collect())
    }

    /// The set that the saved policies would be, with these texts in place of those saved under their names, or besides.
    /// Nothing is saved.
    pub(crate) async fn candidate_with(&self, texts: Texts) -> Result<Arc<CompiledSet>, RulesError> {
        let mut all = self.saved_policies().await?;
        all.extend(texts);
        Ok(self.next_policies(&all, self.active_set().await?, None)?.set)
    }

    /// The number of the revision in force; 0: none was ever activated.
    pub(crate) async fn revision_in_force(&self) -> Result<u64, RulesError> {
        Ok(number(&self.active_set().await?))
    }

    /// Policies that could be put in force after `active`.
    pub(super) fn next_policies(
        &self,
        saved: &Texts,
        active: Found<ActiveSet>,
        only: Option<&[String]>,
    ) -> Result<Candidate, RulesError> {
        let in_force = self.active_sources(active.value.as_ref());
        let now = self.clock.now();
        self.heavy.set(|| {
            let saved = Sources::new(saved, &in_force);
            let choice = Choice { saved: &saved, active: &in_force, only, now };
            let Chosen { policies, warnings } = choice.choose()?;
            Self::compiled(&policies, active, warnings)
        })
    }

    /// Adds warnings about policies that have no effect beside the others. This compares each with each, so it comes before
    /// the lock of every change.
    pub(super) fn compared(&self, mut candidate: Candidate) -> Candidate {
        let found = self.heavy.set(|| lint_set(&candidate.set));
        candidate.warnings.extend(found.into_iter().map(|(name, found)| with_policy_name(&name, found)));
        candidate
    }

    /// Exactly these policies as a candidate.
    pub(super) fn compiled(
        policies: &Sources,
        active: Found<ActiveSet>,
        warnings: Vec<Diagnostic>,
    ) -> Result<Candidate, RulesError> {
        let set = Arc::new(policies.compile(|_| true).map_err(RulesError::Activation)?);
        Ok(Candidate { texts: policies.texts(), set, active, approved_by: None, warnings })
    }

    /// Puts exactly these texts in force after `active`.
    pub(crate) async fn activate_texts(
        &self,
        who: &Principal,
        texts: &Texts,
        active: Found<ActiveSet>,
        asked: Activate,
        beyond: &dyn Beyond,
    ) -> Result<Activation, RulesError> {
        let candidate = self.next_policies(texts, active, None)?;
        let seen = self.look(&candidate, &asked, beyond).await?;
        let candidate = self.compared(candidate);
        let changing = self.lock().await;
        self.put_in_force(&changing, &who.id, (candidate, Vec::new()), asked, seen, beyond).await
    }

    /// Adds a permit that IT grants to the policies in force, together with `also`. No version loses anything by it.
    pub(crate) async fn permit(
        &self,
        changing: &ChangeGuard<'_>,
        who: &Principal,
        (name, text): (String, String),
        reason: Option<String>,
        grant: (StoredGrant, u64),
        mut also: Vec<Put>,
    ) -> Result<(), RulesError> {
        let (active, saved) =
            (self.active_set().await?, found::find::<Text>(&*self.store, POLICIES, &name).await?);
        let mut policies = self.active_sources(active.value.as_ref());
        if saved.value.is_some() || policies.get(&name).is_some() {
            return Err(RulesError::NameTaken(name));
        }
        let now = self.clock.now();
        let permit = Arc::new(Source::new(&text));
        let problems = self.heavy.set(|| permit.lint(&name, now));
        if !problems.is_empty() {
            return Err(RulesError::Activation(problems));
        }
        also.push(found::put(POLICIES, &name, saved.revision, &Text::put(&name, &text, &who.id, now))?);
        policies.insert(name, permit);
        let set = Arc::new(self.heavy.set(|| policies.compile(|_| true)).map_err(RulesError::Activation)?);
        let next = Next {
            digest: set.digest(),
            texts: policies.texts(),
            by: &who.id,
            approved_by: None,
            reason,
            spared: Vec::new(),
            grace: 0,
        };
        let next = ActiveSet { compiled: Some(Arc::clone(&set)), ..next.after(active.value.as_ref(), now) };
        let change = Change { grant: Some(grant), also, ..Change::of(next, active.revision) };
        self.keep_active(changing, change).await
    }

    /// The impact report of a candidate; `None` where no confirmation is needed. Refuses unconfirmed losses.
    pub(super) async fn look(
        &self,
        candidate: &Candidate,
        asked: &Activate,
        beyond: &dyn Beyond,
    ) -> Result<Option<Impact>, RulesError> {
        if !(0..=MOST_GRACE).contains(&asked.grace) {
            let message = "live versions may be given from 0 seconds to 90 days";
            return Err(RulesError::Activation(vec![Diagnostic::error(codes::TP4043, message)]));
        }
        if asked.confirmed == Confirmed::NotNeeded {
            return Ok(None);
        }
        let since = self.clock.now() - LOOK_BACK;
        let impact = beyond.impact(&candidate.set, since).await?;
        let is_confirmed = matches!(&asked.confirmed, Confirmed::Impact(digest) if *digest == impact.digest);
        if impact.affected.is_empty() || is_confirmed {
            return Ok(Some(impact));
        }
        Err(RulesError::Unconfirmed(Box::new(impact)))
    }

    /// Puts a candidate in force in one transaction, together with `also`. `seen` is the impact report that was confirmed.
    pub(super) async fn put_in_force(
        &self,
        changing: &ChangeGuard<'_>,
        by: &str,
        (candidate, also): (Candidate, Vec<Put>),
        asked: Activate,
        seen: Option<Impact>,
        beyond: &dyn Beyond,
    ) -> Result<Activation, RulesError> {
        let active = self.active_set().await?;
        if number(&active) != candidate.base() {
            return Err(Fault::Conflict { current: number(&active) }.into());
        }
        if let Some(seen) = &seen {
            self.unchanged_since(seen, beyond).await?;
        }
        let affected = seen.map(|impact| impact.affected).unwrap_or_default();
        let mut spared = Vec::new();
        if asked.grace > 0 {
            for found in &affected {
                spared.extend(beyond.versions_of(&found.workflow).await?);
            }
        }
        let now = self.clock.now();
        let Candidate { texts, set, approved_by, warnings, .. } = candidate;
        let next = Next {
            digest: set.digest(),
            texts,
            by,
            approved_by,
            reason: asked.reason,
            spared,
            grace: asked.grace,
        };
        let next = ActiveSet { compiled: Some(Arc::clone(&set)), ..next.after(active.value.as_ref(), now) };
        let (revision, graces) = (next.revision.clone(), next.graces.clone());
        let mut change = Change { also, ..Change::of(next, active.revision) };
        for found in &affected {
            let from = now.saturating_add(asked.grace);
            change.also.push(beyond.notice(News::Tightened {
                revision: &revision,
                affected: found,
                from,
            })?);
        }
        // Versions that lack an approval under the new set enter the queue of reviews in the same commit.
        let evaluated_by = self.without_waiting(&set).await?;
        let queued = beyond.queue(changing, &evaluated_by).await?;
        change.also.extend(queued.puts);
        self.keep_active(changing, change).await?;
        (queued.stored)();
        Ok(Activation::InForce { revision: Box::new(revision), graces, warnings })
    }

    /// The integrations, each with its revision.
    pub(crate) async fn integration_revisions(&self) -> Result<BTreeMap<String, u64>, RulesError> {
        let texts = self.texts(INTEGRATIONS).await?;
        Ok(texts.into_iter().map(|text| (text.name, text.revision)).collect())
    }

    /// Refuses when the versions, integrations or policies of an impact report have changed since.
    async fn unchanged_since(&self, seen: &Impact, beyond: &dyn Beyond) -> Result<(), RulesError> {
        let mut what = LookedAt::changes(&seen.looked_at, &beyond.live());
        let integrations = self.integration_revisions().await?;
        let names = seen.integrations.keys().chain(integrations.keys()).collect::<BTreeSet<_>>();
        let changed =
            names.into_iter().filter(|name| seen.integrations.get(*name) != integrations.get(*name));
        what.extend(changed.map(|name| format!("the integration `{name}` was changed")));
        if self.in_force().set().digest() != seen.in_force {
            what.push("other policies are in force".to_owned());
        }
        if what.is_empty() {
            return Ok(());
        }
        // The caller gets the new report by activating again.
        Err(Fault::Changed { what, digest: String::new() }.into())
    }
}

/// The set that follows the one in force.
pub(super) struct Next<'a> {
    pub(super) digest: &'a str,
    pub(super) texts: Texts,
    pub(super) by: &'a str,
    pub(super) approved_by: Option<String>,
    pub(super) reason: Option<String>,
    /// Keys of the versions that keep the previous set.
    pub(super) spared: Vec<String>,
    /// How long, in milliseconds.
    pub(super) grace: i64,
}

impl Next<'_> {
    /// The set in force after `active`. Pure.
    pub(super) fn after(self, active: Option<&ActiveSet>, now: i64) -> ActiveSet {
        let empty = Texts::new();
        let before = active.map_or(&empty, |active| &active.texts);
        let changed = self.texts.iter().filter(|(name, text)| before.get(*name) != Some(*text));
        let revision = Revision {
            digest: self.digest.to_owned(),
            revision: active.map_or(0, |active| active.revision.revision) + 1,
            policies: self.texts.keys().cloned().collect(),
            by: self.by.to_owned(),
            approved_by: self.approved_by,
            reason: self.reason,
            at: now,
            changed: changed.map(|(name, _)| name.clone()).collect(),
            removed: before.keys().filter(|name| !self.texts.contains_key(*name)).cloned().collect(),
        };
        // Earlier grace periods continue.
        let mut graces = active.map(|active| active.graces.clone()).unwrap_or_default();
        graces.retain(|grace| now < grace.until);
        if let Some(active) = active {
            let (policies, until) = (&active.revision.digest, now.saturating_add(self.grace));
            let given = self.spared.into_iter();
            graces.extend(given.map(|version| Grace { version, policies: policies.clone(), until }));
        }
        ActiveSet { revision, texts: self.texts, graces, compiled: None }
    }
}

/// Names the policy: the place of a diagnostic is within that policy's text.
pub(super) fn with_policy_name(policy: &str, mut found: Diagnostic) -> Diagnostic {
    found.message = format!("policy `{policy}`: {}", found.message);
    found
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn a_revision_follows_the_one_before_and_time_that_was_given_runs_on() {
        let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let next = |texts: Texts, spared: Vec<String>, digest| Next {
            digest,
            texts,
            by: "ivo",
            approved_by: None,
            reason: None,
            spared,
            grace: 500,
        };
        let first = next([text("a", "1"), text("b", "1")].into(), vec!["s/w@1.0.0".to_owned()], "one")
            .after(None, 10);
        assert_eq!((first.revision.revision, first.graces.len()), (1, 0), "there was nothing before");
        assert_eq!(first.revision.changed, ["a", "b"]);
        let second =
            next([text("a", "2")].into(), vec!["s/w@1.0.0".to_owned()], "two").after(Some(&first), 20);
        assert_eq!((second.revision.changed.len(), &second.revision.removed), (1, &vec!["b".to_owned()]));
        assert_eq!((second.graces[0].policies.as_str(), second.graces[0].until), ("one", 520));
        let third = next(second.texts.clone(), Vec::new(), "three").after(Some(&second), 519);
        assert_eq!(third.graces, second.graces);
        let fourth = next(second.texts.clone(), Vec::new(), "four").after(Some(&third), 520);
        assert!(fourth.graces.is_empty(), "its time has come");
    }
}
