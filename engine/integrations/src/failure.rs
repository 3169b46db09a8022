//! The failure of a call: its problem, and whether the call was carried out.
//!
//! The code that reads the response words the problem and sets whether the call was carried out. The state machine of the
//! run uses this to decide whether a write may be sent again.

use towpath_diagnostics::{Code, codes};
use towpath_wire::{CarriedOut, Problem, problem_types};

/// What a call says about the system that it went to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It takes calls: it answered, whatever it said.
    Up,
    /// It takes no calls now.
    Away {
        /// Why, in words: `it could not be reached`.
        why: String,
        /// Seconds after which it wants to be called again.
        retry_after: Option<u64>,
    },
    /// Nothing: nothing was sent, or the connection broke.
    Unknown,
}

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

    /// What the failure says about the system. It is away if it could not be reached, did not answer in time, answered with
    /// 502, 503 or 504, or with 429 and `Retry-After`.
    pub fn health(&self) -> Health {
        let Problem { code, status, retry_after, .. } = &*self.problem;
        let is = |known: Code| code.as_deref() == Some(known.as_str());
        let why = if is(codes::TP3023) {
            "it could not be reached".to_owned()
        } else if is(codes::TP3024) {
            "it did not answer in time".to_owned()
        } else if is(codes::TP3025)
            && (matches!(status, 502..=504) || *status == 429 && retry_after.is_some())
        {
            format!("it answered with status {status}")
        } else if self.carried_out == CarriedOut::NotSent || is(codes::TP3027) {
            return Health::Unknown;
        } else {
            return Health::Up;
        };
        Health::Away { why, retry_after: *retry_after }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn health(carried_out: CarriedOut, code: Code, status: u16, retry_after: Option<u64>) -> Health {
        let problem = Problem { retry_after, ..communication_problem(status, code, "no") };
        CallFailure::new(carried_out, problem).health()
    }

    #[test]
    fn a_system_that_answers_is_up_whatever_it_says() {
        let there = CarriedOut::RefusedThere;
        for (code, status, retry_after) in [
            (codes::TP3025, 404, None),
            (codes::TP3025, 500, None),
            (codes::TP3025, 429, None),
            (codes::TP3026, 502, None),
        ] {
            assert_eq!(health(there, code, status, retry_after), Health::Up, "{status}");
        }
        for (code, status, retry_after) in [
            (codes::TP3023, 503, None),
            (codes::TP3024, 408, None),
            (codes::TP3025, 502, None),
            (codes::TP3025, 503, Some(7)),
            (codes::TP3025, 504, None),
            (codes::TP3025, 429, Some(7)),
        ] {
            let found = health(CarriedOut::NotSent, code, status, retry_after);
            assert!(
                matches!(found, Health::Away { retry_after: asked, .. } if asked == retry_after),
                "{status}"
            );
        }
        assert_eq!(health(CarriedOut::NotSent, codes::TP3021, 403, None), Health::Unknown);
        assert_eq!(health(CarriedOut::Unknown, codes::TP3027, 502, None), Health::Unknown);
    }
}
