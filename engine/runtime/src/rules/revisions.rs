//! Policy sets as the store keeps them: the one in force, every one by its digest, and each revision with its author and
//! reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::CompiledSet;

use super::grants::{Paused, StoredGrant};
use super::parsed::Sources;
use super::{Beyond, News, Rules};
use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::found::{self, Found, conflict, decode};
use crate::rules::RulesError;

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
    /// The second person, if two are needed. Earlier stores call it `signedBy`.
    #[serde(default, alias = "signedBy", skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
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

/// A grace period: a live version that keeps earlier policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grace {
    /// `namespace/name@version`.
    pub version: String,
    /// Digest of the set it is evaluated by.
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
    /// What the texts were compiled to, where that was done for an activation.
    #[serde(skip)]
    pub(crate) compiled: Option<Arc<CompiledSet>>,
}

impl Rules {
    /// The set in force, with the revision of its document.
    pub(crate) async fn active_set(&self) -> Result<Found<ActiveSet>, Fault> {
        found::find(&*self.store, POLICY_SETS, ACTIVE).await
    }

    /// What was activated, compiled. It is read from its texts only where nothing has compiled them before.
    pub(crate) fn compiled_set(&self, active: &ActiveSet) -> Result<Arc<CompiledSet>, RulesError> {
        if let Some(set) = &active.compiled {
            return Ok(Arc::clone(set));
        }
        let in_force = self.in_force.load();
        if in_force.set().digest() == active.revision.digest {
            return Ok(Arc::clone(in_force.set()));
        }
        compile_texts(&active.texts).map(Arc::new).map_err(RulesError::Activation)
    }

    /// The texts of what was activated. Those that are in force are not read again.
    pub(super) fn active_sources(&self, active: Option<&ActiveSet>) -> Sources {
        let Some(active) = active else { return Sources::default() };
        let in_force = self.in_force.load();
        match in_force.set().digest() == active.revision.digest {
            true => Sources::of_set(&active.texts, in_force.set()),
            false => Sources::new(&active.texts, &Sources::default()),
        }
    }

    /// The texts of a set that was in force at some time, by its digest.
    pub(crate) async fn policy_texts(&self, digest: &str) -> Result<Option<Texts>, Fault> {
        let document = self.store.get(POLICY_SETS, digest).await?;
        let set = document.map(|document| decode::<ActiveSet>(&document.content)).transpose()?;
        Ok(set.map(|set| set.texts))
    }

    /// Every set that was put in force, newest first.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn policy_revisions(&self) -> Result<Vec<Revision>, RulesError> {
        let documents = self.store.list(REVISIONS, "").await?;
        let mut found: Vec<Revision> =
            documents.iter().map(|document| decode(&document.content)).collect::<Result<_, _>>()?;
        found.reverse();
        Ok(found)
    }

    /// The texts of a set that was put in force, by its digest.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn policy_set(&self, digest: &str) -> Result<BTreeMap<String, String>, RulesError> {
        let found = match digest.starts_with("sha256:") {
            true => self.policy_texts(digest).await?,
            false => None,
        };
        found
            .ok_or_else(|| RulesError::Fault(Fault::NotFound { what: "policy set", name: digest.to_owned() }))
    }

    /// The grace periods, by version.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn graces(&self) -> Result<Vec<Grace>, RulesError> {
        let now = self.clock.now();
        let graces = self.active_set().await?.value.map(|active| active.graces).unwrap_or_default();
        Ok(graces.into_iter().filter(|grace| now < grace.until).collect())
    }

    /// Ends the grace periods of these workflows (`namespace/name`), or of all. Returns what ended.
    ///
    /// # Errors
    /// The store's; nothing changes then.
    pub(crate) async fn end_grace(
        &self,
        who: &Principal,
        workflows: Option<&[String]>,
        beyond: &dyn Beyond,
    ) -> Result<Vec<Grace>, RulesError> {
        let changing = self.lock().await;
        let Found { value: Some(active), revision } = self.active_set().await? else { return Ok(Vec::new()) };
        let is_meant = |grace: &Grace| {
            let workflow = grace.version.split('@').next().unwrap_or_default();
            workflows.is_none_or(|wanted| wanted.iter().any(|wanted| wanted == workflow))
        };
        let now = self.clock.now();
        let (ended, graces): (Vec<_>, Vec<_>) =
            active.graces.into_iter().filter(|grace| now < grace.until).partition(is_meant);
        let notices: Result<Vec<Put>, RulesError> =
            ended.iter().map(|grace| beyond.notice(News::Enforced { who, grace })).collect();
        let active = ActiveSet { graces, ..active };
        let change = Change { is_new: false, also: notices?, ..Change::of(active, revision) };
        self.keep_active(&changing, change).await?;
        Ok(ended)
    }

    /// Writes a change of what is in force in one transaction, then puts it in force: the one place where policies come
    /// into force.
    pub(super) async fn keep_active(
        &self,
        changing: &ChangeGuard<'_>,
        change: Change,
    ) -> Result<(), RulesError> {
        let Change { active, expected, is_new, grant, also } = change;
        let mut granted = self.granted().await?;
        let mut puts = vec![found::put(POLICY_SETS, ACTIVE, expected, &active)?];
        if is_new {
            // Decisions name sets by digest, so sets are never deleted.
            let digest = &active.revision.digest;
            if found::find::<ActiveSet>(&*self.store, POLICY_SETS, digest).await?.value.is_none() {
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
        let enforcement = self.enforcement(Some(&active), &granted, &Paused::new()).await?;
        puts.extend(enforcement.puts.iter().filter(|put| put.key != active.revision.digest).cloned());
        self.store.put(puts).await.map_err(conflict)?;
        self.install(changing, enforcement);
        Ok(())
    }
}

/// A change of what is in force: everything that it writes.
pub(super) struct Change {
    /// What is in force afterwards.
    pub(super) active: ActiveSet,
    /// The revision of the document of the set in force.
    pub(super) expected: u64,
    /// Whether it is a new revision; otherwise only grace periods change.
    pub(super) is_new: bool,
    /// A grant that changes with it, and the revision of its document.
    pub(super) grant: Option<(StoredGrant, u64)>,
    /// What else changes with it.
    pub(super) also: Vec<Put>,
}

impl Change {
    pub(super) fn of(active: ActiveSet, expected: u64) -> Self {
        Self { active, expected, is_new: true, grant: None, also: Vec::new() }
    }
}

/// Reads and compiles texts, of receipts and of sets before the one in force.
pub(crate) fn compile_texts(texts: &Texts) -> Result<CompiledSet, Vec<Diagnostic>> {
    Sources::new(texts, &Sources::default()).compile(|_| true)
}
