//! Waiting in tests: until something is true, with a deadline and a message; or for a fixed time, with its reason.
//!
//! No test calls `sleep` itself (`tests/tidy.rs` checks this).

use std::fmt::Display;
use std::time::{Duration, Instant};

/// The deadline of [`eventually`]. A passing test on an idle machine waits for a small part of this.
pub const DEADLINE: Duration = Duration::from_secs(40);

/// The time between two looks.
const BETWEEN: Duration = Duration::from_millis(20);

/// Calls `look` until it returns `Ok`. An `Err` is what was seen instead.
///
/// # Panics
/// After [`DEADLINE`], with `what` and the last `Err`.
pub async fn eventually<T, S: Display>(what: &str, look: impl AsyncFnMut() -> Result<T, S>) -> T {
    within(DEADLINE, what, look).await
}

/// [`eventually`] with a deadline of its own.
///
/// # Panics
/// After `deadline`, with `what` and the last `Err`.
pub async fn within<T, S: Display>(
    deadline: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T, S>,
) -> T {
    let deadline = Deadline::after(deadline);
    loop {
        match look().await {
            Ok(found) => return found,
            Err(seen) => assert!(deadline.again().await, "not in time: {what}; last seen: {seen}"),
        }
    }
}

/// The deadline of a loop that waits, where [`within`] does not fit.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// In so much time from now.
    pub fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// Waits a little before the next look; `false` once the deadline has passed.
    pub async fn again(&self) -> bool {
        let is_left = Instant::now() < self.0;
        if is_left {
            tokio::time::sleep(BETWEEN).await;
        }
        is_left
    }
}

/// [`within`] for tests without a runtime.
///
/// # Panics
/// After `deadline`, with `what` and the last `Err`.
pub fn within_blocking<T, S: Display>(
    deadline: Duration,
    what: &str,
    mut look: impl FnMut() -> Result<T, S>,
) -> T {
    let end = Instant::now() + deadline;
    loop {
        match look() {
            Ok(found) => return found,
            Err(seen) => assert!(Instant::now() < end, "not within {deadline:?}: {what}; last seen: {seen}"),
        }
        std::thread::sleep(BETWEEN);
    }
}

/// Waits for a fixed time. `reason` says why no condition can be waited for instead.
pub async fn pause(time: Duration, reason: &str) {
    debug_assert!(!reason.is_empty());
    tokio::time::sleep(time).await;
}

/// Waits until a fixed moment. `reason` says why no condition can be waited for instead.
pub async fn pause_until(moment: Instant, reason: &str) {
    debug_assert!(!reason.is_empty());
    tokio::time::sleep_until(moment.into()).await;
}
