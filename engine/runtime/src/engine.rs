//! The engine: its parts, and what stands ready between calls.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use parking_lot::{Mutex, RwLock};
use towpath_identity::Tokens;
use towpath_integrations::{Registry, Secrets};
use towpath_journal::{Digest, RunId, Store};
use towpath_sandbox::{RunnerDigest, Sandbox};
use towpath_wire::Limits;

use crate::Clock;
use crate::changing::Changing;
use crate::events::Events;
use crate::grants::Waiting;
use crate::heavy::Heavy;
use crate::life::SwitchedOff;
use crate::live::Live;
use crate::notices::Failing;
use crate::owners::Ownership;
use crate::policies::{InForce, Recorded};
use crate::quotas::{Quotas, Underway};
use crate::reviews::Unapproved;
use crate::settings::StoredSettings;
use crate::shown::ShownLog;
use crate::starts::Starts;
use crate::types::EngineError;
use crate::versions::Version;

/// What an engine is made of. Whoever assembles the program chooses each.
pub struct Parts {
    /// Keeps everything.
    pub store: Arc<dyn Store>,
    /// Runs definitions.
    pub sandbox: Sandbox,
    /// The runner that new versions are published with.
    pub runner: &'static [u8],
    /// Gives integrations their secrets, when a call goes out.
    pub secrets: Arc<dyn Secrets>,
    /// Where secrets put through the API are kept, one file each; `None` refuses them.
    pub secrets_folder: Option<PathBuf>,
    /// Whose tokens open something: a run stops when the one that started it is revoked. `None` asks nobody.
    pub tokens: Option<Arc<Tokens>>,
    /// Tells the time and makes ids.
    pub clock: Arc<dyn Clock>,
    /// Limits where no policy sets smaller ones.
    pub limits: Limits,
    /// The engine's version, for `$runtime`.
    pub version: String,
    /// Policies are put in force by two of IT: one proposes them, another signs.
    pub second_signer: bool,
    /// Only for one try: what is published here is called at once, so what else would start it does not matter.
    pub trial: bool,
}

/// The engine. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sandbox: Sandbox,
    pub(crate) runner: RunnerDigest,
    pub(crate) secrets: Arc<dyn Secrets>,
    pub(crate) secrets_folder: Option<PathBuf>,
    pub(crate) tokens: Option<Arc<Tokens>>,
    /// Runs that go on although nobody else stands behind them.
    pub(crate) adopted: RwLock<BTreeSet<RunId>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Limits,
    pub(crate) version: String,
    pub(crate) trial: bool,
    pub(crate) second_signer: bool,
    pub(crate) policies: ArcSwap<InForce>,
    /// Grants that were activated and wait for IT.
    pub(crate) waiting: ArcSwap<Waiting>,
    pub(crate) registry: ArcSwap<Registry>,
    pub(crate) versions: RwLock<HashMap<(String, String), Arc<Version>>>,
    pub(crate) authors: Mutex<HashMap<String, u64>>,
    /// What was set, by `namespace/name`.
    pub(crate) settings: RwLock<HashMap<String, Arc<StoredSettings>>>,
    /// Who answers for what, by `namespace/name`.
    pub(crate) owners: RwLock<HashMap<String, Ownership>>,
    pub(crate) failing: Mutex<Failing>,
    /// What was shown of late to people who decide.
    pub(crate) shown: ShownLog,
    /// Published versions that policies want an approval of which they have not.
    pub(crate) unapproved: Unapproved,
    /// What is switched off, by key.
    pub(crate) switches: RwLock<BTreeMap<String, SwitchedOff>>,
    pub(crate) live: Mutex<HashMap<RunId, Arc<Live>>>,
    /// How many of them each namespace has.
    pub(crate) underway: Arc<Underway>,
    pub(crate) quotas: ArcSwap<Quotas>,
    pub(crate) starts: Arc<Starts>,
    pub(crate) events: Events,
    pub(crate) changing: Changing,
    pub(crate) heavy: Heavy,
    /// What runs that have ended asked, for impact reports.
    pub(crate) recorded: Mutex<Recorded>,
    pub(crate) ready: AtomicBool,
    pub(crate) closing: AtomicBool,
}

impl Engine {
    /// Milliseconds since the Unix epoch, as this engine has them.
    pub fn now(&self) -> i64 {
        self.inner.clock.now()
    }

    /// Digest of the policies in force.
    pub fn policies_in_force(&self) -> String {
        self.inner.policies.load().set().digest().to_owned()
    }

    /// Opens the engine: loads what is published and in force, and takes up every interrupted run.
    ///
    /// # Errors
    /// The store cannot be read, or the runner is not usable.
    pub async fn open(parts: Parts) -> Result<Self, EngineError> {
        let runner = {
            let sandbox = parts.sandbox.clone();
            let wasm = parts.runner;
            tokio::task::spawn_blocking(move || sandbox.add_runner(wasm))
                .await
                .map_err(|error| EngineError::Internal(error.to_string()))?
                .map_err(|error| EngineError::Internal(error.to_string()))?
        };
        parts.store.put_blob(bytes::Bytes::from_static(parts.runner)).await?;
        let empty =
            Registry::build(Vec::new(), Arc::clone(&parts.secrets)).await.map_err(EngineError::Invalid)?;
        let events = Events::open(Arc::clone(&parts.store)).await?;
        let shown = ShownLog::open(&parts.store, &parts.clock).await?;
        let engine = Self {
            inner: Arc::new(Inner {
                events,
                store: parts.store,
                sandbox: parts.sandbox,
                runner,
                secrets: parts.secrets,
                secrets_folder: parts.secrets_folder,
                tokens: parts.tokens,
                adopted: RwLock::default(),
                clock: parts.clock,
                limits: parts.limits,
                version: parts.version,
                trial: parts.trial,
                second_signer: parts.second_signer,
                policies: ArcSwap::from_pointee(InForce::empty()),
                waiting: ArcSwap::default(),
                registry: ArcSwap::from_pointee(empty),
                versions: RwLock::new(HashMap::new()),
                authors: Mutex::new(HashMap::new()),
                settings: RwLock::new(HashMap::new()),
                owners: RwLock::new(HashMap::new()),
                failing: Mutex::new(Failing::new()),
                shown,
                unapproved: Unapproved::default(),
                switches: RwLock::new(BTreeMap::new()),
                live: Mutex::new(HashMap::new()),
                underway: Arc::default(),
                quotas: ArcSwap::default(),
                starts: Arc::default(),
                changing: Changing::default(),
                heavy: Heavy::default(),
                recorded: Mutex::new(Recorded::default()),
                ready: AtomicBool::new(false),
                closing: AtomicBool::new(false),
            }),
        };
        engine.load_documents().await?;
        engine.load_owners().await?;
        engine.load_versions().await?;
        engine.load_settings().await?;
        engine.load_switches().await?;
        engine.load_failing().await?;
        engine.load_reviews().await?;
        engine.load_adoptions().await?;
        engine.recover_all().await?;
        engine.inner.ready.store(true, Ordering::Release);
        engine.reimage_in_background();
        engine.catch_up_in_background();
        Ok(engine)
    }

    /// Whether interrupted runs have been taken up and the store accepts work.
    pub fn ready(&self) -> bool {
        self.inner.ready.load(Ordering::Acquire) && !self.inner.closing.load(Ordering::Acquire)
    }

    /// Stops taking new work and lets what is being written reach the disk. Runs under way go on at the next
    /// start.
    pub async fn shutdown(&self) {
        self.inner.closing.store(true, Ordering::Release);
        let live: Vec<Arc<Live>> = self.inner.live.lock().values().cloned().collect();
        for run in live {
            run.stop();
        }
    }
}

impl Inner {
    /// The digest of the runner that new versions are published with.
    pub(crate) fn runner_digest(&self) -> Digest {
        Digest(self.runner.to_string())
    }
}
