//! Runs: starting them, carrying out what they ask for, replaying them after an interruption, and looking them up.
//!
//! Runs ask the rules through [`Decide`] alone, and notify people through [`Notify`].

pub(crate) mod accesses;
pub(crate) mod adoption;
mod asleep;
pub(crate) mod bulk;
mod children;
pub(crate) mod claims;
pub(crate) mod context;
pub(crate) mod draft_run;
pub(crate) mod drive;
pub(crate) mod effects;
mod error;
pub(crate) mod failures;
pub(crate) mod forgetting;
pub(crate) mod gates;
pub(crate) mod holds;
pub(crate) mod live;
pub(crate) mod lookup;
mod notify;
pub(crate) mod paused;
mod purge;
mod recovery;
pub(crate) mod rerun;
mod resent;
mod sandboxed;
pub(crate) mod scheduled;
pub(crate) mod start;
mod stopping;
mod sync;
pub(crate) mod trace;
mod turns;
mod undecodable;

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use parking_lot::{Mutex, RwLock};
use towpath_identity::Tokens;
use towpath_journal::{RunId, Store};
use towpath_sandbox::Sandbox;
use towpath_wire::Limits;

use crate::catalog::Catalog;
use crate::context::Context;
use crate::events::Events;
use crate::quotas::Allowance;
use crate::rules::Decide;
use crate::shown::ShownLog;
use crate::statistics::Statistics;

pub use error::{Crowd, RunsError};
pub use gates::{CircuitState, RunQueue, Traffic};

pub(crate) use notify::Notify;

use asleep::Sleepers;
use claims::Starts;
use gates::Gates;
use live::Live;

/// What runs are made of.
pub(crate) struct RunsParts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sandbox: Sandbox,
    pub(crate) context: Arc<Context>,
    pub(crate) tokens: Option<Arc<Tokens>>,
    pub(crate) limits: Limits,
    pub(crate) rules: Arc<dyn Decide>,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) events: Arc<Events>,
    pub(crate) notify: Arc<dyn Notify>,
    pub(crate) allowance: Arc<Allowance>,
    pub(crate) shown: Arc<ShownLog>,
    pub(crate) statistics: Arc<Statistics>,
    /// Nothing is taken up before somebody confirms the restore.
    pub(crate) paused: bool,
}

/// Runs of one engine. Cheap to clone; all clones share the same runs.
#[derive(Clone)]
pub(crate) struct Runs {
    shared: Arc<Shared>,
}

/// What all clones share.
pub(crate) struct Shared {
    store: Arc<dyn Store>,
    sandbox: Sandbox,
    context: Arc<Context>,
    /// A run stops when the token that started it is revoked.
    tokens: Option<Arc<Tokens>>,
    /// Limits where no policy sets smaller ones.
    limits: Limits,
    rules: Arc<dyn Decide>,
    catalog: Arc<Catalog>,
    events: Arc<Events>,
    notify: Arc<dyn Notify>,
    allowance: Arc<Allowance>,
    /// What was shown to people who release calls.
    shown: Arc<ShownLog>,
    /// What is written of runs counts there.
    statistics: Arc<Statistics>,
    /// Runs that are driven.
    live: Mutex<HashMap<RunId, Arc<Live>>>,
    /// Runs that are not, because they do nothing before a time.
    sleepers: Arc<Sleepers>,
    /// What calls and runs pass one by one, or wait in front of.
    gates: Gates,
    /// Starts under a key that are under way.
    starts: Arc<Starts>,
    /// Runs that go on although their token was revoked or their principal disabled.
    adopted: RwLock<BTreeSet<RunId>>,
    ready: AtomicBool,
    /// Nothing is taken up before somebody confirms the restore.
    paused: AtomicBool,
    /// Held to cancel a run during the pause, and to end the pause.
    pausing: tokio::sync::RwLock<()>,
    closing: AtomicBool,
    /// Bulk actions that were shown of late.
    bulks: bulk::BulkLog,
}

impl Runs {
    /// Runs that take no start yet: see [`Runs::open`].
    pub(crate) fn new(parts: RunsParts) -> Self {
        let gates = Gates::new(Arc::clone(parts.context.clock()));
        let shared = Shared {
            gates,
            store: parts.store,
            sandbox: parts.sandbox,
            context: parts.context,
            tokens: parts.tokens,
            limits: parts.limits,
            rules: parts.rules,
            catalog: parts.catalog,
            events: parts.events,
            notify: parts.notify,
            allowance: parts.allowance,
            shown: parts.shown,
            statistics: parts.statistics,
            live: Mutex::default(),
            sleepers: Arc::default(),
            starts: Arc::default(),
            adopted: RwLock::default(),
            ready: AtomicBool::new(false),
            paused: AtomicBool::new(parts.paused),
            pausing: tokio::sync::RwLock::default(),
            closing: AtomicBool::new(false),
            bulks: bulk::BulkLog::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Takes every interrupted run up, and starts from then on. During the pause after a restore it only reads.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn open(&self) -> Result<(), RunsError> {
        self.load_adoptions().await?;
        if self.is_paused() {
            tracing::warn!(
                "paused: the data were restored from a backup, and nothing goes out before IT confirms"
            );
            return Ok(());
        }
        self.recover_all().await?;
        self.ready.store(true, Ordering::Release);
        Ok(())
    }

    /// Whether interrupted runs have been taken up, and the engine does not shut down.
    pub(crate) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire) && !self.is_closing()
    }

    /// Whether the engine shuts down: nothing new is started then.
    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// Stops taking new work and lets what is being written reach the disk. Runs under way go on at the next start.
    pub(crate) fn close(&self) {
        self.closing.store(true, Ordering::Release);
        let live: Vec<Arc<Live>> = self.live.lock().values().cloned().collect();
        live.iter().for_each(|run| run.stop());
    }

    /// Milliseconds since the Unix epoch.
    pub(crate) fn now(&self) -> i64 {
        self.context.now()
    }

    /// What all rooms of the engine share.
    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    /// The clock that timers are set on.
    pub(crate) fn clock(&self) -> Arc<dyn crate::Clock> {
        Arc::clone(self.context.clock())
    }

    /// Who waits in front of integrations and workflows.
    pub(crate) fn gates(&self) -> &Gates {
        &self.gates
    }

    /// The quotas of namespaces, and the runs under way that count against them.
    pub(crate) fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    /// The engine's version.
    pub(crate) fn version(&self) -> &str {
        self.context.version()
    }

    /// Runs that end with the engine, though a task holds them.
    pub(crate) fn downgrade(&self) -> Weak<Shared> {
        Arc::downgrade(&self.shared)
    }

    /// The runs, while the engine is there and takes work.
    pub(crate) fn upgrade(runs: &Weak<Shared>) -> Option<Self> {
        let runs = Self { shared: runs.upgrade()? };
        (!runs.is_closing()).then_some(runs)
    }
}

impl Deref for Runs {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}
