//! Which pages of a memory have a copy of their own, as the kernel tells it in `/proc/self/pagemap`.
//!
//! The memory of an instance is a private mapping of its image. Linux gives a page a copy of its own when it is written first;
//! all others still are the image, or zero beyond it. So the pages that a guest may have changed are those with a copy.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

/// The page is in memory.
const PRESENT: u64 = 1 << 63;
/// The page was moved to the swap space. Only pages with a copy of their own are.
const SWAPPED: u64 = 1 << 62;
/// The page is that of a mapped file, so it has no copy.
const OF_FILE: u64 = 1 << 61;
/// Bytes that the kernel tells about each page.
const ENTRY: usize = 8;

/// The page map of this process. It is not valid in a forked child.
pub(crate) struct Pagemap {
    file: File,
    page: usize,
}

impl Pagemap {
    /// Opens it. `None` where the system has none.
    pub(crate) fn open() -> Option<Self> {
        let pagemap = Self { file: File::open("/proc/self/pagemap").ok()?, page: rustix::param::page_size() };
        // A system that shows the file but not the truth is of no use.
        let told = pagemap.written(&vec![1; 4 * pagemap.page]).ok()?;
        (told.iter().map(Range::len).sum::<usize>() >= 3 * pagemap.page).then_some(pagemap)
    }

    /// The parts of `memory` whose pages have a copy of their own, in order. Each begins and ends at the border of a page, or at
    /// that of `memory`.
    ///
    /// # Errors
    /// The page map cannot be read.
    pub(crate) fn written(&self, memory: &[u8]) -> io::Result<Vec<Range<usize>>> {
        let start = memory.as_ptr() as usize;
        let first = start / self.page;
        let pages = (start + memory.len()).div_ceil(self.page) - first;
        let mut entries = vec![0; pages * ENTRY];
        self.file.read_exact_at(&mut entries, (first * ENTRY) as u64)?;
        let (entries, _) = entries.as_chunks::<ENTRY>();
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let entry = u64::from_ne_bytes(*entry);
            if entry & (PRESENT | SWAPPED) == 0 || entry & OF_FILE != 0 {
                continue;
            }
            let from = ((first + at) * self.page).saturating_sub(start);
            let to = ((first + at + 1) * self.page - start).min(memory.len());
            match parts.last_mut() {
                Some(last) if last.end == from => last.end = to,
                _ => parts.push(from..to),
            }
        }
        Ok(parts)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_has_a_copy_and_what_was_not_touched_has_none() {
        let pagemap = Pagemap::open().unwrap();
        let page = pagemap.page;
        // Larger than what an allocator recycles, so it is a fresh mapping of zeros.
        let mut memory = vec![0_u8; 64 << 20];
        let inner = page - memory.as_ptr() as usize % page;
        memory[inner + 5 * page + 7] = 1;
        memory[inner + 6 * page] = 1;
        memory[inner + 900 * page] = 1;
        let inside = &memory[inner..inner + 1_000 * page];
        assert_eq!(pagemap.written(inside).unwrap(), [5 * page..7 * page, 900 * page..901 * page]);
        // A part that begins and ends inside a page.
        let part = &memory[inner + 5 * page + 100..inner + 5 * page + 200];
        let whole = 0..part.len();
        assert_eq!(pagemap.written(part).unwrap(), [whole]);
    }
}
