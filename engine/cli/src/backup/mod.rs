//! Backups: an archive of everything that a server needs to continue elsewhere, and a data folder made from one.
//!
//! The archive is a gzipped tar. Its files have the names of the data folder: segments of the log up to one position, the blobs,
//! the audit log with its keys. The last file is the manifest, which names every file with its length and SHA-256: an archive
//! that was cut off has none. Values of secrets are never in it, only their names.

mod jobs;
mod read;
mod restore;
mod target_lock;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use self::jobs::{BackupJobs, names_of_secrets};
pub(crate) use self::read::verify_archive;
pub(crate) use self::restore::restore;
pub(crate) use self::write::{Source, write_archive_file};

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The manifest's name in the archive.
const MANIFEST: &str = "manifest.json";
/// The format of the archive that is written. Newer ones are refused.
const FORMAT: u32 = 1;
/// Folder of the audit log, in the archive and in a data folder.
const AUDIT: &str = "audit";
/// Maximum bytes of a manifest: enough for a million files.
const MANIFEST_BYTES: u64 = 256 << 20;

/// What an archive has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    /// The format of the archive.
    pub(crate) format: u32,
    /// The newest format of the log in it.
    pub(crate) log_format: u32,
    /// The version of the engine that wrote it.
    pub(crate) engine: String,
    /// When it was taken, in milliseconds since the Unix epoch.
    pub(crate) taken_at: i64,
    /// The position of the log up to which it has everything.
    pub(crate) position: Position,
    /// Names of the secrets that the server had. Their values are kept elsewhere.
    pub(crate) secrets: Vec<String>,
    /// Every other file of the archive.
    pub(crate) files: Vec<ManifestFile>,
}

impl Manifest {
    /// When it was taken, as text.
    pub(crate) fn moment(&self) -> String {
        jiff::Timestamp::from_millisecond(self.taken_at).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
    }
}

/// A position of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    pub(crate) segment: u32,
    pub(crate) offset: u32,
}

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ManifestFile {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    /// SHA-256 in hexadecimal.
    pub(crate) sha256: String,
}

/// Why a backup was not made, verified or restored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// The archive is not what was written.
    #[error("the archive is not whole: {0}")]
    Damaged(String),
    /// A newer engine wrote it.
    #[error("the archive was written by engine {0}, in a format that this one does not know")]
    Newer(String),
    /// There is something where the data would go.
    #[error("`{0}` is not empty; restore into a folder that does not exist, or is empty")]
    NotEmpty(PathBuf),
    /// The restored folder is no good store.
    #[error("the restored data cannot be used: {0}")]
    Unusable(String),
    /// A file operation failed.
    #[error("{0}")]
    Io(String),
}

impl BackupError {
    /// For `map_err`: the file operation `doing` failed.
    fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let doing = doing.into();
        move |error| Self::Io(format!("{doing}: {error}"))
    }
}

/// Whether `name` is one that a file of an archive may have, so that nothing is ever written elsewhere.
fn is_name_of_part(name: &str) -> bool {
    let is_hex = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match name.split('/').collect::<Vec<_>>()[..] {
        ["log", "start"] => true,
        ["log", file] => {
            file.strip_suffix(".seg").is_some_and(|number| number.len() == 10 && is_digits(number))
        }
        ["blobs", folder, file] => is_hex(folder, 2) && is_hex(file, 62),
        [AUDIT, "key" | "key.pub" | "salt"] => true,
        [AUDIT, file] => file.strip_suffix(".jsonl").is_some_and(|chain| chain.split('-').all(is_digits)),
        _ => false,
    }
}
