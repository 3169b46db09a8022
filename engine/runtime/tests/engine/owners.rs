//! Who answers for a workflow: whoever published it first, also where an engine published it that did not ask.

use std::sync::Arc;

use towpath_journal::{Documents as _, MemoryStore, Put};

use crate::world::{engine, permitted, publish, somebody, workflow};

const TASKS: &str = "  - done: { set: { done: true } }\n";

#[tokio::test(flavor = "multi_thread")]
async fn the_first_author_owns_a_workflow_until_it_is_handed_over() {
    let store = Arc::new(MemoryStore::default());
    let first = permitted(store.clone()).await;
    publish(&first, "owned", workflow("owned", "1.0.0", TASKS)).await.unwrap();
    assert_eq!(first.ownership("test", "owned").unwrap().owner, "champion");
    assert!(first.ownership("test", "none").is_err());

    // As an engine left it that knew of no owners.
    let (collection, key) = ("owners".to_owned(), "test/owned".to_owned());
    store.put(vec![Put { collection, key, expected: None, content: None }]).await.unwrap();
    let second = engine(store.clone()).await;
    let known = second.ownership("test", "owned").unwrap();
    assert_eq!((known.owner.as_str(), known.revision), ("champion", 0));
    publish(&second, "owned", workflow("owned", "1.0.1", TASKS)).await.unwrap();
    assert_eq!(second.ownership("test", "owned").unwrap().revision, 1, "now it is written down");

    let handed = second.hand_over(&somebody(), ("test", "owned"), "max".to_owned(), None, None).await;
    assert_eq!(handed.unwrap().owner, "max");
    let third = engine(store).await;
    assert_eq!(third.ownership("test", "owned").unwrap().owner, "max");
    let late = third.hand_over(&somebody(), ("test", "owned"), "eve".to_owned(), None, None).await;
    assert!(late.is_err(), "it is theirs no more");
}
