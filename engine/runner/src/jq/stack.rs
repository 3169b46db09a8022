//! Limits the call stack of an evaluation: recursion that would overflow it ends with an error.
//!
//! The limit is checked wherever an expression can recurse endlessly: in recursive functions, and in
//! assignments along paths. The check compares addresses, so the maximum depth depends on the platform, but
//! the results do not.

use std::cell::Cell;

use super::fault;
use crate::value::track::{Poison, poison_evaluation};

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
fn stack_address() -> usize {
    let mark = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&mark)) as usize
}

/// Sets the start of an evaluation.
pub(super) fn begin_stack() {
    let budget = BUDGET.with(Cell::get);
    FLOOR.with(|floor| floor.set(stack_address().saturating_sub(budget)));
}

/// An error if the stack limit is reached. The evaluation then fails even if the error is caught.
#[inline]
pub(super) fn check_stack() -> Result<(), fault::Error> {
    if stack_address() >= FLOOR.with(Cell::get) {
        return Ok(());
    }
    poison_evaluation(Poison::Stack);
    Err(fault::plain_error("recursion is too deep"))
}
