//! Reviews at start-up: what an older engine left behind between the last approval and the publication is brought to its
//! end, and versions that lack an approval are in the queue.

use super::{Review, ReviewState};
use crate::engine::Engine;
use crate::types::EngineError;

/// Whether nobody can decide it, though nobody has decided against it: the last approval is there, and the publication is
/// not.
fn is_stuck(review: &Review) -> bool {
    review.state == ReviewState::InReview
        && !review.published
        && review.awaiting.is_empty()
        && !review.approvals.is_empty()
}

impl Engine {
    /// Loads where the reviews of published versions are, and brings to its end what was interrupted.
    pub(crate) async fn load_reviews(&self) -> Result<(), EngineError> {
        for (review, _) in self.inner.all_reviews().await? {
            self.inner.unapproved.note(&review);
            if is_stuck(&review) {
                let place = review.key();
                if let Err(error) = self.resume_review(review).await {
                    tracing::warn!(%place, "an approved version could not be published: {error}");
                }
            }
        }
        let _changing = self.inner.changing.lock().await;
        self.requeue_now().await
    }

    /// Publishes an approved version. Where that is refused, or policies want more by now, it is looked at anew.
    async fn resume_review(&self, review: Review) -> Result<(), EngineError> {
        let candidate = self.candidate_of(&review).await;
        let _changing = self.inner.changing.lock().await;
        let workflow = review.workflow.clone();
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let (Some(review), revision) = self.inner.review_at(place).await? else { return Ok(()) };
        let refused = match candidate {
            Ok(candidate) => match self.judge_candidate(&candidate, &review.approved_rules()).await {
                Ok(checked) if checked.reviews().is_empty() => {
                    self.go_live(candidate, checked, review, Some(revision)).await?;
                    tracing::info!(workflow = %format_args!("{}/{} {}", place.0, place.1, place.2), "an approved version is published");
                    return Ok(());
                }
                Ok(_) => None,
                Err(error) => Some(error),
            },
            Err(error) => Some(error),
        };
        // The approvals are given back: they could not take effect, and nobody could give them again.
        let subject = self.inner.subject(&review.workflow, &review.author);
        let in_force = self.inner.policies.load_full();
        let mut review = Review { approvals: Vec::new(), ..review };
        let open = self.inner.open_reviews(in_force.set(), &subject, &review.profile, &[]);
        let why = refused.as_ref().map(|error| format!("it could not be published: {error}"));
        let state = match open.awaiting.is_empty() {
            true => ReviewState::ChangesRequested,
            false => ReviewState::InReview,
        };
        review.awaiting = open.awaiting;
        let at = self.inner.clock.now();
        review.note(state, "towpath", why, at);
        self.inner.keep_review(&review, revision).await
    }
}
