//! Control flow and data flow: lists of tasks, flow directives, and the input and output of each task.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use towpath_diagnostics::codes;
use towpath_wire::{EffectKind, TaskPhase, WaitEffect, problem_types as types};

use crate::breadcrumb;
use crate::call::unexpected_result;
use crate::effects::{EffectResult, Origin};
use crate::fault::{Fault, Faultable};
use crate::program::{Export, Input, Output, Task, TaskFacts};
use crate::run::Cx;
use crate::runtime_help;
use crate::schema::Schema;
use crate::scope::{Frame, Scope};
use crate::tasks::Done;
use crate::value::{Labels, Value};

/// The step after a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// The next task of the list.
    Continue,
    /// Leaves the list and continues after it.
    Exit,
    /// The end of the workflow.
    End,
    /// The task at this index in the same list.
    Task(usize),
}

/// The result of a list.
#[derive(Debug)]
pub(crate) struct Passed {
    /// The output of the last task that ran, or the input of the list if none ran.
    pub(crate) output: Value,
    /// How the list ended.
    pub(crate) left: Left,
}

/// How a list ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// After its last task.
    Through,
    /// By `exit`.
    Exit,
    /// By `end`: the workflow ends.
    End,
}

impl Passed {
    /// A list that ended after its last task, with this output.
    pub(crate) fn through(output: Value) -> Self {
        Self { output, left: Left::Through }
    }

    /// Whether a task ended the workflow.
    pub(crate) fn ended(&self) -> bool {
        self.left == Left::End
    }

    /// The result for the task that contains the list: its own `then`, or the end.
    pub(crate) fn done(self) -> Done {
        let then = self.ended().then_some(Then::End);
        Done { output: self.output, then }
    }
}

/// Runs tasks from the first one, following their directives.
pub(crate) async fn run_list<'a>(
    cx: &'a Cx,
    tasks: &'a [Task],
    scope: &'a Scope<'a>,
    input: Value,
) -> Faultable<Passed> {
    let mut value = input;
    let mut at = 0;
    while let Some(task) = tasks.get(at) {
        let (output, then) = run_task(cx, task, scope, value).await?;
        value = output;
        match then {
            Then::Continue => at += 1,
            Then::Task(index) => at = index,
            Then::Exit => return Ok(Passed { output: value, left: Left::Exit }),
            Then::End => return Ok(Passed { output: value, left: Left::End }),
        }
    }
    Ok(Passed::through(value))
}

/// A task that is running.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Faultable<(Value, Then)>> + 'a>>;

/// Runs one task. Boxed, because tasks hold lists of tasks.
pub(crate) fn run_task<'a>(
    cx: &'a Cx,
    task: &'a Task,
    scope: &'a Scope<'a>,
    raw_input: Value,
) -> Running<'a> {
    Box::pin(async move {
        let mut frame = Frame::new(Some(&task.facts), scope, cx.now(), raw_input);
        let runs = match &task.if_ {
            Some(condition) => condition.holds(cx, &frame.raw_input, &frame),
            None => Ok(true),
        };
        if let Ok(false) = runs {
            cx.record(&task.facts, scope, TaskPhase::Skipped);
            cx.trace_skipped(task, scope);
            return Ok((frame.raw_input, Then::Continue));
        }
        let recorder = TaskRecorder::new(cx, task, scope);
        frame.traced = recorder.traced;
        let passed = match runs {
            Ok(_) => in_time(cx, task, frame).await,
            Err(fault) => Err(fault),
        };
        let passed = passed.map_err(|fault| fault.within(&task.facts.pointer, scope));
        recorder.ended(&passed);
        passed
    })
}

/// Records that a task has started and how it ended. If it is dropped before that, the task was cancelled.
struct TaskRecorder<'a> {
    cx: &'a Cx,
    facts: &'a TaskFacts,
    scope: &'a Scope<'a>,
    ended: Option<TaskPhase>,
    /// Its number in the trace.
    traced: Option<u32>,
}

impl<'a> TaskRecorder<'a> {
    fn new(cx: &'a Cx, task: &'a Task, scope: &'a Scope<'a>) -> Self {
        cx.record(&task.facts, scope, TaskPhase::Started);
        Self { cx, facts: &task.facts, scope, ended: None, traced: cx.trace_start(task, scope) }
    }

    fn ended(mut self, result: &Faultable<(Value, Then)>) {
        self.ended = Some(if result.is_ok() { TaskPhase::Completed } else { TaskPhase::Faulted });
        self.cx.trace_result(self.traced, result);
    }
}

impl Drop for TaskRecorder<'_> {
    fn drop(&mut self) {
        if self.ended.is_none() {
            self.cx.trace_cancelled(self.traced);
        }
        self.cx.record(self.facts, self.scope, self.ended.unwrap_or(TaskPhase::Cancelled));
    }
}

/// Runs a task within its own timeout.
async fn in_time(cx: &Cx, task: &Task, frame: Frame<'_>) -> Faultable<(Value, Then)> {
    let Some(timeout) = &task.timeout else { return run_data_flow(cx, task, frame).await };
    let after = timeout.milliseconds(cx, &frame.raw_input, &frame, "timeout.after")?;
    let origin = cx.origin(&frame);
    run_with_timeout(cx, origin, after, run_data_flow(cx, task, frame)).await
}

/// A result that gets the labels of the timeout within which it ended.
pub(crate) trait InTime {
    /// Adds these labels.
    fn with_labels(self, labels: Labels) -> Self;
}

impl InTime for Value {
    fn with_labels(self, labels: Labels) -> Self {
        Value::with_labels(self, labels)
    }
}

impl InTime for (Value, Then) {
    fn with_labels(self, labels: Labels) -> Self {
        (self.0.with_labels(labels), self.1)
    }
}

impl InTime for Passed {
    fn with_labels(self, labels: Labels) -> Self {
        Self { output: self.output.with_labels(labels), ..self }
    }
}

/// Runs `body` with a timeout in milliseconds. On a timeout it is dropped, which cancels its effects. The
/// result gets the labels of the timeout, because it depends on it.
pub(crate) async fn run_with_timeout<T: InTime>(
    cx: &Cx,
    origin: Origin,
    (milliseconds, labels): (i64, Labels),
    body: impl Future<Output = Faultable<T>>,
) -> Faultable<T> {
    let until = cx.now().saturating_add(milliseconds);
    let mut body = pin!(body);
    // A body that does not wait needs no timer.
    if let Poll::Ready(done) = poll_once(body.as_mut()) {
        return done;
    }
    let effect = WaitEffect { until, labels: cx.label_names(labels) };
    let mut alarm = cx.request_as(origin, EffectKind::Wait(effect));
    let ended = std::future::poll_fn(|context| {
        if let Poll::Ready(done) = body.as_mut().poll(context) {
            return Poll::Ready(done);
        }
        match Pin::new(&mut alarm).poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(EffectResult::Fired) => {
                cx.label_time(labels);
                let detail = match labels.is_empty() {
                    true => format!("it took longer than its `timeout` of {milliseconds} ms"),
                    false => "it took longer than its `timeout`".to_owned(),
                };
                Poll::Ready(Err(Fault::new(types::TIMEOUT, &codes::TP1011, detail)))
            }
            Poll::Ready(EffectResult::Error(problem)) => Poll::Ready(Err(Fault::from_problem(problem))),
            Poll::Ready(EffectResult::Output(..)) => Poll::Ready(Err(unexpected_result())),
        }
    })
    .await;
    match ended {
        Ok(done) => Ok(done.with_labels(labels)),
        Err(fault) => Err(fault.labelled(cx, labels)),
    }
}

fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Runs the data flow of a task in the specification's order. Extensions run between its input and its
/// action, and after all of it.
async fn run_data_flow(cx: &Cx, task: &Task, mut frame: Frame<'_>) -> Faultable<(Value, Then)> {
    task.input.apply(cx, &mut frame)?;
    cx.trace_input(&frame);
    let mut extensions = Vec::new();
    let mut instead = None;
    for extension in task.extensions.iter().filter_map(|at| cx.extension(*at)) {
        let scope = inlined_scope(&frame, true);
        let inside = Frame::new(None, &scope, cx.now(), frame.input().clone());
        if let Some(when) = &extension.when
            && !when.holds(cx, frame.input(), &inside)?
        {
            continue;
        }
        let passed = run_list(cx, &extension.before, &scope, frame.input().clone()).await?;
        if passed.left != Left::Through {
            instead = Some(passed);
            break;
        }
        extensions.push(extension);
    }
    let done = match instead {
        Some(passed) => passed.done(),
        None => task.action.run(cx, &frame).await?,
    };
    let output = task.output.apply(cx, &mut frame, done.output)?;
    task.export.apply(cx, &frame, &output)?;
    let then = done.then.unwrap_or(task.then);
    for extension in extensions.into_iter().rev() {
        let scope = inlined_scope(&frame, true);
        if run_list(cx, &extension.after, &scope, output.clone()).await?.ended() {
            return Ok((output, Then::End));
        }
    }
    Ok((output, then))
}

/// The scope of functions and extensions that the task of `frame` uses.
pub(crate) fn inlined_scope<'a>(frame: &'a Frame<'_>, extend: bool) -> Scope<'a> {
    let extended = extend.then_some(frame);
    Scope::Inlined { site: frame.path().into_owned(), extended, outer: frame.scope }
}

impl Input {
    /// Validates and transforms the input, and sets the frame's `input`.
    pub(crate) fn apply(&self, cx: &Cx, frame: &mut Frame<'_>) -> Faultable<()> {
        if let Some(schema) = &self.schema {
            validate_against_schema(cx, schema, &frame.raw_input, frame, "input.schema")?;
        }
        frame.input = Some(match &self.from {
            Some(from) => from.evaluate(cx, &frame.raw_input, frame)?,
            None => frame.raw_input.clone(),
        });
        Ok(())
    }
}

impl Output {
    /// Transforms and validates the output.
    pub(crate) fn apply(&self, cx: &Cx, frame: &mut Frame<'_>, raw: Value) -> Faultable<Value> {
        let output = match &self.as_ {
            Some(as_) => {
                frame.raw_output = Some(raw.clone());
                as_.evaluate(cx, &raw, frame)?
            }
            None => raw.clone(),
        };
        if let Some(schema) = &self.schema {
            validate_against_schema(cx, schema, &output, frame, "output.schema")?;
        }
        frame.raw_output = Some(raw);
        frame.output = Some(output.clone());
        Ok(output)
    }
}

impl Export {
    /// Computes the new context, which replaces the old one only if it is valid.
    pub(crate) fn apply(&self, cx: &Cx, frame: &Frame<'_>, output: &Value) -> Faultable<()> {
        let context = match &self.as_ {
            Some(as_) => as_.evaluate(cx, output, frame)?,
            None => cx.context(),
        };
        if let Some(schema) = &self.schema {
            validate_against_schema(cx, schema, &context, frame, "export.schema")?;
        }
        if self.as_.is_some() {
            cx.trace_export(frame, &context);
            cx.set_context(context);
        }
        Ok(())
    }
}

/// Maximum number of violations in an error.
const NAMED: usize = 5;

/// Validates a value. The error names places and rules, never the data.
fn validate_against_schema(
    cx: &Cx,
    schema: &Schema,
    value: &Value,
    frame: &Frame<'_>,
    field: &str,
) -> Faultable<()> {
    breadcrumb::set_breadcrumb(&format!("{} · {field}", frame.place()));
    let Err(violations) = schema.validate(value) else { return Ok(()) };
    let named: Vec<String> = violations
        .iter()
        .take(NAMED)
        .map(|violation| runtime_help::violation_in_words(violation, value, field))
        .collect();
    let more = if violations.len() > NAMED { "; and more" } else { "" };
    let code = violations.first().map_or(codes::TP0522, |violation| violation.code.clone());
    let mut fault = Fault::new(types::VALIDATION, &code, format!("`{field}`: {}{more}", named.join("; ")));
    // Places contain member names, which may be labelled data.
    fault.problem.labels = cx.label_names(value.labels_deep());
    Err(fault)
}
