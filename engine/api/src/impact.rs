//! The impact report as callers see it.

use std::collections::BTreeMap;

use serde::Serialize;
use towpath_policies::Verdict;
use towpath_runtime::{
    AccessImpact, Affected, CallImpact, Ending, Impact, LookedAt, RunImpact, VersionImpact,
};
use utoipa::ToSchema;

/// What other policies would change.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImpactBody {
    /// Digest of what is taken from whom: an activation is confirmed with it.
    digest: String,
    /// Digest of the policies asked about, as a set.
    candidate: String,
    /// Digest of those in force.
    in_force: String,
    /// Number of the revision in force; 0: none was ever activated.
    revision: u64,
    /// The live versions that were looked at. An activation is refused when these are others by then.
    looked_at: Vec<LookedAtBody>,
    /// The integrations that were looked at, each with its revision.
    integrations: BTreeMap<String, u64>,
    /// Live workflows that something is taken from, by name.
    affected: Vec<AffectedBody>,
    /// Live versions whose accesses would be judged otherwise.
    versions: Vec<VersionBody>,
    /// Calls that were made and would be judged otherwise, those that happened most first.
    calls: Vec<CallBody>,
    /// Runs that were executed again and would end otherwise, newest first.
    reruns: Vec<RerunBody>,
    /// How many were executed again.
    rerun: usize,
    /// Runs that were looked at, newest first.
    runs: usize,
    /// Starts and calls among them.
    judged: usize,
    /// There were more runs.
    truncated: bool,
}

/// A live version that was looked at.
#[derive(Debug, Serialize, ToSchema)]
struct LookedAtBody {
    /// `namespace/name@version`.
    version: String,
    /// Digest of the definition.
    digest: String,
}

impl From<LookedAt> for LookedAtBody {
    fn from(LookedAt { version, digest }: LookedAt) -> Self {
        Self { version, digest }
    }
}

/// A live workflow that something is taken from.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AffectedBody {
    /// `namespace/name`.
    workflow: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// How often it ran a day, of late.
    runs_per_day: f64,
    /// What is taken, in words; the first offending place first.
    what: Vec<String>,
}

/// A live version that would be judged otherwise.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct VersionBody {
    /// `namespace/name`.
    workflow: String,
    /// Its version.
    version: String,
    /// Who published it.
    author: String,
    /// What would change.
    changes: Vec<ChangeBody>,
    /// Policies whose approvals would be void, since they are others now.
    voided: Vec<String>,
}

/// An access that would be judged otherwise.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ChangeBody {
    /// What is reached, in words.
    what: String,
    /// JSON pointer of the task.
    task: String,
    /// What is known of it now: `allowed`, `atRunTime` or `denied`.
    before: &'static str,
    /// What would be known.
    after: &'static str,
    /// Policies that would want an approval.
    reviews: Vec<String>,
    /// Why not, where it would be denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// Calls of one task that would be judged otherwise.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CallBody {
    /// `namespace/name`.
    workflow: String,
    /// JSON pointer of the task; empty for starts.
    task: String,
    /// What was decided: `allow`, `hold`, `review` or `deny`.
    before: &'static str,
    /// What would be.
    after: &'static str,
    /// How many such calls there were.
    calls: u64,
    /// The newest run with one.
    run: String,
    /// The policy to name first.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A run that was executed again and would end otherwise.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RerunBody {
    /// The run.
    run: String,
    /// `namespace/name`.
    workflow: String,
    /// How it ended.
    before: EndingBody,
    /// How it would end.
    after: EndingBody,
}

/// How a run ends.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EndingBody {
    /// `completed`, `otherwise` (with another output), `faulted`, `cancelled`, or `unknown`: not known from `task` on.
    end: &'static str,
    /// Its code, where it ends in an error of the engine's.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// JSON pointer of the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<String>,
    /// Why it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl From<Impact> for ImpactBody {
    fn from(impact: Impact) -> Self {
        Self {
            digest: impact.digest,
            candidate: impact.candidate,
            in_force: impact.in_force,
            revision: impact.revision,
            looked_at: impact.looked_at.into_iter().map(LookedAtBody::from).collect(),
            integrations: impact.integrations,
            affected: impact.affected.iter().map(AffectedBody::from).collect(),
            versions: impact.versions.into_iter().map(VersionBody::from).collect(),
            calls: impact.calls.into_iter().map(CallBody::from).collect(),
            reruns: impact.reruns.into_iter().map(RerunBody::from).collect(),
            rerun: impact.rerun,
            runs: impact.runs,
            judged: impact.judged,
            truncated: impact.truncated,
        }
    }
}

impl From<&Affected> for AffectedBody {
    fn from(affected: &Affected) -> Self {
        let Affected { workflow, owner, runs_per_day, what } = affected.clone();
        Self { workflow, owner, runs_per_day, what }
    }
}

impl From<VersionImpact> for VersionBody {
    fn from(impact: VersionImpact) -> Self {
        let VersionImpact { workflow, author, changes, voided } = impact;
        let change = |AccessImpact { what, task, before, after, reviews, reason }| ChangeBody {
            what,
            task,
            before: word(before),
            after: word(after),
            reviews,
            reason,
        };
        Self {
            workflow: format!("{}/{}", workflow.namespace, workflow.name),
            version: workflow.version,
            author,
            changes: changes.into_iter().map(change).collect(),
            voided,
        }
    }
}

impl From<CallImpact> for CallBody {
    fn from(impact: CallImpact) -> Self {
        let CallImpact { workflow, task, before, after, calls, run, policy, reason } = impact;
        let (before, after) = (before.as_str(), after.as_str());
        Self { workflow, task, before, after, calls, run, policy, reason }
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "allowed",
        Verdict::AtRunTime => "atRunTime",
        Verdict::Denied => "denied",
    }
}

impl From<RunImpact> for RerunBody {
    fn from(impact: RunImpact) -> Self {
        let RunImpact { run, workflow, before, after } = impact;
        Self { run, workflow, before: before.into(), after: after.into() }
    }
}

impl From<Ending> for EndingBody {
    fn from(ending: Ending) -> Self {
        let end = |end| Self { end, code: None, task: None, why: None };
        match ending {
            Ending::Completed { otherwise: false } => end("completed"),
            Ending::Completed { otherwise: true } => end("otherwise"),
            Ending::Cancelled => end("cancelled"),
            Ending::Faulted { code, task } => Self { code, task, ..end("faulted") },
            Ending::Unknown { task, what } => Self { task: Some(task), why: Some(what), ..end("unknown") },
        }
    }
}
