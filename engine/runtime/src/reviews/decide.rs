//! Deciding a review: a pure decision, and one commit of it with everything that follows from it.

use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::Awaiting;

use super::{Approval, Review, ReviewState, Verdict, none};
use crate::definitions::conflict;
use crate::engine::Engine;
use crate::holds::{NotYours, may_sign, others};
use crate::own_work::own_work;
use crate::publish::Candidate;
use crate::types::EngineError;

/// What became of a decision.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The review now.
    pub review: Review,
    /// It was the last approval, and the version can be called.
    pub live: bool,
    /// The version that callers get who name none; another one than the review's where that is newer.
    pub current: Option<String>,
}

/// A decision that somebody asks for.
pub(super) struct Asked<'a> {
    pub(super) who: &'a Principal,
    pub(super) verdict: Verdict,
    pub(super) comment: Option<String>,
    pub(super) at: i64,
}

/// The rules of a review that somebody may decide about.
fn theirs(review: &Review, who: &Principal) -> Result<Vec<Awaiting>, EngineError> {
    if review.state != ReviewState::InReview {
        return Err(EngineError::Settled(review.state));
    }
    // INVARIANT: inside of the lock, nobody approves what is their own work in part.
    if let Some(deed) = own_work(who, review.deeds()) {
        return Err(EngineError::NotYours(NotYours::Own(deed.words())));
    }
    let theirs: Vec<Awaiting> =
        review.awaiting.iter().filter(|rule| may_sign(who, &rule.approvers)).cloned().collect();
    match theirs.is_empty() {
        true => Err(EngineError::NotYours(others(&review.awaiting))),
        false => Ok(theirs),
    }
}

/// A review after a decision; nothing else is decided here.
pub(super) fn decide(mut review: Review, asked: &Asked<'_>) -> Result<Review, EngineError> {
    let theirs = theirs(&review, asked.who)?;
    let (by, comment, at) = (&asked.who.id, asked.comment.clone(), asked.at);
    match asked.verdict {
        Verdict::RequestChanges => review.note(ReviewState::ChangesRequested, by, comment, at),
        Verdict::Reject => review.note(ReviewState::Rejected, by, comment, at),
        Verdict::Approve => {
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

impl Engine {
    /// Decides a review, as far as `who` may. `shown` is the digest of what they were shown. With the last approval the
    /// version goes live in the same commit, if policies still let it; where they do not, nothing is decided.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::NotYours`], [`EngineError::Settled`] when nobody has to decide any
    /// more, [`EngineError::Changed`] when it is not what was shown, and what publishing may answer.
    pub async fn decide_review(
        &self,
        who: &Principal,
        place: (&str, &str, &str),
        verdict: Verdict,
        comment: Option<String>,
        shown: &str,
    ) -> Result<Decided, EngineError> {
        let (seen, _) = self.inner.review_at(place).await?;
        let seen = seen.ok_or_else(|| none(place))?;
        theirs(&seen, who)?;
        self.inner.shown.check(self.inner.showing_of(&seen), shown)?;
        // What is slow is done before the lock; inside of it, `shown` tells whether it is still the same text.
        let candidate = match verdict {
            Verdict::Approve if !seen.published => Some(self.candidate_of(&seen).await?),
            _ => None,
        };
        let _changing = self.inner.changing.lock().await;
        let (review, revision) = self.inner.review_at(place).await?;
        let review = review.ok_or_else(|| none(place))?;
        theirs(&review, who)?;
        self.inner.shown.check(self.inner.showing_of(&review), shown)?;
        let asked = Asked { who, verdict, comment, at: self.inner.clock.now() };
        let decided = decide(review, &asked)?;
        match (verdict, candidate) {
            (Verdict::Approve, Some(candidate)) if decided.awaiting.is_empty() => {
                self.publish_approved(candidate, decided, revision).await
            }
            (Verdict::Approve, None) if decided.awaiting.is_empty() => {
                self.approve_published(decided, revision).await
            }
            _ => {
                self.inner.keep_review(&decided, revision).await?;
                Ok(self.decided(decided, false))
            }
        }
    }

    fn decided(&self, review: Review, live: bool) -> Decided {
        let current = self.inner.latest(&review.workflow.namespace, &review.workflow.name).ok();
        let current = current.map(|current| current.published.workflow.version.clone());
        Decided { review, live, current }
    }

    /// Publishes a version that everybody has approved who had to, and keeps its review, in one commit.
    async fn publish_approved(
        &self,
        candidate: Candidate,
        mut review: Review,
        revision: u64,
    ) -> Result<Decided, EngineError> {
        let checked = self.judge_candidate(&candidate, &review.approved_rules()).await?;
        let open = checked.reviews();
        if !open.is_empty() {
            // Policies want more by now.
            review.awaiting = open;
            self.inner.keep_review(&review, revision).await?;
            return Ok(self.decided(review, false));
        }
        let (published, review) = self.go_live(candidate, checked, review, Some(revision)).await?;
        Ok(Decided { review, live: true, current: Some(published.current) })
    }

    /// Gives a version that is published already the approvals that it lacked, and keeps its review, in one commit.
    async fn approve_published(&self, mut review: Review, revision: u64) -> Result<Decided, EngineError> {
        let place = (&*review.workflow.namespace, &*review.workflow.name, &*review.workflow.version);
        let Some((mut stored, version)) = self.inner.stored_at(place).await? else {
            return Err(crate::versions::no_workflow(place.0, place.1, Some(place.2)));
        };
        let subject = self.inner.subject(&stored.workflow, &stored.author);
        let in_force = self.inner.policies.load_full();
        let open =
            self.inner.open_reviews(in_force.set(), &subject, &stored.profile, &review.approved_rules());
        if !open.awaiting.is_empty() {
            review.awaiting = open.awaiting;
            self.inner.keep_review(&review, revision).await?;
            return Ok(self.decided(review, false));
        }
        stored.approvals.clone_from(&review.approvals);
        let at = self.inner.clock.now();
        let by = review.history.last().map(|note| note.by.clone()).unwrap_or_default();
        review.note(ReviewState::Published, &by, None, at);
        let puts: Vec<Put> = vec![stored.put(version)?, review.put(revision)?];
        self.inner.store.put(puts).await.map_err(conflict)?;
        self.inner.unapproved.note(&review);
        let (namespace, name) = (&stored.workflow.namespace, &stored.workflow.name);
        if self.inner.latest(namespace, name)?.published.workflow.version == stored.workflow.version {
            self.inner.remember(&stored)?;
        }
        Ok(self.decided(review, true))
    }
}
