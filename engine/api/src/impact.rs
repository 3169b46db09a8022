//! The impact report, as callers see it.

use std::collections::BTreeMap;

use towpath_api_types as api;
use towpath_runtime::{
    AccessImpact, Affected, CallImpact, Ending, Impact, LookedAt, RunImpact, VersionImpact,
};

use crate::convert::IntoApi;
use crate::decision::list_for_api;

impl IntoApi<api::Impact> for Impact {
    fn into_api(self) -> api::Impact {
        api::Impact {
            digest: self.digest,
            candidate: self.candidate,
            in_force: self.in_force,
            revision: self.revision,
            looked_at: self.looked_at.into_iter().map(IntoApi::into_api).collect(),
            integrations: self.integrations,
            affected: list_for_api(&self.affected),
            versions: self.versions.into_iter().map(IntoApi::into_api).collect(),
            calls: self.calls.into_iter().map(IntoApi::into_api).collect(),
            reruns: self.reruns.into_iter().map(IntoApi::into_api).collect(),
            rerun: self.rerun,
            runs: self.runs,
            evaluated: self.evaluated,
            truncated: self.truncated,
            warnings: BTreeMap::new(),
        }
    }
}

impl IntoApi<api::LookedAt> for LookedAt {
    fn into_api(self) -> api::LookedAt {
        let Self { version, digest } = self;
        api::LookedAt { version, digest }
    }
}

impl IntoApi<api::AffectedWorkflow> for &Affected {
    fn into_api(self) -> api::AffectedWorkflow {
        let Affected { workflow, owner, runs_per_day, what } = self.clone();
        api::AffectedWorkflow { workflow, owner, runs_per_day, what }
    }
}

impl IntoApi<api::VersionImpact> for VersionImpact {
    fn into_api(self) -> api::VersionImpact {
        let Self { workflow, author, changes, voided } = self;
        api::VersionImpact {
            workflow: format!("{}/{}", workflow.namespace, workflow.name),
            version: workflow.version,
            author,
            changes: changes.into_iter().map(IntoApi::into_api).collect(),
            voided,
        }
    }
}

impl IntoApi<api::AccessChange> for AccessImpact {
    fn into_api(self) -> api::AccessChange {
        let Self { what, task, before, after, reviews, reason } = self;
        let (before, after) = (before.into_api(), after.into_api());
        api::AccessChange { what, task, before, after, reviews, reason }
    }
}

impl IntoApi<api::CallImpact> for CallImpact {
    fn into_api(self) -> api::CallImpact {
        let Self { workflow, task, before, after, calls, run, policy, reason } = self;
        let (before, after) = (before.into_api(), after.into_api());
        api::CallImpact { workflow, task, before, after, calls, run, policy, reason }
    }
}

impl IntoApi<api::RerunImpact> for RunImpact {
    fn into_api(self) -> api::RerunImpact {
        let Self { run, workflow, before, after } = self;
        api::RerunImpact { run, workflow, before: before.into_api(), after: after.into_api() }
    }
}

impl IntoApi<api::Ending> for Ending {
    fn into_api(self) -> api::Ending {
        let end = |end| api::Ending { end, code: None, task: None, why: None };
        match self {
            Self::Completed { otherwise: false } => end(api::EndingKind::Completed),
            Self::Completed { otherwise: true } => end(api::EndingKind::Otherwise),
            Self::Cancelled => end(api::EndingKind::Cancelled),
            Self::Faulted { code, task } => api::Ending { code, task, ..end(api::EndingKind::Faulted) },
            Self::Unknown { task, what } => {
                api::Ending { task: Some(task), why: Some(what), ..end(api::EndingKind::Unknown) }
            }
        }
    }
}
