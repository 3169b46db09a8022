//! The world of one seed: its choices, its disk, what happened in it, and its lives one after the other. Each life is an engine in a
//! tokio runtime of its own; a crash drops the runtime with everything in it.
//!
//! **The same again.** The tokio runtime has one thread and paused time; ids, delays, faults and the order of answers are choices of
//! the seed; entries of the sandbox run on the calling task and never yield here, and a simulated engine computes nothing on another
//! thread. Images are ready before the first seed, so none is read from the store in one execution and not in the other. Two
//! executions of a seed have the same trace and the same operations of the store in the same order, and a test compares them. Not
//! controlled is the order in which tokio wakes several receivers of one `watch` channel: those who wait together for one run only
//! note what they are told.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use towpath_integrations::MapSecrets;
use towpath_journal::{Digest, MemoryStore};
use towpath_runtime::{Clock as _, Engine, EngineError, Parts, Watched};
use towpath_sandbox::{Sandbox, SandboxConfig};
use towpath_wire::Limits;

use crate::choices::{Rates, Seed};
use crate::clock::{BEGIN, SimulatedClock};
use crate::disk::Disk;
use crate::outside::Outside;
use crate::past::Past;
use crate::planted::Plant;
use crate::power::Power;
use crate::store::SimulatedStore;
use crate::{definitions, life};

/// Operations of a life whose power does not go off.
pub(crate) const ENDLESS: u64 = u64::MAX;

/// See the file.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: Seed,
    pub(crate) plant: Option<Plant>,
    pub(crate) disk: Disk,
    pub(crate) past: Past,
    ids: AtomicU64,
    /// The time at which the current life began, and the moment of tokio's clock then.
    clock: std::sync::Mutex<Option<(tokio::time::Instant, i64)>>,
    latest: AtomicI64,
}

/// What all worlds begin with: the published workflows. Made once for each sandbox.
pub(crate) struct Ground {
    pub(crate) sandbox: Sandbox,
    store: Arc<MemoryStore>,
}

impl Ground {
    /// Publishes everything in a calm world. The numbers of places do not depend on the machine, and no entry yields.
    pub(crate) fn new() -> Self {
        let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled");
        let config = SandboxConfig {
            cache: Some(cache),
            instances: 64,
            busy: 2,
            replays: 4,
            first_epochs: 1 << 40,
            images_idle: Duration::from_hours(1_000),
            ..SandboxConfig::default()
        };
        let sandbox = Sandbox::new(config).unwrap();
        let world = World::over(Seed(0), None, Disk::default());
        runtime().block_on(async {
            let power = Arc::new(Power::for_operations(ENDLESS));
            let engine = world.open(&sandbox, &power, Rates::CALM).await.unwrap();
            definitions::publish(&engine).await;
        });
        // An image that is not ready is read from the store: only in the first world that needs it.
        let runner = sandbox.add_runner(towpath_runner_wasm::RUNNER).unwrap();
        for content in
            world.disk.blobs().iter().filter(|content| content.len() != towpath_runner_wasm::RUNNER.len())
        {
            sandbox.image(&runner, content).unwrap();
        }
        Self { sandbox, store: world.disk.store() }
    }

    /// Lives the lives of a seed.
    pub(crate) fn simulate(&self, seed: u64, plant: Option<Plant>) -> Arc<World> {
        let world = World::over(Seed(seed), plant, Disk::over(&self.store));
        let mut random = world.seed.stream("lives");
        let lives = 1 + random.below(3);
        let mut survivor = None;
        for number in 0..=lives {
            let tokio = survivor.take().unwrap_or_else(runtime);
            match number == lives {
                false => tokio.block_on(life::live(&world, &self.sandbox, number)),
                true => tokio.block_on(life::last(&world, &self.sandbox)),
            }
            if world.has(Plant::DoubleResume) {
                // The engine of this life goes on.
                survivor = Some(tokio);
            } else {
                drop(tokio);
                world.disk.power_went_off();
            }
            let down = [0, 30, 700, 20_000][random.below(4)];
            world.latest.fetch_add(down, Ordering::SeqCst);
        }
        world
    }
}

/// The tokio runtime of one life.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

impl World {
    fn over(seed: Seed, plant: Option<Plant>, disk: Disk) -> Arc<Self> {
        Arc::new(Self {
            seed,
            plant,
            disk,
            past: Past::default(),
            ids: AtomicU64::new(1),
            clock: std::sync::Mutex::default(),
            latest: AtomicI64::new(BEGIN),
        })
    }

    /// Whether this bug is planted.
    pub(crate) fn has(&self, plant: Plant) -> bool {
        self.plant == Some(plant)
    }

    pub(crate) fn next_id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
    }

    /// The simulated time, in milliseconds since the Unix epoch.
    pub(crate) fn now(&self) -> i64 {
        let clock = *self.clock.lock().unwrap();
        let now =
            clock.map_or(BEGIN, |(begun, from)| from + i64::try_from(begun.elapsed().as_millis()).unwrap());
        self.latest.fetch_max(now, Ordering::SeqCst).max(now)
    }

    /// The digest of the runner's file: it is large, and always the same.
    pub(crate) fn known_blob(&self, content: &[u8]) -> Option<Digest> {
        static RUNNER: OnceLock<Digest> = OnceLock::new();
        let runner = towpath_runner_wasm::RUNNER;
        let is_runner = self.disk.has_ground() && content.len() == runner.len();
        is_runner.then(|| RUNNER.get_or_init(|| Digest::of(runner)).clone())
    }

    /// Opens an engine: a life begins.
    pub(crate) async fn open(
        self: &Arc<Self>,
        sandbox: &Sandbox,
        power: &Arc<Power>,
        rates: Rates,
    ) -> Result<Engine, EngineError> {
        let from = self.latest.load(Ordering::SeqCst);
        let clock = Arc::new(SimulatedClock::starting_at(Arc::clone(self), from));
        *self.clock.lock().unwrap() = Some((tokio::time::Instant::now(), from));
        assert_eq!(clock.now(), self.now());
        let store = SimulatedStore::new(Arc::clone(self), Arc::clone(power), rates);
        let outside = Outside { world: Arc::clone(self), power: Arc::clone(power), rates };
        let parts = Parts {
            store: Watched::over(Arc::new(store), Arc::clone(&clock) as _),
            sandbox: sandbox.clone(),
            runner: towpath_runner_wasm::RUNNER,
            secrets: Arc::new(MapSecrets::default()),
            secrets_folder: None,
            tokens: None,
            clock,
            // The time in the sandbox is that of the machine.
            limits: Limits { cpu_ms: 60_000, ..Limits::default() },
            version: "0.0.0".to_owned(),
            second_approver: false,
            offline: false,
        };
        Engine::open_simulated(parts, Arc::new(outside)).await
    }
}
