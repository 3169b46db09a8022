//! A snapshot of the audit log for a backup: its keys, and the whole links of each file as they are on disk now. The files only
//! grow, so it is read while the log continues.

use std::io::{self, Read};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use crate::AuditError;
use crate::keys::KEY_FILES;
use crate::log::{files_of_log, io_error};
use crate::regular::open_regular_file;
use crate::start::name_of_log_file;

/// Bytes that are read at a time.
const BLOCK: u64 = 64 << 10;

/// A file of the audit log's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFile {
    /// Its name, without a folder.
    pub name: String,
    /// How many bytes of it belong to the snapshot, from its beginning.
    pub bytes: u64,
    path: PathBuf,
}

impl AuditFile {
    /// Reads it.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn read(&self) -> io::Result<impl Read + use<>> {
        Ok(open_regular_file(&self.path)?.take(self.bytes))
    }
}

/// The files of the audit log in `folder` as they are now: keys, then the log, oldest first. A server may have it open.
///
/// # Errors
/// They cannot be read, or there is no log.
pub fn snapshot_of_log(folder: &Path) -> Result<Vec<AuditFile>, AuditError> {
    let mut files = Vec::new();
    for name in KEY_FILES {
        let path = folder.join(name);
        let about = std::fs::metadata(&path).map_err(|error| io_error(&path, &error))?;
        files.push(AuditFile { name: name.to_owned(), bytes: about.len(), path });
    }
    for path in files_of_log(folder)? {
        let bytes = end_of_last_link(&path).map_err(|error| io_error(&path, &error))?;
        files.push(AuditFile { name: name_of_log_file(&path), bytes, path });
    }
    Ok(files)
}

/// The offset after the last whole link: one is a line, and the last one may be being written.
fn end_of_last_link(path: &Path) -> io::Result<u64> {
    let file = open_regular_file(path)?;
    let mut end = file.metadata()?.len();
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        let mut block = vec![0; usize::try_from(end - start).unwrap_or_default()];
        file.read_exact_at(&mut block, start)?;
        if let Some(last) = block.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + last as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::{AuditLog, Entry, Options, Phase, verify};

    fn entry(who: &str) -> Entry {
        Entry {
            at: 1,
            phase: Phase::Done,
            request: "r".to_owned(),
            who: who.to_owned(),
            token: None,
            action: "PUT /v1/policies/{name}".to_owned(),
            target: "/v1/policies/refunds".to_owned(),
            from: None,
            policies: None,
            body: None,
            status: Some(200),
            count: None,
        }
    }

    #[tokio::test]
    async fn a_copy_of_a_log_that_is_being_written_continues_with_its_keys() {
        let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let at = |folder: &Path, now| Options { folder: folder.to_owned(), anchor: None, now };
        let log = AuditLog::open(&at(folder.path(), 1)).unwrap();
        log.record(entry("ada@acme.example")).await.unwrap();
        // A link that is being written.
        let newest = files_of_log(folder.path()).unwrap().pop().unwrap();
        let whole = std::fs::metadata(&newest).unwrap().len();
        let torn = [std::fs::read(&newest).unwrap(), vec![b'x'; 100_000]].concat();
        std::fs::write(&newest, torn).unwrap();
        let files = snapshot_of_log(folder.path()).unwrap();
        assert_eq!(files.last().unwrap().bytes, whole);
        for file in &files {
            let mut bytes = Vec::new();
            file.read().unwrap().read_to_end(&mut bytes).unwrap();
            let path = copy.path().join(&file.name);
            std::fs::write(&path, bytes).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(&path, mode).unwrap();
        }
        let key = log.public_key();
        let continued = AuditLog::open(&at(copy.path(), 2)).unwrap();
        assert_eq!(continued.public_key(), key);
        continued.record(entry("it@acme.example")).await.unwrap();
        drop(continued);
        let report = verify(copy.path(), None, None).unwrap();
        assert!(report.is_ok(), "{report:?}");
    }
}
