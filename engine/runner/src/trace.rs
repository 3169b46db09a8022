//! The trace of a run: the input and output of each execution of a task, within limits. It is made only when the host
//! asks for it with the first step, so a run that is executed for its effects pays nothing.

use std::cell::{Cell, RefCell};

use towpath_wire::{Problem, TaskPhase, Trace, TraceEvent, TraceLimits, TracedEnd, TracedStart, TracedValue};

use crate::fault::Faultable;
use crate::flow::Then;
use crate::program::Task;
use crate::run::Cx;
use crate::scope::{Frame, Scope};
use crate::value::Value;

/// Maximum length of a text of a traced error, in bytes.
const ERROR_TEXT: usize = 4 << 10;

/// Collects the trace.
#[derive(Debug)]
pub(crate) struct Tracer {
    limits: TraceLimits,
    events: RefCell<Vec<TraceEvent>>,
    /// The number of executions so far.
    started: Cell<u32>,
    omitted: Cell<u64>,
    /// Bytes of values that are left.
    left: Cell<u64>,
}

impl Tracer {
    pub(crate) fn new(limits: TraceLimits) -> Self {
        Self {
            limits,
            events: RefCell::default(),
            started: Cell::default(),
            omitted: Cell::default(),
            left: Cell::new(limits.bytes),
        }
    }

    /// The trace since the last reply.
    pub(crate) fn take(&self) -> Trace {
        Trace { events: self.events.take(), omitted: self.omitted.take() }
    }

    fn push(&self, event: TraceEvent) {
        self.events.borrow_mut().push(event);
    }

    /// The number of a new execution. `None` if the trace is full.
    fn next(&self) -> Option<u32> {
        if self.started.get() >= self.limits.tasks {
            self.omitted.set(self.omitted.get().saturating_add(1));
            return None;
        }
        self.started.set(self.started.get() + 1);
        Some(self.started.get())
    }

    fn value(&self, cx: &Cx, value: &Value) -> TracedValue {
        let most = self.limits.value_bytes.min(self.left.get());
        let json = cx.write(value, most).ok().map(|written| written.text);
        if let Some(json) = &json {
            self.left.set(self.left.get().saturating_sub(json.get().len() as u64));
        }
        TracedValue { json, labels: cx.label_names(value.labels_deep()) }
    }
}

impl Cx {
    /// A task starts. Returns the number of its execution, if it is traced.
    pub(crate) fn trace_start(&self, task: &Task, scope: &Scope<'_>) -> Option<u32> {
        let tracer = self.tracer()?;
        let id = tracer.next()?;
        tracer.push(TraceEvent::Started(TracedStart {
            id,
            task: scope.path(&task.facts.pointer).into_owned(),
            name: task.facts.name.clone(),
            kind: task.action.keyword().to_owned(),
            iteration: scope.iteration(),
            earlier: scope.attempt(),
        }));
        Some(id)
    }

    /// The `if` of a task is false.
    pub(crate) fn trace_skipped(&self, task: &Task, scope: &Scope<'_>) {
        if let Some(id) = self.trace_start(task, scope) {
            self.trace_end(id, TaskPhase::Skipped, None, None);
        }
    }

    /// The input of a task is known.
    pub(crate) fn trace_input(&self, frame: &Frame<'_>) {
        if let (Some(id), Some(tracer)) = (frame.traced, self.tracer()) {
            tracer.push(TraceEvent::Input { id, value: tracer.value(self, frame.input()) });
        }
    }

    /// A task exports a new context.
    pub(crate) fn trace_export(&self, frame: &Frame<'_>, context: &Value) {
        if let (Some(id), Some(tracer)) = (frame.traced, self.tracer()) {
            tracer.push(TraceEvent::Exported { id, value: tracer.value(self, context) });
        }
    }

    /// A task ends with this result.
    pub(crate) fn trace_result(&self, traced: Option<u32>, result: &Faultable<(Value, Then)>) {
        let Some(id) = traced else { return };
        match result {
            Ok((output, _)) => self.trace_end(id, TaskPhase::Completed, Some(output), None),
            Err(fault) => self.trace_end(id, TaskPhase::Faulted, None, Some(&fault.problem)),
        }
    }

    /// A task is cancelled.
    pub(crate) fn trace_cancelled(&self, traced: Option<u32>) {
        if let Some(id) = traced {
            self.trace_end(id, TaskPhase::Cancelled, None, None);
        }
    }

    fn trace_end(&self, id: u32, phase: TaskPhase, output: Option<&Value>, error: Option<&Problem>) {
        let Some(tracer) = self.tracer() else { return };
        let output = output.map(|output| tracer.value(self, output));
        tracer.push(TraceEvent::Ended(TracedEnd { id, phase, output, error: error.map(bounded) }));
    }
}

/// The error without the other system's body, its texts cut.
fn bounded(problem: &Problem) -> Problem {
    let text = |text: &Option<String>| text.as_deref().map(cut);
    Problem {
        kind: cut(&problem.kind),
        title: text(&problem.title),
        detail: text(&problem.detail),
        instance: text(&problem.instance),
        details: None,
        retry_after: None,
        code: problem.code.clone(),
        labels: problem.labels.clone(),
        ..*problem
    }
}

fn cut(text: &str) -> String {
    if text.len() <= ERROR_TEXT {
        return text.to_owned();
    }
    let end = (0..=ERROR_TEXT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    format!("{}…", &text[..end])
}
