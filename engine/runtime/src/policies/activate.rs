//! Putting policies in force: errors and failing tests stop it, what it would take from live versions has to be confirmed,
//! and those may be given time.

use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_policies::{PolicyDocument, PolicySet, lint_set};

use super::revisions::{ActiveSet, Texts, compile};
use super::{Grace, Impact, Proposed, Revision, delegated};
use crate::documents::POLICIES;
use crate::engine::Engine;
use crate::types::EngineError;
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
    /// What whoever asks knows of the impact.
    pub confirmed: Confirmed,
    /// How long live versions that it takes something from stay under the policies before, in milliseconds; 0: not at
    /// all. At most 90 days.
    pub grace: i64,
}

impl Activate {
    /// At once, without a question: what an engine is started with.
    pub fn at_the_start() -> Self {
        Self { reason: Some("loaded at the start".to_owned()), confirmed: Confirmed::NotNeeded, grace: 0 }
    }
}

/// What whoever asks knows of the impact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Confirmed {
    /// Nothing: it goes through where nothing is taken from a live version.
    #[default]
    No,
    /// They have read the report with this digest.
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
        /// What is probably not meant: rules that add nothing beside others.
        warnings: Vec<Diagnostic>,
    },
    /// Somebody else has to sign first.
    Proposed(Box<Proposed>),
}

/// Policies on their way to be put in force, compiled and found to be without errors.
pub(super) struct Candidate {
    pub(super) texts: Texts,
    pub(super) set: Arc<PolicySet>,
    /// The set in force when they were compiled.
    pub(super) active: Option<ActiveSet>,
    /// Whoever signed, where that takes two.
    pub(super) signed_by: Option<String>,
}

impl Engine {
    /// Puts every saved policy in force at once, after their own tests passed; or proposes them, where the server wants a
    /// second signer.
    ///
    /// # Errors
    /// [`EngineError::Activation`] when one has errors, [`EngineError::Unconfirmed`] when it takes something from live
    /// versions and that was not confirmed, [`EngineError::Conflict`] when others were put in force meanwhile: nothing
    /// changes.
    pub async fn activate_policies(
        &self,
        who: &Principal,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        let active = self.active_set().await?;
        let texts = self.saved_policies().await?;
        let candidate = self.next_policies(texts, active)?;
        if self.inner.second_signer && asked.confirmed != Confirmed::NotNeeded {
            return self.propose(who, candidate, asked).await;
        }
        self.put_in_force(who, candidate, asked).await
    }

    /// The text of every saved policy, by name.
    pub(super) async fn saved_policies(&self) -> Result<Texts, EngineError> {
        Ok(self.texts(POLICIES).await?.into_iter().map(|text| (text.name, text.source)).collect())
    }

    /// Policies that could be put in force after `active`.
    pub(super) fn next_policies(
        &self,
        texts: Texts,
        active: Option<ActiveSet>,
    ) -> Result<Candidate, EngineError> {
        let mut problems = self.lint(&texts);
        problems.extend(delegated::too_much(&texts));
        if !problems.is_empty() {
            return Err(EngineError::Activation(problems));
        }
        let set = Arc::new(compile(&texts).map_err(EngineError::Activation)?);
        Ok(Candidate { texts, set, active, signed_by: None })
    }

    /// Adds a permit to those in force. It takes nothing from anybody.
    pub(crate) async fn permit(
        &self,
        who: &Principal,
        name: String,
        text: String,
        reason: Option<String>,
    ) -> Result<(), EngineError> {
        let active = self.active_set().await?;
        let mut texts = active.as_ref().map(|active| active.texts.clone()).unwrap_or_default();
        // One in force whose draft was deleted is not to be lost by a permit of its name.
        if texts.contains_key(&name) {
            return Err(EngineError::Conflict {
                current: active.map_or(0, |active| active.revision.revision),
            });
        }
        texts.insert(name, text);
        let candidate = self.next_policies(texts, active)?;
        let asked = Activate { reason, confirmed: Confirmed::NotNeeded, grace: 0 };
        self.put_in_force(who, candidate, asked).await.map(|_| ())
    }

    /// Refuses a candidate that takes from live versions what nobody has confirmed; what it takes, otherwise.
    pub(super) async fn confirm(
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

    pub(super) async fn put_in_force(
        &self,
        who: &Principal,
        candidate: Candidate,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        let impact = self.confirm(&candidate, &asked).await?;
        let affected = impact.map(|impact| impact.affected).unwrap_or_default();
        let _changing = self.inner.changing.lock().await;
        let Candidate { texts, set, active, signed_by } = candidate;
        let number =
            |active: &Option<ActiveSet>| active.as_ref().map_or(0, |active| active.revision.revision);
        let current = number(&self.active_set().await?);
        if current != number(&active) {
            return Err(EngineError::Conflict { current });
        }
        let now = self.inner.clock.now();
        let before = active.as_ref().map(|active| active.texts.clone()).unwrap_or_default();
        let changed = texts.iter().filter(|(name, text)| before.get(*name) != Some(*text));
        let revision = Revision {
            digest: set.digest().to_owned(),
            revision: current + 1,
            policies: texts.keys().cloned().collect(),
            by: who.id.clone(),
            signed_by,
            reason: asked.reason,
            at: now,
            changed: changed.map(|(name, _)| name.clone()).collect(),
            removed: before.keys().filter(|name| !texts.contains_key(*name)).cloned().collect(),
        };
        // Time that was given before runs on.
        let mut graces = active.as_ref().map(|active| active.graces.clone()).unwrap_or_default();
        graces.retain(|grace| now < grace.until);
        let until = now.saturating_add(asked.grace);
        if let (Some(active), true) = (&active, asked.grace > 0) {
            for found in &affected {
                for document in self.inner.store.list(VERSIONS, &format!("{}@", found.workflow)).await? {
                    let (version, policies) = (document.key, active.revision.digest.clone());
                    graces.push(Grace { version, policies, until });
                }
            }
        }
        let kept = ActiveSet { revision: revision.clone(), texts, graces: graces.clone() };
        // Versions that lack an approval under it enter the queue in the same commit.
        let judged_by = self.inner.without_waiting(&set)?;
        let requeued = self.inner.requeue(&judged_by).await?;
        self.keep_active(&kept, true, requeued.puts.clone()).await?;
        self.inner.requeued(&requeued);
        for found in &affected {
            self.notice_tightened(&revision, found, until).await?;
        }
        let warnings = lint_set(&set).into_iter().map(|(name, found)| named(&name, found)).collect();
        Ok(Activation::InForce { revision: Box::new(revision), graces, warnings })
    }

    /// What stands against activating: errors, rules that can never match, tests that fail.
    fn lint(&self, texts: &Texts) -> Vec<Diagnostic> {
        let now = Some(self.inner.clock.now());
        let found = texts.iter().flat_map(|(name, source)| {
            let (_, diagnostics) = PolicyDocument::read_and_lint(source, None, now);
            diagnostics.into_iter().filter(Diagnostic::is_error).map(move |found| named(name, found))
        });
        found.collect()
    }
}

/// Places are those of each policy's own text, so the policy is named.
pub(super) fn named(policy: &str, mut found: Diagnostic) -> Diagnostic {
    found.message = format!("policy `{policy}`: {}", found.message);
    found
}
