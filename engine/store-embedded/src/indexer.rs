//! The indexer thread: writes changes of the log to the index. Commits wait for it only if it falls far behind. When sled
//! fails, it rebuilds the index.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use crate::disk::Disk;
use crate::index::{Index, IndexError};
use crate::open::{Failure, Replay};
use crate::overlay::{Mark, Overlay};
use crate::pins::Pins;
use crate::recovery;
use crate::segment::HEADER;
use crate::start;

/// Maximum number of waiting changes before commits wait for the index.
const MOST_WAITING: usize = 50_000;
/// How often sled is flushed. This limits what is replayed after the process was killed.
const FLUSH_EVERY: Duration = Duration::from_secs(1);
/// How many pauses the compaction waits for the index.
const SETTLE: u32 = 120;
/// Pause before another attempt to rebuild, and interval of checks while there is no work.
const PAUSE: Duration = Duration::from_millis(500);

/// Signals between the committer, the indexer and the caller that closes the store.
#[derive(Debug, Default)]
pub(crate) struct Signal {
    state: Mutex<State>,
    work: Condvar,
    done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: usize,
    /// The index is to be made durable as it is.
    settle: bool,
    stop: Option<Stop>,
}

/// How the indexer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Writes all changes to the index and closes it cleanly.
    Well,
    /// Ends as if the process had been killed.
    #[cfg(test)]
    Dead,
}

impl Signal {
    /// Reports `count` waiting changes. Blocks while they are too many; `false` if the index cannot take them.
    pub(crate) fn waiting(&self, count: usize, index: &Index) -> bool {
        let mut state = self.state.lock();
        if state.waiting == 0 && count > 0 {
            self.work.notify_one();
        }
        state.waiting = count;
        while state.waiting > MOST_WAITING && state.stop.is_none() {
            if index.is_broken() {
                return false;
            }
            self.work.notify_one();
            self.done.wait_for(&mut state, PAUSE);
        }
        true
    }

    /// Whether too many changes wait for an index that is broken.
    pub(crate) fn is_stuck(&self, index: &Index) -> bool {
        index.is_broken() && self.state.lock().waiting > MOST_WAITING
    }

    pub(crate) fn stop(&self, how: Stop) {
        self.state.lock().stop.get_or_insert(how);
        self.work.notify_one();
        self.done.notify_all();
    }

    /// Waits for work, then `delay` for more of it.
    fn wait(&self, delay: Duration) -> Option<Stop> {
        let mut state = self.state.lock();
        if state.waiting == 0 && !state.settle && state.stop.is_none() {
            self.work.wait_for(&mut state, PAUSE);
        }
        let until = Instant::now() + delay;
        while state.waiting > 0 && state.waiting <= MOST_WAITING && !state.settle && state.stop.is_none() {
            if self.work.wait_until(&mut state, until).timed_out() {
                break;
            }
        }
        state.stop
    }

    /// Makes the index durable up to a place behind segment `number`. Blocks; false if the store closes or it takes too long.
    pub(crate) fn settle(&self, index: &Index, number: u32) -> bool {
        let mut state = self.state.lock();
        for _ in 0..SETTLE {
            if index.persisted().segment > number {
                return true;
            }
            if state.stop.is_some() {
                return false;
            }
            state.settle = true;
            self.work.notify_one();
            self.done.wait_for(&mut state, PAUSE);
        }
        false
    }

    /// Whether the store closes.
    pub(crate) fn is_stopping(&self) -> bool {
        self.state.lock().stop.is_some()
    }

    fn take_settle(&self) -> bool {
        std::mem::take(&mut self.state.lock().settle)
    }

    fn pause(&self) {
        let mut state = self.state.lock();
        if state.stop.is_none() {
            self.work.wait_for(&mut state, PAUSE);
        }
    }

    fn taken(&self) {
        self.state.lock().waiting = 0;
    }
}

/// The indexer.
pub(crate) struct Indexer {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) overlay: Arc<Overlay>,
    pub(crate) index: Arc<Index>,
    pub(crate) signal: Arc<Signal>,
    pub(crate) delay: Duration,
    pub(crate) pins: Pins,
}

impl Indexer {
    /// Runs until it gets the signal to stop.
    pub(crate) fn run(self) {
        // The mark in the index is that of the batch before. So if a batch were only partly written after a crash, the
        // replay would complete it.
        let mut safe = self.overlay.mark();
        let mut flushed = Instant::now();
        let mut unflushed = false;
        loop {
            let stop = self.signal.wait(self.delay);
            match stop {
                Some(Stop::Well) => return self.finish(safe),
                #[cfg(test)]
                Some(Stop::Dead) => return,
                None => {}
            }
            let settle = self.signal.take_settle();
            let result = if self.index.is_broken() {
                self.rebuild().map(|mark| safe = mark)
            } else {
                self.apply(&mut safe).map(|applied| unflushed |= applied)
            };
            let result = result.and_then(|()| {
                if settle || unflushed && flushed.elapsed() >= FLUSH_EVERY {
                    self.index.persist(safe)?;
                    (flushed, unflushed) = (Instant::now(), false);
                }
                Ok(())
            });
            if let Err(error) = result {
                tracing::error!(%error, "the index cannot be written");
                self.signal.pause();
            }
            self.signal.done.notify_all();
        }
    }

    fn apply(&self, safe: &mut Mark) -> Result<bool, IndexError> {
        self.signal.taken();
        let taken = self.overlay.take();
        if taken.runs.heads.is_empty() && taken.runs.claims.is_empty() && taken.documents.is_empty() {
            return Ok(false);
        }
        self.index.apply(&taken.runs, &taken.documents, *safe)?;
        *safe = taken.mark;
        self.overlay.applied();
        Ok(true)
    }

    /// Writes all changes to the index, then closes it. Opening the store repairs what fails here.
    fn finish(&self, mut safe: Mark) {
        let result = (|| {
            while self.apply(&mut safe)? {}
            self.index.apply(&Default::default(), &Default::default(), safe)?;
            self.index.close()
        })();
        self.index.shut();
        if let Err(error) = result {
            tracing::warn!(%error, "the index was not closed cleanly; it is repaired when the store is opened");
        }
    }

    /// Rebuilds the index from the durable part of the log.
    fn rebuild(&self) -> Result<Mark, IndexError> {
        // The log up to here contains all changes taken so far. Later ones stay in the overlay.
        let end = self.overlay.mark();
        let rebuilt = catch_unwind(AssertUnwindSafe(|| self.rebuild_to(end)));
        match rebuilt.unwrap_or_else(|_| Err(Failure::Index(IndexError::Failed("it panicked".to_owned())))) {
            Ok(()) => {
                self.overlay.rebuilt();
                tracing::info!("the index was rebuilt from the log");
                Ok(end)
            }
            Err(Failure::Index(error)) => Err(error),
            Err(Failure::Log(error)) => Err(IndexError::Failed(error.to_string())),
        }
    }

    fn rebuild_to(&self, end: Mark) -> Result<(), Failure> {
        // Nothing is removed meanwhile.
        let _pin = self.pins.pin();
        let first = start::read_start(&*self.disk)?;
        let db = self.index.fresh()?;
        let start = Mark { segment: first, end: HEADER, ..Mark::default() };
        let mut replay = Replay::new(&db, Vec::new(), start, true);
        for number in first..=end.segment {
            let Some(mut loaded) = recovery::load_segment(&*self.disk, number)? else { continue };
            if number == end.segment {
                // The committer may be writing after this offset.
                loaded.bytes.truncate(end.end as usize);
            }
            let walked = replay.segment(&loaded, HEADER)?;
            if let Some(damage) = walked.damage(number) {
                return Err(damage.into());
            }
        }
        replay.finish()?;
        db.flush().map_err(IndexError::from)?;
        Ok(self.index.install(db)?)
    }
}
