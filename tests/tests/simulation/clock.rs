//! The simulated time. It is tokio's paused clock: it stands still while any task can go on, and jumps to the next timer otherwise.
//! A time during which no engine runs is added between two lives.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;
use towpath_journal::RunId;
use towpath_runtime::Clock;

use crate::planted::Plant;
use crate::world::World;

/// The first moment: 2027-01-01 in UTC.
pub(crate) const BEGIN: i64 = 1_798_761_600_000;

/// The longest single timer of tokio that is set: some wait for ever.
const LONGEST: Duration = Duration::from_hours(24);

/// How often a time that has come may be waited for before any time passes.
const MOST_OVER: u64 = 10_000;

/// Lets simulated time pass.
pub(crate) async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

/// The clock of one life.
pub(crate) struct SimulatedClock {
    world: Arc<World>,
    begun: Instant,
    from: i64,
    /// How often a time was waited for that had come, since the clock last moved.
    over: AtomicU64,
}

impl SimulatedClock {
    /// A clock that shows `from` now.
    pub(crate) fn starting_at(world: Arc<World>, from: i64) -> Self {
        Self { world, begun: Instant::now(), from, over: AtomicU64::new(0) }
    }

    /// Whoever waits again and again for a time that has come keeps a processor busy, and here it would stop the clock.
    async fn has_come(&self) {
        if self.over.fetch_add(1, Ordering::SeqCst) == MOST_OVER {
            self.over.store(0, Ordering::SeqCst);
            self.world.past.with(|facts| {
                facts.wrong.insert("a timer that is over is waited for again and again".to_owned());
            });
            pause(Duration::from_millis(1)).await;
        }
    }

    /// A timer that the planted bug loses.
    fn loses(&self, at: i64) -> bool {
        let ahead = at.saturating_sub(self.now());
        self.world.has(Plant::LostTimer)
            && (100..60_000).contains(&ahead)
            && self.world.seed.stream(&format!("timer {at}")).chance(300)
    }
}

#[async_trait]
impl Clock for SimulatedClock {
    fn now(&self) -> i64 {
        self.from + i64::try_from(self.begun.elapsed().as_millis()).unwrap()
    }

    async fn sleep_until(&self, at: i64) {
        if self.loses(at) {
            std::future::pending::<()>().await;
        }
        while let Ok(ahead @ 1..) = u64::try_from(at.saturating_sub(self.now())) {
            self.over.store(0, Ordering::SeqCst);
            pause(Duration::from_millis(ahead).min(LONGEST)).await;
        }
        self.has_come().await;
    }

    /// Ids in the order in which they are made, as the machine's clock makes them.
    fn run_id(&self) -> RunId {
        format!("{:012x}70008000{:012x}", self.now(), self.world.next_id()).parse().unwrap()
    }
}
