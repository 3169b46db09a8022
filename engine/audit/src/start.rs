//! Begins the chain of a start: records the files that the start found, and creates the new file together with its first
//! link.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::AuditError;
use crate::chain::{self, NOTHING};
use crate::log::{damaged, files_of_log, io_error};
use crate::regular;

/// A file as found by a later start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// Its name.
    pub file: String,
    /// Its number of links.
    pub links: u64,
    /// Its unfinished end, if the server was killed while writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub torn: Option<Torn>,
}

/// Bytes after the last whole link of a file. They were never acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Torn {
    /// Their number.
    pub bytes: u64,
    /// Their digest, in hexadecimal.
    pub sha256: String,
}

impl Torn {
    /// The unfinished end; `None` if the file ends with a whole link.
    pub(crate) fn of(end: &str) -> Option<Self> {
        let sha256 = HEXLOWER.encode(&Sha256::digest(end.as_bytes()));
        (!end.is_empty()).then_some(Self { bytes: end.len() as u64, sha256 })
    }
}

/// What a new chain continues.
pub(crate) struct Before {
    /// The hash of the last link.
    pub(crate) previous: String,
    /// The file with this link, and later files, which have no links.
    pub(crate) found: Vec<Found>,
}

/// Reads the end of the log.
pub(crate) fn read_end_of_log(folder: &Path) -> Result<Before, AuditError> {
    let mut before = Before { previous: NOTHING.to_owned(), found: Vec::new() };
    for file in files_of_log(folder)?.iter().rev() {
        let text = regular::read_regular_file(file).map_err(|error| io_error(file, &error))?;
        let (links, end) = chain::read_whole(&text).map_err(|error| damaged(file, &error))?;
        let found = Found { file: name_of_log_file(file), links: links.len() as u64, torn: Torn::of(end) };
        before.found.insert(0, found);
        if let Some((_, hash)) = links.last() {
            before.previous.clone_from(hash);
            break;
        }
        tracing::error!(
            file = %file.display(),
            "a file of the audit log has no link: a server never leaves such a file, so it was emptied"
        );
    }
    Ok(before)
}

/// The name of a file of the log.
pub(crate) fn name_of_log_file(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Creates the folder for its owner only, whatever the umask. If other users can write an existing folder, removes this
/// permission.
pub(crate) fn create_log_folder(folder: &Path) -> Result<(), AuditError> {
    let failed = |error| io_error(folder, &error);
    let is_new = !folder.exists();
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    let mode = std::fs::metadata(folder).map_err(failed)?.permissions().mode() & 0o7777;
    let wanted = if is_new { 0o700 } else { mode & !0o022 };
    if mode != wanted {
        if !is_new {
            tracing::warn!(folder = %folder.display(), "other users could write the audit log's folder; this permission was removed");
        }
        std::fs::set_permissions(folder, Permissions::from_mode(wanted)).map_err(failed)?;
    }
    Ok(())
}

/// Creates the file of a chain with its first link. It gets its name when both are on disk, so no file of a log is ever
/// without a link.
pub(crate) fn create_chain_file(
    folder: &Path,
    name: &str,
    first: &str,
) -> Result<(PathBuf, File), AuditError> {
    let (path, beside) = (folder.join(name), folder.join(format!("{name}.new")));
    let write = || {
        // Left by a start that was killed here.
        let _ = std::fs::remove_file(&beside);
        let mut file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(&beside)?;
        file.write_all(first.as_bytes())?;
        file.sync_data()?;
        std::fs::rename(&beside, &path)?;
        File::open(folder)?.sync_all()?;
        Ok(file)
    };
    let made = write().map_err(|error| io_error(&path, &error));
    match made {
        Ok(file) => Ok((path, file)),
        Err(error) => {
            // A leftover is not a file of the log.
            let _ = std::fs::remove_file(&beside);
            Err(error)
        }
    }
}
