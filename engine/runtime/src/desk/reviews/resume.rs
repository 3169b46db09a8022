//! Reviews at start-up: a publication that an older engine left out after the last approval is completed, and versions that
//! lack an approval are put into the queue.

use super::Review;
use crate::desk::{Desk, DeskError};
use crate::version::ReviewState;

/// Whether an older engine stopped between the last approval and the publication: nobody can decide such a review.
fn is_stuck(review: &Review) -> bool {
    review.state == ReviewState::InReview
        && !review.published
        && review.awaiting.is_empty()
        && !review.approvals.is_empty()
}

impl Desk {
    /// Loads the states of the reviews of published versions, and completes publications that were interrupted.
    pub(crate) async fn load_reviews(&self) -> Result<(), DeskError> {
        for (review, _) in self.all_reviews().await? {
            self.catalog.mark([review.mark()]);
            if is_stuck(&review) {
                let place = review.key();
                if let Err(error) = self.resume_review(review).await {
                    tracing::warn!(%place, "an approved version could not be published: {error}");
                }
            }
        }
        let changing = self.rules.lock().await;
        self.requeue_now(&changing).await
    }

    /// Publishes an approved version. Where that is refused, or policies want more by now, it has to be reviewed again.
    async fn resume_review(&self, review: Review) -> Result<(), DeskError> {
        let candidate = self.catalog.candidate(review.submission()).await;
        let changing = self.rules.lock().await;
        let workflow = review.workflow.clone();
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let (Some(review), revision) = self.review_at(place).await? else { return Ok(()) };
        let refused = match candidate {
            Ok(candidate) => {
                let rules = review.approved_rules();
                match self.catalog.evaluate_candidate(&changing, &candidate, &rules).await {
                    Ok(checked) if checked.reviews().is_empty() => {
                        self.go_live(&changing, candidate, checked, review, Some(revision)).await?;
                        tracing::info!(workflow = %format_args!("{}/{} {}", place.0, place.1, place.2), "an approved version is published");
                        return Ok(());
                    }
                    Ok(_) => None,
                    Err(error) => Some(error),
                }
            }
            Err(error) => Some(error),
        };
        // The approvals are removed: they could not take effect, and nobody could give them again.
        let subject = self.catalog.subject(&review.workflow, &review.author);
        let in_force = self.rules.in_force();
        let mut review = Review { approvals: Vec::new(), ..review };
        let open = self.open_reviews(in_force.set(), &subject, &review.profile, &[]);
        let why = refused.as_ref().map(|error| format!("it could not be published: {error}"));
        let state = match open.awaiting.is_empty() {
            true => ReviewState::ChangesRequested,
            false => ReviewState::InReview,
        };
        review.awaiting = open.awaiting;
        review.note(state, "towpath", why, self.context.now());
        self.keep_review(&changing, &review, revision).await
    }
}
