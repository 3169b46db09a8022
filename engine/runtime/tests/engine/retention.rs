//! How long ended runs are kept: forgotten when their time is over, and never while they are needed.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{HeadFilter, MemoryStore, RunId, Status};
use towpath_runtime::{Engine, EngineError, Fault, Forgotten, RetentionRule, RetentionTimes, StartRequest};

use crate::clock::SimulatedClock;
use crate::world::*;

const HOUR: Duration = Duration::from_hours(1);

fn hours(hours: i64) -> Option<i64> {
    Some(hours * 3_600 * 1_000)
}

fn rule(name: Option<&str>, times: RetentionTimes) -> RetentionRule {
    RetentionRule { namespace: "test".to_owned(), name: name.map(str::to_owned), times }
}

async fn left(engine: &Engine) -> Vec<RunId> {
    let heads = engine.runs(HeadFilter { limit: 1_000, ..HeadFilter::default() }).await.unwrap();
    heads.iter().map(|head| head.run).collect()
}

async fn forget(engine: &Engine) -> Forgotten {
    let (forgotten, done) = engine.forget_overdue_runs().await;
    done.unwrap();
    forgotten
}

async fn ended(engine: &Engine, name: &str) -> RunId {
    call(engine, name, "{}").await.head.run
}

async fn world() -> (Arc<MemoryStore>, Arc<SimulatedClock>, Engine) {
    let (store, clock) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(store.clone(), clock.clone()).await;
    publish(&engine, "well", workflow("well", "1.0.0", "  - a: { set: { b: 1 } }\n")).await.unwrap();
    publish(&engine, "long", workflow("long", "1.0.0", "  - a: { set: { b: 1 } }\n")).await.unwrap();
    let fails = "  - a: { raise: { error: { type: https://acme.example/no, status: 422 } } }\n";
    publish(&engine, "badly", workflow("badly", "1.0.0", fails)).await.unwrap();
    publish(&engine, "waits", workflow("waits", "1.0.0", "  - a: { wait: { days: 900 } }\n")).await.unwrap();
    (store, clock, engine)
}

#[tokio::test]
async fn runs_are_forgotten_when_their_time_is_over_and_others_stay() {
    let (_store, clock, engine) = world().await;
    let waiting = engine.start(&somebody(), request("waits", "{}")).await.unwrap().run;
    run_that(&engine, "it waits", waiting, |view| view.head.status == Status::Waiting).await;
    let (well, badly, long) =
        (ended(&engine, "well").await, ended(&engine, "badly").await, ended(&engine, "long").await);
    clock.advance(40 * HOUR);
    assert_eq!(forget(&engine).await, Forgotten::default(), "nothing is said");

    engine.set_retention(RetentionTimes { completed: hours(30), faulted: hours(60), cancelled: None });
    let rules =
        vec![rule(Some("long"), RetentionTimes { completed: hours(90), ..RetentionTimes::default() })];
    let kept = engine.put_retention(&somebody(), rules.clone(), Some(0)).await.unwrap();
    assert_eq!((kept.revision, kept.changed.unwrap().0.as_str()), (1, "champion"));
    let stale = engine.put_retention(&somebody(), vec![], Some(0)).await;
    assert!(matches!(stale, Err(EngineError::Fault(Fault::Conflict { current: 1 }))), "{stale:?}");

    let fresh = ended(&engine, "well").await;
    let retired = forget(&engine).await;
    assert_eq!(retired, Forgotten { completed: 1, ..Forgotten::default() });
    assert_eq!(left(&engine).await, [fresh, long, badly, waiting]);
    assert!(matches!(engine.run(well).await, Err(EngineError::Fault(Fault::NotFound { .. }))));
    clock.advance(21 * HOUR);
    assert_eq!(forget(&engine).await, Forgotten { faulted: 1, ..Forgotten::default() });
    clock.advance(500 * HOUR);
    assert_eq!(forget(&engine).await, Forgotten { completed: 2, ..Forgotten::default() });
    assert_eq!(left(&engine).await, [waiting], "what is under way stays");
}

#[tokio::test]
async fn a_key_is_free_again_and_many_are_forgotten_in_steps() {
    let (_store, clock, engine) = world().await;
    engine.set_retention(RetentionTimes { completed: hours(1), ..RetentionTimes::default() });
    let keyed = || StartRequest { idempotency_key: Some("once".to_owned()), ..request("well", "{}") };
    let first = engine.start(&somebody(), keyed()).await.unwrap().run;
    engine.wait(first, Duration::from_secs(20)).await.unwrap().unwrap();
    for _ in 0..600 {
        ended(&engine, "well").await;
    }
    clock.advance(HOUR * 2);
    assert_eq!(engine.start(&somebody(), keyed()).await.unwrap().run, first, "it is not forgotten yet");
    assert_eq!(forget(&engine).await.total(), 601);
    assert_eq!(left(&engine).await, []);
    assert_ne!(engine.start(&somebody(), keyed()).await.unwrap().run, first);
}

#[tokio::test]
async fn a_child_stays_while_the_run_that_waited_for_it_is_under_way() {
    let (_store, clock, engine) = world().await;
    let family = "  - child: { run: { workflow: { namespace: test, name: well, version: 1.0.0 } } }
  - rest: { wait: { days: 900 } }
";
    publish(&engine, "family", workflow("family", "1.0.0", family)).await.unwrap();
    let parent = engine.start(&somebody(), request("family", "{}")).await.unwrap().run;
    run_that(&engine, "it rests", parent, |view| {
        view.head.status == Status::Waiting && view.head.wake_at.is_some()
    })
    .await;
    engine.set_retention(RetentionTimes { completed: hours(1), cancelled: hours(1), faulted: None });
    clock.advance(HOUR * 2);
    assert!(!engine.has_overdue_runs().await.unwrap());
    assert_eq!(forget(&engine).await.total(), 0);
    assert_eq!(left(&engine).await.len(), 2);
    engine.cancel(&somebody(), parent, false).await.unwrap();
    assert_eq!(forget(&engine).await, Forgotten { completed: 1, ..Forgotten::default() });
    clock.advance(HOUR * 2);
    assert_eq!(forget(&engine).await, Forgotten { cancelled: 1, ..Forgotten::default() });
    assert_eq!(left(&engine).await, []);
}
