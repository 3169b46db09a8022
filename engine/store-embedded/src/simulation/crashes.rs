//! Simulates power losses during work, many times, and checks that no acknowledged commit is missing.

use std::path::Path;
use std::sync::Arc;

use super::dice::Dice;
use super::disk::{Fault, SimDisk};
use super::index::mistreat;
use super::model::Model;
use super::{open, runtime, seeds};
use crate::blobs::BlobFiles;
use crate::check::check_on;

/// Works until the power is lost or all is done; then kills the store, maybe loses power, opens it and compares.
async fn live(seed: u64, folder: &Path) {
    let mut dice = Dice::new(seed);
    let mut model = Model::default();
    let mut disk = SimDisk::new(seed);
    let index = folder.join("index");
    let older = folder.join("older");
    for life in 0..4 {
        let delay = [0, 3, 1_000][dice.below(3) as usize];
        // It may also crash while it opens.
        if dice.once_in(3) {
            disk.plan(Fault::PowerOff { from: dice.below(40) });
            if let Ok(store) = open(&disk, &index, delay) {
                store.kill();
            }
            disk = disk.pull_the_plug();
        }
        let store =
            Arc::new(open(&disk, &index, delay).unwrap_or_else(|error| panic!("life {life}: {error}")));
        model.settle(&store).await;
        disk.plan(Fault::PowerOff { from: dice.below(120) });
        // What is committed meanwhile is compacted too.
        let compaction = dice.once_in(2).then(|| {
            let (store, count) = (Arc::clone(&store), 1 + dice.below(6) as u32);
            tokio::task::spawn_blocking(move || store.compact_oldest(count))
        });
        model.write(&store, &mut dice, 8).await;
        if let Some(compaction) = compaction {
            // It may have failed with the disk.
            let _ = compaction.await.unwrap();
        }
        if dice.once_in(5) && !disk.has_failed() {
            store.close();
        } else {
            store.kill();
        }
        drop(store);
        if dice.once_in(4) && !disk.has_failed() {
            // Only the process died, so writes in the page cache are kept.
            disk.plan(Fault::Work);
        } else {
            disk = disk.pull_the_plug();
        }
        mistreat(&index, &older, &mut dice);
    }
    let store = open(&disk, &index, 0).unwrap_or_else(|error| panic!("at the end: {error}"));
    model.settle(&store).await;
    drop(store);
    let report = check_on(&disk, &BlobFiles::read_only(Arc::new(disk.clone()))).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.runs, model.runs());
}

#[test]
fn after_any_crash_what_was_acknowledged_is_there() {
    let runtime = runtime();
    for seed in 0..seeds(200) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        let lived = runtime.block_on(async { tokio::spawn(async move { live(seed, &path).await }).await });
        if let Err(error) = lived {
            panic!("seed {seed}: {error}");
        }
    }
}
