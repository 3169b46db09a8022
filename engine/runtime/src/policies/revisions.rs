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
use crate::found::{self, Found};
use crate::grants::{Held, StoredGrant};
use crate::types::EngineError;
use crate::versions::decode;

/// Collection of sets: `active`, `proposed`, and each under its digest.
pub(crate) const POLICY_SETS: &str = "policy-sets";
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
    /// The set in force, with the revision of its document.
    pub(crate) async fn active_set(&self) -> Result<Found<ActiveSet>, EngineError> {
        self.inner.find(POLICY_SETS, ACTIVE).await
    }

    /// The texts of a set that was in force at some time, by its digest.
    pub(crate) async fn policy_texts(&self, digest: &str) -> Result<Option<Texts>, EngineError> {
        let document = self.inner.store.get(POLICY_SETS, digest).await?;
        let set = document.map(|document| decode::<ActiveSet>(&document.content)).transpose()?;
        Ok(set.map(|set| set.texts))
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
        let graces = self.active_set().await?.value.map(|active| active.graces).unwrap_or_default();
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
        let Found { value: Some(active), revision } = self.active_set().await? else { return Ok(Vec::new()) };
        let is_meant = |grace: &Grace| {
            let workflow = grace.version.split('@').next().unwrap_or_default();
            workflows.is_none_or(|wanted| wanted.iter().any(|wanted| wanted == workflow))
        };
        let now = self.inner.clock.now();
        let (ended, graces): (Vec<_>, Vec<_>) =
            active.graces.into_iter().filter(|grace| now < grace.until).partition(is_meant);
        let told: Result<Vec<Put>, EngineError> =
            ended.iter().map(|grace| self.notice_enforced(who, grace)).collect();
        let active = ActiveSet { graces, ..active };
        let change = Change { is_new: false, also: told?, ..Change::of(active, revision) };
        self.keep_active(change).await?;
        Ok(ended)
    }

    /// Writes a change of what is in force in one transaction, then puts it in force. The caller holds `changing`.
    pub(super) async fn keep_active(&self, change: Change) -> Result<(), EngineError> {
        let Change { active, expected, is_new, grant, also } = change;
        let mut granted = self.granted().await?;
        let mut puts = vec![found::put(POLICY_SETS, ACTIVE, expected, &active)?];
        if is_new {
            // Decisions name sets by their digest for ever.
            let digest = &active.revision.digest;
            if self.inner.find::<ActiveSet>(POLICY_SETS, digest).await?.value.is_none() {
                puts.push(found::put(POLICY_SETS, digest, 0, &active)?);
            }
            let number = format!("{:010}", active.revision.revision);
            puts.push(found::put(REVISIONS, &number, 0, &active.revision)?);
        }
        if let Some((grant, expected)) = grant {
            puts.push(grant.put(expected)?);
            granted = granted.with(grant);
        }
        puts.extend(also);
        let enforcement = self.enforcement(Some(&active), &granted, &Held::new()).await?;
        puts.extend(enforcement.puts.iter().filter(|put| put.key != active.revision.digest).cloned());
        self.inner.store.put(puts).await.map_err(conflict)?;
        self.install(enforcement);
        Ok(())
    }
}

/// A change of what is in force: everything that it writes.
pub(super) struct Change {
    /// What is in force afterwards.
    pub(super) active: ActiveSet,
    /// The revision that the document of the set in force is at.
    pub(super) expected: u64,
    /// It is a revision of its own, and not only another end of a grace.
    pub(super) is_new: bool,
    /// A grant that changes with it, and the revision its document is at.
    pub(super) grant: Option<(StoredGrant, u64)>,
    /// What else changes with it.
    pub(super) also: Vec<Put>,
}

impl Change {
    pub(super) fn of(active: ActiveSet, expected: u64) -> Self {
        Self { active, expected, is_new: true, grant: None, also: Vec::new() }
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
