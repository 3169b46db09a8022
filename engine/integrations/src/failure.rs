//! How a call can fail, in the three ways that decide whether it may be repeated.
//!
//! The wording of each problem lives where it is found; whether to try again is decided by the runtime.

use towpath_diagnostics::Code;
use towpath_wire::{Problem, problem_types};

use crate::Idempotent;

/// A call that gave no output.
#[derive(Debug, Clone, PartialEq)]
pub enum CallFailure {
    /// Surely nothing left this machine: refused, not connected, or not even built.
    NotSent(Problem),
    /// The other side answered, and the answer is an error: final.
    Failed(Problem),
    /// A request that changes things may have left, and no answer was understood. The problem says why; see
    /// [`CallFailure::into_problem`] for what a workflow is told.
    Unknown(Problem),
}

impl CallFailure {
    /// The problem, whichever way it failed.
    pub fn problem(&self) -> &Problem {
        match self {
            Self::NotSent(problem) | Self::Failed(problem) | Self::Unknown(problem) => problem,
        }
    }

    /// What the workflow is told when nothing more is tried. An unknown outcome of an operation that must not
    /// be repeated becomes `outcome-unknown`, which no `retry` repeats; all else stays what it is.
    pub fn into_problem(self, idempotent: Idempotent) -> Problem {
        match self {
            Self::Unknown(problem) if idempotent == Idempotent::No => {
                let why = problem.detail.unwrap_or_default();
                Problem {
                    kind: problem_types::OUTCOME_UNKNOWN.to_owned(),
                    status: problem_types::status(problem_types::OUTCOME_UNKNOWN),
                    detail: Some(format!("it is not known whether the operation was carried out: {why}")),
                    ..problem
                }
            }
            Self::NotSent(problem) | Self::Failed(problem) | Self::Unknown(problem) => problem,
        }
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

#[cfg(test)]
mod tests {
    use towpath_diagnostics::codes;

    use super::*;

    #[test]
    fn only_what_must_not_be_repeated_becomes_outcome_unknown() {
        let timeout = || problem(problem_types::TIMEOUT, codes::TP3024, "no answer from `crm` in time");
        let told = CallFailure::Unknown(timeout()).into_problem(Idempotent::No);
        assert_eq!(told.kind, problem_types::OUTCOME_UNKNOWN);
        assert_eq!(told.status, 500);
        assert!(told.detail.unwrap_or_default().ends_with("no answer from `crm` in time"));
        for idempotent in [Idempotent::Natural, Idempotent::Key] {
            assert_eq!(CallFailure::Unknown(timeout()).into_problem(idempotent), timeout());
        }
        assert_eq!(CallFailure::NotSent(timeout()).into_problem(Idempotent::No), timeout());
    }
}
