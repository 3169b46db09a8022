//! Limits the call stack of an evaluation: recursion that would overflow it ends with an error.
//!
//! The limit is checked wherever an expression can recurse endlessly: in recursive functions, and in
//! assignments along paths. The check compares addresses, so the maximum depth depends on the platform, but
//! the results do not.

use std::cell::Cell;

use super::fault;
use crate::value::track::{Poison, poison};

/// The default limit, in bytes.
pub const DEFAULT_STACK: usize = 512 << 10;

thread_local! {
    static BUDGET: Cell<usize> = const { Cell::new(DEFAULT_STACK) };
    static FLOOR: Cell<usize> = const { Cell::new(0) };
}

/// Sets the limit for evaluations on this thread, in bytes. The thread should have a stack of twice that
/// size.
pub fn set_stack(bytes: usize) {
    BUDGET.with(|budget| budget.set(bytes));
}

/// An address in the current stack frame.
#[inline]
fn here() -> usize {
    let mark = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&mark)) as usize
}

/// Sets the start of an evaluation.
pub(super) fn begin() {
    let budget = BUDGET.with(Cell::get);
    FLOOR.with(|floor| floor.set(here().saturating_sub(budget)));
}

/// An error if the stack limit is reached. The evaluation then fails even if the error is caught.
#[inline]
pub(super) fn check() -> Result<(), fault::Error> {
    if here() >= FLOOR.with(Cell::get) {
        return Ok(());
    }
    poison(Poison::Stack);
    Err(fault::plain("recursion is too deep"))
}
