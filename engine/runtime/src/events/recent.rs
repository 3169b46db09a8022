//! The newest events in memory, so that an event is read once for all its listeners; and the blobs that large events are
//! stored as.

use std::sync::Arc;

use lru::LruCache;
use parking_lot::Mutex;
use towpath_journal::Digest;

use super::StoredEvent;

/// Most bytes of events.
const BYTES: usize = 16 << 20;
/// Most events, and blobs that are known.
const MOST: usize = 4_096;

/// How long a blob counts as stored lately, in milliseconds.
const STORED_FOR: i64 = 3_600_000;

/// The newest events.
#[derive(Debug)]
pub(super) struct Recent {
    events: Mutex<Kept>,
    blobs: Mutex<LruCache<u64, (Digest, i64)>>,
}

#[derive(Debug)]
struct Kept {
    by_position: LruCache<u64, Arc<StoredEvent>>,
    bytes: usize,
}

impl Default for Recent {
    fn default() -> Self {
        let kept = Kept { by_position: LruCache::unbounded(), bytes: 0 };
        Self { events: Mutex::new(kept), blobs: Mutex::new(LruCache::unbounded()) }
    }
}

impl Recent {
    pub(super) fn event(&self, position: u64) -> Option<Arc<StoredEvent>> {
        self.events.lock().by_position.get(&position).cloned()
    }

    pub(super) fn keep(&self, event: Arc<StoredEvent>) {
        let mut kept = self.events.lock();
        kept.bytes += size(&event);
        if let Some(before) = kept.by_position.put(event.position, event) {
            kept.bytes -= size(&before);
        }
        while kept.bytes > BYTES || kept.by_position.len() > MOST {
            let Some((_, oldest)) = kept.by_position.pop_lru() else { break };
            kept.bytes -= size(&oldest);
        }
    }

    /// INVARIANT: not after a while, because a blob must be named soon after it was stored, or it may be collected.
    pub(super) fn digest(&self, position: u64, now: i64) -> Option<Digest> {
        let mut blobs = self.blobs.lock();
        let (digest, at) = blobs.get(&position)?;
        (now.saturating_sub(*at) < STORED_FOR).then(|| digest.clone())
    }

    pub(super) fn kept_as(&self, position: u64, digest: Digest, now: i64) {
        let mut blobs = self.blobs.lock();
        blobs.put(position, (digest, now));
        while blobs.len() > MOST {
            blobs.pop_lru();
        }
    }
}

fn size(event: &StoredEvent) -> usize {
    event.event.get().len() + 256
}
