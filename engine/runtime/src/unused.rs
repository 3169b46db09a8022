//! Deleting an integration: only once nothing that can be called reaches it.

use std::sync::Arc;

use towpath_access::ProfiledAccess;
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_wire::Identity;

use crate::definitions::conflict;
use crate::documents::INTEGRATIONS;
use crate::engine::Engine;
use crate::life::VersionState;
use crate::types::EngineError;
use crate::versions::{StoredVersion, VERSIONS, decode};

impl Engine {
    /// Deletes an integration that nothing which can be called reaches any more. Runs under way that still would, see
    /// an error.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Conflict`], [`EngineError::InUse`] naming the versions that reach it.
    pub async fn delete_integration(
        &self,
        _who: &Principal,
        name: &str,
        expected: Option<u64>,
    ) -> Result<(), EngineError> {
        let _changing = self.inner.changing.lock().await;
        self.integration(name).await?;
        let versions = self.reaching(name).await?;
        if !versions.is_empty() {
            return Err(EngineError::InUse { integration: name.to_owned(), versions });
        }
        let mut others = self.texts(INTEGRATIONS).await?;
        others.retain(|text| text.name != name);
        let registry = self.build_registry(&others, None).await.map_err(EngineError::Invalid)?;
        let put = Put { collection: INTEGRATIONS.to_owned(), key: name.to_owned(), expected, content: None };
        self.inner.store.put(vec![put]).await.map_err(conflict)?;
        self.enforce_before_change().await?;
        self.inner.registry.store(Arc::new(registry));
        self.enforce().await
    }

    /// The versions that are not retired and reach an integration, as `namespace/name version`, sorted.
    async fn reaching(&self, integration: &str) -> Result<Vec<String>, EngineError> {
        let mut found = Vec::new();
        for document in self.inner.store.list(VERSIONS, "").await? {
            let stored: StoredVersion = decode(&document.content)?;
            let reaches =
                |reached: &ProfiledAccess| reached.access.integration.as_deref() == Some(integration);
            if stored.standing.state != VersionState::Retired && stored.profile.accesses.iter().any(reaches) {
                let Identity { namespace, name, version, .. } = stored.workflow;
                found.push(format!("{namespace}/{name} {version}"));
            }
        }
        found.sort();
        Ok(found)
    }
}
