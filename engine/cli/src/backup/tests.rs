//! Archives of a store under load: whole, cut off, changed, foreign; and data folders made from them.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use towpath_api::{BackupRefused, BackupState, MakesBackups as _};
use towpath_audit::{AuditLog, Options as AuditOptions};
use towpath_journal::{Blobs as _, Documents as _, Put};
use towpath_store_embedded::{EmbeddedStore, Options, check};

use super::*;

/// A data folder with a store and an audit log, which a server has open.
struct Server {
    folder: tempfile::TempDir,
    store: Arc<EmbeddedStore>,
    _audit: AuditLog,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(EmbeddedStore::open(folder.path(), small_segments()).unwrap());
        let audit = AuditOptions { folder: folder.path().join(AUDIT), anchor: None, now: 1 };
        let _audit = AuditLog::open(&audit).unwrap();
        std::fs::create_dir(folder.path().join("secrets")).unwrap();
        std::fs::write(folder.path().join("secrets/crm-token"), "never in an archive").unwrap();
        Self { folder, store, _audit }
    }

    fn jobs(&self) -> BackupJobs {
        let data = self.folder.path();
        BackupJobs::new(Arc::clone(&self.store), data, &data.join("secrets"), &data.join("backups"))
    }

    fn source(&self) -> Source {
        let audit = towpath_audit::snapshot_of_log(&self.folder.path().join(AUDIT)).unwrap();
        Source { snapshot: self.store.snapshot().unwrap(), audit, secrets: Vec::new(), taken_at: 5 }
    }

    /// Makes a backup and waits for it.
    fn back_up(&self, jobs: &BackupJobs, now: i64) -> PathBuf {
        let begun = jobs.begin(now).unwrap();
        loop {
            let made = jobs.list().unwrap().into_iter().find(|one| one.name == begun.name).unwrap();
            match made.state {
                BackupState::Running => std::thread::yield_now(),
                BackupState::Done => return jobs.folder().join(made.name),
                _ => panic!("{made:?}"),
            }
        }
    }
}

fn small_segments() -> Options {
    Options { segment_bytes: 8 << 10, ..Options::default() }
}

fn put(key: &str, content: Vec<u8>) -> Put {
    let content = Some(content.into());
    Put { collection: "things".to_owned(), key: key.to_owned(), expected: None, content }
}

async fn keys_in(data: &Path) -> Vec<String> {
    let store = EmbeddedStore::open(data, small_segments()).unwrap();
    store.list("things", "").await.unwrap().into_iter().map(|document| document.key).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_has_everything_that_was_acknowledged_before_it() {
    let server = Server::start();
    server.store.put(vec![put("large", vec![5; 200 << 10])]).await.unwrap();
    let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let load = {
        let (store, stop, acknowledged) =
            (Arc::clone(&server.store), Arc::clone(&stop), Arc::clone(&acknowledged));
        tokio::spawn(async move {
            let mut number = 0;
            while !stop.load(Ordering::Relaxed) {
                store.put(vec![put(&format!("load-{number:06}"), vec![3; 300])]).await.unwrap();
                number += 1;
                acknowledged.store(number, Ordering::SeqCst);
            }
            number
        })
    };
    while acknowledged.load(Ordering::SeqCst) < 100 {
        tokio::task::yield_now().await;
    }
    let jobs = server.jobs();
    let before = acknowledged.load(Ordering::SeqCst);
    let archive = tokio::task::block_in_place(|| server.back_up(&jobs, 1_806_483_600_250));
    stop.store(true, Ordering::Relaxed);
    let all = load.await.unwrap();
    let manifest = verify_archive(&archive).unwrap();
    assert_eq!(manifest.secrets, ["crm-token"]);
    assert_eq!(manifest.taken_at, 1_806_483_600_250);
    let target = server.folder.path().join("restored");
    restore(&archive, &target, 7).await.unwrap();
    assert_eq!(check(&target).unwrap().findings, []);
    let keys = keys_in(&target).await;
    assert!(
        (before as usize + 1..=all as usize + 1).contains(&keys.len()),
        "{} of {before}..{all}",
        keys.len()
    );
    // What is there has no gap: it is the log up to one position.
    let loads = keys.iter().filter(|key| key.starts_with("load-"));
    assert!(loads.zip(0..).all(|(key, number)| *key == format!("load-{number:06}")));
    let key = |folder: &Path| std::fs::read(folder.join("audit/key")).unwrap();
    assert_eq!(key(&target), key(server.folder.path()));
    assert!(!target.join("secrets").exists());
    let store = EmbeddedStore::open(&target, small_segments()).unwrap();
    let mark = store.get("restored", "mark").await.unwrap().unwrap();
    assert_eq!(mark.content, r#"{"takenAt":1806483600250,"restoredAt":7}"#.as_bytes());
}

#[tokio::test]
async fn a_changed_or_cut_archive_is_refused_and_nothing_is_written() {
    let server = Server::start();
    for number in 0..50 {
        server.store.put(vec![put(&format!("{number}"), vec![number; 400])]).await.unwrap();
    }
    let archive = server.back_up(&server.jobs(), 5_000);
    let bytes = std::fs::read(&archive).unwrap();
    let (changed, target) = (server.folder.path().join("changed.tar.gz"), server.folder.path().join("to"));
    let mut harmless = 0;
    for at in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
        let mut other = bytes.clone();
        other[at] ^= 0x10;
        std::fs::write(&changed, &other).unwrap();
        // Bits that say nothing about the content may change: of the gzip header, and between its blocks.
        if verify_archive(&changed).is_ok() {
            harmless += 1;
            continue;
        }
        assert!(restore(&changed, &target, 1).await.is_err(), "byte {at}");
        std::fs::write(&changed, &bytes[..at]).unwrap();
        assert!(restore(&changed, &target, 1).await.is_err(), "cut at {at}");
        assert!(!target.exists());
    }
    assert!(harmless <= 3, "{harmless} changes were not noticed");
    let names = std::fs::read_dir(server.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("restoring")));
}

/// Writes an archive of these files, with a manifest that names them.
fn made_by_hand(path: &Path, files: &[(&str, &[u8])], change: impl FnOnce(&mut Manifest)) {
    archive_of(path, None, files, change);
}

/// The same, with an entry in front that the manifest does not name.
fn archive_of(
    path: &Path,
    first: Option<(tar::Header, &[u8])>,
    files: &[(&str, &[u8])],
    change: impl FnOnce(&mut Manifest),
) {
    let gzip =
        flate2::write::GzEncoder::new(std::fs::File::create(path).unwrap(), flate2::Compression::fast());
    let mut archive = tar::Builder::new(gzip);
    let mut manifest = Manifest {
        format: FORMAT,
        log_format: towpath_store_embedded::LOG_FORMAT,
        engine: "0.0.0".to_owned(),
        taken_at: 0,
        position: Position { segment: 1, offset: 32 },
        secrets: Vec::new(),
        files: Vec::new(),
    };
    if let Some((header, content)) = first {
        archive.append(&header, content).unwrap();
    }
    let mut add = |name: &str, content: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        // Not `set_path`, which refuses the names that this is about.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, content).unwrap();
    };
    for (name, content) in files {
        add(name, content);
        let file = super::read::digest(name, &mut &**content, &mut std::io::sink()).unwrap();
        manifest.files.push(file);
    }
    change(&mut manifest);
    add(MANIFEST, &serde_json::to_vec(&manifest).unwrap());
    archive.into_inner().unwrap().finish().unwrap().flush().unwrap();
}

#[test]
fn entries_that_name_the_next_one_are_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("a.tar.gz");
    let salt = b"salt".as_slice();
    for (kind, content) in [
        (tar::EntryType::GNULongName, b"audit/salt\0".as_slice()),
        (tar::EntryType::XHeader, b"19 path=audit/salt\n"),
    ] {
        let mut before = tar::Header::new_gnu();
        before.set_entry_type(kind);
        before.set_size(content.len() as u64);
        before.set_path("long").unwrap();
        before.set_cksum();
        archive_of(&archive, Some((before, content)), &[("audit/salt", salt)], |_| {});
        let refused = verify_archive(&archive).unwrap_err();
        assert!(
            matches!(&refused, BackupError::Damaged(why) if why.contains("`long` is not a file")),
            "{refused}"
        );
    }
}

#[test]
fn a_manifest_has_its_limit() {
    let text = br#"{"format":1,"logFormat":1,"engine":"0.0.0"}"#;
    let refused = super::read::read_manifest(&mut &text[..], 10).unwrap_err();
    assert!(refused.to_string().contains("more than 10 bytes"), "{refused}");
    let other = super::read::read_manifest(&mut &text[..], text.len() as u64).unwrap_err();
    assert!(other.to_string().contains("takenAt"), "{other}");
}

#[tokio::test]
async fn an_archive_writes_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, target) = (folder.path().join("a.tar.gz"), folder.path().join("inside/to"));
    for name in [
        "../outside",
        "/tmp/outside",
        "log/../../outside",
        "log/0000000001.seg/x",
        "lock",
        "index/state",
        "secrets/crm",
        "audit/../key",
        "blobs/ab/x",
    ] {
        made_by_hand(&archive, &[(name, b"x")], |_| {});
        let refused = restore(&archive, &target, 1).await.unwrap_err();
        assert!(matches!(refused, BackupError::Damaged(_)), "{name}: {refused}");
        assert!(!folder.path().join("inside").exists(), "{name}");
    }
    // Files that are missing, twice there, or not in the manifest; and a newer format.
    let part = ("audit/salt", b"salt".as_slice());
    made_by_hand(&archive, &[part, part], |_| {});
    assert!(matches!(verify_archive(&archive), Err(BackupError::Damaged(_))));
    made_by_hand(&archive, &[part], |manifest| manifest.files.clear());
    assert!(matches!(verify_archive(&archive), Err(BackupError::Damaged(_))));
    made_by_hand(&archive, &[part], |manifest| manifest.files[0].name = "audit/key".to_owned());
    assert!(matches!(verify_archive(&archive), Err(BackupError::Damaged(_))));
    made_by_hand(&archive, &[part], |manifest| manifest.format += 1);
    assert!(matches!(verify_archive(&archive), Err(BackupError::Newer(_))));
    made_by_hand(&archive, &[part], |_| {});
    assert!(verify_archive(&archive).is_ok());
}

#[tokio::test]
async fn a_folder_that_has_something_is_left_alone() {
    let server = Server::start();
    server.store.put_blob(vec![1; 10].into()).await.unwrap();
    let jobs = server.jobs();
    let archive = server.back_up(&jobs, 9_000);
    let target = server.folder.path().join("to");
    std::fs::create_dir(&target).unwrap();
    std::fs::write(target.join("mine"), "x").unwrap();
    assert!(matches!(restore(&archive, &target, 1).await, Err(BackupError::NotEmpty(_))));
    assert_eq!(std::fs::read_to_string(target.join("mine")).unwrap(), "x");
    std::fs::remove_file(target.join("mine")).unwrap();
    // What a killed restore left beside it does not count.
    let leftover = server.folder.path().join(".to.restoring/log");
    std::fs::create_dir_all(&leftover).unwrap();
    std::fs::write(leftover.join("0000000009.seg"), "half").unwrap();
    restore(&archive, &target, 1).await.unwrap();
    assert_eq!(check(&target).unwrap().findings, []);
    assert!(!server.folder.path().join(".to.restoring").exists());
}

#[tokio::test]
async fn one_restore_to_a_target_at_a_time() {
    let server = Server::start();
    let archive = server.back_up(&server.jobs(), 9_000);
    let (target, staging) = (server.folder.path().join("to"), server.folder.path().join(".to.restoring"));
    let other = super::target_lock::TargetLock::take(&target, &staging).unwrap();
    std::fs::create_dir_all(staging.join("log")).unwrap();
    let refused = restore(&archive, &target, 1).await.unwrap_err();
    assert!(refused.to_string().contains("another restore"), "{refused}");
    assert!(staging.join("log").exists() && !target.exists());
    drop(other);
    restore(&archive, &target, 1).await.unwrap();
    assert!(!staging.exists() && !server.folder.path().join(".to.restoring.lock").exists());
}

#[tokio::test]
async fn a_mount_point_is_refused_at_once() {
    // There is no such archive: it is not even looked at.
    let refused = restore(Path::new("none.tar.gz"), Path::new("/proc"), 1).await.unwrap_err();
    assert!(refused.to_string().contains("restore into a folder inside of it"), "{refused}");
}

#[test]
fn what_a_killed_command_left_blocks_nothing() {
    let server = Server::start();
    let (archive, source) = (server.folder.path().join("cold.tar.gz"), server.source());
    let half = server.folder.path().join("cold.tar.gz.unfinished");
    std::fs::write(&half, "half").unwrap();
    write_archive_file(&archive, &source, &AtomicU64::new(0)).unwrap();
    verify_archive(&archive).unwrap();
    assert!(!half.exists());
}

#[test]
fn an_archive_whose_folder_cannot_be_synced_is_there_and_it_is_said() {
    let server = Server::start();
    let (archive, half) = (server.folder.path().join("a.tar.gz"), server.folder.path().join("half"));
    let fails = |_: &Path| Err(std::io::Error::other("not on this file system"));
    let written = AtomicU64::new(0);
    let failed =
        super::write::write_and_name(&archive, &half, (&server.source(), &written), fails).unwrap_err();
    assert!(failed.to_string().contains("is complete"), "{failed}");
    verify_archive(&archive).unwrap();
}

#[test]
fn what_a_killed_server_left_is_removed_and_never_listed() {
    let server = Server::start();
    let jobs = server.jobs();
    assert_eq!(jobs.list().unwrap(), []);
    let half = jobs.folder().join(format!("{}{}", super::jobs::name_of_archive(3), super::write::UNFINISHED));
    std::fs::create_dir(jobs.folder()).unwrap();
    std::fs::write(&half, "half").unwrap();
    std::fs::write(jobs.folder().join("notes.txt.unfinished"), "mine").unwrap();
    assert_eq!(jobs.list().unwrap(), []);
    server.back_up(&jobs, 4);
    assert!(!half.exists() && jobs.folder().join("notes.txt.unfinished").exists());
    let newest = server.back_up(&jobs, 5);
    let listed: Vec<String> = jobs.list().unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(listed.len(), 2);
    assert!(newest.ends_with(&listed[0]));
    // A name that is taken is not replaced.
    let begun = jobs.begin(5).unwrap();
    let failed = loop {
        let found = jobs.list().unwrap().into_iter().find(|one| one.error.is_some());
        match found {
            Some(found) => break found,
            None => std::thread::yield_now(),
        }
    };
    assert_eq!((failed.name, failed.state), (begun.name, BackupState::Failed));
    assert!(verify_archive(&newest).is_ok());
    assert!(!matches!(jobs.begin(6), Err(BackupRefused::NoRoom(_))));
}
