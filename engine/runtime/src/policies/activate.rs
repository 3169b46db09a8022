//! Putting policies in force: errors and failing tests stop it, what it would take from live versions has to be confirmed,
//! and those may be given time.
//!
//! What is slow (the impact) is looked at before the lock, and checked inside it: the report names the versions and the set
//! that it looked at, and a change of them is refused.

use std::collections::BTreeSet;
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{PolicySet, lint_set};

use super::candidate::{Choice, Chosen, lint};
use super::impact::{Impact, LookedAt};
use super::revisions::{ActiveSet, Change, Texts, compile};
use super::{Grace, Proposed, Revision};
use crate::documents::POLICIES;
use crate::engine::Engine;
use crate::found::{self, Found};
use crate::grants::StoredGrant;
use crate::types::{EngineError, Text};
use crate::versions::VERSIONS;

/// How far back calls are looked at before policies are put in force, in milliseconds.
const LOOK_BACK: i64 = 7 * 24 * 3600 * 1000;
/// Longest time that live versions may be given, in milliseconds.
pub(super) const MOST_GRACE: i64 = 90 * 24 * 3600 * 1000;

/// How policies are put in force.
#[derive(Debug, Clone, Default)]
pub struct Activate {
    /// Why, for whoever reads the revisions.
    pub reason: Option<String>,
    /// Which impact report the caller confirmed.
    pub confirmed: Confirmed,
    /// How long live versions that it takes something from stay under the policies before, in milliseconds; 0: not at
    /// all. At most 90 days.
    pub grace: i64,
    /// Only the saved texts of these policies; the others stay as they are in force. `None`: all.
    pub only: Option<Vec<String>>,
    /// Digest of the open proposal that this one replaces, which has to be the caller's own.
    pub replaces: Option<String>,
}

impl Activate {
    /// At once, without a question: what an engine is started with.
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
    /// None: it goes through where nothing is taken from a live version.
    #[default]
    No,
    /// The report with this digest.
    Impact(String),
    /// It does not matter: they only permit more, or are what the server was started with.
    NotNeeded,
}

/// What became of an activation.
#[derive(Debug, Clone)]
pub enum Activation {
    /// The policies are in force.
    InForce {
        /// The revision.
        revision: Box<Revision>,
        /// Live versions that stay under the policies before, and how long.
        graces: Vec<Grace>,
        /// What is probably not meant: rules that add nothing beside others, delegated policies that were left out.
        warnings: Vec<Diagnostic>,
    },
    /// Somebody else has to sign first.
    Proposed {
        /// What they sign.
        proposed: Box<Proposed>,
        /// Delegated policies that were left out.
        warnings: Vec<Diagnostic>,
    },
}

/// Policies on their way to be put in force, compiled and found to be without errors.
pub(super) struct Candidate {
    pub(super) texts: Texts,
    pub(super) set: Arc<PolicySet>,
    /// The set in force when they were compiled.
    pub(super) active: Found<ActiveSet>,
    /// Who signed, where that takes two.
    pub(super) signed_by: Option<String>,
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

impl Engine {
    /// Puts saved policies in force at once, after their own tests passed; or proposes them, where the server wants a
    /// second signer.
    ///
    /// # Errors
    /// [`EngineError::Activation`] when one has errors, [`EngineError::Unconfirmed`] when it takes something from live
    /// versions and that was not confirmed, [`EngineError::Conflict`] when others were put in force meanwhile,
    /// [`EngineError::Changed`] when live versions changed meanwhile: nothing changes.
    pub async fn activate_policies(
        &self,
        who: &Principal,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        let active = self.active_set().await?;
        let saved = self.saved_policies().await?;
        let candidate = self.next_policies(&saved, active, asked.only.as_deref())?;
        let seen = self.look(&candidate, &asked).await?;
        if self.inner.second_signer && asked.confirmed != Confirmed::NotNeeded {
            return self.propose(who, candidate, asked).await;
        }
        let _changing = self.inner.changing.lock().await;
        self.put_in_force(&who.id, candidate, asked, seen, Vec::new()).await
    }

    /// The text of every saved policy, by name.
    pub(super) async fn saved_policies(&self) -> Result<Texts, EngineError> {
        Ok(self.texts(POLICIES).await?.into_iter().map(|text| (text.name, text.source)).collect())
    }

    /// Policies that could be put in force after `active`.
    pub(super) fn next_policies(
        &self,
        saved: &Texts,
        active: Found<ActiveSet>,
        only: Option<&[String]>,
    ) -> Result<Candidate, EngineError> {
        let empty = Texts::new();
        let in_force = active.value.as_ref().map_or(&empty, |active| &active.texts);
        let choice = Choice { saved, active: in_force, only, now: self.inner.clock.now() };
        let Chosen { texts, warnings } = choice.choose()?;
        Self::compiled(texts, active, warnings)
    }

    /// These very texts as a candidate.
    pub(super) fn compiled(
        texts: Texts,
        active: Found<ActiveSet>,
        warnings: Vec<Diagnostic>,
    ) -> Result<Candidate, EngineError> {
        let set = Arc::new(compile(&texts).map_err(EngineError::Activation)?);
        Ok(Candidate { texts, set, active, signed_by: None, warnings })
    }

    /// Puts exactly these texts in force after `active`.
    pub(crate) async fn activate_texts(
        &self,
        who: &Principal,
        texts: &Texts,
        active: Found<ActiveSet>,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        let candidate = self.next_policies(texts, active, None)?;
        let seen = self.look(&candidate, &asked).await?;
        let _changing = self.inner.changing.lock().await;
        self.put_in_force(&who.id, candidate, asked, seen, Vec::new()).await
    }

    /// Adds a permit that IT grants to those in force, with everything that changes with it. It takes nothing from anybody.
    /// The caller holds `changing`.
    pub(crate) async fn permit(
        &self,
        who: &Principal,
        (name, text): (String, String),
        reason: Option<String>,
        grant: (StoredGrant, u64),
        mut also: Vec<Put>,
    ) -> Result<(), EngineError> {
        let (active, saved) = (self.active_set().await?, self.inner.find::<Text>(POLICIES, &name).await?);
        let mut texts = active.value.as_ref().map(|active| active.texts.clone()).unwrap_or_default();
        if saved.value.is_some() || texts.contains_key(&name) {
            return Err(EngineError::NameTaken(name));
        }
        let now = self.inner.clock.now();
        let problems = lint(&name, &text, now);
        if !problems.is_empty() {
            return Err(EngineError::Activation(problems));
        }
        also.push(found::put(POLICIES, &name, saved.revision, &Text::put(&name, &text, &who.id, now))?);
        texts.insert(name, text);
        let set = Arc::new(compile(&texts).map_err(EngineError::Activation)?);
        let next = Next {
            digest: set.digest(),
            texts,
            by: &who.id,
            signed_by: None,
            reason,
            spared: Vec::new(),
            grace: 0,
        };
        let next = next.after(active.value.as_ref(), now);
        self.keep_active(Change { grant: Some(grant), also, ..Change::of(next, active.revision) }).await
    }

    /// What a candidate would take from live versions. Refuses what nobody has confirmed; nothing, where nobody has to.
    pub(super) async fn look(
        &self,
        candidate: &Candidate,
        asked: &Activate,
    ) -> Result<Option<Impact>, EngineError> {
        if !(0..=MOST_GRACE).contains(&asked.grace) {
            let message = "live versions may be given from 0 seconds to 90 days";
            return Err(EngineError::Activation(vec![Diagnostic::error(codes::TP4043, message)]));
        }
        if asked.confirmed == Confirmed::NotNeeded {
            return Ok(None);
        }
        let since = self.inner.clock.now() - LOOK_BACK;
        let impact = self.impact_of(&candidate.set, since, None).await?;
        let is_confirmed = matches!(&asked.confirmed, Confirmed::Impact(digest) if *digest == impact.digest);
        if impact.affected.is_empty() || is_confirmed {
            return Ok(Some(impact));
        }
        Err(EngineError::Unconfirmed(Box::new(impact)))
    }

    /// Puts a candidate in force, with everything that changes with it, in one transaction. `seen` is the impact that was
    /// looked at. The caller holds `changing`.
    pub(super) async fn put_in_force(
        &self,
        by: &str,
        candidate: Candidate,
        asked: Activate,
        seen: Option<Impact>,
        also: Vec<Put>,
    ) -> Result<Activation, EngineError> {
        let active = self.active_set().await?;
        if number(&active) != candidate.base() {
            return Err(EngineError::Conflict { current: number(&active) });
        }
        if let Some(seen) = &seen {
            self.unchanged_since(seen).await?;
        }
        let affected = seen.map(|impact| impact.affected).unwrap_or_default();
        let mut spared = Vec::new();
        if asked.grace > 0 {
            for found in &affected {
                let versions = self.inner.store.list(VERSIONS, &format!("{}@", found.workflow)).await?;
                spared.extend(versions.into_iter().map(|document| document.key));
            }
        }
        let now = self.inner.clock.now();
        let Candidate { texts, set, signed_by, mut warnings, .. } = candidate;
        let next = Next {
            digest: set.digest(),
            texts,
            by,
            signed_by,
            reason: asked.reason,
            spared,
            grace: asked.grace,
        };
        let next = next.after(active.value.as_ref(), now);
        let (revision, graces) = (next.revision.clone(), next.graces.clone());
        let mut change = Change { also, ..Change::of(next, active.revision) };
        for found in &affected {
            change.also.push(self.notice_tightened(&revision, found, now.saturating_add(asked.grace))?);
        }
        // Versions that lack an approval under it enter the queue in the same commit.
        let judged_by = self.without_waiting(&set).await?;
        let requeued = self.inner.requeue(&judged_by).await?;
        change.also.extend(requeued.puts.clone());
        self.keep_active(change).await?;
        self.inner.requeued(&requeued);
        warnings.extend(lint_set(&set).into_iter().map(|(name, found)| named(&name, found)));
        Ok(Activation::InForce { revision: Box::new(revision), graces, warnings })
    }

    /// Refuses when what an impact report looked at is not what is there now.
    async fn unchanged_since(&self, seen: &Impact) -> Result<(), EngineError> {
        let mut what = LookedAt::changes(&seen.looked_at, &self.live());
        let integrations = self.integration_revisions().await?;
        let names = seen.integrations.keys().chain(integrations.keys()).collect::<BTreeSet<_>>();
        let changed =
            names.into_iter().filter(|name| seen.integrations.get(*name) != integrations.get(*name));
        what.extend(changed.map(|name| format!("the integration `{name}` was changed")));
        if self.inner.policies.load().set().digest() != seen.in_force {
            what.push("other policies are in force".to_owned());
        }
        if what.is_empty() {
            return Ok(());
        }
        // Which report would have to be confirmed now is told when it is asked for again.
        Err(EngineError::Changed { what, digest: String::new() })
    }
}

/// What follows the set in force.
pub(super) struct Next<'a> {
    pub(super) digest: &'a str,
    pub(super) texts: Texts,
    pub(super) by: &'a str,
    pub(super) signed_by: Option<String>,
    pub(super) reason: Option<String>,
    /// Keys of the versions that stay under the set before.
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
            signed_by: self.signed_by,
            reason: self.reason,
            at: now,
            changed: changed.map(|(name, _)| name.clone()).collect(),
            removed: before.keys().filter(|name| !self.texts.contains_key(*name)).cloned().collect(),
        };
        // Time that was given before runs on.
        let mut graces = active.map(|active| active.graces.clone()).unwrap_or_default();
        graces.retain(|grace| now < grace.until);
        if let Some(active) = active {
            let (policies, until) = (&active.revision.digest, now.saturating_add(self.grace));
            let given = self.spared.into_iter();
            graces.extend(given.map(|version| Grace { version, policies: policies.clone(), until }));
        }
        ActiveSet { revision, texts: self.texts, graces }
    }
}

/// Places are those of each policy's own text, so the policy is named.
pub(super) fn named(policy: &str, mut found: Diagnostic) -> Diagnostic {
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
            signed_by: None,
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
