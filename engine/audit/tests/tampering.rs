//! What each check stops: a log is written, tampered with in one way, and checked.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use towpath_audit::{Anchor, AuditLog, Entry, Options, Phase, Search, verify};

fn entry(at: i64, who: &str, target: &str) -> Entry {
    Entry {
        at,
        phase: Phase::Asked,
        request: format!("r{at}"),
        who: who.to_owned(),
        token: None,
        action: "PUT /v1/policies/{name}".to_owned(),
        target: target.to_owned(),
        from: None,
        policies: None,
        body: None,
        status: None,
    }
}

struct World {
    folder: tempfile::TempDir,
    outside: tempfile::TempDir,
}

impl World {
    /// Two starts with two entries each.
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap(), outside: tempfile::tempdir().unwrap() };
        for start in 1..=2_i64 {
            let log = world.open(start * 1000);
            for at in 0..2 {
                let who = if at == 0 { "ada" } else { "ivo" };
                block_on(log.record(entry(start * 1000 + at, who, "/v1/policies/refunds"))).unwrap();
            }
        }
        world
    }

    fn open(&self, now: i64) -> AuditLog {
        let (folder, anchor) = (self.folder.path().join("audit"), Some(Anchor::File(self.anchor())));
        AuditLog::open(&Options { folder, anchor, now }).unwrap()
    }

    fn folder(&self) -> PathBuf {
        self.folder.path().join("audit")
    }

    fn anchor(&self) -> PathBuf {
        self.outside.path().join("heads.jsonl")
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> =
            entries.filter(|path| path.extension().is_some_and(|e| e == "jsonl")).collect();
        files.sort();
        files
    }

    /// What is wrong, with and without the anchor.
    fn wrong(&self) -> (Vec<String>, Vec<String>) {
        let anchor = fs::read_to_string(self.anchor()).unwrap();
        let wrong = |anchor: Option<&str>| {
            let report = verify(&self.folder(), anchor, None).unwrap();
            report.checks.into_iter().flat_map(|check| check.wrong).collect()
        };
        (wrong(None), wrong(Some(&anchor)))
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn change(file: &Path, change: impl FnOnce(Vec<String>) -> Vec<String>) {
    let lines = fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect();
    fs::write(file, change(lines).into_iter().map(|line| line + "\n").collect::<String>()).unwrap();
}

#[test]
fn a_log_that_nobody_touched_is_well() {
    let world = World::new();
    let anchor = fs::read_to_string(world.anchor()).unwrap();
    let report = verify(&world.folder(), Some(&anchor), None).unwrap();
    assert!(report.is_ok(), "{report:?}");
    assert_eq!((report.entries, report.unanchored, report.checks.len()), (4, 0, 3));
    let search = |who: Option<&str>, limit| {
        let search = Search { who: who.map(str::to_owned), limit, ..Search::default() };
        world.open(3000).search(&search).unwrap().into_iter().map(|entry| entry.at).collect::<Vec<_>>()
    };
    assert_eq!(search(None, 3), [2001, 2000, 1001]);
    assert_eq!(search(Some("ada"), 9), [2000, 1000]);
}

#[test]
fn an_entry_that_was_changed_or_taken_out_is_found() {
    let world = World::new();
    change(&world.files()[0], |lines| lines.iter().map(|line| line.replace("\"ada\"", "\"eve\"")).collect());
    assert!(world.wrong().0[0].contains("line 2 was changed"), "{:?}", world.wrong());
    let world = World::new();
    change(&world.files()[0], |mut lines| {
        lines.remove(1);
        lines
    });
    assert!(world.wrong().0[0].contains("line 2 does not follow"), "{:?}", world.wrong());
}

#[test]
fn a_file_that_was_taken_away_is_found() {
    let world = World::new();
    fs::remove_file(&world.files()[0]).unwrap();
    assert!(world.wrong().0[0].contains("the files before are missing"), "{:?}", world.wrong());
}

#[test]
fn an_end_that_was_cut_off_is_found_by_the_anchor_only() {
    let world = World::new();
    change(&world.files()[1], |mut lines| {
        lines.pop();
        lines
    });
    let (without, with) = world.wrong();
    assert!(without.is_empty());
    assert!(with[0].contains("was cut off before link 2"), "{with:?}");
}

#[test]
fn a_log_that_was_written_anew_is_found_by_the_anchor_only() {
    let world = World::new();
    // Whoever has the disk and the key writes another history.
    let file = world.files()[1].clone();
    fs::remove_file(&file).unwrap();
    let elsewhere = world.outside.path().join("other.jsonl");
    let options = Options { folder: world.folder(), anchor: Some(Anchor::File(elsewhere)), now: 2000 };
    let log = AuditLog::open(&options).unwrap();
    block_on(log.record(entry(2000, "eve", "/v1/policies/refunds"))).unwrap();
    drop(log);
    let (without, with) = world.wrong();
    assert!(without.is_empty(), "{without:?}");
    assert!(!with.is_empty());
}

#[test]
fn heads_that_were_not_signed_are_found() {
    let world = World::new();
    change(&world.anchor(), |lines| {
        lines.iter().map(|line| line.replace("\"number\":1", "\"number\":0")).collect()
    });
    assert!(world.wrong().1[0].contains("is not signed with this key"), "{:?}", world.wrong());
}

#[test]
fn a_torn_end_is_no_damage_and_the_next_start_goes_on() {
    let world = World::new();
    let file = world.files()[1].clone();
    let text = fs::read_to_string(&file).unwrap() + "{\"hash\":\"12";
    fs::write(&file, text).unwrap();
    let log = world.open(3000);
    block_on(log.record(entry(3000, "ada", "x"))).unwrap();
    assert_eq!(world.wrong(), (vec![], vec![]));
}

#[test]
fn what_cannot_be_written_is_said() {
    let world = World::new();
    let log = world.open(3000);
    let options = Options { folder: world.files()[0].clone(), anchor: None, now: 1 };
    assert!(AuditLog::open(&options).is_err());
    let full = Options { folder: world.folder(), anchor: Some(Anchor::File("/dev/full".into())), now: 6000 };
    let error = AuditLog::open(&full).unwrap_err().to_string();
    assert!(error.contains("/dev/full"), "{error}");
    // The same bytes have the same digest, here and now only.
    let digest = |log: &AuditLog| {
        let mut digest = log.digest();
        digest.update(b"a");
        digest.finish()
    };
    assert_eq!(digest(&log), digest(&world.open(4000)));
    assert_ne!(digest(&log), digest(&World::new().open(5000)));
}
