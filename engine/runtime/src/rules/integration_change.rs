//! Changing an integration. Losses of live versions and of runs under way have to be confirmed, as with policies. The
//! document, the policies in force and the notices change in one transaction.

use std::sync::Arc;

use serde::Serialize;
use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_integrations::{IntegrationDocument, Registry};
use towpath_journal::Put;

use super::documents::{INTEGRATIONS, expected_revision, same_name};
use super::grants::{Enforcement, Granted, Paused, accesses_of_integrations};
use super::{Affected, Beyond, Confirmed, News, Rules};
use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::found::{self, conflict};
use crate::rules::RulesError;
use crate::types::Text;

/// What versions and runs lose by a change of an integration.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationImpact {
    /// Digest of the change and of the losses. A confirmation names it.
    pub digest: String,
    /// Workflows that lose something, by name.
    pub affected: Vec<Affected>,
}

impl IntegrationImpact {
    pub(crate) fn refuse_unconfirmed(&self, confirmed: &Confirmed) -> Result<(), RulesError> {
        let is_confirmed = match confirmed {
            Confirmed::NotNeeded => true,
            Confirmed::Impact(digest) => *digest == self.digest,
            Confirmed::No => false,
        };
        if self.affected.is_empty() || is_confirmed {
            return Ok(());
        }
        Err(RulesError::IntegrationUnconfirmed(Box::new(self.clone())))
    }
}

/// The integrations after a change, and what is in force with them.
pub(crate) struct Exchange {
    registry: Arc<Registry>,
    /// While the registry is replaced: grants paused before or after are paused.
    during: Enforcement,
    after: Enforcement,
    before: Paused,
}

impl Exchange {
    /// What is in force after it.
    pub(crate) fn after(&self) -> (&Enforcement, &Registry) {
        (&self.after, &self.registry)
    }

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

impl Rules {
    /// Saves an integration; it is in force at once.
    ///
    /// # Errors
    /// `Invalid`, `Conflict`, `IntegrationUnconfirmed` when it takes something from live versions or unfinished runs
    /// and that was not confirmed: nothing changes.
    pub(crate) async fn change_integration(
        &self,
        who: &Principal,
        name: &str,
        (source, expected): (String, Option<u64>),
        confirmed: &Confirmed,
        beyond: &dyn Beyond,
    ) -> Result<(Text, Vec<Diagnostic>), RulesError> {
        let changing = self.lock().await;
        let (document, mut diagnostics) = IntegrationDocument::parse(&source);
        match document {
            Some(document) if !diagnostics.iter().any(Diagnostic::is_error) => {
                same_name(document.name(), name)?;
            }
            _ => return Err(Fault::Invalid(diagnostics).into()),
        }
        let before = found::find::<Text>(&*self.store, INTEGRATIONS, name).await?;
        let revision = expected_revision(before.revision, expected)?;
        let mut texts = self.texts(INTEGRATIONS).await?;
        let registry = self
            .build_registry(&texts, Some((name, &source)))
            .await
            .map_err(|error| RulesError::Fault(Fault::Invalid(error)))?;
        diagnostics.extend(registry.warnings(name).cloned());
        let mut text = Text::put(name, &source, &who.id, self.clock.now());
        texts.retain(|other| other.name != name);
        texts.push(text.clone());
        let exchange = self.exchange(&changing, &texts, Arc::new(registry)).await?;
        let old = before.value.as_ref().map(|text| text.source.as_str());
        let impact = beyond.integration_impact(name, old, Some(&source), &exchange).await?;
        impact.refuse_unconfirmed(confirmed)?;
        let mut puts = vec![found::put(INTEGRATIONS, name, revision, &text)?];
        for found in &impact.affected {
            puts.push(beyond.notice(News::Integration { who, integration: name, affected: found })?);
        }
        puts.extend(exchange.puts());
        diagnostics.extend(exchange.during.warnings(&exchange.before));
        let revisions = self.store.put(puts).await.map_err(conflict)?;
        self.install_exchange(&changing, exchange);
        // Reviews look at what an operation does, so other versions may need an approval now.
        beyond.requeue(&changing).await?;
        text.revision = revisions.first().copied().unwrap_or_default();
        Ok((Text { active: true, ..text }, diagnostics))
    }

    /// What is in force once these are the integrations.
    pub(super) async fn exchange(
        &self,
        _changing: &ChangeGuard<'_>,
        texts: &[Text],
        registry: Arc<Registry>,
    ) -> Result<Exchange, RulesError> {
        let before = self.waiting.load().why().clone();
        let there = accesses_of_integrations(texts.iter().map(|text| text.source.as_str()));
        let granted = Granted { there, ..self.granted().await? };
        let active = self.active_set().await?.value;
        let during = self.enforcement(active.as_ref(), &granted, &before).await?;
        let after = self.enforcement(active.as_ref(), &granted, &Paused::new()).await?;
        Ok(Exchange { registry, during, after, before })
    }

    /// Replaces the integrations. Everything is stored already.
    pub(super) fn install_exchange(&self, changing: &ChangeGuard<'_>, exchange: Exchange) {
        self.install(changing, exchange.during);
        self.registry.store(exchange.registry);
        self.install(changing, exchange.after);
    }
}
