//! Messages of a run: steps go to the runner, replies with effects or the outcome come back.

use serde::{Deserialize, Serialize};

use crate::{Effect, Json, Problem, Trace, TraceLimits};

/// One message to a runner with a loaded program. This is the only source of time for a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Milliseconds since the Unix epoch, never less than in the step before.
    pub now: i64,
    /// The event.
    pub event: Event,
    /// Labels of everything that the sending run had received: the run that started this one, that ended, or
    /// that emitted an event. The host tracks them; the runner ignores them. Labels of the values themselves
    /// are in the event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub run_labels: Vec<String>,
    /// Asks for a trace, with the first step of a run that is executed again. Never in a journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceLimits>,
}

impl Step {
    /// A step without a sending run.
    pub fn new(now: i64, event: Event) -> Self {
        Self { now, event, run_labels: Vec::new(), trace: None }
    }
}

/// The event.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// The run starts. This is the first event, exactly once.
    Start(Start),
    /// An effect completed.
    Completed {
        /// The effect's id.
        effect: u64,
        /// Its result.
        output: Json,
        /// Labels of the output.
        #[serde(default)]
        labels: Vec<String>,
    },
    /// An effect failed with an error that the workflow may catch.
    Failed {
        /// The effect's id.
        effect: u64,
        /// The error.
        error: Problem,
    },
    /// An event arrived that may match a [`Listen`](crate::EffectKind::Listen). More may follow.
    Received {
        /// The effect.
        effect: u64,
        /// The position of the event in the event log. It increases, and is the same for every effect that
        /// receives the event.
        position: u64,
        /// The event, in CloudEvents' JSON format.
        event: Json,
        /// Labels of the event.
        #[serde(default)]
        labels: Vec<String>,
    },
    /// A wait is over.
    Fired {
        /// The effect's id.
        effect: u64,
    },
    /// Somebody cancelled the run. The outcome follows at once.
    Cancel,
}

/// The input of a run at its start. All of it is in the journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// The run's id, `$workflow.id`.
    pub run: String,
    /// The raw input.
    pub input: Json,
    /// Labels of the input.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Version of the engine, for `$runtime`.
    pub engine: String,
    /// The current settings, a JSON object, for `$runtime.metadata.settings`. Absent if the definition has no
    /// settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Json>,
    /// The limits. The runner enforces some of them, the host the others.
    pub limits: Limits,
}

/// The limits of one run. The host sets them, and they are in the start record. Each field names who enforces
/// it; CONTRIBUTING.md, "a limit of a run", has the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    /// Maximum size of the sandbox memory, in bytes. Enforced by the host.
    pub memory_bytes: u64,
    /// Maximum CPU time inside the sandbox for all steps together, in milliseconds. Enforced by the host.
    pub cpu_ms: u64,
    /// Maximum size of the input, in bytes. Enforced by the host.
    pub input_bytes: u64,
    /// Maximum size of the output, in bytes. Enforced by runner and host.
    pub output_bytes: u64,
    /// Maximum size of the arguments of one effect, in bytes. Enforced by runner and host.
    pub effect_bytes: u64,
    /// Maximum nesting of any JSON value. Enforced by runner and host.
    pub depth: u32,
    /// Maximum number of effects of one run. Enforced by the host.
    pub effects: u64,
    /// Maximum duration of a run from start to end, in seconds. Enforced by the host.
    pub duration_s: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 64 << 20,
            cpu_ms: 1_000,
            input_bytes: 1 << 20,
            output_bytes: 1 << 20,
            effect_bytes: 256 << 10,
            depth: 128,
            effects: 1_000,
            duration_s: 30 * 24 * 3600,
        }
    }
}

/// The reply to one [`Step`].
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// New effects. Their ids continue without a gap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// Ids of effects that are cancelled (losers of a competing fork, a timeout).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancelled: Vec<u64>,
    /// Task events, in order. For a very long step, only the first ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<TaskEvent>,
    /// The number of task events that are not in `tasks`.
    #[serde(default, skip_serializing_if = "is_none")]
    pub untold: u64,
    /// The trace of this step, if the first step asked for it. Absent from a runner that makes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    /// Set when the run has ended. No further reply follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// A change of a task's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskEvent {
    /// JSON pointer of the task, `/do/0/lookUp`.
    pub task: String,
    /// Indexes of the loops around it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iteration: Vec<u64>,
    /// The new state.
    pub phase: TaskPhase,
}

/// The states of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskPhase {
    /// It started.
    Started,
    /// Its `if` was false.
    Skipped,
    /// It completed.
    Completed,
    /// It ended in an error.
    Faulted,
    /// It ended in an error that was caught, and is retried.
    Retried,
    /// It was cancelled: another branch won, or a timeout ended.
    Cancelled,
}

/// How a run ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It completed.
    Completed {
        /// The output.
        output: Json,
        /// Labels of the output.
        #[serde(default)]
        labels: Vec<String>,
    },
    /// It ended in an error that was not caught.
    Faulted {
        /// The error.
        error: Problem,
    },
    /// It was cancelled.
    Cancelled,
}
