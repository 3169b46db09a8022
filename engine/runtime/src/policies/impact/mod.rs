//! What other policies would change if they were put in force: for versions that are live, judged as at publishing; for
//! calls that were made, judged again with the arguments they had; and, where that is asked for, for whole runs, executed
//! again. Nothing changes by asking.

mod calls;
mod catch_up;
mod looked_at;
mod recorded;
mod rerun;
mod versions;
mod walk;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use towpath_access::WorkflowSubject;
use towpath_journal::RunHead;
use towpath_policies::{Outcome, PolicySet, ProfileSubject, Verdict};
use towpath_wire::{Event, Identity, Step};

use super::activate::number;
use super::in_force::InForce;
use crate::engine::Engine;
use crate::guard::Asker;
use crate::types::EngineError;
use crate::versions::Version;

pub use looked_at::LookedAt;
pub(crate) use recorded::Recorded;
pub use rerun::{Ending, RunImpact};

const DAY: f64 = 24.0 * 3600.0 * 1000.0;

/// What would change.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// Digest of what is said here of live workflows: whoever confirms it says that they have read this.
    pub digest: String,
    /// Digest of the policies asked about, as a set.
    pub candidate: String,
    /// Digest of those in force.
    pub in_force: String,
    /// Number of the revision in force; 0: none was ever activated.
    pub revision: u64,
    /// The live versions that were looked at, by name. An activation holds only for these.
    pub looked_at: Vec<LookedAt>,
    /// The integrations that were looked at, each with its revision.
    pub integrations: BTreeMap<String, u64>,
    /// Live workflows that something is taken from, by name.
    pub affected: Vec<Affected>,
    /// Live versions whose accesses would be judged otherwise.
    pub versions: Vec<VersionImpact>,
    /// Calls that were made and would be judged otherwise, those that happened most first.
    pub calls: Vec<CallImpact>,
    /// Runs that were executed again and would end otherwise, newest first.
    pub reruns: Vec<RunImpact>,
    /// How many were executed again.
    pub rerun: usize,
    /// Runs that were looked at, newest first.
    pub runs: usize,
    /// Starts and calls among them.
    pub judged: usize,
    /// There were more runs.
    pub truncated: bool,
}

/// A live workflow that something is taken from.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Affected {
    /// `namespace/name`.
    pub workflow: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// How often it ran a day, of late.
    pub runs_per_day: f64,
    /// What is taken, in words; the first offending place first.
    pub what: Vec<String>,
}

/// A live version that would be judged otherwise.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionImpact {
    /// Which.
    pub workflow: Identity,
    /// Who published it.
    pub author: String,
    /// What would change.
    pub changes: Vec<AccessImpact>,
    /// Policies whose approvals would be void, since they are others now.
    pub voided: Vec<String>,
}

/// An access that would be judged otherwise.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessImpact {
    /// What is reached, in words.
    pub what: String,
    /// JSON pointer of the task.
    pub task: String,
    /// What is known of it now.
    pub before: Verdict,
    /// What would be known.
    pub after: Verdict,
    /// Policies that would want an approval.
    pub reviews: Vec<String>,
    /// Why not, where it would be denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Calls of one task that would be judged otherwise.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallImpact {
    /// The workflow, `support/refund-triage`.
    pub workflow: String,
    /// JSON pointer of the task; empty for starts.
    pub task: String,
    /// What the policies in force decide of them.
    pub before: Outcome,
    /// What would be.
    pub after: Outcome,
    /// How many such calls there were.
    pub calls: u64,
    /// The newest run with one.
    pub run: String,
    /// The policy to name first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is asked about, with what has to be known of versions, each once.
struct Question {
    candidate: Arc<PolicySet>,
    /// What is taken is taken from what this set gives: a call that it refuses already loses nothing.
    in_force: Arc<InForce>,
    /// When it is asked, in milliseconds since the Unix epoch.
    now: i64,
    versions: HashMap<(String, String, String), Known>,
}

/// The two sets that are compared.
#[derive(Clone, Copy)]
struct Sets<'a> {
    candidate: &'a PolicySet,
    in_force: &'a InForce,
    now: i64,
}

impl<'a> Sets<'a> {
    /// The set that this version is judged by now.
    fn before(self, workflow: &WorkflowSubject) -> &'a PolicySet {
        self.in_force.of(workflow, self.now)
    }
}

/// What has to be known of a version.
#[derive(Clone)]
struct Known {
    version: Arc<Version>,
    /// Where one of the two sets describes profiles.
    profile: Option<Arc<ProfileSubject>>,
}

impl Engine {
    /// What the saved policies would change, for live versions and for calls since `since` (milliseconds since the Unix
    /// epoch). As many as `rerun` of the newest runs are executed again under them.
    ///
    /// # Errors
    /// [`EngineError::Activation`] when the saved policies have errors.
    pub async fn impact(&self, since: i64, rerun: Option<usize>) -> Result<Impact, EngineError> {
        self.impact_with(BTreeMap::new(), since, rerun).await
    }

    /// The same with these texts, by policy, in the place of those that are saved under their names, or besides. Nothing is
    /// saved.
    ///
    /// # Errors
    /// [`EngineError::Activation`] when one has errors.
    pub async fn impact_with(
        &self,
        texts: BTreeMap<String, String>,
        since: i64,
        rerun: Option<usize>,
    ) -> Result<Impact, EngineError> {
        let mut all = self.saved_policies().await?;
        all.extend(texts);
        let candidate = self.next_policies(&all, self.active_set().await?, None)?.set;
        self.impact_of(&candidate, since, rerun).await
    }

    /// What these policies would change.
    pub(in crate::policies) async fn impact_of(
        &self,
        candidate: &Arc<PolicySet>,
        since: i64,
        rerun: Option<usize>,
    ) -> Result<Impact, EngineError> {
        let candidate = &self.without_waiting(candidate).await?;
        let revision = number(&self.active_set().await?);
        let integrations = self.integration_revisions().await?;
        let in_force = self.inner.policies.load_full();
        let looked_at = self.live();
        let mut impact = Impact {
            digest: String::new(),
            candidate: candidate.digest().to_owned(),
            in_force: in_force.set().digest().to_owned(),
            revision,
            integrations,
            affected: Vec::new(),
            versions: self.version_impacts(&looked_at, &in_force, candidate).await?,
            looked_at,
            calls: Vec::new(),
            reruns: Vec::new(),
            rerun: 0,
            runs: 0,
            judged: 0,
            truncated: false,
        };
        let mut question = Question {
            candidate: Arc::clone(candidate),
            in_force: Arc::clone(&in_force),
            now: self.inner.clock.now(),
            versions: HashMap::new(),
        };
        let walked = self.walk(&mut question, since, rerun).await?;
        (impact.runs, impact.judged, impact.truncated) = (walked.runs, walked.judged, walked.truncated);
        (impact.rerun, impact.reruns) = (walked.rerun, walked.reruns);
        impact.calls = walked.changed.into_values().collect();
        impact.calls.sort_by(|a, b| (b.calls, &a.workflow, &a.task).cmp(&(a.calls, &b.workflow, &b.task)));
        #[expect(clippy::cast_precision_loss, reason = "some days, some thousand runs")]
        let days = ((self.inner.clock.now() - since) as f64 / DAY).max(1.0);
        self.affected(&mut impact, &walked.ran, days);
        Ok(impact)
    }

    /// Who loses something, and the digest of that.
    fn affected(&self, impact: &mut Impact, ran: &BTreeMap<String, u64>, days: f64) {
        let mut taken: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for version in &impact.versions {
            let Identity { namespace, name, .. } = &version.workflow;
            let words = taken.entry(format!("{namespace}/{name}")).or_default();
            words.extend(version.changes.iter().filter_map(AccessImpact::taken));
            words.extend(version.voided.iter().map(|policy| format!("its approval for `{policy}` is void")));
        }
        for call in impact.calls.iter().filter(|call| call.after > call.before) {
            taken.entry(call.workflow.clone()).or_default().insert(call.taken());
        }
        taken.retain(|_, words| !words.is_empty());
        let mut digest = Sha256::new();
        for part in [&impact.candidate, &impact.in_force] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        for (workflow, words) in &taken {
            digest.update(workflow.as_bytes());
            // Another version of it is another one to lose something.
            for version in impact.looked_at.iter().filter(|version| version.workflow() == workflow) {
                digest.update([&[1], version.version.as_bytes(), &[0], version.digest.as_bytes()].concat());
            }
            words.iter().for_each(|words| digest.update([&[0], words.as_bytes()].concat()));
        }
        impact.digest = format!(
            "sha256:{}",
            digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        );
        #[expect(clippy::cast_precision_loss, reason = "some thousand runs")]
        let a_day = |workflow: &str| {
            ran.get(workflow).map_or(0.0, |runs| (*runs as f64 / days * 10.0).round() / 10.0)
        };
        impact.affected = taken
            .into_iter()
            .map(|(workflow, what)| Affected {
                owner: self.inner.owner_of(&workflow),
                runs_per_day: a_day(&workflow),
                what: what.into_iter().collect(),
                workflow,
            })
            .collect();
    }

    /// What has to be known of the version that a run was pinned to; `None` when it is not there any more.
    async fn known(&self, question: &mut Question, head: &RunHead) -> Result<Option<Known>, EngineError> {
        let workflow = &head.workflow;
        let key = (workflow.namespace.clone(), workflow.name.clone(), workflow.version.clone());
        if let Some(known) = question.versions.get(&key) {
            return Ok(Some(known.clone()));
        }
        let found = self.inner.version(&workflow.namespace, &workflow.name, Some(&workflow.version)).await;
        let version = match found {
            Ok(version) => version,
            Err(EngineError::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let describes =
            question.candidate.describes_profiles() || question.in_force.set().describes_profiles();
        let profile = describes.then(|| Arc::new(ProfileSubject::new(&self.inner.enrich(&version.profile))));
        let known = Known { version, profile };
        question.versions.insert(key, known.clone());
        Ok(Some(known))
    }
}

impl Question {
    fn sets(&self) -> Sets<'_> {
        Sets { candidate: &self.candidate, in_force: &self.in_force, now: self.now }
    }

    /// Labels that the candidate gives to the event of a step, where it is one that is heard.
    fn labels_heard(&self, asker: &Asker, step: &Step) -> BTreeSet<String> {
        let Event::Received { event, .. } = &step.event else { return BTreeSet::new() };
        let heard = serde_json::from_str(event.get()).unwrap_or_default();
        self.candidate.event_labels(Some(&asker.workflow), &heard, step.now)
    }
}

impl AccessImpact {
    /// What is taken, in words; nothing where more is allowed than before.
    pub(crate) fn taken(&self) -> Option<String> {
        let rank = |verdict| match verdict {
            Verdict::Allowed => 0,
            Verdict::AtRunTime => 1,
            Verdict::Denied => 2,
        };
        let (what, at) = (&self.what, if self.task.is_empty() { "" } else { ": " });
        let task = format!("{}{at}", self.task);
        if self.after == Verdict::Denied && self.before != Verdict::Denied {
            let why = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
            return Some(format!("{task}it {what}, which is denied now{why}"));
        }
        if let Some(policy) = self.reviews.first() {
            return Some(format!("{task}it {what}, which needs an approval for `{policy}`"));
        }
        (rank(self.after) > rank(self.before))
            .then(|| format!("{task}it {what}, which is judged at each call now"))
    }
}

impl CallImpact {
    /// What is taken, in words that stay the same while more such calls are made.
    fn taken(&self) -> String {
        let by = self.policy.as_deref().map(|policy| format!(" by `{policy}`")).unwrap_or_default();
        let place = if self.task.is_empty() { "its start" } else { &self.task };
        format!("{place}: calls that were made are now `{}`{by}", self.after.as_str())
    }
}

fn workflow_of(head: &RunHead) -> String {
    format!("{}/{}", head.workflow.namespace, head.workflow.name)
}
