//! Reviews: versions that somebody has to approve, because of a policy with `effect: review`.
//!
//! A review holds the version as it was submitted, with everything that was fetched for it. An approval names the version,
//! its profile and the rule it satisfies, each by digest, so another revision of the policies does not change it. A version
//! that is published already is reviewed too when it lacks an approval that a policy wants.

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

use super::Desk;
use crate::catalog::{Mark, Submission};
use crate::changing::ChangeGuard;
use crate::desk::DeskError;
use crate::fault::Fault;
use crate::found::{Found, conflict, decode, encode, find};
use crate::rules::own_work::Deed;
use crate::version::{Approval, ReviewState, StoredVersion, version_key};

pub use decide::Decided;
pub use show::ReviewInFull;

/// Collection of reviews, key `namespace/name@version`.
const REVIEWS: &str = "reviews";

/// Something that happened in a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewNote {
    /// The state of the review afterwards.
    pub state: ReviewState,
    /// Who did it.
    pub by: String,
    /// Their comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

impl ReviewNote {
    /// It was submitted.
    fn submitted(by: &str, at: i64) -> Self {
        Self { state: ReviewState::InReview, by: by.to_owned(), comment: None, at }
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
    /// Everybody who wrote text of it since the version that went live before, and everybody who submitted it before; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writers: Vec<String>,
    /// The number of the draft's edit that it was made of.
    #[serde(default)]
    edit: u64,
    /// When the first edit since the version before was saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    begun: Option<i64>,
    /// The version was published already. Until it is approved, its runs are refused the accesses that the rules match.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub published: bool,
    /// The text.
    pub source: String,
    /// Everything it can reach.
    pub profile: Profile,
    /// What was fetched for it, by URL.
    #[serde(default)]
    resources: BTreeMap<String, Digest>,
    /// Milliseconds since the Unix epoch.
    pub submitted_at: i64,
    /// Its state.
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

/// A decision about a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewVerdict {
    /// The version may go live, or run again, as far as this person decides.
    Approve,
    /// Something has to change.
    RequestChanges,
    /// It may not go live.
    Reject,
}

impl Review {
    /// Digests of the rules it was approved for. An approval of another profile does not count.
    pub(super) fn approved_rules(&self) -> Vec<String> {
        let profile = self.profile.digest();
        let valid = self.approvals.iter().filter(|approval| approval.profile == profile);
        valid.map(|approval| approval.rule.clone()).collect()
    }

    /// Who submitted it and who wrote it.
    pub(super) fn deeds(&self) -> impl Iterator<Item = (Deed, &str)> {
        let writers = self.writers.iter().map(|by| (Deed::Wrote, by.as_str()));
        [(Deed::Submitted, self.author.as_str())].into_iter().chain(writers)
    }

    pub(super) fn note(&mut self, state: ReviewState, by: &str, comment: Option<String>, at: i64) {
        self.state = state;
        self.history.push(ReviewNote { state, by: by.to_owned(), comment, at });
    }

    /// Its state, for readers of the list of versions.
    pub(super) fn mark(&self) -> Mark {
        let is_open = matches!(
            self.state,
            ReviewState::InReview | ReviewState::ChangesRequested | ReviewState::Rejected
        );
        let review = (self.published && is_open).then(|| (self.state, self.awaiting.clone()));
        Mark { version: self.key(), review }
    }

    /// The version that it is about, to be loaded and published.
    pub(super) fn submission(&self) -> Submission {
        Submission {
            source: self.source.clone(),
            author: self.author.clone(),
            writers: self.writers.clone(),
            edit: self.edit,
            begun: self.begun,
            resources: self.resources.clone(),
        }
    }

    /// The change that stores it, where it is still at `expected`; 0: it is new.
    pub(super) fn put(&self, expected: u64) -> Result<Put, DeskError> {
        let (collection, key) = (REVIEWS.to_owned(), self.key());
        Ok(Put { collection, key, expected: Some(expected), content: Some(encode(self)?) })
    }

    pub(super) fn key(&self) -> String {
        let Identity { namespace, name, version, .. } = &self.workflow;
        version_key(namespace, name, version)
    }

    /// A review of a version that is published already.
    pub(super) fn of_published(version: &StoredVersion, at: i64) -> Self {
        Self {
            workflow: version.workflow.clone(),
            author: version.author.clone(),
            writers: version.writers.clone(),
            edit: 0,
            begun: None,
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

    /// A review of a submission, as if it were the first.
    pub(super) fn of_submission(
        submission: &Submission,
        workflow: Identity,
        profile: Profile,
        at: i64,
    ) -> Self {
        Self {
            history: vec![ReviewNote::submitted(&submission.author, at)],
            workflow,
            author: submission.author.clone(),
            writers: submission.writers.clone(),
            edit: submission.edit,
            begun: submission.begun,
            published: false,
            source: submission.source.clone(),
            profile,
            resources: submission.resources.clone(),
            submitted_at: at,
            state: ReviewState::InReview,
            awaiting: Vec::new(),
            approvals: Vec::new(),
        }
    }

    /// The review after a submission, the first or another one. Approvals stay as long as text and profile are the same.
    pub(super) fn submitted(before: Option<Self>, new: Self) -> Result<Self, DeskError> {
        let Some(before) = before else { return Ok(new) };
        let is_same =
            before.workflow.digest == new.workflow.digest && before.profile.digest() == new.profile.digest();
        if is_same && before.state == ReviewState::Rejected {
            return Err(DeskError::Settled(ReviewState::Rejected));
        }
        if !is_same {
            let history = before.history.into_iter().chain(new.history).collect();
            return Ok(Self { history, ..new });
        }
        // Who wrote or submitted it before still may not approve it, whoever submits it now.
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
    /// The review once its version went live.
    pub(super) fn went_live(mut self, at: i64) -> Self {
        let author = self.author.clone();
        self.awaiting.clear();
        self.note(ReviewState::Published, &author, None, at);
        self
    }
}

impl Desk {
    /// Reviews, those that wait longest first. Without a state: all of them.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn reviews(
        &self,
        namespace: Option<&str>,
        state: Option<ReviewState>,
    ) -> Result<Vec<Review>, DeskError> {
        let prefix = namespace.map(|namespace| format!("{namespace}/")).unwrap_or_default();
        let mut found = Vec::new();
        for document in self.documents.list(REVIEWS, &prefix).await? {
            let review: Review = decode(&document.content)?;
            if state.is_none_or(|wanted| review.state == wanted) {
                found.push(review);
            }
        }
        found.sort_by_key(|review| review.submitted_at);
        Ok(found)
    }

    /// A review with its revision; nothing and 0 where there is none.
    pub(super) async fn review_at(
        &self,
        (namespace, name, version): (&str, &str, &str),
    ) -> Result<(Option<Review>, u64), DeskError> {
        let key = version_key(namespace, name, version);
        let Found { value, revision } = find(&*self.documents, REVIEWS, &key).await?;
        Ok((value, revision))
    }

    /// Every review with its revision.
    async fn all_reviews(&self) -> Result<Vec<(Review, u64)>, DeskError> {
        let documents = self.documents.list(REVIEWS, "").await?;
        documents.iter().map(|document| Ok((decode(&document.content)?, document.revision))).collect()
    }

    /// Writes a review that is at `expected`.
    pub(super) async fn keep_review(
        &self,
        _: &ChangeGuard<'_>,
        review: &Review,
        expected: u64,
    ) -> Result<(), DeskError> {
        self.documents.put(vec![review.put(expected)?]).await.map_err(conflict)?;
        self.catalog.mark([review.mark()]);
        Ok(())
    }
}

fn none((namespace, name, version): (&str, &str, &str)) -> DeskError {
    DeskError::Fault(Fault::NotFound { what: "review", name: format!("{namespace}/{name} {version}") })
}
