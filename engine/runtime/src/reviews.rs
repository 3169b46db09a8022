//! Versions that somebody has to approve before they go live: what a policy with `effect: review` asks for.
//!
//! A review holds the version as it was submitted, with everything that was fetched for it. An approval names the
//! version, its profile and the rule it satisfies, each by digest: any other revision of the policies leaves it alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_access::{Profile, Reach};
use towpath_identity::Principal;
use towpath_journal::{Digest, Put};
use towpath_policies::Awaiting;
use towpath_wire::Identity;

use crate::engine::{Engine, Inner};
use crate::holds::{NotYours, may_sign, others};
use crate::types::{EngineError, Publication};
use crate::versions::{decode, encode, version_key};

/// Collection of reviews, key `namespace/name@version`.
const REVIEWS: &str = "reviews";

/// Where a review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ReviewState {
    /// Somebody has to look at it.
    InReview,
    /// It goes on when its author has changed something, or submits it again.
    ChangesRequested,
    /// It will not go live as it is.
    Rejected,
    /// It is live.
    Published,
}

/// An approval of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// The policy's name.
    pub policy: String,
    /// Digest of the rule it satisfies.
    pub rule: String,
    /// Digest of the profile that was looked at.
    pub profile: String,
    /// The principal who approved.
    pub by: String,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// Something that happened in a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewNote {
    /// Where the review stood afterwards.
    pub state: ReviewState,
    /// Who did it.
    pub by: String,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

impl ReviewNote {
    /// It was submitted.
    pub(crate) fn submitted(by: &str, at: i64) -> Self {
        Self { state: ReviewState::InReview, by: by.to_owned(), comment: None, at }
    }
}

impl Approval {
    /// What nobody has to give for a trial.
    pub(crate) fn of_trial(awaiting: &Awaiting, at: i64) -> Self {
        Self {
            policy: awaiting.policy.clone(),
            rule: awaiting.digest.clone(),
            profile: String::new(),
            by: "trial".to_owned(),
            comment: None,
            at,
        }
    }
}

/// A version that somebody has to approve.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// Which workflow, which version, which digest.
    pub workflow: Identity,
    /// Who submitted it.
    pub author: String,
    /// The text.
    pub source: String,
    /// Everything it can reach.
    pub profile: Profile,
    /// What was fetched for it, by URL.
    #[serde(default)]
    pub(crate) resources: BTreeMap<String, Digest>,
    /// Milliseconds since the Unix epoch.
    pub submitted_at: i64,
    /// Where it stands.
    pub state: ReviewState,
    /// The rules that nobody has approved it for yet.
    pub awaiting: Vec<Awaiting>,
    /// Approvals so far.
    #[serde(default)]
    pub approvals: Vec<Approval>,
    /// What happened, in order.
    #[serde(default)]
    pub history: Vec<ReviewNote>,
}

/// What somebody says in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may go live, as far as they decide.
    Approve,
    /// Something has to change.
    RequestChanges,
    /// It may not go live.
    Reject,
}

impl Review {
    /// Digests of the rules it was approved for. An approval of another profile is none.
    pub(crate) fn approved_rules(&self) -> Vec<String> {
        let profile = self.profile.digest();
        let valid = self.approvals.iter().filter(|approval| approval.profile == profile);
        valid.map(|approval| approval.rule.clone()).collect()
    }

    fn note(&mut self, state: ReviewState, by: &str, comment: Option<String>, at: i64) {
        self.state = state;
        self.history.push(ReviewNote { state, by: by.to_owned(), comment, at });
    }
}

impl Engine {
    /// Reviews, those that wait longest first. Without a state: all of them.
    ///
    /// # Errors
    /// The store's.
    pub async fn reviews(
        &self,
        namespace: Option<&str>,
        state: Option<ReviewState>,
    ) -> Result<Vec<Review>, EngineError> {
        let prefix = namespace.map(|namespace| format!("{namespace}/")).unwrap_or_default();
        let mut found = Vec::new();
        for document in self.inner.store.list(REVIEWS, &prefix).await? {
            let review: Review = decode(&document.content)?;
            if state.is_none_or(|wanted| review.state == wanted) {
                found.push(review);
            }
        }
        found.sort_by_key(|review| review.submitted_at);
        Ok(found)
    }

    /// A review, with the text that is live now and what the version would reach more and less than that.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn review(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<(Review, Option<String>, Reach), EngineError> {
        let review = self
            .inner
            .review(namespace, name, version)
            .await?
            .ok_or_else(|| none(namespace, name, version))?;
        let live = match self.inner.latest(namespace, name) {
            Ok(latest) => self.inner.stored(namespace, name, &latest.published.workflow.version).await?,
            Err(_) => None,
        };
        let before = live.as_ref().map(|live| live.profile.clone()).unwrap_or_default();
        let reach = Reach::between(&before, &review.profile);
        Ok((review, live.map(|live| live.source), reach))
    }

    /// Decides a review, as far as `who` may. With the last approval the version goes live, if policies still let it.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::NotYours`], [`EngineError::Settled`] when nobody has to decide any
    /// more, and what publishing may answer.
    pub async fn decide_review(
        &self,
        who: &Principal,
        place: (&str, &str, &str),
        verdict: Verdict,
        comment: Option<String>,
    ) -> Result<(Review, Option<Publication>), EngineError> {
        let (namespace, name, version) = place;
        let changing = self.inner.changing.lock().await;
        let mut review = self
            .inner
            .review(namespace, name, version)
            .await?
            .ok_or_else(|| none(namespace, name, version))?;
        if review.state != ReviewState::InReview {
            return Err(EngineError::Settled(review.state));
        }
        // INVARIANT: principals are compared, inside of the lock: nobody approves what they submitted.
        if who.is_or_speaks_for(&review.author) {
            return Err(EngineError::NotYours(NotYours::Own("submitted a version")));
        }
        let yours: Vec<Awaiting> =
            review.awaiting.iter().filter(|rule| may_sign(who, &rule.approvers)).cloned().collect();
        if yours.is_empty() {
            return Err(EngineError::NotYours(others(&review.awaiting)));
        }
        let at = self.inner.clock.now();
        match verdict {
            Verdict::RequestChanges => review.note(ReviewState::ChangesRequested, &who.id, comment, at),
            Verdict::Reject => review.note(ReviewState::Rejected, &who.id, comment, at),
            Verdict::Approve => {
                let profile = review.profile.digest();
                for rule in yours {
                    review.approvals.push(Approval {
                        policy: rule.policy,
                        rule: rule.digest.clone(),
                        profile: profile.clone(),
                        by: who.id.clone(),
                        comment: comment.clone(),
                        at,
                    });
                    review.awaiting.retain(|open| open.digest != rule.digest);
                }
                review.note(ReviewState::InReview, &who.id, comment, at);
            }
        }
        self.inner.keep_review(&review).await?;
        drop(changing);
        if verdict != Verdict::Approve || !review.awaiting.is_empty() {
            return Ok((review, None));
        }
        let publication = self.publish_reviewed(&review).await?;
        let review = self.inner.review(namespace, name, version).await?.unwrap_or(review);
        Ok((review, Some(publication)))
    }
}

impl Inner {
    pub(crate) async fn review(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<Option<Review>, EngineError> {
        let document = self.store.get(REVIEWS, &version_key(namespace, name, version)).await?;
        document.map(|document| decode(&document.content)).transpose()
    }

    pub(crate) async fn keep_review(&self, review: &Review) -> Result<(), EngineError> {
        self.store.put(vec![review.put()?]).await?;
        Ok(())
    }
}

impl Review {
    /// The change that keeps it.
    pub(crate) fn put(&self) -> Result<Put, EngineError> {
        let Identity { namespace, name, version, .. } = &self.workflow;
        Ok(Put {
            collection: REVIEWS.to_owned(),
            key: version_key(namespace, name, version),
            expected: None,
            content: Some(encode(self)?),
        })
    }

    /// The same version is submitted, again or for the first time: what was approved stays approved as long as text
    /// and profile are the same.
    pub(crate) fn submitted(before: Option<Self>, new: Self) -> Result<Self, EngineError> {
        let Some(before) = before else { return Ok(new) };
        let is_same =
            before.workflow.digest == new.workflow.digest && before.profile.digest() == new.profile.digest();
        if is_same && before.state == ReviewState::Rejected {
            return Err(EngineError::Settled(ReviewState::Rejected));
        }
        if is_same && before.state == ReviewState::InReview {
            return Ok(before);
        }
        // Nobody's approval counts for what they submit themselves, though others submitted it before.
        let mut approvals = if is_same { before.approvals } else { Vec::new() };
        approvals.retain(|approval| approval.by != new.author);
        let history = before.history.into_iter().chain(new.history).collect();
        Ok(Self { history, approvals, ..new })
    }

    /// It went live.
    pub(crate) fn published(mut self, at: i64) -> Self {
        let author = self.author.clone();
        self.note(ReviewState::Published, &author, None, at);
        self
    }
}

fn none(namespace: &str, name: &str, version: &str) -> EngineError {
    EngineError::NotFound { what: "review", name: format!("{namespace}/{name} {version}") }
}
