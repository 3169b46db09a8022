//! Walks over the frames of a segment, and distinguishes a torn tail from damage.
//!
//! A write that a crash interrupted leaves a torn tail, which is cut off. Everything else that is not as written is damage,
//! and is reported, never skipped. The group in each frame distinguishes them: a frame of a later group after the gap proves
//! that the content of the gap was durable.

use crate::disk::Disk;
use crate::error::OpenError;
use crate::frame::{self, Frame, PREFIX, Position};
use crate::segment::{self, BadHeader, HEADER, Header};

/// A segment in memory.
pub(crate) struct Loaded {
    pub(crate) header: Header,
    pub(crate) bytes: Vec<u8>,
}

/// Where a walk over a segment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// At the end of the file, after a whole frame.
    Clean,
    /// At a place without a frame, with no frame of a later group after it.
    Torn(&'static str),
    /// At a place without a frame, with frames of a later group after it.
    Hole(&'static str),
}

/// The result of a walk.
#[derive(Debug)]
pub(crate) struct Walked {
    /// Offset after the last frame.
    pub(crate) end: u32,
    /// The last frame; nowhere if there is none.
    pub(crate) last: Position,
    /// Checksum of the last frame.
    pub(crate) last_crc: u32,
    /// Offset of the first frame of the last frame's group.
    pub(crate) last_group: u32,
    pub(crate) how: End,
}

/// Reads a segment. `Ok(None)` if its header is torn and nothing follows, which a crash during its creation leaves.
pub(crate) fn load_segment(disk: &dyn Disk, number: u32) -> Result<Option<Loaded>, OpenError> {
    let name = segment::segment_file_name(number);
    let damaged = |what: &str| OpenError::Damaged { place: name.clone(), offset: 0, what: what.to_owned() };
    let failed = || OpenError::io(format!("reading `{name}`"));
    let file = disk.open(&name).map_err(failed())?;
    let len = file.len().map_err(failed())?;
    let len = u32::try_from(len).map_err(|_| damaged("it is larger than a segment can be"))?;
    let bytes = file.read_up_to(0, len as usize).map_err(failed())?;
    match Header::decode(&bytes) {
        Ok(header) if header.segment == number => Ok(Some(Loaded { header, bytes })),
        Ok(header) => Err(damaged(&format!("it is segment {}, but has another name", header.segment))),
        Err(BadHeader::Newer(found)) => {
            Err(OpenError::Newer { place: name.clone(), found, known: segment::FORMAT })
        }
        Err(BadHeader::Torn) if len <= HEADER => Ok(None),
        Err(BadHeader::Torn) => Err(damaged("its header is not readable")),
    }
}

impl Loaded {
    /// Visits every frame from `from` on, which must be the offset of a frame.
    pub(crate) fn walk(
        &self,
        from: u32,
        mut visit: impl FnMut(Position, &Frame<'_>) -> Result<(), OpenError>,
    ) -> Result<Walked, OpenError> {
        let mut walked =
            Walked { end: from, last: Position::NOWHERE, last_crc: 0, last_group: from, how: End::Clean };
        loop {
            let rest = self.bytes.get(walked.end as usize..).unwrap_or_default();
            if rest.is_empty() {
                return Ok(walked);
            }
            match frame::parse_frame(rest, self.mark(walked.end)) {
                Ok(frame) => {
                    let position =
                        Position { segment: self.header.segment, offset: walked.end, len: frame.len };
                    visit(position, &frame)?;
                    walked.end = position.end();
                    walked.last = position;
                    walked.last_crc = frame.crc;
                    walked.last_group = frame.group;
                }
                Err(what) => {
                    let later = self.later_group(walked.end);
                    walked.how = if later { End::Hole(what) } else { End::Torn(what) };
                    return Ok(walked);
                }
            }
        }
    }

    /// Whether there is a frame after `gap` whose group began after `gap`.
    fn later_group(&self, gap: u32) -> bool {
        let mut offset = gap + 1;
        while let Some(rest) = self.bytes.get(offset as usize..).filter(|rest| rest.len() > PREFIX + 4) {
            // The mark is compared first: stored data cannot contain it, so checksums are computed only for real frames.
            let mark = self.mark(offset);
            let marked = rest[PREFIX..PREFIX + 4] == mark.to_le_bytes();
            match marked.then(|| frame::parse_frame(rest, mark)) {
                Some(Ok(frame)) if frame.group > gap => return true,
                Some(Ok(frame)) => offset += frame.len,
                _ => offset += 1,
            }
        }
        false
    }

    fn mark(&self, offset: u32) -> u32 {
        frame::mark_of_frame(self.header.salt, self.header.segment, offset)
    }
}

impl Walked {
    /// The damage of segment `number` at the end of the walk, if any.
    pub(crate) fn damage(&self, number: u32) -> Option<OpenError> {
        let (End::Torn(what) | End::Hole(what)) = self.how else { return None };
        Some(OpenError::Damaged {
            place: segment::segment_file_name(number),
            offset: u64::from(self.end),
            what: what.to_owned(),
        })
    }
}
