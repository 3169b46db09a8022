//! Published versions: reading them, which one a caller gets, and their images.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use towpath_journal::{Digest, StoreError};
use towpath_sandbox::{Image, ImageDigest, RunnerDigest};
use towpath_wire::{Identity, Load};

use super::Catalog;
use super::drafts::DRAFTS;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::found::decode;
use crate::version::{
    LATEST, PublishedVersion, StoredVersion, VERSIONS, Version, VersionState, no_workflow, version_key,
};

impl Catalog {
    /// Loads the latest version of every workflow.
    pub(crate) async fn load_versions(&self) -> Result<(), CatalogError> {
        for stored in self.all_stored().await? {
            self.went_live.note(&stored);
            *self.authors.lock().entry(stored.author).or_default() += 1;
        }
        for document in self.documents.list(LATEST, "").await? {
            let version: String = decode(&document.content)?;
            let Some((namespace, name)) = document.key.split_once('/') else { continue };
            if let Some(version) = self.stored(namespace, name, &version).await? {
                // An older engine, which kept no owners, may have published it.
                self.own_first(&version.workflow, &version.author, version.published_at, 0);
                self.remember(&version)?;
            }
        }
        Ok(())
    }

    /// Makes images of every latest version for this engine's runner, so that new runs use it. A version that
    /// fails keeps its old runner.
    pub(crate) fn reimage_in_background(self: &Arc<Self>) {
        let catalog = Arc::clone(self);
        tokio::spawn(async move {
            let current = catalog.runner_digest();
            let outdated: Vec<Arc<Version>> =
                catalog.live().into_iter().filter(|version| version.runner != current).collect();
            for version in outdated {
                let workflow = &version.published.workflow;
                if let Err(error) = catalog.reimage(workflow).await {
                    tracing::warn!(
                        workflow = %format_args!("{}/{}", workflow.namespace, workflow.name),
                        version = %workflow.version,
                        "keeps its old runner: {error}"
                    );
                }
            }
        });
    }

    /// The version of every workflow that callers get who name none, by name.
    pub(crate) fn live(&self) -> Vec<Arc<Version>> {
        self.versions.read().values().cloned().collect()
    }

    /// The latest version of every workflow, by name.
    pub(crate) fn workflows(&self, namespace: Option<&str>) -> Vec<PublishedVersion> {
        let mut found: Vec<PublishedVersion> = self
            .live()
            .into_iter()
            .map(|version| version.published.clone())
            .filter(|version| namespace.is_none_or(|wanted| version.workflow.namespace == wanted))
            .map(|version| self.marked(version))
            .collect();
        found.sort_by(|a, b| {
            (&a.workflow.namespace, &a.workflow.name).cmp(&(&b.workflow.namespace, &b.workflow.name))
        });
        found
    }

    /// Every published version of one workflow, oldest first.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub(crate) async fn versions(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Vec<PublishedVersion>, CatalogError> {
        let mut found = Vec::new();
        for document in self.documents.list(VERSIONS, &format!("{namespace}/{name}@")).await? {
            let published = decode::<StoredVersion>(&document.content)?.published();
            found.push(self.marked(published));
        }
        if found.is_empty() {
            return Err(no_workflow(namespace, name, None).into());
        }
        found.sort_by_key(|version| version.published_at);
        Ok(found)
    }

    /// A published version with its text; the latest where none is named.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn read_definition(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<(PublishedVersion, String), CatalogError> {
        let version = match version {
            Some(version) => version.to_owned(),
            None => self.latest(namespace, name)?.published.workflow.version.clone(),
        };
        let stored = self.stored(namespace, name, &version).await?;
        let stored = stored.ok_or_else(|| no_workflow(namespace, name, Some(&version)))?;
        Ok((self.marked(stored.published()), stored.source))
    }

    /// How many versions of a namespace are not retired.
    pub(crate) async fn versions_in(&self, namespace: &str) -> Result<u64, CatalogError> {
        let mut count = 0;
        for document in self.documents.list(VERSIONS, &format!("{namespace}/")).await? {
            let stored: StoredVersion = decode(&document.content)?;
            count += u64::from(stored.standing.state != VersionState::Retired);
        }
        Ok(count)
    }

    /// Namespaces that have a draft or a version.
    pub(crate) async fn namespaces(&self) -> Result<BTreeSet<String>, CatalogError> {
        let mut names = BTreeSet::new();
        for collection in [DRAFTS, VERSIONS] {
            let documents = self.documents.list(collection, "").await?;
            let namespace = |key: &str| key.split_once('/').map(|(namespace, _)| namespace.to_owned());
            names.extend(documents.iter().filter_map(|document| namespace(&document.key)));
        }
        Ok(names)
    }

    /// A published version as it is stored.
    pub(crate) async fn stored(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<Option<StoredVersion>, CatalogError> {
        self.stored_by_key(&version_key(namespace, name, version)).await
    }

    /// A version with its revision, for a change of it.
    pub(crate) async fn stored_at(
        &self,
        (namespace, name, version): (&str, &str, &str),
    ) -> Result<Option<(StoredVersion, u64)>, CatalogError> {
        let document = self.documents.get(VERSIONS, &version_key(namespace, name, version)).await?;
        document.map(|document| Ok((decode(&document.content)?, document.revision))).transpose()
    }

    /// The version that callers get who name none.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) fn latest(&self, namespace: &str, name: &str) -> Result<Arc<Version>, Fault> {
        let key = (namespace.to_owned(), name.to_owned());
        self.versions.read().get(&key).cloned().ok_or_else(|| no_workflow(namespace, name, None))
    }

    /// The version a caller asks for; the latest where they name none.
    pub(crate) async fn version(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<Arc<Version>, CatalogError> {
        let latest = self.latest(namespace, name)?;
        match version {
            None => Ok(latest),
            Some(wanted) if wanted == latest.published.workflow.version => Ok(latest),
            Some(wanted) => {
                let stored = self
                    .stored(namespace, name, wanted)
                    .await?
                    .ok_or_else(|| no_workflow(namespace, name, Some(wanted)))?;
                let subject = self.subject(&stored.workflow, &stored.author);
                stored.ready(subject).map(Arc::new).ok_or_else(|| no_image(&stored.workflow))
            }
        }
    }

    /// Makes a version the one that callers get.
    pub(crate) fn remember(&self, stored: &StoredVersion) -> Result<(), CatalogError> {
        let subject = self.subject(&stored.workflow, &stored.author);
        let version = stored.ready(subject).ok_or_else(|| no_image(&stored.workflow))?;
        let key = (stored.workflow.namespace.clone(), stored.workflow.name.clone());
        let (image, may_be_called) = (version.image.clone(), stored.standing.state.may_be_called());
        let before = self.versions.write().insert(key, Arc::new(version));
        // Images of versions that nobody gets any more need not be kept ready. Runs under way hold theirs.
        if let Some(before) = before.filter(|before| before.image != image) {
            self.forget_image(&before.image);
        }
        if !may_be_called {
            self.forget_image(&image);
        }
        self.live_changed.notify_one();
        Ok(())
    }

    fn forget_image(&self, image: &Digest) {
        if let Ok(image) = image.0.parse() {
            self.sandbox.forget_image(&image);
        }
    }

    /// How many versions this author has published: `workflow.author.publishedVersions`.
    pub(crate) fn published_by(&self, author: &str) -> u64 {
        self.authors.lock().get(author).copied().unwrap_or_default()
    }

    /// The image a run is pinned to, opened.
    pub(crate) async fn open_image(&self, runner: &Digest, image: &Digest) -> Result<Image, CatalogError> {
        let bad = |digest: &Digest| CatalogError::Fault(Fault::Internal(format!("bad digest {digest}")));
        let digest: RunnerDigest = runner.0.parse().map_err(|_| bad(runner))?;
        let wanted: ImageDigest = image.0.parse().map_err(|_| bad(image))?;
        if let Some(image) = self.sandbox.cached_image(&wanted) {
            return Ok(image);
        }
        if digest != self.runner {
            let wasm = self.blob(runner).await?;
            let sandbox = self.sandbox.clone();
            tokio::task::spawn_blocking(move || sandbox.add_runner(&wasm))
                .await
                .map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))?
                .map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))?;
        }
        let bytes = self.blob(image).await?;
        self.sandbox
            .image(&digest, &bytes)
            .map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))
    }

    /// A blob that something names.
    pub(crate) async fn blob(&self, digest: &Digest) -> Result<Bytes, Fault> {
        let found = self.blobs.blob(digest).await?;
        found.ok_or_else(|| StoreError::Corrupt(format!("{digest} is missing")).into())
    }

    /// Makes an image of one version for this engine's runner.
    async fn reimage(&self, workflow: &Identity) -> Result<(), CatalogError> {
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let Some(stored) = self.stored(place.0, place.1, place.2).await? else { return Ok(()) };
        let resources = Some(self.kept(&stored.resources).await?);
        let request = Load {
            source: stored.source.clone(),
            functions: None,
            resources,
            settings: None,
            evaluate: None,
        };
        let loaded = self
            .sandbox
            .load(&self.runner, &request, &self.limits)
            .await
            .map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))?;
        let Some(image) = loaded.image.filter(|_| loaded.report.wanted.is_empty()) else {
            return Err(Fault::Invalid(loaded.report.diagnostics).into());
        };
        let image = self.blobs.put_blob(image.into()).await?;
        // Its state and its approvals may have changed meanwhile: only the image is another.
        let _changing = self.rules.lock().await;
        let Some((mut stored, revision)) = self.stored_at(place).await? else { return Ok(()) };
        stored.runner = self.runner_digest();
        stored.images.insert(stored.runner.0.clone(), image);
        self.documents.put(vec![stored.put(revision)?]).await?;
        // Somebody may have published a newer version meanwhile: only the one this was made for changes.
        let still_latest =
            self.latest(place.0, place.1).is_ok_and(|latest| latest.published.workflow.version == place.2);
        if still_latest {
            self.remember(&stored)?;
        }
        Ok(())
    }
}

fn no_image(workflow: &Identity) -> CatalogError {
    StoreError::Corrupt(format!("{}/{} {} has no image", workflow.namespace, workflow.name, workflow.version))
        .into()
}
