//! How much call stack an evaluation may use: recursion that would overflow it ends as an error instead.
//!
//! Looked at wherever an expression can recurse without end: in functions that call themselves, and in assignments
//! along paths. It is an address that is compared, so what fits differs between platforms; what results does not.

use std::cell::Cell;

use super::fault;
use crate::value::track::{Poison, poison};

/// Bytes an evaluation may use where nothing else was said.
pub const DEFAULT_STACK: usize = 512 << 10;

thread_local! {
    static BUDGET: Cell<usize> = const { Cell::new(DEFAULT_STACK) };
    static FLOOR: Cell<usize> = const { Cell::new(0) };
}

/// Says how many bytes of stack evaluations on this thread may use. A thread should have twice as many.
pub fn set_stack(bytes: usize) {
    BUDGET.with(|budget| budget.set(bytes));
}

/// An address in the present frame.
#[inline]
fn here() -> usize {
    let mark = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&mark)) as usize
}

/// An evaluation begins here.
pub(super) fn begin() {
    let budget = BUDGET.with(Cell::get);
    FLOOR.with(|floor| floor.set(here().saturating_sub(budget)));
}

/// An error when the stack is used up. The evaluation then fails whatever catches it.
#[inline]
pub(super) fn check() -> Result<(), fault::Error> {
    if here() >= FLOOR.with(Cell::get) {
        return Ok(());
    }
    poison(Poison::Stack);
    Err(fault::plain("recursion is too deep"))
}
