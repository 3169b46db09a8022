//! What a sandbox is given, and the wasmtime engine made of it. Everything that changes compiled code is set here.

use std::path::PathBuf;
use std::time::Duration;

use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, WasmFeatures,
};

use crate::SandboxError;

/// Most bytes of wasm stack of one entry. Recursion deeper than this ends as a limit of depth.
const WASM_STACK: usize = 1 << 20;
/// The fiber's stack: the wasm stack, and room for the host functions wasmtime runs on it.
const FIBER_STACK: usize = WASM_STACK + (512 << 10);
/// Most entries of a runner's function table. Eight bytes of address space each.
const TABLE_ELEMENTS: usize = 1 << 16;

/// No image is smaller: most of one is the runner's own data.
const LEAST_IMAGE: u64 = 1 << 20;
/// Slots are address space; more than this would not fit into it beside each other.
const MOST_SLOTS: u32 = 1_000;
/// Warm slots of the smallest sandbox.
const FEWEST_WARM: u32 = 8;

/// How much a sandbox may hold and keep.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// Folder of the compiled-code cache, owner-only; `None` compiles at every start (seconds).
    pub cache: Option<PathBuf>,
    /// Most instances alive at once, beside 16 for each of `busy`; more wait in line. Each may use up to its
    /// run's memory limit. Of a namespace at most three quarters are, of a principal at most half.
    pub instances: u32,
    /// Most definitions being loaded at once; more wait in line.
    pub loads: u32,
    /// Bytes of images kept ready, least recently used dropped first. An image takes its bytes and those of its memory:
    /// 2 to 3 MiB for a small definition. The pool's warm slots are bounded by it, too.
    pub images_bytes: u64,
    /// An image that was not used for so long is dropped, however much room there is.
    pub images_idle: Duration,
    /// The largest memory limit any run may be given, in bytes. Higher limits are cut to this.
    pub memory_bytes: u64,
    /// Bytes of each memory slot kept resident between runs, reset in place rather than given back.
    pub keep_resident: usize,
    /// Largest answer taken from a runner, in bytes.
    pub message_bytes: usize,
    /// How many entries that have been computing for a while may do so at the same time. One less than the
    /// processors leaves a worker free for everything short.
    pub busy: usize,
    /// How many runs may be replayed at the same time.
    pub replays: u32,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            cache: None,
            instances: 256,
            loads: 4,
            images_bytes: 256 << 20,
            images_idle: Duration::from_secs(600),
            memory_bytes: 256 << 20,
            keep_resident: 2 << 20,
            message_bytes: 32 << 20,
            busy: processors.saturating_sub(1).max(1),
            replays: u32::try_from(processors).unwrap_or(u32::MAX).max(2),
        }
    }
}

/// How many shards wasmtime makes of a pool: one for each processor, 16 at most.
fn shards() -> u32 {
    std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get().min(16)).unwrap_or(16))
}

impl SandboxConfig {
    /// Most instances that have been computing for a while, beside `instances`: they have given their place back.
    pub(crate) fn crowd(&self) -> u32 {
        u32::try_from(self.busy).unwrap_or(u32::MAX).saturating_mul(16)
    }

    /// Most instances in their first entry. More have their place but no memory yet: a run that computes for long
    /// keeps its memory while it waits for the crowd.
    pub(crate) fn first(&self) -> u32 {
        u32::try_from(self.busy).unwrap_or(u32::MAX).saturating_mul(32).saturating_add(32)
    }

    /// The engine for this configuration.
    pub(crate) fn engine(&self) -> Result<Engine, SandboxError> {
        let mut config = Config::new();
        config
            .epoch_interruption(true)
            .cranelift_nan_canonicalization(true)
            .cranelift_opt_level(OptLevel::Speed)
            .wasm_relaxed_simd(false)
            .wasm_memory64(false)
            .wasm_multi_memory(false)
            .wasm_features(WasmFeatures::THREADS, false)
            .wasm_features(WasmFeatures::SHARED_EVERYTHING_THREADS, false)
            .max_wasm_stack(WASM_STACK)
            .async_stack_size(FIBER_STACK)
            // A runner has no names to show, and where it stopped is told by its breadcrumb.
            .wasm_backtrace_max_frames(None)
            .generate_address_map(false)
            .memory_init_cow(true)
            // An image spans at most the largest memory, and is always mapped, never copied.
            .memory_guaranteed_dense_image_size(self.memory_bytes)
            .allocation_strategy(InstanceAllocationStrategy::Pooling(self.pool()?));
        Engine::new(&config).map_err(|error| SandboxError::Config(format!("{error:#}")))
    }

    fn pool(&self) -> Result<PoolingAllocationConfig, SandboxError> {
        let wrong = |what: &str| Err(SandboxError::Config(what.to_owned()));
        if [self.instances, self.loads, self.replays].contains(&0) || self.images_bytes == 0 || self.busy == 0
        {
            return wrong("`instances`, `loads`, `replays`, `images_bytes` and `busy` are at least 1");
        }
        let Some(memory) = usize::try_from(self.memory_bytes).ok().filter(|bytes| *bytes as u64 <= 1 << 32)
        else {
            return wrong("`memory_bytes` is at most 4 GiB");
        };
        // One more for the interview of a runner being added.
        let runs = self.instances.checked_add(self.crowd());
        let Some((runs, alive)) =
            runs.and_then(|runs| Some((runs, runs.checked_add(self.loads)?.checked_add(1)?)))
        else {
            return wrong("`instances` and `loads` are too many");
        };
        // A memory slot stays warm for one image, so there are as many slots as images may be kept, even if fewer run at
        // once; and as many for each shard of the pool: a thread looks in its own shard first.
        let images = u32::try_from(self.images_bytes / LEAST_IMAGE).unwrap_or(u32::MAX).min(MOST_SLOTS);
        let slots = runs.max(images).saturating_add(self.loads).saturating_add(1);
        let slots = slots.saturating_mul(shards());
        // A warm slot holds up to `keep_resident` of its last run's memory. All of them together hold no more than the
        // images do, but for a few that every sandbox has.
        let warm = self.images_bytes / (self.keep_resident as u64).max(1);
        let warm = u32::try_from(warm).unwrap_or(u32::MAX).clamp(FEWEST_WARM, slots.max(FEWEST_WARM));
        let mut pool = PoolingAllocationConfig::new();
        pool.total_memories(slots)
            .total_core_instances(alive.saturating_mul(2))
            .total_tables(alive)
            .total_stacks(alive)
            .max_unused_warm_slots(warm)
            .max_memory_size(memory)
            .table_elements(TABLE_ELEMENTS)
            .linear_memory_keep_resident(self.keep_resident)
            .table_keep_resident(TABLE_ELEMENTS * size_of::<usize>())
            .async_stack_keep_resident(FIBER_STACK)
            .pagemap_scan(Enabled::Auto);
        Ok(pool)
    }
}
