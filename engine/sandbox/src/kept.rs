//! Guests that are kept for the next run of the same image. Making a guest anew costs more than restoring its memory.
//!
//! What a run can change is its memory, the stack pointer, and the number of pages. The memory is restored from the image
//! ([`Pristine`](crate::pristine)), the stack pointer is set, and a guest whose memory has grown is not kept. A runner that
//! changes its table is refused when it is added. So a kept guest is like a new one. A guest that was stopped is never kept.

use std::time::{Duration, Instant};

use lru::LruCache;
use parking_lot::Mutex;

use crate::ImageDigest;
use crate::image::Image;
use crate::machine::Guest;
use crate::pagemap::Pagemap;

/// Guests that are kept, by image.
pub(crate) struct Kept {
    idle: Mutex<Idle>,
    /// Maximum number in all.
    most: usize,
    /// Maximum number for one image: those that compute at the same time, and as many that are about to.
    of_one: usize,
    /// Without it nothing is kept.
    pagemap: Option<Pagemap>,
}

struct Idle {
    images: LruCache<ImageDigest, Vec<(Guest, Instant)>>,
    count: usize,
}

impl Kept {
    /// Keeps at most `most` guests, and `of_one` of each image.
    pub(crate) fn new(most: usize, of_one: usize) -> Self {
        let idle = Mutex::new(Idle { images: LruCache::unbounded(), count: 0 });
        let pagemap = Pagemap::open();
        if pagemap.is_none() {
            tracing::warn!(
                "`/proc/self/pagemap` cannot be read, so each run gets a new instance, which is slower"
            );
        }
        Self { idle, most, of_one, pagemap }
    }

    /// The page map, if guests can be kept at all.
    pub(crate) fn pagemap(&self) -> Option<&Pagemap> {
        self.pagemap.as_ref()
    }

    /// Takes a guest of this image.
    pub(crate) fn take(&self, image: &ImageDigest) -> Option<Guest> {
        let mut idle = self.idle.lock();
        let (guest, _) = idle.images.get_mut(image)?.pop()?;
        idle.count -= 1;
        Some(guest)
    }

    /// Whether one more guest of this image would be kept.
    pub(crate) fn has_room(&self, image: &ImageDigest) -> bool {
        self.most > 0 && self.idle.lock().images.peek(image).is_none_or(|guests| guests.len() < self.of_one)
    }

    /// Keeps a guest that is like a new one. The least recently used give way.
    pub(crate) fn put(&self, image: ImageDigest, guest: Guest, now: Instant) {
        let mut dropped = Vec::new();
        let mut idle = self.idle.lock();
        idle.images.get_or_insert_mut(image, Vec::new).push((guest, now));
        idle.count += 1;
        while idle.count > self.most
            && let Some((_, guests)) = idle.images.pop_lru()
        {
            idle.count -= guests.len();
            dropped.extend(guests);
        }
        drop(idle);
        // Outside the lock, because it takes time.
        drop(dropped);
    }

    /// Drops the guests of images that are cached no longer: they would keep the images' memory.
    pub(crate) fn forget(&self, images: &[Image]) {
        let mut dropped = Vec::new();
        let mut idle = self.idle.lock();
        for image in images {
            dropped.extend(idle.images.pop(&image.digest()).unwrap_or_default());
        }
        idle.count -= dropped.len();
        drop(idle);
        drop(dropped);
    }

    /// Drops guests that were not used for this time.
    pub(crate) fn sweep(&self, unused: Duration, now: Instant) {
        let mut dropped = Vec::new();
        let mut idle = self.idle.lock();
        for (_, guests) in &mut idle.images {
            dropped.extend(guests.extract_if(.., |(_, since)| now.duration_since(*since) >= unused));
        }
        let empty: Vec<ImageDigest> =
            idle.images.iter().filter(|(_, guests)| guests.is_empty()).map(|(image, _)| *image).collect();
        for image in empty {
            idle.images.pop(&image);
        }
        idle.count -= dropped.len();
        drop(idle);
        drop(dropped);
    }

    /// The number of kept guests.
    pub(crate) fn count(&self) -> usize {
        self.idle.lock().count
    }
}
