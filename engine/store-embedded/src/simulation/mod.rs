//! Tests of the store with faults: a simulated disk whose operations can fail and that can lose power, a model of the
//! expected content, and tests that compare both.
//!
//! `TOWPATH_SEEDS=5000` runs more cases. A failure names its seed.
#![expect(clippy::unwrap_used, reason = "tests")]

mod crashes;
mod damage;
mod dice;
mod disk;
mod faults;
mod index;
mod model;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::{EmbeddedStore, OpenError, Options};
use disk::SimDisk;

/// Small segments, so that many are created, and an index that lags by up to `delay_ms`.
fn options(delay_ms: u64) -> Options {
    Options {
        segment_bytes: 4_000,
        index_cache_bytes: 1 << 20,
        index_delay: Duration::from_millis(delay_ms),
        scrub_every: Duration::from_secs(3_600),
        compact_every: Duration::from_secs(3_600),
        salt: 7,
    }
}

fn open(disk: &SimDisk, index: &Path, delay_ms: u64) -> Result<EmbeddedStore, OpenError> {
    EmbeddedStore::open_on(Arc::new(disk.clone()), index, &options(delay_ms), None)
}

/// How many seeds to try.
fn seeds(by_default: u64) -> u64 {
    std::env::var("TOWPATH_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(by_default)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}
