//! Time and ids are handed in: the only place where the runtime reads a clock, sets a timer or makes an id.
//!
//! Two kinds of waiting do not use the clock: how long a caller waits for a run, and how long this machine works on
//! something. They are measured on the machine, whatever time it is for the workflows.

use std::time::Duration;

use async_trait::async_trait;
use towpath_journal::RunId;
use uuid::Uuid;

/// Longest time for which a timer trusts what it computed. The machine's clock may be set, and the machine may be suspended.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// The time, timers, and ids. Tests bring a simulated one.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Milliseconds since the Unix epoch.
    fn now(&self) -> i64;

    /// Returns once [`Clock::now`] is `at` or later, at once when it already is.
    async fn sleep_until(&self, at: i64);

    /// An id for a run that starts now.
    fn run_id(&self) -> RunId;

    /// Returns after 30 seconds of this machine, however the clock was set meanwhile. A loop that waits for a time looks at the
    /// clock again then.
    async fn look_again(&self) {
        tokio::time::sleep(LOOK_AGAIN).await;
    }

    /// Returns after `time`.
    async fn sleep(&self, time: Duration) {
        let milliseconds = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.sleep_until(self.now().saturating_add(milliseconds)).await;
    }
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    async fn sleep_until(&self, at: i64) {
        sleep_until(|| self.now(), at).await;
    }

    fn run_id(&self) -> RunId {
        RunId(Uuid::now_v7())
    }
}

/// Returns once `now` gives `at` or later. Looks again at least every 30 seconds, so that after a clock was set, or a machine
/// was suspended, no timer is late by more than that.
async fn sleep_until(now: impl Fn() -> i64, at: i64) {
    while let Ok(ahead @ 1..) = u64::try_from(at.saturating_sub(now())) {
        tokio::time::sleep(Duration::from_millis(ahead).min(LOOK_AGAIN)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use tokio::time::Instant;

    use super::*;

    /// The time that has passed, and what somebody set the clock by.
    struct Set {
        begun: Instant,
        by: AtomicI64,
    }

    impl Set {
        fn now(&self) -> i64 {
            i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX)
                + self.by.load(Ordering::SeqCst)
        }
    }

    /// How long a timer takes when the clock is `first` and, after eight seconds, `then` milliseconds off.
    async fn takes(wait: i64, first: i64, then: i64) -> u64 {
        let clock = Arc::new(Set { begun: Instant::now(), by: AtomicI64::new(0) });
        let due = clock.now() + wait;
        let waits = Arc::clone(&clock);
        let timer = tokio::spawn(async move { sleep_until(|| waits.now(), due).await });
        tokio::time::sleep(Duration::from_secs(1)).await;
        clock.by.store(first, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(8)).await;
        clock.by.store(then, Ordering::SeqCst);
        assert!(timer.await.is_ok());
        clock.begun.elapsed().as_secs()
    }

    const HOUR: i64 = 3_600_000;
    const DAY: i64 = 24 * HOUR;

    /// Fault 24: an hour back for eight seconds made a wait of six seconds an hour late, and 21 days ahead were not noticed
    /// during a wait of 20 days.
    #[tokio::test(start_paused = true)]
    async fn a_clock_that_was_set_makes_nothing_late() {
        assert_eq!(takes(20_000, 0, 0).await, 20);
        assert!(takes(6_000, -HOUR, 0).await <= 36);
        assert!(takes(20 * DAY, 21 * DAY, 21 * DAY).await <= 31);
        assert!(takes(HOUR, 0, 0).await >= 3_600, "never early");
        assert_eq!(takes(-5, 0, 0).await, 9, "what is due is due");
    }
}
