//! The memory of an image as every instance begins with it, to restore instances that are used again.

use std::ops::Range;

use wasmparser::{Parser, Payload};

use crate::SandboxError;
use crate::pagemap::Pagemap;
use crate::runner::active_segment;

/// The memory of an image.
pub(crate) struct Pristine(Box<[u8]>);

impl Pristine {
    /// The memory of `image`, which has `bytes` bytes. Pages of zeros take no memory here.
    pub(crate) fn of(image: &[u8], bytes: u64) -> Result<Self, SandboxError> {
        let wrong = |why: &str| SandboxError::Image(why.to_owned());
        let bytes = usize::try_from(bytes).map_err(|_| wrong("its memory is too large"))?;
        let mut memory = vec![0; bytes].into_boxed_slice();
        for payload in Parser::new(0).parse_all(image) {
            let Payload::DataSection(segments) = payload.map_err(|_| wrong("it cannot be read"))? else {
                continue;
            };
            for segment in segments {
                let segment = segment.map_err(|_| wrong("its data cannot be read"))?;
                let (offset, data) = active_segment(&segment)?;
                let place = memory.get_mut(offset as usize..).and_then(|rest| rest.get_mut(..data.len()));
                place.ok_or_else(|| wrong("its data is outside its memory"))?.copy_from_slice(data);
            }
        }
        Ok(Self(memory))
    }

    /// Makes `memory`, which was made from this image, equal to it again. `written` is an address that was written since; it
    /// shows whether the page map can be believed. `false`: nothing is known about the memory, or it has grown, or more than
    /// `most` bytes were written. Then it must not be used again.
    ///
    /// INVARIANT: after `true` no byte differs from the image. A page without a copy of its own is the image's.
    pub(crate) fn restore(&self, memory: &mut [u8], pagemap: &Pagemap, written: usize, most: usize) -> bool {
        if memory.len() != self.0.len() {
            return false;
        }
        let Ok(parts) = pagemap.written(memory) else { return false };
        if !parts.iter().any(|part| part.contains(&written))
            || parts.iter().map(Range::len).sum::<usize>() > most
        {
            return false;
        }
        for part in parts {
            match (memory.get_mut(part.clone()), self.0.get(part)) {
                (Some(dirty), Some(clean)) => dirty.copy_from_slice(clean),
                _ => return false,
            }
        }
        true
    }
}
