//! One run: a step takes an event and returns effects, or the outcome.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use jiff::Timestamp;
use towpath_diagnostics::codes;
use towpath_wire::{
    EffectKind, Event, Json, Limits, Outcome, Problem, Reply, Start, Step, TaskEvent, TaskPhase, TraceLimits,
    problem_types as types,
};

use crate::effects::{EffectResult, Effects, EventStream, Origin, PendingEffect, Received};
use crate::fault::{Fault, Faultable};
use crate::flow::{run_list, run_with_timeout};
use crate::program::{Extension, Program, Task, TaskFacts};
use crate::scope::{Frame, Scope};
use crate::settings;
use crate::trace::Tracer;
use crate::value::{LabelTable, Labels, Value, WriteError, WriteLimits};

/// One run of a program.
pub struct Run {
    state: State,
}

type Root = Pin<Box<dyn Future<Output = Faultable<Value>>>>;

enum State {
    /// Not started.
    New(Rc<Program>),
    /// Active. The coroutine is `None` while it is dropped.
    Running { cx: Rc<Cx>, root: Option<Root> },
    /// The outcome has been returned.
    Ended,
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.state {
            State::New(_) => "Run(new)",
            State::Running { .. } => "Run(running)",
            State::Ended => "Run(ended)",
        })
    }
}

impl Run {
    /// A run that has not started. Its first event must be [`Event::Start`].
    pub fn new(program: Rc<Program>) -> Self {
        Self { state: State::New(program) }
    }

    /// Takes one event, and continues until every path of the run waits for an effect, or until its end.
    /// After the outcome, every reply is empty.
    pub fn step(&mut self, step: Step) -> Reply {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::New(program) => match step.event {
                Event::Start(start) => self.start(program, step.now, start, step.trace),
                Event::Cancel => Reply { outcome: Some(Outcome::Cancelled), ..Reply::default() },
                _ => fault_reply("the first event of a run must be its start"),
            },
            State::Running { cx, root } => {
                cx.now.set(cx.now.get().max(step.now));
                let (effect, result) = match step.event {
                    Event::Completed { effect, output, labels } => {
                        (effect, EffectResult::Output(output, labels))
                    }
                    Event::Failed { effect, error } => (effect, EffectResult::Error(error)),
                    Event::Fired { effect } => (effect, EffectResult::Fired),
                    Event::Received { effect, position, event, labels } => {
                        cx.effects.receive(effect, Received { position, event, labels });
                        return self.advance(cx, root);
                    }
                    Event::Cancel => {
                        drop(root);
                        return cx.reply(Some(Outcome::Cancelled));
                    }
                    Event::Start(_) => return fault_reply("a run starts only once"),
                };
                cx.effects.complete(effect, result);
                self.advance(cx, root)
            }
            State::Ended => Reply::default(),
        }
    }

    fn start(&mut self, program: Rc<Program>, now: i64, start: Start, trace: Option<TraceLimits>) -> Reply {
        let (mut cx, input) = Cx::start(program, now, start);
        cx.tracer = trace.map(Tracer::new);
        let cx = Rc::new(cx);
        let root: Root = match input {
            Ok(input) => {
                let cx = Rc::clone(&cx);
                Box::pin(async move { run_workflow(&cx, input).await })
            }
            Err(fault) => Box::pin(std::future::ready(Err(fault))),
        };
        self.advance(cx, Some(root))
    }

    fn advance(&mut self, cx: Rc<Cx>, root: Option<Root>) -> Reply {
        let Some(mut root) = root else { return Reply::default() };
        match root.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => {
                let reply = cx.reply(None);
                self.state = State::Running { cx, root: Some(root) };
                reply
            }
            Poll::Ready(ended) => {
                drop(root);
                let outcome = cx.outcome(ended);
                cx.reply(Some(outcome))
            }
        }
    }
}

/// The host sent events in the wrong order.
fn fault_reply(detail: &str) -> Reply {
    let error = Problem::new(types::RUNTIME, &codes::TP0001, detail);
    Reply { outcome: Some(Outcome::Faulted { error }), ..Reply::default() }
}

/// Runs the input, the tasks and the output of the workflow.
async fn run_workflow(cx: &Cx, input: Value) -> Faultable<Value> {
    const SCOPE: &Scope<'_> = &Scope::Root;
    let scope = SCOPE;
    let mut frame = Frame::new(None, scope, cx.now(), input);
    let origin = cx.origin(&frame);
    let timeout = match &cx.program.timeout {
        Some(after) => Some(after.milliseconds(cx, &frame.raw_input, &frame, "timeout.after")?),
        None => None,
    };
    let body = async move {
        cx.program.input.apply(cx, &mut frame)?;
        let passed = run_list(cx, &cx.program.tasks, scope, frame.input().clone()).await?;
        cx.program.output.apply(cx, &mut frame, passed.output)
    };
    match timeout {
        Some(after) => run_with_timeout(cx, origin, after, body).await,
        None => body.await,
    }
}

/// Maximum number of task events in one reply, so that a long loop does not produce a huge reply.
const MAX_TASK_EVENTS: usize = 10_000;

/// The shared state of all tasks of one run.
pub(crate) struct Cx {
    program: Rc<Program>,
    effects: Effects,
    task_events: RefCell<Vec<TaskEvent>>,
    /// The number of task events of this step that are not in `task_events`.
    omitted_events: Cell<u64>,
    /// Makes the trace, if the host asked for one.
    tracer: Option<Tracer>,
    now: Cell<i64>,
    /// Labels of the values from which completed waits were computed.
    time: Cell<Labels>,
    labels: RefCell<LabelTable>,
    context: RefCell<Value>,
    /// The run's id.
    run: String,
    /// `$workflow`.
    workflow: Value,
    /// `$runtime`.
    runtime: Value,
    /// The limits of the run.
    pub(crate) limits: Limits,
}

impl Cx {
    fn start(program: Rc<Program>, now: i64, start: Start) -> (Self, Faultable<Value>) {
        let mut cx = Self {
            program,
            effects: Effects::default(),
            task_events: RefCell::default(),
            omitted_events: Cell::default(),
            tracer: None,
            now: Cell::new(now),
            time: Cell::new(Labels::NONE),
            labels: RefCell::default(),
            context: RefCell::new(Value::object::<&str>([])),
            run: start.run,
            workflow: Value::null(),
            runtime: Value::null(),
            limits: start.limits,
        };
        let (settings, mismatch) = match cx.settings(start.settings.as_ref()) {
            Ok(settings) => (settings, None),
            Err(fault) => (None, Some(fault)),
        };
        cx.runtime = Value::object([
            ("name", Value::str("towpath")),
            ("version", Value::str(start.engine)),
            ("metadata", Value::object(settings.map(|settings| ("settings", settings)))),
        ]);
        let input = cx.read(&start.input, &start.labels);
        cx.workflow = Value::object([
            ("id", Value::str(cx.run.as_str())),
            ("definition", cx.program.definition.clone()),
            ("input", input.as_ref().map(Value::clone).unwrap_or_default()),
            ("startedAt", date_time(now)),
        ]);
        (cx, mismatch.map_or(input, Err))
    }

    /// The current settings, if they match this version.
    fn settings(&self, given: Option<&Json>) -> Faultable<Option<Value>> {
        let settings = given.map(|given| self.read(given, &[])).transpose()?;
        settings::at_start(self.program.settings.as_ref(), settings.as_ref())?;
        Ok(settings)
    }

    /// The time of the current step, in milliseconds since the Unix epoch.
    pub(crate) fn now(&self) -> i64 {
        self.now.get()
    }

    /// The labels of the time: after a wait with a computed duration, the time reveals that duration.
    pub(crate) fn time_labels(&self) -> Labels {
        self.time.get()
    }

    /// Adds the labels of the values from which the duration of an ended wait was computed.
    pub(crate) fn label_time(&self, labels: Labels) {
        self.time.set(self.time.get() | labels);
    }

    /// `$context`.
    pub(crate) fn context(&self) -> Value {
        self.context.borrow().clone()
    }

    /// Replaces `$context`.
    pub(crate) fn set_context(&self, context: Value) {
        self.context.replace(context);
    }

    /// `$workflow`.
    pub(crate) fn workflow(&self) -> Value {
        self.workflow.clone()
    }

    /// `$runtime`.
    pub(crate) fn runtime(&self) -> Value {
        self.runtime.clone()
    }

    /// `$secrets`.
    pub(crate) fn secrets(&self) -> Value {
        self.program.secrets.clone()
    }

    /// An extension, by its index.
    pub(crate) fn extension(&self, at: usize) -> Option<&Extension> {
        self.program.extensions.get(at)
    }

    /// A custom function, by its index.
    pub(crate) fn function(&self, at: usize) -> Option<&Task> {
        self.program.functions.get(at)
    }

    /// The run's id.
    pub(crate) fn run_id(&self) -> &str {
        &self.run
    }

    /// Makes the trace, if there is one.
    pub(crate) fn tracer(&self) -> Option<&Tracer> {
        self.tracer.as_ref()
    }

    /// Records a task event.
    pub(crate) fn record(&self, task: &TaskFacts, scope: &Scope<'_>, phase: TaskPhase) {
        if self.task_events.borrow().len() >= MAX_TASK_EVENTS {
            self.omitted_events.set(self.omitted_events.get() + 1);
            return;
        }
        let task = scope.path(&task.pointer).into_owned();
        self.task_events.borrow_mut().push(TaskEvent { task, iteration: scope.iteration(), phase });
    }

    /// The origin of effects that the task of `frame` requests.
    pub(crate) fn origin(&self, frame: &Frame<'_>) -> Origin {
        let attempt = frame.scope.attempt();
        Origin {
            task: frame.path().into_owned(),
            iteration: frame.scope.iteration(),
            attempt: attempt.unwrap_or_default(),
            may_repeat: attempt.is_some(),
        }
    }

    /// Requests an effect.
    pub(crate) fn request(&self, frame: &Frame<'_>, kind: EffectKind) -> PendingEffect<'_> {
        self.request_as(self.origin(frame), kind)
    }

    /// The same, with a known origin.
    pub(crate) fn request_as(&self, origin: Origin, kind: EffectKind) -> PendingEffect<'_> {
        self.effects.request(origin, kind)
    }

    /// Listens for events.
    pub(crate) fn listen(&self, frame: &Frame<'_>, kind: EffectKind) -> EventStream<'_> {
        self.effects.listen(self.origin(frame), kind)
    }

    /// The effects, for `retry`.
    pub(crate) fn effects(&self) -> &Effects {
        &self.effects
    }

    /// Parses JSON text from outside, with the labels from the host.
    pub(crate) fn read(&self, text: &Json, labels: &[String]) -> Faultable<Value> {
        let labels = self.labels(labels)?;
        Value::from_json_text(text.get().as_bytes(), labels, self.limits.depth)
            .map_err(|error| Fault::unreadable(&error))
    }

    /// The set of these labels.
    ///
    /// # Errors
    /// The run has more labels than a set can hold. Continuing would lose one.
    pub(crate) fn labels(&self, names: &[String]) -> Faultable<Labels> {
        let set = self.labels.borrow_mut().labels(names);
        set.map_err(|error| Fault::limit(&codes::TP1010, error.to_string()))
    }

    /// The names of these labels, sorted.
    pub(crate) fn label_names(&self, labels: Labels) -> Vec<String> {
        self.labels.borrow().names(labels)
    }

    /// A value as JSON text, and the places of secrets in it.
    ///
    /// # Errors
    /// The value is larger than `bytes`, or deeper than the run's limit.
    pub(crate) fn write(&self, value: &Value, bytes: u64) -> Result<Written, WriteError> {
        let limits =
            WriteLimits { bytes: usize::try_from(bytes).unwrap_or(usize::MAX), depth: self.limits.depth };
        let mut text = Vec::new();
        let secrets = value.write_json(&mut text, limits)?;
        Ok(Written { text: raw(text), secrets })
    }

    fn reply(&self, outcome: Option<Outcome>) -> Reply {
        let (effects, cancelled) = self.effects.take();
        Reply {
            effects,
            cancelled,
            tasks: self.task_events.take(),
            untold: self.omitted_events.take(),
            trace: self.tracer.as_ref().map(Tracer::take),
            outcome,
        }
    }

    fn outcome(&self, ended: Faultable<Value>) -> Outcome {
        match ended.and_then(|output| self.finish(&output)) {
            Ok((output, labels)) => Outcome::Completed { output, labels },
            Err(fault) => Outcome::Faulted { error: fault.bounded(self.limits.output_bytes) },
        }
    }

    fn finish(&self, output: &Value) -> Faultable<(Json, Vec<String>)> {
        let too_large = |error| match error {
            WriteError::TooLarge(bytes) => {
                Fault::limit(&codes::TP1001, format!("the output is larger than {bytes} bytes"))
            }
            WriteError::TooDeep(depth) => {
                Fault::limit(&codes::TP1003, format!("the output is nested deeper than {depth} levels"))
            }
        };
        let written = self.write(output, self.limits.output_bytes);
        let written = written.map_err(|error| too_large(error).about(self, output))?;
        match written.secrets.first() {
            Some(secret) => Err(Fault::misplaced_secret(&secret.secret, "the output").about(self, output)),
            None => Ok((written.text, self.label_names(output.labels_deep()))),
        }
    }
}

/// A value as JSON text.
pub(crate) struct Written {
    pub(crate) text: Json,
    /// The places of secrets.
    pub(crate) secrets: Vec<towpath_wire::SecretUse>,
}

fn raw(text: Vec<u8>) -> Json {
    let text = String::from_utf8(text).ok().and_then(|text| Json::parse(text).ok());
    #[expect(clippy::expect_used, reason = "see the invariant")]
    // INVARIANT: the writer of values produces valid JSON in UTF-8, as its tests verify.
    text.expect("written json is json")
}

/// The specification's date time descriptor.
pub(crate) fn date_time(milliseconds: i64) -> Value {
    let iso8601 = Timestamp::from_millisecond(milliseconds).map(|time| time.to_string()).unwrap_or_default();
    Value::object([
        ("iso8601", Value::str(iso8601)),
        (
            "epoch",
            Value::object([
                ("seconds", Value::int(milliseconds.div_euclid(1000))),
                ("milliseconds", Value::int(milliseconds)),
            ]),
        ),
    ])
}
