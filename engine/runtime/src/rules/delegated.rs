//! Delegated policies, which business units write for themselves. They only narrow IT's policies, and are activated one at
//! a time.

use std::collections::BTreeMap;

use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_policies::{PolicyDocument, narrows};

use super::activate::{Activate, Activation, with_policy_name};
use super::parsed::{Source, Sources};
use super::{Beyond, Rules};
use crate::fault::Fault;
use crate::rules::RulesError;

/// On whose behalf a policy is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author<'a> {
    /// IT, who may change any.
    It,
    /// The approvers of this namespace, who may change theirs.
    Namespace(&'a str),
}

impl Author<'_> {
    /// Whether a policy with this text may be theirs.
    pub(crate) fn may_change(self, source: &str) -> bool {
        match self {
            Self::It => true,
            Self::Namespace(namespace) => policy_owner(source).as_deref() == Some(namespace),
        }
    }
}

impl Rules {
    /// Puts one policy in force, or takes it out of force where it was deleted. All others stay as they are.
    ///
    /// # Errors
    /// `NotFound` when there is no such policy, or `author` may not change it, `Activation` when it has failing
    /// tests, or does more than narrow, `Unconfirmed`, `Conflict`.
    pub(crate) async fn activate_policy(
        &self,
        who: &Principal,
        name: &str,
        author: Author<'_>,
        asked: Activate,
        beyond: &dyn Beyond,
    ) -> Result<Activation, RulesError> {
        let active = self.active_set().await?;
        let saved = self.saved_policies().await?;
        let before = active.value.as_ref().and_then(|active| active.texts.get(name));
        let texts: Vec<&String> = [before, saved.get(name)].into_iter().flatten().collect();
        // Checked again here: the draft may have changed since it was saved.
        if !texts.iter().all(|text| author.may_change(text)) {
            return Err(Fault::NotFound { what: "policy", name: name.to_owned() }.into());
        }
        // Two people are also needed for a single policy of IT, or for one that replaces such a policy.
        let is_its = texts.iter().any(|text| policy_owner(text).is_none());
        let only = [name.to_owned()];
        let candidate = self.next_policies(&saved, active, Some(&only))?;
        let seen = self.look(&candidate, &asked, beyond).await?;
        match self.second_approver && is_its {
            true => self.propose(who, candidate, asked).await,
            false => {
                let candidate = self.compared(candidate);
                let changing = self.lock().await;
                self.put_in_force(&changing, &who.id, (candidate, Vec::new()), asked, seen, beyond).await
            }
        }
    }

    /// The namespace that owns a policy, read from its draft, or from the text in force where the draft was deleted; `None`:
    /// IT.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn owner_of_policy(&self, name: &str) -> Result<Option<String>, RulesError> {
        match self.policy(name).await {
            Ok(text) => Ok(policy_owner(&text.source)),
            Err(error) => {
                let active = self.active_set().await?.value;
                let text = active.and_then(|active| active.texts.get(name).cloned()).ok_or(error)?;
                Ok(policy_owner(&text))
            }
        }
    }
}

/// The namespace that owns a policy; `None`: IT.
pub fn policy_owner(source: &str) -> Option<String> {
    PolicyDocument::read(source).0.and_then(|document| document.owner)
}

/// Where delegated policies do more than narrow IT's, by policy.
pub(super) fn excess_of_delegated(policies: &Sources) -> BTreeMap<String, Vec<Diagnostic>> {
    let is_of_it = |source: &Source| source.owner().is_none();
    if policies.iter().all(|(_, source)| is_of_it(source)) {
        return BTreeMap::new();
    }
    // Errors in IT's policies are reported where they are compiled.
    let Ok(parent) = policies.compile(is_of_it) else { return BTreeMap::new() };
    let mut excess = BTreeMap::new();
    for (name, source) in policies.iter() {
        let delegated = source.policy().filter(|_| !is_of_it(source));
        let wrong =
            delegated.and_then(|policy| narrows(&parent, policy.document()).err()).unwrap_or_default();
        if !wrong.is_empty() {
            excess
                .insert(name.clone(), wrong.into_iter().map(|found| with_policy_name(name, found)).collect());
        }
    }
    excess
}
