//! What a person is shown of a review, and the digest of what matters to a decision.

use towpath_access::Reach;

use super::{Review, none};
use crate::desk::{Desk, DeskError};
use crate::rules::own_work::awaited_in_words;
use crate::shown::Showing;
use crate::version::PublishedVersion;

/// A review with everything that it is compared with.
#[derive(Debug, Clone)]
pub struct ReviewInFull {
    /// The review.
    pub review: Review,
    /// The version that callers get now, where there is one, with its text.
    pub live: Option<(PublishedVersion, String)>,
    /// What the version would reach more and less than that.
    pub reach: Reach,
    /// The digest of all that matters to a decision.
    pub digest: String,
}

impl Desk {
    /// A review, with the text that is live now and what the version would reach more and less than that.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn review(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<ReviewInFull, DeskError> {
        let place = (namespace, name, version);
        let review = self.review_at(place).await?.0.ok_or_else(|| none(place))?;
        let live = match self.catalog.latest(namespace, name) {
            Ok(latest) => self.catalog.stored(namespace, name, &latest.published.workflow.version).await?,
            Err(_) => None,
        };
        let before = live.as_ref().map(|live| live.profile.clone()).unwrap_or_default();
        let reach = Reach::between(&before, &review.profile);
        let live = live.map(|live| (live.published(), live.source));
        let digest = self.shown.show(showing(&review, live.as_ref().map(|(live, _)| live)));
        Ok(ReviewInFull { review, live, reach, digest })
    }

    /// The digest of what matters to a decision about a review.
    pub(crate) fn review_digest(&self, review: &Review) -> String {
        self.shown.digest(&self.showing_of(review))
    }

    /// What is shown of a review now.
    pub(super) fn showing_of(&self, review: &Review) -> Showing {
        let live = self.catalog.latest(&review.workflow.namespace, &review.workflow.name).ok();
        showing(review, live.as_ref().map(|live| &live.published))
    }
}

/// What matters to a decision about a review: the version, its text, what it reaches, who wants an approval, whose work it
/// is, and the live version that it is compared with.
fn showing(review: &Review, live: Option<&PublishedVersion>) -> Showing {
    let workflow = &review.workflow;
    let resources: Vec<String> =
        review.resources.iter().map(|(url, digest)| format!("{url} {digest}")).collect();
    let rules: Vec<&str> = review.awaiting.iter().map(|rule| rule.digest.as_str()).collect();
    let mut people: Vec<&str> = review.deeds().map(|(_, by)| by).collect();
    people.sort_unstable();
    people.dedup();
    let (compared, words) = match live {
        Some(live) => (
            format!("{} {}", live.workflow.version, live.workflow.digest),
            format!("the live version is now {}", live.workflow.version),
        ),
        None => (String::new(), "no version is live now".to_owned()),
    };
    let place = format!("{}/{} {}", workflow.namespace, workflow.name, workflow.version);
    let text = format!("{} {}", workflow.digest, review.source);
    Showing::default()
        .with("workflow", &place, "it is another version")
        .with("text", &text, "the text changed")
        .with("fetched", &resources.join("\n"), "what is fetched for it changed")
        .with("profile", &review.profile.digest(), "what it reaches changed")
        .with("rules", &rules.join(" "), awaited_in_words(&review.awaiting))
        .with("authors", &people.join("\n"), format!("its authors are now {}", people.join(", ")))
        .with("live", &compared, words)
}
