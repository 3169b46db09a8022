//! The pause after a restore: what would go out, and the confirmation that lets it.

use serde::{Deserialize, Serialize};

words! {
    /// Whether the server is paused because its data were restored from a backup.
    #[non_exhaustive]
    pub enum RestoreState {
        /// Nothing goes out until somebody confirms.
        Paused = "paused",
        /// Somebody confirmed.
        Confirmed = "confirmed",
        /// Its data were never restored.
        Never = "never",
    }
}

words! {
    /// What becomes of a call that has no result in the restored data.
    #[non_exhaustive]
    pub enum PendingFate {
        /// It has not been sent, as far as the backup knows; policies decide on it, and it goes out if they allow it.
        Sent = "sent",
        /// It was under way when the backup was taken, and is sent again: with the same key, or because repeating it changes
        /// nothing.
        Repeated = "repeated",
        /// It was under way, and is not sent again, because whether it happened is not known. The workflow gets the error
        /// `outcome-unknown`.
        Unknown = "unknown",
        /// It waits until somebody releases it.
        Held = "held",
        /// Nothing goes out: it waits for a time, or for an event.
        Waits = "waits",
    }
}

/// A call of a run that has no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PendingCall {
    /// The task, as a JSON pointer into the definition.
    pub task: String,
    /// What it is: an integration's operation, `emit TYPE`, `run NAMESPACE/NAME`, `wait` or `listen`.
    pub what: String,
    /// What becomes of it after the confirmation.
    pub fate: PendingFate,
}

/// A run that goes on after the confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PendingRun {
    /// Its id.
    pub id: String,
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When it was started, RFC 3339.
    pub started_at: String,
    /// When it goes on; absent: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<String>,
    /// Its calls without a result, in order.
    pub calls: Vec<PendingCall>,
    /// Why its calls are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A schedule that starts runs at once after the confirmation, or may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PendingSchedule {
    /// The workflow's namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Times that came since the backup and are carried out at once, RFC 3339; those that `missed` leaves out are not here.
    pub due: Vec<String>,
    /// The position of the log of events after which it has not looked at events yet. Each of them that fits starts a run;
    /// absent: it has looked at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events_after: Option<u64>,
    /// Why it starts nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// The pause after a restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Restore {
    /// Whether the server is paused.
    pub state: RestoreState,
    /// When the backup was taken, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<String>,
    /// When it was restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored_at: Option<String>,
    /// Who confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
    /// When they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<String>,
    /// The digest of what would go out, for the confirmation. Empty where the server is not paused.
    pub digest: String,
    /// How many runs go on.
    pub unfinished: u64,
    /// These runs, oldest first; at most so many that an answer has room for.
    pub runs: Vec<PendingRun>,
    /// The schedules that start runs, by name.
    pub schedules: Vec<PendingSchedule>,
}

/// The confirmation of a restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfirmRestore {
    /// The digest of what was shown.
    pub digest: String,
}
