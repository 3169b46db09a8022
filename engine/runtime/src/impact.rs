//! What the saved policies would change if they were put in force: for versions that are live, judged as at publishing,
//! and for calls that were made, judged again with the arguments they had. Nothing changes by asking.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use towpath_journal::{HeadFilter, Record, RunHead, RunId};
use towpath_policies::{Decision, Outcome, PolicySet, ProfileSubject, Question, Verdict, judge};
use towpath_wire::{Event, Identity};

use crate::documents::compile;
use crate::engine::Engine;
use crate::guard::{Asker, caller_from_json, start_access};
use crate::types::EngineError;
use crate::versions::subject;

/// Most runs that are looked at.
const RUNS: usize = 5_000;
/// Runs asked for at once.
const PAGE: usize = 500;

/// What would change.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// Digest of the saved policies, as a set.
    pub candidate: String,
    /// Digest of those in force.
    pub in_force: String,
    /// Live versions whose accesses would be judged otherwise.
    pub versions: Vec<VersionImpact>,
    /// Calls that were made and would be judged otherwise, those that happened most first.
    pub calls: Vec<CallImpact>,
    /// Runs that were looked at, newest first.
    pub runs: usize,
    /// Starts and calls among them.
    pub judged: usize,
    /// There were more runs.
    pub truncated: bool,
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
    /// What was decided.
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

type Changed = BTreeMap<(String, String, Outcome, Outcome), CallImpact>;

impl Engine {
    /// What the saved policies would change, for live versions and for calls since `since` (milliseconds since the Unix
    /// epoch).
    ///
    /// # Errors
    /// [`EngineError::Activation`] when the saved policies have errors.
    pub async fn impact(&self, since: i64) -> Result<Impact, EngineError> {
        let texts = self.policies().await?.into_iter().map(|text| (text.name, text.source)).collect();
        let candidate = compile(&texts).map_err(EngineError::Activation)?;
        let in_force = self.inner.policies.load_full();
        let mut impact = Impact {
            candidate: candidate.digest().to_owned(),
            in_force: in_force.digest().to_owned(),
            versions: self.version_impacts(&in_force, &candidate).await?,
            calls: Vec::new(),
            runs: 0,
            judged: 0,
            truncated: false,
        };
        let mut changed = Changed::new();
        let mut before = None;
        'pages: loop {
            // Nobody depends on what a draft may.
            let filter = HeadFilter { before, draft: Some(false), limit: PAGE, ..HeadFilter::default() };
            let heads = self.runs(filter).await?;
            let is_last = heads.len() < PAGE;
            for head in heads {
                before = Some(head.run);
                if head.started_at < since {
                    break 'pages;
                }
                if impact.runs == RUNS {
                    impact.truncated = true;
                    break 'pages;
                }
                impact.runs += 1;
                impact.judged += self.rejudge(&candidate, &head, &mut changed).await?;
            }
            if is_last {
                break;
            }
        }
        impact.calls = changed.into_values().collect();
        impact.calls.sort_by(|a, b| (b.calls, &a.workflow, &a.task).cmp(&(a.calls, &b.workflow, &b.task)));
        Ok(impact)
    }

    async fn version_impacts(
        &self,
        in_force: &PolicySet,
        candidate: &PolicySet,
    ) -> Result<Vec<VersionImpact>, EngineError> {
        let mut found = Vec::new();
        for published in self.workflows(None).await? {
            let Identity { namespace, name, version, .. } = &published.workflow;
            let Some(stored) = self.inner.stored(namespace, name, version).await? else { continue };
            let subject = subject(&stored.workflow, &stored.author, self.inner.published_by(&stored.author));
            let profile = self.inner.enrich(&stored.profile);
            let approvals: Vec<String> =
                stored.approvals.iter().map(|approval| approval.rule.clone()).collect();
            let now = self.inner.clock.now();
            let judged = |set| judge(set, &subject, &profile, &approvals, now);
            let mut changes = Vec::new();
            for (before, after) in judged(in_force).iter().zip(judged(candidate)) {
                let Some(access) = profile.accesses.get(after.access) else { continue };
                let reviews: Vec<String> = after
                    .reviews
                    .iter()
                    .filter(|review| !before.reviews.iter().any(|known| known.digest == review.digest))
                    .map(|review| review.policy.clone())
                    .collect();
                if before.verdict != after.verdict || !reviews.is_empty() {
                    changes.push(AccessImpact {
                        what: access.words(),
                        task: access.task.clone(),
                        before: before.verdict,
                        after: after.verdict,
                        reviews,
                        reason: after.reason.filter(|_| after.verdict == Verdict::Denied),
                    });
                }
            }
            let kept: BTreeSet<String> =
                candidate.documents().iter().map(towpath_policies::PolicyDocument::digest).collect();
            let voided = stored.approvals.iter().filter(|approval| !kept.contains(&approval.rule));
            let voided: Vec<String> = voided.map(|approval| approval.policy.clone()).collect();
            if !changes.is_empty() || !voided.is_empty() {
                found.push(VersionImpact {
                    workflow: stored.workflow,
                    author: stored.author,
                    changes,
                    voided,
                });
            }
        }
        Ok(found)
    }

    /// Judges what a run asked once more, with what it had then; how much there was.
    async fn rejudge(
        &self,
        candidate: &PolicySet,
        head: &RunHead,
        changed: &mut Changed,
    ) -> Result<usize, EngineError> {
        let records = crate::runs::decode_all(&self.inner.store.read(head.run, 0).await?)?;
        let Some(Record::Started(started)) = records.first() else { return Ok(0) };
        let workflow = &started.workflow;
        let version =
            self.inner.version(&workflow.namespace, &workflow.name, Some(&workflow.version)).await?;
        let caller = caller_from_json(&started.caller)?;
        let asker = Asker::new(&version, caller, &started.principal, started.via.clone());
        let profile =
            candidate.describes_profiles().then(|| ProfileSubject::new(&self.inner.enrich(&asker.profile)));
        let mut replay = Replay { candidate, asker: &asker, profile, run: head.run, judged: 0, changed };
        let mut labels: BTreeSet<String> = match &started.step.event {
            Event::Start(start) => start.labels.iter().cloned().collect(),
            _ => BTreeSet::new(),
        };
        let mut signed: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        replay.judge("", &started.decision, &start_access(), &[], started.step.now);
        for record in &records {
            match record {
                Record::Fed(step) => {
                    if let Event::Completed { labels: more, .. } | Event::Received { labels: more, .. } =
                        &step.event
                    {
                        labels.extend(more.iter().cloned());
                    }
                }
                Record::Signed(one) => {
                    signed.entry(one.effect).or_default().extend(one.rules.iter().cloned())
                }
                Record::Intent(intent) => {
                    if let Some(access) = self.inner.access_of(&asker, &intent.effect.kind, &labels) {
                        let signatures = signed.get(&intent.effect.id).map(Vec::as_slice).unwrap_or_default();
                        replay.judge(&intent.effect.task, &intent.decision, &access, signatures, intent.at);
                    }
                }
                _ => {}
            }
        }
        Ok(replay.judged)
    }
}

/// One run, judged again.
struct Replay<'a> {
    candidate: &'a PolicySet,
    asker: &'a Asker,
    profile: Option<ProfileSubject>,
    run: RunId,
    judged: usize,
    changed: &'a mut Changed,
}

impl Replay<'_> {
    fn judge(
        &mut self,
        task: &str,
        recorded: &serde_json::Value,
        access: &towpath_access::Access,
        signatures: &[String],
        now: i64,
    ) {
        // What never came so far as to be judged would not either.
        let Ok(before) = serde_json::from_value::<Decision>(recorded.clone()) else { return };
        self.judged += 1;
        let question = Question {
            workflow: &self.asker.workflow,
            access,
            caller: &self.asker.caller,
            now,
            profile: self.profile.as_ref(),
            approvals: &self.asker.approvals,
            signatures,
        };
        let after = towpath_policies::decide(self.candidate, &question);
        if after.outcome == before.outcome {
            return;
        }
        let workflow = format!("{}/{}", self.asker.workflow.namespace, self.asker.workflow.name);
        let key = (workflow.clone(), task.to_owned(), before.outcome, after.outcome);
        let found = self.changed.entry(key).or_insert_with(|| CallImpact {
            workflow,
            task: task.to_owned(),
            before: before.outcome,
            after: after.outcome,
            calls: 0,
            run: self.run.to_string(),
            policy: after.policy().map(str::to_owned),
            reason: after.reason.clone(),
        });
        found.calls += 1;
    }
}
