//! What makes backups, as the API needs it. The program that assembles the server has the parts that are in one.

use std::path::Path;

use towpath_api_types::Backup;

/// Why no backup is begun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupRefused {
    /// One is being written.
    #[error("a backup is being written: `{0}`")]
    UnderWay(String),
    /// The disk of the folder has no room for it.
    #[error("{0}")]
    NoRoom(String),
    /// It could not be begun; for the log.
    #[error("{0}")]
    Failed(String),
}

/// Makes backups of a server, one at a time.
pub trait MakesBackups: Send + Sync {
    /// The folder that has them.
    fn folder(&self) -> &Path;

    /// Begins one, at the time `now` in milliseconds since the Unix epoch. Blocks: it lists the files.
    ///
    /// # Errors
    /// [`BackupRefused`].
    fn begin(&self, now: i64) -> Result<Backup, BackupRefused>;

    /// The backups in the folder and the newest one that failed since the start, newest first. Blocks.
    ///
    /// # Errors
    /// The folder cannot be read; for the log.
    fn list(&self) -> Result<Vec<Backup>, String>;
}
