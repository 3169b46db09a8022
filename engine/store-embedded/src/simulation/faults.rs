//! Makes each disk operation fail once or a few times in a row, and checks that the store continues: acknowledged commits
//! exist, commits refused as "full" do not, and later commits are accepted.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use super::dice::Dice;
use super::disk::{Fault, SimDisk};
use super::model::Model;
use super::{open, runtime};

/// Works on a disk whose operation `from` fails; `false` if this operation was never reached.
async fn work(from: u64, times: u64, kind: ErrorKind) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let disk = SimDisk::new(from);
    let mut model = Model::default();
    let mut dice = Dice::new(from);
    disk.plan(Fault::Fail { from, until: from + times, kind });
    let opened = open(&disk, &index, 2);
    let came_to_it = disk.has_failed();
    let store = match opened {
        Ok(store) => Arc::new(store),
        Err(error) => {
            assert!(came_to_it, "{error}");
            disk.plan(Fault::Work);
            Arc::new(open(&disk, &index, 2).unwrap())
        }
    };
    model.write(&store, &mut dice, 6).await;
    let came_to_it = came_to_it || disk.has_failed();
    // After the fault, the open store accepts commits without being opened again.
    disk.plan(Fault::Work);
    recovered(&store).await;
    model.settle(&store).await;
    model.write(&store, &mut dice, 2).await;
    model.settle(&store).await;
    store.kill();
    drop(store);
    let store = Arc::new(open(&disk, &index, 2).unwrap());
    model.settle(&store).await;
    model.write(&store, &mut dice, 2).await;
    store.kill();
    drop(store);
    let disk = disk.pull_the_plug();
    let store = open(&disk, &index, 2).unwrap();
    model.settle(&store).await;
    came_to_it
}

/// Waits until the store takes a commit.
async fn recovered(store: &crate::EmbeddedStore) {
    use towpath_journal::suite::given;
    use towpath_journal::{Documents as _, StoreError};
    for _ in 0..100 {
        match store.put(vec![given::written("probes", "probe", "")]).await {
            Ok(_) => return,
            Err(StoreError::Full(_) | StoreError::Io(_)) => {
                tokio::time::sleep(Duration::from_millis(10)).await
            }
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the store does not recover");
}

fn fail_everywhere(times: u64, kind: ErrorKind) {
    let runtime = runtime();
    let mut quiet = 0;
    for from in 0.. {
        // The order of operations varies, so it ends after two passes without a failure.
        quiet = if runtime.block_on(work(from, times, kind)) { 0 } else { quiet + 1 };
        if quiet == 2 {
            assert!(from > 60, "only {from} operations");
            return;
        }
    }
}

#[test]
fn every_operation_may_fail() {
    fail_everywhere(1, ErrorKind::Other);
}

#[test]
fn every_operation_may_find_no_room() {
    fail_everywhere(1, ErrorKind::StorageFull);
}

#[test]
fn every_few_operations_may_fail() {
    fail_everywhere(7, ErrorKind::Other);
}

#[test]
fn every_few_operations_may_find_no_room() {
    fail_everywhere(7, ErrorKind::StorageFull);
}
