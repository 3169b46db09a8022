//! How long versions took from the first edit of their draft until they went live. In memory, from the stored versions;
//! bounded.

use std::collections::BTreeSet;

use parking_lot::Mutex;

use super::Catalog;
use crate::version::StoredVersion;

/// Most versions that are kept.
const MOST: usize = 20_000;

/// One version: when it went live, what it is of (`namespace/name`), its number, and how many milliseconds it took.
type One = (i64, String, String, u64);

/// The versions, oldest first.
#[derive(Default)]
pub(super) struct WentLive(Mutex<BTreeSet<One>>);

impl WentLive {
    /// Adds a version, if it is known when its draft was begun. Where there are too many, the oldest goes.
    pub(super) fn note(&self, stored: &StoredVersion) {
        let Some(begun) = stored.drafted_at else { return };
        let took = u64::try_from(stored.published_at.saturating_sub(begun)).unwrap_or_default();
        let workflow = format!("{}/{}", stored.workflow.namespace, stored.workflow.name);
        let mut kept = self.0.lock();
        kept.insert((stored.published_at, workflow, stored.workflow.version.clone(), took));
        if kept.len() > MOST {
            kept.pop_first();
        }
    }

    fn between(&self, wanted: &dyn Fn(&str) -> bool, (from, to): (i64, i64)) -> Vec<u64> {
        let kept = self.0.lock();
        let begin: One = (from, String::new(), String::new(), 0);
        let found = kept.range(begin..).take_while(|(at, ..)| *at < to);
        found.filter(|(_, workflow, ..)| wanted(workflow)).map(|(.., took)| *took).collect()
    }
}

impl Catalog {
    /// How many milliseconds each version of workflows that `wanted` takes was a draft, of those that went live in this
    /// time.
    pub(crate) fn drafted_for(&self, wanted: &dyn Fn(&str) -> bool, range: (i64, i64)) -> Vec<u64> {
        self.went_live.between(wanted, range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_count_in_the_time_they_went_live() {
        let lives = WentLive::default();
        let add = |at: i64, workflow: &str, took| {
            lives.0.lock().insert((at, workflow.to_owned(), "1.0.0".to_owned(), took));
        };
        add(10, "a/one", 3);
        add(20, "a/one", 4);
        add(20, "b/two", 5);
        add(30, "a/one", 6);
        assert_eq!(lives.between(&|_| true, (10, 30)), [3, 4, 5]);
        assert_eq!(lives.between(&|workflow| workflow.starts_with("a/"), (20, 30)), [4]);
        assert!(lives.between(&|_| true, (31, 99)).is_empty());
    }
}
