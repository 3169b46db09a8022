//! The parser's shared parts: values with their JSON pointers, mappings with known keys, and the list of
//! problems.
//!
//! The code that reads each construct is beside its type, under [`crate::model`].

mod at;
pub(crate) mod comments;
mod fields;
pub(crate) mod help_with_values;
pub(crate) mod interpolation;
mod missing;
mod named_item;
pub(crate) mod other_tools;
pub(crate) mod patterns;
mod scalars;
mod templates;
mod wrong_type;
mod yaml_1_1;

use std::collections::BTreeSet;

use towpath_diagnostics::Diagnostic;

pub(crate) use at::At;
pub(crate) use fields::Fields;
pub(crate) use interpolation::with_source;
pub(crate) use wrong_type::Expected;

use crate::{
    model::{Expression, Spanned},
    problems::Problems,
};

/// Everything that is collected while a definition is read.
#[derive(Default)]
pub(crate) struct Findings {
    /// The problems.
    pub(crate) problems: Problems,
    /// Every expression, in the order of reading.
    pub(crate) expressions: Vec<Expression>,
    /// The pointer of every task list, and its names: the targets of `then`.
    pub(crate) lists: Vec<(String, BTreeSet<String>)>,
    /// The indexes in [`Self::lists`] of the lists that are being read, innermost last.
    pub(crate) open: Vec<usize>,
    /// Keys of `document` that were refused because they are outside it.
    pub(crate) outside: Vec<String>,
    /// Pointers of keys without a value whose content is beside them instead of inside. Only that is
    /// reported.
    pub(crate) hollow: BTreeSet<String>,
    /// Directives whose target is not in their list.
    pub(crate) astray: Vec<Astray>,
}

/// A `then` whose target is not in its list.
pub(crate) struct Astray {
    pub(crate) name: Spanned<String>,
    pub(crate) pointer: String,
    /// The index of its list in [`Findings::lists`].
    pub(crate) list: usize,
}

impl Findings {
    /// Starts a list of tasks with these names.
    pub(crate) fn open_list(&mut self, pointer: &str, names: BTreeSet<String>) {
        self.open.push(self.lists.len());
        self.lists.push((pointer.to_owned(), names));
    }

    /// Ends the list that [`Self::open_list`] started.
    pub(crate) fn close_list(&mut self) {
        self.open.pop();
    }

    /// Adds a problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.report(diagnostic);
    }
}
