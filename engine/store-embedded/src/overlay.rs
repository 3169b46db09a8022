//! What memory knows before the index does: changes that are durable but not in the index yet, and the heads
//! of all runs that have not ended. Readers look here first, so they see a commit the moment it is taken.
//!
//! Changes pass through two generations: `recent` is being filled while `applying` is being written into the
//! index. Nothing here does I/O.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use parking_lot::{RwLock, RwLockReadGuard};
use towpath_journal::{Claim, RunHead, RunId};

use crate::codec::Reader;
use crate::frame::{Position, StoredDocument};

/// A run's head and where its newest frame is.
#[derive(Debug)]
pub(crate) struct HeadEntry {
    pub(crate) head: RunHead,
    /// JSON of the head, as it goes into the index.
    pub(crate) json: Bytes,
    pub(crate) last: Position,
    pub(crate) listing: Arc<Listing>,
}

/// Which entries besides its head the index has of a run. Shared by all the run's heads, set when a batch is
/// made; an entry too many is harmless, one too few would hide the run.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Under its namespace and workflow. Once true it stays so: an index built anew has every run there is.
    pub(crate) listed: AtomicBool,
    /// Surely among the unfinished: nothing to add.
    pub(crate) unfinished: AtomicBool,
    /// Perhaps among the unfinished: to be removed when the run ends.
    pub(crate) removable: AtomicBool,
}

impl Listing {
    /// Another index took the place of the one this was about: whether the run is among its unfinished depends
    /// on where the run stood when it was built, so nothing is sure any more.
    fn unsure(&self) {
        self.unfinished.store(false, Ordering::Relaxed);
        self.removable.store(true, Ordering::Relaxed);
    }
}

impl HeadEntry {
    /// Reads a value of the index.
    pub(crate) fn decode(value: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(value);
        let last = Position::decode(&mut reader)?;
        let json = reader.rest();
        let head: RunHead = serde_json::from_slice(json).ok()?;
        let listing = Arc::new(Listing::default());
        listing.listed.store(true, Ordering::Relaxed);
        listing.unfinished.store(!head.status.is_final(), Ordering::Relaxed);
        listing.removable.store(!head.status.is_final(), Ordering::Relaxed);
        Some(Self { head, json: Bytes::copy_from_slice(json), last, listing })
    }

    /// The value for the index.
    pub(crate) fn encode(&self) -> Vec<u8> {
        [&self.last.encode(), &self.json[..]].concat()
    }
}

/// Runs and claims that changed.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    pub(crate) heads: HashMap<RunId, Arc<HeadEntry>>,
    pub(crate) claims: HashMap<String, Claim>,
}

/// Documents that changed, by their keys in the index.
pub(crate) type Changed = BTreeMap<Vec<u8>, Arc<StoredDocument>>;

/// How far the log is durable, and what its last frame is, to recognise it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    pub(crate) segment: u32,
    /// Offset after the last frame.
    pub(crate) end: u32,
    /// The last frame; nowhere in an empty log.
    pub(crate) last: Position,
    /// Its checksum.
    pub(crate) crc: u32,
}

/// Changes made durable by one group, or taken for one batch of the index.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) runs: Runs,
    pub(crate) documents: Changed,
}

#[derive(Debug, Default)]
struct RunOverlay {
    live: HashMap<RunId, Arc<HeadEntry>>,
    recent: Runs,
    applying: Arc<Runs>,
    mark: Mark,
    /// The mark when `applying` was taken.
    taken: Mark,
}

#[derive(Debug, Default)]
struct DocumentOverlay {
    recent: Changed,
    applying: Arc<Changed>,
}

/// What is being written into the index.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) runs: Arc<Runs>,
    pub(crate) documents: Arc<Changed>,
    /// How far the log is in the index once it is.
    pub(crate) mark: Mark,
}

/// The overlay. Locks are taken in the order of the fields.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    runs: RwLock<RunOverlay>,
    documents: RwLock<DocumentOverlay>,
}

impl Overlay {
    /// An overlay over an index that has everything up to `mark`, with the heads of all unfinished runs.
    pub(crate) fn new(live: HashMap<RunId, Arc<HeadEntry>>, mark: Mark) -> Self {
        let runs = RunOverlay { live, mark, taken: mark, ..RunOverlay::default() };
        Self { runs: RwLock::new(runs), documents: RwLock::default() }
    }

    pub(crate) fn head(&self, run: RunId) -> Option<Arc<HeadEntry>> {
        let overlay = self.runs.read();
        let found = overlay.recent.heads.get(&run).or_else(|| overlay.applying.heads.get(&run));
        found.or_else(|| overlay.live.get(&run)).cloned()
    }

    pub(crate) fn claim(&self, key: &str) -> Option<Claim> {
        let overlay = self.runs.read();
        overlay.recent.claims.get(key).or_else(|| overlay.applying.claims.get(key)).cloned()
    }

    pub(crate) fn document(&self, key: &[u8]) -> Option<Arc<StoredDocument>> {
        let overlay = self.documents.read();
        overlay.recent.get(key).or_else(|| overlay.applying.get(key)).cloned()
    }

    /// Every run that has not ended.
    pub(crate) fn unfinished(&self) -> Vec<Arc<HeadEntry>> {
        self.runs.read().live.values().cloned().collect()
    }

    /// Every head that the index may not have in its newest form, by run.
    pub(crate) fn heads(&self) -> BTreeMap<RunId, Arc<HeadEntry>> {
        let overlay = self.runs.read();
        let older = overlay.applying.heads.iter();
        older.chain(&overlay.recent.heads).map(|(run, entry)| (*run, Arc::clone(entry))).collect()
    }

    /// The documents whose keys begin with `prefix` and that the index may not have in their newest form, by
    /// key. No document changes while the guard is held.
    pub(crate) fn documents(&self, prefix: &[u8]) -> (DocumentGuard<'_>, Changed) {
        let overlay = self.documents.read();
        let begins = |(key, _): &(&Vec<u8>, &Arc<StoredDocument>)| key.starts_with(prefix);
        let older = overlay.applying.range(prefix.to_vec()..).take_while(begins);
        let newer = overlay.recent.range(prefix.to_vec()..).take_while(begins);
        let found = older.chain(newer).map(|(key, document)| (key.clone(), Arc::clone(document))).collect();
        (DocumentGuard { _guard: overlay }, found)
    }

    /// How far the log is durable.
    pub(crate) fn mark(&self) -> Mark {
        self.runs.read().mark
    }

    /// Shows what was made durable; returns how many changes wait for the index.
    pub(crate) fn publish(&self, changes: Changes, mark: Mark) -> usize {
        let mut runs = self.runs.write();
        let mut documents = (!changes.documents.is_empty()).then(|| self.documents.write());
        for (run, entry) in changes.runs.heads {
            if entry.head.status.is_final() {
                runs.live.remove(&run);
            } else {
                runs.live.insert(run, Arc::clone(&entry));
            }
            runs.recent.heads.insert(run, entry);
        }
        runs.recent.claims.extend(changes.runs.claims);
        runs.mark = mark;
        let mut waiting = runs.recent.heads.len() + runs.recent.claims.len();
        if let Some(documents) = &mut documents {
            documents.recent.extend(changes.documents);
            waiting += documents.recent.len();
        }
        waiting
    }

    /// Takes everything that waits for the index. What was taken before and not [applied](Self::applied) is
    /// given again, alone.
    pub(crate) fn take(&self) -> Taken {
        let mut runs = self.runs.write();
        let mut documents = self.documents.write();
        if runs.applying.heads.is_empty() && runs.applying.claims.is_empty() && documents.applying.is_empty()
        {
            runs.applying = Arc::new(std::mem::take(&mut runs.recent));
            documents.applying = Arc::new(std::mem::take(&mut documents.recent));
            runs.taken = runs.mark;
        }
        Taken {
            runs: Arc::clone(&runs.applying),
            documents: Arc::clone(&documents.applying),
            mark: runs.taken,
        }
    }

    /// The index was built anew, with everything that was taken before.
    pub(crate) fn rebuilt(&self) {
        {
            let runs = self.runs.read();
            runs.live.values().chain(runs.recent.heads.values()).for_each(|entry| entry.listing.unsure());
        }
        self.applied();
    }

    /// What was taken is in the index now.
    pub(crate) fn applied(&self) {
        let mut runs = self.runs.write();
        let mut documents = self.documents.write();
        runs.applying = Arc::default();
        documents.applying = Arc::default();
    }
}

/// Holds all documents still.
#[derive(Debug)]
pub(crate) struct DocumentGuard<'a> {
    _guard: RwLockReadGuard<'a, DocumentOverlay>,
}
