//! Publishing: from a draft to a version that can be called, or to a review of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_access::Profile;
use towpath_diagnostics::{Diagnostic, Severity, codes};
use towpath_identity::Principal;
use towpath_journal::{Digest, Put};
use towpath_policies::Awaiting;
use towpath_sandbox::Loaded;
use towpath_wire::{Identity, LoadReport};

use crate::definitions::{conflict, same_place};
use crate::engine::Engine;
use crate::guard::{Asker, caller};
use crate::life::Standing;
use crate::reviews::{Approval, Review, ReviewNote, ReviewState};
use crate::types::{CheckReport, EngineError, JudgedAccess, Publication, Published};
use crate::versions::{LATEST, StoredVersion, VERSIONS, encode, version_key};

/// A definition with everything that was fetched for it, on its way to be published.
struct Candidate {
    source: String,
    /// The principal who submitted it.
    author: String,
    loaded: Loaded,
    resources: BTreeMap<String, Digest>,
}

impl Engine {
    /// Publishes the draft: from then on callers get it, unless somebody has to approve it first.
    ///
    /// # Errors
    /// [`EngineError::Invalid`], [`EngineError::Denied`], [`EngineError::VersionTaken`],
    /// [`EngineError::Mismatch`], [`EngineError::Conflict`] when the draft is not at `revision`,
    /// [`EngineError::Settled`] when this very version was rejected.
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
        if let Some(existing) = self.inner.stored(namespace, name, &workflow.version).await? {
            return publish_again(existing, &workflow, loaded.report);
        }
        refuse_denied(&self.report(namespace, &who.id, report, &[]))?;
        let asker = self.candidate_asker(who, &workflow, report.profile.clone().unwrap_or_default());
        let (loaded, fetched) = self.load_fetched(loaded, &draft.source, &asker).await?;
        let resources = self.inner.keep(&fetched).await?;
        self.settle(Candidate { source: draft.source, author: who.id.clone(), loaded, resources }).await
    }

    /// Who asks for what is fetched for a definition that is no version yet.
    pub(crate) fn candidate_asker(&self, who: &Principal, workflow: &Identity, profile: Profile) -> Asker {
        Asker {
            workflow: Arc::new(self.inner.subject(workflow, &who.id)),
            profile: Arc::new(profile),
            caller: Arc::new(caller(who)),
            principal: who.id.as_str().into(),
            approvals: Arc::default(),
            pins: Arc::default(),
            trial: None,
        }
    }

    /// Publishes a version that everybody has approved who has to, if policies still let it.
    pub(crate) async fn publish_reviewed(&self, review: &Review) -> Result<Publication, EngineError> {
        let fetched = self.inner.kept(&review.resources).await?;
        let loaded = self.load(&review.source, &fetched).await?;
        let (source, author) = (review.source.clone(), review.author.clone());
        self.settle(Candidate { source, author, loaded, resources: review.resources.clone() }).await
    }

    /// Judges everything a candidate reaches, and makes it a version, or a review.
    async fn settle(&self, candidate: Candidate) -> Result<Publication, EngineError> {
        let Candidate { source, author, loaded: Loaded { report, image, .. }, resources } = candidate;
        let (Some(image), Some(workflow), Some(profile)) =
            (image, report.workflow.clone(), report.profile.clone())
        else {
            return Err(EngineError::Invalid(report.diagnostics));
        };
        let Identity { namespace, name, version, .. } = &workflow;
        // One at a time, so that two publishes of one version cannot both find it free.
        let _changing = self.inner.changing.lock().await;
        if let Some(existing) = self.inner.stored(namespace, name, version).await? {
            return publish_again(existing, &workflow, report);
        }
        let before = self.inner.review(namespace, name, version).await?;
        let at = self.inner.clock.now();
        let mut review = Review::submitted(
            before,
            Review {
                history: vec![ReviewNote::submitted(&author, at)],
                workflow: workflow.clone(),
                author: author.clone(),
                source: source.clone(),
                profile: profile.clone(),
                resources: resources.clone(),
                submitted_at: at,
                state: ReviewState::InReview,
                awaiting: Vec::new(),
                approvals: Vec::new(),
            },
        )?;
        let checked = self.report(namespace, &author, &report, &review.approved_rules());
        if checked.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(EngineError::Invalid(checked.diagnostics));
        }
        refuse_denied(&checked)?;
        self.inner.refuse_unsettled(namespace, name, &source, report.settings.as_ref()).await?;
        self.inner.refuse_forbidden_settings(&workflow, &author, &profile, report.settings.as_ref())?;
        review.awaiting = checked.reviews();
        // A trial shows what a workflow does; nobody is asked for it.
        if !review.awaiting.is_empty() && !self.inner.trial {
            self.inner.keep_review(&review).await?;
            return Ok(Publication::InReview(Box::new(review)));
        }
        let approvals = match self.inner.trial {
            true => review.awaiting.iter().map(|awaiting| Approval::of_trial(awaiting, at)).collect(),
            false => review.approvals.clone(),
        };
        let image = self.inner.store.put_blob(image.into()).await?;
        let runner = self.inner.runner_digest();
        let stored = StoredVersion {
            pins: self.inner.pins(&workflow, &profile),
            settings: report.settings.clone(),
            workflow: workflow.clone(),
            author: author.clone(),
            published_at: at,
            source,
            resources,
            profile,
            images: [(runner.0.clone(), image)].into(),
            runner,
            standing: Standing::default(),
            approvals,
        };
        let reviewed = (!stored.approvals.is_empty()).then(|| review.published(at));
        self.store_version(&stored, reviewed).await?;
        self.inner.own_first(&workflow, &author, at, 1);
        *self.inner.authors.lock().entry(author).or_default() += 1;
        self.inner.remember(&stored)?;
        Ok(Publication::Live(Published {
            version: stored.published(),
            unchanged: false,
            checked_at_run_time: of_verdict(&checked, towpath_policies::Verdict::AtRunTime),
            diagnostics: checked.diagnostics,
        }))
    }

    async fn store_version(
        &self,
        stored: &StoredVersion,
        reviewed: Option<Review>,
    ) -> Result<(), EngineError> {
        let Identity { namespace, name, version, .. } = &stored.workflow;
        let put = |collection: &str, key: String, expected, content| Put {
            collection: collection.to_owned(),
            key,
            expected,
            content: Some(content),
        };
        let mut changes = vec![
            put(VERSIONS, version_key(namespace, name, version), Some(0), encode(stored)?),
            put(LATEST, format!("{namespace}/{name}"), None, encode(version)?),
        ];
        changes.extend(self.inner.first_owner(&stored.workflow, &stored.author, stored.published_at)?);
        if let Some(review) = reviewed {
            changes.push(review.put()?);
        }
        self.inner.store.put(changes).await.map_err(conflict)?;
        Ok(())
    }
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

/// The same digest again changes nothing; another under the same version is refused.
fn publish_again(
    existing: StoredVersion,
    workflow: &Identity,
    report: LoadReport,
) -> Result<Publication, EngineError> {
    if existing.workflow.digest != workflow.digest {
        return Err(EngineError::VersionTaken {
            version: workflow.version.clone(),
            next: next_version(&workflow.version),
        });
    }
    Ok(Publication::Live(Published {
        version: existing.published(),
        unchanged: true,
        checked_at_run_time: Vec::new(),
        diagnostics: report.diagnostics,
    }))
}

/// The next patch version; what follows the three numbers is dropped.
fn next_version(version: &str) -> String {
    let core = version.split(['-', '+']).next().unwrap_or(version);
    let mut numbers: Vec<u64> = core.split('.').map(|part| part.parse().unwrap_or_default()).collect();
    numbers.resize(3, 0);
    format!("{}.{}.{}", numbers[0], numbers[1], numbers[2] + 1)
}

#[cfg(test)]
mod tests {
    use super::next_version;

    #[test]
    fn proposes_the_next_patch() {
        assert_eq!(next_version("1.2.3"), "1.2.4");
        assert_eq!(next_version("1.2.3-beta.1+x"), "1.2.4");
    }
}
