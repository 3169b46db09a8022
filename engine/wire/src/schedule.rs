//! When a workflow starts without a caller: what the host has to know of `schedule`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The `schedule` of a definition, as the host carries it out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// `every`: the interval between starts, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// `cron`: five fields and, if it names one, a time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cron: Option<String>,
    /// `after`: from the end of a run to the start of the next, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// `on`: an event that matches one of these filters starts a run. An empty list matches every event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Vec<Map<String, Value>>>,
    /// `read`: the part of an event that the run receives.
    #[serde(default)]
    pub read: EventPart,
    /// `metadata.schedule.missed`.
    #[serde(default)]
    pub missed: Missed,
    /// `metadata.schedule.overlap`.
    #[serde(default)]
    pub overlap: Overlap,
}

/// The part of an event that a run receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EventPart {
    /// Its data.
    #[default]
    Data,
    /// The event with all attributes.
    Envelope,
    /// Its data, as Base64 where it came so.
    Raw,
}

/// What becomes of start times that passed while the server was down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Missed {
    /// They are left out.
    Skip,
    /// One run, for the newest of them.
    #[default]
    Latest,
    /// A run for each, up to a limit of the host.
    All,
}

/// Whether `every` and `cron` start a run while the one before is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Overlap {
    /// They do.
    #[default]
    Allow,
    /// They leave that time out.
    Skip,
}
