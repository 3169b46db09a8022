//! Policy sets as the store keeps them: the one in force, every one by its digest, and each revision with its author and
//! reason.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{PolicyDocument, PolicySet};

use crate::definitions::conflict;
use crate::engine::Engine;
use crate::types::EngineError;
use crate::versions::{decode, encode};

/// Collection of sets: `active`, `proposed`, and each under its digest.
pub(super) const POLICY_SETS: &str = "policy-sets";
/// Collection of revisions, by number.
const REVISIONS: &str = "policy-revisions";
const ACTIVE: &str = "active";

/// The texts of policies, by name.
pub(crate) type Texts = BTreeMap<String, String>;

/// A set that was put in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revision {
    /// Digest of the whole set.
    pub digest: String,
    /// Counts up with each activation.
    pub revision: u64,
    /// Names of the policies, sorted.
    pub policies: Vec<String>,
    /// Who put it in force.
    pub by: String,
    /// Who signed for it, where that takes two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Policies that were not there before, or have another text; sorted.
    #[serde(default)]
    pub changed: Vec<String>,
    /// Policies that are no longer there, sorted.
    #[serde(default)]
    pub removed: Vec<String>,
}

/// A live version that stays under the policies before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grace {
    /// `namespace/name@version`.
    pub version: String,
    /// Digest of the set it is judged by.
    pub policies: String,
    /// Until then, in milliseconds since the Unix epoch.
    pub until: i64,
}

/// The set in force, with the texts it was made of.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ActiveSet {
    #[serde(rename = "activated")]
    pub(crate) revision: Revision,
    pub(crate) texts: Texts,
    #[serde(default)]
    pub(crate) graces: Vec<Grace>,
}

impl Engine {
    pub(crate) async fn active_set(&self) -> Result<Option<ActiveSet>, EngineError> {
        let document = self.inner.store.get(POLICY_SETS, ACTIVE).await?;
        document.map(|document| decode(&document.content)).transpose()
    }

    /// The texts of a set that was in force at some time, by its digest.
    pub(crate) async fn policy_texts(&self, digest: &str) -> Result<Option<Texts>, EngineError> {
        let document = self.inner.store.get(POLICY_SETS, digest).await?;
        let set = document.map(|document| decode::<ActiveSet>(&document.content)).transpose()?;
        Ok(set.map(|set| set.texts))
    }

    /// Keeps a set by its digest.
    pub(crate) async fn put_set(&self, digest: &str, set: &ActiveSet) -> Result<(), EngineError> {
        let content = Some(encode(set)?);
        let put = Put { collection: POLICY_SETS.to_owned(), key: digest.to_owned(), expected: None, content };
        self.inner.store.put(vec![put]).await?;
        Ok(())
    }

    /// Every set that was put in force, newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn policy_revisions(&self) -> Result<Vec<Revision>, EngineError> {
        let documents = self.inner.store.list(REVISIONS, "").await?;
        let mut found: Vec<Revision> =
            documents.iter().map(|document| decode(&document.content)).collect::<Result<_, _>>()?;
        found.reverse();
        Ok(found)
    }

    /// The texts of a set that was put in force, by its digest.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn policy_set(&self, digest: &str) -> Result<BTreeMap<String, String>, EngineError> {
        let found = match digest.starts_with("sha256:") {
            true => self.policy_texts(digest).await?,
            false => None,
        };
        found.ok_or_else(|| EngineError::NotFound { what: "policy set", name: digest.to_owned() })
    }

    /// Live versions that stay under policies before those in force, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn graces(&self) -> Result<Vec<Grace>, EngineError> {
        let now = self.inner.clock.now();
        let graces = self.active_set().await?.map(|active| active.graces).unwrap_or_default();
        Ok(graces.into_iter().filter(|grace| now < grace.until).collect())
    }

    /// Ends the time that live versions were given: of these workflows (`namespace/name`), or of all. What ended.
    ///
    /// # Errors
    /// The store's; nothing changes then.
    pub async fn enforce_policies(
        &self,
        who: &Principal,
        workflows: Option<&[String]>,
    ) -> Result<Vec<Grace>, EngineError> {
        let _changing = self.inner.changing.lock().await;
        let Some(active) = self.active_set().await? else { return Ok(Vec::new()) };
        let is_meant = |grace: &Grace| {
            let workflow = grace.version.split('@').next().unwrap_or_default();
            workflows.is_none_or(|wanted| wanted.iter().any(|wanted| wanted == workflow))
        };
        let now = self.inner.clock.now();
        let (ended, graces): (Vec<_>, Vec<_>) =
            active.graces.into_iter().filter(|grace| now < grace.until).partition(is_meant);
        self.keep_active(&ActiveSet { graces, ..active }, false, Vec::new()).await?;
        for grace in &ended {
            self.notice_enforced(who, grace).await?;
        }
        Ok(ended)
    }

    /// Keeps what is in force, and puts it there; `also` changes in the same commit.
    pub(super) async fn keep_active(
        &self,
        active: &ActiveSet,
        is_new: bool,
        also: Vec<Put>,
    ) -> Result<(), EngineError> {
        let put = |collection: &str, key: &str, content| Put {
            collection: collection.to_owned(),
            key: key.to_owned(),
            expected: None,
            content: Some(content),
        };
        let content = encode(active)?;
        let mut puts = vec![put(POLICY_SETS, ACTIVE, content.clone())];
        if is_new {
            let number = format!("{:010}", active.revision.revision);
            // Decisions name sets by their digest for ever.
            puts.push(put(POLICY_SETS, &active.revision.digest, content));
            puts.push(put(REVISIONS, &number, encode(&active.revision)?));
        }
        puts.extend(also);
        self.inner.store.put(puts).await.map_err(conflict)?;
        self.enforce().await
    }
}

pub(crate) fn compile(texts: &Texts) -> Result<PolicySet, Vec<Diagnostic>> {
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    for source in texts.values() {
        let (document, diagnostics) = PolicyDocument::read(source);
        documents.extend(document);
        problems.extend(diagnostics.into_iter().filter(Diagnostic::is_error));
    }
    if problems.is_empty() { PolicySet::compile(documents) } else { Err(problems) }
}
