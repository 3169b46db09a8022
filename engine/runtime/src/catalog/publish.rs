//! Publishing: from a draft to a candidate, and from a candidate that was evaluated to a version that callers get.
//!
//! What is slow (loading, fetching) comes first. The evaluation and the one commit of the version happen under the lock, with
//! the policies and integrations that are in force then. In between, the desk finds out whether somebody has to approve.

mod live;
mod order;

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_access::Profile;
use towpath_diagnostics::{Diagnostic, Severity, codes};
use towpath_identity::Principal;
use towpath_integrations::Registry;
use towpath_journal::Digest;
use towpath_policies::{Awaiting, StaticOutcome};
use towpath_sandbox::Loaded;
use towpath_wire::{FunctionSignature, Identity};

use super::Catalog;
use super::definitions::same_place;
use crate::catalog::CatalogError;
use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::rules::decide::{Requester, caller_subject};
use crate::types::{CheckReport, EvaluatedAccess};
use crate::version::{StoredVersion, VersionState, no_workflow};

/// A definition as it was submitted.
#[derive(Debug, Clone)]
pub(crate) struct Submission {
    pub(crate) source: String,
    /// The principal who submitted it.
    pub(crate) author: String,
    /// Everybody who wrote text of it since the version that went live before.
    pub(crate) writers: Vec<String>,
    /// The number of the draft's edit that it was made of.
    pub(crate) edit: u64,
    /// When the first edit since the version before was saved, in milliseconds since the Unix epoch, where that is known.
    pub(crate) begun: Option<i64>,
    /// What was fetched for it, by URL.
    pub(crate) resources: BTreeMap<String, Digest>,
}

/// A submission that was loaded with everything that was fetched for it, on its way to be published.
pub(crate) struct Candidate {
    pub(crate) submission: Submission,
    loaded: Loaded,
    /// The integrations that it was loaded with.
    registry: Arc<Registry>,
}

impl Candidate {
    /// Which version it would be, and everything that it can reach.
    ///
    /// # Errors
    /// `Invalid` when its text has errors.
    pub(crate) fn identity(&self) -> Result<(&Identity, &Profile), CatalogError> {
        let report = &self.loaded.report;
        match (&report.workflow, &report.profile) {
            (Some(workflow), Some(profile)) => Ok((workflow, profile)),
            _ => Err(Fault::Invalid(report.diagnostics.clone()).into()),
        }
    }

    /// Everything that was found in its text.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.loaded.report.diagnostics
    }
}

/// A draft that somebody publishes.
pub(crate) enum Prepared {
    /// A version of this number is published already. It is not fetched again.
    Known(Identity, Vec<Diagnostic>),
    /// It can be evaluated.
    New(Box<Candidate>),
}

impl Catalog {
    /// Loads a draft and fetches what it names, to publish it.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`, `Denied`, `Mismatch`, `Quota`, `Conflict` when the draft is not at `revision`.
    pub(crate) async fn prepare(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        revision: Option<u64>,
    ) -> Result<Prepared, CatalogError> {
        let draft = self.draft(namespace, name).await?;
        if revision.is_some_and(|wanted| wanted != draft.revision) {
            return Err(Fault::Conflict { current: draft.revision }.into());
        }
        let registry = self.rules.registry();
        let loaded = self.load(&draft.source, &[]).await?;
        let report = &loaded.report;
        let (Some(workflow), true) = (report.workflow.clone(), report.is_ok()) else {
            return Err(Fault::Invalid(loaded.report.diagnostics).into());
        };
        same_place(&workflow, namespace, name)?;
        // A part of its schedule would never be carried out.
        if !self.context.is_offline()
            && let Some(found) = report.diagnostics.iter().find(|found| found.code == codes::TP0303)
        {
            let found = Diagnostic { severity: Severity::Error, ..found.clone() };
            return Err(Fault::Invalid(vec![found]).into());
        }
        // A version that is published already is not fetched again, and neither is one that is refused anyway.
        if self.stored(namespace, name, &workflow.version).await?.is_some() {
            return Ok(Prepared::Known(workflow, loaded.report.diagnostics));
        }
        self.allowance.room_for_version(namespace, self.versions_in(namespace).await?)?;
        refuse_denied(&self.report(namespace, &who.id, report, &[]))?;
        let requester = self.requester_of(who, &workflow, report.profile.clone().unwrap_or_default());
        let (loaded, fetched) = self.load_fetched(loaded, &draft.source, &requester).await?;
        let resources = self.keep(&fetched).await?;
        let live = self.live_edit(&format!("{namespace}/{name}")).await?;
        let (writers, edit) = (draft.writers_since(live), draft.edits);
        let begun = Some(draft.begun_at).filter(|begun| *begun > 0);
        let (source, author) = (draft.source, who.id.clone());
        let submission = Submission { source, author, writers, edit, begun, resources };
        Ok(Prepared::New(Box::new(Candidate { submission, loaded, registry })))
    }

    /// Who requests what is fetched for a definition that is no version yet.
    pub(crate) fn requester_of(&self, who: &Principal, workflow: &Identity, profile: Profile) -> Requester {
        Requester {
            workflow: Arc::new(self.subject(workflow, &who.id)),
            profile: Arc::new(profile),
            caller: Arc::new(caller_subject(who)),
            approvals: Arc::default(),
            draft: false,
        }
    }

    /// A submission that was kept, loaded again to be published.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn candidate(&self, submission: Submission) -> Result<Candidate, CatalogError> {
        let registry = self.rules.registry();
        let fetched = self.kept(&submission.resources).await?;
        let loaded = self.load(&submission.source, &fetched).await?;
        Ok(Candidate { submission, loaded, registry })
    }

    /// Evaluates everything that a candidate reaches, by what is in force now. `approvals` are digests of the rules that it is
    /// approved for.
    ///
    /// # Errors
    /// `Invalid`, `Denied`, `SettingsMisfit`, `Overtaken` when an integration that it uses was changed since it was
    /// loaded.
    pub(crate) async fn evaluate_candidate(
        &self,
        _: &ChangeGuard<'_>,
        candidate: &Candidate,
        approvals: &[String],
    ) -> Result<CheckReport, CatalogError> {
        let report = &candidate.loaded.report;
        let Submission { author, source, .. } = &candidate.submission;
        let (workflow, profile) = candidate.identity()?;
        if !report.is_ok() {
            return Err(Fault::Invalid(report.diagnostics.clone()).into());
        }
        let now = self.rules.registry();
        if !Arc::ptr_eq(&now, &candidate.registry)
            && let Some(changed) = changed(profile, &candidate.registry, &now)
        {
            return Err(CatalogError::Overtaken(changed));
        }
        let checked = self.report(&workflow.namespace, author, report, approvals);
        if checked.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(Fault::Invalid(checked.diagnostics).into());
        }
        refuse_denied(&checked)?;
        let settings = report.settings.as_ref();
        self.refuse_unsettled(&workflow.namespace, &workflow.name, source, settings).await?;
        self.refuse_forbidden_settings(workflow, author, profile, settings)?;
        Ok(checked)
    }

    /// The version that is published already under this number.
    ///
    /// # Errors
    /// `VersionTaken` when it has another content, `NotPublished` when it is suspended or retired.
    pub(crate) async fn known(&self, workflow: &Identity) -> Result<StoredVersion, CatalogError> {
        let Identity { namespace, name, version, .. } = workflow;
        let existing = self.stored(namespace, name, version).await?;
        let existing = existing.ok_or_else(|| no_workflow(namespace, name, Some(version)))?;
        if existing.workflow.digest != workflow.digest {
            let (version, next) = (version.clone(), order::next_version(version));
            return Err(CatalogError::VersionTaken { version, next });
        }
        match existing.standing.state {
            VersionState::Published | VersionState::Deprecated => Ok(existing),
            VersionState::Suspended | VersionState::Retired => {
                Err(CatalogError::NotPublished(existing.published().into()))
            }
        }
    }
}

/// The first operation that a profile reaches and that was changed or deleted between `before` and `now`.
fn changed(profile: &Profile, before: &Registry, now: &Registry) -> Option<String> {
    let (before, now) = (before.signatures(), now.signatures());
    let of = |all: &[FunctionSignature], access: &towpath_access::Access| {
        let found = all.iter().find(|one| {
            Some(&one.integration) == access.integration.as_ref()
                && Some(&one.operation) == access.operation.as_ref()
                && Some(&one.version) == access.version.as_ref()
        });
        found.map(|one| FunctionSignature { title: String::new(), ..one.clone() })
    };
    let accesses = profile.accesses.iter().map(|found| &found.access);
    let mut changed = accesses.filter(|access| of(&before, access) != of(&now, access));
    changed.next().map(|access| {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("`{}.{}:{}`", part(&access.integration), part(&access.operation), part(&access.version))
    })
}

impl CheckReport {
    /// The rules that somebody has to approve it for before it can go live, each once.
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

fn refuse_denied(checked: &CheckReport) -> Result<(), CatalogError> {
    let denied: Vec<EvaluatedAccess> = of_verdict(checked, StaticOutcome::Denied);
    if denied.is_empty() { Ok(()) } else { Err(CatalogError::Denied(denied)) }
}

fn of_verdict(report: &CheckReport, verdict: StaticOutcome) -> Vec<EvaluatedAccess> {
    report.accesses.iter().filter(|access| access.verdict == verdict).cloned().collect()
}
