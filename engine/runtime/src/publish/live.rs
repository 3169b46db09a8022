//! A version goes live: version, what callers get, owner, review and the draft's mark in one commit.

use std::cmp::Ordering;

use towpath_journal::Put;
use towpath_policies::Verdict;
use towpath_wire::Identity;

use super::{Candidate, of_verdict, order};
use crate::definitions::conflict;
use crate::engine::Engine;
use crate::life::{Standing, VersionState};
use crate::reviews::{Approval, Review};
use crate::types::{CheckReport, EngineError, Published, PublishedVersion};
use crate::versions::{LATEST, StoredVersion, encode};

/// Whether callers who name no version get this one from now on. A version that was submitted before a newer one went live,
/// and approved after it, does not replace that: going back is `rollback`, which somebody decides. A retired version starts
/// nothing, so anything replaces it.
fn replaces(live: Option<&PublishedVersion>, version: &str, was_reviewed: bool) -> bool {
    match live {
        Some(live) if was_reviewed && live.standing.state != VersionState::Retired => {
            order::compare(version, &live.workflow.version) != Ordering::Less
        }
        _ => true,
    }
}

impl Engine {
    /// Makes a candidate that was judged a version. `kept` is the revision of the stored review that is to say so. Inside of
    /// the lock.
    pub(crate) async fn go_live(
        &self,
        candidate: Candidate,
        checked: CheckReport,
        review: Review,
        kept: Option<u64>,
    ) -> Result<(Published, Review), EngineError> {
        let report = candidate.loaded.report;
        let (Some(image), Some(workflow), Some(profile)) =
            (candidate.loaded.image, report.workflow, report.profile)
        else {
            return Err(EngineError::Invalid(report.diagnostics));
        };
        let at = self.inner.clock.now();
        let approvals = match self.inner.trial {
            true => review.awaiting.iter().map(|awaiting| Approval::of_trial(awaiting, at)).collect(),
            false => review.approvals.clone(),
        };
        let live = self.inner.latest(&workflow.namespace, &workflow.name).ok();
        let replaces =
            replaces(live.as_deref().map(|live| &live.published), &workflow.version, !approvals.is_empty());
        let image = self.inner.store.put_blob(image.into()).await?;
        let runner = self.inner.runner_digest();
        let stored = StoredVersion {
            pins: self.inner.pins(&workflow, &profile),
            settings: report.settings,
            workflow: workflow.clone(),
            author: candidate.author.clone(),
            writers: candidate.writers,
            published_at: at,
            source: candidate.source,
            resources: candidate.resources,
            profile,
            images: [(runner.0.clone(), image)].into(),
            runner,
            standing: Standing::default(),
            approvals,
        };
        let review = review.went_live(at);
        self.keep_live(&stored, replaces, kept.map(|revision| (&review, revision)), candidate.edit).await?;
        self.inner.own_first(&workflow, &candidate.author, at, 1);
        *self.inner.authors.lock().entry(candidate.author).or_default() += 1;
        self.inner.unapproved.note(&review);
        if replaces {
            self.inner.remember(&stored)?;
        }
        let current = self.inner.latest(&workflow.namespace, &workflow.name)?;
        let published = Published {
            version: stored.published(),
            unchanged: false,
            current: current.published.workflow.version.clone(),
            checked_at_run_time: of_verdict(&checked, Verdict::AtRunTime),
            diagnostics: checked.diagnostics,
        };
        Ok((published, review))
    }

    async fn keep_live(
        &self,
        stored: &StoredVersion,
        replaces: bool,
        review: Option<(&Review, u64)>,
        edit: u64,
    ) -> Result<(), EngineError> {
        let Identity { namespace, name, version, .. } = &stored.workflow;
        let place = format!("{namespace}/{name}");
        let mut changes = vec![stored.put(0)?, self.inner.edit_went_live(&place, edit).await?];
        if replaces {
            let (collection, content) = (LATEST.to_owned(), Some(encode(version)?));
            changes.push(Put { collection, key: place, expected: None, content });
        }
        changes.extend(self.inner.first_owner(&stored.workflow, &stored.author, stored.published_at)?);
        if let Some((review, revision)) = review {
            changes.push(review.put(revision)?);
        }
        self.inner.store.put(changes).await.map_err(conflict)?;
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
