//! Effects as futures. Tasks are plain `async fn`s used as coroutines: awaiting an effect adds it to the
//! reply and ends the step. Its result is put into its slot, and the next step continues from there.
//!
//! There is no executor, no waker and no I/O: each step polls the root future once. Dropping a waiting future
//! cancels its effect.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use towpath_wire::{Effect, EffectKind, Json, Problem};

/// The result of an effect.
#[derive(Debug)]
pub(crate) enum EffectResult {
    /// The output, with its labels.
    Output(Json, Vec<String>),
    /// An error.
    Error(Problem),
    /// The wait is over.
    Fired,
}

/// A received event.
#[derive(Debug)]
pub(crate) struct Received {
    /// Its position in the event log.
    pub(crate) position: u64,
    /// The event.
    pub(crate) event: Json,
    /// Its labels.
    pub(crate) labels: Vec<String>,
}

/// The task that requests an effect, with its loop indexes and attempt.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The task's path.
    pub(crate) task: String,
    /// Indexes of the enclosing loops, outermost first.
    pub(crate) iteration: Vec<u64>,
    /// The number of earlier attempts by the enclosing `retry`.
    pub(crate) attempt: u32,
    /// Whether an enclosing `retry` may repeat it.
    pub(crate) may_repeat: bool,
}

/// The number of effects of each task, for each set of loop indexes.
type Visits = BTreeMap<(String, Vec<u64>), u32>;

/// The slot for the results of an effect, until its task reads them.
#[derive(Debug)]
enum Slot {
    /// One result.
    Once(Option<EffectResult>),
    /// Any number of events, until an error.
    Stream(VecDeque<Received>, Option<Problem>),
}

/// The effects of one run: those requested since the last reply, and those that are pending.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    last: Cell<u64>,
    requested: RefCell<Vec<Effect>>,
    cancelled: RefCell<Vec<u64>>,
    slots: RefCell<BTreeMap<u64, Slot>>,
    visits: RefCell<Visits>,
}

impl Effects {
    /// Requests an effect. The future is ready when its result has arrived.
    pub(crate) fn request(&self, origin: Origin, kind: EffectKind) -> PendingEffect<'_> {
        PendingEffect { effects: self, id: self.add(origin, kind, Slot::Once(None)) }
    }

    /// Listens for events.
    pub(crate) fn listen(&self, origin: Origin, kind: EffectKind) -> EventStream<'_> {
        EventStream { effects: self, id: self.add(origin, kind, Slot::Stream(VecDeque::new(), None)) }
    }

    fn add(&self, origin: Origin, kind: EffectKind, slot: Slot) -> u64 {
        let id = self.last.get() + 1;
        self.last.set(id);
        self.slots.borrow_mut().insert(id, slot);
        let Origin { task, iteration, attempt, may_repeat } = origin;
        let mut visits = self.visits.borrow_mut();
        let visits = visits.entry((task.clone(), iteration.clone())).or_default();
        let visit = *visits;
        *visits += 1;
        self.requested.borrow_mut().push(Effect { id, task, iteration, visit, attempt, may_repeat, kind });
        id
    }

    /// Puts a result into its slot. The result of a cancelled effect is dropped, because the host may have
    /// sent it before it processed the cancellation.
    pub(crate) fn complete(&self, effect: u64, result: EffectResult) {
        match (self.slots.borrow_mut().get_mut(&effect), result) {
            (Some(Slot::Once(slot)), result) => *slot = Some(result),
            (Some(Slot::Stream(_, error)), EffectResult::Error(problem)) => *error = Some(problem),
            (Some(Slot::Stream(..)) | None, _) => {}
        }
    }

    /// Puts an event into the slot of its effect.
    pub(crate) fn receive(&self, effect: u64, received: Received) {
        if let Some(Slot::Stream(events, _)) = self.slots.borrow_mut().get_mut(&effect) {
            events.push_back(received);
        }
    }

    /// The current counts of the tasks below `path`, for [`Self::revisit`].
    pub(crate) fn visits(&self, path: &str, iteration: &[u64]) -> Visited {
        let visits = self.visits.borrow();
        let inside = visits.iter().filter(|(at, _)| is_inside(at, path, iteration));
        Visited(inside.map(|(at, count)| (at.clone(), *count)).collect())
    }

    /// Restores the counts of the tasks below `path`, so that a retry has the same idempotency keys.
    pub(crate) fn revisit(&self, path: &str, iteration: &[u64], before: &Visited) {
        let mut visits = self.visits.borrow_mut();
        visits.retain(|at, _| !is_inside(at, path, iteration));
        visits.extend(before.0.iter().map(|(at, count)| (at.clone(), *count)));
    }

    /// The content of the reply: new effects, and cancelled ones.
    pub(crate) fn take(&self) -> (Vec<Effect>, Vec<u64>) {
        (self.requested.take(), self.cancelled.take())
    }
}

/// Counts of the tasks inside another.
#[derive(Debug)]
pub(crate) struct Visited(Visits);

fn is_inside((task, at): &(String, Vec<u64>), path: &str, iteration: &[u64]) -> bool {
    at.starts_with(iteration) && task.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
}

/// A pending effect.
#[derive(Debug)]
pub(crate) struct PendingEffect<'a> {
    effects: &'a Effects,
    id: u64,
}

impl PendingEffect<'_> {
    /// The effect's id.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }
}

impl Future for PendingEffect<'_> {
    type Output = EffectResult;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<EffectResult> {
        let mut slots = self.effects.slots.borrow_mut();
        let answer = match slots.get_mut(&self.id) {
            Some(Slot::Once(slot)) => slot.take(),
            _ => None,
        };
        match answer {
            Some(answer) => {
                slots.remove(&self.id);
                Poll::Ready(answer)
            }
            None => Poll::Pending,
        }
    }
}

impl Drop for PendingEffect<'_> {
    fn drop(&mut self) {
        // If the result is already in its slot, there is nothing to cancel.
        if matches!(self.effects.slots.borrow_mut().remove(&self.id), Some(Slot::Once(None))) {
            self.effects.cancelled.borrow_mut().push(self.id);
        }
    }
}

/// A stream of events. Dropping it ends the listening.
#[derive(Debug)]
pub(crate) struct EventStream<'a> {
    effects: &'a Effects,
    id: u64,
}

impl EventStream<'_> {
    /// The position of the oldest waiting event.
    pub(crate) fn first(&self) -> Option<u64> {
        match self.effects.slots.borrow().get(&self.id) {
            Some(Slot::Stream(events, _)) => events.front().map(|received| received.position),
            _ => None,
        }
    }

    /// Takes the oldest waiting event.
    pub(crate) fn take(&self) -> Option<Received> {
        match self.effects.slots.borrow_mut().get_mut(&self.id) {
            Some(Slot::Stream(events, _)) => events.pop_front(),
            _ => None,
        }
    }

    /// The error that ended the stream.
    pub(crate) fn failed(&self) -> Option<Problem> {
        match self.effects.slots.borrow().get(&self.id) {
            Some(Slot::Stream(_, error)) => error.clone(),
            _ => None,
        }
    }

    /// The effect's id.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }
}

impl Drop for EventStream<'_> {
    fn drop(&mut self) {
        // After an error, the host has already ended the effect.
        if let Some(Slot::Stream(_, None)) = self.effects.slots.borrow_mut().remove(&self.id) {
            self.effects.cancelled.borrow_mut().push(self.id);
        }
    }
}
