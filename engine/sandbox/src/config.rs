//! The configuration of a sandbox, and the wasmtime engine built from it. All settings that affect compiled code are here.

use std::path::PathBuf;
use std::time::Duration;

use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, WasmFeatures,
};

use crate::SandboxError;

/// Maximum bytes of wasm stack per entry. Deeper recursion ends with the limit of depth.
const WASM_STACK: usize = 1 << 20;
/// The stack of a fiber: the wasm stack, and room for host functions that wasmtime runs on it.
const FIBER_STACK: usize = WASM_STACK + (512 << 10);
/// Maximum entries of a runner's function table. Each takes eight bytes of address space.
const TABLE_ELEMENTS: usize = 1 << 16;

/// The minimum size of an image. Most of an image is the runner's own data.
const LEAST_IMAGE: u64 = 1 << 20;
/// Maximum number of memory slots. They take address space.
const MOST_SLOTS: u32 = 1_000;
/// Minimum number of warm slots.
const FEWEST_WARM: u32 = 8;

/// The limits of a sandbox.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// Folder of the cache of compiled code, owner-only; `None`: runners are compiled at every start, which takes seconds.
    pub cache: Option<PathBuf>,
    /// Maximum number of instances at once, besides 16 for each of `busy`; further ones wait. Each may use memory up to
    /// the limit of its run. A namespace gets at most three quarters of them, a principal at most half.
    pub instances: u32,
    /// Maximum number of definitions that are loaded at once; further ones wait.
    pub loads: u32,
    /// Maximum bytes of cached images; the least recently used are dropped first. An image takes its own bytes twice, to start
    /// from and to restore kept instances from, and those of its memory. This also limits kept instances and the warm slots of
    /// the pool.
    pub images_bytes: u64,
    /// An image is dropped after it was unused for this time.
    pub images_idle: Duration,
    /// The largest memory limit of a run, in bytes. Higher limits are lowered to this.
    pub memory_bytes: u64,
    /// Bytes of each memory slot that stay resident between runs. They are reset in place.
    pub keep_resident: usize,
    /// Maximum size of a runner's reply, in bytes.
    pub message_bytes: usize,
    /// How many long entries may compute at the same time. One less than the number of processors keeps a worker free for
    /// short ones.
    pub busy: usize,
    /// Maximum number of runs that are replayed at once.
    pub replays: u32,
    /// How long an entry computes before it yields first, in epochs of about a millisecond. A simulation sets more than any entry
    /// needs: an entry that yields lets other tasks run before it, and how long it takes depends on the machine.
    pub first_epochs: u64,
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
            first_epochs: FIRST_EPOCHS,
        }
    }
}

/// Epochs before an entry yields first. Two, so that an entry shorter than one epoch never yields.
const FIRST_EPOCHS: u64 = 2;

/// Number of shards of wasmtime's pool: one for each processor, at most 16.
fn pool_shards() -> u32 {
    std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get().min(16)).unwrap_or(16))
}

impl SandboxConfig {
    /// Maximum number of long-running instances, which have given their place back, besides `instances`.
    pub(crate) fn crowd(&self) -> u32 {
        u32::try_from(self.busy).unwrap_or(u32::MAX).saturating_mul(16)
    }

    /// Maximum number of instances in their first entry. Others have a place but no memory yet, because a long run keeps its
    /// memory while it waits for the lane of long entries.
    pub(crate) fn first(&self) -> u32 {
        u32::try_from(self.busy).unwrap_or(u32::MAX).saturating_mul(16).saturating_add(16)
    }

    /// Maximum number of instances that are kept for the next runs, and as many warm slots. Each keeps up to `keep_resident` bytes
    /// of its last run. Both together keep no more than the images do, except for a minimum number, and the stacks of the instances.
    pub(crate) fn warm(&self) -> u32 {
        let warm = self.images_bytes / (self.keep_resident as u64).max(1) / 2;
        u32::try_from(warm).unwrap_or(u32::MAX).clamp(FEWEST_WARM, MOST_SLOTS)
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
            // A runner contains no function names; the breadcrumb shows where it stopped.
            .wasm_backtrace_max_frames(None)
            .generate_address_map(false)
            .memory_init_cow(true)
            // An image is at most as large as the largest memory, and is always mapped, never copied.
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
        // One more for checking a runner that is added.
        let runs = self.instances.checked_add(self.crowd());
        let Some((runs, alive)) =
            runs.and_then(|runs| Some((runs, runs.checked_add(self.loads)?.checked_add(1)?)))
        else {
            return wrong("`instances` and `loads` are too many");
        };
        // A memory slot stays warm for one image, so there are as many slots as cached images, even if fewer run at once; and as
        // many in each shard of the pool, because a thread looks in its own shard first.
        let images = u32::try_from(self.images_bytes / LEAST_IMAGE).unwrap_or(u32::MAX).min(MOST_SLOTS);
        let slots = runs.max(images).saturating_add(self.warm()).saturating_add(self.loads).saturating_add(1);
        let slots = slots.saturating_mul(pool_shards());
        let warm = self.warm();
        let alive = alive.saturating_add(warm);
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
