//! Segments, the files of the log: names, headers, and reading of single frames.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use towpath_journal::StoreError;

use crate::codec::Reader;
use crate::disk::{Disk, DiskFile};
use crate::error::store_error;
use crate::frame::{self, Position};

/// The folder of the segments.
pub(crate) const FOLDER: &str = "log";
/// Bytes of a header. The first frame follows.
pub(crate) const HEADER: u32 = 32;
/// The format that is written. Older formats stay readable.
pub const FORMAT: u32 = 2;
const MAGIC: &[u8; 8] = b"towpath\n";
/// Maximum number of segments that are kept open for reading.
const OPEN_FILES: usize = 64;

/// The file of a segment.
pub(crate) fn segment_file_name(segment: u32) -> String {
    format!("{FOLDER}/{segment:010}.seg")
}

/// The numbers of the existing segments, in order.
pub(crate) fn segment_numbers(disk: &dyn Disk) -> io::Result<Vec<u32>> {
    let mut numbers: Vec<u32> = disk
        .list(FOLDER)?
        .iter()
        .filter_map(|name| name.strip_suffix(".seg").and_then(|number| number.parse().ok()))
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// The header of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The format of its frames. A header that is written again keeps it.
    pub(crate) format: u32,
    pub(crate) segment: u32,
    pub(crate) salt: u32,
}

/// Why a header cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadHeader {
    /// It is not a complete header.
    Torn,
    /// A newer engine wrote it.
    Newer(u32),
}

impl Header {
    /// The header of a new segment, in the format that is written.
    pub(crate) fn new(segment: u32, salt: u32) -> Self {
        Self { format: FORMAT, segment, salt }
    }

    pub(crate) fn encode(self) -> [u8; HEADER as usize] {
        let mut out = [0; HEADER as usize];
        out[..8].copy_from_slice(MAGIC);
        out[8..12].copy_from_slice(&self.format.to_le_bytes());
        out[12..16].copy_from_slice(&self.segment.to_le_bytes());
        out[16..20].copy_from_slice(&self.salt.to_le_bytes());
        let crc = crc32c::crc32c(&out[..28]);
        out[28..].copy_from_slice(&crc.to_le_bytes());
        out
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, BadHeader> {
        let header = bytes.first_chunk::<{ HEADER as usize }>().ok_or(BadHeader::Torn)?;
        let crc = crc32c::crc32c(&header[..28]);
        if header[28..] != crc.to_le_bytes() || &header[..8] != MAGIC {
            return Err(BadHeader::Torn);
        }
        let mut reader = Reader::new(&header[8..]);
        let (Some(format), Some(segment), Some(salt)) = (reader.u32(), reader.u32(), reader.u32()) else {
            return Err(BadHeader::Torn);
        };
        if format > FORMAT {
            return Err(BadHeader::Newer(format));
        }
        Ok(Self { format, segment, salt })
    }
}

/// Reads frames at any position, and keeps some segments open.
pub(crate) struct Segments {
    disk: Arc<dyn Disk>,
    open: Mutex<HashMap<u32, Segment>>,
}

#[derive(Clone)]
struct Segment {
    file: Arc<dyn DiskFile>,
    salt: u32,
}

impl Segments {
    pub(crate) fn new(disk: Arc<dyn Disk>) -> Self {
        Self { disk, open: Mutex::new(HashMap::new()) }
    }

    /// Reads and checks the whole frame at `position`, for [`frame::parse_checked`].
    pub(crate) fn read(&self, position: Position) -> Result<Bytes, StoreError> {
        let name = || segment_file_name(position.segment);
        let segment = self.segment(position.segment)?;
        let bytes = segment
            .file
            .read_up_to(u64::from(position.offset), position.len as usize)
            .map_err(|error| store_error(&format!("reading `{}`", name()), &error))?;
        let mark = frame::mark_of_frame(segment.salt, position.segment, position.offset);
        match frame::parse_frame(&bytes, mark) {
            Ok(frame) if frame.len == position.len => Ok(bytes.into()),
            Ok(_) => {
                Err(damaged_frame(position, "the length of a frame differs from that in the pointer to it"))
            }
            Err(what) => Err(damaged_frame(position, what)),
        }
    }

    /// Closes a segment, so that the next read opens it again.
    pub(crate) fn forget(&self, segment: u32) {
        self.open.lock().remove(&segment);
    }

    fn segment(&self, number: u32) -> Result<Segment, StoreError> {
        if let Some(segment) = self.open.lock().get(&number) {
            return Ok(segment.clone());
        }
        let failed =
            |error: io::Error| store_error(&format!("opening `{}`", segment_file_name(number)), &error);
        let file = self.disk.open(&segment_file_name(number)).map_err(failed)?;
        let header = Header::decode(&file.read_up_to(0, HEADER as usize).map_err(failed)?);
        let Ok(Header { salt, .. }) = header else {
            return Err(StoreError::Corrupt(format!(
                "`{}` has no readable header",
                segment_file_name(number)
            )));
        };
        let segment = Segment { file, salt };
        let mut open = self.open.lock();
        if open.len() >= OPEN_FILES {
            // Closes any one: it is unknown which one is needed next.
            if let Some(other) = open.keys().next().copied() {
                open.remove(&other);
            }
        }
        open.insert(number, segment.clone());
        Ok(segment)
    }
}

/// The error for a damaged frame at `position`.
pub(crate) fn damaged_frame(position: Position, what: &str) -> StoreError {
    StoreError::Corrupt(format!(
        "`{}`, byte {}: {what}",
        segment_file_name(position.segment),
        position.offset
    ))
}
