//! The store: implements the store traits with the committer, the overlay, the index, the log and the blobs. File operations
//! run outside the async threads.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use async_trait::async_trait;
use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};
use towpath_journal::{
    Announced, Blobs, Claim, Commit, Digest, Document, Documents, Entry, Forgets, HeadFilter, Heads, Journal,
    Put, RunHead, RunId, Sleeper, StoreError,
};

use crate::arrivals::Expected;
use crate::blobs::BlobFiles;
use crate::check::Finding;
use crate::committer::{Committer, Forgetting, Intake, PreparedPut, Request};
use crate::compact::{self, Compacted, Compactor};
use crate::disk::{Disk, RealDisk};
use crate::frame::{self, ForgottenRun, INLINE_BYTES, INLINE_TOTAL, StoredContent};
use crate::index::Index;
use crate::indexer::{Indexer, Signal, Stop};
use crate::keys;
use crate::lock::FolderLock;
use crate::open::{self, Opened};
use crate::pins::Pins;
use crate::reader::Reader;
use crate::scrub::Scrub;
use crate::snapshot::Snapshot;
use crate::{OpenError, Options};

/// Capacity of the committer's queue. When it is full, callers wait.
const QUEUE: usize = 4_096;

/// A store in a folder. Dropping it waits until all requests are on disk.
pub struct EmbeddedStore {
    reader: Arc<Reader>,
    requests: mpsc::Sender<Request>,
    expected: Arc<Expected>,
    signal: Arc<Signal>,
    threads: Mutex<Option<Threads>>,
    damage: Arc<Mutex<Vec<Finding>>>,
    disk: Arc<dyn Disk>,
    pins: Pins,
    compactor: Arc<Mutex<Compactor>>,
    _lock: Option<FolderLock>,
}

struct Threads {
    committer: JoinHandle<()>,
    indexer: JoinHandle<()>,
    scrub: JoinHandle<()>,
    /// Dropping it ends the scrub.
    scrubbing: std::sync::mpsc::Sender<()>,
    compaction: JoinHandle<()>,
    /// Dropping it ends the compaction.
    compacting: std::sync::mpsc::Sender<()>,
}

impl std::fmt::Debug for EmbeddedStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmbeddedStore").finish_non_exhaustive()
    }
}

impl EmbeddedStore {
    /// Opens the store in `folder`, which is created for the owner only if it does not exist. Blocks: it reads the part of the
    /// log that is not in the index, which is all of it after a power loss.
    ///
    /// # Errors
    /// Another process has it open, a newer engine wrote it, the log is damaged, or the disk fails.
    pub fn open(folder: &Path, options: Options) -> Result<Self, OpenError> {
        use std::os::unix::fs::DirBuilderExt as _;
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(OpenError::io(format!("creating the folder `{}`", folder.display())))?;
        let lock = FolderLock::take(folder)?;
        Self::open_on(Arc::new(RealDisk::new(folder)), &folder.join("index"), &options, Some(lock))
    }

    pub(crate) fn open_on(
        disk: Arc<dyn Disk>,
        index_folder: &Path,
        options: &Options,
        lock: Option<FolderLock>,
    ) -> Result<Self, OpenError> {
        let index = Arc::new(Index::new(index_folder, options.index_cache_bytes));
        let blobs =
            BlobFiles::open(Arc::clone(&disk)).map_err(OpenError::io("preparing the folder `blobs`"))?;
        let Opened { log, overlay, segments } = open::recover_log(&disk, &index, options)?;
        let overlay = Arc::new(overlay);
        let signal = Arc::new(Signal::default());
        let (requests, queue) = mpsc::channel(QUEUE);
        let expected = Arc::new(Expected::default());
        let queue = Intake { queue, expected: Arc::clone(&expected) };
        let committer = Committer {
            log,
            overlay: Arc::clone(&overlay),
            index: Arc::clone(&index),
            signal: Arc::clone(&signal),
        };
        let pins = Pins::default();
        let damage = Arc::new(Mutex::new(Vec::new()));
        let scrub = Scrub { disk: Arc::clone(&disk), every: options.scrub_every, found: Arc::clone(&damage) };
        let (scrubbing, stop) = std::sync::mpsc::channel();
        let indexer = Indexer {
            disk: Arc::clone(&disk),
            overlay: Arc::clone(&overlay),
            index: Arc::clone(&index),
            signal: Arc::clone(&signal),
            delay: options.index_delay,
            pins: pins.clone(),
        };
        let reader = Arc::new(Reader { overlay, index, segments, blobs });
        let compactor = Arc::new(Mutex::new(Compactor {
            disk: Arc::clone(&disk),
            reader: Arc::clone(&reader),
            requests: requests.clone(),
            signal: Arc::clone(&signal),
            pins: pins.clone(),
        }));
        let (compacting, stop_compacting) = std::sync::mpsc::channel();
        let (compact, every) = (Arc::clone(&compactor), options.compact_every);
        let spawn = |name: &str, run: Box<dyn FnOnce() + Send>| {
            let thread = std::thread::Builder::new().name(name.to_owned());
            thread.spawn(run).map_err(OpenError::io("starting a thread"))
        };
        let threads = Threads {
            committer: spawn("towpath-commit", Box::new(|| committer.run(queue)))?,
            indexer: spawn("towpath-index", Box::new(|| indexer.run()))?,
            scrub: spawn("towpath-scrub", Box::new(move || scrub.run(&stop)))?,
            scrubbing,
            compaction: spawn(
                "towpath-compact",
                Box::new(move || compact::run(&compact, every, &stop_compacting)),
            )?,
            compacting,
        };
        Ok(Self {
            reader,
            requests,
            expected,
            signal,
            threads: Mutex::new(Some(threads)),
            damage,
            disk,
            pins,
            compactor,
            _lock: lock,
        })
    }

    /// The damage that the last pass of the scrub found; empty before the first pass has ended.
    pub fn damage(&self) -> Vec<Finding> {
        self.damage.lock().clone()
    }

    /// Takes a snapshot of everything that was answered before; the store continues meanwhile. Blocks: it lists all blobs.
    ///
    /// # Errors
    /// The folders cannot be listed.
    pub fn snapshot(&self) -> Result<Snapshot, OpenError> {
        let overlay = &self.reader.overlay;
        Snapshot::take(Arc::clone(&self.disk), || overlay.mark(), &self.pins)
    }

    /// Compacts the log, as far as enough of it is dead, and removes blobs that nothing names, now. An open store does it by
    /// itself, as often as its options say. Blocks: it reads the whole log.
    ///
    /// # Errors
    /// The failures of the disk. What was done before stays done.
    pub fn compact(&self) -> Result<Compacted, StoreError> {
        self.compactor.lock().pass()
    }

    /// Commits all requests, closes the files and releases the folder. Further requests fail because the store is closed. Blocks
    /// as long as the disk takes; so does dropping.
    pub fn close(&self) {
        self.end(Stop::Well);
    }

    fn end(&self, how: Stop) {
        let Some(threads) = self.threads.lock().take() else { return };
        // If the queue is full, the committer is working and will make room.
        while let Err(mpsc::error::TrySendError::Full(_)) = self.requests.try_send(Request::Stop) {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        if threads.committer.join().is_err() {
            tracing::error!("the committer panicked");
        }
        self.signal.stop(how);
        if threads.indexer.join().is_err() {
            tracing::error!("the indexer panicked");
        }
        drop((threads.scrubbing, threads.compacting));
        if threads.compaction.join().is_err() {
            tracing::error!("the compaction panicked");
        }
        if threads.scrub.join().is_err() {
            tracing::error!("the scrub panicked");
        }
    }

    /// Runs a read that may touch files outside the async threads.
    async fn read_off_thread<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let reader = Arc::clone(&self.reader);
        let done = tokio::task::spawn_blocking(move || read(&reader)).await;
        done.map_err(|_| StoreError::Io("reading the store panicked".to_owned()))?
    }

    async fn ask_to_forget(&self, runs: Vec<Forgetting>) -> Result<Vec<RunId>, StoreError> {
        if runs.is_empty() {
            return Ok(Vec::new());
        }
        self.ask(|reply| Request::Forget(runs, reply), Announced::default()).await
    }

    async fn ask<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<Result<T, StoreError>>) -> Request,
        announced: Announced,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let place = self.requests.reserve().await.map_err(|_| StoreError::Closed)?;
        let was_announced = announced.take_over();
        if was_announced {
            self.expected.comes();
        }
        place.send(request(reply));
        if was_announced {
            self.expected.given();
        }
        answer.await.map_err(|_| StoreError::Io("the store ended before it answered".to_owned()))?
    }
}

impl Drop for EmbeddedStore {
    fn drop(&mut self) {
        self.end(Stop::Well);
    }
}

#[cfg(test)]
impl EmbeddedStore {
    /// Ends as if the process had been killed: the index is not closed cleanly.
    pub(crate) fn kill(&self) {
        self.signal.stop(Stop::Dead);
        self.end(Stop::Dead);
    }

    pub(crate) fn compact_oldest(&self, count: u32) -> Result<(), StoreError> {
        self.compactor.lock().compact_oldest(count)
    }

    pub(crate) fn index(&self) -> &Index {
        &self.reader.index
    }
}

#[async_trait]
impl Journal for EmbeddedStore {
    async fn append(&self, commit: Commit) -> Result<(), StoreError> {
        self.append_announced(commit, Announced::default()).await
    }

    fn announce(&self) -> Announced {
        self.expected.announce()
    }

    async fn append_announced(&self, commit: Commit, announced: Announced) -> Result<(), StoreError> {
        let mut blobs = Vec::new();
        for index in frame::outsized_records(&commit.records) {
            blobs.push((index, self.put_blob(commit.records[index].clone()).await?));
        }
        let prepared = frame::prepare_commit(commit, &blobs)?;
        self.ask(|reply| Request::Append(prepared, reply), announced).await
    }

    async fn read(&self, run: RunId, from: u64) -> Result<Vec<Entry>, StoreError> {
        self.read_off_thread(move |reader| reader.entries(run, from)).await
    }
}

#[async_trait]
impl Heads for EmbeddedStore {
    async fn head(&self, run: RunId) -> Result<Option<RunHead>, StoreError> {
        if let Some(known) = self.reader.overlay.head(run) {
            return Ok(known.map(|entry| entry.head.clone()));
        }
        self.read_off_thread(move |reader| Ok(reader.head(run)?.map(|entry| entry.head.clone()))).await
    }

    async fn awake(&self) -> Result<Vec<RunHead>, StoreError> {
        let mut found = self.reader.overlay.awake();
        found.sort_unstable_by_key(|entry| entry.head.run);
        Ok(found.into_iter().map(|entry| entry.head.clone()).collect())
    }

    async fn asleep(&self, after: Option<RunId>, limit: usize) -> Result<Vec<RunHead>, StoreError> {
        self.read_off_thread(move |reader| reader.asleep(after, limit)).await
    }

    async fn sleepers(&self, after: Option<RunId>, limit: usize) -> Result<Vec<Sleeper>, StoreError> {
        self.read_off_thread(move |reader| reader.sleepers(after, limit)).await
    }

    async fn unfinished(&self) -> Result<Vec<RunHead>, StoreError> {
        self.read_off_thread(Reader::unfinished).await
    }

    async fn heads(&self, filter: HeadFilter) -> Result<Vec<RunHead>, StoreError> {
        self.read_off_thread(move |reader| reader.heads(&filter)).await
    }

    async fn claimed(&self, key: &str) -> Result<Option<Claim>, StoreError> {
        if let Some(known) = self.reader.overlay.claim(key) {
            return Ok(known);
        }
        let key = key.to_owned();
        self.read_off_thread(move |reader| reader.claim(&key)).await
    }
}

#[async_trait]
impl Documents for EmbeddedStore {
    async fn get(&self, collection: &str, key: &str) -> Result<Option<Document>, StoreError> {
        let (id, key) = (keys::document_key(collection, key), key.to_owned());
        self.read_off_thread(move |reader| match reader.document(&id)? {
            Some(document) => reader.content(&key, &document),
            None => Ok(None),
        })
        .await
    }

    async fn list(&self, collection: &str, prefix: &str) -> Result<Vec<Document>, StoreError> {
        let skip = keys::document_key(collection, "").len();
        let prefix = keys::document_key(collection, prefix);
        self.read_off_thread(move |reader| reader.documents(&prefix, skip)).await
    }

    async fn put(&self, changes: Vec<Put>) -> Result<Vec<u64>, StoreError> {
        let mut prepared = Vec::with_capacity(changes.len());
        let mut total = 0;
        for mut put in changes {
            let content = match put.content.take() {
                None => StoredContent::Deleted,
                Some(content) if content.len() > INLINE_BYTES || total + content.len() > INLINE_TOTAL => {
                    StoredContent::Blob(self.put_blob(content).await?)
                }
                Some(content) => {
                    total += content.len();
                    StoredContent::Inline(content)
                }
            };
            if content != StoredContent::Deleted {
                put.content = Some(Bytes::new());
            }
            prepared.push(PreparedPut { key: keys::document_key(&put.collection, &put.key), put, content });
        }
        self.ask(|reply| Request::Put(prepared, reply), Announced::default()).await
    }
}

#[async_trait]
impl Forgets for EmbeddedStore {
    async fn forget(&self, runs: Vec<RunId>) -> Result<Vec<RunId>, StoreError> {
        let (mut left, mut forgotten) = (runs, Vec::new());
        left.sort_unstable();
        left.dedup();
        loop {
            let found = self.read_off_thread(move |reader| {
                let mut found = Vec::new();
                for run in left {
                    let ended = reader.ended(run)?;
                    let forgetting = |(last, claim)| Forgetting { run: ForgottenRun { run, claim }, last };
                    found.extend(ended.map(forgetting));
                }
                Ok(found)
            });
            let gone = match found.await {
                Ok(found) => {
                    left = found.iter().map(|one| one.run.run).collect();
                    self.ask_to_forget(found).await
                }
                Err(error) => {
                    left = Vec::new();
                    Err(error)
                }
            };
            let gone = match gone {
                // What is gone already is told; the others are as they were.
                Err(_) if !forgotten.is_empty() => return Ok(forgotten),
                gone => gone?,
            };
            left.retain(|run| !gone.contains(run));
            forgotten.extend(gone);
            // What the compaction has written again meanwhile is the same run at another place.
            if left.is_empty() {
                return Ok(forgotten);
            }
        }
    }
}

#[async_trait]
impl Blobs for EmbeddedStore {
    async fn put_blob(&self, content: Bytes) -> Result<Digest, StoreError> {
        self.read_off_thread(move |reader| reader.blobs.put(&content)).await
    }

    async fn blob(&self, digest: &Digest) -> Result<Option<Bytes>, StoreError> {
        let digest = digest.clone();
        self.read_off_thread(move |reader| reader.blobs.get(&digest)).await
    }
}
