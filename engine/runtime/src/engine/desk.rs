//! The engine's calls about what people submit and decide: publishing, reviews, states of versions, owners, requests,
//! notices. The desk answers them.

use towpath_identity::Principal;

use super::{Engine, EngineError};
use crate::catalog::Ownership;
use crate::desk::{
    AccessRequest, Decided, Notice, Publication, RequestState, Review, ReviewInFull, ReviewVerdict,
    ShownRequest,
};
use crate::version::{PublishedVersion, ReviewState, VersionState};

impl Engine {
    /// Publishes the draft: from then on callers get it, unless somebody has to approve it first.
    ///
    /// # Errors
    /// `Invalid`, `Denied`, `VersionTaken`, `Mismatch`, `Conflict` when the draft is not at `revision`, `Settled`
    /// when this very version was rejected, `NotPublished` when it is suspended or retired, `Overtaken` when an
    /// integration that it uses changed meanwhile.
    pub async fn publish(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        revision: Option<u64>,
    ) -> Result<Publication, EngineError> {
        Ok(self.desk.publish(who, namespace, name, revision).await?)
    }

    /// Reviews, those that wait longest first. Without a state: all of them.
    ///
    /// # Errors
    /// The store's.
    pub async fn reviews(
        &self,
        namespace: Option<&str>,
        state: Option<ReviewState>,
    ) -> Result<Vec<Review>, EngineError> {
        Ok(self.desk.reviews(namespace, state).await?)
    }

    /// A review, with the text that is live now and what the version would reach more and less than that.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn review(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<ReviewInFull, EngineError> {
        Ok(self.desk.review(namespace, name, version).await?)
    }

    /// The digest of what matters to a decision about a review.
    pub fn review_digest(&self, review: &Review) -> String {
        self.desk.review_digest(review)
    }

    /// Decides a review, as far as `who` may. `shown` is the digest of what they were shown. With the last approval the
    /// version goes live in the same commit if policies still permit it; where they do not, nothing is decided.
    ///
    /// # Errors
    /// `NotFound`, `NotYours`, `Settled` when nobody has to decide any more, `Changed` when it is not what was shown,
    /// and the errors of publishing.
    pub async fn decide_review(
        &self,
        who: &Principal,
        place: (&str, &str, &str),
        verdict: ReviewVerdict,
        comment: Option<String>,
        shown: &str,
    ) -> Result<Decided, EngineError> {
        Ok(self.desk.decide_review(who, place, verdict, comment, shown).await?)
    }

    /// Puts a published version into another state. The same state with another reason keeps the new reason.
    ///
    /// # Errors
    /// `NotFound`, `Standing` when the version cannot get there.
    pub async fn set_state(
        &self,
        who: &Principal,
        place: (&str, &str, &str),
        state: VersionState,
        reason: Option<String>,
    ) -> Result<PublishedVersion, EngineError> {
        Ok(self.desk.set_state(who, place, state, reason).await?)
    }

    /// Makes an earlier version the one that callers get who name none.
    ///
    /// # Errors
    /// `NotFound`, `Standing` when that version cannot be called, `SettingsMisfit` when it does not take the settings
    /// in force.
    pub async fn roll_back(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<PublishedVersion, EngineError> {
        Ok(self.desk.roll_back((namespace, name, version)).await?)
    }

    /// Hands a workflow over: its owner, its deputy or IT may. The new owner and the one before get a notice.
    ///
    /// # Errors
    /// `NotFound`, `NotYours`, `Conflict` when it is not at `revision`.
    pub async fn hand_over(
        &self,
        who: &Principal,
        place: (&str, &str),
        owner: String,
        deputy: Option<String>,
        revision: Option<u64>,
    ) -> Result<Ownership, EngineError> {
        Ok(self.desk.hand_over(who, place, (owner, deputy), revision).await?)
    }

    /// Requests what a workflow's draft reaches and policies refuse.
    ///
    /// # Errors
    /// `NotFound` without a draft, `Invalid` when it has errors, `NothingRefused`.
    pub async fn request_access(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        purpose: String,
    ) -> Result<AccessRequest, EngineError> {
        Ok(self.desk.request_access(who, namespace, name, purpose).await?)
    }

    /// Requests a system that has no integration yet.
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
        Ok(self.desk.request_system(who, namespace, system, data, vendor, purpose).await?)
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
        Ok(self.desk.requests(namespace, state).await?)
    }

    /// One request.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn request(&self, id: &str) -> Result<AccessRequest, EngineError> {
        Ok(self.desk.request(id).await?)
    }

    /// One request with what its permit would reach now, and the digest of both, which a decision names.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn shown_request(&self, id: &str) -> Result<ShownRequest, EngineError> {
        Ok(self.desk.shown_request(id).await?)
    }

    /// Grants a request: puts a permit in force, the drafted one or `permit`, which IT has narrowed. Returns also, in words,
    /// what is refused all the same. `shown` is the digest of the request as it was shown.
    ///
    /// # Errors
    /// `NotYours` for the person who asked, `RequestSettled`, `Changed` when it is another one than was shown,
    /// `Invalid` for a permit that has errors or never ends, `NameTaken`, `Activation` when its tests fail: nothing
    /// changes.
    pub async fn grant(
        &self,
        who: &Principal,
        id: &str,
        permit: Option<String>,
        reason: Option<String>,
        shown: &str,
    ) -> Result<(AccessRequest, Vec<String>), EngineError> {
        Ok(self.desk.grant(who, id, permit, reason, shown).await?)
    }

    /// Rejects a request, with a reason. `shown` is the digest of the request as it was shown.
    ///
    /// # Errors
    /// `NotYours`, `RequestSettled`, `Changed`.
    pub async fn reject_request(
        &self,
        who: &Principal,
        id: &str,
        reason: String,
        shown: &str,
    ) -> Result<AccessRequest, EngineError> {
        Ok(self.desk.reject_request(who, id, reason, shown).await?)
    }

    /// Notices, newest first: to one principal, or to everybody; those nobody has seen, or all.
    ///
    /// # Errors
    /// The store's.
    pub async fn notices(&self, to: Option<&str>, all: bool) -> Result<Vec<Notice>, EngineError> {
        Ok(self.desk.notices(to, all).await?)
    }

    /// Records that a notice was seen.
    ///
    /// # Errors
    /// `NotFound` when there is none, or it is not to them.
    pub async fn seen(&self, who: &Principal, id: &str) -> Result<Notice, EngineError> {
        Ok(self.desk.seen(who, id).await?)
    }
}
