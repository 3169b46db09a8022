//! Commits that are on their way to the committer. While some are, the committer waits for them before it syncs, so that they
//! share the sync.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use towpath_journal::Announced;

/// The longest that a group waits, even if a sync takes longer.
const LONGEST: Duration = Duration::from_micros(400);

/// Counts announced commits.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Announced commits that have not come.
    expected: usize,
    /// Those of them that are not waited for: none of them came during a whole wait.
    late: usize,
    /// Whether the committer waits.
    waits: bool,
}

impl Expected {
    /// Announces a commit.
    pub(crate) fn announce(self: &Arc<Self>) -> Announced {
        self.state.lock().expected += 1;
        Announced::to(Arc::clone(self) as Arc<dyn towpath_journal::Arrivals>)
    }

    /// An announced commit is about to be given to the committer. Call [`Self::given`] afterwards.
    pub(crate) fn comes(&self) {
        self.state.lock().comes();
    }

    /// An announced commit was given to the committer.
    pub(crate) fn given(&self) {
        let state = self.state.lock();
        if state.waits && state.is_complete() {
            drop(state);
            self.changed.notify_one();
        }
    }

    /// Waits until the announced commits have come, at most for `sync`, which is what a sync costs, and never long.
    pub(crate) fn wait(&self, sync: Duration) {
        let mut state = self.state.lock();
        if state.is_complete() {
            return;
        }
        let before = state.expected;
        let until = Instant::now() + sync.min(LONGEST);
        state.waits = true;
        while !state.is_complete() {
            if self.changed.wait_until(&mut state, until).timed_out() {
                break;
            }
        }
        state.waits = false;
        if state.expected >= before {
            state.late = state.expected;
        }
    }
}

impl State {
    fn comes(&mut self) {
        self.expected = self.expected.saturating_sub(1);
        self.late = self.late.min(self.expected);
    }

    fn is_complete(&self) -> bool {
        self.expected <= self.late
    }
}

impl towpath_journal::Arrivals for Expected {
    fn arrived(&self) {
        self.comes();
        self.given();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn late(expected: &Expected) -> (usize, usize) {
        let state = expected.state.lock();
        (state.expected, state.late)
    }

    #[test]
    fn nobody_is_waited_for_where_nothing_is_announced() {
        let expected = Arc::new(Expected::default());
        drop(expected.announce());
        assert!(expected.announce().take_over());
        expected.comes();
        expected.given();
        expected.wait(LONG);
        assert_eq!(late(&expected), (0, 0));
    }

    #[test]
    fn the_last_that_comes_ends_the_wait() {
        let expected = Arc::new(Expected::default());
        let announced: Vec<_> = (0..3).map(|_| expected.announce()).collect();
        let waiting = {
            let expected = Arc::clone(&expected);
            std::thread::spawn(move || expected.wait(LONGEST))
        };
        drop(announced);
        assert!(waiting.join().is_ok());
        expected.wait(LONG);
        assert_eq!(late(&expected), (0, 0));
    }

    #[test]
    fn those_of_whom_none_came_are_not_waited_for_again() {
        let expected = Arc::new(Expected::default());
        let (first, second) = (expected.announce(), expected.announce());
        expected.wait(Duration::from_micros(1));
        assert_eq!(late(&expected), (2, 2));
        // A third is waited for; when it has come the wait is over, though two are missing.
        let third = expected.announce();
        assert!(!expected.state.lock().is_complete());
        drop(third);
        expected.wait(LONG);
        // What comes is no longer late.
        drop(first);
        assert_eq!(late(&expected), (1, 1));
        drop(second);
        assert_eq!(late(&expected), (0, 0));
    }
}
