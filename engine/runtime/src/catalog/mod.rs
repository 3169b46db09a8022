//! The catalog: published versions and their states, drafts of definitions, publishing, and what belongs to a workflow
//! rather than to one version of it: settings, owners, switches, usage.
//!
//! The catalog asks the rules and knows nothing of reviews: the desk, above it, decides what is published and hands in
//! what has to change in the same commit ([`Requeued`]).

mod cases;
mod definitions;
mod drafts;
mod error;
mod evaluate;
mod fetched;
mod history;
mod interface;
mod lifecycle;
mod owners;
mod publish;
mod reach;
mod secrets;
mod settings;
mod switches;
mod unapproved;
mod usage;
mod versions;
mod went_live;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use tokio::sync::Notify;
use towpath_integrations::Secrets;
use towpath_journal::{Blobs, Digest, Documents, Heads, Store};
use towpath_sandbox::{RunnerDigest, Sandbox};
use towpath_wire::Limits;

use self::settings::StoredSettings;
use self::switches::Switches;
use self::unapproved::Unapproved;
use self::went_live::WentLive;
use crate::context::Context;
use crate::quotas::Allowance;
use crate::rules::Rules;
use crate::version::Version;

pub use self::cases::{MOST_CASES, SavedCases};
pub use self::definitions::too_long;
pub use self::error::CatalogError;
pub use self::evaluate::{EvaluatedExpression, Expression};
pub use self::history::{DraftRevision, DraftSummary};
pub use self::lifecycle::WorkflowStanding;
pub use self::owners::Ownership;
pub use self::secrets::{SecretNow, SecretUse};
pub use self::settings::{Settings, SettingsChange};
pub use self::switches::{Switched, SwitchedOff};
pub use self::usage::{Called, Usage};

pub(crate) use self::definitions::same_place;
pub(crate) use self::lifecycle::{StateChange, VersionChange};
pub(crate) use self::publish::{Candidate, Prepared, Submission};
pub(crate) use self::settings::{effective, encoded};
pub(crate) use self::unapproved::{Mark, Requeued};

/// What the catalog is made of.
pub(crate) struct CatalogParts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sandbox: Sandbox,
    /// The runner that new versions are published with.
    pub(crate) runner: RunnerDigest,
    pub(crate) limits: Limits,
    pub(crate) secrets: Arc<dyn Secrets>,
    pub(crate) secrets_folder: Option<PathBuf>,
    pub(crate) allowance: Arc<Allowance>,
}

/// The catalog.
pub(crate) struct Catalog {
    documents: Arc<dyn Documents>,
    blobs: Arc<dyn Blobs>,
    heads: Arc<dyn Heads>,
    context: Arc<Context>,
    rules: Arc<Rules>,
    sandbox: Sandbox,
    runner: RunnerDigest,
    limits: Limits,
    secrets: Arc<dyn Secrets>,
    secrets_folder: Option<PathBuf>,
    allowance: Arc<Allowance>,
    /// The version of each workflow that callers get who name none, by namespace and name.
    versions: RwLock<BTreeMap<(String, String), Arc<Version>>>,
    /// How many versions each author has published.
    authors: Mutex<HashMap<String, u64>>,
    went_live: WentLive,
    unapproved: Unapproved,
    /// What was set, by `namespace/name`.
    settings: RwLock<HashMap<String, Arc<StoredSettings>>>,
    /// Who answers for what, by `namespace/name`.
    owners: RwLock<HashMap<String, Ownership>>,
    switches: Switches,
    /// Notified when versions, their states or switches change.
    live_changed: Arc<Notify>,
}

impl Catalog {
    /// Opens the catalog: loads what is published, set, owned and switched off.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn open(
        parts: CatalogParts,
        context: Arc<Context>,
        rules: Arc<Rules>,
    ) -> Result<Self, CatalogError> {
        let CatalogParts { store, sandbox, runner, limits, secrets, secrets_folder, allowance } = parts;
        let documents: Arc<dyn Documents> = store.clone();
        let catalog = Self {
            switches: Switches::open(Arc::clone(&documents)).await?,
            documents,
            blobs: store.clone(),
            heads: store,
            context,
            rules,
            sandbox,
            runner,
            limits,
            secrets,
            secrets_folder,
            allowance,
            versions: RwLock::default(),
            authors: Mutex::default(),
            went_live: WentLive::default(),
            unapproved: Unapproved::default(),
            settings: RwLock::default(),
            owners: RwLock::default(),
            live_changed: Arc::default(),
        };
        catalog.load_owners().await?;
        catalog.load_versions().await?;
        catalog.load_settings().await?;
        Ok(catalog)
    }

    /// The parts of a catalog over another store, with the sandbox and the runner of this one.
    pub(crate) fn parts_over(&self, store: Arc<dyn Store>) -> CatalogParts {
        CatalogParts {
            store,
            sandbox: self.sandbox.clone(),
            runner: self.runner,
            limits: self.limits.clone(),
            secrets: Arc::clone(&self.secrets),
            secrets_folder: None,
            allowance: Arc::default(),
        }
    }

    /// Takes over what policies see of a workflow and of its author in another catalog: who owns it, and how much the author
    /// has published.
    pub(crate) fn resemble(&self, other: &Self, (namespace, name): (&str, &str), author: &str) {
        self.authors.lock().insert(author.to_owned(), other.published_by(author));
        let key = format!("{namespace}/{name}");
        let owned = other.owners.read().get(&key).cloned();
        if let Some(owned) = owned {
            self.owners.write().insert(key, owned);
        }
    }

    /// Notified when versions, their states or switches change.
    pub(crate) fn live_changed(&self) -> Arc<Notify> {
        Arc::clone(&self.live_changed)
    }

    /// The digest of the runner that new versions are published with.
    pub(crate) fn runner_digest(&self) -> Digest {
        Digest(self.runner.to_string())
    }
}
