//! Checks definitions: their text, the workflows they start, and what policies say of the accesses they reach.
//!
//! The text is parsed only inside the sandbox.

use std::collections::BTreeMap;

use towpath_access::{Kind, Profile, ProfiledAccess};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_sandbox::{LoadError, Loaded};
use towpath_wire::{Identity, Limits, Load, LoadReport, LongWait, Resource};

use super::Catalog;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::stopped::stop_diagnostic;
use crate::timetable::{StartsAt, problem_of_schedule};
use crate::types::CheckReport;

impl Catalog {
    /// Checks a definition as it would be for publishing: its text, what it names, what it may reach.
    ///
    /// # Errors
    /// Only faults of the engine itself; everything wrong with the text is in the report.
    pub(crate) async fn check(&self, namespace: &str, source: &str) -> Result<CheckReport, CatalogError> {
        let report = self.read_open(source).await?;
        Ok(self.report(namespace, "", &report, &[]))
    }

    /// Reads a definition without what it names by URL, and reports nothing about that. Makes no image.
    pub(super) async fn read_open(&self, source: &str) -> Result<LoadReport, CatalogError> {
        self.read_with(source, None).await
    }

    /// Reads a definition with what was fetched for it. Makes no image; [`Catalog::load`] does.
    ///
    /// # Errors
    /// Only faults of the engine itself; everything wrong with the text is in the report.
    pub(crate) async fn read(
        &self,
        source: &str,
        resources: &[Resource],
    ) -> Result<LoadReport, CatalogError> {
        self.read_with(source, Some(resources.to_vec())).await
    }

    async fn read_with(
        &self,
        source: &str,
        resources: Option<Vec<Resource>>,
    ) -> Result<LoadReport, CatalogError> {
        let limits = with_room_for(resources.as_deref().unwrap_or_default(), &self.limits);
        let request = self.load_request(source, resources);
        reported(self.sandbox.check(&self.runner, &request, &limits).await, &limits)
    }

    fn load_request(&self, source: &str, resources: Option<Vec<Resource>>) -> Load {
        Load {
            source: source.to_owned(),
            functions: Some(self.rules.functions()),
            resources,
            settings: None,
            evaluate: None,
        }
    }

    /// Loads a definition with what was fetched for it, and makes its image.
    ///
    /// # Errors
    /// Only faults of the engine itself; everything wrong with the text is in the report.
    pub(crate) async fn load(&self, source: &str, resources: &[Resource]) -> Result<Loaded, CatalogError> {
        let limits = with_room_for(resources, &self.limits);
        let request = self.load_request(source, Some(resources.to_vec()));
        match self.sandbox.load(&self.runner, &request, &limits).await {
            Ok(loaded) => Ok(loaded),
            Err(error) => {
                let report = reported(Err(error), &limits)?;
                Ok(Loaded { report, image: None, cpu: std::time::Duration::ZERO })
            }
        }
    }

    /// Everything that is wrong with a loaded definition, and what policies say of its accesses. `approvals` are digests of
    /// the rules that it is approved for.
    pub(crate) fn report(
        &self,
        namespace: &str,
        author: &str,
        report: &LoadReport,
        approvals: &[String],
    ) -> CheckReport {
        let accesses = match (&report.workflow, &report.profile) {
            (Some(workflow), Some(profile)) => {
                let subject = self.subject(workflow, author);
                self.rules.evaluate_profile(&subject, profile, approvals)
            }
            _ => Vec::new(),
        };
        let mut diagnostics = report.diagnostics.clone();
        if let Some(workflow) = report.workflow.as_ref().filter(|workflow| workflow.namespace != namespace) {
            diagnostics.push(
                Diagnostic::error(
                    codes::TP1111,
                    format!(
                        "the document's namespace is `{}`, checked for `{namespace}`",
                        workflow.namespace
                    ),
                )
                .pointer("/document/namespace"),
            );
        }
        if let (Some(workflow), Some(profile)) = (&report.workflow, &report.profile) {
            diagnostics.extend(started(profile).filter_map(|target| self.missing(workflow, &target)));
        }
        if let Some(workflow) = &report.workflow {
            let limit = self.rules.longest_run(&self.subject(workflow, author), self.limits.duration_s);
            diagnostics.extend(report.long_waits.iter().filter_map(|wait| too_long(wait, limit)));
        }
        diagnostics.extend(problem_of_schedule(report));
        let schedule = report.schedule.clone().map(|found| StartsAt::of(found, self.context.now()));
        CheckReport { diagnostics, workflow: report.workflow.clone(), accesses, schedule }
    }
}

/// The report of a definition. If a limit stopped the sandbox, the report says so.
fn reported(read: Result<LoadReport, LoadError>, limits: &Limits) -> Result<LoadReport, CatalogError> {
    match read {
        Ok(report) => Ok(report),
        Err(LoadError::Stopped(stop)) => {
            let diagnostics = vec![stop_diagnostic(&stop, limits)];
            Ok(LoadReport { diagnostics, ..LoadReport::default() })
        }
        Err(error) => Err(Fault::Internal(error.to_string()).into()),
    }
}

/// The warning about a wait that takes longer than `limit` seconds, the longest a run may take: it never ends.
pub fn too_long(wait: &LongWait, limit: u64) -> Option<Diagnostic> {
    const DAY: u64 = 86_400;
    let seconds = wait.milliseconds / 1000;
    let words = |seconds: u64| match (seconds / DAY, seconds % DAY) {
        (0, _) => format!("{seconds} s"),
        (1, 0) => "1 day".to_owned(),
        (days, 0) => format!("{days} days"),
        (days, _) => format!("{days} days and some"),
    };
    (seconds >= limit).then(|| {
        let message = format!(
            "it waits {}, and a run may take {} in all: it ends in TP1102 before the wait is over",
            words(seconds),
            words(limit)
        );
        let help = "wait less; let somebody start a second workflow when it is time; or ask IT for a higher limit \
                    `durationS`";
        Diagnostic::warning(codes::TP4163, message).at(wait.span).pointer(wait.task.as_str()).help(help)
    })
}

/// The limits for reading a definition with what was fetched for it. IT sets how large that may be (`maxResponseBytes`), so
/// reading it gets memory and time on top: it is read once, and only the parts that are used are kept.
fn with_room_for(resources: &[Resource], limits: &Limits) -> Limits {
    /// Bytes of memory for each byte of text: the text as it comes in, the text as it is read, and an index of it.
    const MEMORY: u64 = 6;
    /// Bytes read in a millisecond, at the least.
    const BYTES_A_MS: u64 = 4096;
    let bytes: u64 = resources.iter().map(|resource| resource.content.len() as u64).sum();
    Limits {
        memory_bytes: limits.memory_bytes.saturating_add(bytes.saturating_mul(MEMORY)),
        cpu_ms: limits.cpu_ms.saturating_add(bytes / BYTES_A_MS),
        ..limits.clone()
    }
}

/// A workflow that `run: workflow` starts.
pub(super) struct Target<'a> {
    access: &'a ProfiledAccess,
    pub(super) namespace: &'a str,
    pub(super) name: &'a str,
    /// `None`: the latest.
    pub(super) version: Option<&'a str>,
}

/// Every workflow that a definition starts.
pub(super) fn started(profile: &Profile) -> impl Iterator<Item = Target<'_>> {
    profile.accesses.iter().filter(|access| access.access.kind == Kind::Run).filter_map(|access| {
        let fields = access.arguments_schema.get("properties")?;
        let text = |name: &str| fields.get(name)?.get("const")?.as_str();
        Some(Target { access, namespace: text("namespace")?, name: text("name")?, version: text("version") })
    })
}

impl Catalog {
    /// The version that `latest` means now. A workflow that starts itself starts the version that is published.
    fn newest(&self, workflow: &Identity, target: &Target<'_>) -> Option<String> {
        if target.namespace == workflow.namespace && target.name == workflow.name {
            return Some(workflow.version.clone());
        }
        let latest = self.latest(target.namespace, target.name).ok()?;
        Some(latest.published.workflow.version.clone())
    }

    /// The versions that `latest` means in each start of another workflow, from now on.
    pub(crate) fn pins(&self, workflow: &Identity, profile: &Profile) -> BTreeMap<String, String> {
        let latest = started(profile).filter(|target| target.version.is_none());
        latest
            .filter_map(|target| {
                let version = self.newest(workflow, &target)?;
                Some((format!("{}/{}", target.namespace, target.name), version))
            })
            .collect()
    }

    /// The error where a workflow cannot be started from this one.
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

/// Refuses a document that names another workflow than its path does.
///
/// # Errors
/// `Mismatch`.
pub(crate) fn same_place(workflow: &Identity, namespace: &str, name: &str) -> Result<(), CatalogError> {
    if workflow.namespace == namespace && workflow.name == name {
        return Ok(());
    }
    Err(Fault::Mismatch {
        document: format!("{}/{}", workflow.namespace, workflow.name),
        path: format!("{namespace}/{name}"),
    }
    .into())
}
