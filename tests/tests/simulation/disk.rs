//! The disk of a simulation: what is durable, over all lives.
//!
//! It keeps the operations that were written, so that a planted bug can lose some of them with the power.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt as _;
use towpath_journal::{
    Blobs as _, Commit, Documents as _, Heads as _, Journal as _, MemoryStore, Put, RunHead, RunId,
    StoreError,
};

/// One write.
#[derive(Debug, Clone)]
pub(crate) enum Write {
    /// Records of a run.
    Commit(Box<Commit>),
    /// Documents.
    Put(Vec<Put>),
    /// A large content.
    Blob(Bytes),
}

/// See the file.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What every seed begins with.
    ground: Option<Arc<MemoryStore>>,
    store: Arc<MemoryStore>,
    /// Each write since then, and whether it survives the power.
    written: Vec<(Write, bool)>,
    /// How often each operation was begun.
    begun: HashMap<String, u32>,
}

impl Disk {
    /// A disk that begins with the content of `ground`.
    pub(crate) fn over(ground: &Arc<MemoryStore>) -> Self {
        let store = Arc::new(MemoryStore::clone(ground));
        Self { state: Mutex::new(State { ground: Some(Arc::clone(ground)), store, ..State::default() }) }
    }

    /// What is visible.
    pub(crate) fn store(&self) -> Arc<MemoryStore> {
        Arc::clone(&self.state.lock().unwrap().store)
    }

    /// Whether it began with something: with the runner and the published workflows.
    pub(crate) fn has_ground(&self) -> bool {
        self.state.lock().unwrap().ground.is_some()
    }

    /// Every large content that was written.
    pub(crate) fn blobs(&self) -> Vec<Bytes> {
        let state = self.state.lock().unwrap();
        let blobs = state.written.iter().filter_map(|(write, _)| match write {
            Write::Blob(content) => Some(content.clone()),
            Write::Commit(_) | Write::Put(_) => None,
        });
        blobs.collect()
    }

    /// The head of a run, as it is visible.
    pub(crate) fn head(&self, run: RunId) -> Option<RunHead> {
        self.store().head(run).now_or_never().unwrap().unwrap()
    }

    /// How often this operation was begun before.
    pub(crate) fn begins(&self, what: &str) -> u32 {
        let mut state = self.state.lock().unwrap();
        let count = state.begun.entry(what.to_owned()).or_default();
        *count += 1;
        *count - 1
    }

    /// Makes a write visible. Returns its number and the revisions that it made.
    pub(crate) fn write(&self, write: Write, synced: bool) -> Result<(usize, Vec<u64>), StoreError> {
        let mut state = self.state.lock().unwrap();
        let revisions = apply(&state.store, &write)?;
        state.written.push((write, synced));
        Ok((state.written.len() - 1, revisions))
    }

    /// From now on this write survives the power.
    pub(crate) fn sync(&self, number: usize) {
        if let Some((_, synced)) = self.state.lock().unwrap().written.get_mut(number) {
            *synced = true;
        }
    }

    /// The power went off: what was not synced is gone.
    pub(crate) fn power_went_off(&self) {
        let mut state = self.state.lock().unwrap();
        if state.written.iter().all(|(_, synced)| *synced) {
            return;
        }
        let store = state.ground.as_deref().cloned().unwrap_or_default();
        state.written.retain(|(_, synced)| *synced);
        // A later write of the same run does not fit where an earlier one is missing. It is gone too.
        state.written.retain(|(write, _)| apply(&store, write).is_ok());
        state.store = Arc::new(store);
    }
}

/// INVARIANT: the memory store answers at once.
fn apply(store: &MemoryStore, write: &Write) -> Result<Vec<u64>, StoreError> {
    match write.clone() {
        Write::Commit(commit) => store.append(*commit).now_or_never().unwrap().map(|()| Vec::new()),
        Write::Put(changes) => store.put(changes).now_or_never().unwrap(),
        Write::Blob(content) => store.put_blob(content).now_or_never().unwrap().map(|_| Vec::new()),
    }
}
