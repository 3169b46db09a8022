//! Effects as futures. Tasks are plain `async fn`s used as coroutines: awaiting an effect puts it into the reply
//! and ends the step; the event that answers it is put into its slot, and the next step goes on from there.
//!
//! There is no executor, no waker and no I/O: one poll of the root future per step is all that ever runs.
//! Dropping a future that waits cancels its effect.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use towpath_wire::{Effect, EffectKind, Json, Problem};

/// How an effect ended.
#[derive(Debug)]
pub(crate) enum Answer {
    /// It gave this, with these labels.
    Output(Json, Vec<String>),
    /// An error.
    Error(Problem),
    /// The wait is over.
    Fired,
}

/// An event that came.
#[derive(Debug)]
pub(crate) struct Received {
    /// Where it stands in the log of events.
    pub(crate) position: u64,
    /// The event.
    pub(crate) event: Json,
    /// Its labels.
    pub(crate) labels: Vec<String>,
}

/// Which task wants something, and for which time.
#[derive(Debug)]
pub(crate) struct Asker {
    /// The task's path.
    pub(crate) task: String,
    /// Indexes of the loops around it, outermost first.
    pub(crate) iteration: Vec<u64>,
    /// How often a `retry` around it has tried before.
    pub(crate) attempt: u32,
    /// Whether one may try again.
    pub(crate) may_repeat: bool,
}

/// How often each task wanted something, at each place in the loops around it.
type Visits = BTreeMap<(String, Vec<u64>), u32>;

/// Where answers are put until somebody looks.
#[derive(Debug)]
enum Slot {
    /// One answer.
    Once(Option<Answer>),
    /// Any number of events, until there is an error.
    Stream(VecDeque<Received>, Option<Problem>),
}

/// The effects of one run: those wanted since the last reply, and those waited for.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    last: Cell<u64>,
    wanted: RefCell<Vec<Effect>>,
    cancelled: RefCell<Vec<u64>>,
    slots: RefCell<BTreeMap<u64, Slot>>,
    visits: RefCell<Visits>,
}

impl Effects {
    /// Wants an effect; the future is ready when its answer has come.
    pub(crate) fn want(&self, asker: Asker, kind: EffectKind) -> Wanted<'_> {
        Wanted { effects: self, id: self.ask(asker, kind, Slot::Once(None)) }
    }

    /// Wants events.
    pub(crate) fn listen(&self, asker: Asker, kind: EffectKind) -> Listening<'_> {
        Listening { effects: self, id: self.ask(asker, kind, Slot::Stream(VecDeque::new(), None)) }
    }

    fn ask(&self, asker: Asker, kind: EffectKind, slot: Slot) -> u64 {
        let id = self.last.get() + 1;
        self.last.set(id);
        self.slots.borrow_mut().insert(id, slot);
        let Asker { task, iteration, attempt, may_repeat } = asker;
        let mut visits = self.visits.borrow_mut();
        let visits = visits.entry((task.clone(), iteration.clone())).or_default();
        let visit = *visits;
        *visits += 1;
        self.wanted.borrow_mut().push(Effect { id, task, iteration, visit, attempt, may_repeat, kind });
        id
    }

    /// Puts an answer into its slot. One for an effect that nobody waits for any more is dropped: the host may
    /// have sent it before it learnt of the cancellation.
    pub(crate) fn answer(&self, effect: u64, answer: Answer) {
        match (self.slots.borrow_mut().get_mut(&effect), answer) {
            (Some(Slot::Once(slot)), answer) => *slot = Some(answer),
            (Some(Slot::Stream(_, error)), Answer::Error(problem)) => *error = Some(problem),
            (Some(Slot::Stream(..)) | None, _) => {}
        }
    }

    /// Puts an event into the slot of who listens.
    pub(crate) fn receive(&self, effect: u64, received: Received) {
        if let Some(Slot::Stream(events, _)) = self.slots.borrow_mut().get_mut(&effect) {
            events.push_back(received);
        }
    }

    /// What the tasks below `path` have counted so far, for [`Self::revisit`].
    pub(crate) fn visits(&self, path: &str, iteration: &[u64]) -> Visited {
        let visits = self.visits.borrow();
        let inside = visits.iter().filter(|(at, _)| is_inside(at, path, iteration));
        Visited(inside.map(|(at, count)| (at.clone(), *count)).collect())
    }

    /// Counts the tasks below `path` as before: what is tried again has the same keys.
    pub(crate) fn revisit(&self, path: &str, iteration: &[u64], before: &Visited) {
        let mut visits = self.visits.borrow_mut();
        visits.retain(|at, _| !is_inside(at, path, iteration));
        visits.extend(before.0.iter().map(|(at, count)| (at.clone(), *count)));
    }

    /// What goes into the reply: new effects, and those no longer wanted.
    pub(crate) fn take(&self) -> (Vec<Effect>, Vec<u64>) {
        (self.wanted.take(), self.cancelled.take())
    }
}

/// Counts of the tasks inside of another.
#[derive(Debug)]
pub(crate) struct Visited(Visits);

fn is_inside((task, at): &(String, Vec<u64>), path: &str, iteration: &[u64]) -> bool {
    at.starts_with(iteration) && task.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
}

/// An effect that is waited for.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    effects: &'a Effects,
    id: u64,
}

impl Wanted<'_> {
    /// The effect's id.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }
}

impl Future for Wanted<'_> {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
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

impl Drop for Wanted<'_> {
    fn drop(&mut self) {
        // With an answer already in its slot there is nothing left to cancel.
        if matches!(self.effects.slots.borrow_mut().remove(&self.id), Some(Slot::Once(None))) {
            self.effects.cancelled.borrow_mut().push(self.id);
        }
    }
}

/// Events that are listened for, until it is dropped.
#[derive(Debug)]
pub(crate) struct Listening<'a> {
    effects: &'a Effects,
    id: u64,
}

impl Listening<'_> {
    /// The position of the event that waits longest.
    pub(crate) fn first(&self) -> Option<u64> {
        match self.effects.slots.borrow().get(&self.id) {
            Some(Slot::Stream(events, _)) => events.front().map(|received| received.position),
            _ => None,
        }
    }

    /// Takes that event.
    pub(crate) fn take(&self) -> Option<Received> {
        match self.effects.slots.borrow_mut().get_mut(&self.id) {
            Some(Slot::Stream(events, _)) => events.pop_front(),
            _ => None,
        }
    }

    /// Why nothing more will come.
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

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        // After an error the host has forgotten it.
        if let Some(Slot::Stream(_, None)) = self.effects.slots.borrow_mut().remove(&self.id) {
            self.effects.cancelled.borrow_mut().push(self.id);
        }
    }
}
