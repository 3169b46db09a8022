//! The trace of a run: what each of its tasks was given and gave. The host asks for one when it gives the steps of a
//! journal again; a run that is executed for its effects is never traced.

use serde::{Deserialize, Serialize};

use crate::json::present;
use crate::{Json, Problem, TaskPhase};

/// How much a trace may hold. A message with the first step of a run that asks for its trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceLimits {
    /// Maximum number of executions of tasks.
    pub tasks: u32,
    /// Maximum size of one value, in bytes.
    pub value_bytes: u64,
    /// Maximum size of all values together, in bytes.
    pub bytes: u64,
}

/// What happened in one step.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The events, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<TraceEvent>,
    /// The number of executions of this step that are left out, because the trace is full.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub omitted: u64,
}

/// A part of the trace. `id` numbers the executions of tasks, from 1.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TraceEvent {
    /// A task starts.
    Started(TracedStart),
    /// The input of a task, after `input.from`.
    Input {
        /// The execution.
        id: u32,
        /// The input.
        value: TracedValue,
    },
    /// The new context that a task exports.
    Exported {
        /// The execution.
        id: u32,
        /// The context.
        value: TracedValue,
    },
    /// A task ends.
    Ended(TracedEnd),
}

/// The start of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TracedStart {
    /// The execution.
    pub id: u32,
    /// The path of the task, as in [`TaskEvent`](crate::TaskEvent).
    pub task: String,
    /// Its name.
    pub name: String,
    /// The keyword of its kind, `call`.
    pub kind: String,
    /// Indexes of the loops around it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iteration: Vec<u64>,
    /// The number of earlier attempts, inside a `try` with `retry`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<u32>,
}

/// The end of a task.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TracedEnd {
    /// The execution.
    pub id: u32,
    /// How it ended.
    pub phase: TaskPhase,
    /// Its output, after `output.as`, if it completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<TracedValue>,
    /// Its error, if it faulted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Problem>,
}

/// A value, with the labels of everything in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TracedValue {
    /// The value, with `null` in place of secrets. Absent if it is larger than the limit, or the trace is full.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub json: Option<Json>,
    /// Its labels, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::{Reply, Step};

    #[test]
    fn steps_and_replies_without_a_trace_are_as_before() {
        let step: Step = serde_json::from_str(r#"{"now":1,"event":"cancel"}"#).unwrap();
        assert_eq!(step.trace, None);
        assert_eq!(serde_json::to_string(&step).unwrap(), r#"{"now":1,"event":"cancel"}"#);
        let reply: Reply = serde_json::from_str("{}").unwrap();
        assert!(reply.trace.is_none());
        assert_eq!(serde_json::to_string(&reply).unwrap(), "{}");
    }

    #[test]
    fn a_null_output_is_a_value_and_no_cut() {
        let text = r#"{"id":1,"phase":"completed","output":{"json":null}}"#;
        let end: TracedEnd = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&end).unwrap(), text);
    }
}
