//! The overlay: durable changes that are not in the index yet, and the heads of all runs under way that do not sleep, in memory.
//! Readers look here first, so they see a commit at once.
//!
//! Changes have two generations: `recent` is filled while `applying` is written to the index. Nothing here does I/O.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use parking_lot::{RwLock, RwLockReadGuard};
use towpath_journal::{Claim, RunHead, RunId};

use crate::codec::Reader;
use crate::frame::{Position, StoredDocument};

/// The head of a run and the position of its newest frame.
#[derive(Debug)]
pub(crate) struct HeadEntry {
    pub(crate) head: RunHead,
    /// JSON of the head, as in the index.
    pub(crate) json: Bytes,
    pub(crate) last: Position,
    pub(crate) listing: Arc<Listing>,
    /// The run was forgotten: this is what the index has to remove.
    pub(crate) is_forgotten: bool,
}

/// Which entries of a run the index has besides its head. Shared by all heads of the run, and set when a batch is built. A
/// superfluous entry is harmless; a missing one would hide the run.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Listed under its namespace and workflow. Once true it stays true: a rebuilt index contains all runs.
    pub(crate) listed: AtomicBool,
    /// Certainly in the list of runs awake: nothing to add.
    pub(crate) awake: AtomicBool,
    /// Maybe in the list of runs awake: removed when the run ends or sleeps.
    pub(crate) removable: AtomicBool,
    /// Maybe in the lists of runs asleep: removed when the run wakes.
    pub(crate) asleep: AtomicBool,
}

impl Listing {
    /// Of a run that the index may know, in whatever state.
    pub(crate) fn unknown() -> Self {
        let listing = Self::default();
        listing.unsure();
        listing
    }

    /// Called after the index was rebuilt. Which of its lists the run is in depends on its state at that time, so nothing is
    /// certain.
    pub(crate) fn unsure(&self) {
        self.awake.store(false, Ordering::Relaxed);
        self.removable.store(true, Ordering::Relaxed);
        self.asleep.store(true, Ordering::Relaxed);
    }
}

/// Whether a run is under way and does not sleep.
pub(crate) fn is_awake(head: &RunHead) -> bool {
    !head.status.is_final() && !head.is_asleep()
}

impl HeadEntry {
    /// Decodes a value of the index.
    pub(crate) fn decode(value: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(value);
        let last = Position::decode(&mut reader)?;
        let json = reader.rest();
        let head: RunHead = serde_json::from_slice(json).ok()?;
        let listing = Arc::new(Listing::default());
        listing.listed.store(true, Ordering::Relaxed);
        listing.awake.store(is_awake(&head), Ordering::Relaxed);
        listing.removable.store(is_awake(&head), Ordering::Relaxed);
        listing.asleep.store(head.is_asleep(), Ordering::Relaxed);
        Some(Self { head, json: Bytes::copy_from_slice(json), last, listing, is_forgotten: false })
    }

    /// The same for the index, as a run that was forgotten.
    pub(crate) fn forgotten(&self) -> Self {
        let (head, json, listing) = (self.head.clone(), self.json.clone(), Arc::clone(&self.listing));
        Self { head, json, last: self.last, listing, is_forgotten: true }
    }

    /// The value for the index.
    pub(crate) fn encode(&self) -> Vec<u8> {
        [&self.last.encode(), &self.json[..]].concat()
    }
}

/// Changed runs and claims.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    pub(crate) heads: HashMap<RunId, Arc<HeadEntry>>,
    /// `None`: the key is free again.
    pub(crate) claims: HashMap<String, Option<Claim>>,
}

/// Changed documents, by their keys in the index.
pub(crate) type Changed = BTreeMap<Vec<u8>, Arc<StoredDocument>>;

/// A position up to which the log is durable, with its last frame to recognise the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    pub(crate) segment: u32,
    /// Offset after the last frame.
    pub(crate) end: u32,
    /// The last frame; nowhere if the log is empty.
    pub(crate) last: Position,
    /// Its checksum.
    pub(crate) crc: u32,
}

/// The changes of one group, or of one batch of the index.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) runs: Runs,
    pub(crate) documents: Changed,
}

#[derive(Debug, Default)]
struct RunOverlay {
    /// The runs that have not ended and do not sleep.
    awake: HashMap<RunId, Arc<HeadEntry>>,
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

/// The changes that are being written to the index.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) runs: Arc<Runs>,
    pub(crate) documents: Arc<Changed>,
    /// The mark of the index after this.
    pub(crate) mark: Mark,
}

/// The overlay. Locks are taken in the order of the fields.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    runs: RwLock<RunOverlay>,
    documents: RwLock<DocumentOverlay>,
}

impl Overlay {
    /// An overlay over an index that contains everything up to `mark`, with the heads of all runs awake.
    pub(crate) fn new(awake: HashMap<RunId, Arc<HeadEntry>>, mark: Mark) -> Self {
        let runs = RunOverlay { awake, mark, taken: mark, ..RunOverlay::default() };
        Self { runs: RwLock::new(runs), documents: RwLock::default() }
    }

    /// The head of a run. `Some(None)`: the run was forgotten. `None`: only the index may know it.
    pub(crate) fn head(&self, run: RunId) -> Option<Option<Arc<HeadEntry>>> {
        let overlay = self.runs.read();
        let found = overlay.recent.heads.get(&run).or_else(|| overlay.applying.heads.get(&run));
        let found = found.or_else(|| overlay.awake.get(&run))?;
        Some((!found.is_forgotten).then(|| Arc::clone(found)))
    }

    /// The claim that has a key. `Some(None)`: the key is free again. `None`: only the index may know it.
    pub(crate) fn claim(&self, key: &str) -> Option<Option<Claim>> {
        let overlay = self.runs.read();
        overlay.recent.claims.get(key).or_else(|| overlay.applying.claims.get(key)).cloned()
    }

    pub(crate) fn document(&self, key: &[u8]) -> Option<Arc<StoredDocument>> {
        let overlay = self.documents.read();
        overlay.recent.get(key).or_else(|| overlay.applying.get(key)).cloned()
    }

    /// All runs that have not ended and do not sleep.
    pub(crate) fn awake(&self) -> Vec<Arc<HeadEntry>> {
        self.runs.read().awake.values().cloned().collect()
    }

    /// All heads that may be newer than in the index, by run; also those of forgotten runs.
    pub(crate) fn heads(&self) -> BTreeMap<RunId, Arc<HeadEntry>> {
        let overlay = self.runs.read();
        let older = overlay.applying.heads.iter();
        older.chain(&overlay.recent.heads).map(|(run, entry)| (*run, Arc::clone(entry))).collect()
    }

    /// The documents whose keys begin with `prefix` and that may be newer than in the index, by key. No document changes while
    /// the guard is held.
    pub(crate) fn documents(&self, prefix: &[u8]) -> (DocumentGuard<'_>, Changed) {
        let overlay = self.documents.read();
        let begins = |(key, _): &(&Vec<u8>, &Arc<StoredDocument>)| key.starts_with(prefix);
        let older = overlay.applying.range(prefix.to_vec()..).take_while(begins);
        let newer = overlay.recent.range(prefix.to_vec()..).take_while(begins);
        let found = older.chain(newer).map(|(key, document)| (key.clone(), Arc::clone(document))).collect();
        (DocumentGuard { _guard: overlay }, found)
    }

    /// The mark of the durable log.
    pub(crate) fn mark(&self) -> Mark {
        self.runs.read().mark
    }

    /// Makes durable changes visible to readers. Returns how many changes wait for the index.
    pub(crate) fn publish(&self, changes: Changes, mark: Mark) -> usize {
        let mut runs = self.runs.write();
        let mut documents = (!changes.documents.is_empty()).then(|| self.documents.write());
        for (run, entry) in changes.runs.heads {
            if is_awake(&entry.head) {
                runs.awake.insert(run, Arc::clone(&entry));
            } else {
                runs.awake.remove(&run);
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

    /// Takes all changes that wait for the index. Changes that were taken before and not [applied](Self::applied) are returned
    /// again, alone.
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

    /// Called after the index was rebuilt, with everything that was taken before.
    pub(crate) fn rebuilt(&self) {
        {
            let runs = self.runs.read();
            let known = runs.awake.values().chain(runs.recent.heads.values());
            known.chain(runs.applying.heads.values()).for_each(|entry| entry.listing.unsure());
        }
        self.applied();
    }

    /// Called after the taken changes were written to the index.
    pub(crate) fn applied(&self) {
        let mut runs = self.runs.write();
        let mut documents = self.documents.write();
        runs.applying = Arc::default();
        documents.applying = Arc::default();
    }
}

/// Blocks changes of documents.
#[derive(Debug)]
pub(crate) struct DocumentGuard<'a> {
    _guard: RwLockReadGuard<'a, DocumentOverlay>,
}
