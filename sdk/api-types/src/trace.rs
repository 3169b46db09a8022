//! The trace of a run: what each task was given and gave.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{RunStatus, WorkflowRef};

words! {
    /// The state of a task.
    #[non_exhaustive]
    pub enum TaskState {
        /// It is at work.
        Running = "running",
        /// It waits for a time, an event or another workflow.
        Waiting = "waiting",
        /// Its call waits for a release.
        Held = "held",
        /// Its run is suspended.
        Suspended = "suspended",
        /// It completed.
        Completed = "completed",
        /// It ended in an error.
        Faulted = "faulted",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// Its `if` was false.
        Skipped = "skipped",
    }
}

words! {
    /// Why a trace is not whole.
    #[non_exhaustive]
    pub enum TraceGap {
        /// The version was published with a runner that makes no trace: the journal alone says which tasks ran.
        OlderRunner = "olderRunner",
        /// There were more executions of tasks than a trace holds; `omitted` says how many.
        Cut = "cut",
        /// A limit stopped the run, or its second execution, inside a step.
        Stopped = "stopped",
    }
}

/// What the tasks of a run did: the run was executed again in the sandbox, as far as its journal goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The run's id.
    pub run: String,
    /// The workflow version.
    pub workflow: WorkflowRef,
    /// `document.version` of the definition that ran.
    pub definition_version: String,
    /// The status of the run.
    pub status: RunStatus,
    /// Everything that happened is in here.
    pub complete: bool,
    /// Why it is not complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<TraceGap>,
    /// The number of executions that are left out.
    pub omitted: u64,
    /// The executions of tasks, in the order of their starts.
    pub tasks: Vec<TracedTask>,
    /// Effects of the workflow itself, such as its timeout.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<TracedEffect>,
}

/// One execution of a task. In place of a value there may be `{"$masked": [labels]}`, or `{"$cut": N}` for one that is larger
/// than N bytes or came when the trace was full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TracedTask {
    /// The path of the task: a JSON pointer, after the path of the task that calls a function.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// The keyword of its kind; absent in a trace of an older runner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The passes of the loops around it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pass: Vec<LoopPass>,
    /// Which attempt it is, from 1; only inside a `try` with `retry`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// When it started.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub started_at: String,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub ended_at: Option<String>,
    /// Its state.
    pub state: TaskState,
    /// What it works on, after `input.from`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub input: Option<Value>,
    /// Its output, after `output.as`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub output: Option<Value>,
    /// The context that it exported.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<serde_json::Value>))]
    pub exported: Option<Value>,
    /// Its error, as in the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub error: Option<Value>,
    /// What it asked the host for.
    pub effects: Vec<TracedEffect>,
}

/// A pass of a loop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct LoopPass {
    /// The path of the loop.
    #[serde(rename = "loop")]
    pub loop_: String,
    /// The index, from 0.
    pub index: u64,
}

/// An effect, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TracedEffect {
    /// Its number within the run, from 1, as in the journal.
    pub index: u64,
    /// `call`, `wait`, `emit`, `listen` or `run`.
    pub kind: String,
    /// `integration.operation`, or `namespace/name` of a workflow that is started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// What the engine did with it: `refused`, `read`, `write`, `repeatableWrite`, `answered`, `listen`, `testEndpoint` or
    /// `simulated`; absent for a wait, and while it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried_out: Option<String>,
    /// The last decision on it, as in the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub decision: Option<Value>,
    /// When the task asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub started_at: Option<String>,
    /// When its result came, or it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub ended_at: Option<String>,
}
