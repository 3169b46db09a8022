//! The problems of one text, up to a maximum.

use towpath_diagnostics::{Diagnostic, codes};

/// Maximum number of problems that are reported for one text.
const MAX_PROBLEMS: usize = 200;

/// The problems. Those after the first 200 are only counted, which bounds the cost.
#[derive(Default)]
pub(crate) struct Problems {
    reported: Vec<Diagnostic>,
    untold: usize,
}

impl Problems {
    /// Whether further problems are only counted. Then callers can skip costly messages.
    pub(crate) fn is_full(&self) -> bool {
        self.reported.len() >= MAX_PROBLEMS
    }

    /// Counts one problem if [`Self::is_full`].
    pub(crate) fn count(&mut self) {
        self.untold += 1;
    }

    /// Adds a problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        if self.is_full() {
            self.count();
        } else {
            self.reported.push(diagnostic);
        }
    }

    /// All reported problems.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if self.untold > 0 {
            let message = format!("{} more problems are not shown", self.untold);
            self.reported.push(
                Diagnostic::error(codes::TP0200, message).help("fix the problems that are shown first"),
            );
        }
        self.reported
    }
}
