//! How much of this server one namespace may have: drafts, versions, and runs under way.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use parking_lot::Mutex;

use crate::fault::Fault;

/// The most of each that a namespace may have. The operator sets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Drafts that are kept.
    pub drafts: u64,
    /// Versions that are not retired.
    pub versions: u64,
    /// Runs under way, those that wait included.
    pub runs: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { drafts: 2_000, versions: 5_000, runs: 20_000 }
    }
}

/// What a namespace may have a limited number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaKind {
    /// Drafts.
    Drafts,
    /// Versions that are not retired.
    Versions,
    /// Runs that have not ended.
    Runs,
    /// Events that are kept.
    Events,
}

/// What a namespace has of something, and may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// What is limited.
    pub what: QuotaKind,
    /// What it has now.
    pub used: u64,
    /// The most.
    pub most: u64,
}

/// The quotas in force, and the runs under way that count against them.
#[derive(Debug, Default)]
pub(crate) struct Allowance {
    quotas: ArcSwap<Quotas>,
    underway: Arc<Underway>,
}

impl Allowance {
    pub(crate) fn set(&self, quotas: Quotas) {
        self.quotas.store(Arc::new(quotas));
    }

    pub(crate) fn quotas(&self) -> Quotas {
        **self.quotas.load()
    }

    /// Counts a run under way, until the returned value is dropped.
    pub(crate) fn count_run(&self, namespace: &str) -> Counted {
        self.underway.count(namespace)
    }

    /// How many runs of a namespace are under way.
    pub(crate) fn runs_of(&self, namespace: &str) -> u64 {
        self.underway.of(namespace)
    }

    /// Refuses one more run of a namespace that has as many as it may have.
    pub(crate) fn room_for_run(&self, namespace: &str) -> Result<(), Fault> {
        within("runs", namespace, self.runs_of(namespace), self.quotas().runs)
    }

    /// The same for drafts, of which it has `used`.
    pub(crate) fn room_for_draft(&self, namespace: &str, used: u64) -> Result<(), Fault> {
        within("drafts", namespace, used, self.quotas().drafts)
    }

    /// The same for versions, of which it has `used`.
    pub(crate) fn room_for_version(&self, namespace: &str, used: u64) -> Result<(), Fault> {
        within("versions", namespace, used, self.quotas().versions)
    }
}

/// Runs under way, by namespace.
#[derive(Debug, Default)]
struct Underway(Mutex<HashMap<Arc<str>, u64>>);

/// A run under way; it counts until this is dropped.
#[derive(Debug)]
pub(crate) struct Counted {
    namespace: Arc<str>,
    underway: Arc<Underway>,
}

impl Counted {
    /// Of which namespace it is.
    pub(crate) fn namespace(&self) -> &Arc<str> {
        &self.namespace
    }
}

impl Underway {
    fn count(self: &Arc<Self>, namespace: &str) -> Counted {
        let mut all = self.0.lock();
        // One text for all runs of a namespace.
        let namespace = match all.get_key_value(namespace) {
            Some((known, _)) => Arc::clone(known),
            None => namespace.into(),
        };
        *all.entry(Arc::clone(&namespace)).or_default() += 1;
        Counted { namespace, underway: Arc::clone(self) }
    }

    fn of(&self, namespace: &str) -> u64 {
        self.0.lock().get(namespace).copied().unwrap_or_default()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut all = self.underway.0.lock();
        if let Some(count) = all.get_mut(&self.namespace) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.namespace);
            }
        }
    }
}

fn within(what: &'static str, namespace: &str, used: u64, most: u64) -> Result<(), Fault> {
    if used < most { Ok(()) } else { Err(Fault::Quota { what, namespace: namespace.to_owned(), most }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_counts_until_it_is_gone() {
        let underway = Arc::new(Underway::default());
        let (first, second) = (underway.count("a"), underway.count("a"));
        let other = underway.count("b");
        assert_eq!((underway.of("a"), underway.of("b"), underway.of("c")), (2, 1, 0));
        drop((first, other));
        assert_eq!((underway.of("a"), underway.of("b")), (1, 0));
        drop(second);
        assert!(underway.0.lock().is_empty());
        assert!(within("runs", "a", 2, 3).is_ok());
        assert!(matches!(within("runs", "a", 3, 3), Err(Fault::Quota { most: 3, .. })));
    }
}
