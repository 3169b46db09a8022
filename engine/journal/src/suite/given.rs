//! What the cases are made of: runs, commits and changes with the least that makes them valid.

use bytes::Bytes;
use uuid::Uuid;

use crate::{Claim, Commit, Put, RunHead, RunId, Status, StoreError, WorkflowRef};

/// The run started as number `number`: ids sort by it.
pub fn run(number: u64) -> RunId {
    // The shape of a UUID version 7: milliseconds first, so that ids sort by start.
    let milliseconds = 1_700_000_000_000 + u128::from(number);
    RunId(Uuid::from_u128(milliseconds << 80 | 0x7 << 76 | 0x2 << 62 | u128::from(number)))
}

/// The workflow `name` of `namespace`, version 1.0.0.
pub fn workflow(namespace: &str, name: &str) -> WorkflowRef {
    WorkflowRef {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        digest: "sha256:0123".to_owned(),
    }
}

/// A head of a run under term 1 that runs and has `length` records.
pub fn head(run: RunId, length: u64) -> RunHead {
    RunHead {
        run,
        workflow: workflow("acme", "orders"),
        principal: "app:shop".to_owned(),
        term: 1,
        length,
        status: Status::Running,
        started_at: 1_700_000_000_000,
        ended_at: None,
        wake_at: None,
        wake_labels: Vec::new(),
        listens: false,
        hears: Vec::new(),
        parent: None,
        held: 0,
        draft: false,
        heard_from: Vec::new(),
        token: None,
        key: None,
        suspended: None,
        rerun_of: None,
        failure: None,
    }
}

/// A commit under term 1 that adds one record for each of `records` from index `first` on.
pub fn commit(run: RunId, first: u64, records: &[&str]) -> Commit {
    let records: Vec<Bytes> = records.iter().map(|text| Bytes::copy_from_slice(text.as_bytes())).collect();
    Commit { first, head: head(run, first + records.len() as u64), records, claim: None }
}

/// A commit that starts and ends a run with one record, under the given head.
pub fn start(head: RunHead) -> Commit {
    Commit {
        first: 0,
        records: vec![Bytes::from_static(b"start")],
        head: RunHead { length: 1, ..head },
        claim: None,
    }
}

/// An idempotency key for a run.
pub fn claim(key: &str, run: RunId) -> Claim {
    Claim { key: key.to_owned(), fingerprint: "sha256:body".to_owned(), run }
}

/// A document written, whatever it was.
pub fn written(collection: &str, key: &str, content: &str) -> Put {
    Put {
        collection: collection.to_owned(),
        key: key.to_owned(),
        expected: None,
        content: Some(Bytes::copy_from_slice(content.as_bytes())),
    }
}

/// A document deleted, whatever it was.
pub fn deleted(collection: &str, key: &str) -> Put {
    Put { collection: collection.to_owned(), key: key.to_owned(), expected: None, content: None }
}

/// The same change, only if the document is at `revision`.
pub fn at(revision: u64, change: Put) -> Put {
    Put { expected: Some(revision), ..change }
}

/// Bytes that differ from place to place and from `seed` to `seed`.
pub fn bytes(seed: u64, length: usize) -> Bytes {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}

/// How many of `results` succeeded; the others must all be refusals, not failures of the store.
pub fn winners<T>(results: &[Result<T, StoreError>]) -> usize {
    for result in results {
        if let Err(error @ (StoreError::Full(_) | StoreError::Io(_) | StoreError::Corrupt(_))) = result {
            panic!("the store failed: {error}");
        }
    }
    results.iter().filter(|result| result.is_ok()).count()
}
