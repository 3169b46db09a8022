//! Space is given back: under a month of traffic with retention the disk use stays flat, and blobs go with what named them.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use towpath_journal::suite::given;
use towpath_journal::{
    Blobs as _, Commit, Digest, Documents as _, Forgets as _, Heads as _, Journal as _, RunHead, RunId,
    Status,
};
use towpath_store_embedded::{Compacted, EmbeddedStore, Options, check};

fn options() -> Options {
    Options { segment_bytes: 64 << 10, ..Options::default() }
}

fn open(folder: &Path) -> EmbeddedStore {
    EmbeddedStore::open(folder, options()).unwrap()
}

/// Bytes of all files of a folder.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => size(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.flatten().map(of).sum()
}

fn used(folder: &Path) -> u64 {
    size(&folder.join("log")) + size(&folder.join("blobs"))
}

/// A run that has ended, with records of these sizes.
fn ended(number: u64, sizes: &[usize]) -> Commit {
    let (run, length) = (given::run(number), sizes.len() as u64);
    let head = RunHead { status: Status::Completed, ended_at: Some(9), ..given::head(run, length) };
    let records = sizes.iter().enumerate().map(|(at, size)| given::bytes(number * 100 + at as u64, *size));
    let claim = Some(given::claim(&format!("key {number}"), run));
    Commit { first: 0, records: records.collect(), head, claim }
}

async fn compact(store: EmbeddedStore) -> (EmbeddedStore, Compacted) {
    tokio::task::spawn_blocking(move || {
        let done = store.compact().unwrap();
        (store, done)
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_of_traffic_with_retention_keeps_the_disk_use_flat() {
    const A_DAY: u64 = 150;
    const KEPT_DAYS: u64 = 3;
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    // Under way all the time, and never forgotten.
    let waiting = RunHead { status: Status::Waiting, ..given::head(given::run(0), 1) };
    store
        .append(Commit { head: waiting.clone(), ..given::commit(given::run(0), 0, &["waits"]) })
        .await
        .unwrap();
    let mut sizes = Vec::new();
    for day in 1..=30 {
        for number in day * A_DAY..(day + 1) * A_DAY {
            let large = if number % 50 == 0 { 70_000 } else { 900 };
            store.append(ended(number, &[400, large, 100])).await.unwrap();
            // As schedules and counters do.
            let progress = given::written("schedules", "acme/orders", &number.to_string());
            store.put(vec![progress]).await.unwrap();
        }
        if day > KEPT_DAYS {
            let old = (day - KEPT_DAYS) * A_DAY..(day - KEPT_DAYS + 1) * A_DAY;
            let old: Vec<RunId> = old.map(given::run).collect();
            assert_eq!(store.forget(old.clone()).await.unwrap(), old);
        }
        store = compact(store).await.0;
        if day % 7 == 0 {
            drop(store);
            assert_eq!(check(folder.path()).unwrap().findings, [], "day {day}");
            store = open(folder.path());
        }
        sizes.push(used(folder.path()));
    }
    let (early, late) = (*sizes[5..12].iter().max().unwrap(), *sizes[23..].iter().max().unwrap());
    assert!(late <= early + early / 4, "it grows: {sizes:?}");
    // What is kept is whole.
    for number in 28 * A_DAY..31 * A_DAY {
        assert_eq!(store.read(given::run(number), 0).await.unwrap().len(), 3, "{number}");
        assert!(store.claimed(&format!("key {number}")).await.unwrap().is_some());
    }
    assert_eq!(store.claimed(&format!("key {A_DAY}")).await.unwrap(), None);
    assert_eq!(store.head(given::run(A_DAY)).await.unwrap(), None);
    assert_eq!(store.unfinished().await.unwrap(), [waiting]);
    let progress = store.get("schedules", "acme/orders").await.unwrap().unwrap();
    assert_eq!(
        (progress.revision, &*progress.content),
        (30 * A_DAY, (31 * A_DAY - 1).to_string().as_bytes())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blob_goes_when_nothing_names_it_and_never_before() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.append(ended(1, &[80_000])).await.unwrap();
    store.append(ended(2, &[80_000])).await.unwrap();
    let record = |number: u64| Digest::of(&given::bytes(number * 100, 80_000));
    // A document names a blob by its text, and that blob names another.
    let inner = store.put_blob(vec![1; 100].into()).await.unwrap();
    let outer = store.put_blob(format!("{{\"image\":\"{inner}\"}}").into()).await.unwrap();
    store
        .put(vec![given::written("versions", "a/b@1.0.0", &format!("{{\"kept\":\"{outer}\"}}"))])
        .await
        .unwrap();
    let unused = store.put_blob(vec![2; 100].into()).await.unwrap();
    let (store, done) = compact(store).await;
    assert_eq!(done.blobs, 0, "everything was stored lately");
    let (store, _) = compact(store).await;
    assert_eq!(store.blob(&unused).await.unwrap(), None);
    store.forget(vec![given::run(1)]).await.unwrap();
    // Enough that is dead, so that the segment with the run goes.
    for number in 10..400 {
        store.append(ended(number, &[900])).await.unwrap();
    }
    let runs = (10..400).map(given::run).collect();
    store.forget(runs).await.unwrap();
    let (store, done) = compact(store).await;
    assert!(done.segments > 0, "{done:?}");
    let (store, _) = compact(store).await;
    assert_eq!(store.blob(&record(1)).await.unwrap(), None);
    for digest in [record(2), inner, outer] {
        assert!(store.blob(&digest).await.unwrap().is_some(), "{digest}");
    }
    assert_eq!(store.read(given::run(2), 0).await.unwrap().len(), 1);
    drop(store);
    assert_eq!(check(folder.path()).unwrap().findings, []);
    // What was stored again after it was removed is there.
    let store = open(folder.path());
    assert_eq!(store.put_blob(vec![2; 100].into()).await.unwrap(), unused);
    assert!(store.blob(&unused).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_backup_is_removed_while_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for number in 1..400 {
        store.append(ended(number, &[900])).await.unwrap();
    }
    store.forget((1..399).map(given::run).collect()).await.unwrap();
    let snapshot = store.snapshot().unwrap();
    let (store, refused) = tokio::task::spawn_blocking(move || {
        let refused = store.compact().is_err();
        (store, refused)
    })
    .await
    .unwrap();
    assert!(refused);
    for file in snapshot.files() {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut snapshot.read(file).unwrap(), &mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, file.bytes, "{}", file.name);
    }
    drop(snapshot);
    let (store, done) = compact(store).await;
    assert!(done.segments > 3, "{done:?}");
    // A snapshot of a compacted store is a store.
    let (snapshot, to) = (store.snapshot().unwrap(), tempfile::tempdir().unwrap());
    for file in snapshot.files() {
        let path = to.path().join(&file.name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::io::copy(&mut snapshot.read(file).unwrap(), &mut std::fs::File::create(path).unwrap()).unwrap();
    }
    assert_eq!(check(to.path()).unwrap().findings, []);
    assert_eq!(open(to.path()).read(given::run(399), 0).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_of_the_beginning_that_belongs_to_another_log_removes_nothing() {
    let (folder, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let log = folder.path().join("log");
    let store = open(folder.path());
    for number in 1..400 {
        store.append(ended(number, &[900])).await.unwrap();
    }
    let segments = || -> Vec<std::path::PathBuf> {
        let all = std::fs::read_dir(&log).unwrap().map(|entry| entry.unwrap().path());
        all.filter(|path| path.extension().is_some_and(|ending| ending == "seg")).collect()
    };
    // An older copy of the segments, as somebody makes it by hand.
    for segment in segments() {
        std::fs::copy(&segment, aside.path().join(segment.file_name().unwrap())).unwrap();
    }
    let copied = std::fs::read_dir(aside.path()).unwrap().count();
    for number in 400..800 {
        store.append(ended(number, &[900])).await.unwrap();
    }
    store.forget((1..800).map(given::run).collect()).await.unwrap();
    let (store, done) = compact(store).await;
    assert!(done.segments as usize > copied, "{done:?}");
    drop(store);
    segments().iter().for_each(|segment| std::fs::remove_file(segment).unwrap());
    for entry in std::fs::read_dir(aside.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), log.join(entry.file_name())).unwrap();
    }
    assert!(EmbeddedStore::open(folder.path(), options()).is_err());
    assert_eq!(segments().len(), copied, "the copies are all there is");
}
