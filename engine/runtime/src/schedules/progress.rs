//! What is kept of a schedule: how far its times were carried out, and who paused it.
//!
//! The two are kept apart: people write the one, the loop that carries schedules out writes the other. So neither waits for
//! the other, and no firing undoes a pause.

use serde::{Deserialize, Serialize};
use towpath_journal::{Put, RunId};
use towpath_wire::Schedule;

use crate::fault::Fault;
use crate::found::encode;

/// Collection of how far schedules were carried out, by `namespace/name`.
pub(super) const PROGRESS: &str = "schedules";
/// Collection of who paused a schedule or resumed it, by `namespace/name`.
pub(super) const PAUSES: &str = "schedule-pauses";

/// How far a schedule was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Progress {
    /// The schedule that it is of, as text. Another one begins anew.
    pub(super) of: String,
    /// Every time up to here was carried out or left out, in milliseconds since the Unix epoch.
    pub(super) until: i64,
    /// The newest run that a time started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) run: Option<RunId>,
    /// `after`: the run whose end is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) chain: Option<Chain>,
    /// `on`: the position of the newest event that was looked at.
    #[serde(default)]
    pub(super) event: u64,
    /// The newest firing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<Fired>,
    /// The refusal that its people were notified of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) told: Option<String>,
}

/// The runs that follow each other under `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chain {
    /// The newest run; `None` before the first, and after a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) run: Option<RunId>,
    /// When the next one starts where there is no run before, in milliseconds since the Unix epoch.
    pub(super) from: i64,
    /// When the newest run ended, where its own end is in the future, because the clock was ahead, or is not known any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<i64>,
}

impl Chain {
    /// The chain at `now`, and when its next run starts; `None` while the newest one is under way. `ended` is the end of that.
    ///
    /// A start that the clock never promised was written while it was ahead. It is moved to where it would be if it were written
    /// now, once: the moved chain is kept.
    pub(super) fn at(mut self, wait: i64, ended: Option<i64>, now: i64) -> (Self, Option<i64>) {
        if self.run.is_none() {
            if self.from > now.saturating_add(wait) {
                self.from = now;
            }
            return (self, Some(self.from));
        }
        let Some(ended) = ended else { return (self, None) };
        let ended = self.ended.unwrap_or(ended);
        if ended < now {
            return (self, Some(ended.saturating_add(wait)));
        }
        self.ended = Some(now);
        (self, Some(now.saturating_add(wait)))
    }
}

impl PauseChange {
    /// The time up to which a schedule counts as carried out because it was resumed. One in the future was written while the
    /// clock was ahead, and says nothing.
    pub(super) fn left_out_until(&self, now: i64) -> Option<i64> {
        (!self.paused && !self.make_up && self.at <= now).then_some(self.at)
    }
}

/// What became of a firing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FiringOutcome {
    /// It started this run.
    Started(RunId),
    /// It was refused, for this reason.
    Refused(String),
    /// It was left out, because this run, which the time before had started, was under way.
    Skipped(RunId),
}

/// A firing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fired {
    /// The time that it was for, in milliseconds since the Unix epoch; when the event came, for an event.
    pub due: i64,
    /// When it was carried out, in milliseconds since the Unix epoch.
    pub at: i64,
    /// What became of it.
    pub outcome: FiringOutcome,
}

/// A schedule was paused, or resumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PauseChange {
    /// It is paused.
    pub(super) paused: bool,
    /// Who paused or resumed it.
    pub(super) by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub(super) at: i64,
    /// Resumed: the times of the pause count as missed, and not as left out.
    #[serde(default)]
    pub(super) make_up: bool,
    /// The position of the newest event then. Events of the pause start nothing.
    #[serde(default)]
    pub(super) event: u64,
}

impl Progress {
    /// The beginning of a schedule: nothing that was due before counts.
    pub(super) fn begun(schedule: &Schedule, now: i64, event: u64, last: Option<Fired>) -> Self {
        Self { of: identity(schedule), until: now, event, last, ..Self::default() }
    }

    /// The change that keeps it.
    pub(super) fn put(&self, place: &str) -> Result<Put, Fault> {
        let (collection, content) = (PROGRESS.to_owned(), Some(encode(self)?));
        Ok(Put { collection, key: place.to_owned(), expected: None, content })
    }
}

/// What makes a schedule the same one in the next version of its workflow.
pub(super) fn identity(schedule: &Schedule) -> String {
    let Schedule { every, cron, after, on, .. } = schedule;
    serde_json::json!([every, cron, after, on]).to_string()
}
