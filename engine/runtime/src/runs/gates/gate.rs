//! The gate in front of one system, or of the runs of one workflow: what may pass now, and who waits.
//!
//! Passing is a [`Pass`], which is given back by dropping it. A gate with waiting parties looks again when a pass comes back, and
//! when the time has come that it waits for; then a task of its own sleeps.

use std::sync::Arc;

use parking_lot::Mutex;
use towpath_integrations::{Capacity, Health, OnOpen};

use super::breaker::{Admission, Away, Breaker, CircuitState};
use super::line::{Line, Party};
use super::pace::Pace;
use crate::Clock;

/// A system that was away gets few calls at first: so many at once, and one more for each that it answers.
const AT_FIRST: u32 = 2;

/// From so many on it gets as many as there are.
const AGAIN_ALL: u32 = 256;

/// What is told to one that waited.
pub(crate) type Told = Box<dyn FnOnce(Result<Pass, Refusal>) + Send>;

/// Why nothing passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The system is away.
    Away(Away),
    /// As many wait as may.
    Full,
}

/// The answer of a gate.
#[derive(Debug)]
pub(crate) enum Asked {
    /// It may pass now.
    Passed(Pass),
    /// It waits, as long as this is kept.
    Waits(Waiting),
    /// It does not pass.
    Refused(Refusal),
}

/// How a gate stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) capacity: Capacity,
    pub(crate) circuit: CircuitState,
    pub(crate) away: Option<Away>,
    pub(crate) under_way: u32,
    pub(crate) waiting: usize,
}

/// See the file.
pub(crate) struct Gate {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    capacity: Capacity,
    breaker: Breaker,
    second: Pace,
    minute: Pace,
    under_way: u32,
    /// How many at once after the system came back; `None`: as many as may.
    careful: Option<u32>,
    line: Line<Told>,
    /// When somebody looks again.
    looks_at: Option<i64>,
}

/// What keeps the next one.
enum Kept {
    /// Others have to end first, or the probe has to.
    ByOthers,
    /// Not before this time.
    Until(i64),
    /// The system is away.
    Away(Away),
}

impl State {
    /// What the next one needs: `Ok(true)`: it passes as the probe.
    fn next(&self, now: i64) -> Result<bool, Kept> {
        let probe = match self.breaker.admits(now) {
            Admission::Yes => false,
            Admission::Probe => true,
            Admission::AfterProbe => return Err(Kept::ByOthers),
            Admission::NotBefore(at) => {
                return Err(self.breaker.away().cloned().map_or(Kept::Until(at), Kept::Away));
            }
        };
        let most = [self.capacity.concurrency, self.careful].into_iter().flatten().min();
        if most.is_some_and(|most| self.under_way >= most) {
            return Err(Kept::ByOthers);
        }
        match [&self.second, &self.minute].into_iter().filter_map(|pace| pace.not_before(now)).max() {
            Some(at) => Err(Kept::Until(at)),
            None => Ok(probe),
        }
    }

    fn begin(&mut self, now: i64, probe: bool) {
        self.under_way += 1;
        self.second.begin(now);
        self.minute.begin(now);
        if probe {
            self.breaker.probe();
        }
    }

    fn set(&mut self, capacity: &Capacity) {
        if self.capacity != *capacity {
            self.capacity = *capacity;
            self.second.limit(capacity.per_second);
            self.minute.limit(capacity.per_minute);
        }
    }

    /// A pass comes back with what its call said.
    fn ended(&mut self, now: i64, probe: bool, health: Health) {
        self.under_way = self.under_way.saturating_sub(1);
        match health {
            Health::Up => {
                if self.breaker.answered(probe) {
                    self.careful = Some(AT_FIRST);
                } else if let Some(at_once) = self.careful {
                    self.careful = Some(at_once + 1).filter(|at_once| *at_once < AGAIN_ALL);
                }
            }
            Health::Away { why, retry_after } => {
                if self.breaker.failed(now, (probe, self.capacity.failures), why, retry_after) {
                    self.careful = None;
                }
            }
            Health::Unknown if probe => self.breaker.probe_told_nothing(now),
            Health::Unknown => {}
        }
        if self.line.is_empty() {
            self.careful = None;
        }
    }
}

impl Gate {
    pub(crate) fn new(clock: Arc<dyn Clock>, capacity: Capacity) -> Arc<Self> {
        let mut state = State {
            capacity: Capacity::DEFAULT,
            breaker: Breaker::default(),
            second: Pace::within(1_000),
            minute: Pace::within(60_000),
            under_way: 0,
            careful: None,
            line: Line::default(),
            looks_at: None,
        };
        state.set(&capacity);
        Arc::new(Self { clock, state: Mutex::new(state) })
    }

    /// Asks to pass, under the capacity as it is now. At most `most` of one principal wait. `told` gets the answer where it has to
    /// wait; it must not block.
    pub(crate) fn ask(
        self: &Arc<Self>,
        party: Party,
        capacity: &Capacity,
        most: usize,
        told: impl FnOnce(Result<Pass, Refusal>) + Send + 'static,
    ) -> Asked {
        let mut state = self.state.lock();
        let now = self.clock.now();
        state.set(capacity);
        let kept = match state.next(now) {
            Ok(probe) if state.line.is_empty() => {
                state.begin(now, probe);
                return Asked::Passed(Pass { gate: Arc::clone(self), probe, health: Health::Unknown });
            }
            Ok(_) => Kept::ByOthers,
            Err(kept) => kept,
        };
        match kept {
            Kept::Away(away) if capacity.on_open == OnOpen::Fail => {
                return Asked::Refused(Refusal::Away(away));
            }
            _ if state.line.len_of(&party.principal) >= most => return Asked::Refused(Refusal::Full),
            _ => {}
        }
        let number = state.line.push(&party, Box::new(told));
        drop(state);
        self.look();
        Asked::Waits(Waiting { gate: Arc::clone(self), party, number })
    }

    /// Passes whatever the capacity is: it had passed before the server was started again.
    pub(crate) fn pass_again(self: &Arc<Self>, capacity: &Capacity) -> Pass {
        let mut state = self.state.lock();
        state.set(capacity);
        state.under_way += 1;
        Pass { gate: Arc::clone(self), probe: false, health: Health::Unknown }
    }

    /// Lets everything pass from here on.
    pub(crate) fn lift(self: &Arc<Self>) {
        self.state.lock().set(&Capacity::DEFAULT);
        self.look();
    }

    /// How it stands.
    pub(crate) fn standing(&self) -> Standing {
        let state = self.state.lock();
        Standing {
            capacity: state.capacity,
            circuit: state.breaker.state(),
            away: state.breaker.away().cloned(),
            under_way: state.under_way,
            waiting: state.line.len(),
        }
    }

    /// Whether it knows nothing that would be missed.
    pub(crate) fn is_idle(&self) -> bool {
        let state = self.state.lock();
        state.under_way == 0
            && state.line.is_empty()
            && state.breaker.is_forgettable(self.clock.now())
            && state.minute.not_before(self.clock.now()).is_none()
    }

    /// Lets pass what may now, and sees that somebody looks again.
    fn look(self: &Arc<Self>) {
        let mut told: Vec<(Told, Result<Pass, Refusal>)> = Vec::new();
        let mut state = self.state.lock();
        let now = self.clock.now();
        let kept = loop {
            if state.line.is_empty() {
                break None;
            }
            match state.next(now) {
                Ok(probe) => {
                    let Some(next) = state.line.pop() else { break None };
                    state.begin(now, probe);
                    let pass = Pass { gate: Arc::clone(self), probe, health: Health::Unknown };
                    told.push((next, Ok(pass)));
                }
                Err(Kept::Away(away)) if state.capacity.on_open == OnOpen::Fail => {
                    while let Some(next) = state.line.pop() {
                        told.push((next, Err(Refusal::Away(away.clone()))));
                    }
                    break None;
                }
                Err(Kept::Away(away)) => break Some(away.until),
                Err(Kept::Until(at)) => break Some(at),
                Err(Kept::ByOthers) => break None,
            }
        };
        let sleeps = kept.filter(|at| state.looks_at.is_none_or(|looks_at| *at < looks_at));
        if sleeps.is_some() {
            state.looks_at = sleeps;
        }
        drop(state);
        if let Some(at) = sleeps {
            self.look_at(at);
        }
        // Outside the lock: a pass that nobody takes comes back at once.
        told.into_iter().for_each(|(told, answer)| told(answer));
    }

    /// Looks again at a time. The task ends with the gate.
    fn look_at(self: &Arc<Self>, at: i64) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (gate, clock) = (Arc::downgrade(self), Arc::clone(&self.clock));
        runtime.spawn(async move {
            clock.sleep_until(at).await;
            let Some(gate) = gate.upgrade() else { return };
            gate.state.lock().looks_at.take_if(|looks_at| *looks_at <= at);
            gate.look();
        });
    }
}

/// One that passed. Dropping it says that it has ended.
pub(crate) struct Pass {
    gate: Arc<Gate>,
    probe: bool,
    health: Health,
}

impl Pass {
    /// Says what its call says about the system, and ends it.
    pub(crate) fn end(mut self, health: Health) {
        self.health = health;
    }
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pass").field("probe", &self.probe).finish_non_exhaustive()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let health = std::mem::replace(&mut self.health, Health::Unknown);
        let waits = {
            let mut state = self.gate.state.lock();
            state.ended(self.gate.clock.now(), self.probe, health);
            !state.line.is_empty()
        };
        if waits {
            self.gate.look();
        }
    }
}

/// One that waits. It leaves the line when dropped.
pub(crate) struct Waiting {
    gate: Arc<Gate>,
    party: Party,
    number: u64,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Waiting").field("party", &self.party).finish_non_exhaustive()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let left = self.gate.state.lock().line.leave(&self.party, self.number);
        // Outside the lock.
        drop(left);
    }
}
