//! The store suite over the embedded store.

#![expect(clippy::expect_used, reason = "tests")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tempfile::TempDir;
use towpath_journal::suite::Subject;
use towpath_store_embedded::{EmbeddedStore, Options, check};

/// Each store has its own folder. Reopening also checks the log.
struct OnDisk {
    options: fn() -> Options,
    folders: Mutex<HashMap<usize, TempDir>>,
}

impl OnDisk {
    fn new(options: fn() -> Options) -> Self {
        Self { options, folders: Mutex::default() }
    }

    fn open_in(&self, folder: TempDir) -> Arc<EmbeddedStore> {
        let store = Arc::new(EmbeddedStore::open(folder.path(), (self.options)()).expect("it opens"));
        self.folders.lock().expect("no test panicked").insert(Arc::as_ptr(&store) as usize, folder);
        store
    }
}

#[async_trait]
impl Subject for OnDisk {
    type Store = EmbeddedStore;

    async fn open(&self) -> Arc<EmbeddedStore> {
        self.open_in(tempfile::tempdir().expect("a folder"))
    }

    async fn reopen(&self, store: Arc<EmbeddedStore>) -> Arc<EmbeddedStore> {
        let key = Arc::as_ptr(&store) as usize;
        let folder = self.folders.lock().expect("no test panicked").remove(&key).expect("it was opened here");
        let store = Arc::into_inner(store).expect("nobody else has it");
        drop(store);
        let report = check(folder.path()).expect("it can be checked");
        assert_eq!(report.findings, []);
        assert_eq!(report.torn_bytes, 0);
        self.open_in(folder)
    }
}

mod as_it_comes {
    use super::*;

    towpath_journal::store_suite!(OnDisk::new(Options::default));
}

/// Tiny segments, and an index that always lags.
mod small_segments_and_a_late_index {
    use super::*;

    fn options() -> Options {
        Options { segment_bytes: 2_000, index_delay: Duration::from_secs(3_600), ..Options::default() }
    }

    towpath_journal::store_suite!(OnDisk::new(options));
}

/// An index that is read for everything except the newest changes.
mod an_eager_index {
    use super::*;

    fn options() -> Options {
        Options { index_delay: Duration::ZERO, ..Options::default() }
    }

    towpath_journal::store_suite!(OnDisk::new(options));
}
