//! A survey of the log: how much of each segment is live. What a later frame replaces is dead: the frames of a run before it
//! was rewritten or forgotten, and all but the newest revision of a document. It knows where the newest frame of each run is,
//! so that the index is not believed alone about what may be destroyed.

use std::collections::{BTreeMap, HashMap};

use towpath_journal::RunId;

use crate::disk::Disk;
use crate::error::OpenError;
use crate::frame::{CommitBody, Frame, FrameKind, Position, parse_documents, parse_forgotten};
use crate::overlay::Mark;
use crate::recovery;
use crate::rewritten::Rewritten;
use crate::segment::HEADER;

/// Bytes of frames in segments.
type Shares = Vec<(u32, u64)>;

/// The frames of a run that is live.
#[derive(Debug, Default)]
struct LiveRun {
    shares: Shares,
    last: Position,
}

/// The newest revision of a document.
#[derive(Debug)]
struct Newest {
    segment: u32,
    bytes: u64,
    revision: u64,
}

/// The result of a survey.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    runs: HashMap<RunId, LiveRun>,
    documents: HashMap<Vec<u8>, Newest>,
    /// Bytes of each segment.
    totals: BTreeMap<u32, u64>,
}

/// The live bytes of each segment, and all bytes.
pub(crate) type Live = BTreeMap<u32, (u64, u64)>;

impl Survey {
    /// Reads the log from segment `from` to `end`. The result has the closed segments; what the open one replaces is dead in them.
    /// `goes_on` is asked before each segment; `None`: it said no.
    pub(crate) fn of(
        disk: &dyn Disk,
        from: u32,
        end: Mark,
        goes_on: impl Fn() -> bool,
    ) -> Result<Option<Self>, OpenError> {
        let mut survey = Self::default();
        for number in from..=end.segment {
            if !goes_on() {
                return Ok(None);
            }
            let Some(mut loaded) = recovery::load_segment(disk, number)? else { continue };
            if number == end.segment {
                // The committer may be writing after this offset.
                loaded.bytes.truncate(end.end as usize);
            } else {
                survey.totals.insert(number, loaded.bytes.len() as u64);
            }
            loaded.walk(HEADER, |position, frame| {
                survey.frame(position, frame);
                Ok(())
            })?;
        }
        Ok(Some(survey))
    }

    /// Whether the log has a frame of the run, or one that is newer than `last`, where the index says `last`.
    pub(crate) fn has_newer_than(&self, run: RunId, last: Option<Position>) -> bool {
        self.runs.get(&run).is_some_and(|live| last.is_none_or(|last| last < live.last))
    }

    /// Whether the log has a newer revision of the document than the index.
    pub(crate) fn has_newer_revision(&self, key: &[u8], revision: Option<u64>) -> bool {
        self.documents.get(key).is_some_and(|newest| revision.is_none_or(|known| known < newest.revision))
    }

    fn frame(&mut self, position: Position, frame: &Frame<'_>) {
        let bytes = u64::from(frame.len);
        match frame.kind {
            FrameKind::Commit => {
                if let Some(body) = CommitBody::parse(frame.body) {
                    self.add(body.run, position, bytes);
                }
            }
            FrameKind::Rewritten => {
                if let Some(rewritten) = Rewritten::parse(frame.body) {
                    self.runs.remove(&rewritten.run);
                    self.add(rewritten.run, position, bytes);
                }
            }
            FrameKind::Forgotten => {
                for forgotten in parse_forgotten(frame.body).unwrap_or_default() {
                    self.runs.remove(&forgotten.run);
                }
            }
            FrameKind::Documents | FrameKind::Kept => {
                for (key, document) in parse_documents(frame.body).unwrap_or_default() {
                    let bytes = document.bytes() + key.len() as u64;
                    let newest = Newest { segment: position.segment, bytes, revision: document.revision };
                    self.documents.insert(key, newest);
                }
            }
        }
    }

    fn add(&mut self, run: RunId, position: Position, bytes: u64) {
        let live = self.runs.entry(run).or_default();
        live.last = position;
        match live.shares.last_mut() {
            Some((last, sum)) if *last == position.segment => *sum += bytes,
            _ => live.shares.push((position.segment, bytes)),
        }
    }

    /// The live bytes of each closed segment.
    pub(crate) fn live(&self) -> Live {
        let mut live: Live = self.totals.iter().map(|(number, total)| (*number, (0, *total))).collect();
        let runs = self.runs.values().flat_map(|run| run.shares.iter().copied());
        let shares = runs.chain(self.documents.values().map(|newest| (newest.segment, newest.bytes)));
        for (segment, bytes) in shares {
            if let Some((sum, _)) = live.get_mut(&segment) {
                *sum += bytes;
            }
        }
        live
    }
}
