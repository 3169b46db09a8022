//! `try`: runs tasks and catches their errors.

use towpath_diagnostics::Span;

use super::task::read_variable;
use super::{ErrorFilter, Expression, Flow, RetryReference, Spanned, TaskList};
use crate::parse::{At, Fields, Findings};

/// `try`: runs tasks and catches their errors.
#[derive(Debug, Clone, PartialEq)]
pub struct TryTask {
    /// The tasks whose errors are caught.
    pub tasks: TaskList,
    /// The errors to catch, and how they are handled.
    pub catch: Catch,
}

/// `catch`.
#[derive(Debug, Clone, PartialEq)]
pub struct Catch {
    /// `errors.with`: the errors to catch. Default: all.
    pub errors: Option<ErrorFilter>,
    /// Variable that holds the error, without `$`. Default: `error`.
    pub as_: Option<Spanned<String>>,
    /// Catch only if this is true.
    pub when: Option<Expression>,
    /// Do not catch if this is true.
    pub except_when: Option<Expression>,
    /// The retry policy that applies first.
    pub retry: Option<RetryReference>,
    /// `do`: the tasks that handle the error.
    pub tasks: Option<TaskList>,
    /// The target after the `catch`. Default: the `then` of the task.
    pub then: Option<Spanned<Flow>>,
    /// Its place in the source text.
    pub span: Span,
}

impl Catch {
    /// Name of the variable that holds the error.
    pub fn error_name(&self) -> &str {
        self.as_.as_ref().map_or("error", |name| &name.value)
    }
}

impl TryTask {
    pub(crate) const KEYS: &[&str] = &["try", "catch"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let tasks = task.required("try", findings).and_then(|at| TaskList::read(&at, findings));
        let catch = task.required("catch", findings).and_then(|at| Catch::read(&at, findings));
        Some(Self { tasks: tasks?, catch: catch? })
    }
}

impl Catch {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let catch = at.fields(&["errors", "as", "when", "exceptWhen", "retry", "do", "then"], findings)?;
        let errors = catch.get("errors").and_then(|at| at.fields(&["with"], findings));
        Some(Self {
            errors: errors
                .and_then(|errors| errors.get("with"))
                .and_then(|at| ErrorFilter::read(&at, findings)),
            as_: catch.get("as").and_then(|at| read_variable(&at, findings)),
            when: catch.get("when").and_then(|at| at.expression(findings)),
            except_when: catch.get("exceptWhen").and_then(|at| at.expression(findings)),
            retry: catch.get("retry").and_then(|at| RetryReference::read(&at, findings)),
            tasks: catch.get("do").and_then(|at| TaskList::read(&at, findings)),
            then: catch.get("then").and_then(|at| Flow::read(&at, findings)),
            span: at.node.span,
        })
    }
}
