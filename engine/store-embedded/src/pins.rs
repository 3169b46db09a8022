//! Pins: who holds one may read every segment and blob that was there when it was taken. Nothing is removed meanwhile.

use std::sync::Arc;

use parking_lot::Mutex;

/// The pins of a store.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pins(Arc<Mutex<u64>>);

/// A pin. Dropping it takes it out.
#[derive(Debug)]
pub(crate) struct Pin(Pins);

impl Pins {
    /// Waits until nothing is being removed.
    pub(crate) fn pin(&self) -> Pin {
        *self.0.lock() += 1;
        Pin(self.clone())
    }

    /// Runs `remove` if there is no pin; `None` otherwise. Nobody gets a pin meanwhile.
    pub(crate) fn unpinned<T>(&self, remove: impl FnOnce() -> T) -> Option<T> {
        let count = self.0.lock();
        if *count > 0 { None } else { Some(remove()) }
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        *self.0.0.lock() -= 1;
    }
}
