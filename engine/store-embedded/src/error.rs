//! What can go wrong when a store is opened, and how failures of the disk become the contract's errors.

use std::io;
use std::path::PathBuf;

use towpath_diagnostics::{Code, codes};
use towpath_journal::StoreError;

/// The store cannot be opened. The message says what and where; `help` what to do.
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
        /// The other process, when it is known.
        pid: Option<u32>,
    },
    /// A newer engine wrote it.
    #[error("`{place}` has format {found}; this engine knows formats up to {known}")]
    Newer {
        /// The file.
        place: String,
        /// Its format.
        found: u32,
        /// The newest known here.
        known: u32,
    },
    /// What is there is not what was written.
    #[error("the log is damaged: `{place}`, byte {offset}: {what}")]
    Damaged {
        /// The file, relative to the data folder.
        place: String,
        /// Where in it.
        offset: u64,
        /// What is wrong.
        what: String,
    },
    /// A file operation failed.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done, naming the file.
        doing: String,
        /// Why it failed.
        source: io::Error,
    },
    /// The index can neither be opened nor built anew.
    #[error("the index cannot be built anew: {0}")]
    Index(String),
}

impl OpenError {
    /// The stable code, whose page explains it.
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
            Self::Locked { .. } => "stop the other engine, or give this one a data folder of its own",
            Self::Newer { .. } => "run the engine version that wrote it, or a newer one",
            Self::Damaged { .. } => "restore the data folder from a backup; nothing in it was changed",
            Self::Io { source, .. } if is_full(source) => "make room on the disk and start again",
            Self::Io { .. } => "check the disk, the path and who may write to it",
            Self::Index(_) => {
                "check the disk; the folder `index` may be deleted, it is built anew from the log"
            }
        }
    }

    /// For `map_err`: a file operation failed while `doing`.
    pub(crate) fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }
}

/// Whether a failure means that there is no room.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// A failed file operation in the contract's words.
pub(crate) fn store_error(doing: &str, error: &io::Error) -> StoreError {
    let message = format!("{doing}: {error}");
    if is_full(error) { StoreError::Full(message) } else { StoreError::Io(message) }
}
