//! A thread that makes long instances yield: it advances the engine's epoch while any instance is inside an entry, and
//! sleeps without a timer otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread::JoinHandle;
use std::time::Duration;

use wasmtime::Engine;

use crate::SandboxError;

/// Length of an epoch.
pub(crate) const TICK: Duration = Duration::from_millis(1);
/// Idle epochs before the thread parks. Waking it costs a system call, which this avoids for steadily arriving runs.
const LINGER: u32 = 20;

/// Owns the thread. Dropping it ends the thread.
pub(crate) struct Ticker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    /// Number of active entries.
    inside: AtomicUsize,
    /// Whether the thread is parked or about to park.
    parked: AtomicBool,
    stop: AtomicBool,
}

impl Ticker {
    pub(crate) fn start(engine: Engine) -> Result<Self, SandboxError> {
        let shared = Arc::new(Shared::default());
        let thread = std::thread::Builder::new()
            .name("towpath-epochs".to_owned())
            .spawn({
                let shared = Arc::clone(&shared);
                move || shared.run(&engine)
            })
            .map_err(|error| SandboxError::Config(format!("cannot start the thread for epochs: {error}")))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Makes epochs advance until the guard is dropped.
    pub(crate) fn enter(&self) -> Inside<'_> {
        self.shared.inside.fetch_add(1, SeqCst);
        if self.shared.parked.load(SeqCst) {
            self.unpark();
        }
        Inside(&self.shared.inside)
    }

    /// Whether the thread is parked.
    pub(crate) fn is_parked(&self) -> bool {
        self.shared.parked.load(SeqCst)
    }

    fn unpark(&self) {
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.stop.store(true, SeqCst);
        self.unpark();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread would need no handling here.
            let _ = thread.join();
        }
    }
}

/// An active entry.
pub(crate) struct Inside<'a>(&'a AtomicUsize);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

impl Shared {
    fn run(&self, engine: &Engine) {
        let mut idle = 0;
        while !self.stop.load(SeqCst) {
            std::thread::sleep(TICK);
            engine.increment_epoch();
            idle = if self.inside.load(SeqCst) == 0 { idle + 1 } else { 0 };
            if idle >= LINGER {
                self.park();
                idle = 0;
            }
        }
    }

    /// INVARIANT: an entry adds itself before it reads `parked`, and this sets `parked` before it reads the entries, so one of
    /// the two sees the other. An unpark that comes first is kept for the next park.
    fn park(&self) {
        self.parked.store(true, SeqCst);
        while self.inside.load(SeqCst) == 0 && !self.stop.load(SeqCst) {
            std::thread::park();
        }
        self.parked.store(false, SeqCst);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn until(condition: impl Fn() -> bool) {
        let start = std::time::Instant::now();
        while !condition() {
            assert!(start.elapsed() < Duration::from_secs(10), "waited in vain");
            std::thread::sleep(TICK);
        }
    }

    #[test]
    fn ticks_only_while_somebody_is_inside() {
        let ticker = Ticker::start(Engine::default()).unwrap();
        until(|| ticker.is_parked());
        let first = ticker.enter();
        let second = ticker.enter();
        until(|| !ticker.is_parked());
        drop(first);
        std::thread::sleep(TICK * LINGER * 3);
        assert!(!ticker.is_parked());
        drop(second);
        until(|| ticker.is_parked());
        // Dropping a parked ticker ends its thread, or this test would hang.
        drop(ticker);
    }
}
