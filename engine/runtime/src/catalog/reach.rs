//! All versions, as they are stored: for everything that has to look at each.

use std::collections::BTreeSet;

use super::Catalog;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::found::{self, decode};
use crate::version::{StoredVersion, VERSIONS, VersionState};

impl Catalog {
    /// Every version.
    pub(crate) async fn all_stored(&self) -> Result<Vec<StoredVersion>, Fault> {
        let documents = self.documents.list(VERSIONS, "").await?;
        documents.iter().map(|document| decode(&document.content)).collect()
    }

    /// A version by its key, `namespace/name@version`.
    pub(crate) async fn stored_by_key(&self, key: &str) -> Result<Option<StoredVersion>, CatalogError> {
        Ok(found::find(&*self.documents, VERSIONS, key).await?.value)
    }

    /// The keys of every version of a workflow (`namespace/name`).
    pub(crate) async fn versions_of(&self, workflow: &str) -> Result<Vec<String>, CatalogError> {
        let versions = self.documents.list(VERSIONS, &format!("{workflow}@")).await?;
        Ok(versions.into_iter().map(|document| document.key).collect())
    }

    /// The versions that are not retired and reach an integration, as `namespace/name version`, sorted.
    pub(crate) async fn reaching(&self, integration: &str) -> Result<BTreeSet<String>, CatalogError> {
        let all = self.all_stored().await?.into_iter();
        let reaching = all
            .filter(|stored| stored.standing.state != VersionState::Retired && stored.reaches(integration));
        let names = reaching.map(|StoredVersion { workflow, .. }| {
            format!("{}/{} {}", workflow.namespace, workflow.name, workflow.version)
        });
        Ok(names.collect())
    }
}
