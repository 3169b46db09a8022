//! What the reading of every construct uses: values with their pointers, mappings with known keys, problems.
//!
//! The constructs themselves are read where their shapes are, under [`crate::model`].

mod at;
pub(crate) mod comments;
mod fields;
pub(crate) mod foreign;
pub(crate) mod interpolation;
mod missing;
pub(crate) mod own;
pub(crate) mod patterns;
mod traps;

use std::collections::BTreeSet;

use towpath_diagnostics::Diagnostic;

pub(crate) use at::At;
pub(crate) use fields::Fields;
pub(crate) use interpolation::with_source;

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
    /// The names in every task list, with the list's pointer: where `then` may lead.
    pub(crate) lists: Vec<(String, BTreeSet<String>)>,
    /// Which of [`Self::lists`] are being read, innermost last.
    pub(crate) open: Vec<usize>,
    /// Keys of `document` that were refused because they stand outside of it.
    pub(crate) outside: Vec<String>,
    /// Pointers of keys without a value: what was to stand inside of them stands beside them, and that is told instead.
    pub(crate) hollow: BTreeSet<String>,
    /// Directives that name no task of their list.
    pub(crate) astray: Vec<Astray>,
}

/// A `then` that names no task of its list.
pub(crate) struct Astray {
    pub(crate) name: Spanned<String>,
    pub(crate) pointer: String,
    /// Its list, among [`Findings::lists`].
    pub(crate) list: usize,
}

impl Findings {
    /// Begins to read a list of tasks with these names.
    pub(crate) fn open_list(&mut self, pointer: &str, names: BTreeSet<String>) {
        self.open.push(self.lists.len());
        self.lists.push((pointer.to_owned(), names));
    }

    /// Ends what [`Self::open_list`] began.
    pub(crate) fn close_list(&mut self) {
        self.open.pop();
    }

    /// Takes one problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.report(diagnostic);
    }
}
