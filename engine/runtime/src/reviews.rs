//! Versions that somebody has to approve: what a policy with `effect: review` asks for.
//!
//! A review holds the version as it was submitted, with everything that was fetched for it. An approval names the
//! version, its profile and the rule it satisfies, each by digest: any other revision of the policies leaves it alone. A
//! version that is published already is reviewed too, where a policy wants an approval that it has not.

mod decide;
mod queue;
mod resume;
mod show;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_access::Profile;
use towpath_journal::{Digest, Put};
use towpath_policies::Awaiting;
use towpath_wire::Identity;

use crate::definitions::conflict;
use crate::engine::{Engine, Inner};
use crate::own_work::Deed;
use crate::types::EngineError;
use crate::versions::{StoredVersion, decode, encode, version_key};

pub use decide::Decided;
pub(crate) use queue::{Requeued, Unapproved};
pub use show::ReviewInFull;
pub(crate) use show::waits;

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
    /// No policy wants an approval of it any more.
    NotNeeded,
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
    /// Everybody who wrote text of it since the version that went live before, and who submitted it before; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writers: Vec<String>,
    /// The number of the draft's edit that it was made of.
    #[serde(default)]
    pub(crate) edit: u64,
    /// The version was published already; its runs are refused what the rules are about until it is approved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub published: bool,
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
    /// It may go live, or run again, as far as they decide.
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

    /// Who did what towards it.
    pub(crate) fn deeds(&self) -> impl Iterator<Item = (Deed, &str)> {
        let writers = self.writers.iter().map(|by| (Deed::Wrote, by.as_str()));
        [(Deed::Submitted, self.author.as_str())].into_iter().chain(writers)
    }

    pub(crate) fn note(&mut self, state: ReviewState, by: &str, comment: Option<String>, at: i64) {
        self.state = state;
        self.history.push(ReviewNote { state, by: by.to_owned(), comment, at });
    }

    /// The change that keeps it, where it is still at `expected`; 0: it is new.
    pub(crate) fn put(&self, expected: u64) -> Result<Put, EngineError> {
        let (collection, key) = (REVIEWS.to_owned(), self.key());
        Ok(Put { collection, key, expected: Some(expected), content: Some(encode(self)?) })
    }

    pub(crate) fn key(&self) -> String {
        let Identity { namespace, name, version, .. } = &self.workflow;
        version_key(namespace, name, version)
    }

    /// A review of a version that is published already.
    pub(crate) fn of_published(version: &StoredVersion, at: i64) -> Self {
        Self {
            workflow: version.workflow.clone(),
            author: version.author.clone(),
            writers: version.writers.clone(),
            edit: 0,
            published: true,
            source: version.source.clone(),
            profile: version.profile.clone(),
            resources: version.resources.clone(),
            submitted_at: at,
            state: ReviewState::InReview,
            awaiting: Vec::new(),
            approvals: version.approvals.clone(),
            history: Vec::new(),
        }
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
        if !is_same {
            let history = before.history.into_iter().chain(new.history).collect();
            return Ok(Self { history, ..new });
        }
        // Own work stays own work, though others submit it again.
        let mut writers = before.writers;
        writers.extend(new.writers);
        if before.author != new.author {
            writers.push(before.author.clone());
        }
        writers.sort();
        writers.dedup();
        let mut approvals = before.approvals;
        approvals.retain(|approval| approval.by != new.author && !writers.contains(&approval.by));
        if before.state == ReviewState::InReview {
            writers.extend((before.author != new.author).then_some(new.author));
            writers.sort();
            writers.dedup();
            let edit = before.edit.max(new.edit);
            return Ok(Self { writers, approvals, edit, history: before.history, ..before });
        }
        let history = before.history.into_iter().chain(new.history).collect();
        Ok(Self { history, approvals, writers, ..new })
    }
}

impl Review {
    /// It went live.
    pub(crate) fn went_live(mut self, at: i64) -> Self {
        let author = self.author.clone();
        self.awaiting.clear();
        self.note(ReviewState::Published, &author, None, at);
        self
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
}

impl Inner {
    /// A review with its revision; nothing and 0 where there is none.
    pub(crate) async fn review_at(
        &self,
        (namespace, name, version): (&str, &str, &str),
    ) -> Result<(Option<Review>, u64), EngineError> {
        let document = self.store.get(REVIEWS, &version_key(namespace, name, version)).await?;
        let revision = document.as_ref().map_or(0, |document| document.revision);
        Ok((document.map(|document| decode(&document.content)).transpose()?, revision))
    }

    /// Every review with its revision.
    pub(crate) async fn all_reviews(&self) -> Result<Vec<(Review, u64)>, EngineError> {
        let documents = self.store.list(REVIEWS, "").await?;
        documents.iter().map(|document| Ok((decode(&document.content)?, document.revision))).collect()
    }

    /// Keeps a review that is at `expected`.
    pub(crate) async fn keep_review(&self, review: &Review, expected: u64) -> Result<(), EngineError> {
        self.store.put(vec![review.put(expected)?]).await.map_err(conflict)?;
        self.unapproved.note(review);
        Ok(())
    }
}

fn none((namespace, name, version): (&str, &str, &str)) -> EngineError {
    EngineError::NotFound { what: "review", name: format!("{namespace}/{name} {version}") }
}
