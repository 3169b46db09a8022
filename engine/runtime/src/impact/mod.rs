//! Impact: what other policies, or another integration, would change. Live versions are evaluated as at publishing; calls
//! that were made are evaluated again with the arguments they had; where that is asked for, whole runs are executed again.
//! Asking changes nothing.
//!
//! It reads versions and journals, so it is above the catalog and the runs. The reports themselves are types of the rules.

mod calls;
mod catch_up;
mod integration;
mod lost;
mod rerun;
mod versions;
mod walk;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use towpath_journal::{RunHead, StoreError};
use towpath_policies::{CompiledSet, ProfileSubject};
use towpath_wire::{Event, Identity, Step};

use crate::catalog::{Catalog, CatalogError};
use crate::fault::Fault;
use crate::rules::{AccessImpact, Affected, Impact, LookedAt, Rules, RulesError};
use crate::runs::context::RunContext;
use crate::runs::{Runs, RunsError};
use crate::version::{Version, VersionState, version_key};

impl From<CatalogError> for RulesError {
    /// A report meets only faults of the catalog: it changes nothing there.
    fn from(error: CatalogError) -> Self {
        Fault::from(error).into()
    }
}

impl From<RunsError> for RulesError {
    /// A report meets only faults of the runs: it starts none.
    fn from(error: RunsError) -> Self {
        Fault::from(error).into()
    }
}

const DAY: f64 = 24.0 * 3600.0 * 1000.0;

/// What impact is computed over. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Impacts {
    rules: Arc<Rules>,
    catalog: Arc<Catalog>,
    runs: Runs,
}

/// What is asked about, with what has to be known of versions, each once.
struct Question {
    candidate: Arc<CompiledSet>,
    /// What is taken is taken from what this set gives: a call that it refuses already loses nothing.
    in_force: Arc<CompiledSet>,
    versions: HashMap<(String, String, String), Known>,
}

/// The two sets that are compared.
#[derive(Clone, Copy)]
struct Sets<'a> {
    candidate: &'a CompiledSet,
    /// INVARIANT: the set that was put in force last, also for versions that still have time and are evaluated by an earlier one.
    /// What it takes from them was confirmed when it was put in force, so that is no new loss.
    in_force: &'a CompiledSet,
}

/// What has to be known of a version.
#[derive(Clone)]
struct Known {
    version: Arc<Version>,
    /// Where one of the two sets describes profiles.
    profile: Option<Arc<ProfileSubject>>,
}

impl Impacts {
    pub(crate) fn new(rules: Arc<Rules>, catalog: Arc<Catalog>, runs: Runs) -> Self {
        Self { rules, catalog, runs }
    }

    /// The version of each workflow that callers get, by name, without retired ones.
    pub(crate) fn live(&self) -> Vec<LookedAt> {
        let mut found: Vec<LookedAt> = self
            .catalog
            .live()
            .iter()
            .map(|version| &version.published)
            .filter(|version| version.standing.state != VersionState::Retired)
            .map(|version| {
                let workflow = &version.workflow;
                let key = version_key(&workflow.namespace, &workflow.name, &workflow.version);
                LookedAt { version: key, digest: workflow.digest.clone() }
            })
            .collect();
        found.sort_by(|a, b| a.version.cmp(&b.version));
        found
    }

    /// What the saved policies would change, for live versions and for calls since `since` (milliseconds since the Unix
    /// epoch). As many as `rerun` of the newest runs are executed again under them.
    ///
    /// # Errors
    /// `Activation` when the saved policies have errors.
    pub(crate) async fn impact(&self, since: i64, rerun: Option<usize>) -> Result<Impact, RulesError> {
        self.impact_with(BTreeMap::new(), since, rerun).await
    }

    /// The same with these texts, by policy, in the place of those that are saved under their names, or besides. Nothing is
    /// saved.
    ///
    /// # Errors
    /// `Activation` when one has errors.
    pub(crate) async fn impact_with(
        &self,
        texts: BTreeMap<String, String>,
        since: i64,
        rerun: Option<usize>,
    ) -> Result<Impact, RulesError> {
        let candidate = self.rules.candidate_with(texts).await?;
        self.impact_of(&candidate, since, rerun).await
    }

    /// What these policies would change.
    pub(crate) async fn impact_of(
        &self,
        candidate: &Arc<CompiledSet>,
        since: i64,
        rerun: Option<usize>,
    ) -> Result<Impact, RulesError> {
        let rules = &self.rules;
        let candidate = &rules.without_waiting(candidate).await?;
        let revision = rules.revision_in_force().await?;
        let integrations = rules.integration_revisions().await?;
        let in_force = Arc::clone(self.rules.in_force().set());
        let looked_at = self.live();
        let mut impact = Impact {
            digest: String::new(),
            candidate: candidate.digest().to_owned(),
            in_force: in_force.digest().to_owned(),
            revision,
            integrations,
            affected: Vec::new(),
            versions: self.version_impacts(&looked_at, &in_force, candidate).await?,
            looked_at,
            calls: Vec::new(),
            reruns: Vec::new(),
            rerun: 0,
            runs: 0,
            evaluated: 0,
            truncated: false,
        };
        let mut question = Question {
            candidate: Arc::clone(candidate),
            in_force: Arc::clone(&in_force),
            versions: HashMap::new(),
        };
        let walked = self.walk(&mut question, since, rerun).await?;
        (impact.runs, impact.evaluated, impact.truncated) = (walked.runs, walked.evaluated, walked.truncated);
        (impact.rerun, impact.reruns) = (walked.rerun, walked.reruns);
        impact.calls = walked.changed.into_values().collect();
        impact.calls.sort_by(|a, b| (b.calls, &a.workflow, &a.task).cmp(&(a.calls, &b.workflow, &b.task)));
        #[expect(clippy::cast_precision_loss, reason = "some days, some thousand runs")]
        let days = ((self.runs.now() - since) as f64 / DAY).max(1.0);
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
                owner: self.catalog.owner_of(&workflow),
                runs_per_day: a_day(&workflow),
                what: what.into_iter().collect(),
                workflow,
            })
            .collect();
    }

    /// What has to be known of the version that a run was pinned to; `None` when it is not there any more.
    async fn known(&self, question: &mut Question, head: &RunHead) -> Result<Option<Known>, RulesError> {
        let workflow = &head.workflow;
        let key = (workflow.namespace.clone(), workflow.name.clone(), workflow.version.clone());
        if let Some(known) = question.versions.get(&key) {
            return Ok(Some(known.clone()));
        }
        let found = self.catalog.version(&workflow.namespace, &workflow.name, Some(&workflow.version)).await;
        let version = match found {
            Ok(version) => version,
            Err(CatalogError::Fault(Fault::NotFound { .. })) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let describes = question.candidate.describes_profiles() || question.in_force.describes_profiles();
        let profile = describes.then(|| Arc::new(ProfileSubject::new(&self.rules.enrich(&version.profile))));
        let known = Known { version, profile };
        question.versions.insert(key, known.clone());
        Ok(Some(known))
    }
}

impl Question {
    fn sets(&self) -> Sets<'_> {
        Sets { candidate: &self.candidate, in_force: &self.in_force }
    }

    /// Labels that the candidate gives to the event of a step, where the step hears one.
    ///
    /// # Errors
    /// The event cannot be decoded.
    fn labels_heard(&self, context: &RunContext, step: &Step) -> Result<BTreeSet<String>, StoreError> {
        let Event::Received { event, position, .. } = &step.event else { return Ok(BTreeSet::new()) };
        let heard =
            event.read().map_err(|error| StoreError::Corrupt(format!("event {position}: {error}")))?;
        Ok(self.candidate.event_labels(Some(&context.workflow), &heard, step.now))
    }
}

fn workflow_of(head: &RunHead) -> String {
    format!("{}/{}", head.workflow.namespace, head.workflow.name)
}
