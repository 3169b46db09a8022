//! Policies that business units write for themselves: they only narrow what IT's allow, and are put in force one by one.

use std::collections::BTreeMap;

use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_policies::{PolicyDocument, PolicySet, narrows};

use super::activate::{Activate, Activation, named};
use super::revisions::{Texts, compile};
use crate::engine::Engine;
use crate::types::EngineError;

/// For whom a policy is changed.
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

impl Engine {
    /// Puts one policy in force, or takes it out where it was deleted. All others stay as they are.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such policy, or it is none of `author`'s, [`EngineError::Activation`] when it has failing
    /// tests, or does more than narrow, [`EngineError::Unconfirmed`], [`EngineError::Conflict`].
    pub async fn activate_policy(
        &self,
        who: &Principal,
        name: &str,
        author: Author<'_>,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        let active = self.active_set().await?;
        let saved = self.saved_policies().await?;
        let before = active.value.as_ref().and_then(|active| active.texts.get(name));
        let texts: Vec<&String> = [before, saved.get(name)].into_iter().flatten().collect();
        // Looked at here once more: the draft that is activated is the one that is judged.
        if !texts.iter().all(|text| author.may_change(text)) {
            return Err(EngineError::NotFound { what: "policy", name: name.to_owned() });
        }
        // What takes two, takes two one by one too: a policy of IT's, or one in the place of such.
        let is_its = texts.iter().any(|text| policy_owner(text).is_none());
        let only = [name.to_owned()];
        let candidate = self.next_policies(&saved, active, Some(&only))?;
        let seen = self.look(&candidate, &asked).await?;
        match self.inner.second_signer && is_its {
            true => self.propose(who, candidate, asked).await,
            false => {
                let _changing = self.inner.changing.lock().await;
                self.put_in_force(&who.id, candidate, asked, seen, Vec::new()).await
            }
        }
    }

    /// Whose a policy is, by its draft, or by what is in force where the draft was deleted; `None`: IT's.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn owner_of_policy(&self, name: &str) -> Result<Option<String>, EngineError> {
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

/// The namespace whose approver wrote a policy; `None`: IT.
pub fn policy_owner(source: &str) -> Option<String> {
    PolicyDocument::read(source).0.and_then(|document| document.owner)
}

/// What the delegated policies among these do more than they may, by policy.
pub(super) fn excess(texts: &Texts) -> BTreeMap<String, Vec<Diagnostic>> {
    let is_delegated = |source: &String| policy_owner(source).is_some();
    let (delegated, own): (Texts, Texts) = texts
        .iter()
        .map(|(name, source)| (name.clone(), source.clone()))
        .partition(|(_, source)| is_delegated(source));
    if delegated.is_empty() {
        return BTreeMap::new();
    }
    let parent: PolicySet = match compile(&own) {
        Ok(parent) => parent,
        // What is wrong with IT's is said where they are compiled.
        Err(_) => return BTreeMap::new(),
    };
    let mut excess = BTreeMap::new();
    for (name, source) in &delegated {
        let document = PolicyDocument::read(source).0;
        let wrong = document.and_then(|document| narrows(&parent, &document).err()).unwrap_or_default();
        if !wrong.is_empty() {
            excess.insert(name.clone(), wrong.into_iter().map(|found| named(name, found)).collect());
        }
    }
    excess
}
