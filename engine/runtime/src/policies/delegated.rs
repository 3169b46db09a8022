//! Policies that business units write for themselves: they only narrow what IT's allow, and are put in force one by one.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_policies::{PolicyDocument, PolicySet, narrows};

use super::activate::{Activate, Activation, named};
use super::revisions::compile;
use crate::engine::Engine;
use crate::types::EngineError;

impl Engine {
    /// Puts one delegated policy in force, or takes it out where it was deleted. Everybody else's stay as they are.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such policy, [`EngineError::Activation`] when it is IT's, has failing
    /// tests, or does more than narrow, [`EngineError::Unconfirmed`], [`EngineError::Conflict`].
    pub async fn activate_policy(
        &self,
        who: &Principal,
        name: &str,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        let active = self.active_set().await?;
        let mut texts = active.as_ref().map(|active| active.texts.clone()).unwrap_or_default();
        match self.policy(name).await {
            Ok(text) => texts.insert(name.to_owned(), text.source),
            Err(EngineError::NotFound { what, name: asked }) => match texts.remove(name) {
                Some(was) => Some(was),
                None => return Err(EngineError::NotFound { what, name: asked }),
            },
            Err(error) => return Err(error),
        };
        // What takes two, takes two one by one too: a policy of IT's, or one in the place of such.
        let before = active.as_ref().and_then(|active| active.texts.get(name));
        let is_its = [before, texts.get(name)].into_iter().flatten().any(|text| policy_owner(text).is_none());
        let candidate = self.next_policies(texts, active)?;
        match self.inner.second_signer && is_its {
            true => self.propose(who, candidate, asked).await,
            false => self.put_in_force(who, candidate, asked).await,
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
                let active = self.active_set().await?;
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

/// What the delegated policies among these do more than they may. INVARIANT: none is put in force with anything found.
pub(crate) fn too_much(texts: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let is_delegated = |source: &String| policy_owner(source).is_some();
    let (delegated, own): (BTreeMap<_, _>, BTreeMap<_, _>) = texts
        .iter()
        .map(|(name, source)| (name.clone(), source.clone()))
        .partition(|(_, source)| is_delegated(source));
    if delegated.is_empty() {
        return Vec::new();
    }
    let parent: Arc<PolicySet> = match compile(&own) {
        Ok(parent) => Arc::new(parent),
        // What is wrong with IT's is said where they are compiled.
        Err(_) => return Vec::new(),
    };
    let found = delegated.iter().flat_map(|(name, source)| {
        let document = PolicyDocument::read(source).0;
        let wrong = document.and_then(|document| narrows(&parent, &document).err()).unwrap_or_default();
        wrong.into_iter().map(move |found| named(name, found))
    });
    found.collect()
}
