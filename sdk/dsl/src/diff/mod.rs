//! Compares two definitions and lists the changes by task and field.
//!
//! Comments, quotes, layout and the order of keys do not count as changes. `towpath-access` compares what the
//! two definitions can access.

mod tasks;
mod values;

use serde::Serialize;
use serde_json::Value;

use crate::model::Workflow;

/// One change. Places are JSON pointers: `from` points into the old definition, `to` into the new one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "camelCase")]
pub enum Change {
    /// A new task.
    Added {
        /// Its name.
        task: String,
        /// Its kind: `call`, `set`, …
        kind: &'static str,
        /// Its place.
        to: String,
        /// Number of further new tasks inside it.
        inside: usize,
    },
    /// A removed task.
    Removed {
        /// Its name.
        task: String,
        /// Its kind: `call`, `set`, …
        kind: &'static str,
        /// Its old place.
        from: String,
        /// Number of further removed tasks inside it.
        inside: usize,
    },
    /// A task at another position, or in another list.
    Moved {
        /// Its name.
        task: String,
        /// Its old place.
        from: String,
        /// Its new place.
        to: String,
        /// The task before it now. Absent if it is the first in its list.
        #[serde(skip_serializing_if = "Option::is_none")]
        behind: Option<String>,
    },
    /// A task with the same content under another name.
    Renamed {
        /// Its new name.
        task: String,
        /// Its old name.
        was: String,
        /// Its old place.
        from: String,
        /// Its new place.
        to: String,
    },
    /// A field of a task, or of the workflow itself.
    Changed {
        /// The name of the task. Absent for the workflow itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        task: Option<String>,
        /// The place of the old value, or where it would be.
        from: String,
        /// The place of the new value, or where it would be.
        to: String,
        /// The old value, if any.
        #[serde(skip_serializing_if = "Option::is_none")]
        old: Option<Value>,
        /// The new value, if any.
        #[serde(skip_serializing_if = "Option::is_none")]
        new: Option<Value>,
    },
}

/// Every change from `before` to `after`: first those of the workflow itself, then those of tasks in the
/// order of the new text, then the removed tasks. Empty if and only if both have the same digest.
pub fn diff(before: &Workflow, after: &Workflow) -> Vec<Change> {
    let mut changes = values::changes_outside_tasks(before, after);
    changes.extend(tasks::changes_of_tasks(before, after));
    changes
}
