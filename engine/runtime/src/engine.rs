//! The engine: its rooms, opened in order, each above those that it uses. Every public call goes to one of them.

mod apart;
mod beyond;
mod cases;
mod catalog;
mod changes;
mod clock;
mod desk;
mod error;
mod insight;
mod neighbours;
mod quotas;
mod restore;
mod retention;
mod rules;
mod runs;
mod schedules;
mod traffic;

use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::RwLock;
use towpath_identity::Tokens;
use towpath_integrations::Secrets;
use towpath_journal::{Digest, Documents, Store};
use towpath_sandbox::{RunnerDigest, Sandbox};
use towpath_wire::Limits;

use crate::catalog::{Catalog, CatalogParts};
use crate::changes::Changes;
use crate::context::Context;
use crate::desk::Desk;
use crate::events::Events;
use crate::fault::Fault;
use crate::found;
use crate::impact::Impacts;
use crate::presence::Presence;
use crate::restored::Restored;
use crate::retention::RetentionTimes;
use crate::rules::Rules;
use crate::runs::{Runs, RunsParts};
use crate::schedules::{Rooms, Schedules, SchedulesParts};
use crate::shown::ShownLog;
use crate::statistics::Statistics;
use crate::watched::Watched;
use crate::{Clock, Outlet};

pub use self::apart::TriedRun;
pub use self::cases::{CasesRun, TriedCase};
pub use self::error::EngineError;
pub use self::insight::Waits;
pub use self::restore::RestoreReport;

/// What an engine is made of. The program that assembles it chooses each.
pub struct Parts {
    /// Keeps everything, and tells of what changes.
    pub store: Arc<Watched>,
    /// Runs definitions.
    pub sandbox: Sandbox,
    /// The runner that new versions are published with.
    pub runner: &'static [u8],
    /// Gives integrations their secrets, when a call goes out.
    pub secrets: Arc<dyn Secrets>,
    /// Where secrets put through the API are kept, one file each; `None` refuses them.
    pub secrets_folder: Option<PathBuf>,
    /// The tokens in force: a run stops when the one that started it is revoked. `None`: no run stops for that.
    pub tokens: Option<Arc<Tokens>>,
    /// Tells the time and makes ids.
    pub clock: Arc<dyn Clock>,
    /// Limits where no policy sets smaller ones.
    pub limits: Limits,
    /// The engine's version, for `$runtime`.
    pub version: String,
    /// Policies are put in force by two of IT: one proposes them, another approves.
    pub second_approver: bool,
    /// The engine runs one case in memory: nobody is asked for approvals, and nothing else starts what is published.
    pub offline: bool,
}

/// The engine. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Engine {
    catalog: Arc<Catalog>,
    rules: Arc<Rules>,
    runs: Runs,
    events: Arc<Events>,
    desk: Arc<Desk>,
    schedules: Arc<Schedules>,
    statistics: Arc<Statistics>,
    changes: Arc<Changes>,
    presence: Arc<Presence>,
    restored: Arc<Restored>,
    documents: Arc<dyn Documents>,
    /// How long ended runs are kept where no rule says anything.
    kept: Arc<RwLock<RetentionTimes>>,
}

impl Engine {
    /// Opens the engine: loads what is published and in force, and takes up every interrupted run.
    ///
    /// # Errors
    /// The store cannot be read, or the runner is not usable.
    pub async fn open(parts: Parts) -> Result<Self, EngineError> {
        Self::open_leaving_by(parts, None).await
    }

    /// [`Engine::open`] where calls leave by `outlet`, and nothing reaches the systems of the integrations. For simulations.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub async fn open_simulated(parts: Parts, outlet: Arc<dyn Outlet>) -> Result<Self, EngineError> {
        Self::open_leaving_by(parts, Some(outlet)).await
    }

    async fn open_leaving_by(parts: Parts, outlet: Option<Arc<dyn Outlet>>) -> Result<Self, EngineError> {
        let Parts { store, sandbox, runner, secrets, secrets_folder, tokens, clock, limits, .. } = parts;
        let changes = Arc::clone(store.changes());
        let store: Arc<dyn Store> = store;
        let runner = add_runner(&sandbox, &*store, runner).await?;
        let context = Context::new(Arc::clone(&clock), parts.version, parts.offline).leaving_by(outlet);
        let context = Arc::new(context);
        let (documents, secrets_of_rules) = (Arc::clone(&store) as _, Arc::clone(&secrets));
        let rules = Rules::empty(documents, clock, secrets_of_rules, parts.second_approver).await?;
        rules.load().await?;
        let allowance = Arc::default();
        let catalog = CatalogParts { store, sandbox, runner, limits, secrets, secrets_folder, allowance };
        let engine = Self::over(catalog, context, Arc::new(rules), tokens, changes).await?;
        engine.catalog.reimage_in_background();
        if !parts.offline {
            // What one try has is gone before a report is asked for.
            engine.impacts().catch_up_in_background();
            engine.statistics.rebuild_in_background();
            engine.schedules.carry_out_in_background();
        }
        Ok(engine)
    }

    /// Opens the rooms above the rules, in order.
    async fn over(
        catalog: CatalogParts,
        context: Arc<Context>,
        rules: Arc<Rules>,
        tokens: Option<Arc<Tokens>>,
        changes: Arc<Changes>,
    ) -> Result<Self, EngineError> {
        let clock = Arc::clone(context.clock());
        let (store, sandbox) = (Arc::clone(&catalog.store), catalog.sandbox.clone());
        let (limits, allowance) = (catalog.limits.clone(), Arc::clone(&catalog.allowance));
        let events = Arc::new(Events::open(Arc::clone(&store), Arc::clone(&clock)).await?);
        let shown = Arc::new(ShownLog::open(&store, &clock).await?);
        let statistics = Arc::new(Statistics::new(Arc::clone(&store), Arc::clone(&clock)));
        let documents: Arc<dyn Documents> = store.clone();
        let catalog = Catalog::open(catalog, Arc::clone(&context), Arc::clone(&rules)).await?;
        let catalog = Arc::new(catalog);
        let (to_rules, to_catalog) = (Arc::clone(&rules), Arc::clone(&catalog));
        let desk =
            Desk::open(Arc::clone(&store), Arc::clone(&context), to_rules, to_catalog, Arc::clone(&shown))
                .await?;
        let desk = Arc::new(desk);
        let restored = Arc::new(Restored::open(Arc::clone(&documents)).await?);
        let runs = Runs::new(RunsParts {
            store,
            sandbox,
            context,
            tokens,
            limits,
            rules: Arc::clone(&rules) as _,
            catalog: Arc::clone(&catalog),
            events: Arc::clone(&events),
            notify: Arc::clone(&desk) as _,
            allowance,
            shown,
            statistics: Arc::clone(&statistics),
            paused: restored.is_paused(),
        });
        desk.load_reviews().await?;
        runs.open().await?;
        let schedules = SchedulesParts {
            documents: Arc::clone(&documents),
            clock,
            events: Arc::clone(&events),
            workflows: Arc::new(Rooms::new(Arc::clone(&catalog), runs.clone())),
            tell: Arc::clone(&desk) as _,
        };
        let schedules = Arc::new(Schedules::open(schedules).await?);
        let presence = Arc::new(Presence::new(Arc::clone(&changes)));
        let kept = Arc::default();
        Ok(Self {
            catalog,
            rules,
            runs,
            events,
            desk,
            schedules,
            statistics,
            changes,
            presence,
            restored,
            documents,
            kept,
        })
    }

    /// Milliseconds since the Unix epoch, by this engine's clock.
    pub fn now(&self) -> i64 {
        self.runs.now()
    }

    /// Whether interrupted runs have been taken up and the store accepts work.
    pub fn ready(&self) -> bool {
        self.runs.is_ready()
    }

    /// Stops taking new work and lets what is being written reach the disk. Runs under way go on at the next
    /// start.
    pub fn shutdown(&self) {
        self.schedules.close();
        self.runs.close();
    }

    /// Reports on what other rules would change.
    fn impacts(&self) -> Impacts {
        Impacts::new(Arc::clone(&self.rules), Arc::clone(&self.catalog), self.runs.clone())
    }
}

/// Collection that names the runner of new versions; it has one document.
const RUNNERS: &str = "runners";
const CURRENT: &str = "current";

/// Compiles the runner that new versions are published with, and keeps its file.
async fn add_runner(
    sandbox: &Sandbox,
    store: &dyn Store,
    runner: &'static [u8],
) -> Result<RunnerDigest, EngineError> {
    let sandbox = sandbox.clone();
    let digest = tokio::task::spawn_blocking(move || sandbox.add_runner(runner))
        .await
        .map_err(|error| EngineError::Fault(Fault::Internal(error.to_string())))?
        .map_err(|error| EngineError::Fault(Fault::Internal(error.to_string())))?;
    let kept = store.put_blob(bytes::Bytes::from_static(runner)).await?;
    // Blobs that nothing names are collected, and before the first version nothing else names it.
    let known = found::find::<Digest>(store, RUNNERS, CURRENT).await?;
    if known.value.as_ref() != Some(&kept) {
        store
            .put(vec![found::put(RUNNERS, CURRENT, known.revision, &kept)?])
            .await
            .map_err(found::conflict)?;
    }
    Ok(digest)
}
