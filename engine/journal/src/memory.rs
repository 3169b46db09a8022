//! A store in memory, for tests, for `towpath test` and for `towpath run`. It is gone when the process ends.
//!
//! The rules every store keeps (who may commit, which revision comes next, what a filter wants) are in
//! `memory/rules.rs` as methods of the contract's own types; nothing here does I/O.

mod rules;

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use async_trait::async_trait;
use bytes::Bytes;
use parking_lot::Mutex;

use crate::{
    Blobs, Claim, Commit, Digest, Document, Documents, Entry, Forgets, HeadFilter, Heads, Journal, Put,
    RunHead, RunId, StoreError,
};

/// Keeps everything in memory, under the same rules as a store on disk.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Debug, Clone, Default)]
struct State {
    runs: BTreeMap<RunId, Run>,
    claims: HashMap<String, Claim>,
    documents: BTreeMap<(String, String), Revision>,
    blobs: HashMap<Digest, Bytes>,
}

#[derive(Debug, Clone)]
struct Run {
    head: RunHead,
    entries: Vec<Entry>,
}

/// The latest revision of a document; without content it was deleted, and its revision lives on.
#[derive(Debug, Clone)]
struct Revision {
    revision: u64,
    content: Option<Bytes>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

/// A clone is a store of its own that begins with the same content. Contents are shared, not copied.
impl Clone for MemoryStore {
    fn clone(&self) -> Self {
        Self { state: Mutex::new(self.state.lock().clone()) }
    }
}

#[async_trait]
impl Journal for MemoryStore {
    async fn append(&self, commit: Commit) -> Result<(), StoreError> {
        let mut state = self.state.lock();
        let current = state.runs.get(&commit.head.run).map(|run| &run.head);
        let claimed = commit.claim.as_ref().and_then(|claim| state.claims.get(&claim.key));
        commit.check(current, claimed)?;
        if let Some(claim) = commit.claim {
            state.claims.insert(claim.key.clone(), claim);
        }
        let term = commit.head.term;
        let run = state
            .runs
            .entry(commit.head.run)
            .or_insert_with(|| Run { head: commit.head.clone(), entries: Vec::new() });
        run.head = commit.head;
        run.entries.extend((commit.first..).zip(commit.records).map(|(index, record)| Entry {
            index,
            term,
            record,
        }));
        Ok(())
    }

    async fn read(&self, run: RunId, from: u64) -> Result<Vec<Entry>, StoreError> {
        let state = self.state.lock();
        let Some(run) = state.runs.get(&run) else { return Ok(Vec::new()) };
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        Ok(run.entries.get(from..).unwrap_or_default().to_vec())
    }
}

#[async_trait]
impl Heads for MemoryStore {
    async fn head(&self, run: RunId) -> Result<Option<RunHead>, StoreError> {
        Ok(self.state.lock().runs.get(&run).map(|run| run.head.clone()))
    }

    async fn awake(&self) -> Result<Vec<RunHead>, StoreError> {
        let mut heads = self.unfinished().await?;
        heads.retain(|head| !head.is_asleep());
        Ok(heads)
    }

    async fn asleep(&self, after: Option<RunId>, limit: usize) -> Result<Vec<RunHead>, StoreError> {
        let state = self.state.lock();
        let after = after.map_or(Bound::Unbounded, Bound::Excluded);
        let heads = state.runs.range((after, Bound::Unbounded)).map(|(_, run)| &run.head);
        Ok(heads.filter(|head| head.is_asleep()).take(limit).cloned().collect())
    }

    async fn unfinished(&self) -> Result<Vec<RunHead>, StoreError> {
        let state = self.state.lock();
        Ok(state
            .runs
            .values()
            .filter(|run| !run.head.status.is_final())
            .map(|run| run.head.clone())
            .collect())
    }

    async fn heads(&self, filter: HeadFilter) -> Result<Vec<RunHead>, StoreError> {
        let state = self.state.lock();
        let first = filter.first().map_or(Bound::Unbounded, Bound::Included);
        let end = filter.end();
        if matches!((filter.first(), end), (Some(first), Some(end)) if first >= end) {
            return Ok(Vec::new());
        }
        Ok(state
            .runs
            .range((first, end.map_or(Bound::Unbounded, Bound::Excluded)))
            .rev()
            .map(|(_, run)| &run.head)
            .filter(|head| filter.matches(head))
            .take(filter.limit)
            .cloned()
            .collect())
    }

    async fn claimed(&self, key: &str) -> Result<Option<Claim>, StoreError> {
        Ok(self.state.lock().claims.get(key).cloned())
    }
}

#[async_trait]
impl Documents for MemoryStore {
    async fn get(&self, collection: &str, key: &str) -> Result<Option<Document>, StoreError> {
        let state = self.state.lock();
        let found = state.documents.get(&(collection.to_owned(), key.to_owned()));
        Ok(found.and_then(|revision| revision.document(key)))
    }

    async fn list(&self, collection: &str, prefix: &str) -> Result<Vec<Document>, StoreError> {
        let state = self.state.lock();
        Ok(state
            .documents
            .range((collection.to_owned(), prefix.to_owned())..)
            .take_while(|((in_collection, key), _)| in_collection == collection && key.starts_with(prefix))
            .filter_map(|((_, key), revision)| revision.document(key))
            .collect())
    }

    async fn put(&self, changes: Vec<Put>) -> Result<Vec<u64>, StoreError> {
        let mut state = self.state.lock();
        // All or none: later changes see earlier ones here, and the store sees them only when all hold.
        let mut changed: BTreeMap<(String, String), Revision> = BTreeMap::new();
        let mut revisions = Vec::with_capacity(changes.len());
        for change in changes {
            let id = (change.collection.clone(), change.key.clone());
            let current = changed.get(&id).or_else(|| state.documents.get(&id));
            let (revision, exists) =
                current.map_or((0, false), |current| (current.revision, current.content.is_some()));
            let next = change.next_revision(revision, exists)?;
            revisions.push(next);
            if next != revision {
                changed.insert(id, Revision { revision: next, content: change.content });
            }
        }
        state.documents.append(&mut changed);
        Ok(revisions)
    }
}

#[async_trait]
impl Forgets for MemoryStore {
    async fn forget(&self, runs: Vec<RunId>) -> Result<Vec<RunId>, StoreError> {
        let mut state = self.state.lock();
        let mut forgotten = Vec::new();
        for run in runs {
            if state.runs.get(&run).is_some_and(|known| known.head.status.is_final()) {
                state.runs.remove(&run);
                state.claims.retain(|_, claim| claim.run != run);
                forgotten.push(run);
            }
        }
        Ok(forgotten)
    }
}

impl Revision {
    fn document(&self, key: &str) -> Option<Document> {
        let content = self.content.clone()?;
        Some(Document { key: key.to_owned(), revision: self.revision, content })
    }
}

#[async_trait]
impl Blobs for MemoryStore {
    async fn put_blob(&self, content: Bytes) -> Result<Digest, StoreError> {
        let digest = Digest::of(&content);
        self.state.lock().blobs.entry(digest.clone()).or_insert(content);
        Ok(digest)
    }

    async fn blob(&self, digest: &Digest) -> Result<Option<Bytes>, StoreError> {
        Ok(self.state.lock().blobs.get(digest).cloned())
    }
}

#[cfg(all(test, feature = "suite"))]
mod tests {
    use std::sync::Arc;

    use super::*;

    struct InMemory;

    #[async_trait]
    impl crate::suite::Subject for InMemory {
        type Store = MemoryStore;

        async fn open(&self) -> Arc<MemoryStore> {
            Arc::new(MemoryStore::new())
        }

        // Memory has nothing to reopen from: the store itself is what is still there.
        async fn reopen(&self, store: Arc<MemoryStore>) -> Arc<MemoryStore> {
            store
        }
    }

    crate::store_suite!(InMemory);
}
