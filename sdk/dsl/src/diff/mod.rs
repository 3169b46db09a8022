//! What changed from one definition to another, in the terms of its author: tasks, and fields of tasks.
//!
//! Comments, quotes, layout and the order of keys are no change. What a change lets a workflow reach is said in
//! `towpath-access`.

mod tasks;
mod values;

use serde::Serialize;
use serde_json::Value;

use crate::model::Workflow;

/// One change. Places are JSON pointers: `from` into the old definition, `to` into the new one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "camelCase")]
pub enum Change {
    /// A task that was not there before.
    Added {
        /// Its name.
        task: String,
        /// Its kind: `call`, `set`, …
        kind: &'static str,
        /// Where.
        to: String,
        /// How many more new tasks are inside of it.
        inside: usize,
    },
    /// A task that is no longer there.
    Removed {
        /// Its name.
        task: String,
        /// Its kind: `call`, `set`, …
        kind: &'static str,
        /// Where it was.
        from: String,
        /// How many more tasks went with it.
        inside: usize,
    },
    /// A task that comes at another point, or in another list.
    Moved {
        /// Its name.
        task: String,
        /// Where it was.
        from: String,
        /// Where it is.
        to: String,
        /// The task before it now; absent where it is the first of its list.
        #[serde(skip_serializing_if = "Option::is_none")]
        behind: Option<String>,
    },
    /// A task that does the same under another name.
    Renamed {
        /// Its name now.
        task: String,
        /// Its name before.
        was: String,
        /// Where it was.
        from: String,
        /// Where it is.
        to: String,
    },
    /// A field of a task, or of the workflow itself.
    Changed {
        /// The task's name; absent for the workflow itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        task: Option<String>,
        /// Where the old value was, or would have been.
        from: String,
        /// Where the new value is, or would be.
        to: String,
        /// The old value; absent where there was none.
        #[serde(skip_serializing_if = "Option::is_none")]
        old: Option<Value>,
        /// The new value; absent where there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        new: Option<Value>,
    },
}

/// Every change from `before` to `after`: first of the workflow itself, then of tasks in the order of the new text,
/// then the tasks that are gone. Empty exactly when both have the same digest.
pub fn diff(before: &Workflow, after: &Workflow) -> Vec<Change> {
    let mut changes = values::fields(before, after);
    changes.extend(tasks::tasks(before, after));
    changes
}
