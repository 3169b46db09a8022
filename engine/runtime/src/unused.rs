//! Deleting an integration: only once nothing that can be called reaches it, and no run under way does unconfirmed.

use std::sync::Arc;

use towpath_identity::Principal;

use crate::definitions::conflict;
use crate::documents::{INTEGRATIONS, at};
use crate::engine::Engine;
use crate::found;
use crate::life::VersionState;
use crate::policies::Confirmed;
use crate::types::{EngineError, Text};
use crate::versions::{StoredVersion, VERSIONS, decode};

impl Engine {
    /// Deletes an integration that nothing which can be called reaches any more. Runs under way that still would, see
    /// an error; where there are any, it has to be confirmed.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Conflict`], [`EngineError::InUse`] naming the versions that reach it,
    /// [`EngineError::IntegrationUnconfirmed`].
    pub async fn delete_integration(
        &self,
        who: &Principal,
        name: &str,
        expected: Option<u64>,
        confirmed: &Confirmed,
    ) -> Result<(), EngineError> {
        let _changing = self.inner.changing.lock().await;
        let before = self.inner.find::<Text>(INTEGRATIONS, name).await?;
        let none = || EngineError::NotFound { what: "integration", name: name.to_owned() };
        let text = before.value.ok_or_else(none)?;
        let revision = at(before.revision, expected)?;
        let versions = self.reaching(name).await?;
        if !versions.is_empty() {
            return Err(EngineError::InUse { integration: name.to_owned(), versions });
        }
        let mut others = self.texts(INTEGRATIONS).await?;
        others.retain(|text| text.name != name);
        let registry = Arc::new(self.build_registry(&others, None).await.map_err(EngineError::Invalid)?);
        let exchange = self.exchange(&others, registry).await?;
        let impact = self.integration_impact(name, Some(&text.source), None, &exchange).await?;
        impact.refuse_unconfirmed(confirmed)?;
        let told = impact.affected.iter().map(|found| self.notice_integration(who, name, found));
        let mut puts = vec![found::delete(INTEGRATIONS, name, revision)];
        puts.extend(told.collect::<Result<Vec<_>, _>>()?);
        puts.extend(exchange.puts());
        self.inner.store.put(puts).await.map_err(conflict)?;
        self.install_exchange(exchange);
        Ok(())
    }

    /// The versions that are not retired and reach an integration, as `namespace/name version`, sorted.
    async fn reaching(&self, integration: &str) -> Result<Vec<String>, EngineError> {
        let mut found = Vec::new();
        for document in self.inner.store.list(VERSIONS, "").await? {
            let stored: StoredVersion = decode(&document.content)?;
            if stored.standing.state != VersionState::Retired && stored.reaches(integration) {
                let workflow = stored.workflow;
                found.push(format!("{}/{} {}", workflow.namespace, workflow.name, workflow.version));
            }
        }
        found.sort();
        Ok(found)
    }
}
