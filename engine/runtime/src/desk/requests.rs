//! Requests of champions to IT: for a permit for refused accesses, or for a system that has no integration yet. A request
//! for access carries the smallest permit for exactly that; IT grants it as it is, narrows it, or rejects it with a reason.

mod made;

use serde::{Deserialize, Serialize};
use serde_json::json;
use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{PolicyDocument, PolicyEffect, StaticOutcome, Wish, covers_policy, draft, draft_text};

use super::Desk;
use crate::catalog::CatalogError;
use crate::changing::ChangeGuard;
use crate::desk::DeskError;
use crate::fault::Fault;
use crate::found::{self, Found, conflict, decode};
use crate::rules::grants::{Definition, GRANT_PREFIX, Granting, Referents, referents_of};
use crate::types::EvaluatedAccess;

/// Collection of requests, by id.
const REQUESTS: &str = "requests";
/// Days that a grant lasts unless IT sets another end.
const DAYS: i64 = 90;

/// The state of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    /// Somebody has to decide.
    Open,
    /// IT has put a permit in force for it, or has connected the system.
    Granted,
    /// IT has rejected it.
    Rejected,
}

/// What is requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Asked {
    /// A workflow needs the accesses that its draft reaches.
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
    /// A system that has no integration yet.
    System {
        /// What it is called.
        system: String,
        /// Which data goes there, or comes from there.
        data: String,
        /// Who makes or runs it.
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
    /// Their reason.
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
    /// What is requested.
    pub asked: Asked,
    /// Its purpose.
    pub purpose: String,
    /// Who requests it.
    pub by: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Its state.
    pub state: RequestState,
    /// How it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<RequestDecision>,
}

/// A request as it is shown to the person who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRequest {
    /// The request.
    pub request: AccessRequest,
    /// What its permit would reach now, by name; empty once it is decided.
    pub permits: Vec<String>,
    /// Digest of the request and of the operations that its permit would reach.
    pub digest: String,
}

impl Desk {
    /// Requests what a workflow's draft reaches and policies refuse.
    ///
    /// # Errors
    /// `NotFound` without a draft, `Invalid` when it has errors, `NothingRefused`.
    pub(crate) async fn request_access(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        purpose: String,
    ) -> Result<AccessRequest, DeskError> {
        let (denied, secrets) = self.denied_of_draft(who, namespace, name).await?;
        if denied.is_empty() {
            return Err(DeskError::NothingRefused);
        }
        let id = self.context.new_id();
        let is_forbidden =
            |access: &EvaluatedAccess| access.rules.iter().any(|rule| rule.effect == PolicyEffect::Forbid);
        let (forbidden, open): (Vec<&EvaluatedAccess>, Vec<&EvaluatedAccess>) =
            denied.iter().partition(|access| is_forbidden(access));
        let at = self.context.now();
        let wish = Wish {
            policy: &format!("{GRANT_PREFIX}{}", &id[id.len().saturating_sub(12)..]),
            namespace,
            name,
            purpose: &purpose,
            expires: &date(at.saturating_add(DAYS * 24 * 3600 * 1000)),
            secrets: &secrets,
        };
        let open: Vec<_> = open.iter().map(|evaluated| &evaluated.access).collect();
        let (permit, undrafted) = draft(&wish, &open);
        let words = |access: &&EvaluatedAccess| access.access.words();
        let asked = Asked::Access {
            workflow: name.to_owned(),
            refused: denied.iter().map(|evaluated| evaluated.access.words()).collect(),
            permit: permit.as_ref().map(draft_text),
            left: forbidden.iter().map(words).chain(undrafted.iter().map(|access| access.words())).collect(),
        };
        self.keep_request(who, id, namespace, asked, purpose).await
    }

    /// Requests a system that has no integration yet.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn request_system(
        &self,
        who: &Principal,
        namespace: &str,
        system: String,
        data: String,
        vendor: Option<String>,
        purpose: String,
    ) -> Result<AccessRequest, DeskError> {
        let id = self.context.new_id();
        self.keep_request(who, id, namespace, Asked::System { system, data, vendor }, purpose).await
    }

    /// Requests, those that wait longest first.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn requests(
        &self,
        namespace: Option<&str>,
        state: Option<RequestState>,
    ) -> Result<Vec<ShownRequest>, DeskError> {
        let mut found = Vec::new();
        for document in self.documents.list(REQUESTS, "").await? {
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
    /// `NotFound`.
    pub(crate) async fn request(&self, id: &str) -> Result<AccessRequest, DeskError> {
        let found = self.documents.get(REQUESTS, id).await?;
        let none = || DeskError::Fault(Fault::NotFound { what: "request", name: id.to_owned() });
        Ok(decode(&found.ok_or_else(none)?.content)?)
    }

    /// One request with what its permit would reach now, and the digest of both, which a decision names.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn shown_request(&self, id: &str) -> Result<ShownRequest, DeskError> {
        self.shown_of(self.request(id).await?).await
    }

    async fn shown_of(&self, request: AccessRequest) -> Result<ShownRequest, DeskError> {
        let permit = match (&request.asked, request.state) {
            (Asked::Access { permit: Some(permit), .. }, RequestState::Open) => {
                PolicyDocument::read(permit).0
            }
            _ => None,
        };
        let referents = match permit {
            Some(permit) => referents_of(&permit, &self.rules.granted().await?.there),
            None => Referents::new(),
        };
        let digest = towpath_access::digest(&json!({ "request": request, "referents": referents }));
        Ok(ShownRequest { request, permits: referents.into_keys().collect(), digest })
    }

    /// Grants a request: puts a permit in force, the drafted one or `permit`, which IT has narrowed. It needs an end. Returns
    /// also, in words, what is refused all the same. `shown` is the digest of the request as it was shown.
    ///
    /// The policy, the grant, the set in force and the request change in one transaction.
    ///
    /// # Errors
    /// `NotYours` for the person who requested it, `RequestSettled`, `Changed` when it is another one than was shown,
    /// `Invalid` for a permit that has errors or never ends, `NameTaken`, `Activation` when its tests fail: nothing
    /// changes.
    pub(crate) async fn grant(
        &self,
        who: &Principal,
        id: &str,
        permit: Option<String>,
        reason: Option<String>,
        shown: &str,
    ) -> Result<(AccessRequest, Vec<String>), DeskError> {
        // Loading a definition is slow, so it happens before the lock. The grant keeps it as information only.
        let asked = self.request(id).await?;
        let definition = match &asked.asked {
            Asked::Access { workflow, .. } => self.definition_of_draft(&asked.namespace, workflow).await?,
            Asked::System { .. } => None,
        };
        let request = {
            let changing = self.rules.lock().await;
            self.grant_in_lock(&changing, who, id, (permit, definition), reason, shown).await?
        };
        let mut left = Vec::new();
        if let Asked::Access { workflow, .. } = &request.asked {
            let author = Principal { id: request.by.clone(), ..who.clone() };
            let (denied, _) =
                self.denied_of_draft(&author, &request.namespace, workflow).await.unwrap_or_default();
            left = denied.iter().map(|evaluated| evaluated.access.words()).collect();
        }
        Ok((request, left))
    }

    async fn grant_in_lock(
        &self,
        changing: &ChangeGuard<'_>,
        who: &Principal,
        id: &str,
        (permit, definition): (Option<String>, Option<Definition>),
        reason: Option<String>,
        shown: &str,
    ) -> Result<AccessRequest, DeskError> {
        let (request, revision) = self.undecided(changing, who, id, shown).await?;
        let mut decision = RequestDecision {
            by: who.id.clone(),
            at: self.context.now(),
            reason,
            policy: None,
            expires: None,
        };
        let Asked::Access { workflow, permit: drafted, .. } = &request.asked else {
            let (decided, put) = decided(request, revision, RequestState::Granted, decision)?;
            self.documents.put(vec![put]).await.map_err(conflict)?;
            return Ok(decided);
        };
        let text = permit.or_else(|| drafted.clone()).ok_or(DeskError::NoDraft)?;
        let document = grantable(&text)?;
        self.refuse_wider(drafted.as_deref(), &document)?;
        let granting = Granting {
            request: &request.id,
            namespace: &request.namespace,
            workflow,
            purpose: &request.purpose,
            asked_by: &request.by,
            definition,
        };
        let grant = self.rules.new_grant(who, granting, &document).await?;
        (decision.policy, decision.expires) = (Some(document.policy.clone()), document.expires);
        let why = format!("request {} of {}: {}", request.id, request.by, request.purpose);
        let (decided, put) = decided(request, revision, RequestState::Granted, decision)?;
        self.rules.permit(changing, who, (document.policy, text), Some(why), grant, vec![put]).await?;
        Ok(decided)
    }

    /// Rejects a request, with a reason. `shown` is the digest of the request as it was shown.
    ///
    /// # Errors
    /// `NotYours`, `RequestSettled`, `Changed`.
    pub(crate) async fn reject_request(
        &self,
        who: &Principal,
        id: &str,
        reason: String,
        shown: &str,
    ) -> Result<AccessRequest, DeskError> {
        let changing = self.rules.lock().await;
        let (request, revision) = self.undecided(&changing, who, id, shown).await?;
        let (by, at, reason) = (who.id.clone(), self.context.now(), Some(reason));
        let decision = RequestDecision { by, at, reason, policy: None, expires: None };
        let (decided, put) = decided(request, revision, RequestState::Rejected, decision)?;
        self.documents.put(vec![put]).await.map_err(conflict)?;
        Ok(decided)
    }

    /// Refuses a permit that is wider than the drafted one where two people put policies in force.
    fn refuse_wider(&self, drafted: Option<&str>, permit: &PolicyDocument) -> Result<(), DeskError> {
        let asked = drafted.and_then(|text| PolicyDocument::read(text).0);
        if !self.rules.takes_two() || asked.is_some_and(|asked| covers_policy(&asked, permit)) {
            return Ok(());
        }
        let message = "this server takes two for policies, and one alone grants no more than was asked for";
        let help = "narrow the drafted permit, or save this one as a policy and propose it";
        Err(Fault::Invalid(vec![Diagnostic::error(codes::TP4039, message).help(help)]).into())
    }

    /// A request that is open and that `who` may decide, with its revision.
    async fn undecided(
        &self,
        _: &ChangeGuard<'_>,
        who: &Principal,
        id: &str,
        shown: &str,
    ) -> Result<(AccessRequest, u64), DeskError> {
        let Found { value, revision } = found::find::<AccessRequest>(&*self.documents, REQUESTS, id).await?;
        let none = || DeskError::Fault(Fault::NotFound { what: "request", name: id.to_owned() });
        let now = self.shown_of(value.ok_or_else(none)?).await?;
        if now.request.state != RequestState::Open {
            return Err(DeskError::RequestSettled(now.request.state));
        }
        now.request.refuse_own(who)?;
        if now.digest != shown {
            // A request is written once, so only what its permit reaches can have changed.
            let what = format!("what its permit reaches means something else: {}", now.permits.join(", "));
            return Err(Fault::Changed { what: vec![what], digest: now.digest }.into());
        }
        Ok((now.request, revision))
    }

    /// What policies refuse of a draft, and the names of the secrets it may use.
    async fn denied_of_draft(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
    ) -> Result<(Vec<EvaluatedAccess>, Vec<String>), DeskError> {
        let draft = self.catalog.draft(namespace, name).await?;
        let read = self.catalog.read(&draft.source, &[]).await?;
        if !read.is_ok() {
            return Err(Fault::Invalid(read.diagnostics).into());
        }
        let report = self.catalog.report(namespace, &who.id, &read, &[]);
        let denied =
            report.accesses.into_iter().filter(|access| access.verdict == StaticOutcome::Denied).collect();
        let secrets = read.profile.map(|profile| profile.secrets).unwrap_or_default();
        Ok((denied, secrets))
    }

    /// The definition whose draft a request was made for; nothing where it does not exist or cannot be read any more.
    async fn definition_of_draft(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Definition>, DeskError> {
        let draft = match self.catalog.draft(namespace, name).await {
            Ok(draft) => draft,
            Err(CatalogError::Fault(Fault::NotFound { .. })) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let report = self.catalog.load(&draft.source, &[]).await?.report;
        let (Some(workflow), Some(profile)) = (report.workflow, report.profile) else { return Ok(None) };
        Ok(Some(Definition::new(&workflow, &profile)))
    }

    async fn keep_request(
        &self,
        who: &Principal,
        id: String,
        namespace: &str,
        asked: Asked,
        purpose: String,
    ) -> Result<AccessRequest, DeskError> {
        let request = AccessRequest {
            id: id.clone(),
            namespace: namespace.to_owned(),
            asked,
            purpose,
            by: who.id.clone(),
            at: self.context.now(),
            state: RequestState::Open,
            decision: None,
        };
        self.documents.put(vec![found::put(REQUESTS, &id, 0, &request)?]).await?;
        Ok(request)
    }
}

/// A request after its decision, and the change that stores it. Pure.
fn decided(
    request: AccessRequest,
    revision: u64,
    state: RequestState,
    decision: RequestDecision,
) -> Result<(AccessRequest, Put), DeskError> {
    let decided = AccessRequest { state, decision: Some(decision), ..request };
    let put = found::put(REQUESTS, &decided.id, revision, &decided)?;
    Ok((decided, put))
}

/// A permit that may be granted. Pure.
fn grantable(text: &str) -> Result<PolicyDocument, DeskError> {
    let (document, diagnostics) = PolicyDocument::read(text);
    let Some(document) = document else { return Err(Fault::Invalid(diagnostics).into()) };
    if document.effect != Some(PolicyEffect::Permit) || document.expires.is_none() || document.owner.is_some()
    {
        let message =
            "a grant is a permit of IT that ends: it needs `effect: permit` and `expires`, and no `owner`";
        return Err(Fault::Invalid(vec![Diagnostic::error(codes::TP4039, message)]).into());
    }
    Ok(document)
}

/// `2027-03-31`, in UTC.
fn date(milliseconds: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
