//! Changes of a published version or its owner that may change the queue of reviews: another state, going back to an
//! earlier version, another owner.

use towpath_identity::Principal;

use super::Desk;
use super::notices::{Notice, NoticeKind};
use crate::catalog::{Ownership, Requeued, StateChange};
use crate::changing::ChangeGuard;
use crate::desk::DeskError;
use crate::version::{PublishedVersion, StoredVersion, VersionState};

impl Desk {
    /// Puts a published version into another state. The same state with another reason keeps the new reason.
    ///
    /// # Errors
    /// `NotFound`, `Standing` when the version cannot get there.
    pub(crate) async fn set_state(
        &self,
        who: &Principal,
        place: (&str, &str, &str),
        state: VersionState,
        reason: Option<String>,
    ) -> Result<PublishedVersion, DeskError> {
        let changing = self.rules.lock().await;
        match self.catalog.next_state(&changing, who, place, state, reason).await? {
            StateChange::Same(version) => Ok(version),
            StateChange::To(change) => {
                // A version that is resumed may need an approval by now.
                let requeued = self.requeue_one(&changing, &change.stored).await?;
                Ok(self.catalog.keep_change(&changing, change, requeued).await?)
            }
        }
    }

    /// Makes an earlier version the one that callers get who name none.
    ///
    /// # Errors
    /// `NotFound`, `Standing` when that version cannot be called, `SettingsMisfit` when it does not take the settings
    /// in force.
    pub(crate) async fn roll_back(&self, place: (&str, &str, &str)) -> Result<PublishedVersion, DeskError> {
        let changing = self.rules.lock().await;
        let change = self.catalog.roll_back(&changing, place).await?;
        // A version that nobody called lately may need an approval by now.
        let requeued = self.requeue_one(&changing, &change.stored).await?;
        Ok(self.catalog.keep_change(&changing, change, requeued).await?)
    }

    /// Hands a workflow over: its owner, its deputy or IT may. The new owner and the one before get a notice.
    ///
    /// # Errors
    /// `NotFound`, `NotYours`, `Conflict` when it is not at `revision`.
    pub(crate) async fn hand_over(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        to: (String, Option<String>),
        revision: Option<u64>,
    ) -> Result<Ownership, DeskError> {
        let changing = self.rules.lock().await;
        let (before, after) = self.catalog.hand_over(&changing, who, (namespace, name), to, revision).await?;
        // Policies may want other approvals of a workflow with another owner.
        self.requeue_now(&changing).await?;
        let text = format!("{} answers for it now; before it was {}", after.owner, before.owner);
        let place = format!("{namespace}/{name}");
        let mut notice = Notice::new(place, NoticeKind::HandedOver, text, after.at);
        notice.also = vec![before.owner];
        self.keep_notice(notice).await?;
        Ok(after)
    }

    /// How the queue of reviews changes with this version.
    pub(super) async fn requeue_one(
        &self,
        changing: &ChangeGuard<'_>,
        version: &StoredVersion,
    ) -> Result<Requeued, DeskError> {
        let workflow = &version.workflow;
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let (review, revision) = self.review_at(place).await?;
        let known = review.map(|review| (review, revision));
        let mut requeued = Requeued::default();
        let in_force = self.rules.in_force();
        self.requeue_published(changing, in_force.set(), version, known, &mut requeued)?;
        Ok(requeued)
    }
}
