//! Impact reports: what other policies would change. Types and words; the `impact` room computes them.

use std::collections::BTreeMap;

use serde::Serialize;
use towpath_policies::{DecisionOutcome, StaticOutcome};
use towpath_wire::{Identity, Outcome as RunOutcome};

use super::LookedAt;

/// An impact report: what would change.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// Digest of what live workflows lose. A confirmation names it.
    pub digest: String,
    /// Digest of the candidate set.
    pub candidate: String,
    /// Digest of those in force.
    pub in_force: String,
    /// Number of the revision in force; 0: none was ever activated.
    pub revision: u64,
    /// The live versions of this report, by name. A confirmation covers only these.
    pub looked_at: Vec<LookedAt>,
    /// The integrations of this report, each with its revision.
    pub integrations: BTreeMap<String, u64>,
    /// Live workflows that lose something, by name.
    pub affected: Vec<Affected>,
    /// Live versions whose accesses would be decided differently.
    pub versions: Vec<VersionImpact>,
    /// Past calls that would be decided differently, the most frequent first.
    pub calls: Vec<CallImpact>,
    /// Runs that were executed again and would end differently, newest first.
    pub reruns: Vec<RunImpact>,
    /// How many were executed again.
    pub rerun: usize,
    /// Runs that were read.
    pub runs: usize,
    /// Starts and calls among them.
    pub evaluated: usize,
    /// There were more runs.
    pub truncated: bool,
}

/// A live workflow that loses something.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Affected {
    /// `namespace/name`.
    pub workflow: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Runs a day, recently.
    pub runs_per_day: f64,
    /// What it loses, in words; the first offending place first.
    pub what: Vec<String>,
}

/// A live version that would be decided differently.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionImpact {
    /// Which.
    pub workflow: Identity,
    /// Who published it.
    pub author: String,
    /// An impact report: what would change.
    pub changes: Vec<AccessImpact>,
    /// Policies whose approvals would be void, because the policies have changed.
    pub voided: Vec<String>,
}

/// An access that would be decided differently.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessImpact {
    /// What is reached, in words.
    pub what: String,
    /// JSON pointer of the task.
    pub task: String,
    /// The verdict now.
    pub before: StaticOutcome,
    /// The verdict under the candidate.
    pub after: StaticOutcome,
    /// Policies that would want an approval.
    pub reviews: Vec<String>,
    /// The reason, where it would be denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Calls of one task that would be decided differently.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallImpact {
    /// The workflow, `support/refund-triage`.
    pub workflow: String,
    /// JSON pointer of the task; empty for starts.
    pub task: String,
    /// The decision of the policies in force.
    pub before: DecisionOutcome,
    /// The decision of the candidate.
    pub after: DecisionOutcome,
    /// The number of such calls.
    pub calls: u64,
    /// The newest run with one.
    pub run: String,
    /// The policy to name first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The reason, where it would be denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A run that would end otherwise.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunImpact {
    /// Which.
    pub run: String,
    /// `namespace/name`.
    pub workflow: String,
    /// How it ended.
    pub before: Ending,
    /// How it would end.
    pub after: Ending,
}

/// How a run ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", tag = "end")]
pub enum Ending {
    /// With an output.
    Completed {
        /// The output differs from the recorded one; always false for the recorded ending.
        otherwise: bool,
    },
    /// With an error.
    Faulted {
        /// Its code, where it is one of the engine's.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// The task it happened in.
        #[serde(skip_serializing_if = "Option::is_none")]
        task: Option<String>,
    },
    /// Somebody ended it.
    Cancelled,
    /// Unknown: the journal has no recording of what this task would request.
    Unknown {
        /// JSON pointer of the task.
        task: String,
        /// What it would do.
        what: String,
    },
}

impl AccessImpact {
    /// The loss, in words; `None` where more is allowed than before.
    pub(crate) fn taken(&self) -> Option<String> {
        let rank = |verdict| match verdict {
            StaticOutcome::Allowed => 0,
            StaticOutcome::AtRunTime => 1,
            StaticOutcome::Denied => 2,
        };
        let (what, at) = (&self.what, if self.task.is_empty() { "" } else { ": " });
        let task = format!("{}{at}", self.task);
        if self.after == StaticOutcome::Denied && self.before != StaticOutcome::Denied {
            let why = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
            return Some(format!("{task}it {what}, which is denied now{why}"));
        }
        if let Some(policy) = self.reviews.first() {
            return Some(format!("{task}it {what}, which needs an approval for `{policy}`"));
        }
        (rank(self.after) > rank(self.before))
            .then(|| format!("{task}it {what}, which is evaluated at each call now"))
    }
}

impl CallImpact {
    /// The loss, in words that do not change while more such calls are made.
    pub(crate) fn taken(&self) -> String {
        let by = self.policy.as_deref().map(|policy| format!(" by `{policy}`")).unwrap_or_default();
        let place = if self.task.is_empty() { "its start" } else { &self.task };
        format!("{place}: calls that were made are now `{}`{by}", self.after.as_str())
    }
}

impl Ending {
    pub(crate) fn of(outcome: &RunOutcome) -> Self {
        match outcome {
            RunOutcome::Completed { .. } => Self::Completed { otherwise: false },
            RunOutcome::Faulted { error } => {
                Self::Faulted { code: error.code.clone(), task: error.instance.clone() }
            }
            RunOutcome::Cancelled => Self::Cancelled,
        }
    }
}
