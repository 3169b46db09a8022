//! `listen`: waits for events. The output is the list of the consumed events, in the order of their arrival.

mod filter;

use std::task::Poll;

use towpath_dsl::model::{EventFilter, EventStrategy, ListenTask, ReadAs, SubscriptionIterator, Until};
use towpath_wire::Problem;

use self::filter::{Correlated, Filter};
use super::Done;
use crate::compile::{Compiled, Compiler, all_compiled};
use crate::effects::{EventStream, Received};
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable};
use crate::flow::{Passed, run_list};
use crate::jq::Sort;
use crate::program::{Export, Output, Task};
use crate::run::Cx;
use crate::scope::{Frame, Scope};
use crate::shape::Shape;
use crate::value::Value;

/// `listen`.
#[derive(Debug)]
pub(crate) struct Listen {
    strategy: Strategy,
    until: Option<Ending>,
    read: ReadAs,
    each: Option<Each>,
}

/// The events to consume.
#[derive(Debug)]
struct Strategy {
    filters: Vec<Filter>,
    /// Whether one event for each filter is required, instead of any event.
    all: bool,
}

/// The condition for the end of `any`.
#[derive(Debug)]
enum Ending {
    Condition(Expression),
    Events(Strategy),
}

/// `foreach`.
#[derive(Debug)]
struct Each {
    item: String,
    at: String,
    tasks: Option<Vec<Task>>,
    output: Output,
    export: Export,
}

impl Listen {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &ListenTask) -> Compiled<Self> {
        c.blind(|c| Self::compile_blind(c, task))
    }

    fn compile_blind(c: &mut Compiler<'_>, task: &ListenTask) -> Compiled<Self> {
        let strategy = Strategy::compile(c, &task.to);
        let until = match &task.to {
            EventStrategy::Any { until: Some(Until::Condition(condition)), .. } => {
                c.expression(condition, Place::Definition).map(|condition| Some(Ending::Condition(condition)))
            }
            EventStrategy::Any { until: Some(Until::Consumed(events)), .. } => {
                Strategy::compile(c, events).map(|events| Some(Ending::Events(events)))
            }
            _ => Ok(None),
        };
        let each = task.foreach.as_ref().map(|each| Each::compile(c, each)).transpose();
        let read = task.read.as_ref().map(|read| read.value).unwrap_or_default();
        Ok(Self { strategy: strategy?, until: until?, read, each: each? })
    }

    pub(super) async fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Done> {
        // The end condition is checked first: an event that matches both does not count as consumed.
        let mut ending = match &self.until {
            Some(Ending::Events(events)) => Some(Listener::open(cx, frame, input, events)?),
            _ => None,
        };
        let mut wanted = Listener::open(cx, frame, input, &self.strategy)?;
        let mut consumed = Vec::new();
        loop {
            let (ends, at, received) = next(ending.as_ref(), &wanted).await?;
            let event = cx.read(&received.event, &received.labels)?;
            let listener = match &mut ending {
                Some(ending) if ends => ending,
                _ => &mut wanted,
            };
            if !listener.consume(cx, frame, at, received.position, &event)? {
                continue;
            }
            if ends {
                if listener.satisfied() {
                    break;
                }
                continue;
            }
            let item = match self.item(cx, frame, input, consumed.len(), &event).await? {
                Item::Of(item) => item,
                Item::End(output) => return Ok(Passed { output, left: crate::flow::Left::End }.done()),
            };
            consumed.push(item);
            let enough = match &self.until {
                None => wanted.satisfied(),
                Some(Ending::Events(_)) => false,
                Some(Ending::Condition(condition)) => {
                    condition.holds(cx, &Value::array(consumed.iter().cloned()), frame)?
                }
            };
            if enough {
                break;
            }
        }
        Ok(Done::with(Value::array(consumed)))
    }

    /// The output for one event.
    async fn item(
        &self,
        cx: &Cx,
        frame: &Frame<'_>,
        input: &Value,
        index: usize,
        event: &Value,
    ) -> Faultable<Item> {
        let item = match self.read {
            ReadAs::Data => event.get("data").unwrap_or_default(),
            ReadAs::Envelope => event.clone(),
            ReadAs::Raw => event.get("data_base64").or_else(|| event.get("data")).unwrap_or_default(),
        };
        match &self.each {
            Some(each) => each.run(cx, frame, input, index, item).await,
            None => Ok(Item::Of(item)),
        }
    }
}

/// The result of one event.
enum Item {
    /// Its value in the output.
    Of(Value),
    /// A task ended the workflow.
    End(Value),
}

impl Each {
    fn compile(c: &mut Compiler<'_>, each: &SubscriptionIterator) -> Compiled<Self> {
        let item = each.item.as_ref().map_or("item", |name| &name.value).to_owned();
        let at = each.at.as_ref().map_or("index", |name| &name.value).to_owned();
        let (tasks, output, export) =
            c.within([(item.clone(), None), (at.clone(), Some(Shape::of_sort(Sort::Number)))], None, |c| {
                (
                    each.tasks.as_ref().map(|tasks| c.tasks(tasks)).transpose(),
                    c.output(each.output.as_ref(), Place::Definition),
                    c.export(each.export.as_ref()),
                )
            });
        Ok(Self { item, at, tasks: tasks?, output: output?, export: export? })
    }

    async fn run(
        &self,
        cx: &Cx,
        frame: &Frame<'_>,
        input: &Value,
        index: usize,
        item: Value,
    ) -> Faultable<Item> {
        let index = u64::try_from(index).unwrap_or(u64::MAX);
        let iteration = Scope::Iteration { index, outer: frame.scope };
        let position = iteration.with(&self.at, Value::int(i64::try_from(index).unwrap_or(i64::MAX)));
        let scope = position.with(&self.item, item.clone());
        let mut frame = frame.inside(&scope);
        let done = match &self.tasks {
            Some(tasks) => {
                let passed = run_list(cx, tasks, &scope, input.clone()).await?;
                if passed.ended() {
                    return Ok(Item::End(passed.output));
                }
                passed.output
            }
            None => item.clone(),
        };
        let output = self.output.apply(cx, &mut frame, done)?;
        self.export.apply(cx, &frame, &output)?;
        // Without `output.as`, the output is the event itself.
        Ok(Item::Of(if self.output.as_.is_some() { output } else { item }))
    }
}

impl Strategy {
    fn compile(c: &mut Compiler<'_>, strategy: &EventStrategy) -> Compiled<Self> {
        let (filters, all): (&[EventFilter], bool) = match strategy {
            EventStrategy::All(filters) => (filters, true),
            EventStrategy::One(filter) => (std::slice::from_ref(filter), true),
            EventStrategy::Any { filters, .. } => (filters, false),
        };
        let mut compiled: Vec<_> = filters.iter().map(|filter| Filter::compile(c, filter)).collect();
        if compiled.is_empty() && !all {
            compiled.push(Ok(Filter::everything()));
        }
        Ok(Self { filters: all_compiled(compiled)?, all })
    }
}

/// Listens for the events of a strategy.
struct Listener<'a> {
    strategy: &'a Strategy,
    listening: Vec<EventStream<'a>>,
    /// Filters that have received their event.
    filled: Vec<bool>,
    /// Position of the last consumed event. One event counts for one filter.
    last: Option<u64>,
    correlated: Correlated,
}

impl<'a> Listener<'a> {
    fn open(cx: &'a Cx, frame: &Frame<'_>, input: &Value, strategy: &'a Strategy) -> Faultable<Self> {
        let mut listening = Vec::new();
        for filter in &strategy.filters {
            listening.push(cx.listen(frame, filter.effect(cx, frame, input)?));
        }
        let filled = vec![false; strategy.filters.len()];
        Ok(Self { strategy, listening, filled, last: None, correlated: Correlated::default() })
    }

    /// Whether an event that was received for this filter is consumed.
    fn consume(
        &mut self,
        cx: &Cx,
        frame: &Frame<'_>,
        at: usize,
        position: u64,
        event: &Value,
    ) -> Faultable<bool> {
        let Some(filter) = self.strategy.filters.get(at) else { return Ok(false) };
        let is_over = self.last == Some(position) || self.strategy.all && self.filled[at];
        if is_over || !filter.matches(cx, frame, event, &mut self.correlated)? {
            return Ok(false);
        }
        self.last = Some(position);
        self.filled[at] = true;
        Ok(true)
    }

    /// Whether all required events have been received.
    fn satisfied(&self) -> bool {
        let mut filled = self.filled.iter();
        if self.strategy.all { filled.all(|filled| *filled) } else { filled.any(|filled| *filled) }
    }

    /// The filter with the oldest waiting event, and the position of that event.
    fn first(&self) -> Option<(u64, usize)> {
        let waiting = self.listening.iter().enumerate();
        waiting.filter_map(|(at, listening)| Some((listening.first()?, at))).min()
    }

    fn failed(&self) -> Option<Problem> {
        self.listening.iter().find_map(|listening| {
            let problem = listening.failed()?;
            Some(Problem { effect: Some(listening.id()), raised: false, ..problem })
        })
    }
}

/// The oldest waiting event, with its filter. The boolean is true if the filter belongs to the end condition.
async fn next(ending: Option<&Listener<'_>>, wanted: &Listener<'_>) -> Faultable<(bool, usize, Received)> {
    std::future::poll_fn(|_| {
        if let Some(problem) = ending.and_then(Listener::failed).or_else(|| wanted.failed()) {
            return Poll::Ready(Err(Fault::from_problem(problem)));
        }
        let ends = ending.and_then(|listener| Some((listener, listener.first()?)));
        let wants = wanted.first().map(|first| (wanted, first));
        let (is_end, (listener, (_, at))) = match (ends, wants) {
            (Some(ends), Some(wants)) if ends.1.0 <= wants.1.0 => (true, ends),
            (_, Some(wants)) => (false, wants),
            (Some(ends), None) => (true, ends),
            (None, None) => return Poll::Pending,
        };
        match listener.listening.get(at).and_then(EventStream::take) {
            Some(received) => Poll::Ready(Ok((is_end, at, received))),
            None => Poll::Pending,
        }
    })
    .await
}
