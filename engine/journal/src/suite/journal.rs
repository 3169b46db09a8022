//! What a journal promises: order, terms, keys, all or nothing, and that what it took is there.

use std::sync::Arc;

use bytes::Bytes;

use super::Subject;
use super::given::{bytes, claim, commit, head, run, winners};
use crate::{Commit, HeadFilter, Heads, Journal, RunHead, RunId, Status, StoreError};

async fn texts(store: &impl Journal, run: RunId) -> Vec<String> {
    let entries = store.read(run, 0).await.unwrap();
    let indexes: Vec<u64> = entries.iter().map(|entry| entry.index).collect();
    assert_eq!(indexes, (0..entries.len() as u64).collect::<Vec<_>>(), "indexes count up from 0");
    entries.iter().map(|entry| String::from_utf8_lossy(&entry.record).into_owned()).collect()
}

/// Nothing is found in a new store, and asking is no error.
pub async fn a_new_store_is_empty(subject: &impl Subject) {
    let store = subject.open().await;
    assert_eq!(store.read(run(1), 0).await, Ok(vec![]));
    assert_eq!(store.head(run(1)).await, Ok(None));
    assert_eq!(store.unfinished().await, Ok(vec![]));
    assert_eq!(store.heads(HeadFilter { limit: 10, ..HeadFilter::default() }).await, Ok(vec![]));
    assert_eq!(store.claimed("key").await, Ok(None));
}

/// Records come back as they went in, in order, from any index on.
pub async fn what_was_appended_is_read_back(subject: &impl Subject) {
    let store = subject.open().await;
    store.append(commit(run(1), 0, &["a", "b"])).await.unwrap();
    store.append(commit(run(2), 0, &["x"])).await.unwrap();
    store.append(commit(run(1), 2, &["c"])).await.unwrap();
    store.append(commit(run(1), 3, &["d", "e", "f"])).await.unwrap();
    assert_eq!(texts(&*store, run(1)).await, ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(texts(&*store, run(2)).await, ["x"]);
    for from in 0..8 {
        let entries = store.read(run(1), from).await.unwrap();
        let indexes: Vec<u64> = entries.iter().map(|entry| entry.index).collect();
        assert_eq!(indexes, (from..6).collect::<Vec<_>>(), "read from {from}");
        assert!(entries.iter().all(|entry| entry.term == 1));
    }
    assert_eq!(store.read(run(1), u64::MAX).await, Ok(vec![]));
    assert_eq!(store.head(run(1)).await, Ok(Some(head(run(1), 6))));
}

/// A record may be empty, hold any bytes, and be large.
pub async fn any_bytes_of_any_size_are_records(subject: &impl Subject) {
    let store = subject.open().await;
    let sizes = [0, 1, 255, 65_535, 65_536, 65_537, 131_073, 1 << 20];
    let records: Vec<Bytes> = sizes.iter().map(|size| bytes(*size as u64, *size)).collect();
    let together = Commit { first: 0, head: head(run(1), 8), records: records.clone(), claim: None };
    store.append(together).await.unwrap();
    for (first, record) in (8..).zip(&records) {
        let one = Commit { first, head: head(run(1), first + 1), records: vec![record.clone()], claim: None };
        store.append(one).await.unwrap();
    }
    let read: Vec<Bytes> =
        store.read(run(1), 0).await.unwrap().into_iter().map(|entry| entry.record).collect();
    assert!(read == [records.clone(), records].concat(), "records differ");
}

/// A commit of thousands of records, megabytes together, is one commit.
pub async fn one_commit_may_hold_many_records(subject: &impl Subject) {
    let store = subject.open().await;
    let records: Vec<Bytes> = (0..3_000).map(|index| bytes(index, 5_000)).collect();
    let many = Commit { first: 0, head: head(run(1), 3_000), records: records.clone(), claim: None };
    store.append(many).await.unwrap();
    store.append(commit(run(1), 3_000, &["last"])).await.unwrap();
    let read = store.read(run(1), 2_990).await.unwrap();
    assert_eq!(read.len(), 11);
    assert!(read.iter().zip(&records[2_990..]).all(|(entry, record)| entry.record == *record));
    assert_eq!(store.read(run(1), 0).await.unwrap().len(), 3_001);
}

/// The head may change without a record, for instance when a run begins to wait.
pub async fn a_commit_without_records_moves_the_head(subject: &impl Subject) {
    let store = subject.open().await;
    store.append(commit(run(1), 0, &["a"])).await.unwrap();
    let waiting = RunHead { status: Status::Waiting, wake_at: Some(1_700_000_600_000), ..head(run(1), 1) };
    let moved = Commit { first: 1, records: vec![], head: waiting.clone(), claim: None };
    store.append(moved).await.unwrap();
    assert_eq!(store.head(run(1)).await, Ok(Some(waiting)));
    store.append(commit(run(1), 1, &["b"])).await.unwrap();
    assert_eq!(texts(&*store, run(1)).await, ["a", "b"]);
}

/// A commit continues the journal exactly where it ends; another leaves no trace.
pub async fn gaps_and_repetitions_are_refused(subject: &impl Subject) {
    let store = subject.open().await;
    let refused = store.append(commit(run(1), 1, &["b"])).await;
    assert_eq!(refused, Err(StoreError::OutOfOrder { length: 0, first: 1 }));
    assert_eq!(store.head(run(1)).await, Ok(None));
    store.append(commit(run(1), 0, &["a", "b"])).await.unwrap();
    for first in [0, 1, 3, 7] {
        let refused = store.append(commit(run(1), first, &["wrong"])).await;
        assert_eq!(refused, Err(StoreError::OutOfOrder { length: 2, first }));
    }
    assert_eq!(texts(&*store, run(1)).await, ["a", "b"]);
    assert_eq!(store.head(run(1)).await, Ok(Some(head(run(1), 2))));
}

/// The head's length is the journal's.
pub async fn a_head_that_counts_wrong_is_refused(subject: &impl Subject) {
    let store = subject.open().await;
    let wrong = Commit { head: head(run(1), 5), ..commit(run(1), 0, &["a"]) };
    assert_eq!(store.append(wrong).await, Err(StoreError::OutOfOrder { length: 0, first: 4 }));
    assert_eq!(store.head(run(1)).await, Ok(None));
    assert_eq!(store.read(run(1), 0).await, Ok(vec![]));
}

/// Who was fenced off learns the term in force, even when the order is wrong as well, and changes nothing.
pub async fn a_lower_term_is_fenced(subject: &impl Subject) {
    let store = subject.open().await;
    let mut first = commit(run(1), 0, &["a"]);
    first.head.term = 3;
    store.append(first).await.unwrap();
    for index in [0, 1, 2] {
        let mut late = commit(run(1), index, &["late"]);
        late.head.term = 2;
        assert_eq!(store.append(late).await, Err(StoreError::Fenced { current: 3 }));
    }
    assert_eq!(texts(&*store, run(1)).await, ["a"]);
    assert_eq!(store.head(run(1)).await.unwrap().map(|head| head.term), Some(3));
}

/// A higher term takes a run over; each record keeps the term it was written under.
pub async fn a_higher_term_takes_over(subject: &impl Subject) {
    let store = subject.open().await;
    store.append(commit(run(1), 0, &["a", "b"])).await.unwrap();
    let mut taken = commit(run(1), 2, &["c"]);
    taken.head.term = 5;
    store.append(taken).await.unwrap();
    assert_eq!(store.append(commit(run(1), 3, &["late"])).await, Err(StoreError::Fenced { current: 5 }));
    let mut next = commit(run(1), 3, &["d"]);
    next.head.term = 5;
    store.append(next).await.unwrap();
    let terms: Vec<u64> = store.read(run(1), 0).await.unwrap().iter().map(|entry| entry.term).collect();
    assert_eq!(terms, [1, 1, 5, 5]);
}

/// An idempotency key is taken once; who comes later learns by whom and leaves no trace.
pub async fn a_key_belongs_to_its_first_run(subject: &impl Subject) {
    let store = subject.open().await;
    let mut first = commit(run(1), 0, &["a"]);
    first.claim = Some(claim("order 7", run(1)));
    store.append(first).await.unwrap();
    assert_eq!(store.claimed("order 7").await, Ok(Some(claim("order 7", run(1)))));
    assert_eq!(store.claimed("order").await, Ok(None));

    let mut second = commit(run(2), 0, &["b"]);
    second.claim = Some(claim("order 7", run(2)));
    let refused = store.append(second.clone()).await;
    assert_eq!(refused, Err(StoreError::Claimed { existing: claim("order 7", run(1)) }));
    assert_eq!(store.head(run(2)).await, Ok(None));
    assert_eq!(store.read(run(2), 0).await, Ok(vec![]));

    second.claim = Some(claim("order 8", run(2)));
    store.append(second).await.unwrap();
    assert_eq!(store.claimed("order 7").await, Ok(Some(claim("order 7", run(1)))));
    assert_eq!(store.claimed("order 8").await, Ok(Some(claim("order 8", run(2)))));
}

/// A commit refused for its order takes no key.
pub async fn a_refused_commit_takes_no_key(subject: &impl Subject) {
    let store = subject.open().await;
    let mut wrong = commit(run(1), 4, &["a"]);
    wrong.claim = Some(claim("order 7", run(1)));
    assert!(store.append(wrong).await.is_err());
    assert_eq!(store.claimed("order 7").await, Ok(None));
    let mut right = commit(run(2), 0, &["a"]);
    right.claim = Some(claim("order 7", run(2)));
    store.append(right).await.unwrap();
}

/// Of several writers that continue a run at the same place, one succeeds.
pub async fn racing_writers_of_one_run_have_one_winner(subject: &impl Subject) {
    let store = subject.open().await;
    for round in 0..20 {
        let tasks: Vec<_> = (0..8)
            .map(|writer| {
                let store = Arc::clone(&store);
                let record = format!("{round} {writer}");
                tokio::spawn(async move { store.append(commit(run(1), round, &[&record])).await })
            })
            .collect();
        let mut results = Vec::new();
        for task in tasks {
            results.push(task.await.unwrap());
        }
        assert_eq!(winners(&results), 1, "round {round}: {results:?}");
        let winner = results.iter().position(Result::is_ok).unwrap();
        assert_eq!(texts(&*store, run(1)).await.last(), Some(&format!("{round} {winner}")));
    }
    assert_eq!(store.read(run(1), 0).await.unwrap().len(), 20);
}

/// Of several runs that want the same key at once, one gets it, and the others learn which.
pub async fn racing_claims_have_one_winner(subject: &impl Subject) {
    let store = subject.open().await;
    for round in 0..20 {
        let key = format!("order {round}");
        let tasks: Vec<_> = (0..8)
            .map(|writer| {
                let (store, id) = (Arc::clone(&store), run(round * 100 + writer));
                let mut start = commit(id, 0, &["a"]);
                start.claim = Some(claim(&key, id));
                tokio::spawn(async move { store.append(start).await })
            })
            .collect();
        let mut results = Vec::new();
        for task in tasks {
            results.push(task.await.unwrap());
        }
        assert_eq!(winners(&results), 1, "round {round}: {results:?}");
        let winner = run(round * 100 + results.iter().position(Result::is_ok).unwrap() as u64);
        assert_eq!(store.claimed(&key).await, Ok(Some(claim(&key, winner))));
        for result in results.into_iter().filter(Result::is_err) {
            assert_eq!(result, Err(StoreError::Claimed { existing: claim(&key, winner) }));
        }
    }
    assert_eq!(store.unfinished().await.unwrap().len(), 20, "who got no key did not start");
}

/// Many runs written at once do not mix, and every commit is seen by its writer as soon as it is taken.
pub async fn many_runs_at_once_stay_apart(subject: &impl Subject) {
    let store = subject.open().await;
    let tasks: Vec<_> = (0..32)
        .map(|number| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for index in 0..20 {
                    let record = format!("{number} {index}");
                    store.append(commit(run(number), index, &[&record])).await.unwrap();
                    let seen = store.head(run(number)).await.unwrap().unwrap();
                    assert_eq!(seen.length, index + 1);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    for number in 0..32 {
        let expected: Vec<String> = (0..20).map(|index| format!("{number} {index}")).collect();
        assert_eq!(texts(&*store, run(number)).await, expected);
    }
}

/// Journals, terms and keys are there after the store was closed and opened, and it goes on.
pub async fn journals_survive_reopening(subject: &impl Subject) {
    let mut store = subject.open().await;
    let large = bytes(1, 200_000);
    for round in 0..4 {
        let mut start = commit(run(round), 0, &["a"]);
        start.claim = Some(claim(&format!("order {round}"), run(round)));
        start.records.push(large.clone());
        start.head.length = 2;
        store.append(start).await.unwrap();
        store = subject.reopen(store).await;
        for number in 0..=round {
            let length = 2 + round - number;
            let mut next = commit(run(number), length, &["next"]);
            next.head.term = round + 1;
            store.append(next).await.unwrap();
            let entries = store.read(run(number), 0).await.unwrap();
            assert_eq!(entries.len() as u64, length + 1);
            assert_eq!(entries[1].record, large);
            assert_eq!(entries.last().map(|entry| entry.term), Some(round + 1));
            let key = format!("order {number}");
            assert_eq!(store.claimed(&key).await, Ok(Some(claim(&key, run(number)))));
        }
        let late = store.append(commit(run(0), 99, &["late"])).await;
        let expected = StoreError::OutOfOrder { length: 3 + round, first: 99 };
        assert_eq!(late, Err(if round == 0 { expected } else { StoreError::Fenced { current: round + 1 } }));
    }
}
