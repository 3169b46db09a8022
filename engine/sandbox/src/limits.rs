//! The limits of one instance: grants memory that the guest requests, and measures CPU time.
//!
//! The limits of a run are `Limits` in `engine/wire/src/event.rs`. The size of replies is checked in `instance.rs`; effects and
//! duration are counted in `engine/journal/src/machine.rs`, input and depth in `engine/runtime/src/runs/start.rs`.

use std::time::{Duration, Instant};

use towpath_wire::Limits;
use wasmtime::ResourceLimiter;

/// The data of a wasm store. It decides about every growth of the guest's memory.
pub(crate) struct Guard {
    /// Maximum bytes of the memory.
    memory_bytes: usize,
    /// Whether a growth was refused. The guest's allocator then aborts, which looks like any other trap.
    pub(crate) denied: bool,
    /// Whether the guest runs outside a fiber and cannot yield. Then it is stopped when its time is over.
    pub(crate) blocking: bool,
}

impl Guard {
    /// A guard for these limits. Memories of the pool have at most `pool_bytes`.
    pub(crate) fn new(limits: &Limits, pool_bytes: u64) -> Self {
        let memory_bytes = usize::try_from(limits.memory_bytes.min(pool_bytes)).unwrap_or(usize::MAX);
        Self { memory_bytes, denied: false, blocking: false }
    }

    /// Maximum bytes of the memory.
    pub(crate) fn memory_bytes(&self) -> u64 {
        self.memory_bytes as u64
    }
}

impl ResourceLimiter for Guard {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let granted = desired <= self.memory_bytes;
        self.denied |= !granted;
        Ok(granted)
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.denied = true;
        Ok(())
    }

    fn table_growing(&mut self, _: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(maximum.is_none_or(|maximum| desired <= maximum))
    }

    fn instances(&self) -> usize {
        2
    }

    fn tables(&self) -> usize {
        1
    }

    fn memories(&self) -> usize {
        1
    }
}

/// CPU time of one instance over all entries: the time it was polled, not the time it waited.
#[derive(Debug)]
pub(crate) struct Meter {
    used: Duration,
    budget: Duration,
}

impl Meter {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { used: Duration::ZERO, budget: Duration::from_millis(limits.cpu_ms) }
    }

    /// Runs `work` and charges its time.
    pub(crate) fn charge<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.used += start.elapsed();
        done
    }

    /// Whether the CPU time is used up.
    pub(crate) fn is_spent(&self) -> bool {
        self.used >= self.budget
    }

    pub(crate) fn used(&self) -> Duration {
        self.used
    }

    /// Sets the time used so far, for example by an earlier instance of the same run.
    pub(crate) fn set(&mut self, used: Duration) {
        self.used = used;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn growth_is_granted_up_to_the_smaller_limit() {
        let limits = Limits { memory_bytes: 1 << 20, ..Limits::default() };
        let mut guard = Guard::new(&limits, 1 << 30);
        assert!(guard.memory_growing(0, 1 << 20, None).unwrap());
        assert!(!guard.denied);
        assert!(!guard.memory_growing(1 << 20, (1 << 20) + 65536, None).unwrap());
        assert!(guard.denied);
        assert!(!Guard::new(&limits, 1 << 16).memory_growing(0, 1 << 17, None).unwrap());
    }

    #[test]
    fn time_adds_up_to_the_budget() {
        let mut meter = Meter::new(&Limits { cpu_ms: 5, ..Limits::default() });
        assert!(!meter.is_spent());
        meter.set(Duration::from_millis(4));
        assert!(!meter.is_spent());
        meter.charge(|| std::thread::sleep(Duration::from_millis(2)));
        assert!(meter.is_spent());
        assert!(meter.used() >= Duration::from_millis(6));
    }
}
