//! How much of this server one namespace may have: drafts, versions, and runs under way.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use parking_lot::Mutex;

use crate::drafts::DRAFTS;
use crate::engine::{Engine, Inner};
use crate::events;
use crate::life::VersionState;
use crate::types::EngineError;
use crate::versions::{StoredVersion, VERSIONS, decode};

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

/// What a namespace has of something, and may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// `drafts`, `versions`, `runs` or `events`.
    pub what: &'static str,
    /// What it has now.
    pub used: u64,
    /// The most.
    pub most: u64,
}

/// Runs under way, by namespace.
#[derive(Debug, Default)]
pub(crate) struct Underway(Mutex<HashMap<Arc<str>, u64>>);

/// A run under way; it counts until this is dropped.
#[derive(Debug)]
pub(crate) struct Counted {
    namespace: Arc<str>,
    underway: Arc<Underway>,
}

impl Underway {
    pub(crate) fn count(self: &Arc<Self>, namespace: &str) -> Counted {
        let namespace: Arc<str> = namespace.into();
        *self.0.lock().entry(Arc::clone(&namespace)).or_default() += 1;
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

fn within(what: &'static str, namespace: &str, used: u64, most: u64) -> Result<(), EngineError> {
    if used < most { Ok(()) } else { Err(EngineError::Quota { what, namespace: namespace.to_owned(), most }) }
}

impl Inner {
    /// Whether one more run may begin in a namespace.
    pub(crate) fn room_for_run(&self, namespace: &str) -> Result<(), EngineError> {
        within("runs", namespace, self.underway.of(namespace), self.quotas.load().runs)
    }

    /// Whether a namespace may have one more draft.
    pub(crate) async fn room_for_draft(&self, namespace: &str) -> Result<(), EngineError> {
        let used = self.store.list(DRAFTS, &format!("{namespace}/")).await?.len() as u64;
        within("drafts", namespace, used, self.quotas.load().drafts)
    }

    /// Whether a namespace may have one more version.
    pub(crate) async fn room_for_version(&self, namespace: &str) -> Result<(), EngineError> {
        within("versions", namespace, self.versions_of(namespace).await?, self.quotas.load().versions)
    }

    /// Versions of a namespace that are not retired.
    async fn versions_of(&self, namespace: &str) -> Result<u64, EngineError> {
        let mut count = 0;
        for document in self.store.list(VERSIONS, &format!("{namespace}/")).await? {
            let stored: StoredVersion = decode(&document.content)?;
            count += u64::from(stored.standing.state != VersionState::Retired);
        }
        Ok(count)
    }
}

impl Engine {
    /// Sets the quotas of namespaces.
    pub fn set_quotas(&self, quotas: Quotas) {
        self.inner.quotas.store(Arc::new(quotas));
    }

    /// What namespaces have and may have, by namespace: of those that are named, or of every one that has something.
    ///
    /// # Errors
    /// The store's.
    pub async fn quotas(
        &self,
        namespaces: Option<&[String]>,
    ) -> Result<BTreeMap<String, Vec<Quota>>, EngineError> {
        let names: BTreeSet<String> = match namespaces {
            Some(named) => named.iter().cloned().collect(),
            None => self.namespaces().await?,
        };
        let quotas = **self.inner.quotas.load();
        let mut found = BTreeMap::new();
        for name in names {
            let drafts = self.inner.store.list(DRAFTS, &format!("{name}/")).await?.len() as u64;
            let versions = self.inner.versions_of(&name).await?;
            let (runs, events) = (self.inner.underway.of(&name), self.inner.events.kept_for(&name));
            let of = |what, used, most| Quota { what, used, most };
            let all = vec![
                of("drafts", drafts, quotas.drafts),
                of("versions", versions, quotas.versions),
                of("runs", runs, quotas.runs),
                of("events", events, events::KEPT),
            ];
            found.insert(name, all);
        }
        Ok(found)
    }

    /// Namespaces that have a draft or a version.
    async fn namespaces(&self) -> Result<BTreeSet<String>, EngineError> {
        let mut names = BTreeSet::new();
        for collection in [DRAFTS, VERSIONS] {
            let documents = self.inner.store.list(collection, "").await?;
            let namespace = |key: &str| key.split_once('/').map(|(namespace, _)| namespace.to_owned());
            names.extend(documents.iter().filter_map(|document| namespace(&document.key)));
        }
        Ok(names)
    }
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
        assert!(matches!(within("runs", "a", 3, 3), Err(EngineError::Quota { most: 3, .. })));
    }
}
