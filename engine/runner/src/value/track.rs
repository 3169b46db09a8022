//! What the expression being evaluated has read so far, and whether it must fail.
//!
//! Explicit-flow tracking needs no help from jaq this way: whatever reads the content of a labelled value
//! adds its labels here, and every scalar made from a bare Rust value starts with all of them. Thread-local
//! because jaq's traits have no place for a context. No process-wide state; nothing survives an evaluation.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::Labels;

/// Why an evaluation fails although the operation itself could not report an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Poison {
    /// The content of a secret was asked for.
    Secret(Rc<str>),
    /// A value nested deeper than [`super::MAX_DEPTH`] was built.
    Depth,
    /// Recursion went deeper than the call stack allows.
    Stack,
}

thread_local! {
    static READ: Cell<Labels> = const { Cell::new(Labels::NONE) };
    static POISON: RefCell<Option<Poison>> = const { RefCell::new(None) };
}

/// The content of something with these labels was read.
#[inline]
pub(crate) fn read(labels: Labels) {
    if !labels.is_empty() {
        READ.with(|all| all.set(all.get() | labels));
    }
}

/// Labels of everything read so far.
#[inline]
pub(crate) fn so_far() -> Labels {
    READ.with(Cell::get)
}

/// Makes the evaluation fail when it comes to its end; the first reason stays.
#[cold]
pub(crate) fn poison(reason: Poison) {
    POISON.with(|slot| {
        slot.borrow_mut().get_or_insert(reason);
    });
}

/// Why the evaluation has to fail, if it has to.
pub(crate) fn poisoned() -> Option<Poison> {
    POISON.with(|slot| slot.borrow().clone())
}

/// Starts an evaluation: nothing read, nothing wrong.
pub(crate) fn begin() {
    READ.with(|all| all.set(Labels::NONE));
    POISON.with(|slot| slot.borrow_mut().take());
}
