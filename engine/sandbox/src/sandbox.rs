//! The sandbox: runners by digest, a cache of images, and queues for instances.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;
use towpath_wire::{Limits, Load, LoadReport};
use wasmtime::{Engine, Module};

use crate::cache::Cache;
use crate::image::{Image, Ready, Template, WASM_PAGE, initial_image};
use crate::instance::Instance;
use crate::kept::Kept;
use crate::limits::Guard;
use crate::load::{Loaded, load_definition};
use crate::machine::{Guest, Machine, call_now};
use crate::pristine::Pristine;
use crate::queue::{Place, Queue, Shares, Who};
use crate::runner::{Exports, MemoryShape, Runner, WIRE, take_apart};
use crate::shelf::Shelf;
use crate::sweeper;
use crate::ticker::Ticker;
use crate::{ImageDigest, LoadError, RunnerDigest, SandboxConfig, SandboxError};

/// Runs runners. Cheap to clone; all clones share one sandbox.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) config: SandboxConfig,
    pub(crate) engine: Engine,
    pub(crate) ticker: Ticker,
    /// Places for instances.
    instances: Queue,
    /// Places for loads.
    pub(crate) loads: Queue,
    /// Places for the first entries of instances.
    first: Queue,
    /// Turns for slices, and places for long entries.
    pub(crate) lanes: Lanes,
    /// Places for replays.
    replays: Queue,
    cache: Option<Cache>,
    /// The runners, each as the image of its own data, which every load starts from.
    runners: Mutex<HashMap<RunnerDigest, Image>>,
    pub(crate) images: Mutex<Shelf>,
    /// Guests for the next runs.
    pub(crate) kept: Kept,
    /// Held while a runner is compiled, so that it is compiled once.
    compiling: Mutex<()>,
    /// Held while an image is compiled, so that it is compiled once.
    readying: Mutex<()>,
}

/// Which entries compute. Each slice takes a turn: however many runs start at the same moment, a slice waits for at most one
/// slice of each other namespace.
pub(crate) struct Lanes {
    /// Turns to compute for one slice: one for each processor.
    pub(crate) slices: Queue,
    /// Places for long entries. An entry moves from a place for instances to one of these.
    pub(crate) crowd: Queue,
    /// Which long entries may take a slice: fewer than there are processors.
    pub(crate) turns: Queue,
}

/// A turn to replay. It ends when this is dropped.
pub struct Turn {
    _place: Place,
}

/// Why a request may not wait for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crowded {
    /// Too many requests of this principal wait in this namespace.
    Principal,
    /// Too many requests of this namespace wait.
    Namespace,
    /// Too many requests wait in all.
    Server,
}

/// The current state of a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Number of runners.
    pub runners: usize,
    /// Number of cached images.
    pub images: usize,
    /// Bytes of cached images.
    pub images_bytes: u64,
    /// Number of instances that are kept for the next runs.
    pub kept: usize,
    /// Number of free places for instances.
    pub free: usize,
    /// Number of long-running instances, which have given their place back.
    pub busy: usize,
    /// Number of requests that wait for a place.
    pub waiting: usize,
    /// Whether nothing is computed and the ticker is parked.
    pub resting: bool,
}

impl Sandbox {
    /// Creates an empty sandbox. Needs no tokio runtime, but instances do.
    ///
    /// # Errors
    /// The configuration does not work on this machine. An unusable cache folder is not an error: it is logged, and runners
    /// are compiled.
    pub fn new(config: SandboxConfig) -> Result<Self, SandboxError> {
        let engine = config.engine()?;
        let cache = config.cache.as_ref().and_then(|folder| {
            let cache = Cache::open(folder, &engine);
            let warn =
                |why: &String| tracing::warn!(why, folder = %folder.display(), "no cache of compiled code");
            cache.inspect_err(warn).ok()
        });
        let inner = Arc::new(Inner {
            ticker: Ticker::start(engine.clone())?,
            instances: Queue::new(Shares::of(config.instances)),
            loads: Queue::new(Shares::unshared(config.loads as usize)),
            first: Queue::new(Shares::of(config.first())),
            lanes: Lanes {
                slices: Queue::new(Shares::unshared(config.busy + 1)),
                crowd: Queue::new(Shares::of(config.crowd())),
                turns: Queue::new(Shares::unshared(config.busy)),
            },
            replays: Queue::new(Shares::of(config.replays)),
            cache,
            runners: Mutex::default(),
            images: Mutex::new(Shelf::new(config.images_bytes)),
            kept: Kept::new(config.warm() as usize, 2 * (config.busy + 1)),
            compiling: Mutex::default(),
            readying: Mutex::default(),
            engine,
            config,
        });
        sweeper::start_sweeper(&inner)?;
        Ok(Self(inner))
    }

    /// Adds a runner. It takes seconds if it must be compiled, and milliseconds if the compiled form is cached. Call it where
    /// blocking is allowed.
    ///
    /// # Errors
    /// It imports more than a memory, lacks an export, or has an unsupported wire version.
    pub fn add_runner(&self, wasm: &[u8]) -> Result<RunnerDigest, SandboxError> {
        let digest = RunnerDigest::of(wasm);
        if self.has_runner(&digest) {
            return Ok(digest);
        }
        let _alone = self.0.compiling.lock();
        if !self.has_runner(&digest) {
            let runner = self.0.prepare(digest, wasm)?;
            self.0.runners.lock().insert(digest, runner);
        }
        Ok(digest)
    }

    /// Whether the runner was added.
    pub fn has_runner(&self, runner: &RunnerDigest) -> bool {
        self.0.runners.lock().contains_key(runner)
    }

    /// Checks a definition and, if it has no error, creates its image.
    ///
    /// # Errors
    /// Loading was stopped by a limit, or failed. Errors in the definition are in the report.
    pub async fn load(
        &self,
        runner: &RunnerDigest,
        request: &Load,
        limits: &Limits,
    ) -> Result<Loaded, LoadError> {
        load_definition(&self.0, self.0.runner(runner)?, request, limits, true).await
    }

    /// Checks a definition.
    ///
    /// # Errors
    /// Like [`Sandbox::load`].
    pub async fn check(
        &self,
        runner: &RunnerDigest,
        request: &Load,
        limits: &Limits,
    ) -> Result<LoadReport, LoadError> {
        Ok(load_definition(&self.0, self.0.runner(runner)?, request, limits, false).await?.report)
    }

    /// Compiles an image, or returns the cached one. Takes a few milliseconds the first time. Call [`Sandbox::cached_image`]
    /// before reading the bytes.
    ///
    /// # Errors
    /// The runner is unknown, or the bytes are not its image.
    pub fn image(&self, runner: &RunnerDigest, bytes: &[u8]) -> Result<Image, SandboxError> {
        let origin = self.0.runner(runner)?;
        let digest = ImageDigest::of(bytes);
        let found = |image: Image| match image.runner() == *runner {
            true => Ok(image),
            false => Err(SandboxError::Image("it belongs to another runner".to_owned())),
        };
        if let Some(image) = self.cached_image(&digest) {
            return found(image);
        }
        let _alone = self.0.readying.lock();
        if let Some(image) = self.cached_image(&digest) {
            return found(image);
        }
        let image = Image::ready(&self.0.engine, Arc::clone(&origin.0.runner), digest, bytes)?;
        // Replaced images are dropped after the lock, because unmapping takes time.
        let dropped = self.0.images.lock().put(image.clone(), Instant::now());
        self.0.kept.forget(&dropped);
        drop(dropped);
        Ok(image)
    }

    /// The image with this digest, if it is cached.
    pub fn cached_image(&self, digest: &ImageDigest) -> Option<Image> {
        self.0.images.lock().get(digest, Instant::now())
    }

    /// Drops an image from the cache. Runs that hold it continue.
    pub fn forget_image(&self, digest: &ImageDigest) {
        let dropped = self.0.images.lock().forget(digest);
        self.0.kept.forget(dropped.as_slice());
        drop(dropped);
    }

    /// A new instance for the engine itself. Waits for a free place.
    ///
    /// # Errors
    /// The image needs more memory than the limits allow, or the machine is out of memory.
    pub async fn instantiate(&self, image: &Image, limits: &Limits) -> Result<Instance, SandboxError> {
        self.instantiate_for(&Who::default(), image, limits).await
    }

    /// A new instance for a run. Waits for a free place within its share.
    ///
    /// # Errors
    /// Like [`Sandbox::instantiate`].
    pub async fn instantiate_for(
        &self,
        who: &Who,
        image: &Image,
        limits: &Limits,
    ) -> Result<Instance, SandboxError> {
        let place = self.0.instances.acquire(who).await;
        let first = self.0.first.acquire(who).await;
        let machine = Machine::new(Arc::clone(&self.0), image.clone(), limits, place)?.beginning(first);
        Ok(Instance::new(machine, limits))
    }

    /// Waits for a turn to replay a run: to read its journal and give its steps again. A replay takes memory and time in
    /// proportion to what the run has received, so few run at once. Turns are fair, like places.
    pub async fn turn(&self, who: &Who) -> Turn {
        Turn { _place: self.0.replays.acquire(who).await }
    }

    /// Checks that one more request may wait. The maximum is the number of places for a principal, twice that for a namespace,
    /// and four times that in all.
    ///
    /// # Errors
    /// [`Crowded`].
    pub fn admits(&self, who: &Who) -> Result<(), Crowded> {
        let (waiting, places) = (self.0.instances.waiting(who), self.0.config.instances as usize);
        if waiting.all >= places.saturating_mul(4) {
            return Err(Crowded::Server);
        }
        if waiting.namespace >= places.saturating_mul(2) {
            return Err(Crowded::Namespace);
        }
        if waiting.principal >= places { Err(Crowded::Principal) } else { Ok(()) }
    }

    /// The current state.
    pub fn stats(&self) -> Stats {
        let (images, images_bytes) = self.0.images.lock().size();
        Stats {
            runners: self.0.runners.lock().len(),
            images,
            images_bytes,
            kept: self.0.kept.count(),
            free: self.0.instances.free(),
            busy: self.0.lanes.crowd.taken(),
            waiting: self.0.instances.waiting(&Who::default()).all,
            resting: self.0.ticker.is_parked(),
        }
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Sandbox").field(&self.stats()).finish()
    }
}

impl Inner {
    fn runner(&self, digest: &RunnerDigest) -> Result<Image, SandboxError> {
        self.runners.lock().get(digest).cloned().ok_or(SandboxError::UnknownRunner(*digest))
    }

    /// Compiles a runner and checks it.
    fn prepare(&self, digest: RunnerDigest, wasm: &[u8]) -> Result<Image, SandboxError> {
        let parts = take_apart(wasm)?;
        let compile = || Module::from_binary(&self.engine, &parts.code);
        let code = match &self.cache {
            Some(cache) => cache.module(&self.engine, &digest, compile),
            None => compile(),
        }
        .map_err(broken)?;
        let shape = parts.shape;
        let bytes = initial_image(&digest, &shape, &parts.data);
        let template = Template::compile(&self.engine, &bytes)?;
        let breadcrumb = self.probe(&template, &code, &shape)?;
        let exports = Exports::of(&code, parts.stack)?;
        let memory_bytes = shape.minimum * WASM_PAGE;
        let runner = Arc::new(Runner { digest, code, exports, shape, breadcrumb });
        let (digest, cost) = (ImageDigest::of(&bytes), 2 * bytes.len() as u64 + memory_bytes);
        let pristine = Pristine::of(&bytes, memory_bytes)?;
        Ok(Image(Arc::new(Ready { runner, digest, memory_bytes, cost, template, pristine })))
    }

    /// Checks exports and wire version in a temporary instance. Returns the address of the breadcrumb.
    fn probe(&self, template: &Template, code: &Module, shape: &MemoryShape) -> Result<u32, SandboxError> {
        let limits = Limits { memory_bytes: self.config.memory_bytes, ..Limits::default() };
        if shape.minimum * WASM_PAGE > limits.memory_bytes {
            let needs = shape.minimum * WASM_PAGE;
            return Err(SandboxError::ImageTooLarge { needs, limit: limits.memory_bytes });
        }
        let guard = Guard::new(&limits, self.config.memory_bytes);
        let Guest { mut store, code: guest, .. } =
            Guest::open(&self.engine, guard, template, code).map_err(broken)?;
        guest.get_typed_func::<u32, u32>(&mut store, "alloc").map_err(broken)?;
        for name in ["load", "step"] {
            guest.get_typed_func::<(u32, u32), u64>(&mut store, name).map_err(broken)?;
        }
        let version = guest.get_typed_func::<(), u32>(&mut store, "wire_version").map_err(broken)?;
        let breadcrumb = guest.get_typed_func::<(), u32>(&mut store, "breadcrumb").map_err(broken)?;
        let _ticking = self.ticker.enter();
        let version = call_now(&mut store, &version, ()).map_err(broken)?;
        if !WIRE.contains(&version) {
            let (first, last) = (WIRE.start(), WIRE.end());
            return Err(SandboxError::Runner(format!(
                "it has wire version {version}, but this engine supports {first} to {last}"
            )));
        }
        call_now(&mut store, &breadcrumb, ()).map_err(broken)
    }
}

fn broken(error: wasmtime::Error) -> SandboxError {
    SandboxError::Runner(format!("{error:#}"))
}
