//! Schedules: workflows that start without a caller.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

words! {
    /// What becomes of start times that passed while the server was down.
    pub enum MissedTimes {
        /// They are left out.
        Skip = "skip",
        /// One run, for the newest of them.
        Latest = "latest",
        /// A run for each, at most the newest 100.
        All = "all",
    }
}

words! {
    /// Whether `every` and `cron` start a run while the one before is under way.
    pub enum Overlap {
        /// They do.
        Allow = "allow",
        /// They leave that time out.
        Skip = "skip",
    }
}

words! {
    /// The state of a schedule.
    #[non_exhaustive]
    pub enum ScheduleState {
        /// It starts runs.
        Active = "active",
        /// Somebody paused it.
        Paused = "paused",
        /// Its workflow is switched off, or its version suspended or retired.
        Stopped = "stopped",
    }
}

words! {
    /// What became of a firing.
    #[non_exhaustive]
    pub enum FiringOutcome {
        /// It started a run.
        Started = "started",
        /// It was refused.
        Refused = "refused",
        /// It was left out, because the run before was under way.
        Skipped = "skipped",
    }
}

/// When a workflow starts without a caller, as its definition says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StartTimes {
    /// `every`: the interval between starts, an ISO 8601 duration, counted from 1970-01-01T00:00:00Z.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// `cron`, as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cron: Option<String>,
    /// The time zone of `cron`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// `after`: from the end of a run to the start of the next, an ISO 8601 duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// `on`: an event with the attributes of one of these starts a run; an empty list means every event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Vec<Object>>))]
    pub on: Option<Vec<Map<String, Value>>>,
    /// What becomes of times that passed while the server was down.
    pub missed: MissedTimes,
    /// Whether a run starts while the one before is under way.
    pub overlap: Overlap,
    /// The next times; none while it is paused or stopped, and of `on`.
    pub next: Vec<String>,
}

/// The schedule of a published workflow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The version whose schedule it is, and whose runs start.
    pub version: String,
    /// The principal on whose behalf they start.
    pub owner: String,
    /// Its state.
    pub state: ScheduleState,
    /// When it starts.
    #[serde(flatten)]
    pub times: StartTimes,
    /// Who paused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<SchedulePaused>,
    /// Why it is stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
    /// The newest firing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Firing>,
}

/// Who paused a schedule, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct SchedulePaused {
    /// The principal.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
}

/// A firing of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Firing {
    /// The time that it was for; when the event came, for an event.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub due_at: String,
    /// When it was carried out.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// What became of it.
    pub outcome: FiringOutcome,
    /// The run that it started, or that was under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The schedules of published workflows, by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Schedules {
    /// The schedules.
    pub items: Vec<Schedule>,
}

/// Which schedules to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SchedulesQuery {
    /// Of workflows of this namespace; absent: of all that the caller may see.
    pub namespace: Option<String>,
}

/// Pauses a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PauseSchedule {
    /// Why; everybody who looks at the schedule sees it.
    pub reason: String,
}

/// Resumes a schedule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ResumeSchedule {
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The times of the pause count as missed, so that `missed` says what becomes of them. Otherwise they are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub make_up: bool,
}
