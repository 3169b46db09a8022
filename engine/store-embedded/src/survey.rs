//! A survey of the log: how much of each segment is live. What a later frame replaces is dead: the frames of a run before it
//! was rewritten or forgotten, and all but the newest revision of a document.

use std::collections::{BTreeMap, HashMap};

use towpath_journal::RunId;

use crate::disk::Disk;
use crate::error::OpenError;
use crate::frame::{CommitBody, Frame, FrameKind, parse_documents, parse_forgotten};
use crate::overlay::Mark;
use crate::recovery;
use crate::rewritten::Rewritten;
use crate::segment::HEADER;

/// Bytes of frames in segments.
type Shares = Vec<(u32, u64)>;

/// The result of a survey.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    runs: HashMap<RunId, Shares>,
    documents: HashMap<Vec<u8>, (u32, u64)>,
    /// Bytes of each segment.
    totals: BTreeMap<u32, u64>,
}

/// The live bytes of each segment, and all bytes.
pub(crate) type Live = BTreeMap<u32, (u64, u64)>;

impl Survey {
    /// Reads the log from segment `from` to `end`. The result has the closed segments; what the open one replaces is dead in them.
    pub(crate) fn of(disk: &dyn Disk, from: u32, end: Mark) -> Result<Live, OpenError> {
        let mut survey = Self::default();
        for number in from..=end.segment {
            let Some(mut loaded) = recovery::load_segment(disk, number)? else { continue };
            if number == end.segment {
                // The committer may be writing after this offset.
                loaded.bytes.truncate(end.end as usize);
            } else {
                survey.totals.insert(number, loaded.bytes.len() as u64);
            }
            loaded.walk(HEADER, |position, frame| {
                survey.frame(position.segment, frame);
                Ok(())
            })?;
        }
        Ok(survey.live())
    }

    fn frame(&mut self, segment: u32, frame: &Frame<'_>) {
        let bytes = u64::from(frame.len);
        match frame.kind {
            FrameKind::Commit => {
                if let Some(body) = CommitBody::parse(frame.body) {
                    self.add(body.run, segment, bytes);
                }
            }
            FrameKind::Rewritten => {
                if let Some(rewritten) = Rewritten::parse(frame.body) {
                    self.runs.remove(&rewritten.run);
                    self.add(rewritten.run, segment, bytes);
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
                    self.documents.insert(key, (segment, bytes));
                }
            }
        }
    }

    fn add(&mut self, run: RunId, segment: u32, bytes: u64) {
        let shares = self.runs.entry(run).or_default();
        match shares.last_mut() {
            Some((last, sum)) if *last == segment => *sum += bytes,
            _ => shares.push((segment, bytes)),
        }
    }

    fn live(self) -> Live {
        let mut live: Live = self.totals.into_iter().map(|(number, total)| (number, (0, total))).collect();
        let shares = self.runs.into_values().flatten().chain(self.documents.into_values());
        for (segment, bytes) in shares {
            if let Some((sum, _)) = live.get_mut(&segment) {
                *sum += bytes;
            }
        }
        live
    }
}
