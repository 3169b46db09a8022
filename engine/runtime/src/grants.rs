//! Grants: permits that IT gave for a request, with what they refer to. A grant is for what was looked at; when that means
//! something else, it waits until IT has looked again.

mod held;
mod referents;
mod waiting;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{PolicyDocument, PolicySet};

use crate::definitions::conflict;
use crate::engine::Engine;
use crate::found::{self, Found};
use crate::holds::NotYours;
use crate::policies;
use crate::requests::AccessRequest;
use crate::types::EngineError;
use crate::versions::decode;

pub(crate) use self::held::Held;
pub(crate) use self::referents::{Referents, of as referents_of, there};
pub(crate) use self::waiting::{Enforcement, Granted, Waiting};

/// Collection of grants, by the name of the policy.
const GRANTS: &str = "grants";
/// What names of drafted grants begin with.
pub(crate) const GRANT_PREFIX: &str = "grant-";
/// A grant that ends within so many milliseconds ends soon.
const SOON: i64 = 14 * DAY;
const DAY: i64 = 24 * 3600 * 1000;

/// Where a grant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GrantState {
    /// It is in force.
    Active,
    /// It is in force, and not for long.
    EndsSoon,
    /// It was in force until its last day.
    Ended,
    /// What it refers to means something else now: it is not in force until IT confirms it.
    ReferentChanged,
    /// The policies in force no longer have it as it was granted.
    Superseded,
}

impl GrantState {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::EndsSoon => "endsSoon",
            Self::Ended => "ended",
            Self::ReferentChanged => "referentChanged",
            Self::Superseded => "superseded",
        }
    }
}

/// That IT has looked at what changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirmation {
    /// Who confirmed.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What had changed.
    pub changes: Vec<String>,
}

/// A grant, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredGrant {
    policy: String,
    /// Digest of the permit.
    digest: String,
    namespace: String,
    workflow: String,
    /// Digest and version of the definition it was asked for, and what that reaches.
    #[serde(default)]
    definition: Option<Definition>,
    request: String,
    purpose: String,
    asked_by: String,
    by: String,
    at: i64,
    expires: String,
    ends_at: i64,
    referents: Referents,
    #[serde(default)]
    confirmed: Option<Confirmation>,
}

/// A version of a workflow, and what it reaches, in words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Definition {
    version: String,
    digest: String,
    reaches: BTreeSet<String>,
}

/// A grant and where it stands.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The policy that permits it.
    pub policy: String,
    /// The workflow's namespace.
    pub namespace: String,
    /// The workflow's name.
    pub workflow: String,
    /// Digest of the definition it was asked for.
    pub definition: Option<String>,
    /// The request it was given for.
    pub request: String,
    /// What it is for.
    pub purpose: String,
    /// Who asked.
    pub asked_by: String,
    /// Who granted it.
    pub by: String,
    /// When, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Where it stands.
    pub state: GrantState,
    /// The last day of it.
    pub expires: String,
    /// Whole days that are left.
    pub days_left: i64,
    /// What it permits, by name.
    pub permits: Vec<String>,
    /// What means something else now, in words: it waits for IT while there is any.
    pub changes: Vec<String>,
    /// What else is to be said of it, which stops nothing.
    pub remarks: Vec<String>,
    /// IT's last confirmation.
    pub confirmed: Option<Confirmation>,
    /// Digest of what it was granted for and of what that means now: who confirms it names this.
    pub digest: String,
}

impl StoredGrant {
    /// The change that keeps it; its document is at `expected`.
    pub(crate) fn put(&self, expected: u64) -> Result<Put, EngineError> {
        found::put(GRANTS, &self.policy, expected, self)
    }
}

impl Engine {
    /// Grants, those that end first in front.
    ///
    /// # Errors
    /// The store's.
    pub async fn grants(&self, namespace: Option<&str>) -> Result<Vec<Grant>, EngineError> {
        let (whole, granted) = (self.activated().await?, self.granted().await?);
        let mut found = Vec::new();
        for grant in &granted.grants {
            if namespace.is_none_or(|wanted| grant.namespace == wanted) {
                found.push(self.shown(grant.clone(), &whole, &granted).await?);
            }
        }
        found.sort_by(|a, b| (&a.expires, &a.policy).cmp(&(&b.expires, &b.policy)));
        Ok(found)
    }

    /// One grant, by its policy.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn grant_of(&self, policy: &str) -> Result<Grant, EngineError> {
        let stored = self.inner.find::<StoredGrant>(GRANTS, policy).await?.value;
        let stored = stored.ok_or_else(|| no_grant(policy))?;
        self.shown(stored, &self.activated().await?, &self.granted().await?).await
    }

    /// Says that a grant is for what its referents mean now, and puts it in force again. `shown` is the digest of the grant
    /// as it was shown.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::NothingToConfirm`], [`EngineError::NotYours`] for the person who asked for it,
    /// [`EngineError::Changed`] when it is another one than was shown.
    pub async fn confirm_grant(
        &self,
        who: &Principal,
        policy: &str,
        reason: Option<String>,
        shown: &str,
    ) -> Result<Grant, EngineError> {
        let _changing = self.inner.changing.lock().await;
        let Found { value, revision } = self.inner.find::<StoredGrant>(GRANTS, policy).await?;
        let mut stored = value.ok_or_else(|| no_grant(policy))?;
        let (whole, granted) = (self.activated().await?, self.granted().await?);
        let now = self.shown(stored.clone(), &whole, &granted).await?;
        if now.state != GrantState::ReferentChanged {
            return Err(EngineError::NothingToConfirm(now.state));
        }
        if who.is_or_speaks_for(&stored.asked_by) {
            return Err(EngineError::NotYours(NotYours::Own("asked for it")));
        }
        if now.digest != shown {
            return Err(EngineError::Changed { what: now.changes, digest: now.digest });
        }
        if let Some(permit) = held::granted(&whole, &stored) {
            stored.referents = referents::of(permit, &granted.there);
        }
        let (by, at) = (who.id.clone(), self.inner.clock.now());
        stored.confirmed = Some(Confirmation { by, at, reason, changes: now.changes });
        let granted = granted.with(stored.clone());
        let active = self.active_set().await?;
        let enforcement = self.enforcement(active.value.as_ref(), &granted, &Held::new()).await?;
        let mut puts = vec![stored.put(revision)?];
        puts.extend(enforcement.puts.iter().cloned());
        self.inner.store.put(puts).await.map_err(conflict)?;
        self.install(enforcement);
        self.shown(stored, &whole, &granted).await
    }

    /// A grant for a permit that is about to be put in force, with what the permit refers to now; and the revision that its
    /// document is at.
    pub(crate) async fn new_grant(
        &self,
        who: &Principal,
        request: &AccessRequest,
        workflow: &str,
        definition: Option<Definition>,
        permit: &PolicyDocument,
    ) -> Result<(StoredGrant, u64), EngineError> {
        let grant = StoredGrant {
            policy: permit.policy.clone(),
            digest: permit.digest(),
            namespace: request.namespace.clone(),
            workflow: workflow.to_owned(),
            definition,
            request: request.id.clone(),
            purpose: request.purpose.clone(),
            asked_by: request.by.clone(),
            by: who.id.clone(),
            at: self.inner.clock.now(),
            expires: permit.expires.clone().unwrap_or_default(),
            ends_at: permit.ends_at().unwrap_or_default(),
            referents: referents::of(permit, &self.granted().await?.there),
            confirmed: None,
        };
        let revision = self.inner.find::<StoredGrant>(GRANTS, &grant.policy).await?.revision;
        Ok((grant, revision))
    }

    async fn shown(
        &self,
        grant: StoredGrant,
        whole: &PolicySet,
        granted: &Granted,
    ) -> Result<Grant, EngineError> {
        let left = grant.ends_at - self.inner.clock.now();
        let permit = held::granted(whole, &grant);
        let now = permit.map(|permit| referents::of(permit, &granted.there)).unwrap_or_default();
        let changes = match permit {
            Some(_) => referents::changes(&grant.referents, &now, &granted.there),
            None => Vec::new(),
        };
        let state = match permit {
            None => GrantState::Superseded,
            Some(_) if left <= 0 => GrantState::Ended,
            Some(_) if !changes.is_empty() => GrantState::ReferentChanged,
            Some(_) if left < SOON => GrantState::EndsSoon,
            Some(_) => GrantState::Active,
        };
        let remarks = self.remarks(&grant).await?;
        let digest = towpath_access::digest(&json!({
            "policy": grant.policy, "permit": grant.digest, "state": state, "expires": grant.expires,
            "granted": grant.referents, "now": now, "changes": changes,
        }));
        Ok(Grant {
            digest,
            policy: grant.policy,
            namespace: grant.namespace,
            workflow: grant.workflow,
            definition: grant.definition.map(|definition| definition.digest),
            request: grant.request,
            purpose: grant.purpose,
            asked_by: grant.asked_by,
            by: grant.by,
            at: grant.at,
            state,
            expires: grant.expires,
            days_left: left.max(0) / DAY,
            permits: grant.referents.into_keys().collect(),
            changes,
            remarks,
            confirmed: grant.confirmed,
        })
    }

    /// What the workflow has become since. The permit names what it permits, so more than that is refused anyway.
    async fn remarks(&self, grant: &StoredGrant) -> Result<Vec<String>, EngineError> {
        let (Some(before), Ok(latest)) =
            (&grant.definition, self.inner.latest(&grant.namespace, &grant.workflow))
        else {
            return Ok(Vec::new());
        };
        let now = &latest.published.workflow;
        if now.digest == before.digest {
            return Ok(Vec::new());
        }
        let reaches: BTreeSet<String> = latest.profile.accesses.iter().map(|access| access.words()).collect();
        let more = if reaches.is_subset(&before.reaches) { "" } else { " and reaches more" };
        Ok(vec![format!(
            "the workflow is at {} now{more}; it was granted for {}",
            now.version, before.version
        )])
    }

    /// The definition whose draft a request was made for; nothing, where it cannot be read any more.
    pub(crate) async fn definition_of_draft(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Definition>, EngineError> {
        let draft = match self.draft(namespace, name).await {
            Ok(draft) => draft,
            Err(EngineError::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let report = self.load(&draft.source, &[]).await?.report;
        let (Some(workflow), Some(profile)) = (report.workflow, report.profile) else { return Ok(None) };
        let reaches = profile.accesses.iter().map(|access| access.words()).collect();
        Ok(Some(Definition { version: workflow.version, digest: workflow.digest, reaches }))
    }

    /// What was activated, grants that wait included.
    async fn activated(&self) -> Result<PolicySet, EngineError> {
        match self.active_set().await?.value {
            Some(active) => policies::compile(&active.texts).map_err(EngineError::Activation),
            None => Ok(PolicySet::empty()),
        }
    }

    async fn stored_grants(&self) -> Result<Vec<StoredGrant>, EngineError> {
        let documents = self.inner.store.list(GRANTS, "").await?;
        documents.iter().map(|document| decode(&document.content)).collect()
    }
}

fn no_grant(policy: &str) -> EngineError {
    EngineError::NotFound { what: "grant", name: policy.to_owned() }
}
