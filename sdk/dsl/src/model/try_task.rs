//! `try`: tasks whose errors are caught.

use towpath_diagnostics::Span;

use super::task::read_variable;
use super::{ErrorFilter, Expression, Flow, RetryReference, Spanned, TaskList};
use crate::parse::{At, Fields, Findings};

/// `try`: tasks whose errors are caught.
#[derive(Debug, Clone, PartialEq)]
pub struct TryTask {
    /// What is tried.
    pub tasks: TaskList,
    /// What is caught, and what happens then.
    pub catch: Catch,
}

/// `catch`.
#[derive(Debug, Clone, PartialEq)]
pub struct Catch {
    /// `errors.with`: which errors; all when absent.
    pub errors: Option<ErrorFilter>,
    /// Variable that holds the error, without `$`; `error` when absent.
    pub as_: Option<Spanned<String>>,
    /// Only when this holds.
    pub when: Option<Expression>,
    /// Not when this holds.
    pub except_when: Option<Expression>,
    /// How it is tried again first.
    pub retry: Option<RetryReference>,
    /// `do`: what is done about it.
    pub tasks: Option<TaskList>,
    /// Where to go on after it; the task's own `then` when absent.
    pub then: Option<Spanned<Flow>>,
    /// Where it stands.
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
