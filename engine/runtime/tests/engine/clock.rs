//! A clock whose time passes only when a test says so.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::watch;
use towpath_journal::RunId;
use towpath_runtime::Clock;

/// The first moment: 2027-01-01 in UTC.
const BEGIN: i64 = 1_798_761_600_000;

/// See the file.
pub(crate) struct SimulatedClock {
    now: watch::Sender<i64>,
    ids: AtomicU64,
}

impl SimulatedClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { now: watch::Sender::new(BEGIN), ids: AtomicU64::new(1) })
    }

    /// Lets time pass. What was due meanwhile is due now.
    pub(crate) fn advance(&self, time: Duration) {
        let time = i64::try_from(time.as_millis()).unwrap();
        self.now.send_modify(|now| *now += time);
    }

    /// How much time has passed.
    pub(crate) fn passed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.now() - BEGIN).unwrap())
    }
}

#[async_trait]
impl Clock for SimulatedClock {
    fn now(&self) -> i64 {
        *self.now.borrow()
    }

    async fn sleep_until(&self, at: i64) {
        // The sender lives in `self`: there is always an answer.
        let _ = self.now.subscribe().wait_for(|now| *now >= at).await;
    }

    /// Ids in the order in which they are made, as the machine's clock makes them.
    fn run_id(&self) -> RunId {
        let milliseconds = u64::try_from(self.now()).unwrap();
        let mut tail = [0; 10];
        tail[2..].copy_from_slice(&self.ids.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        RunId(uuid::Builder::from_unix_timestamp_millis(milliseconds, &tail).into_uuid())
    }
}
