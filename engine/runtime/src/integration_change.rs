//! Changing an integration: what it takes from live versions and from runs under way has to be confirmed, like what policies
//! take. The document, the sets of policies that follow from it and the notices change in one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;
use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_integrations::{IntegrationDocument, Reachable, Registry};
use towpath_journal::{HeadFilter, Put, RunHead};
use towpath_policies::{PolicySet, judge};

use crate::definitions::conflict;
use crate::documents::{INTEGRATIONS, at, same_name};
use crate::engine::Engine;
use crate::found;
use crate::grants::{Enforcement, Granted, Held, there};
use crate::guard::enriched;
use crate::life::VersionState;
use crate::lost::{self, Lost};
use crate::policies::{AccessImpact, Affected, Confirmed};
use crate::types::{EngineError, Text};
use crate::versions::{StoredVersion, VERSIONS, decode, version_key};

/// How far back runs are counted, in milliseconds.
const WEEK: i64 = 7 * 24 * 3600 * 1000;
/// Most runs of one workflow that are counted.
const RUNS: usize = 1_000;

/// What a change of an integration takes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationImpact {
    /// Digest of the change and of what it takes: a confirmation names it.
    pub digest: String,
    /// Workflows that something is taken from, by name.
    pub affected: Vec<Affected>,
}

impl IntegrationImpact {
    pub(crate) fn refuse_unconfirmed(&self, confirmed: &Confirmed) -> Result<(), EngineError> {
        let is_confirmed = match confirmed {
            Confirmed::NotNeeded => true,
            Confirmed::Impact(digest) => *digest == self.digest,
            Confirmed::No => false,
        };
        if self.affected.is_empty() || is_confirmed {
            return Ok(());
        }
        Err(EngineError::IntegrationUnconfirmed(Box::new(self.clone())))
    }
}

/// The integrations after a change, and what is in force with them.
pub(crate) struct Exchange {
    registry: Arc<Registry>,
    /// While it is exchanged: what waits goes on waiting, and what will wait waits already.
    during: Enforcement,
    after: Enforcement,
    before: Held,
}

impl Exchange {
    /// What has to be stored with the change.
    pub(crate) fn puts(&self) -> Vec<Put> {
        let mut puts: Vec<Put> = Vec::new();
        for put in self.during.puts.iter().chain(&self.after.puts) {
            if puts.iter().all(|known| known.key != put.key) {
                puts.push(put.clone());
            }
        }
        puts
    }
}

/// A version that uses an integration, and how many unfinished runs of it there are.
struct User {
    version: StoredVersion,
    running: usize,
}

impl Engine {
    /// Saves an integration that nobody has to confirm: what a server is started with.
    ///
    /// # Errors
    /// As [`Engine::change_integration`].
    pub async fn put_integration(
        &self,
        who: &Principal,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        self.change_integration(who, name, source, expected, &Confirmed::NotNeeded).await
    }

    /// Saves an integration; it is in force at once.
    ///
    /// # Errors
    /// [`EngineError::Invalid`], [`EngineError::Conflict`], [`EngineError::IntegrationUnconfirmed`] when it takes something
    /// from live versions or unfinished runs and that was not confirmed: nothing changes.
    pub async fn change_integration(
        &self,
        who: &Principal,
        name: &str,
        source: String,
        expected: Option<u64>,
        confirmed: &Confirmed,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        let _changing = self.inner.changing.lock().await;
        let (document, mut diagnostics) = IntegrationDocument::parse(&source);
        match document {
            Some(document) if !diagnostics.iter().any(Diagnostic::is_error) => {
                same_name(document.name(), name)?;
            }
            _ => return Err(EngineError::Invalid(diagnostics)),
        }
        let before = self.inner.find::<Text>(INTEGRATIONS, name).await?;
        let revision = at(before.revision, expected)?;
        let mut texts = self.texts(INTEGRATIONS).await?;
        let registry =
            self.build_registry(&texts, Some((name, &source))).await.map_err(EngineError::Invalid)?;
        // Such as a secret that is not there. Those of other integrations are no news.
        let own = format!("`{name}`: ");
        diagnostics
            .extend(registry.warnings().iter().filter(|found| found.message.starts_with(&own)).cloned());
        let mut text = Text::put(name, &source, &who.id, self.inner.clock.now());
        texts.retain(|other| other.name != name);
        texts.push(text.clone());
        let exchange = self.exchange(&texts, Arc::new(registry)).await?;
        let old = before.value.as_ref().map(|text| text.source.as_str());
        let impact = self.integration_impact(name, old, Some(&source), &exchange).await?;
        impact.refuse_unconfirmed(confirmed)?;
        let mut puts = vec![found::put(INTEGRATIONS, name, revision, &text)?];
        for found in &impact.affected {
            puts.push(self.notice_integration(who, name, found)?);
        }
        puts.extend(exchange.puts());
        diagnostics.extend(exchange.during.warnings(&exchange.before));
        let revisions = self.inner.store.put(puts).await.map_err(conflict)?;
        self.install_exchange(exchange);
        // A review may want other versions now: what an operation does is one of the things it is asked about.
        self.requeue_now().await?;
        text.revision = revisions.first().copied().unwrap_or_default();
        Ok((Text { active: true, ..text }, diagnostics))
    }

    /// What is in force once these are the integrations. The caller holds `changing`.
    pub(crate) async fn exchange(
        &self,
        texts: &[Text],
        registry: Arc<Registry>,
    ) -> Result<Exchange, EngineError> {
        let before = self.inner.waiting.load().why().clone();
        let there = there(texts.iter().map(|text| text.source.as_str()));
        let granted = Granted { there, ..self.granted().await? };
        let active = self.active_set().await?.value;
        let during = self.enforcement(active.as_ref(), &granted, &before).await?;
        let after = self.enforcement(active.as_ref(), &granted, &Held::new()).await?;
        Ok(Exchange { registry, during, after, before })
    }

    /// Exchanges the integrations. Everything is stored.
    pub(crate) fn install_exchange(&self, exchange: Exchange) {
        self.install(exchange.during);
        self.inner.registry.store(exchange.registry);
        self.install(exchange.after);
    }

    /// What the change of an integration takes from versions that can be called and from unfinished runs. The caller holds
    /// `changing`.
    pub(crate) async fn integration_impact(
        &self,
        name: &str,
        before: Option<&str>,
        after: Option<&str>,
        exchange: &Exchange,
    ) -> Result<IntegrationImpact, EngineError> {
        let reachable = |source: Option<&str>| -> Vec<Reachable> {
            let document = source.and_then(|source| IntegrationDocument::parse(source).0);
            document.map(|document| document.reachable()).unwrap_or_default()
        };
        let lost = lost::lost(&reachable(before), &reachable(after));
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
                owner: self.inner.owner_of(&workflow),
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
        let subject = self.inner.subject(&stored.workflow, &stored.author);
        let now = self.inner.clock.now();
        let mut found: Vec<String> =
            stored.profile.accesses.iter().flat_map(|access| lost::words(access, lost)).collect();
        let approvals: Vec<String> = stored.approvals.iter().map(|approval| approval.rule.clone()).collect();
        let before = self.inner.enrich(&stored.profile);
        let after = enriched(&exchange.registry, &stored.profile);
        let in_force = self.inner.policies.load();
        let judged = |set: &PolicySet, profile: &_| judge(set, &subject, profile, &approvals, now);
        let (then, next) = (in_force.of(&subject, now), exchange.after.in_force().of(&subject, now));
        let mut decisions = judged(next, &after);
        exchange.after.waiting().name_before(&mut decisions, |set| judged(set, &after));
        for (before, judged) in judged(then, &before).iter().zip(decisions) {
            let Some(access) = after.accesses.get(judged.access) else { continue };
            let is_new = |digest: &str| !before.reviews.iter().any(|known| known.digest == digest);
            let reviews = judged.reviews.iter().filter(|review| is_new(&review.digest));
            let impact = AccessImpact {
                what: access.words(),
                task: access.task.clone(),
                before: before.verdict,
                after: judged.verdict,
                reviews: reviews.map(|review| review.policy.clone()).collect(),
                reason: judged.reason,
            };
            found.extend(impact.taken());
        }
        found.extend(lost::labelled(&stored.profile, lost, next));
        found.sort();
        found.dedup();
        found
    }

    /// The versions that can be called and use an integration, and those that unfinished runs of it are pinned to.
    async fn users(&self, integration: &str) -> Result<Vec<User>, EngineError> {
        let mut running: BTreeMap<String, usize> = BTreeMap::new();
        for RunHead { workflow, .. } in
            self.inner.store.unfinished().await?.into_iter().filter(|head| !head.draft)
        {
            *running
                .entry(version_key(&workflow.namespace, &workflow.name, &workflow.version))
                .or_default() += 1;
        }
        let mut found = Vec::new();
        for document in self.inner.store.list(VERSIONS, "").await? {
            let version: StoredVersion = decode(&document.content)?;
            let running = running.get(&document.key).copied().unwrap_or_default();
            let is_alive = version.standing.state != VersionState::Retired || running > 0;
            if is_alive && version.reaches(integration) {
                found.push(User { version, running });
            }
        }
        Ok(found)
    }

    /// How often a workflow ran a day, of late.
    async fn runs_per_day(&self, workflow: &str) -> Result<f64, EngineError> {
        let Some((namespace, name)) = workflow.split_once('/') else { return Ok(0.0) };
        let since = self.inner.clock.now() - WEEK;
        let filter = HeadFilter {
            namespace: Some(namespace.to_owned()),
            name: Some(name.to_owned()),
            draft: Some(false),
            limit: RUNS,
            ..HeadFilter::default()
        };
        let runs = self.runs(filter).await?.into_iter().filter(|head| head.started_at >= since).count();
        #[expect(clippy::cast_precision_loss, reason = "some hundred runs")]
        let a_day = (runs as f64 / 7.0 * 10.0).round() / 10.0;
        Ok(a_day)
    }
}
