//! `try`: runs tasks, catches their errors and handles them.

use towpath_diagnostics::codes;
use towpath_dsl::model::{ErrorFilter, TaskList, TryTask};
use towpath_wire::{Problem, TaskPhase};

use super::Done;
use super::retry::Retry;
use super::wait::pause;
use crate::compile::{Compiled, Compiler};
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable, same_type};
use crate::flow::{Passed, Then, run_list, run_with_timeout};
use crate::program::Task;
use crate::run::Cx;
use crate::scope::{Frame, Scope};
use crate::shape::Shape;
use crate::value::Value;

/// `try`.
#[derive(Debug)]
pub(crate) struct Try {
    tasks: Vec<Task>,
    errors: Option<Filter>,
    as_: String,
    when: Option<Expression>,
    except_when: Option<Expression>,
    retry: Option<Retry>,
    /// Without a handler, a caught error is ignored, unless its retries failed.
    handler: Option<Vec<Task>>,
    then: Option<Then>,
}

/// The conditions for an error. Absent fields match any value.
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
        let input = c.known().dot.clone();
        let tasks = c.tasks(&task.tasks);
        let catch = &task.catch;
        let as_ = catch.error_name().to_owned();
        let error = [(as_.clone(), Some(Shape::of_error()))];
        let (when, except_when, retry) = c.within(error.clone(), None, |c| {
            (
                c.optional(catch.when.as_ref(), Place::Definition),
                c.optional(catch.except_when.as_ref(), Place::Definition),
                catch.retry.as_ref().map(|retry| Retry::compile(c, retry)).transpose(),
            )
        });
        let handler =
            c.within(error, input, |c| catch.tasks.as_ref().map(|tasks| c.tasks(tasks)).transpose());
        Ok(Self {
            tasks: tasks?,
            errors: catch.errors.as_ref().map(Filter::new),
            as_,
            when: when?,
            except_when: except_when?,
            retry: retry?,
            handler: handler?,
            then: catch.then.as_ref().map(|then| Compiler::then(Some(then), siblings)),
        })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        let started = cx.now();
        let (inside, iteration) = (format!("{}/try", frame.path()), frame.scope.iteration());
        let visited = self.retry.as_ref().map(|_| cx.effects().visits(&inside, &iteration));
        for earlier in 0_u32.. {
            let fault = match self.attempt(cx, frame, input, earlier).await {
                Ok(passed) => return Ok(passed.done()),
                Err(fault) => fault,
            };
            let scope = frame.scope.with(&self.as_, fault.describe(cx)?);
            if !self.catches(&fault, cx, &frame.inside(&scope), input)? {
                return Err(fault);
            }
            if let (Some(retry), Some(visited)) = (&self.retry, &visited) {
                let wait = retry.again(cx, &frame.inside(&scope), input, &fault, earlier, started)?;
                if let Some(wait) = wait {
                    frame.task.iter().for_each(|task| cx.record(task, frame.scope, TaskPhase::Retried));
                    pause(cx, frame, wait).await?;
                    cx.effects().revisit(&inside, &iteration, visited);
                    continue;
                }
            }
            let passed = match &self.handler {
                Some(handler) => run_list(cx, handler, &scope, input.clone()).await?,
                None if self.retry.is_some() => return Err(fault),
                None => Passed::through(input.clone()),
            };
            let then = if passed.ended() { Some(Then::End) } else { self.then };
            return Ok(Done { output: passed.output, then });
        }
        Err(Fault::limit(&codes::TP1101, "there were too many attempts"))
    }

    /// Runs one attempt.
    async fn attempt(&self, cx: &Cx, frame: &Frame<'_>, input: &Value, earlier: u32) -> Faultable<Passed> {
        let Some(retry) = &self.retry else {
            return run_list(cx, &self.tasks, frame.scope, input.clone()).await;
        };
        let scope = Scope::Attempt { earlier, outer: frame.scope };
        let body = run_list(cx, &self.tasks, &scope, input.clone());
        match &retry.attempt {
            Some(longest) => {
                let longest = longest.milliseconds(cx, input, frame, "retry.limit.attempt.duration")?;
                run_with_timeout(cx, cx.origin(frame), longest, body).await
            }
            None => body.await,
        }
    }

    /// Whether the filter and both conditions match. A condition that fails replaces the error.
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
