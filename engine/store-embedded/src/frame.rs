//! Frames, the units of the log. A frame is a commit to the journal of one run, or a batch of document changes.
//!
//! ```text
//! len u32 | crc32c u32 over len and payload | payload:
//!   mark u32   crc32c of the segment's salt, its number and this offset: true only here
//!   group u32  offset of the first frame that was made durable together with this one
//!   kind u8    1 commit, 2 documents, 3 forgotten runs, 4 rewritten journal, 5 kept documents
//!   previous   segment u32, offset u32, len u32 of the run's frame before; zeros when there is none
//!   body
//! ```
//! This file also encodes bodies and decides which records go to blobs. It does not write frames.
//!
//! How the bytes of records are written and read is decided here alone: `prepare_commit` writes them, `CommitBody::records`
//! reads them for `reader.rs` and `check.rs`. The number of the format is in `segment.rs`.

use bytes::Bytes;
use towpath_journal::{Claim, Commit, Digest, RunHead, RunId, StoreError};
use uuid::Uuid;

use crate::codec::{Reader, put_bytes};

/// Bytes before the payload.
pub(crate) const PREFIX: usize = 8;
/// Bytes before the body.
pub(crate) const BODY: usize = PREFIX + 21;
/// Larger records and document contents go to blobs. A little under 64 KiB, so that an index value, with its overhead, stays
/// under 64 KiB.
pub(crate) const INLINE_BYTES: usize = 60 << 10;
/// When the records of a commit, or the contents of a batch, exceed this together, further ones go to blobs too.
pub(crate) const INLINE_TOTAL: usize = 8 << 20;
/// Maximum size of heads, claims and document keys. The index stores them directly, and supports no large values.
const LARGEST_HEAD: usize = 32 << 10;
/// Maximum size of a frame.
pub(crate) const LARGEST_FRAME: usize = 256 << 20;

const INLINE: u8 = 0;
const IN_BLOB: u8 = 1;

/// The position of a frame in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Position {
    /// Number of the segment, from 1 on; 0: nowhere.
    pub(crate) segment: u32,
    /// Offset of the frame in it.
    pub(crate) offset: u32,
    /// Bytes of the whole frame.
    pub(crate) len: u32,
}

impl Position {
    /// No frame.
    pub(crate) const NOWHERE: Self = Self { segment: 0, offset: 0, len: 0 };

    pub(crate) fn is_somewhere(self) -> bool {
        self.segment != 0
    }

    /// Offset of the byte after it.
    pub(crate) fn end(self) -> u32 {
        self.offset.saturating_add(self.len)
    }

    pub(crate) fn encode(self) -> [u8; 12] {
        let mut out = [0; 12];
        out[..4].copy_from_slice(&self.segment.to_le_bytes());
        out[4..8].copy_from_slice(&self.offset.to_le_bytes());
        out[8..].copy_from_slice(&self.len.to_le_bytes());
        out
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { segment: reader.u32()?, offset: reader.u32()?, len: reader.u32()? })
    }
}

/// The kind of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrameKind {
    Commit,
    Documents,
    /// Runs that are forgotten. Since format 2.
    Forgotten,
    /// The whole journal of a run, written again. Since format 2.
    Rewritten,
    /// Revisions of documents, written again. Since format 2.
    Kept,
}

/// Begins a frame, with space for the fields that depend on its position; see [`seal_frame`].
pub(crate) fn begin_frame(kind: FrameKind) -> Vec<u8> {
    let mut frame = Vec::with_capacity(1024);
    frame.resize(BODY, 0);
    frame[PREFIX + 8] = match kind {
        FrameKind::Commit => 1,
        FrameKind::Documents => 2,
        FrameKind::Forgotten => 3,
        FrameKind::Rewritten => 4,
        FrameKind::Kept => 5,
    };
    frame
}

/// Fills in the fields that depend on the position. Then the bytes are those of the log.
pub(crate) fn seal_frame(frame: &mut [u8], mark: u32, group: u32, previous: Position) {
    let len = (frame.len() - PREFIX) as u32;
    frame[..4].copy_from_slice(&len.to_le_bytes());
    frame[PREFIX..PREFIX + 4].copy_from_slice(&mark.to_le_bytes());
    frame[PREFIX + 4..PREFIX + 8].copy_from_slice(&group.to_le_bytes());
    frame[PREFIX + 9..BODY].copy_from_slice(&previous.encode());
    let crc = checksum(frame);
    frame[4..8].copy_from_slice(&crc.to_le_bytes());
}

/// The mark of a frame at `offset` of a segment.
pub(crate) fn mark_of_frame(salt: u32, segment: u32, offset: u32) -> u32 {
    let mut place = [0; 12];
    place[..4].copy_from_slice(&salt.to_le_bytes());
    place[4..8].copy_from_slice(&segment.to_le_bytes());
    place[8..].copy_from_slice(&offset.to_le_bytes());
    crc32c::crc32c(&place)
}

fn checksum(frame: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&frame[..4]), &frame[PREFIX..])
}

/// The checksum of a sealed frame.
pub(crate) fn crc_of_frame(frame: &[u8]) -> u32 {
    u32::from_le_bytes([frame[4], frame[5], frame[6], frame[7]])
}

/// A frame read from the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) crc: u32,
    /// Offset of the group's first frame in the same segment.
    pub(crate) group: u32,
    pub(crate) kind: FrameKind,
    pub(crate) previous: Position,
    pub(crate) body: &'a [u8],
    /// Bytes of the whole frame.
    pub(crate) len: u32,
}

/// Reads the frame at the start of `bytes`, which must have `mark`. The error says what is wrong.
pub(crate) fn parse_frame(bytes: &[u8], mark: u32) -> Result<Frame<'_>, &'static str> {
    let mut reader = Reader::new(bytes);
    let (Some(len), Some(crc)) = (reader.u32(), reader.u32()) else {
        return Err("it ends in the middle of a frame's length");
    };
    let whole = usize::try_from(len).unwrap_or(usize::MAX).saturating_add(PREFIX);
    if !(BODY..=LARGEST_FRAME).contains(&whole) {
        return Err("a frame's length is impossible");
    }
    let Some(frame) = bytes.get(..whole) else { return Err("it ends in the middle of a frame") };
    if checksum(frame) != crc {
        return Err("a frame's checksum is wrong");
    }
    if frame[PREFIX..PREFIX + 4] != mark.to_le_bytes() {
        return Err("a frame is at another position than it was written");
    }
    parse_checked(frame).ok_or("a frame is of an unknown kind")
}

/// Reads a whole frame that is already checked.
pub(crate) fn parse_checked(frame: &[u8]) -> Option<Frame<'_>> {
    let mut reader = Reader::new(frame);
    let (_len, crc, _mark, group) = (reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?);
    let kind = match reader.u8()? {
        1 => FrameKind::Commit,
        2 => FrameKind::Documents,
        3 => FrameKind::Forgotten,
        4 => FrameKind::Rewritten,
        5 => FrameKind::Kept,
        _ => return None,
    };
    let previous = Position::decode(&mut reader)?;
    Some(Frame { crc, group, kind, previous, body: reader.rest(), len: frame.len() as u32 })
}

/// A commit that is encoded for the log, except for its position.
#[derive(Debug)]
pub(crate) struct PreparedCommit {
    pub(crate) commit: Commit,
    /// The encoded head, as in the log and in the index.
    pub(crate) head: Bytes,
    pub(crate) frame: Vec<u8>,
}

/// The indexes of the records that go to blobs.
pub(crate) fn outsized_records(records: &[Bytes]) -> Vec<usize> {
    let mut total = 0;
    let mut chosen = Vec::new();
    for (index, record) in records.iter().enumerate() {
        // A reference takes about 100 bytes, so shorter records stay inline.
        if record.len() > INLINE_BYTES || (record.len() > 100 && total + record.len() > INLINE_TOTAL) {
            chosen.push(index);
        } else {
            total += record.len();
        }
    }
    chosen
}

/// Encodes a commit. `blobs`: the records that are in blobs, by index, in order.
pub(crate) fn prepare_commit(
    commit: Commit,
    blobs: &[(usize, Digest)],
) -> Result<PreparedCommit, StoreError> {
    let head = json_for_index(&commit.head, "the head of the run")?;
    let mut frame = begin_frame(FrameKind::Commit);
    frame.extend_from_slice(commit.head.run.0.as_bytes());
    frame.extend_from_slice(&commit.head.term.to_le_bytes());
    frame.extend_from_slice(&commit.first.to_le_bytes());
    frame.extend_from_slice(&(commit.records.len() as u32).to_le_bytes());
    put_bytes(&mut frame, &head);
    match &commit.claim {
        Some(claim) => put_bytes(&mut frame, &json_for_index(claim, "the idempotency key")?),
        None => put_bytes(&mut frame, &[]),
    }
    let mut blobs = blobs.iter().peekable();
    for (index, record) in commit.records.iter().enumerate() {
        if let Some((_, digest)) = blobs.next_if(|(of, _)| *of == index) {
            frame.push(IN_BLOB);
            put_bytes(&mut frame, digest.0.as_bytes());
        } else {
            frame.push(INLINE);
            put_bytes(&mut frame, record);
        }
    }
    if frame.len() > LARGEST_FRAME {
        return Err(StoreError::Io(format!("a commit of {} bytes is too large", frame.len())));
    }
    Ok(PreparedCommit { commit, head: head.into(), frame })
}

/// Encodes a value that the index stores directly.
fn json_for_index(value: &impl serde::Serialize, what: &str) -> Result<Vec<u8>, StoreError> {
    let text = serde_json::to_vec(value).map_err(|error| StoreError::Io(format!("{what}: {error}")))?;
    if text.len() > LARGEST_HEAD {
        return Err(StoreError::Io(format!("{what} is larger than {LARGEST_HEAD} bytes")));
    }
    Ok(text)
}

/// The body of the frame of a commit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CommitBody<'a> {
    pub(crate) run: RunId,
    pub(crate) term: u64,
    pub(crate) first: u64,
    pub(crate) count: u32,
    /// JSON of the head.
    pub(crate) head: &'a [u8],
    /// JSON of the claim; empty if there is none.
    pub(crate) claim: &'a [u8],
    records: Reader<'a>,
}

/// One record in the frame of a commit.
pub(crate) enum StoredRecord<'a> {
    Inline(&'a [u8]),
    Blob(Digest),
}

impl<'a> CommitBody<'a> {
    pub(crate) fn parse(body: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        Some(Self {
            run: RunId(Uuid::from_bytes(reader.array()?)),
            term: reader.u64()?,
            first: reader.u64()?,
            count: reader.u32()?,
            head: reader.bytes()?,
            claim: reader.bytes()?,
            records: reader,
        })
    }

    pub(crate) fn head(&self) -> Option<RunHead> {
        serde_json::from_slice(self.head).ok()
    }

    /// `None` if it cannot be read; `Some(None)` if there is none.
    pub(crate) fn claim(&self) -> Option<Option<Claim>> {
        if self.claim.is_empty() { Some(None) } else { serde_json::from_slice(self.claim).ok().map(Some) }
    }

    pub(crate) fn records(&self) -> Option<Vec<StoredRecord<'a>>> {
        let mut reader = self.records;
        (0..self.count)
            .map(|_| match reader.u8()? {
                INLINE => reader.bytes().map(StoredRecord::Inline),
                IN_BLOB => reader.text().map(|digest| StoredRecord::Blob(Digest(digest.to_owned()))),
                _ => None,
            })
            .collect()
    }
}

/// The stored content of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StoredContent {
    /// Deleted. Only the revision is kept.
    Deleted,
    Inline(Bytes),
    Blob(Digest),
}

/// One stored revision of a document, in the log and in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredDocument {
    pub(crate) revision: u64,
    pub(crate) content: StoredContent,
}

impl StoredDocument {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = self.revision.to_le_bytes().to_vec();
        match &self.content {
            StoredContent::Deleted => out.push(0),
            StoredContent::Inline(content) => {
                out.push(1);
                out.extend_from_slice(content);
            }
            StoredContent::Blob(digest) => {
                out.push(2);
                out.extend_from_slice(digest.0.as_bytes());
            }
        }
        out
    }

    /// About how many bytes it takes in the log.
    pub(crate) fn bytes(&self) -> u64 {
        let content = match &self.content {
            StoredContent::Deleted => 0,
            StoredContent::Inline(content) => content.len(),
            StoredContent::Blob(digest) => digest.0.len(),
        };
        content as u64 + 17
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let revision = reader.u64()?;
        let content = match reader.u8()? {
            0 => StoredContent::Deleted,
            1 => StoredContent::Inline(Bytes::copy_from_slice(reader.rest())),
            2 => StoredContent::Blob(Digest(std::str::from_utf8(reader.rest()).ok()?.to_owned())),
            _ => return None,
        };
        Some(Self { revision, content })
    }
}

/// Encodes a frame of documents, each with the key in the index and the stored revision: of changes, or of revisions that are
/// written again.
pub(crate) fn documents_frame<'a>(
    kind: FrameKind,
    changes: impl Iterator<Item = (&'a [u8], &'a StoredDocument)>,
) -> Vec<u8> {
    let mut frame = begin_frame(kind);
    for (key, document) in changes {
        put_bytes(&mut frame, key);
        put_bytes(&mut frame, &document.encode());
    }
    frame
}

/// A run that is forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForgottenRun {
    pub(crate) run: RunId,
    /// The idempotency key that it had.
    pub(crate) claim: Option<String>,
}

/// Encodes a frame of forgotten runs.
pub(crate) fn forgotten_frame(runs: &[ForgottenRun]) -> Vec<u8> {
    let mut frame = begin_frame(FrameKind::Forgotten);
    for ForgottenRun { run, claim } in runs {
        frame.extend_from_slice(run.0.as_bytes());
        frame.push(u8::from(claim.is_some()));
        put_bytes(&mut frame, claim.as_deref().unwrap_or_default().as_bytes());
    }
    frame
}

/// Decodes the body of a frame of forgotten runs.
pub(crate) fn parse_forgotten(body: &[u8]) -> Option<Vec<ForgottenRun>> {
    let mut reader = Reader::new(body);
    let mut runs = Vec::new();
    while !reader.rest().is_empty() {
        let run = RunId(Uuid::from_bytes(reader.array()?));
        let has_claim = reader.u8()? == 1;
        let claim = reader.text()?.to_owned();
        runs.push(ForgottenRun { run, claim: has_claim.then_some(claim) });
    }
    Some(runs)
}

/// Decodes the changes in the body of a frame of document changes.
pub(crate) fn parse_documents(body: &[u8]) -> Option<Vec<(Vec<u8>, StoredDocument)>> {
    let mut reader = Reader::new(body);
    let mut changes = Vec::new();
    while !reader.rest().is_empty() {
        changes.push((reader.bytes()?.to_vec(), StoredDocument::decode(reader.bytes()?)?));
    }
    Some(changes)
}
