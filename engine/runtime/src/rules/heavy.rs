//! Long evaluations, which must not block the threads that answer calls. The cost of evaluating is known in advance: the
//! alternatives in the schemas of the policies, times the accesses that are evaluated. Making a set is rare, and always long.

use parking_lot::Mutex;
use tokio::runtime::{Handle, RuntimeFlavor};

/// Most alternatives that are tried on a thread that answers calls: a few milliseconds.
const AT_ONCE: usize = 2_000;

/// Runs long evaluations beside the threads that answer calls, and one whole definition or set at a time.
#[derive(Debug, Default)]
pub(crate) struct Heavy {
    one: Mutex<()>,
}

impl Heavy {
    /// Evaluates one call: `alternatives` are those of the policies in force.
    pub(crate) fn call<T>(&self, alternatives: usize, evaluate: impl FnOnce() -> T) -> T {
        if may_leave(alternatives) { tokio::task::block_in_place(evaluate) } else { evaluate() }
    }

    /// Evaluates everything a definition reaches. Long ones wait for each other, so that they take one processor at most.
    pub(crate) fn evaluate_definition<T>(
        &self,
        alternatives: usize,
        accesses: usize,
        evaluate: impl FnOnce() -> T,
    ) -> T {
        if !may_leave(alternatives.saturating_mul(accesses)) {
            return evaluate();
        }
        self.alone(evaluate)
    }

    /// Makes a set: reads, checks, tests, compiles and compares whole policies.
    pub(crate) fn set<T>(&self, make: impl FnOnce() -> T) -> T {
        if has_other_threads() { self.alone(make) } else { make() }
    }

    fn alone<T>(&self, evaluate: impl FnOnce() -> T) -> T {
        tokio::task::block_in_place(|| {
            let _one = self.one.lock();
            evaluate()
        })
    }
}

/// Whether the evaluation is long enough that the other tasks of this thread should move to another one first. A runtime
/// with one thread has no other.
fn may_leave(work: usize) -> bool {
    work > AT_ONCE && has_other_threads()
}

fn has_other_threads() -> bool {
    let has_others = |handle: Handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread;
    Handle::try_current().is_ok_and(has_others)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// Fault 22: two checks under large policies, and the server with two workers answered nobody.
    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn heavy_evaluating_leaves_the_workers_to_others() {
        let heavy = Arc::new(Heavy::default());
        let (begun, started) = tokio::sync::oneshot::channel();
        let (go_on, wait) = mpsc::channel::<()>();
        let evaluating = Arc::clone(&heavy);
        let task = tokio::spawn(async move {
            evaluating.evaluate_definition(AT_ONCE, 2, || {
                let _ = begun.send(());
                wait.recv_timeout(Duration::from_secs(20)).is_ok()
            })
        });
        assert!(started.await.is_ok());
        // The only worker is evaluating: a task still gets its turn, and it is the one that lets the evaluating end.
        let other = tokio::spawn(async move { go_on.send(()) });
        assert!(matches!(other.await, Ok(Ok(()))));
        assert!(matches!(task.await, Ok(true)));
    }

    #[tokio::test]
    async fn with_one_thread_it_is_evaluated_there() {
        assert_eq!(Heavy::default().call(usize::MAX, || 1), 1);
        assert_eq!(Heavy::default().evaluate_definition(usize::MAX, 2, || 2), 2);
        assert_eq!(Heavy::default().set(|| 3), 3);
    }
}
