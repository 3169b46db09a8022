//! What IT writes: policies and integrations.
//!
//! Saving a policy changes nothing that is in force; activating puts every saved policy in force at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_integrations::{IntegrationDocument, Offered, Registry};
use towpath_policies::{Explanation, PolicyDocument, WhatIf};
use towpath_wire::FunctionSignature;

use crate::definitions::conflict;
use crate::engine::Engine;
use crate::found;
use crate::grants::GRANT_PREFIX;
use crate::holds::NotYours;
use crate::policies::{Author, Revision};
use crate::types::{EngineError, Text};
use crate::versions::decode;

pub(crate) const POLICIES: &str = "policies";
pub(crate) const INTEGRATIONS: &str = "integrations";

impl Engine {
    /// Loads what is in force.
    pub(crate) async fn load_documents(&self) -> Result<(), EngineError> {
        self.enforce().await?;
        let texts = self.texts(INTEGRATIONS).await?;
        let registry = self.build_registry(&texts, None).await.map_err(EngineError::Invalid)?;
        self.inner.registry.store(Arc::new(registry));
        Ok(())
    }

    /// Saves the draft of a policy, as IT.
    ///
    /// # Errors
    /// [`EngineError::Invalid`] when it has errors: nothing is saved. [`EngineError::Conflict`].
    pub async fn put_policy(
        &self,
        who: &Principal,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        self.put_policy_as(who, Author::It, name, source, expected).await
    }

    /// Saves the draft of a policy for whom `author` says.
    ///
    /// # Errors
    /// As [`Engine::put_policy`], and [`EngineError::Mismatch`] when it is, or would be in the place of, a policy that is
    /// not theirs.
    pub async fn put_policy_as(
        &self,
        who: &Principal,
        author: Author<'_>,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        let (document, diagnostics) = PolicyDocument::read(&source);
        match document {
            Some(document) if !diagnostics.iter().any(Diagnostic::is_error) => {
                same_name(&document.policy, name)?;
                refuse_reserved(&document)?;
            }
            _ => return Err(EngineError::Invalid(diagnostics)),
        }
        let _changing = self.inner.changing.lock().await;
        let before = self.inner.find::<Text>(POLICIES, name).await?;
        let theirs = [Some(source.as_str()), before.value.as_ref().map(|text| text.source.as_str())];
        if !theirs.into_iter().flatten().all(|text| author.may_change(text)) {
            return Err(not_theirs());
        }
        let mut text = Text::put(name, &source, &who.id, self.inner.clock.now());
        let put = found::put(POLICIES, name, at(before.revision, expected)?, &text)?;
        let revisions = self.inner.store.put(vec![put]).await.map_err(conflict)?;
        text.revision = revisions.first().copied().unwrap_or_default();
        Ok((text, diagnostics))
    }

    /// Every saved policy, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn policies(&self) -> Result<Vec<Text>, EngineError> {
        let active = self.active_set().await?.value.map(|active| active.texts).unwrap_or_default();
        let mut texts = self.texts(POLICIES).await?;
        for text in &mut texts {
            let waits = self.inner.waiting.load().holds_back(&text.name);
            text.active = active.get(&text.name) == Some(&text.source) && !waits;
        }
        Ok(texts)
    }

    /// One saved policy.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn policy(&self, name: &str) -> Result<Text, EngineError> {
        let found = self.policies().await?.into_iter().find(|text| text.name == name);
        found.ok_or_else(|| EngineError::NotFound { what: "policy", name: name.to_owned() })
    }

    /// Deletes a saved policy for whom `author` says; it stays in force until the next activation.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::NotYours`], [`EngineError::Conflict`].
    pub async fn delete_policy(
        &self,
        _who: &Principal,
        author: Author<'_>,
        name: &str,
        expected: Option<u64>,
    ) -> Result<(), EngineError> {
        let _changing = self.inner.changing.lock().await;
        let before = self.inner.find::<Text>(POLICIES, name).await?;
        let none = || EngineError::NotFound { what: "policy", name: name.to_owned() };
        if !author.may_change(&before.value.ok_or_else(none)?.source) {
            return Err(not_theirs());
        }
        let put = found::delete(POLICIES, name, at(before.revision, expected)?);
        self.inner.store.put(vec![put]).await.map_err(conflict)?;
        Ok(())
    }

    /// The policies in force, with their texts; `None`: none were ever activated.
    ///
    /// # Errors
    /// The store's.
    pub async fn policies_active(&self) -> Result<Option<(Revision, BTreeMap<String, String>)>, EngineError> {
        Ok(self.active_set().await?.value.map(|active| (active.revision, active.texts)))
    }

    /// What the policies in force would decide, and why.
    ///
    /// # Errors
    /// What is wrong with the question, in words.
    pub fn explain(&self, asked: &WhatIf) -> Result<Explanation, String> {
        towpath_policies::what_if(self.inner.policies.load().set(), asked)
    }

    /// Every integration, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn integrations(&self) -> Result<Vec<Text>, EngineError> {
        let mut texts = self.texts(INTEGRATIONS).await?;
        texts.iter_mut().for_each(|text| text.active = true);
        Ok(texts)
    }

    /// One integration.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn integration(&self, name: &str) -> Result<Text, EngineError> {
        let found = self.integrations().await?.into_iter().find(|text| text.name == name);
        found.ok_or_else(|| EngineError::NotFound { what: "integration", name: name.to_owned() })
    }

    /// Every operation that definitions may name.
    pub fn functions(&self) -> Vec<FunctionSignature> {
        self.inner.registry.load().signatures()
    }

    /// What people may know of the functions that definitions may call: contracts, owners and labels, never where calls go.
    pub fn offered(&self) -> Vec<Offered> {
        self.inner.registry.load().offered()
    }

    pub(crate) async fn texts(&self, collection: &str) -> Result<Vec<Text>, EngineError> {
        let documents = self.inner.store.list(collection, "").await?;
        documents
            .into_iter()
            .map(|document| {
                let mut text: Text = decode(&document.content)?;
                text.revision = document.revision;
                Ok(text)
            })
            .collect()
    }

    /// The registry of the saved integrations, with `changed` in place of its namesake.
    pub(crate) async fn build_registry(
        &self,
        saved: &[Text],
        changed: Option<(&str, &str)>,
    ) -> Result<Registry, Vec<Diagnostic>> {
        let mut sources: BTreeMap<&str, &str> =
            saved.iter().map(|text| (text.name.as_str(), text.source.as_str())).collect();
        sources.extend(changed);
        let mut documents = Vec::new();
        let mut problems = Vec::new();
        for source in sources.into_values() {
            let (document, diagnostics) = IntegrationDocument::parse(source);
            documents.extend(document);
            problems.extend(diagnostics.into_iter().filter(Diagnostic::is_error));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Registry::build(documents, Arc::clone(&self.inner.secrets)).await
    }
}

fn not_theirs() -> EngineError {
    EngineError::NotYours(NotYours::Others(
        "the role `it`, or `approver` in the namespace that owns the policy".to_owned(),
    ))
}

/// The revision to expect of a document that is at `current`, where the caller expects `expected`.
pub(crate) fn at(current: u64, expected: Option<u64>) -> Result<u64, EngineError> {
    match expected {
        Some(expected) if expected != current => Err(EngineError::Conflict { current }),
        _ => Ok(current),
    }
}

/// Names of grants are not for delegated policies: one of them would be in the place of a permit that IT is about to give.
fn refuse_reserved(document: &PolicyDocument) -> Result<(), EngineError> {
    if document.owner.is_none() || !document.policy.starts_with(GRANT_PREFIX) {
        return Ok(());
    }
    let message = format!("names that begin with `{GRANT_PREFIX}` are for grants");
    let found = Diagnostic::error(codes::TP4135, message).pointer("/policy").help("choose another name");
    Err(EngineError::Invalid(vec![found]))
}

pub(crate) fn same_name(document: &str, path: &str) -> Result<(), EngineError> {
    if document == path {
        return Ok(());
    }
    Err(EngineError::Mismatch { document: document.to_owned(), path: path.to_owned() })
}
