//! Submissions: a draft that somebody publishes becomes a version, or a review when somebody has to approve it first.

use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_wire::Identity;

use super::Desk;
use super::reviews::Review;
use crate::catalog::{Candidate, Prepared, Requeued};
use crate::changing::ChangeGuard;
use crate::desk::DeskError;
use crate::types::{CheckReport, Published};
use crate::version::{Approval, ReviewState, StoredVersion};

/// The result of a submission.
#[derive(Debug, Clone)]
pub enum Publication {
    /// It can be called.
    Live(Published),
    /// Somebody has to approve it first.
    InReview(Box<Review>),
}

impl Desk {
    /// Publishes the draft: from then on callers get it, unless somebody has to approve it first.
    ///
    /// # Errors
    /// `Invalid`, `Denied`, `VersionTaken`, `Mismatch`, `Conflict` when the draft is not at `revision`, `Settled`
    /// when this very version was rejected, `NotPublished` when it is suspended or retired, `Overtaken` when an
    /// integration that it uses changed meanwhile.
    pub(crate) async fn publish(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        revision: Option<u64>,
    ) -> Result<Publication, DeskError> {
        let prepared = self.catalog.prepare(who, namespace, name, revision).await?;
        // One at a time, so that two publishes of one version cannot both find it free.
        let changing = self.rules.lock().await;
        match prepared {
            Prepared::Known(workflow, diagnostics) => {
                self.publish_again(&changing, &workflow, &who.id, diagnostics).await
            }
            Prepared::New(candidate) => self.submit(&changing, *candidate).await,
        }
    }

    /// Makes a candidate a version, or a review.
    async fn submit(
        &self,
        changing: &ChangeGuard<'_>,
        candidate: Candidate,
    ) -> Result<Publication, DeskError> {
        let (workflow, profile) = candidate.identity()?;
        let (workflow, profile) = (workflow.clone(), profile.clone());
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        if self.catalog.stored(place.0, place.1, place.2).await?.is_some() {
            let diagnostics = candidate.diagnostics().to_vec();
            return self.publish_again(changing, &workflow, &candidate.submission.author, diagnostics).await;
        }
        let (before, revision) = self.review_at(place).await?;
        let at = self.context.now();
        let submitted = Review::of_submission(&candidate.submission, workflow.clone(), profile, at);
        let mut review = Review::submitted(before, submitted)?;
        let checked = self.catalog.evaluate_candidate(changing, &candidate, &review.approved_rules()).await?;
        review.awaiting = checked.reviews();
        // A case shows its author what a workflow does, so nobody has to approve it.
        if !review.awaiting.is_empty() && !self.context.is_offline() {
            self.keep_review(changing, &review, revision).await?;
            return Ok(Publication::InReview(Box::new(review)));
        }
        let is_kept = revision > 0 || !review.approvals.is_empty();
        let kept = is_kept.then_some(revision);
        let published = self.go_live(changing, candidate, checked, review, kept).await;
        published.map(|(published, _)| Publication::Live(published))
    }

    /// Makes an evaluated candidate a version. `kept` is the revision of the stored review, which is written with it.
    pub(super) async fn go_live(
        &self,
        changing: &ChangeGuard<'_>,
        candidate: Candidate,
        checked: CheckReport,
        review: Review,
        kept: Option<u64>,
    ) -> Result<(Published, Review), DeskError> {
        let at = self.context.now();
        let approvals = match self.context.is_offline() {
            true => review.awaiting.iter().map(|awaiting| Approval::not_needed(awaiting, at)).collect(),
            false => review.approvals.clone(),
        };
        let review = review.went_live(at);
        let puts = kept.map(|revision| review.put(revision)).transpose()?.into_iter().collect();
        let requeued = Requeued { puts, marks: vec![review.mark()] };
        let published = self.catalog.go_live(changing, candidate, checked, approvals, requeued).await?;
        Ok((published, review))
    }

    /// Publishes a version that is published already: nothing changes when its digest is the same, and another content is
    /// refused. A version that lacks an approval enters the queue of reviews again.
    async fn publish_again(
        &self,
        changing: &ChangeGuard<'_>,
        workflow: &Identity,
        by: &str,
        diagnostics: Vec<Diagnostic>,
    ) -> Result<Publication, DeskError> {
        let existing = self.catalog.known(workflow).await?;
        if let Some(review) = self.submit_published(changing, &existing, by).await? {
            return Ok(Publication::InReview(Box::new(review)));
        }
        let current = self.catalog.latest(&workflow.namespace, &workflow.name)?;
        Ok(Publication::Live(Published {
            version: existing.published(),
            unchanged: true,
            current: current.published.workflow.version.clone(),
            checked_at_run_time: Vec::new(),
            diagnostics,
        }))
    }

    /// The review of a published version that lacks an approval; nothing where it has all of them.
    async fn submit_published(
        &self,
        changing: &ChangeGuard<'_>,
        existing: &StoredVersion,
        by: &str,
    ) -> Result<Option<Review>, DeskError> {
        if self.context.is_offline() {
            return Ok(None);
        }
        let requeued = self.requeue_one(changing, existing).await?;
        self.keep_requeued(changing, requeued).await?;
        let workflow = &existing.workflow;
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let (review, revision) = self.review_at(place).await?;
        match review.filter(|review| review.published) {
            Some(review) if review.state == ReviewState::InReview => Ok(Some(review)),
            Some(review) if review.state == ReviewState::Rejected => Err(DeskError::Settled(review.state)),
            Some(mut review) if review.state == ReviewState::ChangesRequested => {
                // Its author answers by submitting it again.
                review.note(ReviewState::InReview, by, None, self.context.now());
                self.keep_review(changing, &review, revision).await?;
                Ok(Some(review))
            }
            _ => Ok(None),
        }
    }
}
