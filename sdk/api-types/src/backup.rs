//! Backups of the server's data.

use serde::{Deserialize, Serialize};

words! {
    /// What became of a backup.
    #[non_exhaustive]
    pub enum BackupState {
        /// It is being written.
        Running = "running",
        /// Its archive is complete and on disk.
        Done = "done",
        /// It was not completed; `error` says why. Nothing of it remains.
        Failed = "failed",
    }
}

/// A backup: an archive in the server's folder of backups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// The archive's file name.
    pub name: String,
    /// What became of it.
    pub state: BackupState,
    /// When it was begun. The archive has everything that was answered before, RFC 3339.
    pub started_at: String,
    /// Bytes of the archive, so far where it is being written.
    pub bytes: u64,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Backups, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Backups {
    /// The folder of the server that has them.
    pub folder: String,
    /// The backups.
    pub items: Vec<Backup>,
}
