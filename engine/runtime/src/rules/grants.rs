//! Grants: permits that IT gave for a request, with the operations and hosts that they cover (their referents). A grant
//! covers the referents as IT saw them. When one of them changes, the grant is paused until IT confirms it.

mod paused;
mod referents;
mod waiting;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;
use towpath_access::Profile;
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{CompiledSet, PolicyDocument};
use towpath_wire::Identity;

use super::{Beyond, Rules};
use crate::fault::{Fault, NotYours};
use crate::found::{self, Found, conflict, decode};
use crate::rules::RulesError;

pub(crate) use self::paused::Paused;
pub(crate) use self::referents::{Referents, accesses_of_integrations, referents_of_permit as referents_of};
pub(crate) use self::waiting::{Enforcement, Granted, Waiting};

/// Collection of grants, by the name of the policy.
const GRANTS: &str = "grants";
/// Prefix of the names of drafted grants.
pub(crate) const GRANT_PREFIX: &str = "grant-";
/// A grant with less time left than this, in milliseconds, ends soon.
const SOON: i64 = 14 * DAY;
const DAY: i64 = 24 * 3600 * 1000;

/// The state of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GrantState {
    /// It is in force.
    Active,
    /// It is in force, and ends within two weeks.
    EndsSoon,
    /// It was in force until its last day.
    Ended,
    /// A referent has changed: the grant is paused until IT confirms it.
    ReferentChanged,
    /// The policies in force no longer contain it as it was granted.
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

/// IT's confirmation of a grant whose referents had changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirmation {
    /// Who confirmed.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Their reason.
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
    /// The definition that it was requested for.
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

impl Definition {
    pub(crate) fn new(workflow: &Identity, profile: &Profile) -> Self {
        let (version, digest) = (workflow.version.clone(), workflow.digest.clone());
        let reaches = profile.accesses.iter().map(|access| access.words()).collect();
        Self { version, digest, reaches }
    }
}

/// The request that IT grants.
#[derive(Debug)]
pub(crate) struct Granting<'a> {
    /// The request's id.
    pub(crate) request: &'a str,
    pub(crate) namespace: &'a str,
    pub(crate) workflow: &'a str,
    /// What it is for.
    pub(crate) purpose: &'a str,
    pub(crate) asked_by: &'a str,
    /// The definition it was asked for.
    pub(crate) definition: Option<Definition>,
}

/// A grant and its state.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The policy that permits it.
    pub policy: String,
    /// The workflow's namespace.
    pub namespace: String,
    /// The workflow's name.
    pub workflow: String,
    /// Digest of the definition that it was requested for.
    pub definition: Option<String>,
    /// The request it was given for.
    pub request: String,
    /// What it is for.
    pub purpose: String,
    /// Who requested it.
    pub asked_by: String,
    /// Who granted it.
    pub by: String,
    /// When, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Its state.
    pub state: GrantState,
    /// Its last day.
    pub expires: String,
    /// When it ends, in milliseconds since the Unix epoch.
    pub ends_at: i64,
    /// Whole days that are left.
    pub days_left: i64,
    /// What it permits, by name.
    pub permits: Vec<String>,
    /// What has changed since it was granted, in words. The grant is paused while there is any.
    pub changes: Vec<String>,
    /// Remarks, which do not pause it.
    pub remarks: Vec<String>,
    /// IT's last confirmation.
    pub confirmed: Option<Confirmation>,
    /// Digest of its referents as granted and as they are now. A confirmation names it.
    pub digest: String,
}

impl Grant {
    /// Refuses the person who requested it.
    fn refuse_own(&self, who: &Principal) -> Result<(), Fault> {
        match who.is_or_speaks_for(&self.asked_by) {
            true => Err(NotYours::Own("asked for it").into()),
            false => Ok(()),
        }
    }

    /// Why this person may not confirm it, though their role may, in words; `None` if they may.
    pub fn why_not(&self, who: &Principal) -> Option<String> {
        self.refuse_own(who).err().map(|error| error.to_string())
    }
}

impl StoredGrant {
    /// The change that keeps it; its document is at `expected`.
    pub(crate) fn put(&self, expected: u64) -> Result<Put, Fault> {
        found::put(GRANTS, &self.policy, expected, self)
    }
}

impl Rules {
    /// Grants, those that end first in front.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn grants(
        &self,
        namespace: Option<&str>,
        beyond: &dyn Beyond,
    ) -> Result<Vec<Grant>, RulesError> {
        let (whole, granted) = (self.activated().await?, self.granted().await?);
        let mut found = Vec::new();
        for grant in &granted.grants {
            if namespace.is_none_or(|wanted| grant.namespace == wanted) {
                found.push(self.shown(grant.clone(), &whole, &granted, beyond));
            }
        }
        found.sort_by(|a, b| (&a.expires, &a.policy).cmp(&(&b.expires, &b.policy)));
        Ok(found)
    }

    /// One grant, by its policy.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn grant_of(&self, policy: &str, beyond: &dyn Beyond) -> Result<Grant, RulesError> {
        let stored = found::find::<StoredGrant>(&*self.store, GRANTS, policy).await?.value;
        let stored = stored.ok_or_else(|| no_grant(policy))?;
        let (whole, granted) = (self.activated().await?, self.granted().await?);
        Ok(self.shown(stored, &whole, &granted, beyond))
    }

    /// Confirms a paused grant: it covers the changed referents and is in force again. `shown` is the digest of the grant as
    /// it was shown.
    ///
    /// # Errors
    /// `NotFound`, `NothingToConfirm`, `NotYours` for the person who requested it, `Changed` when it is another one
    /// than was shown.
    pub(crate) async fn confirm_grant(
        &self,
        who: &Principal,
        policy: &str,
        reason: Option<String>,
        shown: &str,
        beyond: &dyn Beyond,
    ) -> Result<Grant, RulesError> {
        let changing = self.lock().await;
        let Found { value, revision } = found::find::<StoredGrant>(&*self.store, GRANTS, policy).await?;
        let mut stored = value.ok_or_else(|| no_grant(policy))?;
        let (whole, granted) = (self.activated().await?, self.granted().await?);
        let now = self.shown(stored.clone(), &whole, &granted, beyond);
        if now.state != GrantState::ReferentChanged {
            return Err(RulesError::NothingToConfirm(now.state));
        }
        now.refuse_own(who)?;
        if now.digest != shown {
            return Err(Fault::Changed { what: now.changes, digest: now.digest }.into());
        }
        if let Some(permit) = paused::permit_of_grant(&whole, &stored) {
            stored.referents = referents::referents_of_permit(permit, &granted.there);
        }
        let (by, at) = (who.id.clone(), self.clock.now());
        stored.confirmed = Some(Confirmation { by, at, reason, changes: now.changes });
        let granted = granted.with(stored.clone());
        let active = self.active_set().await?;
        let enforcement = self.enforcement(active.value.as_ref(), &granted, &Paused::new()).await?;
        let mut puts = vec![stored.put(revision)?];
        puts.extend(enforcement.puts.iter().cloned());
        self.store.put(puts).await.map_err(conflict)?;
        self.install(&changing, enforcement);
        Ok(self.shown(stored, &whole, &granted, beyond))
    }

    /// A grant for a permit that is about to be put in force, with the permit's referents now; and the revision of its
    /// document.
    pub(crate) async fn new_grant(
        &self,
        who: &Principal,
        granting: Granting<'_>,
        permit: &PolicyDocument,
    ) -> Result<(StoredGrant, u64), RulesError> {
        let grant = StoredGrant {
            policy: permit.policy.clone(),
            digest: permit.digest(),
            namespace: granting.namespace.to_owned(),
            workflow: granting.workflow.to_owned(),
            definition: granting.definition,
            request: granting.request.to_owned(),
            purpose: granting.purpose.to_owned(),
            asked_by: granting.asked_by.to_owned(),
            by: who.id.clone(),
            at: self.clock.now(),
            expires: permit.expires.clone().unwrap_or_default(),
            ends_at: permit.ends_at().unwrap_or_default(),
            referents: referents::referents_of_permit(permit, &self.granted().await?.there),
            confirmed: None,
        };
        let revision = found::find::<StoredGrant>(&*self.store, GRANTS, &grant.policy).await?.revision;
        Ok((grant, revision))
    }

    fn shown(
        &self,
        grant: StoredGrant,
        whole: &CompiledSet,
        granted: &Granted,
        beyond: &dyn Beyond,
    ) -> Grant {
        let left = grant.ends_at - self.clock.now();
        let permit = paused::permit_of_grant(whole, &grant);
        let now =
            permit.map(|permit| referents::referents_of_permit(permit, &granted.there)).unwrap_or_default();
        let changes = match permit {
            Some(_) => referents::changes_of_referents(&grant.referents, &now, &granted.there),
            None => Vec::new(),
        };
        let state = match permit {
            None => GrantState::Superseded,
            Some(_) if left <= 0 => GrantState::Ended,
            Some(_) if !changes.is_empty() => GrantState::ReferentChanged,
            Some(_) if left < SOON => GrantState::EndsSoon,
            Some(_) => GrantState::Active,
        };
        let remarks = remarks_on_grant(&grant, beyond);
        let digest = towpath_access::digest(&json!({
            "policy": grant.policy, "permit": grant.digest, "state": state, "expires": grant.expires,
            "granted": grant.referents, "now": now, "changes": changes,
        }));
        Grant {
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
            ends_at: grant.ends_at,
            days_left: left.max(0) / DAY,
            permits: grant.referents.into_keys().collect(),
            changes,
            remarks,
            confirmed: grant.confirmed,
        }
    }

    /// The activated set, including paused grants.
    async fn activated(&self) -> Result<Arc<CompiledSet>, RulesError> {
        match self.active_set().await?.value {
            Some(active) => self.compiled_set(&active),
            None => Ok(Arc::new(CompiledSet::empty())),
        }
    }

    async fn stored_grants(&self) -> Result<Vec<StoredGrant>, Fault> {
        let documents = self.store.list(GRANTS, "").await?;
        documents.iter().map(|document| decode(&document.content)).collect()
    }
}

/// How the workflow changed since the request. It does not pause the grant: the permit names what it permits, so anything
/// more is refused.
fn remarks_on_grant(grant: &StoredGrant, beyond: &dyn Beyond) -> Vec<String> {
    let now = beyond.live_definition(&grant.namespace, &grant.workflow);
    let (Some(before), Some(now)) = (&grant.definition, now) else { return Vec::new() };
    if now.digest == before.digest {
        return Vec::new();
    }
    let more = if now.reaches.is_subset(&before.reaches) { "" } else { " and reaches more" };
    vec![format!("the workflow is at {} now{more}; it was granted for {}", now.version, before.version)]
}

fn no_grant(policy: &str) -> RulesError {
    RulesError::Fault(Fault::NotFound { what: "grant", name: policy.to_owned() })
}
