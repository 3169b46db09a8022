//! Commits that are on their way: a store that writes several commits at once waits for them.

use std::sync::Arc;

/// A commit that is expected soon. Dropping it says that the commit has come, or will not.
///
/// It is a hint: a store may ignore it, and never waits long.
#[derive(Default)]
pub struct Announced(Option<Arc<dyn Arrivals>>);

/// Counts the commits that are on their way.
pub trait Arrivals: Send + Sync {
    /// One of them has come, or will not.
    fn arrived(&self);
}

impl Announced {
    /// A commit that `arrivals` counts.
    pub fn to(arrivals: Arc<dyn Arrivals>) -> Self {
        Self(Some(arrivals))
    }

    /// Ends the announcement without telling; the caller does. Whether there was one.
    pub fn take_over(mut self) -> bool {
        self.0.take().is_some()
    }
}

impl Drop for Announced {
    fn drop(&mut self) {
        if let Some(arrivals) = self.0.take() {
            arrivals.arrived();
        }
    }
}

impl std::fmt::Debug for Announced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Announced").field(&self.0.is_some()).finish()
    }
}
