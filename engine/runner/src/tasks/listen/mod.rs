//! `listen`: waiting for events. The output is the list of those that were consumed, in the order in which they came.

mod filter;

use std::task::Poll;

use towpath_dsl::model::{EventFilter, EventStrategy, ListenTask, ReadAs, SubscriptionIterator, Until};
use towpath_wire::Problem;

use self::filter::{Correlated, Filter};
use super::Done;
use crate::compile::{Compiled, Compiler, all};
use crate::effects::{Listening, Received};
use crate::expression::{Expression, Place};
use crate::fault::{Fault, Faultable};
use crate::flow::{Passed, run_list};
use crate::program::{Export, Output, Task};
use crate::run::Cx;
use crate::scope::{Frame, Scope};
use crate::value::Value;

/// `listen`.
#[derive(Debug)]
pub(crate) struct Listen {
    strategy: Strategy,
    until: Option<Ending>,
    read: ReadAs,
    each: Option<Each>,
}

/// Which events are consumed.
#[derive(Debug)]
struct Strategy {
    filters: Vec<Filter>,
    /// One for each filter, rather than whichever comes.
    all: bool,
}

/// When `any` stops.
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
        // What ends it is looked at first: an event that may be both does not count as consumed.
        let mut ending = match &self.until {
            Some(Ending::Events(events)) => Some(Ears::open(cx, frame, input, events)?),
            _ => None,
        };
        let mut wanted = Ears::open(cx, frame, input, &self.strategy)?;
        let mut consumed = Vec::new();
        loop {
            let (ends, at, received) = next(ending.as_ref(), &wanted).await?;
            let event = cx.read(&received.event, &received.labels)?;
            let ears = match &mut ending {
                Some(ending) if ends => ending,
                _ => &mut wanted,
            };
            if !ears.consume(cx, frame, at, received.position, &event)? {
                continue;
            }
            if ends {
                if ears.satisfied() {
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

    /// What an event is in the output.
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

/// What became of an event.
enum Item {
    /// It stands like this in the output.
    Of(Value),
    /// A task asked for the end of the workflow.
    End(Value),
}

impl Each {
    fn compile(c: &mut Compiler<'_>, each: &SubscriptionIterator) -> Compiled<Self> {
        let item = each.item.as_ref().map_or("item", |name| &name.value).to_owned();
        let at = each.at.as_ref().map_or("index", |name| &name.value).to_owned();
        let (tasks, output, export) = c.within(&[&item, &at], |c| {
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
        // Without a word on the output, it is the event that counts, whatever was done with it.
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
        Ok(Self { filters: self::all(compiled)?, all })
    }
}

/// A strategy at work.
struct Ears<'a> {
    strategy: &'a Strategy,
    listening: Vec<Listening<'a>>,
    /// Filters that have their event.
    filled: Vec<bool>,
    /// Position of the last event that was consumed: one event fills one filter.
    last: Option<u64>,
    correlated: Correlated,
}

impl<'a> Ears<'a> {
    fn open(cx: &'a Cx, frame: &Frame<'_>, input: &Value, strategy: &'a Strategy) -> Faultable<Self> {
        let mut listening = Vec::new();
        for filter in &strategy.filters {
            listening.push(cx.listen(frame, filter.effect(cx, frame, input)?));
        }
        let filled = vec![false; strategy.filters.len()];
        Ok(Self { strategy, listening, filled, last: None, correlated: Correlated::default() })
    }

    /// Whether an event, which came for this filter, is consumed.
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

    /// Whether everything has come that it waits for.
    fn satisfied(&self) -> bool {
        let mut filled = self.filled.iter();
        if self.strategy.all { filled.all(|filled| *filled) } else { filled.any(|filled| *filled) }
    }

    /// The filter whose next event came first, and that event's position.
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

/// The event that came first, for which filter of whom; true for those that end the listening.
async fn next(ending: Option<&Ears<'_>>, wanted: &Ears<'_>) -> Faultable<(bool, usize, Received)> {
    std::future::poll_fn(|_| {
        if let Some(problem) = ending.and_then(Ears::failed).or_else(|| wanted.failed()) {
            return Poll::Ready(Err(Fault::from_problem(problem)));
        }
        let ends = ending.and_then(|ears| Some((ears, ears.first()?)));
        let wants = wanted.first().map(|first| (wanted, first));
        let (is_end, (ears, (_, at))) = match (ends, wants) {
            (Some(ends), Some(wants)) if ends.1.0 <= wants.1.0 => (true, ends),
            (_, Some(wants)) => (false, wants),
            (Some(ends), None) => (true, ends),
            (None, None) => return Poll::Pending,
        };
        match ears.listening.get(at).and_then(Listening::take) {
            Some(received) => Poll::Ready(Ok((is_end, at, received))),
            None => Poll::Pending,
        }
    })
    .await
}
