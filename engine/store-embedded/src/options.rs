//! Options for opening a store.

use std::hash::{BuildHasher as _, Hasher as _};
use std::time::Duration;

/// Settings of an [`EmbeddedStore`](crate::EmbeddedStore). The defaults suit a server.
#[derive(Debug, Clone)]
pub struct Options {
    /// A segment of the log is closed at this many bytes. At most 1 GiB; larger values are lowered.
    pub segment_bytes: u32,
    /// Maximum bytes of the index cache in memory.
    pub index_cache_bytes: u64,
    /// How long changes are collected before they are written to the index. Nothing waits for this: until then they are read
    /// from memory, and after a crash from the log.
    pub index_delay: Duration,
    /// Duration of one pass over the whole log that searches for damage while the store is open.
    pub scrub_every: Duration,
    /// How often the log is looked at for space to give back, and blobs for those that nothing names. A blob that is stored must be
    /// named by a commit or a document within this time.
    pub compact_every: Duration,
    /// Random bits in the marks of new segments, so that stored data cannot look like a frame of the log. Tests set it; use the
    /// default otherwise.
    pub salt: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            index_cache_bytes: 64 << 20,
            index_delay: Duration::from_millis(25),
            scrub_every: Duration::from_secs(24 * 3_600),
            compact_every: Duration::from_secs(24 * 3_600),
            // The standard library seeds each hasher from the system's randomness.
            salt: std::hash::RandomState::new().build_hasher().finish() as u32,
        }
    }
}
