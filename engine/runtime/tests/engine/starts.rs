//! Starts under one idempotency key at the same time: nobody joins a run that never comes to be.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{FutureExt as _, future::join_all};
use towpath_journal::{Journal as _, MemoryStore, StoreError};
use towpath_runtime::{EngineError, Fault, StartRequest};

use crate::clock::SimulatedClock;
use crate::store::Gated;
use crate::world::{eventually, output, permitted, permitted_at, publish, request, somebody, workflow};

const PATIENCE: Duration = Duration::from_secs(20);

fn keyed(name: &str) -> StartRequest {
    StartRequest { idempotency_key: Some("one".to_owned()), ..request(name, "{}") }
}

#[tokio::test]
async fn who_comes_second_joins_once_the_first_is_on_disk() {
    let store = Gated::over(Arc::new(MemoryStore::default()));
    let engine = permitted(store.clone()).await;
    publish(&engine, "k", workflow("k", "1.0.0", "  - a:\n      set: { b: 1 }\n")).await.unwrap();
    store.close();
    let somebody = somebody();
    let first = engine.start(&somebody, keyed("k")).await.unwrap();
    let mut second = Box::pin(engine.start(&somebody, keyed("k")));
    // The first is under way and not on disk: nothing can be said to the second.
    assert!((&mut second).now_or_never().is_none());
    store.pass(10);
    let second = second.await.unwrap();
    assert!(second.joined && second.run == first.run);
    assert!(engine.durable(&second).await.is_ok());
    assert!(engine.run(second.run).await.is_ok(), "what is joined can be looked at");
    let view = engine.outcome(&second, PATIENCE).await.unwrap().expect("it ends");
    assert_eq!(output(&view), r#"{"b":1}"#);
}

#[tokio::test]
async fn who_waits_for_a_start_that_fails_makes_one_of_their_own() {
    let store = Gated::over(Arc::new(MemoryStore::default()));
    let engine = permitted(store.clone()).await;
    publish(&engine, "k", workflow("k", "1.0.0", "  - a:\n      set: { b: 1 }\n")).await.unwrap();
    store.close();
    store.fail(StoreError::Full("no room".to_owned()));
    let somebody = somebody();
    let starts: Vec<_> = (0..4)
        .map(|_| async {
            let started = engine.start(&somebody, keyed("k")).await?;
            engine.outcome(&started, PATIENCE).await
        })
        .collect();
    let (results, ()) = tokio::join!(join_all(starts), async { store.pass(10) });
    for result in results {
        assert!(matches!(result, Err(EngineError::Fault(Fault::Store(StoreError::Full(_))))), "{result:?}");
    }
}

#[tokio::test]
async fn who_is_refused_is_told_so_however_many_ask_at_once() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "k", workflow("k", "1.0.0", "  - a:\n      set: { b: 1 }\n")).await.unwrap();
    engine.put_policy(&somebody(), "start", crate::world::PERMIT_NOTHING.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), towpath_runtime::Activate::at_the_start()).await.unwrap();
    let somebody = somebody();
    let starts = (0..8).map(|_| engine.start(&somebody, keyed("k")));
    for result in join_all(starts).await {
        assert!(matches!(result, Err(EngineError::Fault(Fault::StartRefused(_)))), "{result:?}");
    }
}

/// Fault 25: a caller who does not wait was answered when the first burst of work had ended.
#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_wait_is_answered_once_the_start_is_on_disk() {
    let store = Arc::new(MemoryStore::default());
    let engine = permitted(store.clone()).await;
    // So much work that it is still at it when somebody looks.
    let busy = "  - a: { set: { n: '${ reduce range(1000000) as $i (0; . + 1) }' } }\n";
    publish(&engine, "busy", workflow("busy", "1.0.0", busy)).await.unwrap();
    let started = engine.start(&somebody(), request("busy", "{}")).await.unwrap();
    engine.durable(&started).await.unwrap();
    let journal = store.read(started.run, 0).await.unwrap();
    assert_eq!(journal.len(), 1, "the start alone");
    let view = engine.outcome(&started, PATIENCE).await.unwrap().expect("it ends");
    assert_eq!(output(&view), r#"{"n":1000000}"#);
    assert!(store.read(started.run, 0).await.unwrap().len() > 1);
}

/// A start that was there although the store reported a failure was driven by nobody before the next restart.
#[tokio::test]
async fn a_start_whose_commit_was_reported_as_failed_goes_on() {
    let (store, clock) = (Gated::over(Arc::new(MemoryStore::default())), SimulatedClock::new());
    let engine = permitted_at(store.clone(), clock.clone()).await;
    publish(&engine, "k", workflow("k", "1.0.0", "  - w: { wait: PT1S }\n  - a: { set: { b: 1 } }\n"))
        .await
        .unwrap();
    store.lose_answers(true);
    let started = engine.start(&somebody(), keyed("k")).await.unwrap();
    let failed = engine.durable(&started).await;
    assert!(matches!(failed, Err(EngineError::Fault(Fault::Store(StoreError::Io(_))))), "{failed:?}");
    store.lose_answers(false);
    let again = engine.start(&somebody(), keyed("k")).await.unwrap();
    assert!(again.joined && again.run == started.run);
    let ended = eventually("the run ends", async || {
        clock.advance(Duration::from_secs(1));
        engine.run(again.run).await.ok().filter(|view| view.output.is_some())
    })
    .await;
    assert_eq!(output(&ended), r#"{"b":1}"#);
}
