//! The backups of a running server: one at a time, each in a thread of its own, as archives in one folder.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use parking_lot::Mutex;
use towpath_api::{Backup, BackupRefused, BackupState, MakesBackups};
use towpath_store_embedded::EmbeddedStore;

use super::write::UNFINISHED;
use super::{AUDIT, BackupError, Manifest, Source, write_archive_file};
use crate::room;

const BEGINNING: &str = "towpath-";
const ENDING: &str = ".tar.gz";

/// What backups of a server are made of.
pub(crate) struct BackupJobs {
    store: Arc<EmbeddedStore>,
    /// The data folder.
    data: PathBuf,
    /// The folder of secrets, whose names go into the manifest.
    secrets: PathBuf,
    /// Where archives go.
    folder: PathBuf,
    newest: Arc<Mutex<Option<Job>>>,
}

/// A backup that was begun since the start of the server.
struct Job {
    started_at: i64,
    state: BackupState,
    written: Arc<AtomicU64>,
    error: Option<String>,
}

impl BackupJobs {
    pub(crate) fn new(store: Arc<EmbeddedStore>, data: &Path, secrets: &Path, folder: &Path) -> Self {
        let (data, secrets, folder) = (data.to_owned(), secrets.to_owned(), folder.to_owned());
        Self { store, data, secrets, folder, newest: Arc::default() }
    }

    fn source(&self, now: i64) -> Result<Source, BackupRefused> {
        let failed = |error: &dyn std::fmt::Display| BackupRefused::Failed(error.to_string());
        let snapshot = self.store.snapshot().map_err(|error| failed(&error))?;
        let audit = towpath_audit::snapshot_of_log(&self.data.join(AUDIT)).map_err(|error| failed(&error))?;
        let secrets = names_of_secrets(&self.secrets).map_err(|error| failed(&error))?;
        Ok(Source { snapshot, audit, secrets, taken_at: now })
    }

    /// Creates the folder of archives, and removes what a killed server left there.
    fn prepare_folder(&self) -> std::io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.strip_suffix(UNFINISHED).is_some_and(is_name_of_archive) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl MakesBackups for BackupJobs {
    fn folder(&self) -> &Path {
        &self.folder
    }

    fn begin(&self, now: i64) -> Result<Backup, BackupRefused> {
        let mut newest = self.newest.lock();
        if let Some(job) = newest.as_ref().filter(|job| job.state == BackupState::Running) {
            return Err(BackupRefused::UnderWay(name_of_archive(job.started_at)));
        }
        self.prepare_folder()
            .map_err(|error| BackupRefused::Failed(format!("`{}`: {error}", self.folder.display())))?;
        let source = self.source(now)?;
        // Compressed it needs less, but how much is not known before.
        if let Some(why) = room::lack_of_disk_space(&self.folder, source.bytes().saturating_add(room::LEAST))
        {
            return Err(BackupRefused::NoRoom(why));
        }
        let path = self.folder.join(name_of_archive(now));
        let written = Arc::new(AtomicU64::new(0));
        let job =
            Job { started_at: now, state: BackupState::Running, written: Arc::clone(&written), error: None };
        let begun = job.view();
        let to = Arc::clone(&self.newest);
        let work = move || carry_out(&to, || write_archive_file(&path, &source, &written));
        *newest = Some(job);
        let spawned = std::thread::Builder::new().name("backup".to_owned()).spawn(work);
        if let Err(error) = spawned {
            *newest = None;
            return Err(BackupRefused::Failed(error.to_string()));
        }
        Ok(begun)
    }

    fn list(&self) -> Result<Vec<Backup>, String> {
        let mut found = Vec::new();
        {
            let newest = self.newest.lock();
            found.extend(newest.as_ref().filter(|job| job.state != BackupState::Done).map(Job::view));
        }
        let failed = |error: std::io::Error| format!("`{}`: {error}", self.folder.display());
        let entries = match std::fs::read_dir(&self.folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
            result => result.map_err(failed)?,
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(started_at) = time_of_archive(&name) else { continue };
            let bytes = entry.metadata().map_err(failed)?.len();
            let started_at = started_at.to_string();
            found.push(Backup { name, state: BackupState::Done, started_at, bytes, error: None });
        }
        found.sort_by(|one, other| other.name.cmp(&one.name));
        Ok(found)
    }
}

impl Job {
    fn view(&self) -> Backup {
        Backup {
            name: name_of_archive(self.started_at),
            state: self.state,
            started_at: moment(self.started_at).to_string(),
            bytes: self.written.load(Ordering::Relaxed),
            error: self.error.clone(),
        }
    }
}

/// Writes the archive of the newest job, and notes what became of it: also of a panic, or no other backup could ever begin.
fn carry_out(newest: &Mutex<Option<Job>>, write: impl FnOnce() -> Result<Manifest, BackupError>) {
    let failed = match catch_unwind(AssertUnwindSafe(write)) {
        Ok(done) => done.err().map(|error| error.to_string()),
        Err(_) => Some("its thread panicked; the log of the server says where".to_owned()),
    };
    if let Some(error) = &failed {
        tracing::error!("the backup was not made: {error}");
    }
    if let Some(job) = newest.lock().as_mut() {
        job.state = if failed.is_none() { BackupState::Done } else { BackupState::Failed };
        job.error = failed;
    }
}

fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The name of the archive that was begun at this time: `towpath-2027-03-31T090000.250Z.tar.gz`. Names sort by time.
pub(super) fn name_of_archive(milliseconds: i64) -> String {
    format!("{BEGINNING}{}Z{ENDING}", moment(milliseconds).strftime("%Y-%m-%dT%H%M%S%.3f"))
}

fn is_name_of_archive(name: &str) -> bool {
    time_of_archive(name).is_some()
}

/// The time in an archive's name.
fn time_of_archive(name: &str) -> Option<Timestamp> {
    let time = name.strip_prefix(BEGINNING)?.strip_suffix(ENDING)?;
    let (date, time) = time.split_once('T')?;
    let (hours, rest) = time.split_at_checked(2)?;
    let (minutes, seconds) = rest.split_at_checked(2)?;
    format!("{date}T{hours}:{minutes}:{seconds}").parse().ok()
}

/// The names in the folder of secrets, sorted; never what is in the files.
pub(crate) fn names_of_secrets(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        result => result?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if towpath_integrations::is_secret_name(&name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_archives_tell_when_they_were_taken() {
        let name = name_of_archive(1_806_483_600_250);
        assert_eq!(name, "towpath-2027-03-31T090000.250Z.tar.gz");
        assert_eq!(time_of_archive(&name).map(Timestamp::as_millisecond), Some(1_806_483_600_250));
        for other in ["towpath-.tar.gz", "towpath-x.tar.gz", "key", "towpath-2027-03-31T09é000Z.tar.gz"] {
            assert!(!is_name_of_archive(other), "{other}");
        }
    }

    #[test]
    fn a_panic_is_a_failed_backup() {
        let written = Arc::default();
        let job = Job { started_at: 1, state: BackupState::Running, written, error: None };
        let newest = Mutex::new(Some(job));
        carry_out(&newest, || panic!("a file that nobody expected"));
        let state = newest.lock().as_ref().map(|job| (job.state, job.error.is_some()));
        assert_eq!(state, Some((BackupState::Failed, true)));
    }
}
