//! Makes a data folder from an archive. The folder gets its name when everything in it is on disk and was checked, so a restore
//! that is interrupted leaves nothing under that name.

use std::collections::HashMap;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use towpath_runtime::RestoredFrom;
use towpath_store_embedded::{EmbeddedStore, Options, check};

use super::read::{digest, verify_archive, visit};
use super::target_lock::TargetLock;
use super::{BackupError, MANIFEST, Manifest, ManifestFile};

/// Makes the data folder `target` from the archive. Its server starts paused: nothing goes out until somebody confirms.
///
/// # Errors
/// [`BackupError`]. `target` is as it was.
pub(crate) async fn restore(archive: &Path, target: &Path, now: i64) -> Result<Manifest, BackupError> {
    must_not_be_mounted(target)?;
    must_be_empty(target)?;
    let manifest = verify_archive(archive)?;
    let staging = staging_of(target)?;
    let _alone = TargetLock::take(target, &staging)?;
    remove_leftover(&staging)?;
    let made = fill(archive, &staging, &manifest, now).await.and_then(|()| put_in_place(&staging, target));
    if made.is_err() {
        // A leftover only takes space, and is removed by the next restore.
        let _ = std::fs::remove_dir_all(&staging);
    }
    made.map(|()| manifest)
}

async fn fill(archive: &Path, staging: &Path, manifest: &Manifest, now: i64) -> Result<(), BackupError> {
    create_folder(staging)?;
    extract(archive, staging, manifest)?;
    mark(staging, RestoredFrom { taken_at: manifest.taken_at, restored_at: now }).await?;
    let report = check(staging).map_err(|error| BackupError::Unusable(error.to_string()))?;
    match report.findings.first() {
        Some(finding) => Err(BackupError::Unusable(finding.to_string())),
        None => Ok(()),
    }
}

/// Refuses the root of a file system: no other folder can get its name.
fn must_not_be_mounted(target: &Path) -> Result<(), BackupError> {
    let failed = || BackupError::io(format!("reading the folder `{}`", target.display()));
    let device = match std::fs::metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        result => result.map_err(failed())?.dev(),
    };
    if device == std::fs::metadata(parent_of(target)).map_err(failed())?.dev() {
        return Ok(());
    }
    let target = target.display();
    Err(BackupError::Io(format!("`{target}` is a mount point; restore into a folder inside of it")))
}

/// The folder in which a folder is.
pub(super) fn parent_of(target: &Path) -> &Path {
    target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Refuses a target that has anything in it.
fn must_be_empty(target: &Path) -> Result<(), BackupError> {
    match std::fs::read_dir(target) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(BackupError::NotEmpty(target.to_owned())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(BackupError::io(format!("reading the folder `{}`", target.display()))(error)),
    }
}

/// The folder beside the target in which it is prepared, on the same file system.
fn staging_of(target: &Path) -> Result<PathBuf, BackupError> {
    let Some(name) = target.file_name() else {
        return Err(BackupError::Io(format!("`{}` does not name a folder", target.display())));
    };
    let mut staging = std::ffi::OsString::from(".");
    staging.push(name);
    staging.push(".restoring");
    Ok(target.with_file_name(staging))
}

fn remove_leftover(staging: &Path) -> Result<(), BackupError> {
    match std::fs::remove_dir_all(staging) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(BackupError::io(format!("removing `{}`", staging.display()))(error))
        }
        _ => Ok(()),
    }
}

pub(super) fn create_folder(folder: &Path) -> Result<(), BackupError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(BackupError::io(format!("creating the folder `{}`", folder.display())))
}

/// Writes the files of an archive. Each is verified once more: the archive may have changed since it was.
fn extract(archive: &Path, folder: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let mut wanted: HashMap<&str, &ManifestFile> =
        manifest.files.iter().map(|file| (file.name.as_str(), file)).collect();
    visit(archive, |name, read| {
        if name == MANIFEST {
            return Ok(());
        }
        let changed = || BackupError::Damaged(format!("`{name}` changed while it was restored"));
        // INVARIANT: only names of the verified manifest become paths.
        let file = wanted.remove(name).ok_or_else(changed)?;
        let path = folder.join(&file.name);
        path.parent().map_or(Ok(()), create_folder)?;
        let failed = || BackupError::io(format!("writing `{}`", path.display()));
        let mut options = OpenOptions::new();
        let mut to = options.write(true).create_new(true).mode(0o600).open(&path).map_err(failed())?;
        if digest(name, read, &mut to)? == *file { Ok(()) } else { Err(changed()) }
    })?;
    match wanted.into_keys().next() {
        Some(name) => Err(BackupError::Damaged(format!("`{name}` went missing while it was restored"))),
        None => Ok(()),
    }
}

/// Opens the restored store, which builds its index, and notes in it where it comes from.
async fn mark(folder: &Path, from: RestoredFrom) -> Result<(), BackupError> {
    let unusable = |error: &dyn std::fmt::Display| BackupError::Unusable(error.to_string());
    let path = folder.to_owned();
    let opened = tokio::task::spawn_blocking(move || EmbeddedStore::open(&path, Options::default())).await;
    let store = opened.map_err(|error| unusable(&error))?.map_err(|error| unusable(&error))?;
    let marked = towpath_runtime::mark_restored(&store, from).await;
    // Closing joins threads.
    let closed = tokio::task::spawn_blocking(move || store.close()).await;
    marked.map_err(|error| unusable(&error))?;
    closed.map_err(|error| unusable(&error))
}

/// Makes everything in `staging` durable, then gives it the name `target`.
fn put_in_place(staging: &Path, target: &Path) -> Result<(), BackupError> {
    let failed = || BackupError::io(format!("moving the restored data to `{}`", target.display()));
    let folder = File::open(staging).map_err(failed())?;
    // One call for all files and folders of the file system.
    rustix::fs::syncfs(&folder).map_err(|error| failed()(error.into()))?;
    // An empty folder is replaced; a folder that is not empty any more is not.
    std::fs::rename(staging, target).map_err(failed())?;
    File::open(parent_of(target)).and_then(|parent| parent.sync_all()).map_err(failed())
}
