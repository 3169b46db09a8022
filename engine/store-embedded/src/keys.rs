//! The keys of the index. One tree contains everything, so that one batch changes everything at once. The first byte is the
//! kind of the key. Texts are length-prefixed, so that keys are unambiguous.

use sha2::{Digest as _, Sha256};
use towpath_journal::{HeadFilter, RunHead, RunId, Status};

use crate::codec::put_bytes;

/// How much of the log the index contains.
pub(crate) const APPLIED: &[u8] = b"@applied";
/// The format version of keys and values.
pub(crate) const VERSION: &[u8] = b"@version";

/// All heads, by run and therefore by age.
pub(crate) const HEADS: &[u8] = b"h";
/// The runs that have not ended and do not sleep.
pub(crate) const AWAKE: &[u8] = b"u";
/// The runs that sleep.
pub(crate) const ASLEEP: &[u8] = b"za";

/// Keys longer than this are replaced by their digest.
const LONGEST_CLAIM: usize = 256;

/// The head of a run.
pub(crate) fn head_key(run: RunId) -> Vec<u8> {
    of_run(HEADS, run)
}

/// Present while a run has not ended and does not sleep.
pub(crate) fn awake_key(run: RunId) -> Vec<u8> {
    of_run(AWAKE, run)
}

/// The keys under which a run is listed while it sleeps.
pub(crate) fn asleep_keys(head: &RunHead) -> [Vec<u8>; 4] {
    let of = &head.workflow;
    let prefixes = [
        ASLEEP.to_vec(),
        texts_prefix(b"zs", &[&of.namespace]),
        texts_prefix(b"zn", &[&of.namespace, &of.name]),
        texts_prefix(b"zp", &[&head.principal]),
    ];
    prefixes.map(|prefix| of_run(&prefix, head.run))
}

/// The prefix of the runs asleep that a filter is about: the narrowest one.
pub(crate) fn asleep_prefix_of(filter: &HeadFilter) -> Vec<u8> {
    match (&filter.namespace, &filter.name, &filter.principal) {
        (Some(namespace), Some(name), _) => texts_prefix(b"zn", &[namespace, name]),
        (_, _, Some(principal)) => texts_prefix(b"zp", &[principal]),
        (Some(namespace), None, None) => texts_prefix(b"zs", &[namespace]),
        (None, _, None) => ASLEEP.to_vec(),
    }
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

/// The prefix of the runs that a filter is about: the narrowest one.
pub(crate) fn prefix_of(filter: &HeadFilter) -> Vec<u8> {
    let HeadFilter { namespace, name, principal, .. } = filter;
    if let Some(task) = &filter.task {
        return ended_prefix(b't', &[task]);
    }
    if let Some(code) = &filter.error_code {
        return ended_prefix(b'c', &[code]);
    }
    let failed = filter.error_type.as_ref().or(filter.failure_case.as_ref());
    let status = filter.status.or(failed.map(|_| Status::Faulted));
    if let Some(word) = status.and_then(badly) {
        return match (namespace, name, principal) {
            (Some(namespace), Some(name), _) => ended_prefix(b'n', &[word, namespace, name]),
            (_, _, Some(principal)) => ended_prefix(b'p', &[word, principal]),
            (Some(namespace), None, None) => ended_prefix(b's', &[word, namespace]),
            (None, _, None) => ended_prefix(b'a', &[word]),
        };
    }
    match (namespace, name, principal) {
        (Some(namespace), Some(name), _) => workflow_prefix(namespace, name),
        (_, _, Some(principal)) => principal_prefix(principal),
        (Some(namespace), None, None) => namespace_prefix(namespace),
        (None, _, None) => HEADS.to_vec(),
    }
}

/// The keys under which a run is listed once it has ended badly. Few runs do, so a filter by that reads few.
pub(crate) fn ended_keys(head: &RunHead) -> Vec<Vec<u8>> {
    let Some(word) = badly(head.status) else { return Vec::new() };
    let of = &head.workflow;
    let mut prefixes = vec![
        ended_prefix(b'a', &[word]),
        ended_prefix(b's', &[word, &of.namespace]),
        ended_prefix(b'n', &[word, &of.namespace, &of.name]),
        ended_prefix(b'p', &[word, &head.principal]),
    ];
    if let Some(failure) = &head.failure {
        prefixes.extend(failure.code.as_ref().map(|code| ended_prefix(b'c', &[code])));
        prefixes.extend(failure.task.as_ref().map(|task| ended_prefix(b't', &[task])));
    }
    prefixes.into_iter().map(|prefix| of_run(&prefix, head.run)).collect()
}

/// The word for a bad end.
fn badly(status: Status) -> Option<&'static str> {
    match status {
        Status::Faulted => Some("faulted"),
        Status::Cancelled => Some("cancelled"),
        Status::Running | Status::Waiting | Status::Suspended | Status::Completed => None,
    }
}

fn ended_prefix(by: u8, texts: &[&str]) -> Vec<u8> {
    texts_prefix(&[b'e', by], texts)
}

fn texts_prefix(kind: &[u8], texts: &[&str]) -> Vec<u8> {
    let mut key = kind.to_vec();
    texts.iter().for_each(|text| put_bytes(&mut key, text.as_bytes()));
    key
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

#[cfg(test)]
mod tests {
    use towpath_journal::Failure;
    use towpath_journal::suite::given;

    use super::*;

    /// Among many thousands of runs, a filter by a bad end reads no others.
    #[test]
    fn a_filter_by_a_bad_end_reads_only_runs_that_ended_badly() {
        let failure =
            Failure { kind: "urn:x".into(), code: Some("TP1103".into()), task: Some("/do/0/a".into()) };
        let good = RunHead { status: Status::Completed, ..given::head(given::run(1), 1) };
        let bad =
            RunHead { status: Status::Faulted, failure: Some(failure), ..given::head(given::run(2), 1) };
        let text = |text: &str| Some(text.to_owned());
        let faulted = HeadFilter { status: Some(Status::Faulted), ..HeadFilter::default() };
        let filters = [
            faulted.clone(),
            HeadFilter { namespace: text("acme"), ..faulted.clone() },
            HeadFilter { namespace: text("acme"), name: text("orders"), ..faulted.clone() },
            HeadFilter { principal: text("app:shop"), namespace: text("acme"), ..faulted },
            HeadFilter { error_type: text("urn:x"), ..HeadFilter::default() },
            HeadFilter { error_code: text("TP1103"), ..HeadFilter::default() },
            HeadFilter { task: text("/do/0/a"), namespace: text("acme"), ..HeadFilter::default() },
        ];
        assert!(ended_keys(&good).is_empty(), "most runs cost nothing");
        for filter in filters {
            let prefix = prefix_of(&filter);
            assert!(ended_keys(&bad).iter().any(|key| key.starts_with(&prefix)), "{filter:?}");
            assert!(!listing_keys(&good).iter().any(|key| key.starts_with(&prefix)), "{filter:?}");
        }
    }
}
