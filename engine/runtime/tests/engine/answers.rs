//! What is answered, when the engine stops between the last step and the outcome.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{Commit, MemoryStore, RunHead, RunId, Status, Store};

use crate::world::*;

const FORBID: &str = "policy: silence\ntitle: Nothing is answered\neffect: forbid\nreason: Stays inside.\naccess:\n  \
                      properties:\n    kind: { const: respond }\n";

/// The run of `from`, as it stood on disk before its outcome was.
async fn cut(store: &dyn Store, from: &RunHead) -> RunId {
    let mut entries = store.read(from.run, 0).await.unwrap();
    entries.pop();
    let run = RunId(uuid::Uuid::from_u128(7));
    let records = entries.into_iter().map(|entry| entry.record).collect::<Vec<_>>();
    let length = records.len() as u64;
    let head = RunHead { run, length, status: Status::Running, ended_at: None, ..from.clone() };
    store.append(Commit { first: 0, records, head, claim: None }).await.unwrap();
    run
}

#[tokio::test]
async fn an_answer_is_evaluated_also_after_a_crash() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let first = permitted(Arc::clone(&store)).await;
    let tasks = "  - w:\n      wait: { milliseconds: 1 }\n  - a:\n      set: { b: 1 }\n";
    publish(&first, "answers", workflow("answers", "1.0.0", tasks)).await.unwrap();
    let view = call(&first, "answers", "{}").await;
    assert_eq!(output(&view), r#"{"b":1}"#);
    let run = cut(&*store, &view.head).await;
    first.put_policy(&somebody(), "silence", FORBID.to_owned(), None).await.unwrap();
    first.activate_policies(&somebody(), towpath_runtime::Activate::at_the_start()).await.unwrap();
    first.shutdown();
    drop(first);
    let second = engine(store).await;
    let view = second.wait(run, Duration::from_secs(20)).await.unwrap().expect("the run ends");
    assert_eq!(view.head.status, Status::Faulted, "{:?}", view.output);
    assert_eq!(view.refusal.and_then(|refusal| refusal.reason).as_deref(), Some("Stays inside."));
}
