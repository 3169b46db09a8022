//! What the reading of every construct uses: values with their pointers, mappings with known keys, problems.
//!
//! The constructs themselves are read where their shapes are, under [`crate::model`].

mod at;
mod fields;
pub(crate) mod foreign;
mod interpolation;
mod missing;
pub(crate) mod patterns;
mod traps;

use std::collections::BTreeSet;

use towpath_diagnostics::Diagnostic;

pub(crate) use at::At;
pub(crate) use fields::Fields;

use crate::{
    model::{Expression, Spanned},
    problems::Problems,
};

/// Everything that is found while a definition is read.
#[derive(Default)]
pub(crate) struct Findings {
    /// What is wrong.
    pub(crate) problems: Problems,
    /// Every expression, in the order of reading.
    pub(crate) expressions: Vec<Expression>,
    /// Names in the task lists being read, innermost last: where `then` may lead.
    pub(crate) siblings: Vec<BTreeSet<String>>,
    /// The names in every task list, with the list's pointer.
    pub(crate) lists: Vec<(String, BTreeSet<String>)>,
    /// Keys of `document` that were refused because they stand outside of it.
    pub(crate) outside: Vec<String>,
    /// Directives that name no task of their list.
    pub(crate) astray: Vec<Astray>,
}

/// A `then` that names no task of its list.
pub(crate) struct Astray {
    pub(crate) name: Spanned<String>,
    pub(crate) pointer: String,
    /// The names it could have named.
    pub(crate) siblings: BTreeSet<String>,
}

impl Findings {
    /// Takes one problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.report(diagnostic);
    }
}
