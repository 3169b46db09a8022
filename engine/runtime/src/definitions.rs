//! Checking, drafts and publishing.
//!
//! The text is only ever parsed inside the sandbox; what it reaches is judged here.

use std::sync::Arc;

use towpath_access::{Kind, Profile, ProfiledAccess, WorkflowSubject};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::{Put, StoreError};
use towpath_sandbox::{LoadError, Loaded};
use towpath_wire::{Identity, Load, LoadReport, Resource};

use crate::engine::{Engine, Inner};
use crate::guard::{Asker, caller};
use crate::types::{CheckReport, Draft, EngineError, JudgedAccess, Published};
use crate::versions::{LATEST, StoredVersion, VERSIONS, decode, encode, subject, version_key};

const DRAFTS: &str = "drafts";

impl Engine {
    /// Checks a definition as it would be for publishing: its text, what it names, what it may reach.
    ///
    /// # Errors
    /// Only faults of the engine itself; everything wrong with the text is in the report.
    pub async fn check(&self, namespace: &str, source: &str) -> Result<CheckReport, EngineError> {
        let loaded = self.load_open(source).await?;
        Ok(self.report(namespace, "", &loaded.report))
    }

    /// Saves a draft, errors and all, and says what is wrong with it.
    ///
    /// # Errors
    /// [`EngineError::Conflict`] when `expected` is not its revision.
    pub async fn save_draft(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Draft, CheckReport), EngineError> {
        let loaded = self.load_open(&source).await?;
        if let Some(workflow) = &loaded.report.workflow {
            same_place(workflow, namespace, name)?;
        }
        let report = self.report(namespace, &who.id, &loaded.report);
        let mut draft =
            Draft { source, author: who.id.clone(), saved_at: self.inner.clock.now(), revision: 0 };
        let put = Put {
            collection: DRAFTS.to_owned(),
            key: format!("{namespace}/{name}"),
            expected,
            content: Some(encode(&draft)?),
        };
        let revisions = self.inner.store.put(vec![put]).await.map_err(conflict)?;
        draft.revision = revisions.first().copied().unwrap_or_default();
        Ok((draft, report))
    }

    /// The draft of a workflow.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn draft(&self, namespace: &str, name: &str) -> Result<Draft, EngineError> {
        let key = format!("{namespace}/{name}");
        let Some(document) = self.inner.store.get(DRAFTS, &key).await? else {
            return Err(EngineError::NotFound { what: "draft", name: key });
        };
        let mut draft: Draft = decode(&document.content)?;
        draft.revision = document.revision;
        Ok(draft)
    }

    /// Publishes the draft: from then on callers get it.
    ///
    /// # Errors
    /// [`EngineError::Invalid`], [`EngineError::Denied`], [`EngineError::VersionTaken`],
    /// [`EngineError::Mismatch`], [`EngineError::Conflict`] when the draft is not at `revision`.
    pub async fn publish(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        revision: Option<u64>,
    ) -> Result<Published, EngineError> {
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
            let found = Diagnostic { severity: towpath_diagnostics::Severity::Error, ..found.clone() };
            return Err(EngineError::Invalid(vec![found]));
        }
        // What is published already is not fetched again, and neither is what is refused anyway.
        if let Some(existing) = self.inner.stored(namespace, name, &workflow.version).await? {
            return self.publish_again(existing, &workflow, loaded.report);
        }
        self.refuse_denied(&self.report(namespace, &who.id, report))?;
        let asker = Asker {
            workflow: Arc::new(subject(&workflow, &who.id, self.inner.published_by(&who.id))),
            profile: Arc::new(report.profile.clone().unwrap_or_default()),
            caller: Arc::new(caller(who)),
            principal: who.id.as_str().into(),
            pins: Arc::default(),
        };
        let (Loaded { report, image, .. }, fetched) =
            self.load_fetched(loaded, &draft.source, &asker).await?;
        let (Some(image), Some(workflow), Some(profile)) =
            (image, report.workflow.clone(), report.profile.clone())
        else {
            return Err(EngineError::Invalid(report.diagnostics));
        };
        let resources = self.inner.keep(&fetched).await?;
        // One at a time, so that two publishes of one version cannot both find it free.
        let _changing = self.inner.changing.lock().await;
        if let Some(existing) = self.inner.stored(namespace, name, &workflow.version).await? {
            return self.publish_again(existing, &workflow, report);
        }
        let checked = self.report(namespace, &who.id, &report);
        if checked.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(EngineError::Invalid(checked.diagnostics));
        }
        self.refuse_denied(&checked)?;
        let image = self.inner.store.put_blob(image.into()).await?;
        let runner = self.inner.runner_digest();
        let pins = started(&profile)
            .filter(|target| target.version.is_none())
            .filter_map(|target| {
                let version = self.inner.newest(&workflow, &target)?;
                Some((format!("{}/{}", target.namespace, target.name), version))
            })
            .collect();
        let stored = StoredVersion {
            pins,
            workflow: workflow.clone(),
            author: who.id.clone(),
            published_at: self.inner.clock.now(),
            source: draft.source,
            resources,
            profile,
            images: [(runner.0.clone(), image)].into(),
            runner,
        };
        self.store_version(&stored).await?;
        *self.inner.authors.lock().entry(who.id.clone()).or_default() += 1;
        self.inner.remember(&stored)?;
        Ok(Published {
            version: stored.published(),
            unchanged: false,
            checked_at_run_time: of_verdict(&checked, towpath_policies::Verdict::AtRunTime),
            diagnostics: checked.diagnostics,
        })
    }

    fn refuse_denied(&self, checked: &CheckReport) -> Result<(), EngineError> {
        let denied: Vec<JudgedAccess> = of_verdict(checked, towpath_policies::Verdict::Denied);
        if denied.is_empty() { Ok(()) } else { Err(EngineError::Denied(denied)) }
    }

    /// The same digest again changes nothing; another under the same version is refused.
    fn publish_again(
        &self,
        existing: StoredVersion,
        workflow: &Identity,
        report: LoadReport,
    ) -> Result<Published, EngineError> {
        if existing.workflow.digest != workflow.digest {
            return Err(EngineError::VersionTaken {
                version: workflow.version.clone(),
                next: next_version(&workflow.version),
            });
        }
        Ok(Published {
            version: existing.published(),
            unchanged: true,
            checked_at_run_time: Vec::new(),
            diagnostics: report.diagnostics,
        })
    }

    async fn store_version(&self, stored: &StoredVersion) -> Result<(), EngineError> {
        let Identity { namespace, name, version, .. } = &stored.workflow;
        let put = |collection: &str, key: String, expected, content| Put {
            collection: collection.to_owned(),
            key,
            expected,
            content: Some(content),
        };
        let changes = vec![
            put(VERSIONS, version_key(namespace, name, version), Some(0), encode(stored)?),
            put(LATEST, format!("{namespace}/{name}"), None, encode(version)?),
        ];
        self.inner.store.put(changes).await.map_err(conflict)?;
        Ok(())
    }

    /// Loads a definition without what it names by its URL, of which nothing is said then.
    async fn load_open(&self, source: &str) -> Result<Loaded, EngineError> {
        self.load_with(source, None).await
    }

    /// Loads a definition with what was fetched for it.
    pub(crate) async fn load(&self, source: &str, resources: &[Resource]) -> Result<Loaded, EngineError> {
        self.load_with(source, Some(resources.to_vec())).await
    }

    async fn load_with(&self, source: &str, resources: Option<Vec<Resource>>) -> Result<Loaded, EngineError> {
        let request = Load { source: source.to_owned(), functions: Some(self.functions()), resources };
        match self.inner.sandbox.load(&self.inner.runner, &request, &self.inner.limits).await {
            Ok(loaded) => Ok(loaded),
            Err(LoadError::Stopped(stop)) => {
                let diagnostic = crate::effects::stop_diagnostic(&stop, &self.inner.limits);
                let report = LoadReport {
                    diagnostics: vec![diagnostic],
                    workflow: None,
                    profile: None,
                    wanted: Vec::new(),
                };
                Ok(Loaded { report, image: None, cpu: std::time::Duration::ZERO })
            }
            Err(error) => Err(EngineError::Internal(error.to_string())),
        }
    }

    fn report(&self, namespace: &str, author: &str, report: &LoadReport) -> CheckReport {
        let accesses = match (&report.workflow, &report.profile) {
            (Some(workflow), Some(profile)) => {
                let subject: WorkflowSubject = subject(workflow, author, self.inner.published_by(author));
                self.inner.judge_profile(&subject, profile)
            }
            _ => Vec::new(),
        };
        let mut diagnostics = report.diagnostics.clone();
        if let Some(workflow) = report.workflow.as_ref().filter(|workflow| workflow.namespace != namespace) {
            diagnostics.push(
                towpath_diagnostics::Diagnostic::error(
                    towpath_diagnostics::codes::TP1111,
                    format!(
                        "the document's namespace is `{}`, checked for `{namespace}`",
                        workflow.namespace
                    ),
                )
                .pointer("/document/namespace"),
            );
        }
        if let (Some(workflow), Some(profile)) = (&report.workflow, &report.profile) {
            diagnostics.extend(started(profile).filter_map(|target| self.inner.missing(workflow, &target)));
        }
        CheckReport { diagnostics, workflow: report.workflow.clone(), accesses }
    }
}

/// A workflow that `run: workflow` starts.
struct Target<'a> {
    access: &'a ProfiledAccess,
    namespace: &'a str,
    name: &'a str,
    /// `None`: the latest.
    version: Option<&'a str>,
}

/// Every workflow that a definition starts.
fn started(profile: &Profile) -> impl Iterator<Item = Target<'_>> {
    profile.accesses.iter().filter(|access| access.access.kind == Kind::Run).filter_map(|access| {
        let fields = access.arguments_schema.get("properties")?;
        let text = |name: &str| fields.get(name)?.get("const")?.as_str();
        Some(Target { access, namespace: text("namespace")?, name: text("name")?, version: text("version") })
    })
}

impl Inner {
    /// The version that `latest` means now. A workflow that starts itself starts the version that is published.
    fn newest(&self, workflow: &Identity, target: &Target<'_>) -> Option<String> {
        if target.namespace == workflow.namespace && target.name == workflow.name {
            return Some(workflow.version.clone());
        }
        let latest = self.latest(target.namespace, target.name).ok()?;
        Some(latest.published.workflow.version.clone())
    }

    /// Why a workflow cannot be started from this one.
    fn missing(&self, workflow: &Identity, target: &Target<'_>) -> Option<Diagnostic> {
        let Target { access, namespace, name, .. } = target;
        let (code, message, help) = if *namespace != workflow.namespace {
            (
                codes::TP1114,
                format!("`{namespace}/{name}` is of another namespace"),
                "a workflow starts those of its own namespace only",
            )
        } else if self.newest(workflow, target).is_none() {
            (
                codes::TP1116,
                format!("there is no workflow `{namespace}/{name}` yet"),
                "publish it first, then publish this one",
            )
        } else {
            return None;
        };
        let found = Diagnostic::error(code, message).pointer(access.task.as_str()).help(help);
        Some(match access.span {
            Some(span) => found.at(span),
            None => found,
        })
    }
}

fn of_verdict(report: &CheckReport, verdict: towpath_policies::Verdict) -> Vec<JudgedAccess> {
    report.accesses.iter().filter(|access| access.verdict == verdict).cloned().collect()
}

fn same_place(workflow: &Identity, namespace: &str, name: &str) -> Result<(), EngineError> {
    if workflow.namespace == namespace && workflow.name == name {
        return Ok(());
    }
    Err(EngineError::Mismatch {
        document: format!("{}/{}", workflow.namespace, workflow.name),
        path: format!("{namespace}/{name}"),
    })
}

pub(crate) fn conflict(error: StoreError) -> EngineError {
    match error {
        StoreError::Conflict { current } => EngineError::Conflict { current },
        other => other.into(),
    }
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
