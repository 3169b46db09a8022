//! What IT writes: policies, integrations, secrets.
//!
//! Saving a policy changes nothing that is in force; activating puts every saved policy in force at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_integrations::{IntegrationDocument, Registry};
use towpath_journal::Put;
use towpath_policies::{Explanation, PolicyDocument, PolicySet, WhatIf};
use towpath_wire::FunctionSignature;

use crate::definitions::conflict;
use crate::engine::Engine;
use crate::types::{Activated, EngineError, Text};
use crate::versions::{decode, encode};

const POLICIES: &str = "policies";
const INTEGRATIONS: &str = "integrations";
const POLICY_SETS: &str = "policy-sets";
const ACTIVE: &str = "active";

/// The policy set in force, with the texts it was made of.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct ActiveSet {
    activated: Activated,
    pub(crate) texts: BTreeMap<String, String>,
}

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
    /// [`EngineError::NotFound`].
    pub async fn delete_policy(&self, _who: &Principal, name: &str) -> Result<(), EngineError> {
        self.policy(name).await?;
        let put =
            Put { collection: POLICIES.to_owned(), key: name.to_owned(), expected: None, content: None };
        self.inner.store.put(vec![put]).await?;
        Ok(())
    }

    /// Puts every saved policy in force at once, after their own tests passed.
    ///
    /// # Errors
    /// [`EngineError::Activation`]: nothing changes.
    pub async fn activate_policies(&self, who: &Principal) -> Result<Activated, EngineError> {
        let _changing = self.inner.changing.lock().await;
        let texts: BTreeMap<String, String> =
            self.texts(POLICIES).await?.into_iter().map(|text| (text.name, text.source)).collect();
        self.put_in_force(who, texts).await
    }

    /// Puts a set of policies in force, after their own tests passed. Whoever asks holds `changing`.
    pub(crate) async fn put_in_force(
        &self,
        who: &Principal,
        texts: BTreeMap<String, String>,
    ) -> Result<Activated, EngineError> {
        let mut problems = self.lint(&texts);
        problems.extend(crate::delegated::too_much(&texts));
        if !problems.is_empty() {
            return Err(EngineError::Activation(problems));
        }
        let set = compile(&texts).map_err(EngineError::Activation)?;
        let revision = self.active_set().await?.map_or(0, |active| active.activated.revision) + 1;
        let activated = Activated {
            digest: set.digest().to_owned(),
            revision,
            policies: texts.keys().cloned().collect(),
            by: who.id.clone(),
            at: self.inner.clock.now(),
        };
        let content = encode(&ActiveSet { activated: activated.clone(), texts })?;
        // Once as what is in force, once under its digest: decisions name that for ever.
        let puts = [ACTIVE, set.digest()].map(|key| Put {
            collection: POLICY_SETS.to_owned(),
            key: key.to_owned(),
            expected: None,
            content: Some(content.clone()),
        });
        self.inner.store.put(puts.into()).await?;
        self.enforce().await?;
        Ok(activated)
    }

    /// What the policies in force would decide, and why.
    ///
    /// # Errors
    /// What is wrong with the question, in words.
    pub fn explain(&self, asked: &WhatIf) -> Result<Explanation, String> {
        towpath_policies::what_if(&self.inner.policies.load(), asked)
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

    /// Keeps a secret for integrations. It can be replaced, never read back.
    ///
    /// # Errors
    /// This engine keeps no secrets of its own, or the file cannot be written.
    pub async fn put_secret(&self, _who: &Principal, name: &str, value: String) -> Result<(), EngineError> {
        let Some(folder) = self.inner.secrets_folder.clone() else {
            return Err(EngineError::NotFound { what: "secrets folder", name: name.to_owned() });
        };
        if !towpath_integrations::is_secret_name(name) {
            return Err(EngineError::NotFound { what: "secret", name: name.to_owned() });
        }
        let name = name.to_owned();
        tokio::task::spawn_blocking(move || write_secret(&folder, &name, &value))
            .await
            .map_err(|error| EngineError::Internal(error.to_string()))?
            .map_err(|error| EngineError::Internal(format!("the secret was not written: {error}")))
    }

    /// What stands against activating: errors, rules that can never match, tests that fail.
    fn lint(&self, texts: &BTreeMap<String, String>) -> Vec<Diagnostic> {
        let now = Some(self.inner.clock.now());
        let found = texts.iter().flat_map(|(name, source)| {
            let (_, diagnostics) = PolicyDocument::read_and_lint(source, None, now);
            diagnostics.into_iter().filter(Diagnostic::is_error).map(move |mut found| {
                // Places are those of each policy's own text, so the policy is named.
                found.message = format!("policy `{name}`: {}", found.message);
                found
            })
        });
        found.collect()
    }

    pub(crate) async fn active_set(&self) -> Result<Option<ActiveSet>, EngineError> {
        let document = self.inner.store.get(POLICY_SETS, ACTIVE).await?;
        document.map(|document| decode(&document.content)).transpose()
    }

    /// Keeps a set by its digest.
    pub(crate) async fn put_set(&self, digest: &str, set: &ActiveSet) -> Result<(), EngineError> {
        let content = Some(encode(set)?);
        let put = Put { collection: POLICY_SETS.to_owned(), key: digest.to_owned(), expected: None, content };
        self.inner.store.put(vec![put]).await?;
        Ok(())
    }

    /// The texts of a set that was in force at some time, by its digest.
    pub(crate) async fn policy_texts(
        &self,
        digest: &str,
    ) -> Result<Option<BTreeMap<String, String>>, EngineError> {
        let document = self.inner.store.get(POLICY_SETS, digest).await?;
        let set = document.map(|document| decode::<ActiveSet>(&document.content)).transpose()?;
        Ok(set.map(|set| set.texts))
    }

    async fn texts(&self, collection: &str) -> Result<Vec<Text>, EngineError> {
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
    async fn build_registry(
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

pub(crate) fn compile(texts: &BTreeMap<String, String>) -> Result<PolicySet, Vec<Diagnostic>> {
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    for source in texts.values() {
        let (document, diagnostics) = PolicyDocument::read(source);
        documents.extend(document);
        problems.extend(diagnostics.into_iter().filter(Diagnostic::is_error));
    }
    if problems.is_empty() { PolicySet::compile(documents) } else { Err(problems) }
}

/// Writes a secret so that it is whole or as it was, and readable by its owner only.
fn write_secret(folder: &std::path::Path, name: &str, value: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let temporary = folder.join(format!(".{name}.new"));
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    file.write_all(value.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&temporary, folder.join(name))?;
    std::fs::File::open(folder)?.sync_all()
}

fn same_name(document: &str, path: &str) -> Result<(), EngineError> {
    if document == path {
        return Ok(());
    }
    Err(EngineError::Mismatch { document: document.to_owned(), path: path.to_owned() })
}
