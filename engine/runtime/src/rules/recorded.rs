//! The accesses of runs that have ended, read from their journals once: the journal of an ended run does not change, so the
//! next impact report reads only new ones. Bounded; what does not fit is read again.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use towpath_access::{Access, CallerSubject, RunLabels, WorkflowSubject};
use towpath_journal::RunId;

use super::decide::start_access;

/// Most runs that an impact report looks at, and that are kept.
pub(crate) const RUNS: usize = 20_000;
/// Most bytes that are kept, roughly.
const MOST: usize = 48 << 20;
/// Most requesters that are kept, each once.
const ASKERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(4_095);

/// Every access of one run.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) who: Arc<Who>,
    pub(crate) items: Box<[Item]>,
}

/// The requester, as it was evaluated then.
#[derive(Debug)]
pub(crate) struct Who {
    pub(crate) workflow: Arc<WorkflowSubject>,
    pub(crate) caller: Arc<CallerSubject>,
    pub(crate) approvals: Arc<[String]>,
}

/// One access.
#[derive(Debug)]
pub(crate) struct Item {
    /// JSON pointer of the task; empty for the start.
    pub(crate) task: Box<str>,
    /// The access as JSON, which takes a tenth of the memory; `None` is a start from outside.
    access: Option<Box<[u8]>>,
    /// Rules that it was released for.
    pub(crate) releases: Box<[String]>,
    /// When.
    pub(crate) now: i64,
}

impl Item {
    /// A start; `None` where its access cannot be encoded.
    pub(crate) fn start(run_labels: RunLabels, now: i64) -> Option<Self> {
        match run_labels.is_empty() {
            true => Some(Self { task: Box::default(), access: None, releases: Box::default(), now }),
            false => Self::call("", &start_access(run_labels), &[], now),
        }
    }

    /// A call; `None` where its access cannot be encoded.
    pub(crate) fn call(task: &str, access: &Access, releases: &[String], now: i64) -> Option<Self> {
        let access = Some(serde_json::to_vec(access).ok()?.into_boxed_slice());
        Some(Self { task: task.into(), access, releases: releases.into(), now })
    }

    /// The access.
    ///
    /// # Errors
    /// It cannot be decoded.
    pub(crate) fn access(&self) -> Result<Access, serde_json::Error> {
        match &self.access {
            None => Ok(start_access(RunLabels::NONE)),
            Some(text) => serde_json::from_slice(text),
        }
    }

    fn bytes(&self) -> usize {
        let releases: usize = self.releases.iter().map(|one| one.len() + size_of::<String>()).sum();
        size_of::<Self>() + self.task.len() + self.access.as_ref().map_or(0, |text| text.len()) + releases
    }
}

impl Asked {
    fn bytes(&self) -> usize {
        // Includes an entry of the map.
        64 + size_of::<Self>() + self.items.iter().map(Item::bytes).sum::<usize>()
    }
}

/// The runs that were read so far.
#[derive(Debug)]
pub(crate) struct Recorded {
    runs: BTreeMap<RunId, Arc<Asked>>,
    bytes: usize,
    most: usize,
    askers: LruCache<[u8; 32], Arc<Who>>,
}

impl Default for Recorded {
    fn default() -> Self {
        Self { runs: BTreeMap::new(), bytes: 0, most: MOST, askers: LruCache::new(ASKERS) }
    }
}

impl Recorded {
    /// The accesses of a run, if it was read before.
    pub(crate) fn get(&self, run: RunId) -> Option<Arc<Asked>> {
        self.runs.get(&run).cloned()
    }

    /// The requester with this digest; each is kept once.
    pub(crate) fn who(&mut self, digest: [u8; 32], make: impl FnOnce() -> Who) -> Arc<Who> {
        Arc::clone(self.askers.get_or_insert(digest, || Arc::new(make())))
    }

    /// Whether there is room for older runs than it has.
    pub(crate) fn has_room(&self) -> bool {
        self.runs.len() < RUNS && self.bytes < self.most / 20 * 19
    }

    /// Keeps the accesses of a run. Where there is no room, the oldest runs are dropped: reports read the newest first.
    pub(crate) fn keep(&mut self, run: RunId, asked: Arc<Asked>) {
        let oldest = self.runs.first_key_value().map(|(run, _)| *run);
        if self.bytes + asked.bytes() > self.most && oldest.is_none_or(|oldest| run < oldest) {
            return;
        }
        self.bytes += asked.bytes();
        if let Some(before) = self.runs.insert(run, asked) {
            self.bytes -= before.bytes();
        }
        while self.bytes > self.most || self.runs.len() > RUNS {
            let Some((_, gone)) = self.runs.pop_first() else { return };
            self.bytes -= gone.bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use towpath_access::CallerKind;

    use super::*;

    fn run(number: u128) -> RunId {
        RunId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn the_newest_runs_are_kept_within_the_bound() {
        let mut recorded = Recorded { most: 10_000, ..Recorded::default() };
        let caller = CallerSubject { kind: CallerKind::App, id: "app".to_owned(), namespace: None };
        let who = || Who {
            workflow: Arc::default(),
            caller: Arc::new(caller.clone()),
            approvals: Vec::new().into(),
        };
        let kept = recorded.who([1; 32], who);
        assert!(Arc::ptr_eq(&kept, &recorded.who([1; 32], who)), "kept once");
        let asked = |text: usize| {
            let access = Access { host: Some("h".repeat(text)), ..start_access(RunLabels::NONE) };
            let call = Item::call("/do/0", &access, &[], 1);
            let items = [Item::start(RunLabels::NONE, 1), call].into_iter().flatten().collect();
            Arc::new(Asked { who: Arc::clone(&kept), items })
        };
        // From the newest to the oldest, as a report goes.
        for number in (0..100).rev() {
            recorded.keep(run(number), asked(200));
        }
        let count = recorded.runs.len();
        assert!((10..40).contains(&count) && recorded.bytes <= recorded.most, "{count}");
        assert!(recorded.get(run(99)).is_some() && recorded.get(run(0)).is_none());
        recorded.keep(run(100), asked(2_000));
        assert!(recorded.get(run(100)).is_some() && recorded.bytes <= recorded.most);
        let items = &recorded.get(run(100)).map(|asked| asked.items.len());
        assert_eq!(*items, Some(2));
        recorded.keep(run(101), asked(20_000));
        assert_eq!((recorded.runs.len(), recorded.bytes), (0, 0), "what never fits is not kept");
    }
}
