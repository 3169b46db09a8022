//! Decides a review: a pure function says who may and what the review becomes; one commit writes it with everything that
//! follows.

use towpath_identity::Principal;
use towpath_policies::Awaiting;

use super::{Review, ReviewVerdict, none};
use crate::catalog::{Candidate, Requeued, VersionChange};
use crate::changing::ChangeGuard;
use crate::desk::{Desk, DeskError};
use crate::fault::{Fault, NotYours};
use crate::rules::own_work::{may_decide, others_needed, own_work};
use crate::version::{Approval, ReviewState, no_workflow};

/// A review after a decision.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The review now.
    pub review: Review,
    /// It was the last approval, and the version can be called.
    pub live: bool,
    /// The version that callers get who name none; another one than the review's where that is newer.
    pub current: Option<String>,
}

/// A decision that somebody makes.
pub(super) struct Asked<'a> {
    pub(super) who: &'a Principal,
    pub(super) verdict: ReviewVerdict,
    pub(super) comment: Option<String>,
    pub(super) at: i64,
}

/// The rules of a review that somebody may decide about.
fn theirs(review: &Review, who: &Principal) -> Result<Vec<Awaiting>, DeskError> {
    if review.state != ReviewState::InReview {
        return Err(DeskError::Settled(review.state));
    }
    // INVARIANT: inside of the lock, nobody approves what is their own work in part.
    if let Some(deed) = own_work(who, review.deeds()) {
        return Err(Fault::NotYours(NotYours::Own(deed.words())).into());
    }
    let theirs: Vec<Awaiting> =
        review.awaiting.iter().filter(|rule| may_decide(who, &rule.approvers)).cloned().collect();
    match theirs.is_empty() {
        true => Err(Fault::NotYours(others_needed(&review.awaiting)).into()),
        false => Ok(theirs),
    }
}

impl Review {
    /// Why this person may not decide about it, in words; `None` if they may.
    pub fn why_not(&self, who: &Principal) -> Option<String> {
        theirs(self, who).err().map(|error| error.to_string())
    }
}

/// Applies a decision to a review. Pure.
pub(super) fn decide(mut review: Review, asked: &Asked<'_>) -> Result<Review, DeskError> {
    let theirs = theirs(&review, asked.who)?;
    let (by, comment, at) = (&asked.who.id, asked.comment.clone(), asked.at);
    match asked.verdict {
        ReviewVerdict::RequestChanges => review.note(ReviewState::ChangesRequested, by, comment, at),
        ReviewVerdict::Reject => review.note(ReviewState::Rejected, by, comment, at),
        ReviewVerdict::Approve => {
            let profile = review.profile.digest();
            for rule in theirs {
                review.awaiting.retain(|open| open.digest != rule.digest);
                review.approvals.push(Approval {
                    policy: rule.policy,
                    rule: rule.digest,
                    profile: profile.clone(),
                    by: by.clone(),
                    comment: comment.clone(),
                    at,
                });
            }
            review.note(ReviewState::InReview, by, comment, at);
        }
    }
    Ok(review)
}

impl Desk {
    /// Decides a review, as far as `who` may. `shown` is the digest of what they were shown. With the last approval the
    /// version goes live in the same commit if policies still permit it; where they do not, nothing is decided.
    ///
    /// # Errors
    /// `NotFound`, `NotYours`, `Settled` when nobody has to decide any more, `Changed` when it is not what was shown,
    /// and the errors of publishing.
    pub(crate) async fn decide_review(
        &self,
        who: &Principal,
        place: (&str, &str, &str),
        verdict: ReviewVerdict,
        comment: Option<String>,
        shown: &str,
    ) -> Result<Decided, DeskError> {
        let (seen, _) = self.review_at(place).await?;
        let seen = seen.ok_or_else(|| none(place))?;
        theirs(&seen, who)?;
        self.shown.check(self.showing_of(&seen), shown)?;
        // What is slow is done before the lock; inside of it, `shown` tells whether it is still the same text.
        let candidate = match verdict {
            ReviewVerdict::Approve if !seen.published => {
                Some(self.catalog.candidate(seen.submission()).await?)
            }
            _ => None,
        };
        let changing = self.rules.lock().await;
        let (review, revision) = self.review_at(place).await?;
        let review = review.ok_or_else(|| none(place))?;
        theirs(&review, who)?;
        self.shown.check(self.showing_of(&review), shown)?;
        let asked = Asked { who, verdict, comment, at: self.context.now() };
        let decided = decide(review, &asked)?;
        match (verdict, candidate) {
            (ReviewVerdict::Approve, Some(candidate)) if decided.awaiting.is_empty() => {
                self.publish_approved(&changing, candidate, decided, revision).await
            }
            (ReviewVerdict::Approve, None) if decided.awaiting.is_empty() => {
                self.approve_published(&changing, decided, revision).await
            }
            _ => {
                self.keep_review(&changing, &decided, revision).await?;
                Ok(self.decided(decided, false))
            }
        }
    }

    fn decided(&self, review: Review, live: bool) -> Decided {
        let current = self.catalog.latest(&review.workflow.namespace, &review.workflow.name).ok();
        let current = current.map(|current| current.published.workflow.version.clone());
        Decided { review, live, current }
    }

    /// Publishes a version that has all its approvals, and writes its review, in one commit.
    async fn publish_approved(
        &self,
        changing: &ChangeGuard<'_>,
        candidate: Candidate,
        mut review: Review,
        revision: u64,
    ) -> Result<Decided, DeskError> {
        let checked = self.catalog.evaluate_candidate(changing, &candidate, &review.approved_rules()).await?;
        let open = checked.reviews();
        if !open.is_empty() {
            // Policies want more by now.
            review.awaiting = open;
            self.keep_review(changing, &review, revision).await?;
            return Ok(self.decided(review, false));
        }
        let (published, review) = self.go_live(changing, candidate, checked, review, Some(revision)).await?;
        Ok(Decided { review, live: true, current: Some(published.current) })
    }

    /// Gives a version that is published already the approvals that it lacked, and writes its review, in one commit.
    async fn approve_published(
        &self,
        changing: &ChangeGuard<'_>,
        mut review: Review,
        revision: u64,
    ) -> Result<Decided, DeskError> {
        let place = (&*review.workflow.namespace, &*review.workflow.name, &*review.workflow.version);
        let Some((mut stored, version)) = self.catalog.stored_at(place).await? else {
            return Err(no_workflow(place.0, place.1, Some(place.2)).into());
        };
        let in_force = self.rules.in_force();
        let subject = self.catalog.subject(&stored.workflow, &stored.author);
        let open = self.open_reviews(in_force.set(), &subject, &stored.profile, &review.approved_rules());
        if !open.awaiting.is_empty() {
            review.awaiting = open.awaiting;
            self.keep_review(changing, &review, revision).await?;
            return Ok(self.decided(review, false));
        }
        stored.approvals.clone_from(&review.approvals);
        let by = review.history.last().map(|note| note.by.clone()).unwrap_or_default();
        review.note(ReviewState::Published, &by, None, self.context.now());
        let requeued = Requeued { puts: vec![review.put(revision)?], marks: vec![review.mark()] };
        let change = VersionChange::of(stored, version)?;
        self.catalog.keep_change(changing, change, requeued).await?;
        Ok(self.decided(review, true))
    }
}
