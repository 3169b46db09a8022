//! Tracks which labels the current evaluation has read, and whether it must fail.
//!
//! Tracking needs no support by jaq: code that reads the content of a labelled value adds its labels here,
//! and every scalar created from a plain Rust value starts with all of them. The state is thread-local
//! because jaq's traits have no context parameter. There is no process-wide state, and nothing survives an
//! evaluation.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::Labels;

/// The reason for a failure that the operation itself could not report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Poison {
    /// The content of a secret was read.
    Secret(Rc<str>),
    /// A value nested deeper than [`super::MAX_DEPTH`] was built.
    Depth,
    /// The recursion was deeper than the call stack allows.
    Stack,
}

thread_local! {
    static READ: Cell<Labels> = const { Cell::new(Labels::NONE) };
    static POISON: RefCell<Option<Poison>> = const { RefCell::new(None) };
}

/// Records that a value with these labels was read.
#[inline]
pub(crate) fn record_read(labels: Labels) {
    if !labels.is_empty() {
        READ.with(|all| all.set(all.get() | labels));
    }
}

/// Labels of everything read so far.
#[inline]
pub(crate) fn so_far() -> Labels {
    READ.with(Cell::get)
}

/// Makes the evaluation fail at its end. The first reason is kept.
#[cold]
pub(crate) fn poison_evaluation(reason: Poison) {
    POISON.with(|slot| {
        slot.borrow_mut().get_or_insert(reason);
    });
}

/// The reason why the evaluation must fail, if any.
pub(crate) fn poison_reason() -> Option<Poison> {
    POISON.with(|slot| slot.borrow().clone())
}

/// Resets the state at the start of an evaluation.
pub(crate) fn begin_evaluation() {
    READ.with(|all| all.set(Labels::NONE));
    POISON.with(|slot| slot.borrow_mut().take());
}
