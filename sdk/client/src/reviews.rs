//! Reviews: versions that a person has to approve.

use reqwest::Method;
use towpath_api_types::{Comment, Decided, Review, ReviewInFull, Reviews, ReviewsQuery};

use crate::http::{with_json_body, with_shown_digest};
use crate::{Client, ClientError};

/// A decision about a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewDecision {
    /// It may be published.
    Approve,
    /// Something has to change.
    RequestChanges,
    /// It may not be published.
    Reject,
}

pub(crate) fn comment(comment: Option<&str>) -> Comment {
    Comment { comment: comment.map(str::to_owned) }
}

impl Client {
    /// Reviews, those that wait longest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn reviews(&self, wanted: &ReviewsQuery) -> Result<Vec<Review>, ClientError> {
        let list: Reviews = self.json(self.request(Method::GET, &["v1", "reviews"]).query(wanted)).await?;
        Ok(list.reviews)
    }

    /// A review.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn review(&self, place: (&str, &str, &str)) -> Result<ReviewInFull, ClientError> {
        self.json(self.request(Method::GET, &["v1", "reviews", place.0, place.1, place.2])).await
    }

    /// Decides a review, as far as the token's principal may. `shown` is the digest of what they were shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when others decide, 409 when it is not what was shown or nobody has to any more.
    pub async fn decide_review(
        &self,
        place: (&str, &str, &str),
        decision: ReviewDecision,
        said: Option<&str>,
        shown: &str,
    ) -> Result<Decided, ClientError> {
        let verb = match decision {
            ReviewDecision::Approve => "approve",
            ReviewDecision::RequestChanges => "request-changes",
            ReviewDecision::Reject => "reject",
        };
        let request = self.request(Method::POST, &["v1", "reviews", place.0, place.1, place.2, verb]);
        self.json(with_shown_digest(with_json_body(request, &comment(said))?, shown)).await
    }
}
