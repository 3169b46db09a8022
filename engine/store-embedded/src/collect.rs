//! Collects blobs that nothing names. The store does not know what is in records and documents, so every text in the log, and in
//! the blobs that it names, that looks like a digest counts as a name.

use std::collections::HashSet;

use towpath_journal::{Digest, StoreError};

use crate::blobs::{self, BlobFiles};
use crate::disk::Disk;
use crate::error::store_error;
use crate::pins::Pins;
use crate::recovery;
use crate::segment;

const SCHEME: &[u8] = b"sha256:";
const HEX: usize = 64;

/// Removes the blobs that neither the log nor a named blob names, and that were not stored lately. Returns their number.
/// `goes_on` is asked before each file; nothing is removed once it says no.
pub(crate) fn collect(
    disk: &dyn Disk,
    blobs: &BlobFiles,
    pins: &Pins,
    goes_on: impl Fn() -> bool,
) -> Result<u64, StoreError> {
    // INVARIANT: stored from here on counts as named until the pass after the next one begins, before which its frame is in
    // the log. What was stored before is in the log that is read below, or was stored in the pass before.
    blobs.begin_pass();
    let failed = |error: std::io::Error| store_error("listing the blobs", &error);
    let there = blobs::names(disk).map_err(failed)?;
    let mut open = Vec::new();
    let mut named = HashSet::new();
    for number in segment::segment_numbers(disk).map_err(failed)? {
        if !goes_on() {
            return Ok(0);
        }
        let loaded =
            recovery::load_segment(disk, number).map_err(|error| StoreError::Io(error.to_string()))?;
        if let Some(loaded) = loaded {
            names_in(&loaded.bytes, &mut named, &mut open);
        }
    }
    while let Some(digest) = open.pop() {
        if !goes_on() {
            return Ok(0);
        }
        match blobs.get(&digest) {
            Ok(content) => content.iter().for_each(|content| names_in(content, &mut named, &mut open)),
            // What it named cannot be known, so nothing is removed.
            Err(StoreError::Corrupt(why)) => {
                tracing::error!("no blobs are collected: {why}");
                return Ok(0);
            }
            Err(error) => return Err(error),
        }
    }
    let mut removed = 0;
    for name in there {
        let Some(digest) = blobs::digest_of_name(&name).filter(|digest| !named.contains(digest)) else {
            continue;
        };
        let gone = pins.unpinned(|| blobs.remove_unless_recent(&digest, &name));
        match gone {
            Some(gone) => removed += u64::from(gone.map_err(|error| store_error("removing a blob", &error))?),
            None => break,
        }
    }
    Ok(removed)
}

/// Adds the digests in `bytes` to `named`, and the new ones to `open`.
fn names_in(bytes: &[u8], named: &mut HashSet<Digest>, open: &mut Vec<Digest>) {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == SCHEME[0]) {
        rest = &rest[at..];
        if let Some(hex) = rest.strip_prefix(SCHEME).and_then(|after| after.get(..HEX))
            && hex.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        {
            let digest = Digest(String::from_utf8_lossy(&rest[..SCHEME.len() + HEX]).into_owned());
            if named.insert(digest.clone()) {
                open.push(digest);
            }
        }
        rest = &rest[1..];
    }
}
