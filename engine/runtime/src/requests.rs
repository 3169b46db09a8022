//! What champions ask IT for: a permit for what was refused, or a system that is not here. A request for access carries
//! the smallest permit that would allow exactly that; IT grants it as it is, narrows it, or says why not.

use serde::{Deserialize, Serialize};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{PolicyDocument, PolicyEffect, Verdict, Wish, covers_policy, draft, draft_text};

use crate::definitions::conflict;
use crate::engine::Engine;
use crate::holds::NotYours;
use crate::types::{EngineError, JudgedAccess};
use crate::versions::{decode, encode};

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
        let denied = self.denied_of_draft(who, namespace, name).await?;
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
            policy: &format!("grant-{}", &id[id.len().saturating_sub(12)..]),
            namespace,
            name,
            purpose: &purpose,
            expires: &date(at.saturating_add(DAYS * 24 * 3600 * 1000)),
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
    ) -> Result<Vec<AccessRequest>, EngineError> {
        let mut found = Vec::new();
        for document in self.inner.store.list(REQUESTS, "").await? {
            let request: AccessRequest = decode(&document.content)?;
            let is_wanted = namespace.is_none_or(|wanted| request.namespace == wanted)
                && state.is_none_or(|wanted| request.state == wanted);
            if is_wanted {
                found.push(request);
            }
        }
        found.sort_by_key(|request| request.at);
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

    /// Grants a request: a permit is put in force, the drafted one or `permit`, which IT has narrowed. It has to end some
    /// day. What is refused all the same is answered, in words.
    ///
    /// # Errors
    /// [`EngineError::NotYours`] for whoever asked, [`EngineError::RequestSettled`], [`EngineError::Invalid`] for a permit
    /// that has errors or never ends, [`EngineError::Activation`].
    pub async fn grant(
        &self,
        who: &Principal,
        id: &str,
        permit: Option<String>,
        reason: Option<String>,
    ) -> Result<(AccessRequest, Vec<String>), EngineError> {
        let request = self.undecided(who, id).await?;
        let mut decision = RequestDecision {
            by: who.id.clone(),
            at: self.inner.clock.now(),
            reason,
            policy: None,
            expires: None,
        };
        let mut left = Vec::new();
        if let Asked::Access { workflow, permit: drafted, .. } = &request.asked {
            let text = permit.or_else(|| drafted.clone()).ok_or(EngineError::NoDraft)?;
            let (document, diagnostics) = PolicyDocument::read(&text);
            let Some(document) = document else { return Err(EngineError::Invalid(diagnostics)) };
            if document.effect != Some(PolicyEffect::Permit) || document.expires.is_none() {
                let message = "a grant is a permit that ends: it needs `effect: permit` and `expires`";
                return Err(EngineError::Invalid(vec![Diagnostic::error(codes::TP4039, message)]));
            }
            self.refuse_wider(drafted.as_deref(), &document)?;
            self.put_policy(who, &document.policy, text.clone(), Some(0)).await?;
            let why = format!("request {} of {}: {}", request.id, request.by, request.purpose);
            self.keep_grant(who, &request, workflow, &document).await?;
            self.permit(who, document.policy.clone(), text, Some(why)).await?;
            (decision.policy, decision.expires) = (Some(document.policy), document.expires);
            let author = Principal { id: request.by.clone(), ..who.clone() };
            let denied =
                self.denied_of_draft(&author, &request.namespace, workflow).await.unwrap_or_default();
            left = denied.iter().map(|judged| judged.access.words()).collect();
        }
        let request = self.decide_request(request, RequestState::Granted, decision).await?;
        Ok((request, left))
    }

    /// Says no, and why.
    ///
    /// # Errors
    /// [`EngineError::NotYours`], [`EngineError::RequestSettled`].
    pub async fn reject_request(
        &self,
        who: &Principal,
        id: &str,
        reason: String,
    ) -> Result<AccessRequest, EngineError> {
        let request = self.undecided(who, id).await?;
        let (by, at, reason) = (who.id.clone(), self.inner.clock.now(), Some(reason));
        let decision = RequestDecision { by, at, reason, policy: None, expires: None };
        self.decide_request(request, RequestState::Rejected, decision).await
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

    /// A request that somebody has to decide, and this one may.
    async fn undecided(&self, who: &Principal, id: &str) -> Result<AccessRequest, EngineError> {
        let request = self.request(id).await?;
        if request.state != RequestState::Open {
            return Err(EngineError::RequestSettled(request.state));
        }
        if who.is_or_speaks_for(&request.by) {
            return Err(EngineError::NotYours(NotYours::Own("asked for it")));
        }
        Ok(request)
    }

    /// What policies refuse of a draft.
    async fn denied_of_draft(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
    ) -> Result<Vec<JudgedAccess>, EngineError> {
        let draft = self.draft(namespace, name).await?;
        let loaded = self.load(&draft.source, &[]).await?;
        if !loaded.report.is_ok() {
            return Err(EngineError::Invalid(loaded.report.diagnostics));
        }
        let report = self.report(namespace, &who.id, &loaded.report, &[]);
        Ok(report.accesses.into_iter().filter(|access| access.verdict == Verdict::Denied).collect())
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
        let content = Some(encode(&request)?);
        let put = Put { collection: REQUESTS.to_owned(), key: id, expected: Some(0), content };
        self.inner.store.put(vec![put]).await?;
        Ok(request)
    }

    async fn decide_request(
        &self,
        request: AccessRequest,
        state: RequestState,
        decision: RequestDecision,
    ) -> Result<AccessRequest, EngineError> {
        // Two who decide at once: the second is told that it is settled.
        let _changing = self.inner.changing.lock().await;
        let now = self.request(&request.id).await?.state;
        if now != RequestState::Open {
            return Err(EngineError::RequestSettled(now));
        }
        let decided = AccessRequest { state, decision: Some(decision), ..request };
        let content = Some(encode(&decided)?);
        let put = Put { collection: REQUESTS.to_owned(), key: decided.id.clone(), expected: None, content };
        self.inner.store.put(vec![put]).await.map_err(conflict)?;
        Ok(decided)
    }
}

/// `2027-03-31`, in UTC.
fn date(milliseconds: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
