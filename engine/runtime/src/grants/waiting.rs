//! Grants that wait for IT, since what they refer to has changed: the policies in force are what was activated without
//! them, and without the delegated permits that they alone carried. What waits follows from what is stored, so that a crash
//! forgets none.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_journal::Put;
use towpath_policies::{
    Decision, Mode, Outcome, PolicyDocument, PolicyEffect, PolicySet, Question, StaticDecision, Verdict,
};

use super::StoredGrant;
use super::held::{Held, held_back, without};
use super::referents::There;
use crate::documents::INTEGRATIONS;
use crate::engine::{Engine, Inner};
use crate::found;
use crate::policies::{ActiveSet, Grace, InForce, POLICY_SETS, Spared, Texts, compile};
use crate::types::EngineError;

/// The policies that wait.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Their documents, to know which refusals are due to them; none when nothing waits.
    permits: Option<PolicySet>,
    /// Why each waits, in one sentence.
    why: Held,
}

/// What grants rest on: the grants themselves, and everything that integrations let workflows reach.
#[derive(Clone)]
pub(crate) struct Granted {
    pub(crate) grants: Vec<StoredGrant>,
    pub(crate) there: Vec<There>,
}

/// What is in force after a change, made before the change is stored.
pub(crate) struct Enforcement {
    in_force: InForce,
    waiting: Waiting,
    /// Sets that decisions will name, which are not kept yet. They belong to the change's own transaction.
    pub(crate) puts: Vec<Put>,
}

impl Waiting {
    pub(crate) fn holds_back(&self, policy: &str) -> bool {
        self.why.contains_key(policy)
    }

    /// What waits, with why.
    pub(crate) fn why(&self) -> &Held {
        &self.why
    }

    fn words(&self, policy: &str) -> Option<String> {
        self.why.get(policy).cloned()
    }
}

impl Granted {
    /// With this grant in the place of its namesake.
    pub(crate) fn with(mut self, grant: StoredGrant) -> Self {
        self.grants.retain(|other| other.policy != grant.policy);
        self.grants.push(grant);
        self
    }
}

impl Enforcement {
    pub(crate) fn in_force(&self) -> &InForce {
        &self.in_force
    }

    pub(crate) fn waiting(&self) -> &Waiting {
        &self.waiting
    }

    /// What waits from now on and did not before, as warnings.
    pub(crate) fn warnings(&self, before: &Held) -> Vec<Diagnostic> {
        let new = self.waiting.why.iter().filter(|(policy, _)| !before.contains_key(*policy));
        let help = "`towpath grants confirm` puts it in force again, once IT has looked at it";
        new.map(|(_, words)| Diagnostic::warning(codes::TP4081, words.clone()).help(help)).collect()
    }
}

impl Engine {
    /// Puts what is stored in force, when the engine is opened.
    pub(crate) async fn enforce(&self) -> Result<(), EngineError> {
        let active = self.active_set().await?;
        let enforcement =
            self.enforcement(active.value.as_ref(), &self.granted().await?, &Held::new()).await?;
        if !enforcement.puts.is_empty() {
            self.inner.store.put(enforcement.puts.clone()).await?;
        }
        self.install(enforcement);
        Ok(())
    }

    /// What grants rest on, as it is stored.
    pub(crate) async fn granted(&self) -> Result<Granted, EngineError> {
        let integrations = self.texts(INTEGRATIONS).await?;
        let there = super::referents::there(integrations.iter().map(|text| text.source.as_str()));
        Ok(Granted { grants: self.stored_grants().await?, there })
    }

    /// What is in force once `active` is stored. `besides` goes on waiting. Nothing changes by asking.
    pub(crate) async fn enforcement(
        &self,
        active: Option<&ActiveSet>,
        granted: &Granted,
        besides: &Held,
    ) -> Result<Enforcement, EngineError> {
        let Some(active) = active else {
            return Ok(Enforcement {
                in_force: InForce::empty(),
                waiting: Waiting::default(),
                puts: Vec::new(),
            });
        };
        let mut making =
            Making { granted, besides, why: Held::new(), held: BTreeMap::new(), puts: Vec::new() };
        let set = self.effective(&mut making, &active.texts, active).await?;
        let mut sets: BTreeMap<&str, Arc<PolicySet>> = BTreeMap::new();
        let mut spared = Spared::new();
        for Grace { version, policies, until } in &active.graces {
            let before = match sets.get(policies.as_str()) {
                Some(known) => Arc::clone(known),
                // A set that is not kept spares nobody.
                None => match self.policy_texts(policies).await? {
                    Some(texts) => self.effective(&mut making, &texts, active).await?,
                    None => continue,
                },
            };
            sets.insert(policies, Arc::clone(&before));
            spared.entry(version.clone()).or_default().push((before, *until));
        }
        let Making { why, held, puts, .. } = making;
        let permits = match held.is_empty() {
            true => None,
            false => Some(PolicySet::compile(held.into_values().collect()).map_err(EngineError::Activation)?),
        };
        Ok(Enforcement { in_force: InForce::new(set, spared), waiting: Waiting { permits, why }, puts })
    }

    /// Makes it what is in force. It is stored.
    pub(crate) fn install(&self, enforcement: Enforcement) {
        self.inner.policies.store(Arc::new(enforcement.in_force));
        self.inner.waiting.store(Arc::new(enforcement.waiting));
    }

    /// A set without what is held back of it. Decisions name it, so it is kept by its digest like one that was activated.
    async fn effective(
        &self,
        making: &mut Making<'_>,
        texts: &Texts,
        active: &ActiveSet,
    ) -> Result<Arc<PolicySet>, EngineError> {
        let whole = compile(texts).map_err(EngineError::Activation)?;
        let held = held_back(&whole, &making.granted.grants, &making.granted.there, making.besides);
        if held.is_empty() {
            return Ok(Arc::new(whole));
        }
        let set = without(&whole, &held).map_err(EngineError::Activation)?;
        for document in whole.documents().iter().filter(|document| held.contains_key(&document.policy)) {
            making.held.entry(document.policy.clone()).or_insert_with(|| document.clone());
        }
        let mut kept = active.clone();
        kept.texts = texts.iter().filter(|(name, _)| !held.contains_key(*name)).map(owned).collect();
        for (policy, words) in held {
            making.why.entry(policy).or_insert(words);
        }
        let is_new = making.puts.iter().all(|put| put.key != set.digest());
        if is_new && self.inner.find::<ActiveSet>(POLICY_SETS, set.digest()).await?.value.is_none() {
            making.puts.push(found::put(POLICY_SETS, set.digest(), 0, &kept)?);
        }
        Ok(Arc::new(set))
    }

    /// These policies without what would be held back of them now.
    pub(crate) async fn without_waiting(&self, set: &Arc<PolicySet>) -> Result<Arc<PolicySet>, EngineError> {
        let Granted { grants, there } = self.granted().await?;
        let held = held_back(set, &grants, &there, &Held::new());
        if held.is_empty() {
            return Ok(Arc::clone(set));
        }
        without(set, &held).map(Arc::new).map_err(EngineError::Activation)
    }
}

fn owned((name, text): (&String, &String)) -> (String, String) {
    (name.clone(), text.clone())
}

/// An [`Enforcement`] on its way.
struct Making<'a> {
    granted: &'a Granted,
    besides: &'a Held,
    why: Held,
    /// What waits, by name.
    held: BTreeMap<String, PolicyDocument>,
    puts: Vec<Put>,
}

impl Inner {
    /// Says it of a refusal that a policy would allow which waits for IT.
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
        self.waiting.load().name_before(decisions, judge);
    }
}

impl Waiting {
    /// Says it of refusals before a run that a policy would not refuse which waits for IT.
    pub(crate) fn name_before(
        &self,
        decisions: &mut [StaticDecision],
        judge: impl Fn(&PolicySet) -> Vec<StaticDecision>,
    ) {
        let Some(permits) = &self.permits else { return };
        let is_forbidden =
            |decision: &StaticDecision| decision.rules.iter().any(|rule| rule.effect == PolicyEffect::Forbid);
        for (decision, allowed) in decisions.iter_mut().zip(judge(permits)) {
            if decision.verdict != Verdict::Denied
                || is_forbidden(decision)
                || allowed.verdict == Verdict::Denied
            {
                continue;
            }
            let words = allowed.rules.first().and_then(|rule| self.words(&rule.policy));
            if words.is_some() {
                decision.reason = words;
            }
        }
    }
}
