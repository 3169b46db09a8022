//! Beginning a chain: what this start found of the one before, and a file that is never there without its first link.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::AuditError;
use crate::chain::{self, NOTHING};
use crate::keys::hex;
use crate::log::{damaged, files, io_error};
use crate::regular;

/// A file as the next start found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// Its name.
    pub file: String,
    /// How many links it has.
    pub links: u64,
    /// Its end, where a start was killed while it wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub torn: Option<Torn>,
}

/// Bytes behind the last whole link of a file. Nobody was told that they were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Torn {
    /// How many.
    pub bytes: u64,
    /// Their digest, in hexadecimal.
    pub sha256: String,
}

impl Torn {
    /// A torn end; nothing where the file ends with a whole link.
    pub(crate) fn of(end: &str) -> Option<Self> {
        let sha256 = hex(&Sha256::digest(end.as_bytes()));
        (!end.is_empty()).then_some(Self { bytes: end.len() as u64, sha256 })
    }
}

/// What a chain goes on from.
pub(crate) struct Before {
    /// The hash of the last link there is.
    pub(crate) previous: String,
    /// The file with that link, and those behind it that have none.
    pub(crate) found: Vec<Found>,
}

/// Looks at the end of the log.
pub(crate) fn before(folder: &Path) -> Result<Before, AuditError> {
    let mut before = Before { previous: NOTHING.to_owned(), found: Vec::new() };
    for file in files(folder)?.iter().rev() {
        let text = regular::text(file).map_err(|error| io_error(file, &error))?;
        let (links, end) = chain::read_whole(&text).map_err(|error| damaged(file, &error))?;
        let found = Found { file: name(file), links: links.len() as u64, torn: Torn::of(end) };
        before.found.insert(0, found);
        if let Some((_, hash)) = links.last() {
            before.previous.clone_from(hash);
            break;
        }
        tracing::error!(
            file = %file.display(),
            "a file of the audit log has no link: no server leaves one so, it was emptied"
        );
    }
    Ok(before)
}

/// The name of a file of the log.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Makes the folder, for its owner alone whatever the umask. One that others may write is closed to them.
pub(crate) fn folder(folder: &Path) -> Result<(), AuditError> {
    let failed = |error| io_error(folder, &error);
    let is_new = !folder.exists();
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    let mode = std::fs::metadata(folder).map_err(failed)?.permissions().mode() & 0o7777;
    let wanted = if is_new { 0o700 } else { mode & !0o022 };
    if mode != wanted {
        if !is_new {
            tracing::warn!(folder = %folder.display(), "others could write the audit log's folder: they cannot any more");
        }
        std::fs::set_permissions(folder, Permissions::from_mode(wanted)).map_err(failed)?;
    }
    Ok(())
}

/// Makes the file of a chain with its first link in it. It gets its name when both are on disk, so that no file of a log
/// is ever without a link.
pub(crate) fn create(folder: &Path, name: &str, first: &str) -> Result<(PathBuf, File), AuditError> {
    let (path, beside) = (folder.join(name), folder.join(format!("{name}.new")));
    let write = || {
        // Of a start that was killed here.
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
            // What is left of it is no file of the log.
            let _ = std::fs::remove_file(&beside);
            Err(error)
        }
    }
}
