//! The thread that brings the index after the log. Nobody waits for it unless it falls far behind; when sled
//! fails it builds the index anew.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use crate::disk::Disk;
use crate::index::{Index, IndexError};
use crate::open::{Failure, Replay};
use crate::overlay::{Mark, Overlay};
use crate::recovery;
use crate::segment::HEADER;

/// Changes that may wait before commits have to wait for the index.
const MOST_WAITING: usize = 50_000;
/// How often what sled holds back is handed to the system: what a killed process may have to replay.
const FLUSH_EVERY: Duration = Duration::from_secs(1);
/// How long to wait before the index is built anew again, and how often a quiet one is looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// Between the committer, the indexer and whoever closes the store.
#[derive(Debug, Default)]
pub(crate) struct Signal {
    state: Mutex<State>,
    work: Condvar,
    done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: usize,
    stop: Option<Stop>,
}

/// How to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Everything into the index, and close it well.
    Well,
    /// As if the process had been killed.
    #[cfg(test)]
    Dead,
}

impl Signal {
    /// So many changes wait. Blocks while they are too many; `false` when the index cannot take them.
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

    /// Whether changes would have to wait for an index that cannot take them now.
    pub(crate) fn is_stuck(&self, index: &Index) -> bool {
        index.is_broken() && self.state.lock().waiting > MOST_WAITING
    }

    pub(crate) fn stop(&self, how: Stop) {
        self.state.lock().stop.get_or_insert(how);
        self.work.notify_one();
        self.done.notify_all();
    }

    /// Waits for work, then a little longer for more of it.
    fn wait(&self, delay: Duration) -> Option<Stop> {
        let mut state = self.state.lock();
        if state.waiting == 0 && state.stop.is_none() {
            self.work.wait_for(&mut state, PAUSE);
        }
        let until = Instant::now() + delay;
        while state.waiting > 0 && state.waiting <= MOST_WAITING && state.stop.is_none() {
            if self.work.wait_until(&mut state, until).timed_out() {
                break;
            }
        }
        state.stop
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

/// What the indexer works with.
pub(crate) struct Indexer {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) overlay: Arc<Overlay>,
    pub(crate) index: Arc<Index>,
    pub(crate) signal: Arc<Signal>,
    pub(crate) delay: Duration,
}

impl Indexer {
    /// Works until it is told to stop.
    pub(crate) fn run(self) {
        // What the index says it has is what the batch before had: were a batch ever half there after a
        // crash, it would be made whole by the replay.
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
            let result = if self.index.is_broken() {
                self.rebuild().map(|mark| safe = mark)
            } else {
                self.apply(&mut safe).map(|applied| unflushed |= applied)
            };
            let result = result.and_then(|()| {
                if unflushed && flushed.elapsed() >= FLUSH_EVERY {
                    self.index.flush()?;
                    (flushed, unflushed) = (Instant::now(), false);
                }
                Ok(())
            });
            if let Err(error) = result {
                tracing::error!(%error, "the index does not take what is new");
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

    /// Everything into the index, then closes it. What fails here is made up for when the store is opened.
    fn finish(&self, mut safe: Mark) {
        let result = (|| {
            while self.apply(&mut safe)? {}
            self.index.apply(&Default::default(), &Default::default(), safe)?;
            self.index.close()
        })();
        self.index.shut();
        if let Err(error) = result {
            tracing::warn!(%error, "the index was not closed well; it is put right when the store opens");
        }
    }

    /// Builds the index from the log as far as it is durable now.
    fn rebuild(&self) -> Result<Mark, IndexError> {
        // What was taken before is in the log up to here; what comes later stays in the overlay.
        let end = self.overlay.mark();
        let rebuilt = catch_unwind(AssertUnwindSafe(|| self.rebuild_to(end)));
        match rebuilt.unwrap_or_else(|_| Err(Failure::Index(IndexError::Failed("it panicked".to_owned())))) {
            Ok(()) => {
                self.overlay.rebuilt();
                tracing::info!("the index was built anew from the log");
                Ok(end)
            }
            Err(Failure::Index(error)) => Err(error),
            Err(Failure::Log(error)) => Err(IndexError::Failed(error.to_string())),
        }
    }

    fn rebuild_to(&self, end: Mark) -> Result<(), Failure> {
        let db = self.index.fresh()?;
        let start = Mark { segment: 1, end: HEADER, ..Mark::default() };
        let mut replay = Replay::new(&db, Vec::new(), start);
        for number in 1..=end.segment {
            let Some(mut loaded) = recovery::load(&*self.disk, number)? else { continue };
            if number == end.segment {
                // What the committer is writing right now is not ours to read.
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
