//! The failure of a call: its problem, and whether the call was carried out.
//!
//! The code that reads the response words the problem and sets whether the call was carried out. The state machine of the
//! run uses this to decide whether a write may be sent again.

use towpath_diagnostics::Code;
use towpath_wire::{CarriedOut, Problem, problem_types};

/// The failure of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallFailure {
    /// Whether the call was carried out.
    pub carried_out: CarriedOut,
    /// The other system answered, and the problem has its status.
    pub answered: bool,
    /// The problem, as the workflow sees it.
    pub problem: Box<Problem>,
}

impl CallFailure {
    /// Nothing was sent: the call was refused, not connected, or not built.
    pub fn not_sent(problem: Problem) -> Self {
        Self::new(CarriedOut::NotSent, problem)
    }

    /// The call was certainly not carried out: the other system refused it, or a transaction was rolled back. Also for failed
    /// reads.
    pub fn refused_there(problem: Problem) -> Self {
        Self::new(CarriedOut::RefusedThere, problem)
    }

    /// The call was carried out, but its response cannot be used.
    pub fn done(problem: Problem) -> Self {
        Self::new(CarriedOut::Done, problem)
    }

    /// A write may have been sent, and its outcome is unknown.
    pub fn unknown(problem: Problem) -> Self {
        Self::new(CarriedOut::Unknown, problem)
    }

    pub(crate) fn new(carried_out: CarriedOut, problem: Problem) -> Self {
        Self { carried_out, answered: false, problem: Box::new(problem) }
    }
}

/// A problem with a type of the specification and a code of Towpath.
pub(crate) fn coded_problem(kind: &str, code: Code, detail: impl Into<String>) -> Problem {
    Problem::new(kind, &code, detail)
}

/// A communication problem, with the status of the other system or the best fitting one.
pub(crate) fn communication_problem(status: u16, code: Code, detail: impl Into<String>) -> Problem {
    Problem { status, ..coded_problem(problem_types::COMMUNICATION, code, detail) }
}
