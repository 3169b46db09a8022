//! Writes the log: makes groups of frames durable, and recovers from failures.
//!
//! After a failed write or sync, the segment is opened again, cut back to its durable part and synced, before anything else
//! is written. A file whose sync failed is never written again: a new segment continues the log.

use std::io;
use std::sync::Arc;

use towpath_journal::StoreError;

use crate::disk::{Disk, DiskFile};
use crate::error::store_error;
use crate::frame::{self, Position};
use crate::segment::{self, FORMAT, HEADER, Header, Segments};

/// Maximum size of a segment, so that offsets fit into 32 bits with room for one more group.
const LARGEST_SEGMENT: u32 = 1 << 30;

/// Appends groups. It has one owner.
pub(crate) struct Log {
    disk: Arc<dyn Disk>,
    segments: Arc<Segments>,
    segment_bytes: u32,
    salt: u32,
    current: Header,
    file: Arc<dyn DiskFile>,
    /// Offset after the last durable frame.
    end: u32,
    /// The last durable frame of this segment.
    last: Position,
    state: State,
    buffer: Vec<u8>,
}

/// What must be done before the next group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    /// A write failed: bytes after `end` must be removed.
    CutBack,
    /// A sync failed: bytes after `end` must be removed, and this file may not be written again.
    Abandon,
    /// This segment may not be written again: a new one was started and may exist, or this one has an older format.
    Successor,
}

impl Log {
    /// Continues after the last durable frame (or header) of the newest segment. If that has an older format, the next group
    /// begins a new segment: a segment has one format.
    pub(crate) fn resume(
        disk: Arc<dyn Disk>,
        segments: Arc<Segments>,
        options: &crate::Options,
        tail: Tail,
    ) -> io::Result<Self> {
        let file = disk.open(&segment::segment_file_name(tail.header.segment))?;
        Ok(Self {
            disk,
            segments,
            segment_bytes: options.segment_bytes.min(LARGEST_SEGMENT),
            salt: options.salt,
            current: tail.header,
            file,
            end: tail.end,
            last: tail.last,
            state: if tail.header.format < FORMAT { State::Successor } else { State::Ready },
            buffer: Vec::new(),
        })
    }

    /// Prepares for a group of up to `bytes`.
    ///
    /// # Errors
    /// The log cannot be written now; the next group tries again.
    pub(crate) fn begin(&mut self, bytes: usize) -> Result<(), StoreError> {
        self.buffer.clear();
        if matches!(self.state, State::CutBack | State::Abandon) {
            self.cut_back()?;
        }
        let full = self.end > HEADER && self.end as usize + bytes > self.segment_bytes as usize;
        if full || self.state == State::Successor {
            self.state = State::Successor;
            self.rotate()?;
        }
        Ok(())
    }

    /// Adds a frame to the group and returns its position.
    pub(crate) fn place(&mut self, frame: &[u8], previous: Position) -> Position {
        let start = self.buffer.len();
        // INVARIANT: a group is bounded by the committer and a segment by LARGEST_SEGMENT, so this fits.
        let offset = self.end + start as u32;
        self.buffer.extend_from_slice(frame);
        let mark = frame::mark_of_frame(self.current.salt, self.current.segment, offset);
        frame::seal_frame(&mut self.buffer[start..], mark, self.end, previous);
        Position { segment: self.current.segment, offset, len: frame.len() as u32 }
    }

    /// Writes the group and makes it durable. Returns the checksum of its last frame.
    ///
    /// # Errors
    /// Nothing of the group remains. If that is not certain, the log refuses all commits until it is.
    pub(crate) fn commit(&mut self, last: Position) -> Result<u32, StoreError> {
        let name = || segment::segment_file_name(self.current.segment);
        let failure = match self.file.write_all_at(&self.buffer, u64::from(self.end)) {
            Ok(()) => match self.file.sync() {
                Ok(()) => {
                    let crc = frame::crc_of_frame(&self.buffer[(last.offset - self.end) as usize..]);
                    self.end = last.end();
                    self.last = last;
                    return Ok(crc);
                }
                Err(error) => {
                    self.state = State::Abandon;
                    store_error(&format!("syncing `{}`", name()), &error)
                }
            },
            Err(error) => {
                self.state = State::CutBack;
                store_error(&format!("writing `{}`", name()), &error)
            }
        };
        tracing::error!(%failure, "a group of commits was not written");
        match self.cut_back() {
            Ok(()) => Err(failure),
            // It is not certain that nothing remains, so this is not reported as a full disk.
            Err(further) => Err(StoreError::Io(format!("{failure}; then {further}"))),
        }
    }

    /// Removes bytes after the last durable frame.
    fn cut_back(&mut self) -> Result<(), StoreError> {
        let name = segment::segment_file_name(self.current.segment);
        self.segments.forget(self.current.segment);
        let cut = || -> io::Result<Arc<dyn DiskFile>> {
            let file = self.disk.open(&name)?;
            file.set_len(u64::from(self.end))?;
            file.sync()?;
            Ok(file)
        };
        // If a sync fails here, a repeated sync of the same handle cannot be trusted: the file is opened again each time,
        // its last frame is read back, and a new segment continues.
        self.file = match cut() {
            Ok(file) => file,
            Err(error) => {
                self.state = State::Abandon;
                return Err(store_error(&format!("cutting `{name}` back"), &error));
            }
        };
        if self.last.is_somewhere() {
            self.segments.read(self.last)?;
        }
        self.state = if self.state == State::Abandon { State::Successor } else { State::Ready };
        Ok(())
    }

    fn rotate(&mut self) -> Result<(), StoreError> {
        let header = Header::new(self.current.segment + 1, self.salt);
        self.file = create_segment(&*self.disk, header).map_err(|error| {
            store_error(&format!("creating `{}`", segment::segment_file_name(header.segment)), &error)
        })?;
        self.current = header;
        self.end = HEADER;
        self.last = Position::NOWHERE;
        self.state = State::Ready;
        Ok(())
    }
}

/// The end of the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tail {
    pub(crate) header: Header,
    /// Offset after the last frame, or after the header.
    pub(crate) end: u32,
    /// The last frame of this segment.
    pub(crate) last: Position,
}

/// Creates an empty segment durably. Replaces the leftover of an earlier attempt.
pub(crate) fn create_segment(disk: &dyn Disk, header: Header) -> io::Result<Arc<dyn DiskFile>> {
    let name = segment::segment_file_name(header.segment);
    let file = match disk.create(&name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            disk.remove(&name)?;
            disk.create(&name)?
        }
        result => result?,
    };
    file.write_all_at(&header.encode(), 0)?;
    file.sync()?;
    disk.sync_folder(segment::FOLDER)?;
    Ok(file)
}
