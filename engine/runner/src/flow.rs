//! From task to task: lists of tasks, flow directives, and the data flow around each task.

use std::future::Future;
use std::pin::Pin;

use towpath_diagnostics::codes;
use towpath_wire::{TaskPhase, problem_types as types};

use crate::breadcrumb;
use crate::fault::{Fault, Faultable};
use crate::program::{Export, Input, Output, Task};
use crate::run::Cx;
use crate::schema::Schema;
use crate::scope::{Frame, Scope};
use crate::tasks::Done;
use crate::value::Value;

/// What comes after a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// The next task of the list.
    Continue,
    /// Out of the list, on with what comes after it.
    Exit,
    /// The end of the workflow.
    End,
    /// The task at this index of the same list.
    Task(usize),
}

/// A list that was run through.
#[derive(Debug)]
pub(crate) struct Passed {
    /// Output of the task that came last; the list's input where none did.
    pub(crate) output: Value,
    /// Whether a task asked for the end of the workflow.
    pub(crate) ended: bool,
}

impl Passed {
    /// What the task around the list says: its own `then`, or the end.
    pub(crate) fn done(self) -> Done {
        Done { output: self.output, then: self.ended.then_some(Then::End) }
    }
}

/// Runs tasks in order, from the first, as their directives say.
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
            Then::Exit => break,
            Then::End => return Ok(Passed { output: value, ended: true }),
        }
    }
    Ok(Passed { output: value, ended: false })
}

/// Runs one task. Boxed, because tasks hold lists of tasks.
fn run_task<'a>(
    cx: &'a Cx,
    task: &'a Task,
    scope: &'a Scope<'a>,
    raw_input: Value,
) -> Pin<Box<dyn Future<Output = Faultable<(Value, Then)>> + 'a>> {
    Box::pin(async move {
        let frame = Frame::new(Some(&task.facts), scope, cx.now(), raw_input);
        let runs = match &task.if_ {
            Some(condition) => condition.holds(cx, &frame.raw_input, &frame),
            None => Ok(true),
        };
        if let Ok(false) = runs {
            cx.tell(&task.facts, scope, TaskPhase::Skipped);
            return Ok((frame.raw_input, Then::Continue));
        }
        cx.tell(&task.facts, scope, TaskPhase::Started);
        let passed = match runs {
            Ok(_) => pass(cx, task, frame).await,
            Err(fault) => Err(fault),
        };
        let phase = if passed.is_ok() { TaskPhase::Completed } else { TaskPhase::Faulted };
        cx.tell(&task.facts, scope, phase);
        passed.map_err(|fault| fault.within(&task.facts.pointer))
    })
}

/// The data flow around a task, in the specification's order.
async fn pass(cx: &Cx, task: &Task, mut frame: Frame<'_>) -> Faultable<(Value, Then)> {
    task.input.apply(cx, &mut frame)?;
    let done = task.action.run(cx, &frame).await?;
    let output = task.output.apply(cx, &mut frame, done.output)?;
    task.export.apply(cx, &frame, &output)?;
    Ok((output, done.then.unwrap_or(task.then)))
}

impl Input {
    /// Validates and transforms what came in; afterwards the frame's `input` is there.
    pub(crate) fn apply(&self, cx: &Cx, frame: &mut Frame<'_>) -> Faultable<()> {
        if let Some(schema) = &self.schema {
            check(cx, schema, &frame.raw_input, frame, "input.schema")?;
        }
        frame.input = Some(match &self.from {
            Some(from) => from.evaluate(cx, &frame.raw_input, frame)?,
            None => frame.raw_input.clone(),
        });
        Ok(())
    }
}

impl Output {
    /// Transforms and validates what goes out.
    pub(crate) fn apply(&self, cx: &Cx, frame: &mut Frame<'_>, raw: Value) -> Faultable<Value> {
        let output = match &self.as_ {
            Some(as_) => {
                frame.raw_output = Some(raw.clone());
                as_.evaluate(cx, &raw, frame)?
            }
            None => raw.clone(),
        };
        if let Some(schema) = &self.schema {
            check(cx, schema, &output, frame, "output.schema")?;
        }
        frame.raw_output = Some(raw);
        frame.output = Some(output.clone());
        Ok(output)
    }
}

impl Export {
    /// Computes the new context; it takes the place of the old one only when it is valid.
    fn apply(&self, cx: &Cx, frame: &Frame<'_>, output: &Value) -> Faultable<()> {
        let context = match &self.as_ {
            Some(as_) => as_.evaluate(cx, output, frame)?,
            None => cx.context(),
        };
        if let Some(schema) = &self.schema {
            check(cx, schema, &context, frame, "export.schema")?;
        }
        if self.as_.is_some() {
            cx.set_context(context);
        }
        Ok(())
    }
}

/// Most violations named in an error.
const NAMED: usize = 5;

/// Applies a schema. The error names places and rules, never the data.
fn check(cx: &Cx, schema: &Schema, value: &Value, frame: &Frame<'_>, field: &str) -> Faultable<()> {
    breadcrumb::set(&format!("{} · {field}", frame.place()));
    let Err(violations) = schema.validate(value) else { return Ok(()) };
    let named: Vec<String> = violations.iter().take(NAMED).map(ToString::to_string).collect();
    let more = if violations.len() > NAMED { "; and more" } else { "" };
    let code = violations.first().map_or(codes::TP0522, |violation| violation.code.clone());
    let mut fault = Fault::new(types::VALIDATION, &code, format!("`{field}`: {}{more}", named.join("; ")));
    // Places in the data have names, and names may be what a label is about.
    fault.problem.labels = cx.label_names(value.labels_deep());
    Err(fault)
}
