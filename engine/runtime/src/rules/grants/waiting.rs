//! Paused grants. The policies in force are those that were activated, without paused grants and without the delegated
//! permits that only a paused grant carries. Which grants are paused is computed from what is stored, so a crash loses
//! none.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_journal::Put;
use towpath_policies::{
    CompiledSet, Decision, DecisionOutcome, Mode, ParsedPolicy, PolicyEffect, Question, SetError,
    StaticDecision, StaticOutcome,
};

use super::StoredGrant;
use super::paused::{Paused, find_paused, set_without_held};
use super::referents::There;
use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::found;
use crate::rules::documents::INTEGRATIONS;
use crate::rules::{ActiveSet, Grace, InForce, POLICY_SETS, Rules, RulesError, Spared, Texts, compile_texts};

/// The paused policies.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Their documents, to know which refusals they cause; `None` when nothing is paused.
    permits: Option<CompiledSet>,
    /// Why each is paused, in one sentence.
    why: Paused,
}

/// The grants, and everything that integrations let workflows reach.
#[derive(Clone)]
pub(crate) struct Granted {
    pub(crate) grants: Vec<StoredGrant>,
    pub(crate) there: Vec<There>,
}

/// What is in force after a change, made before the change is stored.
pub(crate) struct Enforcement {
    in_force: InForce,
    waiting: Waiting,
    /// Sets that decisions will name and that are not stored yet. They are written in the transaction of the change.
    pub(crate) puts: Vec<Put>,
}

impl Waiting {
    pub(crate) fn holds_back(&self, policy: &str) -> bool {
        self.why.contains_key(policy)
    }

    /// The paused policies, each with the reason.
    pub(crate) fn why(&self) -> &Paused {
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

    /// The policies that this pauses, as warnings.
    pub(crate) fn warnings(&self, before: &Paused) -> Vec<Diagnostic> {
        let new = self.waiting.why.iter().filter(|(policy, _)| !before.contains_key(*policy));
        let help = "`towpath grants confirm` puts it in force again, once IT has looked at it";
        new.map(|(_, words)| Diagnostic::warning(codes::TP4081, words.clone()).help(help)).collect()
    }
}

impl Rules {
    /// Puts what is stored in force, when the engine is opened.
    pub(in crate::rules) async fn enforce(&self, changing: &ChangeGuard<'_>) -> Result<(), RulesError> {
        let active = self.active_set().await?;
        let enforcement =
            self.enforcement(active.value.as_ref(), &self.granted().await?, &Paused::new()).await?;
        if !enforcement.puts.is_empty() {
            self.store.put(enforcement.puts.clone()).await?;
        }
        self.install(changing, enforcement);
        Ok(())
    }

    /// The grants and integrations, as they are stored.
    pub(crate) async fn granted(&self) -> Result<Granted, Fault> {
        let integrations = self.texts(INTEGRATIONS).await?;
        let there =
            super::referents::accesses_of_integrations(integrations.iter().map(|text| text.source.as_str()));
        Ok(Granted { grants: self.stored_grants().await?, there })
    }

    /// What is in force once `active` is stored. Policies of `besides` stay paused. This changes nothing.
    pub(crate) async fn enforcement(
        &self,
        active: Option<&ActiveSet>,
        granted: &Granted,
        besides: &Paused,
    ) -> Result<Enforcement, RulesError> {
        let Some(active) = active else {
            return Ok(Enforcement {
                in_force: InForce::empty(),
                waiting: Waiting::default(),
                puts: Vec::new(),
            });
        };
        let mut making =
            Making { granted, besides, why: Paused::new(), paused: BTreeMap::new(), puts: Vec::new() };
        let whole = self.compiled_set(active)?;
        let set = self.effective(&mut making, (whole, &active.texts), active).await?;
        let mut sets: BTreeMap<&str, Arc<CompiledSet>> = BTreeMap::new();
        let mut spared = Spared::new();
        for Grace { version, policies, until } in &active.graces {
            let before = match sets.get(policies.as_str()) {
                Some(known) => Arc::clone(known),
                // Without its texts a set gives no grace period.
                None => match self.policy_texts(policies).await? {
                    Some(texts) => {
                        let whole = Arc::new(compile_texts(&texts).map_err(RulesError::Activation)?);
                        self.effective(&mut making, (whole, &texts), active).await?
                    }
                    None => continue,
                },
            };
            sets.insert(policies, Arc::clone(&before));
            spared.entry(version.clone()).or_default().push((before, *until));
        }
        let Making { why, paused, puts, .. } = making;
        let permits = match paused.is_empty() {
            true => None,
            false => {
                let permits = CompiledSet::of(paused.into_values().collect());
                Some(permits.map_err(|errors| RulesError::Activation(SetError::diagnostics(errors)))?)
            }
        };
        Ok(Enforcement { in_force: InForce::new(set, spared), waiting: Waiting { permits, why }, puts })
    }

    /// Puts it in force. It is stored already.
    pub(in crate::rules) fn install(&self, _changing: &ChangeGuard<'_>, enforcement: Enforcement) {
        self.in_force.store(Arc::new(enforcement.in_force));
        self.waiting.store(Arc::new(enforcement.waiting));
    }

    /// A set without its paused policies. Decisions name it, so it is stored by its digest like an activated one.
    async fn effective(
        &self,
        making: &mut Making<'_>,
        (whole, texts): (Arc<CompiledSet>, &Texts),
        active: &ActiveSet,
    ) -> Result<Arc<CompiledSet>, RulesError> {
        let paused = find_paused(&whole, &making.granted.grants, &making.granted.there, making.besides);
        if paused.is_empty() {
            return Ok(whole);
        }
        let set = set_without_held(&whole, &paused).map_err(RulesError::Activation)?;
        for policy in whole.policies().iter().filter(|policy| paused.contains_key(policy.name())) {
            making.paused.entry(policy.name().to_owned()).or_insert_with(|| Arc::clone(policy));
        }
        let mut kept = active.clone();
        kept.texts = texts.iter().filter(|(name, _)| !paused.contains_key(*name)).map(owned).collect();
        for (policy, words) in paused {
            making.why.entry(policy).or_insert(words);
        }
        let is_new = making.puts.iter().all(|put| put.key != set.digest());
        if is_new && found::find::<ActiveSet>(&*self.store, POLICY_SETS, set.digest()).await?.value.is_none()
        {
            making.puts.push(found::put(POLICY_SETS, set.digest(), 0, &kept)?);
        }
        Ok(Arc::new(set))
    }

    /// These policies without those that would be paused now.
    pub(crate) async fn without_waiting(
        &self,
        set: &Arc<CompiledSet>,
    ) -> Result<Arc<CompiledSet>, RulesError> {
        let Granted { grants, there } = self.granted().await?;
        let paused = find_paused(set, &grants, &there, &Paused::new());
        if paused.is_empty() {
            return Ok(Arc::clone(set));
        }
        set_without_held(set, &paused).map(Arc::new).map_err(RulesError::Activation)
    }
}

fn owned((name, text): (&String, &String)) -> (String, String) {
    (name.clone(), text.clone())
}

/// An [`Enforcement`] on its way.
struct Making<'a> {
    granted: &'a Granted,
    besides: &'a Paused,
    why: Paused,
    /// The paused policies, by name.
    paused: BTreeMap<String, Arc<ParsedPolicy>>,
    puts: Vec<Put>,
}

impl Rules {
    /// Gives a refusal the reason that a paused policy would allow the access.
    pub(crate) fn name_waiting(&self, question: &Question<'_>, decision: &mut Decision) {
        let waiting = self.waiting.load();
        let Some(permits) = waiting.permits.as_ref().filter(|_| decision.outcome == DecisionOutcome::Deny)
        else {
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
        evaluate: impl Fn(&CompiledSet) -> Vec<StaticDecision>,
    ) {
        self.waiting.load().name_before(decisions, evaluate);
    }
}

impl Waiting {
    /// The same for refusals of a definition, before it runs.
    pub(crate) fn name_before(
        &self,
        decisions: &mut [StaticDecision],
        evaluate: impl Fn(&CompiledSet) -> Vec<StaticDecision>,
    ) {
        let Some(permits) = &self.permits else { return };
        let is_forbidden =
            |decision: &StaticDecision| decision.rules.iter().any(|rule| rule.effect == PolicyEffect::Forbid);
        for (decision, allowed) in decisions.iter_mut().zip(evaluate(permits)) {
            if decision.verdict != StaticOutcome::Denied
                || is_forbidden(decision)
                || allowed.verdict == StaticOutcome::Denied
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
