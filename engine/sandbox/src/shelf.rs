//! Images kept ready: least recently used first to go, within a bound in bytes, and none that nobody has called for a
//! while. An image that a run holds lives on; this is what is kept for the next one.

use std::time::{Duration, Instant};

use lru::LruCache;

use crate::ImageDigest;
use crate::image::Image;

/// The shelf.
pub(crate) struct Shelf {
    kept: LruCache<ImageDigest, Kept>,
    bytes: u64,
    most: u64,
}

struct Kept {
    image: Image,
    used: Instant,
}

/// Images that are taken off. Dropping them unmaps memory, which takes a while: drop them after the lock.
pub(crate) type Dropped = Vec<Image>;

impl Shelf {
    /// A shelf for images of so many bytes in all.
    pub(crate) fn new(most: u64) -> Self {
        Self { kept: LruCache::unbounded(), bytes: 0, most }
    }

    /// The image, used now.
    pub(crate) fn get(&mut self, digest: &ImageDigest, now: Instant) -> Option<Image> {
        let kept = self.kept.get_mut(digest)?;
        kept.used = now;
        Some(kept.image.clone())
    }

    /// Keeps an image. Others go where it takes more than there is room for; it stays itself, however large.
    pub(crate) fn put(&mut self, image: Image, now: Instant) -> Dropped {
        let mut dropped = Vec::new();
        self.bytes += image.cost();
        if let Some(before) = self.kept.put(image.digest(), Kept { image, used: now }) {
            self.bytes -= before.image.cost();
            dropped.push(before.image);
        }
        while self.bytes > self.most && self.kept.len() > 1 {
            dropped.extend(self.pop());
        }
        dropped
    }

    /// Takes an image off: nobody will call it.
    pub(crate) fn forget(&mut self, digest: &ImageDigest) -> Option<Image> {
        let image = self.kept.pop(digest)?.image;
        self.bytes -= image.cost();
        Some(image)
    }

    /// Takes off what was not used for so long.
    pub(crate) fn sweep(&mut self, idle: Duration, now: Instant) -> Dropped {
        let mut dropped = Vec::new();
        while self.kept.peek_lru().is_some_and(|(_, kept)| now.duration_since(kept.used) >= idle) {
            dropped.extend(self.pop());
        }
        dropped
    }

    /// How many there are, and their bytes.
    pub(crate) fn size(&self) -> (usize, u64) {
        (self.kept.len(), self.bytes)
    }

    fn pop(&mut self) -> Option<Image> {
        let image = self.kept.pop_lru()?.1.image;
        self.bytes -= image.cost();
        Some(image)
    }
}
