//! What the start record of a run says of the run that it runs again.

use serde::{Deserialize, Serialize};
use towpath_wire::Effect;

use crate::{Digest, RunId};

/// A run is run again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rerun {
    /// The earlier run.
    pub of: RunId,
    /// The task that it begins from. Effects before it are not sent: they get the results of the earlier run. Absent: it begins
    /// from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Waits before that task whose time came in the earlier run. They are over at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fired: Vec<EffectPlace>,
    /// Digest of the blob with results and keys of the earlier run.
    pub recorded: Digest,
}

/// The place of an effect in a workflow: the same in every run of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EffectPlace {
    /// The path of the task.
    pub task: String,
    /// Indexes of the loops around it, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iteration: Vec<u64>,
    /// How often the task was started before.
    #[serde(default)]
    pub visit: u32,
    /// The number of earlier attempts.
    #[serde(default)]
    pub attempt: u32,
}

impl EffectPlace {
    /// The place of an effect.
    pub fn of(effect: &Effect) -> Self {
        let Effect { task, iteration, visit, attempt, .. } = effect;
        Self { task: task.clone(), iteration: iteration.clone(), visit: *visit, attempt: *attempt }
    }

    /// The place of a write, which is the same for all its attempts.
    pub fn of_write(effect: &Effect) -> Self {
        Self { attempt: 0, ..Self::of(effect) }
    }
}
