//! What IT writes: policies and integrations.
//!
//! Saving a policy changes nothing that is in force; activating puts every saved policy in force at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_integrations::{IntegrationDocument, Registry};
use towpath_journal::Put;
use towpath_policies::{Explanation, PolicyDocument, WhatIf};
use towpath_wire::FunctionSignature;

use crate::definitions::conflict;
use crate::engine::Engine;
use crate::policies::Revision;
use crate::types::{EngineError, Text};
use crate::versions::{decode, encode};

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

    /// Saves the draft of a policy.
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
        let (document, diagnostics) = PolicyDocument::read(&source);
        match document {
            Some(document) if !diagnostics.iter().any(Diagnostic::is_error) => {
                same_name(&document.policy, name)?;
            }
            _ => return Err(EngineError::Invalid(diagnostics)),
        }
        let text = self.put_text(who, POLICIES, name, source, expected).await?;
        Ok((text, diagnostics))
    }

    /// Every saved policy, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn policies(&self) -> Result<Vec<Text>, EngineError> {
        let active = self.active_set().await?.map(|active| active.texts).unwrap_or_default();
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

    /// Deletes a saved policy; it stays in force until the next activation.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Conflict`].
    pub async fn delete_policy(
        &self,
        _who: &Principal,
        name: &str,
        expected: Option<u64>,
    ) -> Result<(), EngineError> {
        self.policy(name).await?;
        let put = Put { collection: POLICIES.to_owned(), key: name.to_owned(), expected, content: None };
        self.inner.store.put(vec![put]).await.map_err(conflict)?;
        Ok(())
    }

    /// The policies in force, with their texts; `None`: none were ever activated.
    ///
    /// # Errors
    /// The store's.
    pub async fn policies_active(&self) -> Result<Option<(Revision, BTreeMap<String, String>)>, EngineError> {
        Ok(self.active_set().await?.map(|active| (active.revision, active.texts)))
    }

    /// What the policies in force would decide, and why.
    ///
    /// # Errors
    /// What is wrong with the question, in words.
    pub fn explain(&self, asked: &WhatIf) -> Result<Explanation, String> {
        towpath_policies::what_if(self.inner.policies.load().set(), asked)
    }

    /// Saves an integration; it is in force at once.
    ///
    /// # Errors
    /// [`EngineError::Invalid`]: nothing changes. [`EngineError::Conflict`].
    pub async fn put_integration(
        &self,
        who: &Principal,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        let _changing = self.inner.changing.lock().await;
        let (document, diagnostics) = IntegrationDocument::parse(&source);
        match document {
            Some(document) if !diagnostics.iter().any(Diagnostic::is_error) => {
                same_name(document.name(), name)?;
            }
            _ => return Err(EngineError::Invalid(diagnostics)),
        }
        let others = self.texts(INTEGRATIONS).await?;
        let registry =
            self.build_registry(&others, Some((name, &source))).await.map_err(EngineError::Invalid)?;
        let text = self.put_text(who, INTEGRATIONS, name, source, expected).await?;
        let mut diagnostics = diagnostics;
        diagnostics.extend(self.enforce_before_change().await?);
        self.inner.registry.store(Arc::new(registry));
        self.enforce().await?;
        // A review may want other versions now: what an operation does is one of the things it is asked about.
        self.requeue_now().await?;
        Ok((Text { active: true, ..text }, diagnostics))
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

    async fn put_text(
        &self,
        who: &Principal,
        collection: &str,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<Text, EngineError> {
        let mut text = Text {
            name: name.to_owned(),
            source,
            by: who.id.clone(),
            at: self.inner.clock.now(),
            revision: 0,
            active: false,
        };
        let put = Put {
            collection: collection.to_owned(),
            key: name.to_owned(),
            expected,
            content: Some(encode(&text)?),
        };
        let revisions = self.inner.store.put(vec![put]).await.map_err(conflict)?;
        text.revision = revisions.first().copied().unwrap_or_default();
        Ok(text)
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

fn same_name(document: &str, path: &str) -> Result<(), EngineError> {
    if document == path {
        return Ok(());
    }
    Err(EngineError::Mismatch { document: document.to_owned(), path: path.to_owned() })
}
