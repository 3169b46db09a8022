//! Refusals for want of a role, remembered for a while: the same request again is refused without being looked at, and
//! all of them stand in the audit log as one entry with a count.

use lru::LruCache;
use parking_lot::Mutex;

use crate::problem::ApiError;

/// How long a refusal is remembered, in milliseconds.
const KEPT: i64 = 10_000;
/// Most refusals that are remembered.
const MOST: usize = 4_096;

/// The same request: of one token, to one address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Same {
    pub(crate) token: String,
    pub(crate) method: String,
    /// Path and query.
    pub(crate) address: String,
}

/// What was refused of late.
pub(crate) struct Denied(Mutex<LruCache<Same, (ApiError, i64)>>);

impl Default for Denied {
    fn default() -> Self {
        Self(Mutex::new(LruCache::unbounded()))
    }
}

impl Denied {
    /// Why the same request was refused a moment ago.
    pub(crate) fn before(&self, same: &Same, now: i64) -> Option<ApiError> {
        let mut kept = self.0.lock();
        let (error, at) = kept.get(same)?;
        let is_recent = (*at..*at + KEPT).contains(&now);
        let error = is_recent.then(|| error.clone());
        if error.is_none() {
            kept.pop(same);
        }
        error
    }

    /// Remembers why a request was refused. Only what its token and its address alone decide: not what depends on a body.
    pub(crate) fn keep(&self, same: Same, error: ApiError, now: i64) {
        let mut kept = self.0.lock();
        kept.put(same, (error, now));
        while kept.len() > MOST {
            kept.pop_lru();
        }
    }
}
