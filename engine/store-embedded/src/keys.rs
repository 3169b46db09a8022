//! The keys of the index. One tree holds everything, so that one batch changes everything at once; the first
//! byte tells what a key is for. Texts stand after their length, so that none can run into the next.

use sha2::{Digest as _, Sha256};
use towpath_journal::{RunId, WorkflowRef};

use crate::codec::put_bytes;

/// How far the log is in the index.
pub(crate) const APPLIED: &[u8] = b"@applied";
/// What the keys and values mean.
pub(crate) const VERSION: &[u8] = b"@version";

/// All heads, by run, hence by age.
pub(crate) const HEADS: &[u8] = b"h";
/// The runs that have not ended.
pub(crate) const UNFINISHED: &[u8] = b"u";

/// Keys longer than this are replaced by their digest.
const LONGEST_CLAIM: usize = 256;

/// A run's head.
pub(crate) fn head(run: RunId) -> Vec<u8> {
    of_run(HEADS, run)
}

/// Stands there while a run has not ended.
pub(crate) fn unfinished(run: RunId) -> Vec<u8> {
    of_run(UNFINISHED, run)
}

/// The runs of a namespace begin so.
pub(crate) fn namespace(namespace: &str) -> Vec<u8> {
    let mut key = b"s".to_vec();
    put_bytes(&mut key, namespace.as_bytes());
    key
}

/// The runs of a workflow, all versions together, begin so.
pub(crate) fn workflow(namespace: &str, name: &str) -> Vec<u8> {
    let mut key = b"n".to_vec();
    put_bytes(&mut key, namespace.as_bytes());
    put_bytes(&mut key, name.as_bytes());
    key
}

/// The keys under which a run is listed.
pub(crate) fn listings(run: RunId, of: &WorkflowRef) -> [Vec<u8>; 2] {
    [of_run(&namespace(&of.namespace), run), of_run(&workflow(&of.namespace, &of.name), run)]
}

/// An idempotency key.
pub(crate) fn claim(key: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 + key.len().min(LONGEST_CLAIM));
    if key.len() <= LONGEST_CLAIM {
        out.push(b'c');
        out.extend_from_slice(key.as_bytes());
    } else {
        out.push(b'C');
        out.extend_from_slice(&Sha256::digest(key));
    }
    out
}

/// A document; with the beginning of its key, what the keys of such documents begin with.
pub(crate) fn document(collection: &str, key: &str) -> Vec<u8> {
    let mut out = b"d".to_vec();
    put_bytes(&mut out, collection.as_bytes());
    out.extend_from_slice(key.as_bytes());
    out
}

/// A key that begins with `prefix` and ends in a run.
pub(crate) fn of_run(prefix: &[u8], run: RunId) -> Vec<u8> {
    [prefix, run.0.as_bytes()].concat()
}

/// The run at the end of a key.
pub(crate) fn run(key: &[u8]) -> Option<RunId> {
    key.last_chunk().map(|bytes| RunId(uuid::Uuid::from_bytes(*bytes)))
}

/// The first key after all those that begin with `prefix`; none when there is no such key.
pub(crate) fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}
