//! The trace of a run: it is executed again in the sandbox, from its journal, and the runner says what each task was given
//! and gave. Nothing is sent, decided or written.
//!
//! A runner that was published before runners could trace gives none: then the journal alone says which tasks ran.

mod build;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;

use towpath_identity::Principal;
use towpath_journal::{Decided, Fault as Ended, Record, RunHead, RunId, Started};
use towpath_policies::Decision;
use towpath_wire::{Effect, Limits, Problem, Step, TraceLimits, TracedValue};

use self::build::Builder;
use super::drive::feeding::share_of_sandbox;
use super::lookup::decode_all;
use crate::fault::Fault;
use crate::runs::{Runs, RunsError};
use crate::stopped::INSIDE;

/// What a trace may hold.
const LIMITS: TraceLimits = TraceLimits { tasks: 2_000, value_bytes: TRACED_BYTES, bytes: 4 << 20 };
/// Most bytes of one value in a trace.
pub const TRACED_BYTES: u64 = 64 << 10;
/// How much more CPU time than the run all its steps together may take.
const CPU_SLACK: u64 = 10;
/// Memory for the trace itself, in bytes.
const ROOM: u64 = 32 << 20;

/// What the tasks of a run did.
#[derive(Debug)]
pub struct RunTrace {
    /// The run.
    pub head: RunHead,
    /// The executions of its tasks, in the order of their starts.
    pub tasks: Vec<TracedTask>,
    /// Effects of no task: of the timeout of the workflow itself, and of tasks that are left out.
    pub effects: Vec<TracedEffect>,
    /// The number of executions that are left out.
    pub omitted: u64,
    /// Why it is not whole; `None`: it is.
    pub gap: Option<TraceGap>,
}

/// Why a trace is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TraceGap {
    /// The run is pinned to a runner that makes no trace.
    OlderRunner,
    /// There were more executions than a trace may hold.
    Cut,
    /// A limit stopped the run, or its second execution, inside a step.
    Stopped,
}

/// One execution of a task.
#[derive(Debug, Clone)]
pub struct TracedTask {
    /// The path of the task.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// The keyword of its kind; absent in what an older runner did.
    pub kind: Option<String>,
    /// The passes of the loops around it, outermost first.
    pub passes: Vec<Pass>,
    /// Which attempt it is, from 1, inside a `try` with `retry`.
    pub attempt: Option<u32>,
    /// When it started, in milliseconds since the Unix epoch.
    pub started_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// Its state.
    pub state: TaskState,
    /// What it works on.
    pub input: Option<TracedValue>,
    /// Its output.
    pub output: Option<TracedValue>,
    /// The context that it exported.
    pub exported: Option<TracedValue>,
    /// Its error.
    pub error: Option<Problem>,
    /// What it asked the host for.
    pub effects: Vec<TracedEffect>,
}

/// The pass of a loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// The path of the loop.
    pub loop_: String,
    /// The index, from 0.
    pub index: u64,
}

/// The state of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// It is at work.
    Running,
    /// It waits for a time, an event or another workflow.
    Waiting,
    /// Its call waits for a release.
    Held,
    /// Its run is suspended.
    Suspended,
    /// It completed.
    Completed,
    /// It ended in an error.
    Faulted,
    /// It was cancelled.
    Cancelled,
    /// Its `if` was false.
    Skipped,
}

/// An effect, and what became of it.
#[derive(Debug, Clone)]
pub struct TracedEffect {
    /// The effect.
    pub effect: Effect,
    /// The last decision on it.
    pub decision: Option<Decision>,
    /// What happened to it; absent while it is held, and for a wait.
    pub decided: Option<Decided>,
    /// When the task asked for it, in milliseconds since the Unix epoch.
    pub started_at: i64,
    /// When its result came, or it was cancelled.
    pub ended_at: Option<i64>,
    /// It waits for a release.
    pub held: bool,
}

impl Runs {
    /// Executes a run again, as far as its journal goes, within the share of `reader`.
    ///
    /// # Errors
    /// `NotFound`; the store's.
    pub(crate) async fn trace(&self, reader: &Principal, run: RunId) -> Result<RunTrace, RunsError> {
        let head = self.run(run).await?.head;
        let share = share_of_sandbox(&head.workflow.namespace, &reader.id);
        let _turn = self.sandbox.turn(&share).await;
        let records = decode_all(&self.journal_of(run).await?)?;
        let Some(Record::Started(started)) = records.first() else {
            return Err(Fault::Internal(format!("the journal of {run} has no start")).into());
        };
        let limits = Limits {
            cpu_ms: started.limits.cpu_ms.saturating_mul(CPU_SLACK),
            memory_bytes: started.limits.memory_bytes.saturating_add(ROOM),
            ..started.limits.clone()
        };
        let place = (&started.runner, &started.image);
        let mut instance = self.instance_of(&share, place, &limits).await?;
        let mut builder = Builder::default();
        let unfinished = stopped_inside(&records);
        let mut gap = None;
        for (index, record) in records.iter().enumerate() {
            let Some(step) = step_of(record) else {
                builder.record(record);
                continue;
            };
            builder.hear(&step);
            if unfinished == Some(index) || gap == Some(TraceGap::Stopped) {
                gap = Some(TraceGap::Stopped);
                continue;
            }
            match instance.step(&step).await {
                Ok((reply, _)) if reply.trace.is_none() => return Ok(of_journal(head, started, &records)),
                Ok((reply, _)) => builder.reply(step.now, reply),
                Err(_) => gap = Some(TraceGap::Stopped),
            }
        }
        let (tasks, effects, omitted) = builder.finish(&records);
        let gap = gap.or((omitted > 0).then_some(TraceGap::Cut));
        Ok(RunTrace { head, tasks, effects, omitted, gap })
    }
}

/// What the journal alone says of the tasks.
fn of_journal(head: RunHead, started: &Started, records: &[Record]) -> RunTrace {
    let mut builder = Builder::from_journal(started.step.now);
    for record in records {
        match step_of(record) {
            Some(step) => builder.hear(&step),
            None => builder.record(record),
        }
    }
    let (tasks, effects, omitted) = builder.finish(records);
    RunTrace { head, tasks, effects, omitted, gap: Some(TraceGap::OlderRunner) }
}

/// The step of a record; the first one asks for the trace.
fn step_of(record: &Record) -> Option<Step> {
    match record {
        Record::Started(started) => Some(Step { trace: Some(LIMITS), ..started.step.clone() }),
        Record::Fed(step) => Some(step.clone()),
        _ => None,
    }
}

/// The place of the step that a limit stopped in the middle, if one did: taken again it might not end.
pub(super) fn stopped_inside(records: &[Record]) -> Option<usize> {
    let is_inside = |fault: &Ended| fault.error.code.as_deref().is_some_and(|code| INSIDE.contains(&code));
    let at = records.iter().position(|record| matches!(record, Record::Fault(fault) if is_inside(fault)))?;
    records.get(..at)?.iter().rposition(|record| matches!(record, Record::Fed(_) | Record::Started(_)))
}
