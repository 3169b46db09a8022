//! What happened in a simulation, as seen from outside of the engine: what was acknowledged, what arrived at other systems, when
//! which record was durable, and the trace that a seed is compared by.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use towpath_journal::RunId;
use towpath_runtime::RunView;

/// When something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    /// Counts everything that happens.
    pub(crate) nth: u64,
    /// The simulated time, in milliseconds since the Unix epoch.
    pub(crate) at: i64,
}

/// A start that the engine acknowledged.
#[derive(Debug, Clone)]
pub(crate) struct Acknowledged {
    pub(crate) run: RunId,
    pub(crate) key: Option<String>,
    pub(crate) name: String,
    pub(crate) order: String,
}

/// A call that left the engine.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) run: RunId,
    /// Names the call within its run.
    pub(crate) place: String,
    pub(crate) operation: String,
    pub(crate) key: Option<String>,
    pub(crate) run_labels: Vec<String>,
    pub(crate) left: Moment,
    /// When the other system carried it out.
    pub(crate) carried_out: Option<Moment>,
    /// The engine was told that it was certainly not carried out.
    pub(crate) known_undone: bool,
}

/// An event that the engine acknowledged.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    pub(crate) id: String,
    pub(crate) position: u64,
}

/// Everything that is known.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) started: Vec<Acknowledged>,
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) events: Vec<Heard>,
    /// Acknowledged cancels, the first of each run.
    pub(crate) cancelled: BTreeMap<RunId, Moment>,
    /// How the engine said that a run ended, while it ran.
    pub(crate) views: BTreeMap<RunId, RunView>,
    /// When each record was durable.
    pub(crate) durable: BTreeMap<(RunId, u64), Moment>,
    /// What was seen to be wrong while it happened.
    pub(crate) wrong: BTreeSet<String>,
    /// The operations of the store, in order. A report does not show them; two executions of a seed have the same.
    pub(crate) operations: Vec<(i64, String)>,
    /// What callers asked and were answered, and what left.
    trace: Vec<(i64, String)>,
    nth: u64,
    latest: i64,
}

/// The facts, shared by everything that observes some.
#[derive(Debug, Default)]
pub(crate) struct Past(Mutex<Facts>);

impl Past {
    /// Reads or adds facts.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Facts) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    /// A line of the trace.
    pub(crate) fn note(&self, at: i64, line: String) {
        self.with(|facts| facts.trace.push((at, line)));
    }
}

impl Facts {
    /// The moment of what happens at this time.
    pub(crate) fn moment(&mut self, at: i64) -> Moment {
        self.nth += 1;
        self.latest = self.latest.max(at);
        Moment { nth: self.nth, at }
    }

    /// The moment of what happens when the power goes off.
    pub(crate) fn last_moment(&mut self) -> Moment {
        self.moment(self.latest)
    }

    /// The trace: what happened at the same time is in the order of the lines.
    pub(crate) fn trace(&self) -> Vec<String> {
        let mut trace = self.trace.clone();
        trace.sort();
        trace.into_iter().map(|(at, line)| format!("{:>9} ms  {line}", at - crate::clock::BEGIN)).collect()
    }

    /// The runs that were acknowledged, each once, in order.
    pub(crate) fn runs(&self) -> Vec<RunId> {
        let mut runs: Vec<RunId> = self.started.iter().map(|one| one.run).collect();
        runs.sort();
        runs.dedup();
        runs
    }
}
