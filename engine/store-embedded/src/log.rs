//! The writing end of the log: groups of frames, each made durable at once, and what is done after a failure.
//!
//! After a failed write or sync the segment is opened again, cut back to what was durable and synced; only
//! then anything else is written. A file whose sync failed is never written again: its successor takes over.

use std::io;
use std::sync::Arc;

use towpath_journal::StoreError;

use crate::disk::{Disk, DiskFile};
use crate::error::store_error;
use crate::frame::{self, Position};
use crate::segment::{self, HEADER, Header, Segments};

/// A segment never holds more, so that offsets fit into 32 bits with room for one more group.
const LARGEST_SEGMENT: u32 = 1 << 30;

/// Appends groups. One writer has it.
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

/// What has to be done before the next group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    /// A write failed: bytes after `end` must go.
    CutBack,
    /// A sync failed: what is after `end` must go, and nothing more may be written to this file.
    Abandon,
    /// A successor was begun, and may be there: nothing more may be written to this segment.
    Successor,
}

impl Log {
    /// Goes on after the last durable frame (or header) of the newest segment.
    pub(crate) fn resume(
        disk: Arc<dyn Disk>,
        segments: Arc<Segments>,
        options: &crate::Options,
        tail: Tail,
    ) -> io::Result<Self> {
        let file = disk.open(&segment::name(tail.header.segment))?;
        Ok(Self {
            disk,
            segments,
            segment_bytes: options.segment_bytes.min(LARGEST_SEGMENT),
            salt: options.salt,
            current: tail.header,
            file,
            end: tail.end,
            last: tail.last,
            state: State::Ready,
            buffer: Vec::new(),
        })
    }

    /// Makes sure that a group of up to `bytes` can be placed.
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

    /// Puts a frame into the group and tells where it will stand.
    pub(crate) fn place(&mut self, frame: &[u8], previous: Position) -> Position {
        let start = self.buffer.len();
        // INVARIANT: a group is bounded by the committer and a segment by LARGEST_SEGMENT, so this fits.
        let offset = self.end + start as u32;
        self.buffer.extend_from_slice(frame);
        let mark = frame::mark(self.current.salt, self.current.segment, offset);
        frame::seal(&mut self.buffer[start..], mark, self.end, previous);
        Position { segment: self.current.segment, offset, len: frame.len() as u32 }
    }

    /// Writes the group and makes it durable; gives the checksum of its last frame.
    ///
    /// # Errors
    /// Nothing of the group remains, or the log refuses everything until that is so.
    pub(crate) fn commit(&mut self, last: Position) -> Result<u32, StoreError> {
        let name = || segment::name(self.current.segment);
        let failure = match self.file.write_all_at(&self.buffer, u64::from(self.end)) {
            Ok(()) => match self.file.sync() {
                Ok(()) => {
                    let crc = frame::crc(&self.buffer[(last.offset - self.end) as usize..]);
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
            // Now it is not certain that nothing remains, so this is no longer just a full disk.
            Err(further) => Err(StoreError::Io(format!("{failure}; then {further}"))),
        }
    }

    /// Takes back what may stand after the last durable frame.
    fn cut_back(&mut self) -> Result<(), StoreError> {
        let name = segment::name(self.current.segment);
        self.segments.forget(self.current.segment);
        let cut = || -> io::Result<Arc<dyn DiskFile>> {
            let file = self.disk.open(&name)?;
            file.set_len(u64::from(self.end))?;
            file.sync()?;
            Ok(file)
        };
        // A sync that fails here is not believed when it is repeated either: the file is opened anew each time,
        // its last frame read back, and a successor takes over.
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
        let header = Header { segment: self.current.segment + 1, salt: self.salt };
        self.file = create_segment(&*self.disk, header)
            .map_err(|error| store_error(&format!("creating `{}`", segment::name(header.segment)), &error))?;
        self.current = header;
        self.end = HEADER;
        self.last = Position::NOWHERE;
        self.state = State::Ready;
        Ok(())
    }
}

/// Where the log ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tail {
    pub(crate) header: Header,
    /// Offset after the last frame, or after the header.
    pub(crate) end: u32,
    /// The last frame of this segment.
    pub(crate) last: Position,
}

/// Creates a segment without frames, durably; what an earlier attempt left is replaced.
pub(crate) fn create_segment(disk: &dyn Disk, header: Header) -> io::Result<Arc<dyn DiskFile>> {
    let name = segment::name(header.segment);
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
