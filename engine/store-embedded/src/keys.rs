//! The keys of the index. One tree contains everything, so that one batch changes everything at once. The first byte is the
//! kind of the key. Texts are length-prefixed, so that keys are unambiguous.

use sha2::{Digest as _, Sha256};
use towpath_journal::{RunHead, RunId};

use crate::codec::put_bytes;

/// How much of the log the index contains.
pub(crate) const APPLIED: &[u8] = b"@applied";
/// The format version of keys and values.
pub(crate) const VERSION: &[u8] = b"@version";

/// All heads, by run and therefore by age.
pub(crate) const HEADS: &[u8] = b"h";
/// The runs that have not ended.
pub(crate) const UNFINISHED: &[u8] = b"u";

/// Keys longer than this are replaced by their digest.
const LONGEST_CLAIM: usize = 256;

/// The head of a run.
pub(crate) fn head_key(run: RunId) -> Vec<u8> {
    of_run(HEADS, run)
}

/// Present while a run has not ended.
pub(crate) fn unfinished_key(run: RunId) -> Vec<u8> {
    of_run(UNFINISHED, run)
}

/// The prefix of the runs of a namespace.
pub(crate) fn namespace_prefix(namespace: &str) -> Vec<u8> {
    let mut key = b"s".to_vec();
    put_bytes(&mut key, namespace.as_bytes());
    key
}

/// The prefix of the runs of a workflow, in all versions.
pub(crate) fn workflow_prefix(namespace: &str, name: &str) -> Vec<u8> {
    let mut key = b"n".to_vec();
    put_bytes(&mut key, namespace.as_bytes());
    put_bytes(&mut key, name.as_bytes());
    key
}

/// The prefix of the runs that a principal started.
pub(crate) fn principal_prefix(principal: &str) -> Vec<u8> {
    let mut key = b"p".to_vec();
    put_bytes(&mut key, principal.as_bytes());
    key
}

/// The keys under which a run is listed.
pub(crate) fn listing_keys(head: &RunHead) -> [Vec<u8>; 3] {
    let of = &head.workflow;
    [
        of_run(&namespace_prefix(&of.namespace), head.run),
        of_run(&workflow_prefix(&of.namespace, &of.name), head.run),
        of_run(&principal_prefix(&head.principal), head.run),
    ]
}

/// An idempotency key.
pub(crate) fn claim_key(key: &str) -> Vec<u8> {
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

/// A document. With the beginning of a key: the prefix of all documents whose keys begin with it.
pub(crate) fn document_key(collection: &str, key: &str) -> Vec<u8> {
    let mut out = b"d".to_vec();
    put_bytes(&mut out, collection.as_bytes());
    out.extend_from_slice(key.as_bytes());
    out
}

/// A key of `prefix` and a run.
pub(crate) fn of_run(prefix: &[u8], run: RunId) -> Vec<u8> {
    [prefix, run.0.as_bytes()].concat()
}

/// The run at the end of a key.
pub(crate) fn run_of_key(key: &[u8]) -> Option<RunId> {
    key.last_chunk().map(|bytes| RunId(uuid::Uuid::from_bytes(*bytes)))
}

/// The first key after all keys that begin with `prefix`; `None` if there is no such key.
pub(crate) fn first_key_after(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}
