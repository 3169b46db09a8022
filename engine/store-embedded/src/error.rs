//! Errors of opening a store, and the mapping of I/O errors to store errors.

use std::io;
use std::path::PathBuf;

use towpath_diagnostics::{Code, codes};
use towpath_journal::StoreError;

/// The store cannot be opened. The message says what is wrong and where, `help` what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error(
        "another process{} has it open",
        pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default()
    )]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// The other process, if known.
        pid: Option<u32>,
    },
    /// A newer engine wrote it.
    #[error("`{place}` has format {found}; this engine supports formats up to {known}")]
    Newer {
        /// The file.
        place: String,
        /// Its format.
        found: u32,
        /// The newest supported format.
        known: u32,
    },
    /// The log is not what was written.
    #[error("the log is damaged: `{place}`, byte {offset}: {what}")]
    Damaged {
        /// The file, relative to the data folder.
        place: String,
        /// The offset in it.
        offset: u64,
        /// The problem.
        what: String,
    },
    /// A file operation failed.
    #[error("{doing}: {source}")]
    Io {
        /// The failed operation, with the file.
        doing: String,
        /// The cause.
        source: io::Error,
    },
    /// The index can neither be opened nor rebuilt.
    #[error("the index cannot be rebuilt: {0}")]
    Index(String),
}

impl OpenError {
    /// The stable code, which has a page.
    pub fn code(&self) -> Code {
        match self {
            Self::Locked { .. } => codes::TP6001,
            Self::Newer { .. } => codes::TP6002,
            Self::Damaged { .. } => codes::TP6003,
            Self::Io { source, .. } if is_full(source) => codes::TP6004,
            Self::Io { .. } => codes::TP6005,
            Self::Index(_) => codes::TP6006,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Locked { .. } => "stop the other engine, or give this one another data folder",
            Self::Newer { .. } => "run the engine version that wrote it, or a newer one",
            Self::Damaged { .. } => {
                "restore the data folder from a backup; this attempt changed nothing in it"
            }
            Self::Io { source, .. } if is_full(source) => "free disk space and start again",
            Self::Io { .. } => "check the disk, the path and its permissions",
            Self::Index(_) => "check the disk; you may delete the folder `index`, it is rebuilt from the log",
        }
    }

    /// For `map_err`: the file operation `doing` failed.
    pub(crate) fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }
}

/// Whether the disk is full.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Maps a failed file operation to a store error.
pub(crate) fn store_error(doing: &str, error: &io::Error) -> StoreError {
    let message = format!("{doing}: {error}");
    if is_full(error) { StoreError::Full(message) } else { StoreError::Io(message) }
}
