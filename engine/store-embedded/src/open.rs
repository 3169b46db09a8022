//! Opens a store from the files that the last process left, in whatever way it ended.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use towpath_journal::{Claim, RunHead, RunId, StoreError};

use crate::Options;
use crate::disk::Disk;
use crate::error::OpenError;
use crate::frame::{
    CommitBody, ForgottenRun, Frame, FrameKind, Position, parse_checked, parse_documents, parse_forgotten,
};
use crate::index::{self, Index, IndexError, REBUILD_BATCH};
use crate::log::{Log, Tail, create_segment};
use crate::overlay::{Changes, HeadEntry, Listing, Mark, Overlay, is_awake};
use crate::recovery::{self, End, Loaded, Walked};
use crate::rewritten::Rewritten;
use crate::segment::{self, HEADER, Header, Segments};
use crate::start;

/// The result of opening.
pub(crate) struct Opened {
    pub(crate) log: Log,
    pub(crate) overlay: Overlay,
    pub(crate) segments: Arc<Segments>,
}

/// Heads of the runs that have not ended and do not sleep.
pub(crate) type Awake = HashMap<RunId, Arc<HeadEntry>>;

/// Recovers the log, and the index from the log.
pub(crate) fn recover_log(
    disk: &Arc<dyn Disk>,
    index: &Index,
    options: &Options,
) -> Result<Opened, OpenError> {
    disk.create_folder(segment::FOLDER).map_err(OpenError::io("creating the folder `log`"))?;
    disk.sync_folder("").map_err(OpenError::io("syncing the data folder"))?;
    let first = start::read_start(&**disk)?;
    let newest = newest_segment(&**disk, options, first)?;
    // Only where the log is whole from there on: a note that does not belong to these segments removes nothing.
    start::remove_before(&**disk, first).map_err(OpenError::io("removing compacted segments"))?;
    let trusted = index.open_trusted().filter(|mark| mark.segment >= first);
    let segments = Arc::new(Segments::new(Arc::clone(disk)));
    let (start, rebuild) = match trusted {
        Some(mark) => {
            check_index_belongs(&segments, mark, newest)?;
            (mark, false)
        }
        None => (Mark { segment: first, end: HEADER, ..Mark::default() }, true),
    };
    let replayed = match replay_into(&**disk, index, start, newest, rebuild) {
        // The error comes from the index, not from the log, so the index is rebuilt.
        Err(Failure::Index(error)) if !rebuild => {
            tracing::warn!(%error, "the index cannot be used and is rebuilt from the log");
            let start = Mark { segment: first, end: HEADER, ..Mark::default() };
            replay_into(&**disk, index, start, newest, true)
        }
        result => result,
    };
    let Replayed { awake, mark, tail } = replayed?;
    let log = Log::resume(Arc::clone(disk), Arc::clone(&segments), options, tail)
        .map_err(OpenError::io(format!("opening `{}`", segment::segment_file_name(newest))))?;
    Ok(Opened { log, overlay: Overlay::new(awake, mark), segments })
}

/// The number of the newest segment. Creates the first one in an empty folder, and removes one whose creation was
/// interrupted.
fn newest_segment(disk: &dyn Disk, options: &Options, first: u32) -> Result<u32, OpenError> {
    let mut numbers = segment::segment_numbers(disk).map_err(OpenError::io("listing the folder `log`"))?;
    // Those before it were compacted, and a crash left them.
    numbers.retain(|number| *number >= first);
    for (expected, number) in (first..).zip(&numbers) {
        if *number != expected {
            let what = "it is missing, but later segments exist".to_owned();
            return Err(OpenError::Damaged { place: segment::segment_file_name(expected), offset: 0, what });
        }
    }
    if let Some(last) = numbers.last().copied()
        && recovery::load_segment(disk, last)?.is_none()
    {
        let name = segment::segment_file_name(last);
        tracing::warn!(segment = %name, "removing a segment whose creation was interrupted");
        let removed = disk.remove(&name).and_then(|()| disk.sync_folder(segment::FOLDER));
        removed.map_err(OpenError::io(format!("removing `{name}`")))?;
        numbers.pop();
    }
    match numbers.last() {
        Some(last) => Ok(*last),
        None if first > 1 => {
            let what = "it is missing, and the log begins with it".to_owned();
            Err(OpenError::Damaged { place: segment::segment_file_name(first), offset: 0, what })
        }
        None => {
            create_segment(disk, Header::new(1, options.salt))
                .map_err(OpenError::io(format!("creating `{}`", segment::segment_file_name(1))))?;
            Ok(1)
        }
    }
}

/// Checks that the index was built from this log, and that the log contains everything in the index.
fn check_index_belongs(segments: &Segments, mark: Mark, newest: u32) -> Result<(), OpenError> {
    if !mark.last.is_somewhere() {
        return Ok(());
    }
    let missing = || OpenError::Damaged {
        place: segment::segment_file_name(mark.last.segment),
        offset: u64::from(mark.last.offset),
        what:
            "the index was built from a frame that is not in the log; if the log was restored from a backup, \
               delete the folder `index`"
                .to_owned(),
    };
    if mark.last.segment > newest {
        return Err(missing());
    }
    match segments.read(mark.last) {
        Ok(bytes) if parse_checked(&bytes).is_some_and(|frame| frame.crc == mark.crc) => Ok(()),
        Ok(_) | Err(StoreError::Corrupt(_)) => Err(missing()),
        Err(error) => {
            Err(OpenError::Io { doing: "reading the log".to_owned(), source: io::Error::other(error) })
        }
    }
}

/// Why a replay failed.
pub(crate) enum Failure {
    Log(OpenError),
    Index(IndexError),
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Log(error)
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Self::Index(error)
    }
}

impl From<Failure> for OpenError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Log(error) => error,
            Failure::Index(error) => Self::Index(error.to_string()),
        }
    }
}

struct Replayed {
    awake: Awake,
    mark: Mark,
    tail: Tail,
}

/// Replays the log from `start` to its end into the index, and repairs the end of the log.
fn replay_into(
    disk: &dyn Disk,
    index: &Index,
    start: Mark,
    newest: u32,
    rebuild: bool,
) -> Result<Replayed, Failure> {
    let db = if rebuild { index.fresh()? } else { index.opened()? };
    let awake = index::awake_heads(&db)?;
    let mut replay = Replay::new(&db, awake, start, rebuild);
    let mut tail = None;
    for number in start.segment..=newest {
        let from = if number == start.segment { start.end } else { HEADER };
        let loaded = load(disk, number)?;
        let walked = replay.segment(&loaded, from)?;
        if number < newest {
            if let Some(damage) = walked.damage(number) {
                return Err(damage.into());
            }
        } else {
            let mut found = settle_tail(disk, &loaded, &walked)?;
            if !found.last.is_somewhere() && start.last.segment == number {
                found.last = start.last;
            }
            tail = Some(found);
        }
    }
    let (awake, mark) = replay.finish()?;
    db.flush().map_err(IndexError::from)?;
    index.install(db)?;
    // INVARIANT: `start.segment` is not after the newest segment, see `recognise`.
    let tail = tail.ok_or_else(|| OpenError::Damaged {
        place: segment::segment_file_name(start.segment),
        offset: 0,
        what: "it is missing".to_owned(),
    })?;
    Ok(Replayed { awake, mark, tail })
}

fn load(disk: &dyn Disk, number: u32) -> Result<Loaded, OpenError> {
    recovery::load_segment(disk, number)?.ok_or_else(|| OpenError::Damaged {
        place: segment::segment_file_name(number),
        offset: 0,
        what: "its header is not readable".to_owned(),
    })
}

/// Cuts off a torn tail, and makes the rest durable.
fn settle_tail(disk: &dyn Disk, loaded: &Loaded, walked: &Walked) -> Result<Tail, OpenError> {
    let number = loaded.header.segment;
    let name = segment::segment_file_name(number);
    if matches!(walked.how, End::Hole(_))
        && let Some(damage) = walked.damage(number)
    {
        return Err(damage);
    }
    let settle = || -> io::Result<()> {
        let file = disk.open(&name)?;
        if let End::Torn(what) = walked.how {
            tracing::warn!(segment = %name, offset = walked.end, what, "cutting off a torn tail");
            file.set_len(u64::from(walked.end))?;
        }
        // The last frames, or the file itself, may never have been synced; or the sync failed and the system forgot that
        // pages were dirty. Writing the same bytes again makes them durable for certain.
        file.write_all_at(&loaded.header.encode(), 0)?;
        let group = &loaded.bytes[walked.last_group as usize..walked.end as usize];
        file.write_all_at(group, u64::from(walked.last_group))?;
        file.sync()?;
        disk.sync_folder(segment::FOLDER)
    };
    settle().map_err(OpenError::io(format!("making the end of `{name}` durable")))?;
    Ok(Tail { header: loaded.header, end: walked.end, last: walked.last })
}

/// Replays frames into the index.
pub(crate) struct Replay<'a> {
    db: &'a sled::Db,
    awake: Awake,
    changes: Changes,
    frames: usize,
    mark: Mark,
    /// The mark of the batch before; see the indexer.
    safe: Mark,
    is_fresh: bool,
}

impl<'a> Replay<'a> {
    /// A replay into `db`, which contains everything up to `mark` and these runs awake. `is_fresh`: it was empty before the replay.
    pub(crate) fn new(db: &'a sled::Db, awake: Vec<Arc<HeadEntry>>, mark: Mark, is_fresh: bool) -> Self {
        if !is_fresh {
            // A batch may have been written in part: which lists these runs are in is certain once they are written again.
            awake.iter().for_each(|entry| entry.listing.unsure());
        }
        let awake = awake.into_iter().map(|entry| (entry.head.run, entry)).collect();
        Self { db, awake, changes: Changes::default(), frames: 0, mark, safe: mark, is_fresh }
    }

    /// Replays the frames of a segment from `from` on.
    pub(crate) fn segment(&mut self, loaded: &Loaded, from: u32) -> Result<Walked, Failure> {
        let mut failed = None;
        let walked = loaded.walk(from, |position, frame| {
            if failed.is_some() {
                return Ok(());
            }
            let taken = match self.frame(position, frame) {
                Ok(taken) => taken,
                Err(error) => {
                    failed = Some(error);
                    return Ok(());
                }
            };
            taken.ok_or_else(|| OpenError::Damaged {
                place: segment::segment_file_name(position.segment),
                offset: u64::from(position.offset),
                what: "a frame's content is not readable".to_owned(),
            })?;
            failed = self.write_when(REBUILD_BATCH).err();
            Ok(())
        })?;
        match failed {
            Some(error) => Err(error.into()),
            None => Ok(walked),
        }
    }

    /// Takes a frame in; `Ok(None)` if its content is not readable.
    fn frame(&mut self, position: Position, frame: &Frame<'_>) -> Result<Option<()>, IndexError> {
        let taken = match frame.kind {
            FrameKind::Commit => self.commit(position, frame),
            FrameKind::Rewritten => self.rewritten(position, frame),
            FrameKind::Documents | FrameKind::Kept => self.documents(frame),
            FrameKind::Forgotten => self.forgotten(frame)?,
        };
        self.frames += 1;
        let end = position.end();
        self.mark = Mark { segment: position.segment, end, last: position, crc: frame.crc };
        Ok(taken)
    }

    fn commit(&mut self, position: Position, frame: &Frame<'_>) -> Option<()> {
        let body = CommitBody::parse(frame.body)?;
        let is_new = body.first == 0;
        self.head(position, is_new, (body.head()?, body.head), body.claim()?);
        Some(())
    }

    fn rewritten(&mut self, position: Position, frame: &Frame<'_>) -> Option<()> {
        let rewritten = Rewritten::parse(frame.body)?;
        self.head(position, false, (rewritten.head()?, rewritten.head), rewritten.claim()?);
        Some(())
    }

    /// Takes in that the newest frame of a run is at `position`. `is_new`: it is the first one.
    fn head(
        &mut self,
        position: Position,
        is_new: bool,
        (head, json): (RunHead, &[u8]),
        claim: Option<Claim>,
    ) {
        let run = head.run;
        let known = self.changes.runs.heads.get(&run).or_else(|| self.awake.get(&run));
        let listing = match known {
            Some(entry) if !entry.is_forgotten => Arc::clone(&entry.listing),
            // Its removal is replaced by this one.
            Some(_) => Arc::new(Listing::unknown()),
            // In an index that had something before, even the first frame may be in it, and a run that sleeps is not known here.
            None if is_new && self.is_fresh => Arc::default(),
            None => Arc::new(Listing::unknown()),
        };
        let json = bytes::Bytes::copy_from_slice(json);
        let entry = Arc::new(HeadEntry { json, last: position, listing, head, is_forgotten: false });
        if is_awake(&entry.head) {
            self.awake.insert(run, Arc::clone(&entry));
        } else {
            self.awake.remove(&run);
        }
        self.changes.runs.heads.insert(run, entry);
        self.changes.runs.claims.extend(claim.map(|claim| (claim.key.clone(), Some(claim))));
    }

    fn documents(&mut self, frame: &Frame<'_>) -> Option<()> {
        let changed = parse_documents(frame.body)?;
        self.changes.documents.extend(changed.into_iter().map(|(key, value)| (key, Arc::new(value))));
        Some(())
    }

    fn forgotten(&mut self, frame: &Frame<'_>) -> Result<Option<()>, IndexError> {
        let Some(runs) = parse_forgotten(frame.body) else { return Ok(None) };
        for ForgottenRun { run, claim } in runs {
            self.awake.remove(&run);
            let known = match self.changes.runs.heads.get(&run) {
                Some(entry) => Some(Arc::clone(entry)),
                None => index::head_in(self.db, run)?,
            };
            // One that is not there was removed before the crash.
            if let Some(entry) = known {
                self.changes.runs.heads.insert(run, Arc::new(entry.forgotten()));
            }
            self.changes.runs.claims.extend(claim.map(|key| (key, None)));
        }
        Ok(Some(()))
    }

    fn write_when(&mut self, frames: usize) -> Result<(), IndexError> {
        if self.frames < frames {
            return Ok(());
        }
        let changes = std::mem::take(&mut self.changes);
        self.frames = 0;
        index::apply_batch(self.db, &changes.runs, &changes.documents, self.safe)?;
        self.safe = self.mark;
        Ok(())
    }

    /// Writes the remaining changes. Returns the runs awake and the mark of the log.
    pub(crate) fn finish(mut self) -> Result<(Awake, Mark), IndexError> {
        self.write_when(0)?;
        Ok((self.awake, self.mark))
    }
}
