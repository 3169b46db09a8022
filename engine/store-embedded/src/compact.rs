//! Compaction: gives the space of forgotten runs and old revisions back while the store is open.
//!
//! The oldest segment is compacted first: what is live of it is written again at the end of the log, as any commit is, and then
//! the segment is removed. So the log is always one range of segments, and a replay of it needs no other order. A run of which
//! a frame is in the segment is rewritten whole, as one frame, because frames point backward. A crash at any step leaves
//! frames twice, which changes nothing, or a segment that opening removes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};
use towpath_journal::{RunId, StoreError};

use crate::collect;
use crate::committer::{Kept, Request, Rewriting};
use crate::disk::Disk;
use crate::error::store_error;
use crate::frame::{CommitBody, FrameKind, StoredDocument, parse_documents};
use crate::indexer::Signal;
use crate::pins::Pins;
use crate::reader::Reader;
use crate::recovery;
use crate::rewritten::{self, Bodies, Rewritten};
use crate::segment::{self, HEADER};
use crate::start;
use crate::survey::Survey;

/// The log is compacted when more than one byte in this many is dead, and until less than one in four is.
const DEAD_ONE_IN: u64 = 2;
const ENOUGH_ONE_IN: u64 = 4;
/// Documents that are written again together.
const BATCH: usize = 256;
/// How often a run is read and written again that grows meanwhile.
const TRIES: usize = 3;

/// The compactor. It has one owner at a time.
pub(crate) struct Compactor {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) reader: Arc<Reader>,
    pub(crate) requests: mpsc::Sender<Request>,
    pub(crate) signal: Arc<Signal>,
    pub(crate) pins: Pins,
}

/// The result of a pass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Segments that were removed.
    pub segments: u64,
    /// Blobs that were removed.
    pub blobs: u64,
}

/// Runs passes, one `every` so often, until the sender of `stop` is dropped.
pub(crate) fn run(compactor: &Mutex<Compactor>, every: Duration, stop: &Receiver<()>) {
    while stop.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
        match compactor.lock().pass() {
            Ok(done) if done == Compacted::default() => {}
            Ok(done) => tracing::info!(done.segments, done.blobs, "the store was compacted"),
            Err(StoreError::Closed) => return,
            // The next pass tries again.
            Err(error) => tracing::warn!("the store could not be compacted: {error}"),
        }
    }
}

impl Compactor {
    /// Compacts the oldest segments, if enough of the log is dead, and removes blobs that nothing names: these also where
    /// compacting fails, because a full disk needs it.
    pub(crate) fn pass(&self) -> Result<Compacted, StoreError> {
        let mut done = Compacted::default();
        let compacted = self.compact_dead(&mut done);
        done.blobs = collect::collect(&*self.disk, &self.reader.blobs, &self.pins, || self.goes_on())?;
        compacted.map(|()| done)
    }

    /// False while the store closes.
    fn goes_on(&self) -> bool {
        !self.signal.is_stopping()
    }

    fn survey(&self) -> Result<Survey, StoreError> {
        let opened = |error: crate::OpenError| StoreError::Io(error.to_string());
        let first = start::read_start(&*self.disk).map_err(opened)?;
        let survey = Survey::of(&*self.disk, first, self.reader.overlay.mark(), || self.goes_on());
        survey.map_err(opened)?.ok_or(StoreError::Closed)
    }

    fn compact_dead(&self, done: &mut Compacted) -> Result<(), StoreError> {
        let survey = self.survey()?;
        let live = survey.live();
        let total: u64 = live.values().map(|(_, total)| total).sum();
        let mut dead = total - live.values().map(|(live, total)| live.min(total)).sum::<u64>();
        if dead * DEAD_ONE_IN > total {
            for (number, (live, all)) in live {
                if dead * ENOUGH_ONE_IN <= total {
                    break;
                }
                if !self.compact(number, &survey)? {
                    break;
                }
                done.segments += 1;
                dead = dead.saturating_sub(all.saturating_sub(live));
            }
        }
        Ok(())
    }

    /// Compacts up to `count` of the oldest segments, whatever is live of them.
    #[cfg(test)]
    pub(crate) fn compact_oldest(&self, count: u32) -> Result<(), StoreError> {
        let first = start::read_start(&*self.disk).map_err(|error| StoreError::Io(error.to_string()))?;
        let survey = self.survey()?;
        (first..self.reader.overlay.mark().segment.min(first + count))
            .try_for_each(|number| self.compact(number, &survey).map(drop))
    }

    /// Writes what is live of the oldest segment again, then removes it. False: it stays, because a run of it grew faster than
    /// it was written.
    fn compact(&self, number: u32, survey: &Survey) -> Result<bool, StoreError> {
        if !self.goes_on() {
            return Err(StoreError::Closed);
        }
        let loaded = recovery::load_segment(&*self.disk, number);
        let loaded = loaded.map_err(|error| StoreError::Io(error.to_string()))?;
        let Some(loaded) = loaded else { return Err(unreadable(number)) };
        let (mut runs, mut documents) = (BTreeSet::new(), BTreeMap::new());
        let mut is_readable = true;
        let walked = loaded.walk(HEADER, |_, frame| {
            is_readable &= match frame.kind {
                FrameKind::Commit => {
                    CommitBody::parse(frame.body).map(|body| runs.insert(body.run)).is_some()
                }
                FrameKind::Rewritten => {
                    Rewritten::parse(frame.body).map(|all| runs.insert(all.run)).is_some()
                }
                FrameKind::Documents | FrameKind::Kept => {
                    parse_documents(frame.body).map(|found| documents.extend(found)).is_some()
                }
                // Everything that it forgets was in segments before, or in this one.
                FrameKind::Forgotten => true,
            };
            Ok(())
        });
        let walked = walked.map_err(|error| StoreError::Io(error.to_string()))?;
        if walked.damage(number).is_some() || !is_readable {
            return Err(unreadable(number));
        }
        for run in runs {
            let mut is_written = false;
            for _ in 0..TRIES {
                is_written = is_written || self.rewrite(run, number, survey)?;
            }
            if !is_written {
                return Ok(false);
            }
        }
        self.keep(documents, survey)?;
        self.remove(number)?;
        Ok(true)
    }

    /// Rewrites a run that has a frame in the segment. False: it changed meanwhile.
    fn rewrite(&self, run: RunId, number: u32, survey: &Survey) -> Result<bool, StoreError> {
        let entry = self.reader.head(run)?;
        let known = entry.as_ref().map(|entry| entry.last);
        if survey.has_newer_than(run, known) && self.survey()?.has_newer_than(run, known) {
            return Err(self.distrust_index(&format!("run {run}")));
        }
        let Some(entry) = entry else { return Ok(true) };
        let chain = match self.reader.chain(entry.last) {
            Ok(chain) => chain,
            // It was forgotten or rewritten while it was read.
            Err(_) if self.reader.head(run)?.is_none_or(|now| now.last != entry.last) => return Ok(false),
            Err(error) => return Err(error),
        };
        if !chain.iter().any(|(position, _)| position.segment == number) {
            return Ok(true);
        }
        let bodies: Vec<Bytes> = chain.into_iter().rev().flat_map(|(_, bodies)| bodies).collect();
        let content = rewritten::encode_bodies(&bodies);
        let content = match content.len() > rewritten::INLINE_BYTES {
            true => Bodies::Blob(self.reader.blobs.put(&content)?),
            false => Bodies::Inline(content.into()),
        };
        let frame = rewritten::rewritten_frame(&bodies, &content).ok_or_else(|| unreadable(number))?;
        self.ask(|reply| Request::Rewrite(Rewriting { run, last: entry.last, frame }, reply))
    }

    /// Writes revisions of documents again that are the newest.
    fn keep(&self, documents: BTreeMap<Vec<u8>, StoredDocument>, survey: &Survey) -> Result<(), StoreError> {
        let mut kept = Vec::new();
        for (key, document) in documents {
            if survey.has_newer_revision(&key, self.reader.document(&key)?.map(|now| now.revision)) {
                return Err(self.distrust_index("a document"));
            }
            if self.reader.document(&key)?.is_some_and(|now| now.revision == document.revision) {
                kept.push((key, document));
            }
            if kept.len() >= BATCH {
                let batch = Kept(std::mem::take(&mut kept));
                self.ask(|reply| Request::Keep(batch, reply))?;
            }
        }
        if kept.is_empty() {
            return Ok(());
        }
        self.ask(|reply| Request::Keep(Kept(kept), reply)).map(|_| ())
    }

    /// INVARIANT: nothing is destroyed because the index does not know it. It is rebuilt from the log, and the next pass tries
    /// again.
    fn distrust_index(&self, what: &str) -> StoreError {
        self.reader.index.distrust();
        StoreError::Corrupt(format!(
            "the index does not know the newest state of {what}, so it is rebuilt from the log"
        ))
    }

    fn ask(
        &self,
        request: impl FnOnce(oneshot::Sender<Result<bool, StoreError>>) -> Request,
    ) -> Result<bool, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.requests.blocking_send(request(reply)).map_err(|_| StoreError::Closed)?;
        answer.blocking_recv().map_err(|_| StoreError::Closed)?
    }

    /// Removes the oldest segment, once the index points at nothing in it, also after a crash.
    fn remove(&self, number: u32) -> Result<(), StoreError> {
        // INVARIANT: the index is durable up to a place behind the segment, so opening never needs to replay it.
        if !self.signal.settle(&self.reader.index, number) {
            return Err(StoreError::Io("the index did not follow the compaction".to_owned()));
        }
        let removed = self.pins.unpinned(|| {
            start::write_start(&*self.disk, number + 1)?;
            self.reader.segments.forget(number);
            let removed = start::remove_before(&*self.disk, number + 1);
            // A reader may have opened it again in between.
            self.reader.segments.forget(number);
            removed
        });
        let name = segment::segment_file_name(number);
        match removed {
            Some(removed) => removed.map_err(|error| store_error(&format!("removing `{name}`"), &error)),
            None => Err(StoreError::Io("the store is being read as a whole, for a backup".to_owned())),
        }
    }
}

fn unreadable(number: u32) -> StoreError {
    StoreError::Corrupt(format!(
        "`{}` is damaged, so it is not compacted",
        segment::segment_file_name(number)
    ))
}
