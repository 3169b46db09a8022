//! The index, a sled database. Every failure of sled, even a panic, becomes an error here and marks the index as broken.
//! Then the indexer rebuilds it from the log.

use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::{Mutex, RwLock};
use towpath_journal::{Claim, RunId, Sleeper, StoreError};

use crate::codec::Reader;
use crate::frame::{Position, StoredDocument};
use crate::keys;
use crate::overlay::{Changed, HeadEntry, Mark, Runs, is_awake};
use crate::trust;

/// The format version of keys and values. An index with another version is rebuilt.
const VERSION: &[u8] = b"4";
/// Number of frames in a batch while the index is rebuilt.
pub(crate) const REBUILD_BATCH: usize = 2_000;

/// An operation of the index failed.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum IndexError {
    /// The index was closed with the store.
    #[error("the index is closed")]
    Closed,
    /// The index is broken and not rebuilt yet.
    #[error("the index is being rebuilt")]
    Rebuilding,
    /// The operation failed, and the index is broken from now on.
    #[error("the index failed: {0}")]
    Failed(String),
}

impl From<IndexError> for StoreError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Closed => Self::Closed,
            error => Self::Io(error.to_string()),
        }
    }
}

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The index of a store. It may be broken and waiting for a rebuild.
pub(crate) struct Index {
    folder: PathBuf,
    cache_bytes: u64,
    db: RwLock<Option<sled::Db>>,
    broken: AtomicBool,
    closed: AtomicBool,
    /// How far the index is durable, as far as a killed process goes.
    persisted: Mutex<Mark>,
    #[cfg(test)]
    pub(crate) fail_next_batch: AtomicBool,
}

/// The error for a value of the index that cannot be decoded.
fn unreadable_value(what: &str) -> IndexError {
    IndexError::Failed(format!("{what} is not readable"))
}

impl Index {
    /// The index in `folder`, not open yet.
    pub(crate) fn new(folder: &Path, cache_bytes: u64) -> Self {
        Self {
            folder: folder.to_owned(),
            cache_bytes,
            db: RwLock::new(None),
            broken: AtomicBool::new(true),
            closed: AtomicBool::new(false),
            persisted: Mutex::default(),
            #[cfg(test)]
            fail_next_batch: AtomicBool::new(false),
        }
    }

    fn files(&self) -> PathBuf {
        self.folder.join("sled")
    }

    fn config(&self) -> sled::Config {
        // No background flushing: the indexer flushes, and notices failures.
        sled::Config::new().path(self.files()).cache_capacity(self.cache_bytes).flush_every_ms(None)
    }

    /// Opens the existing index and returns how much of the log it contains; `None` if it cannot be trusted.
    pub(crate) fn open_trusted(&self) -> Option<Mark> {
        if !trust::is_trusted(&self.folder) {
            return None;
        }
        let opened = guard(|| {
            let db = self.config().open()?;
            let (version, applied) = (db.get(keys::VERSION)?, db.get(keys::APPLIED)?);
            Ok((db, version, applied))
        });
        match opened {
            Ok((db, version, applied)) => {
                let mark = applied.and_then(|value| decode_mark(&value))?;
                if version.as_deref() != Some(VERSION) {
                    return None;
                }
                *self.db.write() = Some(db);
                self.broken.store(false, Ordering::Release);
                Some(mark)
            }
            Err(error) => {
                tracing::warn!(%error, "the index cannot be opened and is rebuilt from the log");
                None
            }
        }
    }

    /// The sled database, after [`Self::open_trusted`].
    pub(crate) fn opened(&self) -> Result<sled::Db, IndexError> {
        self.db.read().clone().ok_or(IndexError::Rebuilding)
    }

    /// Moves the existing files aside and opens an empty index. Readers use it only after [`Self::install`].
    pub(crate) fn fresh(&self) -> Result<sled::Db, IndexError> {
        *self.db.write() = None;
        self.broken.store(true, Ordering::Release);
        self.put_aside()?;
        guard(|| {
            let db = self.config().open()?;
            db.insert(keys::VERSION, VERSION)?;
            Ok(db)
        })
    }

    fn put_aside(&self) -> std::io::Result<()> {
        use std::os::unix::fs::DirBuilderExt as _;
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        trust::remove_trust_note(&self.folder)?;
        let aside = self.folder.join("damaged");
        if self.files().exists() {
            if aside.exists() {
                std::fs::remove_dir_all(&aside)?;
            }
            std::fs::rename(self.files(), aside)?;
        }
        Ok(())
    }

    /// Makes `db`, which is up to date, the index of the store.
    pub(crate) fn install(&self, db: sled::Db) -> Result<(), IndexError> {
        trust::note_open(&self.folder)?;
        *self.db.write() = Some(db);
        self.broken.store(false, Ordering::Release);
        Ok(())
    }

    /// Whether it must be rebuilt.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    /// Runs an operation on sled. A failure marks the index as broken.
    fn with<T>(&self, act: impl FnOnce(&sled::Db) -> Result<T, IndexError>) -> Result<T, IndexError> {
        let db = self.db.read();
        let Some(db) = db.as_ref().filter(|_| !self.is_broken()) else {
            let closed = self.closed.load(Ordering::Acquire);
            return Err(if closed { IndexError::Closed } else { IndexError::Rebuilding });
        };
        let result = catch_unwind(AssertUnwindSafe(|| act(db))).unwrap_or_else(|_| Err(panicked()));
        result.inspect_err(|error| {
            tracing::error!(%error, "the index failed and is rebuilt from the log");
            self.distrust();
        })
    }

    /// It was found to be wrong: it is rebuilt from the log.
    pub(crate) fn distrust(&self) {
        self.broken.store(true, Ordering::Release);
        // So that it is not trusted if the process ends before the rebuild.
        let _ = trust::remove_trust_note(&self.folder);
    }

    pub(crate) fn head(&self, run: RunId) -> Result<Option<Arc<HeadEntry>>, IndexError> {
        self.with(|db| head_in(db, run))
    }

    pub(crate) fn claim(&self, key: &str) -> Result<Option<Claim>, IndexError> {
        self.with(|db| match db.get(keys::claim_key(key))? {
            Some(value) => Ok(Some(serde_json::from_slice(&value).map_err(|_| unreadable_value("a claim"))?)),
            None => Ok(None),
        })
    }

    pub(crate) fn document(&self, key: &[u8]) -> Result<Option<Arc<StoredDocument>>, IndexError> {
        self.with(|db| match db.get(key)? {
            Some(value) => decode_document(&value).map(Some),
            None => Ok(None),
        })
    }

    /// All documents whose key begins with `prefix`, by key.
    pub(crate) fn documents(&self, prefix: &[u8]) -> Result<Changed, IndexError> {
        self.with(|db| {
            db.scan_prefix(prefix)
                .map(|entry| {
                    let (key, value) = entry?;
                    Ok((key.to_vec(), decode_document(&value)?))
                })
                .collect()
        })
    }

    /// Visits the runs listed under `prefix` from `first` on that are older than `before`, newest first, until `visit` returns
    /// `false`.
    pub(crate) fn runs(
        &self,
        prefix: &[u8],
        first: Option<RunId>,
        before: Option<RunId>,
        mut visit: impl FnMut(RunId) -> bool,
    ) -> Result<(), IndexError> {
        let start = first.map_or_else(|| prefix.to_vec(), |first| keys::of_run(prefix, first));
        let end = match before {
            Some(before) => Some(keys::of_run(prefix, before)),
            None => keys::first_key_after(prefix),
        };
        if end.as_ref().is_some_and(|end| *end <= start) {
            return Ok(());
        }
        self.with(|db| {
            let range = match end {
                Some(end) => db.range(start..end),
                None => db.range(start..),
            };
            for entry in range.rev() {
                let (key, _) = entry?;
                if !visit(keys::run_of_key(&key).ok_or_else(|| unreadable_value("a listing"))?) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// The runs listed under `prefix` after `after`, oldest first, at most `limit`, each with the value that it is listed with.
    pub(crate) fn listed_after(
        &self,
        prefix: &[u8],
        after: Option<RunId>,
        limit: usize,
    ) -> Result<Vec<(RunId, sled::IVec)>, IndexError> {
        let first = after
            .map_or(Bound::Included(prefix.to_vec()), |after| Bound::Excluded(keys::of_run(prefix, after)));
        let end = keys::first_key_after(prefix).map_or(Bound::Unbounded, Bound::Excluded);
        self.with(|db| {
            let found = db.range((first, end)).take(limit).map(|entry| {
                let (key, value) = entry?;
                let run = keys::run_of_key(&key).ok_or_else(|| unreadable_value("a listing"))?;
                Ok((run, value))
            });
            found.collect()
        })
    }

    /// Writes the changes of the overlay and the new `mark` in one batch.
    pub(crate) fn apply(&self, runs: &Runs, documents: &Changed, mark: Mark) -> Result<(), IndexError> {
        #[cfg(test)]
        if self.fail_next_batch.swap(false, Ordering::AcqRel) {
            return self.with(|_| Err(IndexError::Failed("a test made it fail".to_owned())));
        }
        self.with(|db| apply_batch(db, runs, documents, mark))
    }

    /// Flushes it, so that nothing is lost if the process is killed.
    pub(crate) fn flush(&self) -> Result<(), IndexError> {
        self.with(|db| Ok(db.flush().map(|_| ())?))
    }

    /// Writes `mark`, up to which it contains everything, and flushes it.
    pub(crate) fn persist(&self, mark: Mark) -> Result<(), IndexError> {
        self.apply(&Runs::default(), &Changed::default(), mark)?;
        self.flush()?;
        *self.persisted.lock() = mark;
        Ok(())
    }

    /// How far it is there after a killed process.
    pub(crate) fn persisted(&self) -> Mark {
        *self.persisted.lock()
    }

    /// Closes it without syncing.
    pub(crate) fn shut(&self) {
        self.closed.store(true, Ordering::Release);
        *self.db.write() = None;
    }

    /// Closes it cleanly, so that it is trusted even after a power loss.
    pub(crate) fn close(&self) -> Result<(), IndexError> {
        self.flush()?;
        self.shut();
        Ok(trust::note_clean(&self.folder, &self.files())?)
    }
}

impl From<sled::Error> for IndexError {
    fn from(error: sled::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

fn panicked() -> IndexError {
    IndexError::Failed("it panicked".to_owned())
}

fn guard<T>(act: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|_| Err(panicked()))
}

fn decode_document(value: &[u8]) -> Result<Arc<StoredDocument>, IndexError> {
    StoredDocument::decode(value).map(Arc::new).ok_or_else(|| unreadable_value("a document"))
}

/// Writes one batch to sled.
pub(crate) fn apply_batch(
    db: &sled::Db,
    runs: &Runs,
    documents: &Changed,
    mark: Mark,
) -> Result<(), IndexError> {
    let mut batch = sled::Batch::default();
    for (run, entry) in &runs.heads {
        if entry.is_forgotten {
            remove_run(&mut batch, entry);
            continue;
        }
        batch.insert(keys::head_key(*run), entry.encode());
        if !entry.listing.listed.swap(true, Ordering::Relaxed) {
            for key in keys::listing_keys(&entry.head) {
                batch.insert(key, &[]);
            }
        }
        for key in keys::ended_keys(&entry.head) {
            batch.insert(key, &[]);
        }
        list_by_state(&mut batch, entry)?;
    }
    for (key, claim) in &runs.claims {
        let Some(claim) = claim else {
            batch.remove(keys::claim_key(key));
            continue;
        };
        let value = serde_json::to_vec(claim).map_err(|error| IndexError::Failed(error.to_string()))?;
        batch.insert(keys::claim_key(key), value);
    }
    for (key, document) in documents {
        batch.insert(key.as_slice(), document.encode());
    }
    batch.insert(keys::APPLIED, encode_mark(mark));
    Ok(db.apply_batch(batch)?)
}

/// Moves a run between the list of those awake and the lists of those asleep.
fn list_by_state(batch: &mut sled::Batch, entry: &HeadEntry) -> Result<(), IndexError> {
    let (is_awake, is_asleep) = (is_awake(&entry.head), entry.head.is_asleep());
    let was_listed = entry.listing.awake.swap(is_awake, Ordering::Relaxed);
    let removable = entry.listing.removable.swap(is_awake, Ordering::Relaxed);
    if is_awake && !was_listed {
        batch.insert(keys::awake_key(entry.head.run), &[]);
    } else if !is_awake && removable {
        batch.remove(keys::awake_key(entry.head.run));
    }
    let was_asleep = entry.listing.asleep.swap(is_asleep, Ordering::Relaxed);
    let [main, others @ ..] = keys::asleep_keys(&entry.head);
    match Sleeper::of(&entry.head) {
        Some(sleeper) => {
            let value =
                serde_json::to_vec(&sleeper).map_err(|error| IndexError::Failed(error.to_string()))?;
            batch.insert(main, value);
            others.into_iter().for_each(|key| batch.insert(key, &[]));
        }
        None if was_asleep => [main].into_iter().chain(others).for_each(|key| batch.remove(key)),
        None => {}
    }
    Ok(())
}

/// Removes everything that the index has of a run.
fn remove_run(batch: &mut sled::Batch, entry: &HeadEntry) {
    let run = entry.head.run;
    batch.remove(keys::head_key(run));
    batch.remove(keys::awake_key(run));
    let listed = keys::listing_keys(&entry.head).into_iter().chain(keys::asleep_keys(&entry.head));
    for key in listed.chain(keys::ended_keys(&entry.head)) {
        batch.remove(key);
    }
}

/// The head of a run in `db`.
pub(crate) fn head_in(db: &sled::Db, run: RunId) -> Result<Option<Arc<HeadEntry>>, IndexError> {
    match db.get(keys::head_key(run))? {
        Some(value) => {
            Ok(Some(Arc::new(HeadEntry::decode(&value).ok_or_else(|| unreadable_value("a head"))?)))
        }
        None => Ok(None),
    }
}

/// The heads of the runs in `db` that have not ended and do not sleep.
pub(crate) fn awake_heads(db: &sled::Db) -> Result<Vec<Arc<HeadEntry>>, IndexError> {
    let mut found = Vec::new();
    for entry in db.scan_prefix(keys::AWAKE) {
        let run = keys::run_of_key(&entry?.0).ok_or_else(|| unreadable_value("a listing"))?;
        let value = db.get(keys::head_key(run))?.ok_or_else(|| unreadable_value("a head"))?;
        let entry = HeadEntry::decode(&value).ok_or_else(|| unreadable_value("a head"))?;
        if is_awake(&entry.head) {
            found.push(Arc::new(entry));
        }
    }
    Ok(found)
}

fn encode_mark(mark: Mark) -> Vec<u8> {
    let mut out = mark.segment.to_le_bytes().to_vec();
    out.extend_from_slice(&mark.end.to_le_bytes());
    out.extend_from_slice(&mark.last.encode());
    out.extend_from_slice(&mark.crc.to_le_bytes());
    out
}

fn decode_mark(value: &[u8]) -> Option<Mark> {
    let mut reader = Reader::new(value);
    let mark = Mark {
        segment: reader.u32()?,
        end: reader.u32()?,
        last: Position::decode(&mut reader)?,
        crc: reader.u32()?,
    };
    reader.rest().is_empty().then_some(mark)
}
