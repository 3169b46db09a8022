//! Running: events go in, effects or the outcome come out.

use serde::{Deserialize, Serialize};

use crate::{Effect, Json, Problem};

/// One message to a runner that holds a program. Time enters a run only here.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Milliseconds since the Unix epoch, never less than in the step before.
    pub now: i64,
    /// What happened.
    pub event: Event,
    /// Labels of everything that the run which sent this had received: of the one that started this one, of one that ended,
    /// of one that emitted an event. The host counts them; a runner does not look at them. Labels of the values
    /// themselves are in the event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub run_labels: Vec<String>,
}

impl Step {
    /// A step that no other run has a part in.
    pub fn new(now: i64, event: Event) -> Self {
        Self { now, event, run_labels: Vec::new() }
    }
}

/// What happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// The run begins. Always first, exactly once.
    Start(Start),
    /// An effect ended well.
    Completed {
        /// The effect's id.
        effect: u64,
        /// What it gave.
        output: Json,
        /// Labels of the output.
        #[serde(default)]
        labels: Vec<String>,
    },
    /// An effect ended in an error the workflow may catch.
    Failed {
        /// The effect's id.
        effect: u64,
        /// The error.
        error: Problem,
    },
    /// An event came that a [`Listen`](crate::EffectKind::Listen) may mean. There may be more.
    Received {
        /// The effect.
        effect: u64,
        /// Where the event stands in the log of events; counts up, and is the same for every effect it is meant for.
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

/// What a run is given at its start; all of it stands in the journal.
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
    /// The settings in force, a JSON object, for `$runtime.metadata.settings`; none where the definition has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Json>,
    /// What the runner itself keeps to; the host keeps to the rest.
    pub limits: Limits,
}

/// Limits in force for one run. The host sets them; they stand in the start record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    /// Most bytes the sandbox's memory may grow to. Host.
    pub memory_bytes: u64,
    /// Most milliseconds of CPU inside the sandbox, all steps together. Host.
    pub cpu_ms: u64,
    /// Most bytes of input. Host.
    pub input_bytes: u64,
    /// Most bytes of the output. Runner and host.
    pub output_bytes: u64,
    /// Most bytes of one effect's arguments. Runner and host.
    pub effect_bytes: u64,
    /// Deepest nesting of any JSON value. Runner and host.
    pub depth: u32,
    /// Most effects of one run. Host.
    pub effects: u64,
    /// Longest a run may take from start to end, in seconds. Host.
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

/// The answer to one [`Step`].
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// New effects, ids counting up from 1 without a gap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// Effects no longer wanted (the losers of a competing fork, a timeout).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancelled: Vec<u64>,
    /// What tasks did, in order; of a step that does very much, the beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<TaskEvent>,
    /// How many more task events there were than `tasks` tells.
    #[serde(default, skip_serializing_if = "is_none")]
    pub untold: u64,
    /// Set when the run has ended; nothing follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// One task's step in its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskEvent {
    /// JSON pointer of the task, `/do/0/lookUp`.
    pub task: String,
    /// Indexes of the loops around it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iteration: Vec<u64>,
    /// What it did.
    pub phase: TaskPhase,
}

/// What a task did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskPhase {
    /// It began.
    Started,
    /// Its `if` was false.
    Skipped,
    /// It ended well.
    Completed,
    /// It ended in an error.
    Faulted,
    /// It ended in an error that was caught, and is tried again.
    Retried,
    /// Nobody wants it any more: another branch won, or its time was over.
    Cancelled,
}

/// How a run ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It ended well.
    Completed {
        /// The output.
        output: Json,
        /// Labels of the output.
        #[serde(default)]
        labels: Vec<String>,
    },
    /// It ended in an error nobody caught.
    Faulted {
        /// The error.
        error: Problem,
    },
    /// It was cancelled.
    Cancelled,
}
