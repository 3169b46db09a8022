//! A clock for cases that are tried in memory: where a run only waits, the time is moved on, so that a case with a wait of a
//! day takes a moment.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use towpath_journal::RunId;

use crate::clock::{Clock, SystemClock};

/// How long nothing else may happen before the time is moved on. Answers that a case declares take less.
const QUIET: Duration = Duration::from_millis(100);
/// The longest wait that is skipped, in milliseconds: whoever waits longer waits for nothing.
const LONGEST: i64 = 400 * 24 * 3_600_000;

/// The machine's clock, and how far ahead of it the case is.
#[derive(Debug, Default)]
pub(super) struct SkippingClock {
    ahead: AtomicI64,
    /// Whether nothing comes from outside any more.
    may_skip: AtomicBool,
}

impl SkippingClock {
    /// From now on waits are skipped, or not.
    pub(super) fn skip(&self, may: bool) {
        self.may_skip.store(may, Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for SkippingClock {
    fn now(&self) -> i64 {
        SystemClock.now().saturating_add(self.ahead.load(Ordering::SeqCst))
    }

    async fn sleep_until(&self, at: i64) {
        while let Ok(left @ 1..) = u64::try_from(at.saturating_sub(self.now())) {
            tokio::time::sleep(Duration::from_millis(left).min(QUIET)).await;
            let left = at.saturating_sub(self.now());
            if self.may_skip.load(Ordering::SeqCst) && (1..=LONGEST).contains(&left) {
                self.ahead.fetch_add(left, Ordering::SeqCst);
            }
        }
    }

    fn run_id(&self) -> RunId {
        SystemClock.run_id()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[tokio::test]
    async fn a_day_passes_in_a_moment_once_it_may() {
        let clock = SkippingClock::default();
        let (begun, day) = (Instant::now(), clock.now() + 86_400_000);
        let waits = tokio::time::timeout(Duration::from_millis(300), clock.sleep_until(day));
        assert!(waits.await.is_err(), "something may still come from outside");
        clock.skip(true);
        clock.sleep_until(day).await;
        assert!(clock.now() >= day);
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
}
