//! Documents of IT: policies and integrations, as they are saved and listed.
//!
//! Saving a policy changes nothing that is in force; activating puts saved policies in force.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_integrations::{IntegrationDocument, Offered, Registry};
use towpath_policies::{Explanation, PolicyDocument, WhatIf};
use towpath_wire::FunctionSignature;

use super::grants::GRANT_PREFIX;
use super::{Author, Revision, Rules};
use crate::fault::{Fault, NotYours};
use crate::found::{self, conflict, decode};
use crate::rules::RulesError;
use crate::types::Text;

pub(crate) const POLICIES: &str = "policies";
pub(crate) const INTEGRATIONS: &str = "integrations";

impl Rules {
    /// Puts the stored policies, grants and integrations in force, when the engine is opened.
    pub(crate) async fn load(&self) -> Result<(), RulesError> {
        let changing = self.lock().await;
        self.enforce(&changing).await?;
        let texts = self.texts(INTEGRATIONS).await?;
        let registry = self
            .build_registry(&texts, None)
            .await
            .map_err(|error| RulesError::Fault(Fault::Invalid(error)))?;
        self.registry.store(Arc::new(registry));
        Ok(())
    }

    /// Saves the draft of a policy, as IT.
    ///
    /// # Errors
    /// `Invalid` when it has errors: nothing is saved. `Conflict`.
    pub(crate) async fn put_policy(
        &self,
        who: &Principal,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), RulesError> {
        self.put_policy_as(who, Author::It, name, source, expected).await
    }

    /// Saves the draft of a policy on behalf of `author`.
    ///
    /// # Errors
    /// As [`Rules::put_policy`], and `Mismatch` when it is, or would be in the place of, a policy that is not theirs.
    pub(crate) async fn put_policy_as(
        &self,
        who: &Principal,
        author: Author<'_>,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), RulesError> {
        let (document, diagnostics) = PolicyDocument::read(&source);
        match document {
            Some(document) if !diagnostics.iter().any(Diagnostic::is_error) => {
                same_name(&document.policy, name)?;
                refuse_reserved(&document)?;
            }
            _ => return Err(Fault::Invalid(diagnostics).into()),
        }
        let _changing = self.lock().await;
        let before = found::find::<Text>(&*self.store, POLICIES, name).await?;
        let theirs = [Some(source.as_str()), before.value.as_ref().map(|text| text.source.as_str())];
        if !theirs.into_iter().flatten().all(|text| author.may_change(text)) {
            return Err(not_theirs());
        }
        let mut text = Text::put(name, &source, &who.id, self.clock.now());
        let put = found::put(POLICIES, name, expected_revision(before.revision, expected)?, &text)?;
        let revisions = self.store.put(vec![put]).await.map_err(conflict)?;
        text.revision = revisions.first().copied().unwrap_or_default();
        Ok((text, diagnostics))
    }

    /// Every saved policy, by name.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn policies(&self) -> Result<Vec<Text>, RulesError> {
        let active = self.active_set().await?.value.map(|active| active.texts).unwrap_or_default();
        let mut texts = self.texts(POLICIES).await?;
        for text in &mut texts {
            let waits = self.waiting.load().holds_back(&text.name);
            text.active = active.get(&text.name) == Some(&text.source) && !waits;
        }
        Ok(texts)
    }

    /// One saved policy.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn policy(&self, name: &str) -> Result<Text, RulesError> {
        let found = self.policies().await?.into_iter().find(|text| text.name == name);
        found.ok_or_else(|| RulesError::Fault(Fault::NotFound { what: "policy", name: name.to_owned() }))
    }

    /// Deletes a saved policy on behalf of `author`; it stays in force until the next activation.
    ///
    /// # Errors
    /// `NotFound`, `NotYours`, `Conflict`.
    pub(crate) async fn delete_policy(
        &self,
        _who: &Principal,
        author: Author<'_>,
        name: &str,
        expected: Option<u64>,
    ) -> Result<(), RulesError> {
        let _changing = self.lock().await;
        let before = found::find::<Text>(&*self.store, POLICIES, name).await?;
        let none = || RulesError::Fault(Fault::NotFound { what: "policy", name: name.to_owned() });
        if !author.may_change(&before.value.ok_or_else(none)?.source) {
            return Err(not_theirs());
        }
        let put = found::delete(POLICIES, name, expected_revision(before.revision, expected)?);
        self.store.put(vec![put]).await.map_err(conflict)?;
        Ok(())
    }

    /// The policies in force, with their texts; `None`: none were ever activated.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn policies_active(
        &self,
    ) -> Result<Option<(Revision, BTreeMap<String, String>)>, RulesError> {
        Ok(self.active_set().await?.value.map(|active| (active.revision, active.texts)))
    }

    /// What the policies in force would decide, and why.
    ///
    /// # Errors
    /// What is wrong with the question, in words.
    pub(crate) fn explain(&self, asked: &WhatIf) -> Result<Explanation, String> {
        towpath_policies::what_if(self.in_force().set(), asked)
    }

    /// Every integration, by name.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn integrations(&self) -> Result<Vec<Text>, RulesError> {
        let mut texts = self.texts(INTEGRATIONS).await?;
        texts.iter_mut().for_each(|text| text.active = true);
        Ok(texts)
    }

    /// One integration.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn integration(&self, name: &str) -> Result<Text, RulesError> {
        let found = self.integrations().await?.into_iter().find(|text| text.name == name);
        found.ok_or_else(|| RulesError::Fault(Fault::NotFound { what: "integration", name: name.to_owned() }))
    }

    /// Every operation that definitions may name.
    pub(crate) fn functions(&self) -> Vec<FunctionSignature> {
        self.registry.load().signatures()
    }

    /// What people may know of the functions that definitions may call: contracts, owners and labels, never where calls go.
    pub(crate) fn offered(&self) -> Vec<Offered> {
        self.registry.load().offered()
    }

    pub(crate) async fn texts(&self, collection: &str) -> Result<Vec<Text>, Fault> {
        let documents = self.store.list(collection, "").await?;
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
        Registry::build(documents, Arc::clone(&self.secrets)).await
    }
}

fn not_theirs() -> RulesError {
    RulesError::Fault(Fault::NotYours(NotYours::Others(
        "the role `it`, or `approver` in the namespace that owns the policy".to_owned(),
    )))
}

/// The revision that a change expects of a document at `current`; a conflict where the caller expects another.
pub(crate) fn expected_revision(current: u64, expected: Option<u64>) -> Result<u64, RulesError> {
    match expected {
        Some(expected) if expected != current => Err(Fault::Conflict { current }.into()),
        _ => Ok(current),
    }
}

/// Words below `/v1/policies/` that are no names of policies.
const ROUTES: [&str; 4] = ["activate", "active", "explain", "impact"];

/// No policy may have a name under which nobody could read it, also not by a file of a folder. Delegated policies may not
/// have the name of a grant: such a policy would block a permit that IT is about to give.
fn refuse_reserved(document: &PolicyDocument) -> Result<(), RulesError> {
    let name = document.policy.as_str();
    let message = if ROUTES.contains(&name) {
        format!("`/v1/policies/{name}` is a route of the API, so `{name}` is not a name for a policy")
    } else if document.owner.is_some() && name.starts_with(GRANT_PREFIX) {
        format!("names that begin with `{GRANT_PREFIX}` are for grants")
    } else {
        return Ok(());
    };
    let found = Diagnostic::error(codes::TP4135, message).pointer("/policy").help("choose another name");
    Err(Fault::Invalid(vec![found]).into())
}

pub(crate) fn same_name(document: &str, path: &str) -> Result<(), RulesError> {
    if document == path {
        return Ok(());
    }
    Err(Fault::Mismatch { document: document.to_owned(), path: path.to_owned() }.into())
}
