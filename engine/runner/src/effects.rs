//! Effects as futures. Tasks are plain `async fn`s used as coroutines: awaiting an effect puts it into the reply
//! and ends the step; the event that answers it is put into its slot, and the next step goes on from there.
//!
//! There is no executor, no waker and no I/O: one poll of the root future per step is all that ever runs.
//! Dropping a future that waits cancels its effect.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
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

/// The effects of one run: those wanted since the last reply, and those waited for.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    last: Cell<u64>,
    wanted: RefCell<Vec<Effect>>,
    cancelled: RefCell<Vec<u64>>,
    slots: RefCell<BTreeMap<u64, Option<Answer>>>,
    /// How often each task wanted something, at each place in the loops around it.
    visits: RefCell<BTreeMap<(String, Vec<u64>), u32>>,
}

impl Effects {
    /// Wants an effect; the future is ready when its answer has come.
    pub(crate) fn want(&self, task: &str, iteration: Vec<u64>, kind: EffectKind) -> Wanted<'_> {
        let id = self.last.get() + 1;
        self.last.set(id);
        self.slots.borrow_mut().insert(id, None);
        let mut visits = self.visits.borrow_mut();
        let visits = visits.entry((task.to_owned(), iteration.clone())).or_default();
        let visit = *visits;
        *visits += 1;
        self.wanted.borrow_mut().push(Effect {
            id,
            task: task.to_owned(),
            iteration,
            visit,
            attempt: 0,
            kind,
        });
        Wanted { effects: self, id }
    }

    /// Puts an answer into its slot. One for an effect that nobody waits for any more is dropped: the host may
    /// have sent it before it learnt of the cancellation.
    pub(crate) fn answer(&self, effect: u64, answer: Answer) {
        if let Some(slot) = self.slots.borrow_mut().get_mut(&effect) {
            *slot = Some(answer);
        }
    }

    /// What goes into the reply: new effects, and those no longer wanted.
    pub(crate) fn take(&self) -> (Vec<Effect>, Vec<u64>) {
        (self.wanted.take(), self.cancelled.take())
    }
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
        match slots.get_mut(&self.id).and_then(Option::take) {
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
        if matches!(self.effects.slots.borrow_mut().remove(&self.id), Some(None)) {
            self.effects.cancelled.borrow_mut().push(self.id);
        }
    }
}
