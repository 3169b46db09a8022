//! A version goes live: one commit of the version, which version callers get, the first owner, the edit of the draft, and
//! the review.

use std::cmp::Ordering;

use towpath_journal::Put;
use towpath_policies::StaticOutcome;
use towpath_wire::Identity;

use super::{Candidate, of_verdict, order};
use crate::catalog::{Catalog, CatalogError, Requeued};
use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::found::{conflict, encode};
use crate::types::{CheckReport, Published};
use crate::version::{Approval, LATEST, PublishedVersion, Standing, StoredVersion, VersionState};

/// Whether callers who name no version get this one from now on. A reviewed version that is older than the live one does not
/// replace it: going back is `rollback`, which a person decides. A retired version starts nothing, so any version replaces it.
fn replaces(live: Option<&PublishedVersion>, version: &str, was_reviewed: bool) -> bool {
    match live {
        Some(live) if was_reviewed && live.standing.state != VersionState::Retired => {
            order::compare(version, &live.workflow.version) != Ordering::Less
        }
        _ => true,
    }
}

impl Catalog {
    /// Makes an evaluated candidate a version, in one commit with the changes of reviews that go with it.
    ///
    /// # Errors
    /// `Invalid` when the candidate has errors, `Conflict`.
    pub(crate) async fn go_live(
        &self,
        _: &ChangeGuard<'_>,
        candidate: Candidate,
        checked: CheckReport,
        approvals: Vec<Approval>,
        requeued: Requeued,
    ) -> Result<Published, CatalogError> {
        let Candidate { submission, loaded, .. } = candidate;
        let report = loaded.report;
        let (Some(image), Some(workflow), Some(profile)) = (loaded.image, report.workflow, report.profile)
        else {
            return Err(Fault::Invalid(report.diagnostics).into());
        };
        let at = self.context.now();
        let live = self.latest(&workflow.namespace, &workflow.name).ok();
        let replaces =
            replaces(live.as_deref().map(|live| &live.published), &workflow.version, !approvals.is_empty());
        let image = self.blobs.put_blob(image.into()).await?;
        let runner = self.runner_digest();
        let stored = StoredVersion {
            pins: self.pins(&workflow, &profile),
            settings: report.settings,
            schedule: report.schedule,
            workflow,
            author: submission.author,
            writers: submission.writers,
            published_at: at,
            drafted_at: submission.begun,
            source: submission.source,
            resources: submission.resources,
            profile,
            images: [(runner.0.clone(), image)].into(),
            runner,
            standing: Standing::default(),
            approvals,
        };
        self.keep_live(&stored, replaces, submission.edit, requeued.puts).await?;
        self.own_first(&stored.workflow, &stored.author, at, 1);
        *self.authors.lock().entry(stored.author.clone()).or_default() += 1;
        self.went_live.note(&stored);
        self.mark(requeued.marks);
        if replaces {
            self.remember(&stored)?;
        }
        let current = self.latest(&stored.workflow.namespace, &stored.workflow.name)?;
        Ok(Published {
            version: stored.published(),
            unchanged: false,
            current: current.published.workflow.version.clone(),
            checked_at_run_time: of_verdict(&checked, StaticOutcome::AtRunTime),
            diagnostics: checked.diagnostics,
        })
    }

    async fn keep_live(
        &self,
        stored: &StoredVersion,
        replaces: bool,
        edit: u64,
        also: Vec<Put>,
    ) -> Result<(), CatalogError> {
        let Identity { namespace, name, version, .. } = &stored.workflow;
        let place = format!("{namespace}/{name}");
        let mut changes = vec![stored.put(0)?, self.edit_went_live(&place, edit).await?];
        if replaces {
            let (collection, content) = (LATEST.to_owned(), Some(encode(version)?));
            changes.push(Put { collection, key: place, expected: None, content });
        }
        changes.extend(self.first_owner(&stored.workflow, &stored.author, stored.published_at)?);
        changes.extend(also);
        self.documents.put(changes).await.map_err(conflict)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approval_does_not_go_back_to_an_older_version() {
        let live = |state| PublishedVersion {
            workflow: Identity {
                namespace: "n".to_owned(),
                name: "w".to_owned(),
                version: "1.2.0".to_owned(),
                title: "W".to_owned(),
                digest: "sha256:0".to_owned(),
            },
            author: "mia".to_owned(),
            published_at: 0,
            standing: Standing { state, ..Standing::default() },
            approvals: Vec::new(),
            review: None,
            awaiting: Vec::new(),
        };
        let running = live(VersionState::Published);
        assert!(replaces(None, "1.0.0", true));
        assert!(replaces(Some(&running), "1.10.0", true));
        assert!(!replaces(Some(&running), "1.1.9", true));
        assert!(replaces(Some(&running), "1.1.9", false), "whoever publishes it themselves means it");
        assert!(!replaces(Some(&live(VersionState::Suspended)), "1.1.9", true), "it may be resumed");
        assert!(replaces(Some(&live(VersionState::Retired)), "1.1.9", true));
    }
}
