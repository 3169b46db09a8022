//! A store whose commits wait until a test lets them through, or fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::Semaphore;
use towpath_journal::{
    Blobs, Claim, Commit, Digest, Document, Documents, Entry, Forgets, HeadFilter, Heads, Journal,
    MemoryStore, Put, RunHead, RunId, StoreError,
};

/// The memory store behind a gate.
pub(crate) struct Gated {
    inner: Arc<MemoryStore>,
    gate: Semaphore,
    failing: Mutex<Option<StoreError>>,
    /// What is written is there, and the answer is a failure.
    losing: AtomicBool,
}

impl Gated {
    /// The gate is open.
    pub(crate) fn over(inner: Arc<MemoryStore>) -> Arc<Self> {
        let gate = Semaphore::new(Semaphore::MAX_PERMITS);
        Arc::new(Self { inner, gate, failing: Mutex::new(None), losing: AtomicBool::new(false) })
    }

    /// Holds commits of runs back from now on.
    pub(crate) fn close(&self) {
        while self.gate.forget_permits(usize::MAX) > 0 {}
    }

    /// Lets so many commits through.
    pub(crate) fn pass(&self, commits: usize) {
        self.gate.add_permits(commits);
    }

    /// Fails every commit that is let through from now on.
    pub(crate) fn fail(&self, error: StoreError) {
        *self.failing.lock() = Some(error);
    }

    /// From now on, answers of writes are lost, or not any more.
    pub(crate) fn lose_answers(&self, losing: bool) {
        self.losing.store(losing, Ordering::SeqCst);
    }

    fn answer<T>(&self, written: Result<T, StoreError>) -> Result<T, StoreError> {
        match self.losing.load(Ordering::SeqCst) {
            true => written.and(Err(StoreError::Io("the answer was lost".to_owned()))),
            false => written,
        }
    }
}

#[async_trait]
impl Journal for Gated {
    async fn append(&self, commit: Commit) -> Result<(), StoreError> {
        self.gate.acquire().await.map_err(|_| StoreError::Closed)?.forget();
        if let Some(error) = self.failing.lock().clone() {
            return Err(error);
        }
        self.answer(self.inner.append(commit).await)
    }

    async fn read(&self, run: RunId, from: u64) -> Result<Vec<Entry>, StoreError> {
        self.inner.read(run, from).await
    }
}

#[async_trait]
impl Heads for Gated {
    async fn head(&self, run: RunId) -> Result<Option<RunHead>, StoreError> {
        self.inner.head(run).await
    }

    async fn awake(&self) -> Result<Vec<RunHead>, StoreError> {
        self.inner.awake().await
    }

    async fn asleep(&self, after: Option<RunId>, limit: usize) -> Result<Vec<RunHead>, StoreError> {
        self.inner.asleep(after, limit).await
    }

    async fn unfinished(&self) -> Result<Vec<RunHead>, StoreError> {
        self.inner.unfinished().await
    }

    async fn heads(&self, filter: HeadFilter) -> Result<Vec<RunHead>, StoreError> {
        self.inner.heads(filter).await
    }

    async fn claimed(&self, key: &str) -> Result<Option<Claim>, StoreError> {
        self.inner.claimed(key).await
    }
}

#[async_trait]
impl Documents for Gated {
    async fn get(&self, collection: &str, key: &str) -> Result<Option<Document>, StoreError> {
        self.inner.get(collection, key).await
    }

    async fn list(&self, collection: &str, prefix: &str) -> Result<Vec<Document>, StoreError> {
        self.inner.list(collection, prefix).await
    }

    async fn put(&self, changes: Vec<Put>) -> Result<Vec<u64>, StoreError> {
        self.answer(self.inner.put(changes).await)
    }
}

#[async_trait]
impl Forgets for Gated {
    async fn forget(&self, runs: Vec<RunId>) -> Result<Vec<RunId>, StoreError> {
        self.inner.forget(runs).await
    }
}

#[async_trait]
impl Blobs for Gated {
    async fn put_blob(&self, content: Bytes) -> Result<Digest, StoreError> {
        self.inner.put_blob(content).await
    }

    async fn blob(&self, digest: &Digest) -> Result<Option<Bytes>, StoreError> {
        self.inner.blob(digest).await
    }
}
