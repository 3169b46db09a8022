//! What champions ask IT for: a permit for what was refused, or a system that is not here. A request for access carries
//! the smallest permit that would allow exactly that; IT grants it as it is, narrows it, or says why not.

use serde::{Deserialize, Serialize};
use serde_json::json;
use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{PolicyDocument, PolicyEffect, Verdict, Wish, covers_policy, draft, draft_text};

use crate::definitions::conflict;
use crate::engine::Engine;
use crate::found::{self, Found};
use crate::grants::{Definition, GRANT_PREFIX, Referents, referents_of};
use crate::holds::NotYours;
use crate::types::{EngineError, JudgedAccess};
use crate::versions::decode;

/// Collection of requests, by id.
const REQUESTS: &str = "requests";
/// Days that a grant is for unless IT says otherwise.
const DAYS: i64 = 90;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    /// Somebody has to decide.
    Open,
    /// IT has put a permit in force for it, or has got the system.
    Granted,
    /// IT has said no.
    Rejected,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Asked {
    /// That a workflow may reach what its draft reaches.
    #[serde(rename_all = "camelCase")]
    Access {
        /// The workflow's name.
        workflow: String,
        /// What was refused, in words.
        refused: Vec<String>,
        /// The smallest permit for it; absent where none can be drafted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        permit: Option<String>,
        /// What no permit was drafted for, in words: a policy forbids it, or which host it reaches is known only at run time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        left: Vec<String>,
    },
    /// A system that is not here.
    System {
        /// What it is called.
        system: String,
        /// Which data goes there, or comes from there.
        data: String,
        /// Whose it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        vendor: Option<String>,
    },
}

/// How a request was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestDecision {
    /// Who decided.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// What they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The policy that was put in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The last day of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
    /// Its id.
    pub id: String,
    /// The namespace it is for.
    pub namespace: String,
    /// What is asked for.
    pub asked: Asked,
    /// What it is for.
    pub purpose: String,
    /// Who asks.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Where it stands.
    pub state: RequestState,
    /// How it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<RequestDecision>,
}

/// A request as somebody decides about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRequest {
    /// The request.
    pub request: AccessRequest,
    /// What its permit would reach now, by name; empty once it is decided.
    pub permits: Vec<String>,
    /// Digest of the request and of what these mean.
    pub digest: String,
}

impl Engine {
    /// Asks for what a workflow's draft reaches and policies refuse.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] without a draft, [`EngineError::Invalid`] when it has errors,
    /// [`EngineError::NothingRefused`].
    pub async fn request_access(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        purpose: String,
    ) -> Result<AccessRequest, EngineError> {
        let (denied, secrets) = self.denied_of_draft(who, namespace, name).await?;
        if denied.is_empty() {
            return Err(EngineError::NothingRefused);
        }
        let id = self.inner.clock.run_id().to_string();
        let is_forbidden =
            |access: &JudgedAccess| access.rules.iter().any(|rule| rule.effect == PolicyEffect::Forbid);
        let (forbidden, open): (Vec<&JudgedAccess>, Vec<&JudgedAccess>) =
            denied.iter().partition(|access| is_forbidden(access));
        let at = self.inner.clock.now();
        let wish = Wish {
            policy: &format!("{GRANT_PREFIX}{}", &id[id.len().saturating_sub(12)..]),
            namespace,
            name,
            purpose: &purpose,
            expires: &date(at.saturating_add(DAYS * 24 * 3600 * 1000)),
            secrets: &secrets,
        };
        let open: Vec<_> = open.iter().map(|judged| &judged.access).collect();
        let (permit, undrafted) = draft(&wish, &open);
        let words = |access: &&JudgedAccess| access.access.words();
        let asked = Asked::Access {
            workflow: name.to_owned(),
            refused: denied.iter().map(|judged| judged.access.words()).collect(),
            permit: permit.as_ref().map(draft_text),
            left: forbidden.iter().map(words).chain(undrafted.iter().map(|access| access.words())).collect(),
        };
        self.keep_request(who, id, namespace, asked, purpose).await
    }

    /// Asks for a system that is not here.
    ///
    /// # Errors
    /// The store's.
    pub async fn request_system(
        &self,
        who: &Principal,
        namespace: &str,
        system: String,
        data: String,
        vendor: Option<String>,
        purpose: String,
    ) -> Result<AccessRequest, EngineError> {
        let id = self.inner.clock.run_id().to_string();
        self.keep_request(who, id, namespace, Asked::System { system, data, vendor }, purpose).await
    }

    /// Requests, those that wait longest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn requests(
        &self,
        namespace: Option<&str>,
        state: Option<RequestState>,
    ) -> Result<Vec<ShownRequest>, EngineError> {
        let mut found = Vec::new();
        for document in self.inner.store.list(REQUESTS, "").await? {
            let request: AccessRequest = decode(&document.content)?;
            let is_wanted = namespace.is_none_or(|wanted| request.namespace == wanted)
                && state.is_none_or(|wanted| request.state == wanted);
            if is_wanted {
                found.push(self.shown_of(request).await?);
            }
        }
        found.sort_by_key(|shown| shown.request.at);
        Ok(found)
    }

    /// One request.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn request(&self, id: &str) -> Result<AccessRequest, EngineError> {
        let found = self.inner.store.get(REQUESTS, id).await?;
        let none = || EngineError::NotFound { what: "request", name: id.to_owned() };
        decode(&found.ok_or_else(none)?.content)
    }

    /// One request with what its permit would reach now, and the digest of both, which a decision names.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn shown_request(&self, id: &str) -> Result<ShownRequest, EngineError> {
        self.shown_of(self.request(id).await?).await
    }

    async fn shown_of(&self, request: AccessRequest) -> Result<ShownRequest, EngineError> {
        let permit = match (&request.asked, request.state) {
            (Asked::Access { permit: Some(permit), .. }, RequestState::Open) => {
                PolicyDocument::read(permit).0
            }
            _ => None,
        };
        let referents = match permit {
            Some(permit) => referents_of(&permit, &self.granted().await?.there),
            None => Referents::new(),
        };
        let digest = towpath_access::digest(&json!({ "request": request, "referents": referents }));
        Ok(ShownRequest { request, permits: referents.into_keys().collect(), digest })
    }

    /// Grants a request: a permit is put in force, the drafted one or `permit`, which IT has narrowed. It has to end some
    /// day. What is refused all the same is answered, in words. `shown` is the digest of the request as it was shown.
    ///
    /// The policy, the grant, the set in force and the request change in one transaction.
    ///
    /// # Errors
    /// [`EngineError::NotYours`] for the person who asked, [`EngineError::RequestSettled`], [`EngineError::Changed`] when it is
    /// another one than was shown, [`EngineError::Invalid`] for a permit that has errors or never ends,
    /// [`EngineError::NameTaken`], [`EngineError::Activation`] when its tests fail: nothing changes.
    pub async fn grant(
        &self,
        who: &Principal,
        id: &str,
        permit: Option<String>,
        reason: Option<String>,
        shown: &str,
    ) -> Result<(AccessRequest, Vec<String>), EngineError> {
        // Loading a definition is slow, and what a grant remembers of it stops nothing.
        let asked = self.request(id).await?;
        let definition = match &asked.asked {
            Asked::Access { workflow, .. } => self.definition_of_draft(&asked.namespace, workflow).await?,
            Asked::System { .. } => None,
        };
        let request = {
            let _changing = self.inner.changing.lock().await;
            self.grant_in_lock(who, id, (permit, definition), reason, shown).await?
        };
        let mut left = Vec::new();
        if let Asked::Access { workflow, .. } = &request.asked {
            let author = Principal { id: request.by.clone(), ..who.clone() };
            let (denied, _) =
                self.denied_of_draft(&author, &request.namespace, workflow).await.unwrap_or_default();
            left = denied.iter().map(|judged| judged.access.words()).collect();
        }
        Ok((request, left))
    }

    /// The caller holds `changing`.
    async fn grant_in_lock(
        &self,
        who: &Principal,
        id: &str,
        (permit, definition): (Option<String>, Option<Definition>),
        reason: Option<String>,
        shown: &str,
    ) -> Result<AccessRequest, EngineError> {
        let (request, revision) = self.undecided(who, id, shown).await?;
        let mut decision = RequestDecision {
            by: who.id.clone(),
            at: self.inner.clock.now(),
            reason,
            policy: None,
            expires: None,
        };
        let Asked::Access { workflow, permit: drafted, .. } = &request.asked else {
            let (decided, put) = decided(request, revision, RequestState::Granted, decision)?;
            self.inner.store.put(vec![put]).await.map_err(conflict)?;
            return Ok(decided);
        };
        let text = permit.or_else(|| drafted.clone()).ok_or(EngineError::NoDraft)?;
        let document = grantable(&text)?;
        self.refuse_wider(drafted.as_deref(), &document)?;
        let grant = self.new_grant(who, &request, workflow, definition, &document).await?;
        (decision.policy, decision.expires) = (Some(document.policy.clone()), document.expires);
        let why = format!("request {} of {}: {}", request.id, request.by, request.purpose);
        let (decided, put) = decided(request, revision, RequestState::Granted, decision)?;
        self.permit(who, (document.policy, text), Some(why), grant, vec![put]).await?;
        Ok(decided)
    }

    /// Says no, and why. `shown` is the digest of the request as it was shown.
    ///
    /// # Errors
    /// [`EngineError::NotYours`], [`EngineError::RequestSettled`], [`EngineError::Changed`].
    pub async fn reject_request(
        &self,
        who: &Principal,
        id: &str,
        reason: String,
        shown: &str,
    ) -> Result<AccessRequest, EngineError> {
        let _changing = self.inner.changing.lock().await;
        let (request, revision) = self.undecided(who, id, shown).await?;
        let (by, at, reason) = (who.id.clone(), self.inner.clock.now(), Some(reason));
        let decision = RequestDecision { by, at, reason, policy: None, expires: None };
        let (decided, put) = decided(request, revision, RequestState::Rejected, decision)?;
        self.inner.store.put(vec![put]).await.map_err(conflict)?;
        Ok(decided)
    }

    /// Where policies take two, one alone grants no more than was asked for.
    fn refuse_wider(&self, drafted: Option<&str>, permit: &PolicyDocument) -> Result<(), EngineError> {
        let asked = drafted.and_then(|text| PolicyDocument::read(text).0);
        if !self.inner.second_signer || asked.is_some_and(|asked| covers_policy(&asked, permit)) {
            return Ok(());
        }
        let message = "this server takes two for policies, and one alone grants no more than was asked for";
        let help = "narrow the drafted permit, or save this one as a policy and propose it";
        Err(EngineError::Invalid(vec![Diagnostic::error(codes::TP4039, message).help(help)]))
    }

    /// A request that somebody has to decide, and this one may, with the revision it is at. The caller holds `changing`.
    async fn undecided(
        &self,
        who: &Principal,
        id: &str,
        shown: &str,
    ) -> Result<(AccessRequest, u64), EngineError> {
        let Found { value, revision } = self.inner.find::<AccessRequest>(REQUESTS, id).await?;
        let none = || EngineError::NotFound { what: "request", name: id.to_owned() };
        let now = self.shown_of(value.ok_or_else(none)?).await?;
        if now.request.state != RequestState::Open {
            return Err(EngineError::RequestSettled(now.request.state));
        }
        if who.is_or_speaks_for(&now.request.by) {
            return Err(EngineError::NotYours(NotYours::Own("asked for it")));
        }
        if now.digest != shown {
            // A request is written once: what can be another one is what its permit reaches.
            let what = format!("what its permit reaches means something else: {}", now.permits.join(", "));
            return Err(EngineError::Changed { what: vec![what], digest: now.digest });
        }
        Ok((now.request, revision))
    }

    /// What policies refuse of a draft, and the names of the secrets it may use.
    async fn denied_of_draft(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
    ) -> Result<(Vec<JudgedAccess>, Vec<String>), EngineError> {
        let draft = self.draft(namespace, name).await?;
        let loaded = self.load(&draft.source, &[]).await?;
        if !loaded.report.is_ok() {
            return Err(EngineError::Invalid(loaded.report.diagnostics));
        }
        let report = self.report(namespace, &who.id, &loaded.report, &[]);
        let denied = report.accesses.into_iter().filter(|access| access.verdict == Verdict::Denied).collect();
        let secrets = loaded.report.profile.map(|profile| profile.secrets).unwrap_or_default();
        Ok((denied, secrets))
    }

    async fn keep_request(
        &self,
        who: &Principal,
        id: String,
        namespace: &str,
        asked: Asked,
        purpose: String,
    ) -> Result<AccessRequest, EngineError> {
        let request = AccessRequest {
            id: id.clone(),
            namespace: namespace.to_owned(),
            asked,
            purpose,
            by: who.id.clone(),
            at: self.inner.clock.now(),
            state: RequestState::Open,
            decision: None,
        };
        self.inner.store.put(vec![found::put(REQUESTS, &id, 0, &request)?]).await?;
        Ok(request)
    }
}

/// A request that is decided, and the change that keeps it. Pure.
fn decided(
    request: AccessRequest,
    revision: u64,
    state: RequestState,
    decision: RequestDecision,
) -> Result<(AccessRequest, Put), EngineError> {
    let decided = AccessRequest { state, decision: Some(decision), ..request };
    let put = found::put(REQUESTS, &decided.id, revision, &decided)?;
    Ok((decided, put))
}

/// A permit that may be granted. Pure.
fn grantable(text: &str) -> Result<PolicyDocument, EngineError> {
    let (document, diagnostics) = PolicyDocument::read(text);
    let Some(document) = document else { return Err(EngineError::Invalid(diagnostics)) };
    if document.effect != Some(PolicyEffect::Permit) || document.expires.is_none() || document.owner.is_some()
    {
        let message =
            "a grant is a permit of IT that ends: it needs `effect: permit` and `expires`, and no `owner`";
        return Err(EngineError::Invalid(vec![Diagnostic::error(codes::TP4039, message)]));
    }
    Ok(document)
}

/// `2027-03-31`, in UTC.
fn date(milliseconds: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
