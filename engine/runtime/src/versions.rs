//! Published versions: how they are kept, which one a caller gets, and their images.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use towpath_access::{Author, Profile, WorkflowSubject};
use towpath_journal::{Digest, Put, StoreError};
use towpath_sandbox::{Image, ImageDigest, RunnerDigest};
use towpath_wire::{Identity, Load};

use crate::engine::{Engine, Inner};
use crate::life::Standing;
use crate::reviews::Approval;
use crate::types::{EngineError, PublishedVersion};

/// Collection of every published version, key `namespace/name@version`.
pub(crate) const VERSIONS: &str = "versions";
/// Collection of the version that callers get, key `namespace/name`.
pub(crate) const LATEST: &str = "latest";

/// A version as the store keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredVersion {
    pub(crate) workflow: Identity,
    pub(crate) author: String,
    /// Who wrote its text; empty where an older engine published it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) writers: Vec<String>,
    pub(crate) published_at: i64,
    pub(crate) source: String,
    /// What was fetched for it, each URL with the digest of what was there.
    #[serde(default)]
    pub(crate) resources: BTreeMap<String, Digest>,
    pub(crate) profile: Profile,
    /// Image of the version for each runner, both by digest.
    pub(crate) images: BTreeMap<String, Digest>,
    /// The runner that new runs are pinned to.
    pub(crate) runner: Digest,
    /// JSON Schema of its settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) settings: Option<serde_json::Value>,
    /// Versions that `latest` means in `run: workflow`, by `namespace/name`.
    #[serde(default)]
    pub(crate) pins: BTreeMap<String, String>,
    /// What may be done with it.
    #[serde(default)]
    pub(crate) standing: Standing,
    /// What it was approved for.
    #[serde(default)]
    pub(crate) approvals: Vec<Approval>,
}

/// A version as calls need it.
#[derive(Debug)]
pub(crate) struct Version {
    pub(crate) published: PublishedVersion,
    pub(crate) subject: Arc<WorkflowSubject>,
    /// Everything it can reach.
    pub(crate) profile: Arc<Profile>,
    pub(crate) runner: Digest,
    pub(crate) image: Digest,
    pub(crate) pins: Arc<BTreeMap<String, String>>,
    /// JSON Schema of its settings.
    pub(crate) settings: Option<Arc<serde_json::Value>>,
    /// Digests of the rules it was approved for.
    pub(crate) approvals: Arc<[String]>,
}

impl StoredVersion {
    /// Whether it calls an operation of an integration.
    pub(crate) fn reaches(&self, integration: &str) -> bool {
        let mut accesses = self.profile.accesses.iter();
        accesses.any(|reached| reached.access.integration.as_deref() == Some(integration))
    }

    pub(crate) fn published(&self) -> PublishedVersion {
        PublishedVersion {
            workflow: self.workflow.clone(),
            author: self.author.clone(),
            published_at: self.published_at,
            standing: self.standing.clone(),
            approvals: self.approvals.clone(),
            review: None,
            awaiting: Vec::new(),
        }
    }

    pub(crate) fn ready(&self, subject: WorkflowSubject) -> Option<Version> {
        Some(Version {
            published: self.published(),
            subject: Arc::new(subject),
            profile: Arc::new(self.profile.clone()),
            runner: self.runner.clone(),
            image: self.images.get(&self.runner.0)?.clone(),
            pins: Arc::new(self.pins.clone()),
            settings: self.settings.clone().map(Arc::new),
            approvals: self.approvals.iter().map(|approval| approval.rule.clone()).collect(),
        })
    }
}

impl StoredVersion {
    /// The change that keeps it, where it is still at `expected`; 0: it is new.
    pub(crate) fn put(&self, expected: u64) -> Result<Put, EngineError> {
        let Identity { namespace, name, version, .. } = &self.workflow;
        let (collection, key) = (VERSIONS.to_owned(), version_key(namespace, name, version));
        Ok(Put { collection, key, expected: Some(expected), content: Some(encode(self)?) })
    }
}

/// The subject `workflow` of policies.
pub(crate) fn subject(workflow: &Identity, author: &str, published_versions: u64) -> WorkflowSubject {
    WorkflowSubject {
        namespace: workflow.namespace.clone(),
        name: workflow.name.clone(),
        version: workflow.version.clone(),
        author: Author { id: author.to_owned(), published_versions },
        ..WorkflowSubject::default()
    }
}

/// The key of one version.
pub(crate) fn version_key(namespace: &str, name: &str, version: &str) -> String {
    format!("{namespace}/{name}@{version}")
}

pub(crate) fn decode<T: serde::de::DeserializeOwned>(content: &[u8]) -> Result<T, EngineError> {
    serde_json::from_slice(content).map_err(|error| StoreError::Corrupt(error.to_string()).into())
}

pub(crate) fn encode<T: Serialize>(value: &T) -> Result<Bytes, EngineError> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|error| EngineError::Internal(error.to_string()))
}

impl Engine {
    /// Loads the latest version of every workflow.
    pub(crate) async fn load_versions(&self) -> Result<(), EngineError> {
        for document in self.inner.store.list(VERSIONS, "").await? {
            let stored: StoredVersion = decode(&document.content)?;
            *self.inner.authors.lock().entry(stored.author).or_default() += 1;
        }
        for document in self.inner.store.list(LATEST, "").await? {
            let version: String = decode(&document.content)?;
            let Some((namespace, name)) = document.key.split_once('/') else { continue };
            if let Some(version) = self.inner.stored(namespace, name, &version).await? {
                // An engine that did not ask for owners may have published it.
                self.inner.own_first(&version.workflow, &version.author, version.published_at, 0);
                self.inner.remember(&version)?;
            }
        }
        Ok(())
    }

    /// Makes images of every latest version for this engine's runner, so that new runs use it. A version that
    /// fails keeps its old runner.
    pub(crate) fn reimage_in_background(&self) {
        let engine = self.clone();
        tokio::spawn(async move {
            let current = engine.inner.runner_digest();
            let outdated: Vec<Arc<Version>> = engine
                .inner
                .versions
                .read()
                .values()
                .filter(|version| version.runner != current)
                .cloned()
                .collect();
            for version in outdated {
                let workflow = &version.published.workflow;
                if let Err(error) = engine.inner.reimage(workflow).await {
                    tracing::warn!(
                        workflow = %format_args!("{}/{}", workflow.namespace, workflow.name),
                        version = %workflow.version,
                        "keeps its old runner: {error}"
                    );
                }
            }
        });
    }

    /// The latest version of every workflow, by name.
    ///
    /// # Errors
    /// None today; the store may be asked one day.
    pub async fn workflows(&self, namespace: Option<&str>) -> Result<Vec<PublishedVersion>, EngineError> {
        let mut found: Vec<PublishedVersion> = self
            .inner
            .versions
            .read()
            .values()
            .map(|version| version.published.clone())
            .filter(|version| namespace.is_none_or(|wanted| version.workflow.namespace == wanted))
            .map(|version| self.inner.unapproved.tell(version))
            .collect();
        found.sort_by(|a, b| {
            (&a.workflow.namespace, &a.workflow.name).cmp(&(&b.workflow.namespace, &b.workflow.name))
        });
        Ok(found)
    }

    /// Every published version of one workflow, oldest first.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is none.
    pub async fn versions(&self, namespace: &str, name: &str) -> Result<Vec<PublishedVersion>, EngineError> {
        let mut found = Vec::new();
        for document in self.inner.store.list(VERSIONS, &format!("{namespace}/{name}@")).await? {
            let published = decode::<StoredVersion>(&document.content)?.published();
            found.push(self.inner.unapproved.tell(published));
        }
        if found.is_empty() {
            return Err(no_workflow(namespace, name, None));
        }
        found.sort_by_key(|version| version.published_at);
        Ok(found)
    }

    /// A published version with its text; the latest where none is named.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn definition(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<(PublishedVersion, String), EngineError> {
        let version = match version {
            Some(version) => version.to_owned(),
            None => self.inner.latest(namespace, name)?.published.workflow.version.clone(),
        };
        let stored = self
            .inner
            .stored(namespace, name, &version)
            .await?
            .ok_or_else(|| no_workflow(namespace, name, Some(&version)))?;
        Ok((self.inner.unapproved.tell(stored.published()), stored.source))
    }
}

pub(crate) fn no_workflow(namespace: &str, name: &str, version: Option<&str>) -> EngineError {
    let name = match version {
        Some(version) => format!("{namespace}/{name} {version}"),
        None => format!("{namespace}/{name}"),
    };
    EngineError::NotFound { what: "workflow", name }
}

impl Inner {
    pub(crate) async fn stored(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<Option<StoredVersion>, EngineError> {
        let document = self.store.get(VERSIONS, &version_key(namespace, name, version)).await?;
        document.map(|document| decode(&document.content)).transpose()
    }

    /// A version with its revision, for a change of it.
    pub(crate) async fn stored_at(
        &self,
        (namespace, name, version): (&str, &str, &str),
    ) -> Result<Option<(StoredVersion, u64)>, EngineError> {
        let document = self.store.get(VERSIONS, &version_key(namespace, name, version)).await?;
        document.map(|document| Ok((decode(&document.content)?, document.revision))).transpose()
    }

    /// The version that callers get who name none.
    pub(crate) fn latest(&self, namespace: &str, name: &str) -> Result<Arc<Version>, EngineError> {
        let key = (namespace.to_owned(), name.to_owned());
        self.versions.read().get(&key).cloned().ok_or_else(|| no_workflow(namespace, name, None))
    }

    /// The version a caller asks for.
    pub(crate) async fn version(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<Arc<Version>, EngineError> {
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
    pub(crate) fn remember(&self, stored: &StoredVersion) -> Result<(), EngineError> {
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
    pub(crate) async fn open_image(&self, runner: &Digest, image: &Digest) -> Result<Image, EngineError> {
        let bad = |digest: &Digest| EngineError::Internal(format!("bad digest {digest}"));
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
                .map_err(|error| EngineError::Internal(error.to_string()))?
                .map_err(|error| EngineError::Internal(error.to_string()))?;
        }
        let bytes = self.blob(image).await?;
        self.sandbox.image(&digest, &bytes).map_err(|error| EngineError::Internal(error.to_string()))
    }

    pub(crate) async fn blob(&self, digest: &Digest) -> Result<Bytes, EngineError> {
        let found = self.store.blob(digest).await?;
        found.ok_or_else(|| StoreError::Corrupt(format!("{digest} is missing")).into())
    }

    async fn reimage(&self, workflow: &Identity) -> Result<(), EngineError> {
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let Some(stored) = self.stored(place.0, place.1, place.2).await? else { return Ok(()) };
        let resources = Some(self.kept(&stored.resources).await?);
        let request = Load { source: stored.source.clone(), functions: None, resources, settings: None };
        let loaded = self
            .sandbox
            .load(&self.runner, &request, &self.limits)
            .await
            .map_err(|error| EngineError::Internal(error.to_string()))?;
        let Some(image) = loaded.image.filter(|_| loaded.report.wanted.is_empty()) else {
            return Err(EngineError::Invalid(loaded.report.diagnostics));
        };
        let image = self.store.put_blob(image.into()).await?;
        // Its state and its approvals may have changed meanwhile: only the image is another.
        let _changing = self.changing.lock().await;
        let Some((mut stored, revision)) = self.stored_at(place).await? else { return Ok(()) };
        stored.runner = self.runner_digest();
        stored.images.insert(stored.runner.0.clone(), image);
        self.store.put(vec![stored.put(revision)?]).await?;
        // Somebody may have published a newer version meanwhile: only the one this was made for changes.
        let still_latest =
            self.latest(place.0, place.1).is_ok_and(|latest| latest.published.workflow.version == place.2);
        if still_latest {
            self.remember(&stored)?;
        }
        Ok(())
    }
}

fn no_image(workflow: &Identity) -> EngineError {
    StoreError::Corrupt(format!("{}/{} {} has no image", workflow.namespace, workflow.name, workflow.version))
        .into()
}
