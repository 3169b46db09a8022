//! The frame of a rewritten journal: the bodies of all commits of one run, in order. Together they take one frame, so that a crash
//! leaves all of them or none. Large journals are in a blob.
//!
//! ```text
//! run (16 bytes) | head as JSON, claim as JSON or empty (length u32, bytes)
//! 0 and the bodies, or 1 and the digest of the blob that has them (length u32, bytes)
//! bodies, repeated: length u32, the body of a commit
//! ```

use bytes::Bytes;
use towpath_journal::{Claim, Digest, RunHead, RunId};
use uuid::Uuid;

use crate::codec::{Reader, put_bytes};
use crate::frame::{CommitBody, FrameKind, begin_frame};

/// Larger journals go to a blob.
pub(crate) const INLINE_BYTES: usize = 1 << 20;

const INLINE: u8 = 0;
const IN_BLOB: u8 = 1;

/// Where the bodies of a rewritten journal are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bodies {
    Inline(Bytes),
    Blob(Digest),
}

/// The body of the frame of a rewritten journal.
#[derive(Debug)]
pub(crate) struct Rewritten<'a> {
    pub(crate) run: RunId,
    /// JSON of the head.
    pub(crate) head: &'a [u8],
    claim: &'a [u8],
    pub(crate) bodies: Bodies,
}

impl<'a> Rewritten<'a> {
    pub(crate) fn parse(body: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        let run = RunId(Uuid::from_bytes(reader.array()?));
        let (head, claim) = (reader.bytes()?, reader.bytes()?);
        let bodies = match reader.u8()? {
            INLINE => Bodies::Inline(Bytes::copy_from_slice(reader.bytes()?)),
            IN_BLOB => Bodies::Blob(Digest(reader.text()?.to_owned())),
            _ => return None,
        };
        Some(Self { run, head, claim, bodies })
    }

    pub(crate) fn head(&self) -> Option<RunHead> {
        serde_json::from_slice(self.head).ok()
    }

    /// `None` if it cannot be read; `Some(None)` if there is none.
    pub(crate) fn claim(&self) -> Option<Option<Claim>> {
        if self.claim.is_empty() { Some(None) } else { serde_json::from_slice(self.claim).ok().map(Some) }
    }
}

/// Encodes the bodies of commits, oldest first.
pub(crate) fn encode_bodies(bodies: &[Bytes]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bodies.iter().map(|body| body.len() + 4).sum());
    for body in bodies {
        put_bytes(&mut out, body);
    }
    out
}

/// Decodes the bodies of commits, oldest first.
pub(crate) fn decode_bodies(content: &Bytes) -> Option<Vec<Bytes>> {
    let mut reader = Reader::new(content);
    let mut bodies = Vec::new();
    while !reader.rest().is_empty() {
        bodies.push(content.slice_ref(reader.bytes()?));
    }
    Some(bodies)
}

/// Encodes the frame of a journal whose commits have these bodies, oldest first. `None` if they are not readable.
pub(crate) fn rewritten_frame(commits: &[Bytes], bodies: &Bodies) -> Option<Vec<u8>> {
    let first = CommitBody::parse(commits.first()?)?;
    let last = CommitBody::parse(commits.last()?)?;
    let mut frame = begin_frame(FrameKind::Rewritten);
    frame.extend_from_slice(last.run.0.as_bytes());
    put_bytes(&mut frame, last.head);
    put_bytes(&mut frame, first.claim);
    match bodies {
        Bodies::Inline(content) => {
            frame.push(INLINE);
            put_bytes(&mut frame, content);
        }
        Bodies::Blob(digest) => {
            frame.push(IN_BLOB);
            put_bytes(&mut frame, digest.0.as_bytes());
        }
    }
    Some(frame)
}
