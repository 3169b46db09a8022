//! What live versions and runs under way lose by a change of an integration.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use towpath_integrations::{IntegrationDocument, Reachable};
use towpath_journal::{HeadFilter, RunHead};
use towpath_policies::{CompiledSet, evaluate};

use super::Impacts;
use super::lost::{self, Lost};
use crate::rules::decide::enrich_profile;
use crate::rules::integration_change::{Exchange, IntegrationImpact};
use crate::rules::{AccessImpact, Affected, RulesError};
use crate::version::{StoredVersion, VersionState, version_key};

/// How far back runs are counted, in milliseconds.
const WEEK: i64 = 7 * 24 * 3600 * 1000;
/// Most runs of one workflow that are counted.
const RUNS: usize = 1_000;

/// A version that uses an integration, and how many unfinished runs of it there are.
struct User {
    version: StoredVersion,
    running: usize,
}

impl Impacts {
    /// What versions that can be called and unfinished runs lose by a change of an integration.
    pub(crate) async fn impact_of_integration(
        &self,
        name: &str,
        before: Option<&str>,
        after: Option<&str>,
        exchange: &Exchange,
    ) -> Result<IntegrationImpact, RulesError> {
        let reachable = |source: Option<&str>| -> Vec<Reachable> {
            let document = source.and_then(|source| IntegrationDocument::parse(source).0);
            document.map(|document| document.reachable()).unwrap_or_default()
        };
        let lost = lost::find_losses(&reachable(before), &reachable(after));
        let mut taken: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut versions = BTreeSet::new();
        for user in self.users(name).await? {
            let words = self.taken(&user, &lost, exchange);
            if words.is_empty() {
                continue;
            }
            let workflow = &user.version.workflow;
            let place = format!("{}/{}", workflow.namespace, workflow.name);
            versions.insert(format!("{place}@{} {}", workflow.version, workflow.digest));
            let said = match user.running {
                0 => format!("version {}", workflow.version),
                running => format!("version {}, {running} unfinished run(s)", workflow.version),
            };
            taken.entry(place).or_default().extend(words.into_iter().map(|word| format!("{said}: {word}")));
        }
        let digest = towpath_access::digest(&json!({
            "integration": name, "before": before, "after": after, "versions": versions,
            "taken": taken.iter().map(|(workflow, words)| (workflow.clone(), json!(words))).collect::<BTreeMap<_, _>>(),
        }));
        let mut affected = Vec::new();
        for (workflow, what) in taken {
            affected.push(Affected {
                owner: self.catalog.owner_of(&workflow),
                runs_per_day: self.runs_per_day(&workflow).await?,
                what: what.into_iter().collect(),
                workflow,
            });
        }
        Ok(IntegrationImpact { digest, affected })
    }

    /// What one version loses, in words.
    fn taken(&self, user: &User, lost: &[Lost], exchange: &Exchange) -> Vec<String> {
        let stored = &user.version;
        let subject = self.catalog.subject(&stored.workflow, &stored.author);
        let now = self.runs.now();
        let mut found: Vec<String> =
            stored.profile.accesses.iter().flat_map(|access| lost::losses_in_words(access, lost)).collect();
        let approvals: Vec<String> = stored.approvals.iter().map(|approval| approval.rule.clone()).collect();
        let before = self.rules.enrich(&stored.profile);
        let (enforced, registry) = exchange.after();
        let after = enrich_profile(registry, &stored.profile);
        let in_force = self.rules.in_force();
        let evaluated = |set: &CompiledSet, profile: &_| evaluate(set, &subject, profile, &approvals, now);
        let (then, next) = (in_force.of(&subject, now), enforced.in_force().of(&subject, now));
        let mut decisions = evaluated(next, &after);
        enforced.waiting().name_before(&mut decisions, |set| evaluated(set, &after));
        for (before, evaluated) in evaluated(then, &before).iter().zip(decisions) {
            let Some(access) = after.accesses.get(evaluated.access) else { continue };
            let is_new = |digest: &str| !before.reviews.iter().any(|known| known.digest == digest);
            let reviews = evaluated.reviews.iter().filter(|review| is_new(&review.digest));
            let impact = AccessImpact {
                what: access.words(),
                task: access.task.clone(),
                before: before.verdict,
                after: evaluated.verdict,
                reviews: reviews.map(|review| review.policy.clone()).collect(),
                reason: evaluated.reason,
            };
            found.extend(impact.taken());
        }
        found.extend(lost::new_labels_in_words(&stored.profile, lost, next));
        found.sort();
        found.dedup();
        found
    }

    /// The versions that can be called and use an integration, and those that unfinished runs of it are pinned to.
    async fn users(&self, integration: &str) -> Result<Vec<User>, RulesError> {
        let mut running: BTreeMap<String, usize> = BTreeMap::new();
        let count = |RunHead { workflow, draft, .. }: RunHead| {
            if !draft {
                let version = version_key(&workflow.namespace, &workflow.name, &workflow.version);
                *running.entry(version).or_default() += 1;
            }
        };
        self.runs.visit_unfinished(count).await?;
        let mut found = Vec::new();
        for version in self.catalog.all_stored().await? {
            let workflow = &version.workflow;
            let key = version_key(&workflow.namespace, &workflow.name, &workflow.version);
            let running = running.get(&key).copied().unwrap_or_default();
            let is_alive = version.standing.state != VersionState::Retired || running > 0;
            if is_alive && version.reaches(integration) {
                found.push(User { version, running });
            }
        }
        Ok(found)
    }

    /// Runs of a workflow a day, over the last week.
    async fn runs_per_day(&self, workflow: &str) -> Result<f64, RulesError> {
        let Some((namespace, name)) = workflow.split_once('/') else { return Ok(0.0) };
        let since = self.runs.now() - WEEK;
        let filter = HeadFilter {
            namespace: Some(namespace.to_owned()),
            name: Some(name.to_owned()),
            draft: Some(false),
            limit: RUNS,
            ..HeadFilter::default()
        };
        let runs = self.runs.runs(filter).await?.into_iter().filter(|head| head.started_at >= since).count();
        #[expect(clippy::cast_precision_loss, reason = "some hundred runs")]
        let a_day = (runs as f64 / 7.0 * 10.0).round() / 10.0;
        Ok(a_day)
    }
}
