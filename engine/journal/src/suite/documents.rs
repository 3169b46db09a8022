//! What documents promise: revisions without gaps, changes that are never lost, all or none.

use std::sync::Arc;

use super::Subject;
use super::given::{at, bytes, deleted, written};
use crate::{Documents, Put, StoreError};

async fn content(store: &impl Documents, key: &str) -> Option<(u64, String)> {
    let document = store.get("policies", key).await.unwrap()?;
    assert_eq!(document.key, key);
    Some((document.revision, String::from_utf8_lossy(&document.content).into_owned()))
}

async fn keys(store: &impl Documents, collection: &str, prefix: &str) -> Vec<String> {
    store.list(collection, prefix).await.unwrap().into_iter().map(|document| document.key).collect()
}

/// Every change is a revision, a deletion too; what is deleted is not there, and its count goes on.
pub async fn revisions_count_up_over_deletions(subject: &impl Subject) {
    let store = subject.open().await;
    assert_eq!(content(&*store, "a").await, None);
    assert_eq!(store.put(vec![deleted("policies", "a")]).await, Ok(vec![0]), "nothing to delete");
    assert_eq!(store.put(vec![written("policies", "a", "one")]).await, Ok(vec![1]));
    assert_eq!(content(&*store, "a").await, Some((1, "one".to_owned())));
    assert_eq!(store.put(vec![written("policies", "a", "two")]).await, Ok(vec![2]));
    assert_eq!(store.put(vec![deleted("policies", "a")]).await, Ok(vec![3]));
    assert_eq!(content(&*store, "a").await, None);
    assert_eq!(keys(&*store, "policies", "").await, [""; 0]);
    assert_eq!(store.put(vec![deleted("policies", "a")]).await, Ok(vec![3]), "nothing to delete");
    assert_eq!(store.put(vec![written("policies", "a", "four")]).await, Ok(vec![4]));
    assert_eq!(content(&*store, "a").await, Some((4, "four".to_owned())));
    assert_eq!(store.put(vec![]).await, Ok(vec![]));
}

/// A change made for another revision is refused, and the error names the one in force.
pub async fn expectations_are_held(subject: &impl Subject) {
    let store = subject.open().await;
    let write = |text: &str| written("policies", "a", text);
    assert_eq!(store.put(vec![at(1, write("x"))]).await, Err(StoreError::Conflict { current: 0 }));
    assert_eq!(store.put(vec![at(0, write("one"))]).await, Ok(vec![1]));
    assert_eq!(store.put(vec![at(0, write("x"))]).await, Err(StoreError::Conflict { current: 1 }));
    assert_eq!(store.put(vec![at(1, write("two"))]).await, Ok(vec![2]));
    assert_eq!(
        store.put(vec![at(1, deleted("policies", "a"))]).await,
        Err(StoreError::Conflict { current: 2 })
    );
    assert_eq!(content(&*store, "a").await, Some((2, "two".to_owned())));
    assert_eq!(store.put(vec![at(2, deleted("policies", "a"))]).await, Ok(vec![3]));
    assert_eq!(store.put(vec![at(3, write("x"))]).await, Err(StoreError::Conflict { current: 0 }));
    assert_eq!(store.put(vec![at(0, write("four"))]).await, Ok(vec![4]));
}

/// One change that is refused takes the whole batch with it.
pub async fn a_batch_is_all_or_none(subject: &impl Subject) {
    let store = subject.open().await;
    store.put(vec![written("policies", "a", "one"), written("policies", "b", "one")]).await.unwrap();
    let batch = vec![
        written("policies", "a", "two"),
        deleted("policies", "b"),
        written("policies", "c", "one"),
        at(7, written("policies", "a", "x")),
    ];
    assert_eq!(store.put(batch.clone()).await, Err(StoreError::Conflict { current: 2 }));
    assert_eq!(content(&*store, "a").await, Some((1, "one".to_owned())));
    assert_eq!(content(&*store, "b").await, Some((1, "one".to_owned())));
    assert_eq!(content(&*store, "c").await, None);
    assert_eq!(store.put(batch[..3].to_vec()).await, Ok(vec![2, 2, 1]));
    assert_eq!(keys(&*store, "policies", "").await, ["a", "c"]);
}

/// Within a batch a later change sees the earlier ones.
pub async fn one_batch_may_change_a_key_twice(subject: &impl Subject) {
    let store = subject.open().await;
    let batch = vec![
        at(0, written("policies", "a", "one")),
        at(1, written("policies", "a", "two")),
        at(2, deleted("policies", "a")),
        at(0, written("policies", "a", "four")),
    ];
    assert_eq!(store.put(batch).await, Ok(vec![1, 2, 3, 4]));
    assert_eq!(content(&*store, "a").await, Some((4, "four".to_owned())));
}

/// Lists hold a collection's documents whose key begins so, by key, and none of another collection.
pub async fn documents_are_listed_by_prefix(subject: &impl Subject) {
    let store = subject.open().await;
    let of_policies = ["refunds/b", "refunds", "refunds/a", "orders", "refundsx", "straße", "straß"];
    for key in of_policies {
        store.put(vec![written("policies", key, key)]).await.unwrap();
    }
    for (collection, key) in [("policie", "s"), ("policiess", "refunds/c"), ("p", "oliciesrefunds")] {
        store.put(vec![written(collection, key, "other")]).await.unwrap();
    }
    store.put(vec![deleted("policies", "refundsx")]).await.unwrap();
    assert_eq!(keys(&*store, "policies", "refunds/").await, ["refunds/a", "refunds/b"]);
    assert_eq!(keys(&*store, "policies", "refunds").await, ["refunds", "refunds/a", "refunds/b"]);
    assert_eq!(keys(&*store, "policies", "straß").await, ["straß", "straße"]);
    let all = ["orders", "refunds", "refunds/a", "refunds/b", "straß", "straße"];
    assert_eq!(keys(&*store, "policies", "").await, all);
    assert_eq!(keys(&*store, "policie", "").await, ["s"]);
    assert_eq!(keys(&*store, "unknown", "").await, [""; 0]);
    for document in store.list("policies", "").await.unwrap() {
        assert_eq!(document.content, document.key.as_bytes());
        assert_eq!(document.revision, 1);
    }
}

/// Contents may be empty, which is not the same as absent, hold any bytes, and be large.
pub async fn contents_of_any_size_are_kept(subject: &impl Subject) {
    let store = subject.open().await;
    let sizes = [0, 1, 60_000, 65_535, 65_536, 65_537, 140_000, 2 << 20];
    for size in sizes {
        let change =
            Put { content: Some(bytes(size as u64, size)), ..written("policies", &size.to_string(), "") };
        assert_eq!(store.put(vec![change]).await, Ok(vec![1]));
    }
    for size in sizes {
        let document = store.get("policies", &size.to_string()).await.unwrap().unwrap();
        assert!(document.content == bytes(size as u64, size), "{size} bytes came back different");
    }
    let listed = store.list("policies", "").await.unwrap();
    assert_eq!(listed.len(), sizes.len());
    assert!(listed.iter().all(|document| document.content.len().to_string() == document.key));
}

/// Who reads, changes and expects what was read never overwrites what somebody else did.
pub async fn racing_changes_are_never_lost(subject: &impl Subject) {
    let store = subject.open().await;
    store.put(vec![written("policies", "count", "0")]).await.unwrap();
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let mut done = 0;
                while done < 10 {
                    let (revision, text) = content(&*store, "count").await.unwrap();
                    let next = (text.parse::<u64>().unwrap() + 1).to_string();
                    match store.put(vec![at(revision, written("policies", "count", &next))]).await {
                        Ok(revisions) => {
                            assert_eq!(revisions, [revision + 1]);
                            done += 1;
                        }
                        Err(StoreError::Conflict { current }) => assert!(current > revision),
                        Err(error) => panic!("{error}"),
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(content(&*store, "count").await, Some((41, "40".to_owned())));
}

/// Documents and the revisions of deleted ones are there after the store was closed and opened.
pub async fn documents_survive_reopening(subject: &impl Subject) {
    let store = subject.open().await;
    let large = Put { content: Some(bytes(1, 300_000)), ..written("policies", "large", "") };
    store.put(vec![written("policies", "a", "one"), written("policies", "b", "one"), large]).await.unwrap();
    store.put(vec![deleted("policies", "b"), written("policies", "a", "two")]).await.unwrap();
    let store = subject.reopen(store).await;
    assert_eq!(content(&*store, "a").await, Some((2, "two".to_owned())));
    assert_eq!(content(&*store, "b").await, None);
    assert_eq!(keys(&*store, "policies", "").await, ["a", "large"]);
    assert!(store.get("policies", "large").await.unwrap().unwrap().content == bytes(1, 300_000));
    assert_eq!(store.put(vec![written("policies", "b", "three")]).await, Ok(vec![3]));
    assert_eq!(store.put(vec![at(2, written("policies", "a", "three"))]).await, Ok(vec![3]));
    let store = subject.reopen(store).await;
    assert_eq!(content(&*store, "b").await, Some((3, "three".to_owned())));
}
