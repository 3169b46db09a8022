//! The lock of every change of state.
//!
//! INVARIANT: a change reads the documents that it depends on, decides, writes everything in one `put`, and changes memory,
//! all under this lock. Slow work is done before, and checked again under the lock. Functions that write take the guard as
//! an argument.

use tokio::sync::{Mutex, MutexGuard};

/// The lock, one for an engine: no other change happens while it is held.
#[derive(Default)]
pub(crate) struct Changing(Mutex<()>);

/// Proof that the lock is held.
pub(crate) struct ChangeGuard<'a>(#[expect(dead_code, reason = "held, never read")] MutexGuard<'a, ()>);

impl Changing {
    /// Waits until nobody else changes state. First come, first served.
    pub(crate) async fn lock(&self) -> ChangeGuard<'_> {
        ChangeGuard(self.0.lock().await)
    }
}

/// Decisions at the same moment, as `shuttle` interleaves them, over a real store.
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::Arc;

    use parking_lot::Mutex as Memory;
    use shuttle::future::{block_on, spawn, yield_now};
    use towpath_journal::{Documents as _, MemoryStore, Put, StoreError};

    use super::*;

    const SCHEDULES: usize = 2_000;

    /// A thing that can be decided once, in a store and in memory.
    #[derive(Default)]
    struct World {
        changing: Changing,
        store: MemoryStore,
        memory: Memory<Option<String>>,
    }

    /// Where something could be looked at before the lock is taken, and must be looked at again.
    #[derive(Clone, Copy)]
    enum Report {
        None,
        Before,
    }

    impl World {
        async fn revision(&self) -> u64 {
            self.store.get("things", "one").await.unwrap().map_or(0, |document| document.revision)
        }

        /// One decision: false for who came second.
        async fn decide(&self, by: &str, report: Report) -> bool {
            let seen = match report {
                Report::None => None,
                Report::Before => Some(self.revision().await),
            };
            yield_now().await;
            let _changing = self.changing.lock().await;
            let revision = self.revision().await;
            if revision != 0 || seen.is_some_and(|seen| seen != revision) {
                return false;
            }
            yield_now().await;
            let put = Put {
                collection: "things".to_owned(),
                key: "one".to_owned(),
                expected: Some(revision),
                content: Some(by.to_owned().into()),
            };
            match self.store.put(vec![put]).await {
                Ok(_) => {}
                Err(StoreError::Conflict { .. }) => return false,
                Err(error) => panic!("{error}"),
            }
            yield_now().await;
            *self.memory.lock() = Some(by.to_owned());
            true
        }
    }

    #[test]
    fn one_of_several_decides_and_memory_is_what_the_store_has() {
        for report in [Report::None, Report::Before] {
            let model = move || {
                let world = Arc::new(World::default());
                let tasks: Vec<_> = ["ada", "bob", "eve"]
                    .map(|by| {
                        let world = Arc::clone(&world);
                        spawn(async move { world.decide(by, report).await })
                    })
                    .into_iter()
                    .collect();
                let won = tasks.into_iter().map(|task| block_on(task).unwrap()).filter(|won| *won).count();
                assert_eq!(won, 1);
                let stored = block_on(world.store.get("things", "one")).unwrap().unwrap();
                assert_eq!(stored.revision, 1);
                assert_eq!(world.memory.lock().as_deref().map(str::as_bytes), Some(&*stored.content));
            };
            shuttle::check_random(model, SCHEDULES);
            shuttle::check_pct(model, SCHEDULES, 3);
        }
    }
}
