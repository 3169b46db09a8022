//! What can be set about a store when it is opened.

use std::hash::{BuildHasher as _, Hasher as _};
use std::time::Duration;

/// Settings of an [`EmbeddedStore`](crate::EmbeddedStore). The defaults suit a server.
#[derive(Debug, Clone)]
pub struct Options {
    /// A segment of the log is closed once it holds so many bytes. At most 1 GiB; larger is taken as that.
    pub segment_bytes: u32,
    /// Most bytes the index keeps in memory.
    pub index_cache_bytes: u64,
    /// How long changes are gathered before they go into the index. Nobody waits for it: what is not there
    /// yet is looked up in memory, and after a crash in the log.
    pub index_delay: Duration,
    /// How long one pass over the whole log takes that looks for damage while the store is open.
    pub scrub_every: Duration,
    /// Random bits that mark new segments as this store's, so that nobody can write data that looks like a
    /// frame of the log. Handed in by tests; otherwise leave the default.
    pub salt: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            index_cache_bytes: 64 << 20,
            index_delay: Duration::from_millis(25),
            scrub_every: Duration::from_secs(24 * 3_600),
            // The standard library seeds each hasher from the system's randomness.
            salt: std::hash::RandomState::new().build_hasher().finish() as u32,
        }
    }
}
