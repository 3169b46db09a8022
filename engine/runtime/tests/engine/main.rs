//! The engine over the memory store, with the committed runner: publish, call, evaluate, recover.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod abandoned;
mod answers;
mod approvals;
mod asleep;
mod children;
mod clock;
mod drafts;
mod events;
mod holds;
mod load;
mod owners;
mod restored;
mod retention;
mod reviews;
mod schedules;
mod starts;
mod statistics;
mod stopping;
mod store;
mod world;

use std::sync::Arc;
use std::time::Duration;

use towpath_identity::Principal;
use towpath_journal::{MemoryStore, Status, Store};
use towpath_runtime::{
    Activate, CatalogError, Clock as _, Engine, EngineError, RunsError, StartRequest, SystemClock,
};

use self::clock::SimulatedClock;
use self::world::*;

#[tokio::test]
async fn a_definition_is_published_and_called() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    let source =
        workflow("sum", "1.0.0", "  - add:\n      set:\n        total: ${ [.items[].price] | add }\n");
    publish(&engine, "sum", source).await.unwrap();
    let view = call(&engine, "sum", r#"{"items":[{"price":1.5},{"price":2}]}"#).await;
    assert_eq!(output(&view), r#"{"total":3.5}"#);
    let read = engine.run(view.head.run).await.unwrap();
    assert_eq!((read.head.status, output(&read)), (Status::Completed, output(&view)));
}

#[tokio::test]
async fn nothing_starts_without_a_permit() {
    let engine = engine(Arc::new(MemoryStore::default())).await;
    let source = workflow("x", "1.0.0", "  - a:\n      set: { b: 1 }\n");
    let refused = publish(&engine, "x", source).await;
    assert!(matches!(refused, Err(EngineError::Catalog(CatalogError::Denied(denied))) if denied.len() == 2));
}

#[tokio::test]
async fn a_wait_survives_the_engine() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let clock = SimulatedClock::new();
    let first = permitted_at(Arc::clone(&store), clock.clone()).await;
    let tasks =
        "  - a:\n      set: { b: 1 }\n  - w:\n      wait: P7D\n  - c:\n      set: { d: '${ .b + 1 }' }\n";
    publish(&first, "waits", workflow("waits", "1.0.0", tasks)).await.unwrap();
    let run = first.start(&somebody(), request("waits", "{}")).await.unwrap().run;
    run_that(&first, "the run waits", run, |view| view.head.wake_at.is_some()).await;
    first.shutdown();
    drop(first);
    let second = engine_at(store, clock.clone()).await;
    clock.advance(Duration::from_hours(7 * 24) - Duration::from_millis(1));
    let early = second.wait(run, Duration::from_millis(50)).await.unwrap();
    assert!(early.is_none(), "a millisecond is missing");
    clock.advance(Duration::from_millis(1));
    let view = second.wait(run, Duration::from_secs(20)).await.unwrap().expect("the run ends");
    assert_eq!(output(&view), r#"{"d":2}"#);
    assert_eq!(view.head.term, 2);
}

#[tokio::test]
async fn the_same_version_with_another_content_is_refused() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "v", workflow("v", "1.0.0", "  - a:\n      set: { b: 1 }\n")).await.unwrap();
    publish(&engine, "v", workflow("v", "1.0.0", "  # the same\n  - a:\n      set:\n        b: 1\n"))
        .await
        .unwrap();
    let other = publish(&engine, "v", workflow("v", "1.0.0", "  - a:\n      set: { b: 2 }\n")).await;
    assert!(
        matches!(other, Err(EngineError::Catalog(CatalogError::VersionTaken { next, .. })) if next == "1.0.1")
    );
}

#[tokio::test]
async fn an_idempotency_key_starts_one_run() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "k", workflow("k", "1.0.0", "  - a:\n      set: { b: 1 }\n")).await.unwrap();
    let keyed = |input: &str| StartRequest { idempotency_key: Some("one".to_owned()), ..request("k", input) };
    let somebody = somebody();
    let starts = (0..8).map(|_| engine.start(&somebody, keyed("{}")));
    let runs: Vec<_> =
        futures_util::future::join_all(starts).await.into_iter().map(|run| run.unwrap().run).collect();
    assert!(runs.windows(2).all(|pair| pair[0] == pair[1]));
    engine.wait(runs[0], Duration::from_secs(20)).await.unwrap();
    assert_eq!(engine.start(&somebody, keyed("{}")).await.unwrap().run, runs[0]);
    let other = engine.start(&somebody, keyed("[]")).await;
    assert!(matches!(other, Err(EngineError::Runs(RunsError::KeyReused(run))) if run == runs[0]));
}

#[tokio::test]
async fn an_endless_expression_ends_at_its_limit() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "e", workflow("e", "1.0.0", "  - a:\n      set: { b: '${ def f: f; f }' }\n"))
        .await
        .unwrap();
    publish(&engine, "m", workflow("m", "1.0.0", "  - a:\n      set: { b: '${ [range(1e9)] }' }\n"))
        .await
        .unwrap();
    for (name, code) in [("e", "TP1105"), ("m", "TP1104")] {
        let view = call(&engine, name, "{}").await;
        let error = view.error.expect("it faults");
        assert_eq!(error.code.as_deref(), Some(code), "{error:?}");
        assert_eq!(error.instance.as_deref(), Some("/do/0/a"), "{error:?}");
    }
}

/// What a server's handlers need: every call may move between threads.
#[test]
fn calls_may_move_between_threads() {
    fn is_send(_: impl Send) {}
    let check = |engine: &Engine, who: &Principal| {
        let run = SystemClock.run_id();
        is_send(engine.start(who, request("x", "")));
        is_send(engine.wait(run, Duration::ZERO));
        is_send(async { engine.durable(&engine.start(who, request("x", "")).await.unwrap()).await });
        is_send(engine.run(run));
        is_send(engine.publish(who, "n", "x", None));
        is_send(engine.activate_policies(who, Activate::at_the_start()));
    };
    let _ = check;
}
