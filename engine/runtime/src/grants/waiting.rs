//! Grants that wait for IT, since what they refer to has changed: the policies in force are what was activated without
//! them. Which grants wait follows from what is stored, so that a crash forgets none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_policies::{
    Decision, Mode, Outcome, PolicyDocument, PolicyEffect, PolicySet, Question, StaticDecision, Verdict,
};

use super::{StoredGrant, referents};
use crate::engine::{Engine, Inner};
use crate::policies::{ActiveSet, Grace, InForce, Spared, Texts, compile};
use crate::types::EngineError;

/// The grants that wait.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Their permits, to know which refusals are due to them; none when no grant waits.
    permits: Option<PolicySet>,
    /// What changed for each, in words.
    why: BTreeMap<String, String>,
}

impl Waiting {
    pub(crate) fn holds_back(&self, policy: &str) -> bool {
        self.why.contains_key(policy)
    }

    fn words(&self, policy: &str) -> Option<String> {
        let why = self.why.get(policy)?;
        Some(format!("the grant `{policy}` waits for IT: {why}"))
    }
}

impl Engine {
    /// Puts what was activated in force, without the grants that wait for IT. Whoever asks holds `changing`, or opens
    /// the engine.
    pub(crate) async fn enforce(&self) -> Result<(), EngineError> {
        self.enforce_without(&BTreeSet::new()).await
    }

    /// The same before an integration is exchanged: what waited so far waits until it is done, and what will wait waits
    /// already. What it says is new.
    pub(crate) async fn enforce_before_change(&self) -> Result<Vec<Diagnostic>, EngineError> {
        let before: BTreeSet<String> = self.inner.waiting.load().why.keys().cloned().collect();
        self.enforce_without(&before).await?;
        let waiting = self.inner.waiting.load();
        let new = waiting.why.keys().filter(|policy| !before.contains(*policy));
        let words = new.filter_map(|policy| waiting.words(policy));
        let help = "`towpath grants confirm` puts it in force again, once IT has looked at it";
        Ok(words.map(|words| Diagnostic::warning(codes::TP4081, words).help(help)).collect())
    }

    async fn enforce_without(&self, besides: &BTreeSet<String>) -> Result<(), EngineError> {
        let Some(active) = self.active_set().await? else { return Ok(()) };
        let whole = compile(&active.texts).map_err(EngineError::Activation)?;
        let mut why = self.changed_grants(&whole).await?;
        let earlier = self.inner.waiting.load_full();
        for policy in besides {
            if let Some(words) = earlier.why.get(policy) {
                why.entry(policy.clone()).or_insert_with(|| words.clone());
            }
        }
        let held: Vec<PolicyDocument> =
            whole.documents().iter().filter(|document| why.contains_key(&document.policy)).cloned().collect();
        let spared = self.spared(&active, &held).await?;
        let set = self.effective(whole, &active, &held).await?;
        let permits = match held.is_empty() {
            true => None,
            false => Some(PolicySet::compile(held).map_err(EngineError::Activation)?),
        };
        self.inner.policies.store(Arc::new(InForce::new(set, spared)));
        self.inner.waiting.store(Arc::new(Waiting { permits, why }));
        Ok(())
    }

    /// A set without the grants that wait. Decisions name it, so it is kept by its digest like one that was activated.
    async fn effective(
        &self,
        whole: PolicySet,
        active: &ActiveSet,
        held: &[PolicyDocument],
    ) -> Result<Arc<PolicySet>, EngineError> {
        let (out, kept): (Vec<PolicyDocument>, Vec<PolicyDocument>) =
            whole.documents().iter().cloned().partition(|document| held.contains(document));
        if out.is_empty() {
            return Ok(Arc::new(whole));
        }
        let set = PolicySet::compile(kept).map_err(EngineError::Activation)?;
        let names: BTreeSet<&str> = set.documents().iter().map(|document| document.policy.as_str()).collect();
        let mut kept = active.clone();
        kept.texts.retain(|name, _| names.contains(name.as_str()));
        self.put_set(set.digest(), &kept).await?;
        Ok(Arc::new(set))
    }

    /// The sets that versions stay under for a while.
    async fn spared(&self, active: &ActiveSet, held: &[PolicyDocument]) -> Result<Spared, EngineError> {
        let mut sets: BTreeMap<&str, Arc<PolicySet>> = BTreeMap::new();
        let mut spared = Spared::new();
        for Grace { version, policies, until } in &active.graces {
            let before = match sets.get(policies.as_str()) {
                Some(known) => Arc::clone(known),
                // What is not kept any more spares nobody.
                None => match self.policy_texts(policies).await? {
                    Some(texts) => self.effective_before(texts, active, held).await?,
                    None => continue,
                },
            };
            sets.insert(policies, Arc::clone(&before));
            spared.entry(version.clone()).or_default().push((before, *until));
        }
        Ok(spared)
    }

    async fn effective_before(
        &self,
        texts: Texts,
        active: &ActiveSet,
        held: &[PolicyDocument],
    ) -> Result<Arc<PolicySet>, EngineError> {
        let whole = compile(&texts).map_err(EngineError::Activation)?;
        self.effective(whole, &ActiveSet { texts, ..active.clone() }, held).await
    }

    /// The grants in `whole` that mean something else than what was granted, with what changed.
    async fn changed_grants(&self, whole: &PolicySet) -> Result<BTreeMap<String, String>, EngineError> {
        let grants = self.stored_grants().await?;
        let mut why = BTreeMap::new();
        if grants.is_empty() {
            return Ok(why);
        }
        let reachable = self.reachable().await?;
        for grant in grants {
            let Some(permit) = granted(whole, &grant) else { continue };
            let now = referents::of(permit, &reachable);
            let changes = referents::changes(&grant.referents, &now, &reachable);
            if !changes.is_empty() {
                why.insert(grant.policy, changes.join("; "));
            }
        }
        Ok(why)
    }
}

/// The permit of a grant, as long as it is what was granted.
pub(super) fn granted<'a>(set: &'a PolicySet, grant: &StoredGrant) -> Option<&'a PolicyDocument> {
    let found = set.documents().iter().find(|document| document.policy == grant.policy)?;
    (found.digest() == grant.digest && found.mode == Mode::Enforce).then_some(found)
}

impl Inner {
    /// These policies without the grants that wait now.
    pub(crate) fn without_waiting(&self, set: &Arc<PolicySet>) -> Result<Arc<PolicySet>, EngineError> {
        let waiting = self.waiting.load();
        let current = waiting.permits.as_ref().map(PolicySet::documents).unwrap_or_default();
        if current.is_empty() {
            return Ok(Arc::clone(set));
        }
        let kept = set.documents().iter().filter(|document| !current.contains(document)).cloned().collect();
        PolicySet::compile(kept).map(Arc::new).map_err(EngineError::Activation)
    }

    /// Says it of a refusal that a grant would allow which waits for IT.
    pub(crate) fn name_waiting(&self, question: &Question<'_>, decision: &mut Decision) {
        let waiting = self.waiting.load();
        let Some(permits) = waiting.permits.as_ref().filter(|_| decision.outcome == Outcome::Deny) else {
            return;
        };
        let is_forbidden = decision
            .rules
            .iter()
            .any(|rule| rule.effect == PolicyEffect::Forbid && rule.mode == Mode::Enforce);
        if is_forbidden {
            return;
        }
        let allowed = towpath_policies::decide(permits, question);
        let mut granted = allowed.rules.iter().filter(|rule| waiting.holds_back(&rule.policy));
        let words =
            granted.next().filter(|_| allowed.is_allowed()).and_then(|rule| waiting.words(&rule.policy));
        if words.is_some() {
            decision.reason = words;
        }
    }

    /// The same before a run.
    pub(crate) fn name_waiting_before(
        &self,
        decisions: &mut [StaticDecision],
        judge: impl Fn(&PolicySet) -> Vec<StaticDecision>,
    ) {
        let waiting = self.waiting.load();
        let Some(permits) = &waiting.permits else { return };
        let is_forbidden =
            |decision: &StaticDecision| decision.rules.iter().any(|rule| rule.effect == PolicyEffect::Forbid);
        for (decision, allowed) in decisions.iter_mut().zip(judge(permits)) {
            if decision.verdict != Verdict::Denied
                || is_forbidden(decision)
                || allowed.verdict == Verdict::Denied
            {
                continue;
            }
            let words = allowed.rules.first().and_then(|rule| waiting.words(&rule.policy));
            if words.is_some() {
                decision.reason = words;
            }
        }
    }
}
