//! `try`: tasks whose errors are caught, and what is done about them.

use towpath_dsl::model::{ErrorFilter, TaskList, TryTask};
use towpath_wire::Problem;

use super::Done;
use crate::compile::{Compiled, Compiler};
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable, same_type};
use crate::flow::{Then, run_list};
use crate::program::Task;
use crate::run::Cx;
use crate::scope::Frame;
use crate::value::Value;

/// `try`.
#[derive(Debug)]
pub(crate) struct Try {
    tasks: Vec<Task>,
    errors: Option<Filter>,
    as_: String,
    when: Option<Expression>,
    except_when: Option<Expression>,
    handler: Vec<Task>,
    then: Option<Then>,
}

/// What an error must be; what is absent does not matter.
#[derive(Debug)]
struct Filter {
    kind: Option<String>,
    status: Option<u16>,
    instance: Option<String>,
    title: Option<String>,
    detail: Option<String>,
}

impl Try {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &TryTask, siblings: &TaskList) -> Compiled<Self> {
        let tasks = c.tasks(&task.tasks);
        let catch = &task.catch;
        let as_ = catch.error_name().to_owned();
        let (when, except_when, handler) = c.within(&[&as_], |c| {
            (
                c.optional(catch.when.as_ref(), Place::Definition),
                c.optional(catch.except_when.as_ref(), Place::Definition),
                catch.tasks.as_ref().map_or(Ok(Vec::new()), |tasks| c.tasks(tasks)),
            )
        });
        Ok(Self {
            tasks: tasks?,
            errors: catch.errors.as_ref().map(Filter::new),
            as_,
            when: when?,
            except_when: except_when?,
            handler: handler?,
            then: catch.then.as_ref().map(|then| Compiler::then(Some(then), siblings)),
        })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let fault = match run_list(cx, &self.tasks, frame.scope, input.clone()).await {
            Ok(passed) => return Ok(passed.done()),
            Err(fault) => fault,
        };
        let scope = frame.scope.with(&self.as_, fault.describe(cx)?);
        if !self.catches(&fault, cx, &frame.inside(&scope), input)? {
            return Err(fault);
        }
        let passed = run_list(cx, &self.handler, &scope, input.clone()).await?;
        let then = if passed.ended { Some(Then::End) } else { self.then };
        Ok(Done { output: passed.output, then })
    }

    /// Whether the filter and both conditions say so. A condition that fails is an error in place of the one caught.
    fn catches(&self, fault: &Fault, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<bool> {
        if !fault.catchable || self.errors.as_ref().is_some_and(|filter| !filter.matches(&fault.problem)) {
            return Ok(false);
        }
        if let Some(when) = &self.when
            && !when.holds(cx, input, frame)?
        {
            return Ok(false);
        }
        match &self.except_when {
            Some(except) => Ok(!except.holds(cx, input, frame)?),
            None => Ok(true),
        }
    }
}

impl Filter {
    fn new(filter: &ErrorFilter) -> Self {
        let text =
            |text: &Option<towpath_dsl::model::Spanned<String>>| text.as_ref().map(|text| text.value.clone());
        Self {
            kind: text(&filter.kind),
            status: filter.status.as_ref().map(|status| status.value),
            instance: text(&filter.instance),
            title: text(&filter.title),
            detail: text(&filter.detail),
        }
    }

    fn matches(&self, problem: &Problem) -> bool {
        let same = |wanted: &Option<String>, given: &Option<String>| wanted.is_none() || wanted == given;
        self.kind.as_ref().is_none_or(|kind| same_type(kind, &problem.kind))
            && self.status.is_none_or(|status| status == problem.status)
            && same(&self.instance, &problem.instance)
            && same(&self.title, &problem.title)
            && same(&self.detail, &problem.detail)
    }
}
