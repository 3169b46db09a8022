//! Runs that people suspend and resume.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{HeadFilter, MemoryStore, RunId, Status, Store};
use towpath_runtime::{Engine, EngineError, RunsError, SentEvent, TaskState};

use crate::clock::SimulatedClock;
use crate::world::*;

const NAP: &str =
    "  - nap: { wait: { seconds: 10 } }\n  - tell: { emit: { event: { with: { type: told } } } }\n";
const HEAR: &str = "  - hear: { listen: { to: { one: { with: { type: paid } } } } }\n";

async fn started(engine: &Engine, name: &str) -> RunId {
    engine.start(&somebody(), request(name, "{}")).await.unwrap().run
}

async fn is_waiting(engine: &Engine, run: RunId) {
    run_that(engine, "the run waits", run, |view| view.head.status == Status::Waiting).await;
}

async fn status(engine: &Engine, run: RunId) -> Status {
    engine.run(run).await.unwrap().head.status
}

async fn ended(engine: &Engine, run: RunId) -> Status {
    engine.wait(run, Duration::from_secs(20)).await.unwrap().expect("the run ends").head.status
}

#[tokio::test]
async fn a_suspended_run_stands_still_over_a_restart_and_goes_on_where_it_was() {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let first = permitted_at(Arc::clone(&store), clock.clone()).await;
    publish(&first, "naps", workflow("naps", "1.0.0", NAP)).await.unwrap();
    let (run, other) = (started(&first, "naps").await, started(&first, "naps").await);
    is_waiting(&first, run).await;
    is_waiting(&first, other).await;
    first.suspend(&somebody(), run, " the target moves ").await.unwrap();
    first.suspend(&somebody(), run, "another reason").await.unwrap();
    let head = first.run(run).await.unwrap().head;
    let suspended = head.suspended.clone().unwrap();
    assert_eq!((suspended.by.as_str(), suspended.reason.as_str()), ("champion", "the target moves"));
    assert_eq!((head.status, head.wake_at), (Status::Suspended, None));
    let filter = HeadFilter { status: Some(Status::Suspended), limit: 5, ..HeadFilter::default() };
    assert_eq!(first.runs(filter).await.unwrap(), [head]);
    let trace = first.trace(&somebody(), run).await.unwrap();
    assert_eq!(trace.tasks.iter().map(|task| task.state).collect::<Vec<_>>(), [TaskState::Suspended]);

    clock.advance(Duration::from_secs(60));
    assert_eq!(ended(&first, other).await, Status::Completed, "only this one stands still");
    assert_eq!(status(&first, run).await, Status::Suspended);
    first.shutdown();
    drop(first);
    let second = engine_at(store, clock.clone()).await;
    clock.advance(Duration::from_hours(24 * 365));
    pause(Duration::from_millis(100), "nothing may happen").await;
    assert_eq!(status(&second, run).await, Status::Suspended);
    let length = second.run(run).await.unwrap().head.length;
    second.resume(&somebody(), run).await.unwrap();
    assert_eq!(ended(&second, run).await, Status::Completed, "the year does not count");
    assert!(second.run(run).await.unwrap().head.suspended.is_none());
    let journal = serde_json::to_string(
        &second
            .journal(run)
            .await
            .unwrap()
            .into_iter()
            .skip(length as usize)
            .map(|(_, record)| record)
            .collect::<Vec<_>>(),
    )
    .unwrap();
    assert!(journal.contains(r#""continued":{"by":"champion""#), "{journal}");
}

#[tokio::test]
async fn what_comes_while_a_run_is_suspended_is_received_when_it_goes_on() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "hears", workflow("hears", "1.0.0", HEAR)).await.unwrap();
    let run = started(&engine, "hears").await;
    run_that(&engine, "the run listens", run, |view| view.head.listens).await;
    engine.suspend(&somebody(), run, "later").await.unwrap();
    let text = r#"{"specversion":"1.0","id":"a","source":"s","type":"paid","data":7}"#;
    let event = SentEvent { event: towpath_wire::Json::parse(text.to_owned()).unwrap(), namespaces: None };
    engine.send_events(&somebody(), vec![event]).await.unwrap();
    pause(Duration::from_millis(50), "nothing may happen").await;
    assert_eq!(status(&engine, run).await, Status::Suspended);
    engine.resume(&somebody(), run).await.unwrap();
    let view = engine.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), "[7]");
}

#[tokio::test]
async fn a_suspended_run_is_cancelled_and_one_that_has_ended_is_not_suspended() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let first = permitted(Arc::clone(&store)).await;
    publish(&first, "naps", workflow("naps", "1.0.0", NAP)).await.unwrap();
    let (run, late) = (started(&first, "naps").await, started(&first, "naps").await);
    for run in [run, late] {
        is_waiting(&first, run).await;
        first.suspend(&somebody(), run, "stop").await.unwrap();
    }
    first.cancel(&somebody(), run, false).await.unwrap();
    assert_eq!(status(&first, run).await, Status::Cancelled);
    for ended in [first.suspend(&somebody(), run, "again").await, first.resume(&somebody(), run).await] {
        let is_ended = |error: &EngineError| matches!(error, EngineError::Runs(RunsError::HasEnded(..)));
        assert!(is_ended(ended.as_ref().unwrap_err()), "{ended:?}");
    }
    for reason in ["", "  ", &"x".repeat(501)] {
        let refused = first.suspend(&somebody(), late, reason).await;
        assert!(matches!(refused, Err(EngineError::Runs(RunsError::NoReason(_)))), "{refused:?}");
    }
    first.shutdown();
    drop(first);
    let second = engine(store).await;
    second.cancel(&somebody(), late, false).await.unwrap();
    assert_eq!(status(&second, late).await, Status::Cancelled);
}
