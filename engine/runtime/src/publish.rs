//! Publishing: from a draft to a version that can be called, or to a review of it.
//!
//! What is slow (loading, fetching) comes first. Judging, and the one commit of version, review and queue, happen inside of
//! the lock, with the policies and integrations that are in force then.

mod live;
mod order;

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_access::Profile;
use towpath_diagnostics::{Diagnostic, Severity, codes};
use towpath_identity::Principal;
use towpath_integrations::Registry;
use towpath_journal::Digest;
use towpath_policies::Awaiting;
use towpath_sandbox::Loaded;
use towpath_wire::{FunctionSignature, Identity};

use crate::definitions::same_place;
use crate::engine::Engine;
use crate::guard::{Asker, caller};
use crate::life::VersionState;
use crate::reviews::{Requeued, Review, ReviewNote, ReviewState};
use crate::types::{CheckReport, EngineError, JudgedAccess, Publication, Published, PublishedVersion};
use crate::versions::StoredVersion;

/// A definition with everything that was fetched for it, on its way to be published.
pub(crate) struct Candidate {
    source: String,
    /// The principal who submitted it.
    author: String,
    /// Everybody who wrote text of it since the version that went live before.
    writers: Vec<String>,
    /// The number of the draft's edit that it was made of.
    edit: u64,
    loaded: Loaded,
    resources: BTreeMap<String, Digest>,
    /// The integrations that it was loaded with.
    registry: Arc<Registry>,
}

impl Engine {
    /// Publishes the draft: from then on callers get it, unless somebody has to approve it first.
    ///
    /// # Errors
    /// [`EngineError::Invalid`], [`EngineError::Denied`], [`EngineError::VersionTaken`],
    /// [`EngineError::Mismatch`], [`EngineError::Conflict`] when the draft is not at `revision`,
    /// [`EngineError::Settled`] when this very version was rejected, [`EngineError::NotPublished`] when it is suspended or
    /// retired, [`EngineError::Overtaken`] when an integration that it uses changed meanwhile.
    pub async fn publish(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        revision: Option<u64>,
    ) -> Result<Publication, EngineError> {
        let draft = self.draft(namespace, name).await?;
        if revision.is_some_and(|wanted| wanted != draft.revision) {
            return Err(EngineError::Conflict { current: draft.revision });
        }
        let registry = self.inner.registry.load_full();
        let loaded = self.load(&draft.source, &[]).await?;
        let report = &loaded.report;
        let (Some(workflow), true) = (report.workflow.clone(), report.is_ok()) else {
            return Err(EngineError::Invalid(loaded.report.diagnostics));
        };
        same_place(&workflow, namespace, name)?;
        if !self.inner.trial
            && let Some(found) = report.diagnostics.iter().find(|found| found.code == codes::TP0303)
        {
            let found = Diagnostic { severity: Severity::Error, ..found.clone() };
            return Err(EngineError::Invalid(vec![found]));
        }
        // What is published already is not fetched again, and neither is what is refused anyway.
        if self.inner.stored(namespace, name, &workflow.version).await?.is_some() {
            let _changing = self.inner.changing.lock().await;
            return self.publish_again(&workflow, &who.id, loaded.report.diagnostics).await;
        }
        self.inner.room_for_version(namespace).await?;
        refuse_denied(&self.report(namespace, &who.id, report, &[]))?;
        let asker = self.candidate_asker(who, &workflow, report.profile.clone().unwrap_or_default());
        let (loaded, fetched) = self.load_fetched(loaded, &draft.source, &asker).await?;
        let resources = self.inner.keep(&fetched).await?;
        let live = self.inner.live_edit(&format!("{namespace}/{name}")).await?;
        let (writers, edit) = (draft.writers_since(live), draft.edits);
        let (source, author) = (draft.source, who.id.clone());
        self.submit(Candidate { source, author, writers, edit, loaded, resources, registry }).await
    }

    /// Who asks for what is fetched for a definition that is no version yet.
    pub(crate) fn candidate_asker(&self, who: &Principal, workflow: &Identity, profile: Profile) -> Asker {
        Asker {
            workflow: Arc::new(self.inner.subject(workflow, &who.id)),
            profile: Arc::new(profile),
            caller: Arc::new(caller(who)),
            principal: who.id.as_str().into(),
            token: None,
            heard: Arc::default(),
            approvals: Arc::default(),
            pins: Arc::default(),
            trial: None,
        }
    }

    /// A version in review, loaded once more to be published.
    pub(crate) async fn candidate_of(&self, review: &Review) -> Result<Candidate, EngineError> {
        let registry = self.inner.registry.load_full();
        let fetched = self.inner.kept(&review.resources).await?;
        let loaded = self.load(&review.source, &fetched).await?;
        Ok(Candidate {
            source: review.source.clone(),
            author: review.author.clone(),
            writers: review.writers.clone(),
            edit: review.edit,
            loaded,
            resources: review.resources.clone(),
            registry,
        })
    }

    /// Makes a candidate a version, or a review.
    async fn submit(&self, candidate: Candidate) -> Result<Publication, EngineError> {
        let report = &candidate.loaded.report;
        let (Some(workflow), Some(profile)) = (report.workflow.clone(), report.profile.clone()) else {
            return Err(EngineError::Invalid(report.diagnostics.clone()));
        };
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        // One at a time, so that two publishes of one version cannot both find it free.
        let _changing = self.inner.changing.lock().await;
        if self.inner.stored(place.0, place.1, place.2).await?.is_some() {
            let diagnostics = candidate.loaded.report.diagnostics;
            return self.publish_again(&workflow, &candidate.author, diagnostics).await;
        }
        let (before, revision) = self.inner.review_at(place).await?;
        let at = self.inner.clock.now();
        let mut review = Review::submitted(
            before,
            Review {
                history: vec![ReviewNote::submitted(&candidate.author, at)],
                workflow: workflow.clone(),
                author: candidate.author.clone(),
                writers: candidate.writers.clone(),
                edit: candidate.edit,
                published: false,
                source: candidate.source.clone(),
                profile,
                resources: candidate.resources.clone(),
                submitted_at: at,
                state: ReviewState::InReview,
                awaiting: Vec::new(),
                approvals: Vec::new(),
            },
        )?;
        let checked = self.judge_candidate(&candidate, &review.approved_rules()).await?;
        review.awaiting = checked.reviews();
        // A trial shows what a workflow does; nobody is asked for it.
        if !review.awaiting.is_empty() && !self.inner.trial {
            self.inner.keep_review(&review, revision).await?;
            return Ok(Publication::InReview(Box::new(review)));
        }
        let is_kept = revision > 0 || !review.approvals.is_empty();
        let published = self.go_live(candidate, checked, review, is_kept.then_some(revision)).await;
        published.map(|(published, _)| Publication::Live(published))
    }

    /// Judges everything that a candidate reaches, by what is in force now. Inside of the lock.
    pub(crate) async fn judge_candidate(
        &self,
        candidate: &Candidate,
        approvals: &[String],
    ) -> Result<CheckReport, EngineError> {
        let report = &candidate.loaded.report;
        let Some(Identity { namespace, name, .. }) = report.workflow.as_ref().filter(|_| report.is_ok())
        else {
            return Err(EngineError::Invalid(report.diagnostics.clone()));
        };
        let now = self.inner.registry.load_full();
        if !Arc::ptr_eq(&now, &candidate.registry)
            && let Some(changed) = changed(report.profile.as_ref(), &candidate.registry, &now)
        {
            return Err(EngineError::Overtaken(changed));
        }
        let checked = self.report(namespace, &candidate.author, report, approvals);
        if checked.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(EngineError::Invalid(checked.diagnostics));
        }
        refuse_denied(&checked)?;
        self.inner.refuse_unsettled(namespace, name, &candidate.source, report.settings.as_ref()).await?;
        if let (Some(workflow), Some(profile)) = (&report.workflow, &report.profile) {
            let settings = report.settings.as_ref();
            self.inner.refuse_forbidden_settings(workflow, &candidate.author, profile, settings)?;
        }
        Ok(checked)
    }

    /// The same digest again changes nothing; another under the same version is refused. One that lacks an approval enters
    /// the queue of reviews again. Inside of the lock.
    async fn publish_again(
        &self,
        workflow: &Identity,
        by: &str,
        diagnostics: Vec<Diagnostic>,
    ) -> Result<Publication, EngineError> {
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let existing = self.inner.stored(place.0, place.1, place.2).await?;
        let existing =
            existing.ok_or_else(|| crate::versions::no_workflow(place.0, place.1, Some(place.2)))?;
        let known = known_version(&existing, workflow)?;
        if let Some(review) = self.submit_published(&existing, by).await? {
            return Ok(Publication::InReview(Box::new(review)));
        }
        Ok(Publication::Live(Published {
            version: known,
            unchanged: true,
            current: self.inner.latest(place.0, place.1)?.published.workflow.version.clone(),
            checked_at_run_time: Vec::new(),
            diagnostics,
        }))
    }

    /// The review of a published version that lacks an approval; nothing where it has all.
    async fn submit_published(
        &self,
        existing: &StoredVersion,
        by: &str,
    ) -> Result<Option<Review>, EngineError> {
        let workflow = &existing.workflow;
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let in_force = self.inner.policies.load_full();
        let (known, revision) = self.inner.review_at(place).await?;
        let known = known.map(|review| (review, revision));
        let mut requeued = Requeued::default();
        self.inner.requeue_published(in_force.set(), &existing.published(), known, &mut requeued).await?;
        if !requeued.puts.is_empty() && !self.inner.trial {
            self.inner.store.put(requeued.puts.clone()).await.map_err(crate::definitions::conflict)?;
            self.inner.requeued(&requeued);
        }
        let (review, revision) = self.inner.review_at(place).await?;
        match review.filter(|review| review.published && !self.inner.trial) {
            Some(review) if review.state == ReviewState::InReview => Ok(Some(review)),
            Some(review) if review.state == ReviewState::Rejected => Err(EngineError::Settled(review.state)),
            Some(mut review) if review.state == ReviewState::ChangesRequested => {
                // Its author answers by submitting it again.
                review.note(ReviewState::InReview, by, None, self.inner.clock.now());
                self.inner.keep_review(&review, revision).await?;
                Ok(Some(review))
            }
            _ => Ok(None),
        }
    }
}

/// What a version is that is submitted again, where that may be.
fn known_version(existing: &StoredVersion, workflow: &Identity) -> Result<PublishedVersion, EngineError> {
    if existing.workflow.digest != workflow.digest {
        let (version, next) = (workflow.version.clone(), order::next_version(&workflow.version));
        return Err(EngineError::VersionTaken { version, next });
    }
    let published = existing.published();
    match published.standing.state {
        VersionState::Published | VersionState::Deprecated => Ok(published),
        VersionState::Suspended | VersionState::Retired => Err(EngineError::NotPublished(published.into())),
    }
}

/// The first operation that a profile reaches and that is another one, or gone, in `now`.
fn changed(profile: Option<&Profile>, before: &Registry, now: &Registry) -> Option<String> {
    let (before, now) = (before.signatures(), now.signatures());
    let of = |all: &[FunctionSignature], access: &towpath_access::Access| {
        let found = all.iter().find(|one| {
            Some(&one.integration) == access.integration.as_ref()
                && Some(&one.operation) == access.operation.as_ref()
                && Some(&one.version) == access.version.as_ref()
        });
        found.map(|one| FunctionSignature { title: String::new(), ..one.clone() })
    };
    let accesses = profile.into_iter().flat_map(|profile| &profile.accesses).map(|found| &found.access);
    let mut changed = accesses.filter(|access| of(&before, access) != of(&now, access));
    changed.next().map(|access| {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("`{}.{}:{}`", part(&access.integration), part(&access.operation), part(&access.version))
    })
}

impl CheckReport {
    /// The rules that somebody has to approve this for before it can go live, each once.
    pub fn reviews(&self) -> Vec<Awaiting> {
        let mut found: Vec<Awaiting> = Vec::new();
        for review in self.accesses.iter().flat_map(|access| &access.reviews) {
            if !found.iter().any(|known| known.digest == review.digest) {
                found.push(review.clone());
            }
        }
        found
    }
}

fn refuse_denied(checked: &CheckReport) -> Result<(), EngineError> {
    let denied: Vec<JudgedAccess> = of_verdict(checked, towpath_policies::Verdict::Denied);
    if denied.is_empty() { Ok(()) } else { Err(EngineError::Denied(denied)) }
}

fn of_verdict(report: &CheckReport, verdict: towpath_policies::Verdict) -> Vec<JudgedAccess> {
    report.accesses.iter().filter(|access| access.verdict == verdict).cloned().collect()
}
