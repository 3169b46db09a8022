//! The problems of one text, as many as a person can use.

use towpath_diagnostics::{Diagnostic, codes};

/// Most problems of one text that are told one by one.
const MOST: usize = 200;

/// Problems; those beyond the first 200 are only counted, so that no text costs more than it is worth.
#[derive(Default)]
pub(crate) struct Problems {
    told: Vec<Diagnostic>,
    untold: usize,
}

impl Problems {
    /// Whether further problems are only counted. What is costly to say need not be said then.
    pub(crate) fn is_full(&self) -> bool {
        self.told.len() >= MOST
    }

    /// Counts one problem, when [`Self::is_full`].
    pub(crate) fn count(&mut self) {
        self.untold += 1;
    }

    /// Takes one problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        if self.is_full() {
            self.count();
        } else {
            self.told.push(diagnostic);
        }
    }

    /// All problems that are told.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if self.untold > 0 {
            let message = format!("{} more problems are not shown", self.untold);
            self.told
                .push(Diagnostic::error(codes::TP0200, message).help("solve the ones that are shown first"));
        }
        self.told
    }
}
