//! One restore to a target at a time: two would write into the same folder beside it. The lock ends with the process, in whatever
//! way; its file is removed by a restore that comes to its end.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::BackupError;
use super::restore::{create_folder, parent_of};

/// The lock of a target. Held while it is restored.
#[derive(Debug)]
pub(super) struct TargetLock {
    path: PathBuf,
    _file: File,
}

impl TargetLock {
    /// Locks `target`, whose data are prepared in `staging`.
    pub(super) fn take(target: &Path, staging: &Path) -> Result<Self, BackupError> {
        let mut path = staging.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let failed = || BackupError::io(format!("locking `{}`", path.display()));
        create_folder(parent_of(&path))?;
        loop {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(false).mode(0o600);
            let file = options.open(&path).map_err(failed())?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let target = target.display();
                    return Err(BackupError::Io(format!("another restore to `{target}` is under way")));
                }
                Err(TryLockError::Error(error)) => return Err(failed()(error)),
            }
            // The one before may have removed the file since it was opened: then this lock keeps nobody out.
            if is_still_there(&file, &path).map_err(failed())? {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

fn is_still_there(file: &File, path: &Path) -> io::Result<bool> {
    let held = file.metadata()?;
    match std::fs::metadata(path) {
        Ok(named) => Ok((named.dev(), named.ino()) == (held.dev(), held.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

impl Drop for TargetLock {
    fn drop(&mut self) {
        // A leftover only takes a name, and does not lock.
        let _ = std::fs::remove_file(&self.path);
    }
}
