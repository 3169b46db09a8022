//! What the reading of every construct uses: values with their pointers, mappings with known keys, problems.
//!
//! The constructs themselves are read where their shapes are, under [`crate::model`].

mod at;
mod fields;
mod interpolation;
pub(crate) mod patterns;

use std::collections::BTreeSet;

use towpath_diagnostics::Diagnostic;

pub(crate) use at::At;
pub(crate) use fields::Fields;

use crate::{model::Expression, problems::Problems};

/// Everything that is found while a definition is read.
#[derive(Default)]
pub(crate) struct Findings {
    /// What is wrong.
    pub(crate) problems: Problems,
    /// Every expression, in the order of reading.
    pub(crate) expressions: Vec<Expression>,
    /// Names in the task lists being read, innermost last: where `then` may lead.
    pub(crate) siblings: Vec<BTreeSet<String>>,
}

impl Findings {
    /// Takes one problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.report(diagnostic);
    }
}
