//! Starts under an idempotency key that are under way: one is first, the others wait for its result.
//!
//! A start is registered here before its key is looked up in the store, and stays until its claim is on disk or it has
//! failed. So no caller joins a run that never starts, and no key starts two runs.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use towpath_journal::RunId;

use crate::runs::sync::Mutex;

/// The starts under way, by key.
#[derive(Default)]
pub(crate) struct Starts {
    entries: Mutex<HashMap<String, Arc<Entry>>>,
}

struct Entry {
    run: RunId,
    fingerprint: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    fate: Option<Fate>,
    waiting: Vec<Waker>,
}

/// The result of the first start under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Its start, and the claim on its key, are on disk.
    Begun,
    /// It was refused, it failed, or its caller left before it began. The key is free again.
    Failed,
}

/// The place of a start under its key.
pub(crate) enum Place {
    /// The first start under this key.
    First(Ticket),
    /// Another start came first.
    Later(Waiting),
}

impl Starts {
    /// Registers a start of `run` under `key`, unless there is one already.
    pub(crate) fn enter(
        self: &Arc<Self>,
        key: &str,
        fingerprint: &str,
        run: impl FnOnce() -> RunId,
    ) -> Place {
        let mut entries = self.entries.lock();
        if let Some(entry) = entries.get(key) {
            return Place::Later(Waiting { entry: Arc::clone(entry) });
        }
        let entry = Arc::new(Entry {
            run: run(),
            fingerprint: fingerprint.to_owned(),
            state: Mutex::new(State::default()),
        });
        entries.insert(key.to_owned(), Arc::clone(&entry));
        Place::First(Ticket { starts: Arc::clone(self), key: key.to_owned(), entry, fate: Fate::Failed })
    }
}

/// Held by the first start under a key. Dropping it reports a failure to the others, so a caller that disconnects never
/// blocks them.
pub(crate) struct Ticket {
    starts: Arc<Starts>,
    key: String,
    entry: Arc<Entry>,
    fate: Fate,
}

impl Ticket {
    /// The id of the run.
    pub(crate) fn run(&self) -> RunId {
        self.entry.run
    }

    /// Reports to the others that the start and its claim are on disk.
    pub(crate) fn begun(mut self) {
        self.fate = Fate::Begun;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        // The key is freed before the others are woken: one of them may be the first now.
        self.starts.entries.lock().remove(&self.key);
        let waiting = {
            let mut state = self.entry.state.lock();
            state.fate = Some(self.fate);
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// Waits for the result of the first start under a key.
pub(crate) struct Waiting {
    entry: Arc<Entry>,
}

impl Waiting {
    /// The id of the run that is being started.
    pub(crate) fn run(&self) -> RunId {
        self.entry.run
    }

    /// Digest of what it is started with.
    pub(crate) fn fingerprint(&self) -> &str {
        &self.entry.fingerprint
    }
}

impl Future for &Waiting {
    type Output = Fate;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Fate> {
        let mut state = self.entry.state.lock();
        match state.fate {
            Some(fate) => Poll::Ready(fate),
            None => {
                if !state.waiting.iter().any(|known| known.will_wake(context.waker())) {
                    state.waiting.push(context.waker().clone());
                }
                Poll::Pending
            }
        }
    }
}

/// Every interleaving that `shuttle` finds in its budget, over the code above.
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use shuttle::future::{block_on, spawn};
    use shuttle::sync::Mutex as Shared;

    use super::*;

    const SCHEDULES: usize = 3_000;

    fn id(number: u128) -> RunId {
        RunId(uuid::Uuid::from_u128(number))
    }

    /// What a store would know: who has the key, and how many runs were begun.
    #[derive(Default)]
    struct Store {
        claimed: Option<RunId>,
        begun: usize,
    }

    /// One caller: the same steps as `start_once`. `refuse`: the start is not permitted.
    async fn call(
        starts: Arc<Starts>,
        store: Arc<Shared<Store>>,
        number: u128,
        refuse: bool,
    ) -> Option<RunId> {
        loop {
            match starts.enter("key", "same", || id(number)) {
                Place::Later(waiting) => match (&waiting).await {
                    Fate::Begun => return Some(waiting.run()),
                    Fate::Failed => {}
                },
                Place::First(ticket) => {
                    shuttle::future::yield_now().await;
                    if let Some(run) = store.lock().unwrap().claimed {
                        return Some(run);
                    }
                    if refuse {
                        return None;
                    }
                    let run = ticket.run();
                    // The commit happens elsewhere, after the caller has gone on.
                    let commit = spawn(async move {
                        shuttle::future::yield_now().await;
                        {
                            let mut store = store.lock().unwrap();
                            store.claimed = Some(run);
                            store.begun += 1;
                        }
                        ticket.begun();
                    });
                    commit.await.unwrap();
                    return Some(run);
                }
            }
        }
    }

    fn explore(refused: &'static [bool], expect: fn(&[Option<RunId>], usize)) {
        let model = move || {
            let (starts, store) = (Arc::new(Starts::default()), Arc::new(Shared::new(Store::default())));
            let callers: Vec<_> = (0_u128..)
                .zip(refused)
                .map(|(number, refuse)| spawn(call(Arc::clone(&starts), Arc::clone(&store), number, *refuse)))
                .collect();
            let runs: Vec<_> = callers.into_iter().map(|caller| block_on(caller).unwrap()).collect();
            expect(&runs, store.lock().unwrap().begun);
            assert!(starts.entries.lock().is_empty(), "a key stays taken");
        };
        shuttle::check_random(model, SCHEDULES);
        shuttle::check_pct(model, SCHEDULES, 3);
    }

    #[test]
    fn one_key_starts_one_run_and_all_get_it() {
        explore(&[false, false, false], |runs, begun| {
            assert_eq!(begun, 1);
            assert!(runs.iter().all(|run| run.is_some() && *run == runs[0]), "{runs:?}");
        });
    }

    #[test]
    fn who_is_refused_holds_up_nobody() {
        explore(&[true, false, true], |runs, begun| {
            assert_eq!(begun, 1);
            assert!(runs[1].is_some(), "{runs:?}");
        });
        explore(&[true, true], |runs, begun| assert!(begun == 0 && runs.iter().all(Option::is_none)));
    }

    #[test]
    fn a_caller_who_leaves_frees_the_key() {
        shuttle::check_random(
            || {
                let starts = Arc::new(Starts::default());
                let leaving = Arc::clone(&starts);
                let first = spawn(async move {
                    let _place = leaving.enter("key", "same", || id(1));
                    shuttle::future::yield_now().await;
                });
                let waiting = spawn(async move {
                    match starts.enter("key", "same", || id(2)) {
                        Place::First(_) => Fate::Failed,
                        Place::Later(waiting) => (&waiting).await,
                    }
                });
                block_on(first).unwrap();
                assert_eq!(block_on(waiting).unwrap(), Fate::Failed);
            },
            SCHEDULES,
        );
    }
}
