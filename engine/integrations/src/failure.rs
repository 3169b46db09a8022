//! A call that gave no output: why, and whether it was carried out.
//!
//! Each problem is worded where it is found. Whether it was carried out is said there too, by the code that read the
//! answer. The run's machine decides by it whether a write may be sent again.

use towpath_diagnostics::Code;
use towpath_wire::{CarriedOut, Problem, problem_types};

/// A call that gave no output.
#[derive(Debug, Clone, PartialEq)]
pub struct CallFailure {
    /// Whether the call was carried out.
    pub carried_out: CarriedOut,
    /// The other side answered, and the problem has its status.
    pub answered: bool,
    /// What went wrong, as the workflow will see it.
    pub problem: Box<Problem>,
}

impl CallFailure {
    /// Nothing left this machine: refused, not connected, or not even built.
    pub fn not_sent(problem: Problem) -> Self {
        Self::new(CarriedOut::NotSent, problem)
    }

    /// The other side surely did not do it: it said so, or a transaction was rolled back. Reads that fail end here too.
    pub fn refused_there(problem: Problem) -> Self {
        Self::new(CarriedOut::RefusedThere, problem)
    }

    /// The other side did it, and its answer cannot be used.
    pub fn done(problem: Problem) -> Self {
        Self::new(CarriedOut::Done, problem)
    }

    /// A request that changes something may have left, and nothing says what became of it.
    pub fn unknown(problem: Problem) -> Self {
        Self::new(CarriedOut::Unknown, problem)
    }

    pub(crate) fn new(carried_out: CarriedOut, problem: Problem) -> Self {
        Self { carried_out, answered: false, problem: Box::new(problem) }
    }
}

/// A problem of one of the specification's types with Towpath's code.
pub(crate) fn problem(kind: &str, code: Code, detail: impl Into<String>) -> Problem {
    Problem { code: Some(code.as_str().to_owned()), ..Problem::new(kind, detail) }
}

/// A communication problem with the status the other side gave, or that fits best.
pub(crate) fn communication(status: u16, code: Code, detail: impl Into<String>) -> Problem {
    Problem { status, ..problem(problem_types::COMMUNICATION, code, detail) }
}
