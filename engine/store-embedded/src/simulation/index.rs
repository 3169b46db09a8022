//! Checks that a lost, old or corrupted index never takes precedence over the log.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use towpath_journal::suite::given;
use towpath_journal::{Commit, Documents as _, Heads as _, Journal as _, RunHead, Status};

use super::dice::Dice;
use super::disk::SimDisk;
use super::model::Model;
use super::{open, runtime, seeds};
use crate::EmbeddedStore;

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Overwrites a part of a file with random bytes.
fn garble(index: &Path, dice: &mut Dice) {
    let files: Vec<_> = fs::read_dir(index.join("sled"))
        .map(|entries| {
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect()
        })
        .unwrap_or_default();
    if files.is_empty() {
        return;
    }
    let file = &files[dice.below(files.len() as u64) as usize];
    let mut content = fs::read(file).unwrap();
    let start = dice.below(content.len() as u64) as usize;
    let end = (start + 1 + dice.below(3_000) as usize).min(content.len());
    for byte in &mut content[start..end] {
        *byte = dice.next() as u8;
    }
    fs::write(file, content).unwrap();
}

/// Damages the index while the store is closed. `older` has a copy from some time before.
pub(super) fn mistreat(index: &Path, older: &Path, dice: &mut Dice) {
    if !index.exists() {
        return;
    }
    match dice.below(8) {
        0 => fs::remove_dir_all(index).unwrap(),
        1 => garble(index, dice),
        2 if older.exists() => copy(older, index),
        3 => copy(index, older),
        // As after another boot of the machine.
        4 => fs::write(index.join("state"), "open another-boot\n").unwrap(),
        _ => {}
    }
}

async fn written(disk: &SimDisk, index: &Path, seed: u64) -> Model {
    let mut model = Model::default();
    let store = Arc::new(open(disk, index, 1).unwrap());
    model.write(&store, &mut Dice::new(seed), 10).await;
    model.settle(&store).await;
    store.close();
    model
}

#[test]
fn an_index_full_of_rubbish_is_built_anew() {
    let runtime = runtime();
    for seed in 0..seeds(200) / 5 {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let disk = SimDisk::new(seed);
        let mut dice = Dice::new(seed);
        runtime.block_on(async {
            let mut model = written(&disk, &index, seed).await;
            for _ in 0..=dice.below(4) {
                garble(&index, &mut dice);
            }
            let store =
                Arc::new(open(&disk, &index, 1).unwrap_or_else(|error| panic!("seed {seed}: {error}")));
            // Damage of a page may be found only when it is read. Then the index is rebuilt in the background.
            for _ in 0..200 {
                if store.unfinished().await.is_ok()
                    && store.list("policies", "").await.is_ok()
                    && !store.index().is_broken()
                {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
            model.settle(&store).await;
        });
    }
}

/// Waits until the requested failure has occurred and the index was rebuilt.
async fn mended(store: &EmbeddedStore) {
    for _ in 0..200 {
        if !store.index().is_broken() && !store.index().fail_next_batch.load(Ordering::Acquire) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the index was not built anew");
}

/// A rebuilt index may list a run differently. This run was unfinished in the old index, had ended when the new one was
/// built, and continues.
#[test]
fn a_run_that_goes_on_after_the_index_was_built_anew_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let disk = SimDisk::new(1);
    let head = |length, status| RunHead { status, ..given::head(given::run(1), length) };
    let commit = |first, status| Commit {
        first,
        records: vec![given::bytes(first, 10)],
        head: head(first + 1, status),
        claim: None,
    };
    runtime().block_on(async {
        let store = open(&disk, &index, 1).unwrap();
        store.append(commit(0, Status::Running)).await.unwrap();
        store.close();
        let store = open(&disk, &index, 1).unwrap();
        store.index().fail_next_batch.store(true, Ordering::Release);
        store.append(commit(1, Status::Completed)).await.unwrap();
        mended(&store).await;
        store.append(commit(2, Status::Running)).await.unwrap();
        store.close();
        let store = open(&disk, &index, 1).unwrap();
        assert_eq!(store.unfinished().await.unwrap(), [head(3, Status::Running)]);
    });
}

#[test]
fn an_index_that_fails_while_it_works_is_built_anew() {
    let runtime = runtime();
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let disk = SimDisk::new(1);
    runtime.block_on(async {
        let mut model = written(&disk, &index, 1).await;
        let store = Arc::new(open(&disk, &index, 1).unwrap());
        let mut dice = Dice::new(2);
        for _ in 0..3 {
            store.index().fail_next_batch.store(true, Ordering::Release);
            // Reads of the index fail in the meantime; reads from memory work.
            model.write(&store, &mut dice, 10).await;
            mended(&store).await;
            model.settle(&store).await;
        }
        store.close();
        drop(store);
        model.settle(&open(&disk, &index, 1).unwrap()).await;
        assert!(index.join("damaged").exists(), "what failed is kept for an analysis");
    });
}
