//! Checks that damage is reported with its place, and is never mistaken for the torn tail of a crash.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use towpath_journal::suite::given;
use towpath_journal::{Journal as _, StoreError};

use super::disk::SimDisk;
use super::{open, options, runtime};
use crate::blobs::BlobFiles;
use crate::check::{Report, check_on};
use crate::segment::{FORMAT, HEADER, Header};
use crate::{EmbeddedStore, OpenError, Options};

const RECORDS: u64 = 40;

/// Writes one run with a commit for each record, over a few segments. The index is closed cleanly or deleted.
async fn written(index: &Path, keep_index: bool) -> SimDisk {
    let disk = SimDisk::new(1);
    let store = open(&disk, index, 1).unwrap();
    for first in 0..RECORDS {
        store.append(given::commit(given::run(1), first, &["some record of a run"])).await.unwrap();
    }
    store.close();
    if !keep_index {
        std::fs::remove_dir_all(index).unwrap();
    }
    disk
}

fn segments(disk: &SimDisk) -> Vec<(String, usize)> {
    disk.contents("log/").into_iter().map(|(name, content)| (name, content.len())).collect()
}

fn report(disk: &SimDisk) -> Report {
    check_on(disk, &BlobFiles::read_only(Arc::new(disk.clone()))).unwrap()
}

async fn length(disk: &SimDisk, index: &Path) -> Result<usize, OpenError> {
    let store = open(disk, index, 1)?;
    Ok(store.read(given::run(1), 0).await.unwrap().len())
}

#[test]
fn a_changed_byte_anywhere_is_damage_unless_it_is_in_the_last_group() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let names = segments(&written(&index, false).await);
        assert!(names.len() > 2, "{names:?}");
        for (number, (name, len)) in names.iter().enumerate() {
            for at in (0..*len).step_by(97) {
                let disk = written(&index, false).await;
                disk.tamper(name, |content| content[at] ^= 0x10);
                let report = report(&disk);
                let last_group = number + 1 == names.len() && report.torn_bytes > 0;
                match length(&disk, &index).await {
                    Err(OpenError::Damaged { place, offset, .. }) => {
                        assert_eq!(&place, name);
                        assert!(offset <= at as u64, "byte {at}, said to be at {offset}");
                        assert!(!report.findings.is_empty(), "byte {at} of `{name}`");
                    }
                    Ok(length) => {
                        assert!(last_group, "byte {at} of `{name}`");
                        assert_eq!(length as u64, RECORDS - 1);
                    }
                    Err(error) => panic!("byte {at} of `{name}`: {error}"),
                }
                let _ = std::fs::remove_dir_all(&index);
            }
        }
    });
}

/// Fault 25: a flipped byte in an older frame was not found before the frame was read.
#[test]
fn an_open_store_finds_a_changed_byte_in_an_older_frame() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let disk = written(&index, true).await;
        let (name, len) = segments(&disk).remove(1);
        let options = Options { scrub_every: Duration::from_millis(20), ..options(1) };
        let store = EmbeddedStore::open_on(Arc::new(disk.clone()), &index, &options, None).unwrap();
        disk.tamper(&name, |content| content[len / 2] ^= 0x10);
        let until = Instant::now() + Duration::from_secs(20);
        while store.damage().is_empty() {
            assert!(Instant::now() < until, "nothing was found");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let found = store.damage();
        assert_eq!((found.len(), &found[0].place), (1, &name), "{found:?}");
        disk.tamper(&name, |content| content[len / 2] ^= 0x10);
        while !store.damage().is_empty() {
            assert!(Instant::now() < until, "what is well again is still called damaged");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}

#[test]
fn what_the_index_has_seen_is_never_cut_off() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let disk = written(&index, true).await;
        let (last, len) = segments(&disk).pop().unwrap();
        assert!(len > HEADER as usize);
        disk.tamper(&last, |content| *content.last_mut().unwrap() ^= 1);
        let error = length(&disk, &index).await.unwrap_err();
        assert!(matches!(&error, OpenError::Damaged { place, .. } if *place == last), "{error}");
        assert_eq!(error.code().as_str(), "TP6003");
    });
}

#[test]
fn a_missing_segment_is_damage() {
    runtime().block_on(async {
        for keep_index in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let index = folder.path().join("index");
            let count = segments(&written(&index, false).await).len();
            for missing in 0..count {
                let disk = written(&index, keep_index).await;
                let (name, _) = segments(&disk).swap_remove(missing);
                disk.take_away(&name);
                // Only the index knows that the last segment existed.
                let is_known = keep_index || missing + 1 < count;
                let opened = length(&disk, &index).await;
                assert_eq!(matches!(opened, Err(OpenError::Damaged { .. })), is_known, "{name}: {opened:?}");
                let _ = std::fs::remove_dir_all(&index);
            }
        }
    });
}

#[test]
fn a_torn_end_is_cut_off_wherever_it_is_torn() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let (last, len) = segments(&written(&index, false).await).pop().unwrap();
        for torn in 1..len - HEADER as usize {
            if torn > 300 && torn % 41 != 0 {
                continue;
            }
            let disk = written(&index, false).await;
            disk.tamper(&last, |content| content.truncate(len - torn));
            let before = length(&disk, &index).await.unwrap() as u64;
            assert!(before < RECORDS);
            let store = open(&disk, &index, 1).unwrap();
            store.append(given::commit(given::run(1), before, &["what comes after"])).await.unwrap();
            store.close();
            let report = report(&disk);
            assert_eq!((report.records, report.torn_bytes), (before + 1, 0));
            assert_eq!(report.findings, []);
            let _ = std::fs::remove_dir_all(&index);
        }
    });
}

#[test]
fn records_that_look_like_frames_do_not_pass_for_frames() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let disk = written(&index, true).await;
        // The content of real segments as a record of the last commit, which is then torn.
        let bait: Vec<u8> = disk.contents("log/").into_iter().flat_map(|(_, content)| content).collect();
        let store = open(&disk, &index, 1).unwrap();
        let mut commit = given::commit(given::run(2), 0, &[""]);
        commit.records = vec![bait.into()];
        store.append(commit).await.unwrap();
        store.close();
        let (last, len) = segments(&disk).pop().unwrap();
        disk.tamper(&last, |content| content[HEADER as usize + 40] ^= 1);
        std::fs::remove_dir_all(&index).unwrap();
        assert!(len > 4_000);
        assert_eq!(length(&disk, &index).await.unwrap() as u64, RECORDS);
    });
}

#[test]
fn a_damaged_or_missing_blob_is_said_by_whoever_reads_it() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let disk = SimDisk::new(1);
        let store = open(&disk, &index, 1).unwrap();
        let mut commit = given::commit(given::run(1), 0, &[""]);
        commit.records = vec![given::bytes(1, 100_000)];
        store.append(commit).await.unwrap();
        let (blob, _) = disk.contents("blobs/").pop().unwrap();
        disk.tamper(&blob, |content| content[5_000] ^= 1);
        assert!(matches!(store.read(given::run(1), 0).await, Err(StoreError::Corrupt(_))));
        assert_eq!(report(&disk).findings.len(), 1);
        disk.take_away(&blob);
        assert!(matches!(store.read(given::run(1), 0).await, Err(StoreError::Corrupt(_))));
        assert_eq!(report(&disk).findings.len(), 1);
    });
}

/// Writes another number of the format into the header of a segment.
fn set_format(disk: &SimDisk, name: &str, format: u32) {
    disk.tamper(name, |content| {
        content[8..12].copy_from_slice(&format.to_le_bytes());
        let crc = crc32c::crc32c(&content[..28]);
        content[28..32].copy_from_slice(&crc.to_le_bytes());
    });
}

#[test]
fn a_newer_format_is_refused() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let disk = written(&index, false).await;
        let (last, _) = segments(&disk).pop().unwrap();
        set_format(&disk, &last, FORMAT + 1);
        let error = length(&disk, &index).await.unwrap_err();
        assert!(matches!(error, OpenError::Newer { found: 3, known: FORMAT, .. }), "{error}");
    });
}

#[test]
fn a_segment_of_an_older_format_is_not_written_on() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let disk = written(&index, false).await;
        let before = segments(&disk);
        let (last, len) = before.last().unwrap();
        set_format(&disk, last, FORMAT - 1);
        let store = open(&disk, &index, 1).unwrap();
        store.append(given::commit(given::run(1), RECORDS, &["one more record"])).await.unwrap();
        store.close();
        let after = disk.contents("log/");
        let format_of = |number: usize| Header::decode(&after[number].1).unwrap().format;
        assert_eq!((after.len(), after[before.len() - 1].1.len()), (before.len() + 1, *len));
        assert_eq!((format_of(before.len() - 1), format_of(before.len())), (FORMAT - 1, FORMAT));
        assert_eq!(length(&disk, &index).await.unwrap() as u64, RECORDS + 1);
        let found = report(&disk).findings;
        assert!(found.is_empty(), "{found:?}");
    });
}
