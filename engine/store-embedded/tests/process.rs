//! Tests with real files and processes: the lock, file permissions, and a process that is killed while it works.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests; the child says what was acknowledged"
)]

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use towpath_journal::suite::given;
use towpath_journal::{Heads as _, Journal as _, StoreError};
use towpath_store_embedded::{EmbeddedStore, OpenError, Options, check};

const FOLDER: &str = "TOWPATH_TEST_STORE";

#[test]
fn a_folder_belongs_to_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = EmbeddedStore::open(folder.path(), Options::default()).unwrap();
    for error in [
        EmbeddedStore::open(folder.path(), Options::default()).map(drop).unwrap_err(),
        check(folder.path()).map(drop).unwrap_err(),
    ] {
        assert!(
            matches!(&error, OpenError::Locked { pid, .. } if *pid == Some(std::process::id())),
            "{error}"
        );
        assert_eq!(error.code().as_str(), "TP6001");
        let message = error.to_string();
        assert!(message.contains(&format!("(pid {})", std::process::id())), "{message}");
    }
    drop(store);
    EmbeddedStore::open(folder.path(), Options::default()).unwrap();
}

#[test]
fn nobody_else_may_look_into_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new").join("store");
    drop(EmbeddedStore::open(&path, Options::default()).unwrap());
    for name in ["", "log", "blobs", "index"] {
        let mode = path.join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "`{name}`");
    }
    for name in ["log/0000000001.seg", "lock"] {
        let mode = path.join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "`{name}`");
    }
}

#[tokio::test]
async fn a_closed_store_takes_nothing_more_and_still_reads() {
    let folder = tempfile::tempdir().unwrap();
    let store = EmbeddedStore::open(folder.path(), Options::default()).unwrap();
    store.append(given::commit(given::run(1), 0, &["a"])).await.unwrap();
    store.close();
    assert_eq!(store.append(given::commit(given::run(1), 1, &["b"])).await, Err(StoreError::Closed));
    assert_eq!(store.read(given::run(1), 0).await.unwrap().len(), 1);
    store.close();
}

/// Commits to eight runs at once forever, and prints each acknowledged commit. The test below starts it in another process.
/// Without a folder it does nothing.
#[test]
fn writes_until_it_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = Options { segment_bytes: 200_000, ..Options::default() };
        let store = std::sync::Arc::new(EmbeddedStore::open(Path::new(&folder), options).unwrap());
        let writers: Vec<_> = (0..8)
            .map(|number| {
                let store = std::sync::Arc::clone(&store);
                tokio::spawn(async move {
                    let run = given::run(number);
                    // Runs until the process is killed.
                    loop {
                        let first = store.head(run).await.unwrap().map_or(0, |head| head.length);
                        store.append(given::commit(run, first, &["one", "two"])).await.unwrap();
                        println!("acknowledged {number} {}", first + 2);
                    }
                })
            })
            .collect();
        let Some(writer) = writers.into_iter().next() else { return };
        writer.await.unwrap();
    });
}

#[tokio::test]
async fn what_a_killed_process_acknowledged_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: HashMap<u64, u64> = HashMap::new();
    for life in 0..6_usize {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_until_it_is_killed", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let note = |line: String, acknowledged: &mut HashMap<u64, u64>| {
            // The name of the test may be before the first line, and the last line may be cut off.
            let words = line.split_once("acknowledged ").map(|(_, words)| words.to_owned());
            let words = words.unwrap_or_default();
            let mut numbers = words.split(' ').map(str::parse);
            if let (Some(Ok(run)), Some(Ok(length))) = (numbers.next(), numbers.next()) {
                acknowledged.insert(run, length);
                return true;
            }
            false
        };
        let mut seen = 0;
        while seen < 1 + 150 * life {
            let line = lines.next().expect("the child writes").unwrap();
            seen += usize::from(note(line, &mut acknowledged));
        }
        child.kill().unwrap();
        // Lines printed right before the kill count too. A line that is cut off has a smaller number, if any.
        let rest: Vec<String> = lines.map_while(Result::ok).collect();
        let whole = rest.len().saturating_sub(1);
        for line in rest.into_iter().take(whole) {
            note(line, &mut acknowledged);
        }
        child.wait().unwrap();

        let report = check(folder.path()).unwrap();
        assert_eq!(report.findings, []);
        let store = EmbeddedStore::open(folder.path(), Options::default()).unwrap();
        for (run, length) in &acknowledged {
            let run = given::run(*run);
            let entries = store.read(run, 0).await.unwrap();
            assert!(entries.len() as u64 >= *length, "{} of {length} acknowledged records", entries.len());
            assert_eq!(entries.len() % 2, 0, "no commit is half there");
            assert_eq!(store.head(run).await.unwrap().unwrap().length, entries.len() as u64);
        }
    }
}
