//! Tests what each check detects: a log is written, tampered with in one way, and verified.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use towpath_audit::{Anchor, AuditLog, Entry, Options, Phase, Search, verify};

fn entry(at: i64, who: &str, target: &str) -> Entry {
    Entry {
        count: None,
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
    /// A log with two starts, with two entries each.
    fn new() -> Self {
        Self::of(2)
    }

    fn of(starts: i64) -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap(), outside: tempfile::tempdir().unwrap() };
        for start in 1..=starts {
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

    /// The problems, with and without the anchor.
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
    assert!(world.wrong().0[0].contains("1000-000.jsonl is missing"), "{:?}", world.wrong());
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
    // An attacker with the disk and the key rewrites the history.
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
    // The same bytes have the same digest only with the same key.
    let digest = |log: &AuditLog| {
        let mut digest = log.digest();
        digest.update(b"a");
        digest.finish()
    };
    assert_eq!(digest(&log), digest(&world.open(4000)));
    assert_ne!(digest(&log), digest(&World::new().open(5000)));
}

/// One way to tamper with one of five files, and the message without an anchor.
type Tampering = (&'static str, fn(&Path), &'static str);

/// Fault 45: removed starts were not detected.
#[test]
fn whatever_is_missing_before_the_newest_file_is_found_without_an_anchor() {
    let cases: &[Tampering] = &[
        ("removed", |file| fs::remove_file(file).unwrap(), "is missing"),
        ("emptied", |file| fs::write(file, "").unwrap(), "was emptied"),
        (
            "cut to its first link",
            |file| change(file, |lines| lines[..1].to_vec()),
            "was cut off: it had 3 links",
        ),
        (
            "without its last link",
            |file| change(file, |lines| lines[..2].to_vec()),
            "was cut off: it had 3 links",
        ),
        (
            "cut inside its last link",
            |file| {
                let text = fs::read_to_string(file).unwrap();
                fs::write(file, &text[..text.len() - 40]).unwrap();
            },
            "was cut off: it had 3 links",
        ),
        (
            "with something behind it",
            |file| fs::write(file, fs::read_to_string(file).unwrap() + "{\"hash\":\"").unwrap(),
            "is not what",
        ),
        ("of zeroes", |file| fs::write(file, [0; 4096]).unwrap(), "was emptied"),
        ("no text", |file| fs::write(file, [0xff; 64]).unwrap(), "UTF-8"),
        (
            "a link",
            |file| {
                let elsewhere = file.with_extension("moved");
                fs::rename(file, &elsewhere).unwrap();
                symlink(elsewhere, file).unwrap();
            },
            "is a link",
        ),
    ];
    for (how, tamper, says) in cases {
        for at in 0..4 {
            let world = World::of(5);
            tamper(&world.files()[at]);
            let wrong = world.wrong().0;
            assert!(wrong.iter().any(|wrong| wrong.contains(says)), "file {at} {how}: {wrong:?}");
        }
    }
    // Several in a row, at the beginning and in the middle.
    for taken in [0..1, 0..3, 1..3, 2..4] {
        let world = World::of(5);
        world.files()[taken.clone()].iter().for_each(|file| fs::remove_file(file).unwrap());
        assert!(world.wrong().0.iter().any(|wrong| wrong.contains("is missing")), "{taken:?}");
    }
    // The report says what cannot be detected without an anchor.
    let world = World::of(5);
    fs::remove_file(&world.files()[4]).unwrap();
    let report = verify(&world.folder(), None, None).unwrap();
    assert!(report.is_ok() && report.unseen[0].contains("newer files that were removed"), "{report:?}");
    assert!(world.wrong().1[0].contains("is missing"), "{:?}", world.wrong());
    // An empty folder is not a log.
    world.files().iter().for_each(|file| fs::remove_file(file).unwrap());
    assert!(world.wrong().0[0].contains("there is no log"), "{:?}", world.wrong());
}

/// Fault 45: an unfinished end was accepted in any file.
#[test]
fn a_torn_end_is_accepted_where_a_start_was_killed_and_nowhere_else() {
    let world = World::new();
    let newest = world.files()[1].clone();
    let whole = fs::read_to_string(&newest).unwrap();
    let last = whole.lines().last().unwrap();
    for bytes in [1, 9, 40, 90, last.len() - 1] {
        // An unfinished last link, with the right number and previous hash.
        fs::write(&newest, &whole[..whole.len() - last.len() - 1 + bytes]).unwrap();
        let report = verify(&world.folder(), None, None).unwrap();
        assert!(
            report.is_ok() && report.notes[0].contains("was killed while it wrote"),
            "{bytes}: {report:?}"
        );
    }
    for end in
        ["x", "{}", "{\"hash\":\"12\"", &format!("{{\"hash\":\"{}\",\"link\":{{\"number\":9", "0".repeat(64))]
    {
        fs::write(&newest, format!("{whole}{end}")).unwrap();
        let wrong = world.wrong().0;
        assert!(wrong[0].contains("not the beginning of its next link"), "{end}: {wrong:?}");
    }
    // The next start records the unfinished end. From then on it must not change.
    fs::write(&newest, format!("{whole}{{\"hash\":\"12")).unwrap();
    drop(world.open(3000));
    assert_eq!(world.wrong(), (vec![], vec![]));
    for end in ["", "{\"hash\":\"13", "{\"hash\":\"1"] {
        fs::write(&newest, format!("{whole}{end}")).unwrap();
        assert!(world.wrong().0[0].contains("is not what"), "{end}: {:?}", world.wrong().0);
    }
}

#[test]
fn an_emptied_newest_file_does_not_begin_the_chain_anew() {
    let world = World::of(3);
    fs::write(&world.files()[2], "").unwrap();
    drop(world.open(4000));
    let wrong = world.wrong().0;
    assert!(wrong.len() == 1 && wrong[0].contains("3000-000.jsonl has no link: it was emptied"), "{wrong:?}");
    fs::remove_file(&world.files()[2]).unwrap();
    assert!(world.wrong().0[0].contains("3000-000.jsonl is missing"), "{:?}", world.wrong().0);
}

#[test]
fn an_anchor_without_heads_proves_nothing() {
    let world = World::new();
    for anchor in ["", "\n", "{\"chain\":\"cut off"] {
        let report = verify(&world.folder(), Some(anchor), None).unwrap();
        assert!(!report.is_ok(), "{anchor:?}: {report:?}");
    }
    let report = verify(&world.folder(), Some(""), None).unwrap();
    assert!(report.checks[1].wrong[0].contains("has no head"), "{report:?}");
}

/// Replaces the last line of the newest file by one with `with` in its link and a correct hash.
fn with_key(world: &World, at: &str, with: &str) {
    change(&world.files()[1], |mut lines| {
        let line = lines.pop().unwrap();
        let link = line.split_once("\"link\":").unwrap().1.strip_suffix('}').unwrap();
        let link = link.replacen(at, &format!("{with}{at}"), 1);
        let hash: String = Sha256::digest(link.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        lines.push(format!("{{\"hash\":\"{hash}\",\"link\":{link}}}"));
        lines
    });
}

#[test]
fn a_key_that_nobody_knows_is_refused() {
    let world = World::new();
    with_key(&world, "\"number\"", "");
    assert_eq!(world.wrong().0, Vec::<String>::new(), "hashed anew it is as good as before");
    for at in ["\"number\"", "\"at\""] {
        let world = World::new();
        with_key(&world, at, "\"approvedBy\":\"ada\",");
        assert!(world.wrong().0[0].contains("unknown field `approvedBy`"), "{at}: {:?}", world.wrong().0);
    }
    let world = World::new();
    change(&world.files()[1], |lines| {
        lines.iter().map(|line| line.replacen('{', "{\"note\":1,", 1)).collect()
    });
    assert!(world.wrong().0[0].contains("unknown field `note`"), "{:?}", world.wrong().0);
    let world = World::new();
    change(&world.anchor(), |lines| lines.iter().map(|line| line.replacen('{', "{\"note\":1,", 1)).collect());
    assert!(world.wrong().1[0].contains("cannot be read"), "{:?}", world.wrong().1);
}

#[test]
fn a_key_that_others_may_read_is_refused_and_the_folder_is_closed() {
    let world = World::new();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let folder = world.folder();
    assert_eq!(mode(&folder), 0o700);
    assert_eq!([mode(&folder.join("key")), mode(&folder.join("salt")), mode(&world.files()[0])], [0o600; 3]);
    let open = || AuditLog::open(&Options { folder: world.folder(), anchor: None, now: 9000 });
    for name in ["key", "salt"] {
        for bad in [0o644, 0o640, 0o604, 0o620, 0o700] {
            set(&folder.join(name), bad);
            let error = open().unwrap_err().to_string();
            assert!(
                error.contains(&format!("has the mode 0{bad:o}")) && error.contains("chmod 600"),
                "{error}"
            );
        }
        set(&folder.join(name), 0o600);
    }
    let (key, moved) = (folder.join("key"), folder.join("moved"));
    fs::rename(&key, &moved).unwrap();
    symlink(&moved, &key).unwrap();
    assert!(open().unwrap_err().to_string().contains("is a link"));
    fs::remove_file(&key).unwrap();
    fs::rename(&moved, &key).unwrap();
    set(&folder, 0o777);
    drop(open().unwrap());
    assert_eq!(mode(&folder), 0o755);
}
