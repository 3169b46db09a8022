//! Checking definitions, and what they need of other workflows.
//!
//! The text is only ever parsed inside the sandbox; what it reaches is judged here.

use std::collections::BTreeMap;

use towpath_access::{Kind, Profile, ProfiledAccess};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_journal::StoreError;
use towpath_sandbox::{LoadError, Loaded};
use towpath_wire::{Identity, Limits, Load, LoadReport, LongWait, Resource};

use crate::engine::{Engine, Inner};
use crate::types::{CheckReport, EngineError};

impl Engine {
    /// Checks a definition as it would be for publishing: its text, what it names, what it may reach.
    ///
    /// # Errors
    /// Only faults of the engine itself; everything wrong with the text is in the report.
    pub async fn check(&self, namespace: &str, source: &str) -> Result<CheckReport, EngineError> {
        let loaded = self.load_open(source).await?;
        Ok(self.report(namespace, "", &loaded.report, &[]))
    }

    pub(crate) async fn load_open(&self, source: &str) -> Result<Loaded, EngineError> {
        self.load_with(source, None).await
    }

    /// Loads a definition with what was fetched for it.
    pub(crate) async fn load(&self, source: &str, resources: &[Resource]) -> Result<Loaded, EngineError> {
        self.load_with(source, Some(resources.to_vec())).await
    }

    async fn load_with(&self, source: &str, resources: Option<Vec<Resource>>) -> Result<Loaded, EngineError> {
        let limits = with_room_for(resources.as_deref().unwrap_or_default(), &self.inner.limits);
        let request =
            Load { source: source.to_owned(), functions: Some(self.functions()), resources, settings: None };
        match self.inner.sandbox.load(&self.inner.runner, &request, &limits).await {
            Ok(loaded) => Ok(loaded),
            Err(LoadError::Stopped(stop)) => {
                let diagnostics = vec![crate::effects::stop_diagnostic(&stop, &limits)];
                let report = LoadReport { diagnostics, ..LoadReport::default() };
                Ok(Loaded { report, image: None, cpu: std::time::Duration::ZERO })
            }
            Err(error) => Err(EngineError::Internal(error.to_string())),
        }
    }

    /// What is found in a definition, and what its accesses may, as far as rules are approved for it.
    pub(crate) fn report(
        &self,
        namespace: &str,
        author: &str,
        report: &LoadReport,
        approvals: &[String],
    ) -> CheckReport {
        let accesses = match (&report.workflow, &report.profile) {
            (Some(workflow), Some(profile)) => {
                let subject = self.inner.subject(workflow, author);
                self.inner.judge_profile(&subject, profile, approvals)
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
        if let Some(workflow) = &report.workflow {
            let limit = self.inner.longest_run(&self.inner.subject(workflow, author));
            diagnostics.extend(report.long_waits.iter().filter_map(|wait| too_long(wait, limit)));
        }
        CheckReport { diagnostics, workflow: report.workflow.clone(), accesses }
    }
}

/// What is said of a wait that takes longer than a run may, in seconds: it never ends.
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

/// The limits for reading a definition with what was fetched for it. How large that may be is IT's to say
/// (`maxResponseBytes`), so what reading it takes is granted on top: it is read once, and only what is used of it is kept.
fn with_room_for(resources: &[Resource], limits: &Limits) -> Limits {
    /// The text as it comes in and as it is read, both while one is made from the other, and an index of it.
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
pub(crate) struct Target<'a> {
    access: &'a ProfiledAccess,
    pub(crate) namespace: &'a str,
    pub(crate) name: &'a str,
    /// `None`: the latest.
    pub(crate) version: Option<&'a str>,
}

/// Every workflow that a definition starts.
pub(crate) fn started(profile: &Profile) -> impl Iterator<Item = Target<'_>> {
    profile.accesses.iter().filter(|access| access.access.kind == Kind::Run).filter_map(|access| {
        let fields = access.arguments_schema.get("properties")?;
        let text = |name: &str| fields.get(name)?.get("const")?.as_str();
        Some(Target { access, namespace: text("namespace")?, name: text("name")?, version: text("version") })
    })
}

impl Inner {
    /// The version that `latest` means now. A workflow that starts itself starts the version that is published.
    pub(crate) fn newest(&self, workflow: &Identity, target: &Target<'_>) -> Option<String> {
        if target.namespace == workflow.namespace && target.name == workflow.name {
            return Some(workflow.version.clone());
        }
        let latest = self.latest(target.namespace, target.name).ok()?;
        Some(latest.published.workflow.version.clone())
    }

    /// What `latest` means in each start of another workflow, from now on.
    pub(crate) fn pins(&self, workflow: &Identity, profile: &Profile) -> BTreeMap<String, String> {
        let latest = started(profile).filter(|target| target.version.is_none());
        latest
            .filter_map(|target| {
                let version = self.newest(workflow, &target)?;
                Some((format!("{}/{}", target.namespace, target.name), version))
            })
            .collect()
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

pub(crate) fn same_place(workflow: &Identity, namespace: &str, name: &str) -> Result<(), EngineError> {
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
