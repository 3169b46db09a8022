//! The power of one life. It goes off after a number of operations, at a time, or not at all. From then on nothing of the life is
//! written, sent or answered.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::Notify;

/// See the file.
#[derive(Debug)]
pub(crate) struct Power {
    left: AtomicU64,
    off: AtomicBool,
    gone: Notify,
}

impl Power {
    /// Goes off with the operation after `operations`.
    pub(crate) fn for_operations(operations: u64) -> Self {
        Self { left: AtomicU64::new(operations), off: AtomicBool::new(false), gone: Notify::new() }
    }

    /// An operation begins. It never ends if the power is off, or goes off with it.
    pub(crate) async fn takes_one(&self) {
        if self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
            self.off.store(true, Ordering::SeqCst);
            self.gone.notify_one();
        }
        self.holds().await;
    }

    /// Never returns once the power is off.
    pub(crate) async fn holds(&self) {
        if self.off.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
    }

    /// Returns when the power went off.
    pub(crate) async fn is_gone(&self) {
        self.gone.notified().await;
    }
}
