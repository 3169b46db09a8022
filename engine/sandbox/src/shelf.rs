//! The cache of compiled images: limited in bytes, dropping the least recently used first, and dropping images that were
//! unused for some time. Runs keep the images that they hold.

use std::time::{Duration, Instant};

use lru::LruCache;

use crate::ImageDigest;
use crate::image::Image;

/// The cache.
pub(crate) struct Shelf {
    kept: LruCache<ImageDigest, Kept>,
    bytes: u64,
    most: u64,
}

struct Kept {
    image: Image,
    used: Instant,
}

/// Images removed from the cache. Dropping them unmaps memory, which takes time: drop them outside the lock.
pub(crate) type Dropped = Vec<Image>;

impl Shelf {
    /// An empty cache with a limit in bytes.
    pub(crate) fn new(most: u64) -> Self {
        Self { kept: LruCache::unbounded(), bytes: 0, most }
    }

    /// The image with this digest; marks it as used.
    pub(crate) fn get(&mut self, digest: &ImageDigest, now: Instant) -> Option<Image> {
        let kept = self.kept.get_mut(digest)?;
        kept.used = now;
        Some(kept.image.clone())
    }

    /// Adds an image, and removes others if there is no room. The new image stays even if it is larger than the limit.
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

    /// Removes an image.
    pub(crate) fn forget(&mut self, digest: &ImageDigest) -> Option<Image> {
        let image = self.kept.pop(digest)?.image;
        self.bytes -= image.cost();
        Some(image)
    }

    /// Removes images that were unused for this time.
    pub(crate) fn sweep(&mut self, idle: Duration, now: Instant) -> Dropped {
        let mut dropped = Vec::new();
        while self.kept.peek_lru().is_some_and(|(_, kept)| now.duration_since(kept.used) >= idle) {
            dropped.extend(self.pop());
        }
        dropped
    }

    /// The number of images, and their bytes.
    pub(crate) fn size(&self) -> (usize, u64) {
        (self.kept.len(), self.bytes)
    }

    fn pop(&mut self) -> Option<Image> {
        let image = self.kept.pop_lru()?.1.image;
        self.bytes -= image.cost();
        Some(image)
    }
}
