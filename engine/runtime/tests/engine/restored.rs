//! The pause after a restore: nothing goes out before somebody has seen what would, and confirms it.

use std::sync::Arc;
use std::time::Duration;

use towpath_identity::{Grant, Principal, Role};
use towpath_journal::{HeadFilter, MemoryStore, OpenFate, RunId, Status};
use towpath_runtime::{
    Engine, EngineError, Fault, RestoreReport, RestoredFrom, RunsError, SentEvent, mark_restored,
};
use towpath_wire::Json;

use crate::clock::SimulatedClock;
use crate::holds::person;
use crate::store::Gated;
use crate::world::*;

const HOUR: Duration = Duration::from_hours(1);
const REMINDS: &str = "  - pause: { wait: { hours: 1 } }
  - tell: { emit: { event: { with: { type: reminded } } } }
";
const SCHEDULED: &str = "document: { dsl: 1.0.3, namespace: test, name: report, version: 1.0.0 }
schedule: { every: { hours: 1 } }
do: [ { a: { set: { made: true } } } ]
";

fn it() -> Principal {
    person("it", &[Grant::everywhere(Role::It)])
}

/// A store with two runs that wait for an hour and a schedule, three hours after it was left and marked as restored.
async fn restored() -> (Arc<MemoryStore>, Arc<SimulatedClock>, [RunId; 2]) {
    restored_after(3 * HOUR).await
}

async fn restored_after(time: Duration) -> (Arc<MemoryStore>, Arc<SimulatedClock>, [RunId; 2]) {
    let (store, clock) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(store.clone(), clock.clone()).await;
    publish(&engine, "reminds", workflow("reminds", "1.0.0", REMINDS)).await.unwrap();
    publish(&engine, "report", SCHEDULED.to_owned()).await.unwrap();
    let mut runs = Vec::new();
    for _ in 0..2 {
        let run = engine.start(&somebody(), request("reminds", "{}")).await.unwrap().run;
        run_that(&engine, "it waits", run, |view| view.head.status == Status::Waiting).await;
        runs.push(run);
    }
    eventually("the schedule is known", async || {
        towpath_journal::Documents::get(&*store, "schedules", "test/report").await.unwrap()
    })
    .await;
    engine.shutdown();
    drop(engine);
    mark_restored(&*store, RestoredFrom { taken_at: 1, restored_at: 2 }).await.unwrap();
    clock.advance(time);
    (store, clock, runs.try_into().unwrap())
}

fn is_paused<T: std::fmt::Debug>(answer: Result<T, EngineError>) -> bool {
    matches!(answer, Err(EngineError::Runs(RunsError::Paused)))
}

async fn all_runs(engine: &Engine) -> usize {
    engine.runs(HeadFilter { limit: 100, ..HeadFilter::default() }).await.unwrap().len()
}

async fn shown(engine: &Engine) -> RestoreReport {
    engine.restore_report().await.unwrap()
}

#[tokio::test]
async fn nothing_goes_out_before_somebody_confirms_and_everything_after() {
    let (store, clock, [first, second]) = restored().await;
    let engine = engine_at(store.clone(), clock.clone()).await;
    assert!(engine.is_paused_after_restore() && !engine.ready());

    // New work is refused.
    assert!(is_paused(engine.start(&somebody(), request("reminds", "{}")).await));
    let event = Json::parse(r#"{"specversion":"1.0","id":"1","source":"s","type":"t"}"#.to_owned()).unwrap();
    assert!(is_paused(engine.send_events(&somebody(), vec![SentEvent { event, namespaces: None }]).await));

    // What would go out is listed, and has not.
    let report = shown(&engine).await;
    let mark = report.mark.unwrap();
    assert_eq!((mark.taken_at, mark.restored_at, mark.confirmed), (1, 2, None));
    let ids: Vec<RunId> = report.runs.iter().map(|run| run.head.run).collect();
    assert_eq!((report.unfinished, ids), (2, vec![first, second]));
    for run in &report.runs {
        assert_eq!(run.problem, None);
        let calls: Vec<_> = run.calls.iter().map(|call| (call.what.as_str(), call.fate)).collect();
        assert_eq!(calls, [("wait", OpenFate::Waits)]);
    }
    let due: Vec<_> = report.schedules.iter().map(|one| (one.name.as_str(), one.due.len())).collect();
    assert_eq!(due, [("report", 1)], "the newest missed time is made up");
    clock.advance(HOUR);
    pause(Duration::from_millis(100), "nothing shall happen").await;
    assert_eq!(all_runs(&engine).await, 2);
    for run in [first, second] {
        assert_eq!(engine.run(run).await.unwrap().head.status, Status::Waiting);
    }
    // Time alone changes nothing of what is confirmed.
    assert_eq!(shown(&engine).await.digest, report.digest);

    // What must not go on is cancelled meanwhile; then it is another list.
    engine.cancel(&it(), second, false).await.unwrap();
    assert_eq!(engine.run(second).await.unwrap().head.status, Status::Cancelled);
    let stale = engine.confirm_restore(&it(), &report.digest).await;
    assert!(matches!(stale, Err(EngineError::Fault(Fault::Changed { .. }))), "{stale:?}");
    assert!(engine.is_paused_after_restore());

    let digest = shown(&engine).await.digest;
    let confirmed = engine.confirm_restore(&it(), &digest).await.unwrap();
    assert_eq!(confirmed.mark.unwrap().confirmed.unwrap().by, "it");
    assert!(engine.ready() && !engine.is_paused_after_restore());
    let ended = engine.wait(first, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(ended.head.status, Status::Completed);
    eventually("the schedule starts", async || (all_runs(&engine).await == 3).then_some(())).await;
    assert_eq!(output(&call(&engine, "report", "{}").await), r#"{"made":true}"#);
    let again = engine.confirm_restore(&it(), &digest).await;
    assert!(matches!(again, Err(EngineError::Runs(RunsError::NotPaused))), "{again:?}");
}

#[tokio::test]
async fn a_pause_outlives_the_engine_and_a_confirmation_does_too() {
    let (store, clock, [first, _]) = restored().await;
    for _ in 0..2 {
        let engine = engine_at(store.clone(), clock.clone()).await;
        assert!(engine.is_paused_after_restore());
        engine.shutdown();
    }
    let engine = engine_at(store.clone(), clock.clone()).await;
    let digest = shown(&engine).await.digest;
    engine.confirm_restore(&it(), &digest).await.unwrap();
    engine.wait(first, Duration::from_secs(20)).await.unwrap().unwrap();
    engine.shutdown();
    let engine = engine_at(store.clone(), clock.clone()).await;
    assert!(engine.ready());
    assert_eq!(shown(&engine).await.digest, "");
}

#[tokio::test]
async fn a_paused_schedule_is_not_among_what_goes_out() {
    let (store, clock, _) = restored().await;
    let engine = engine_at(store.clone(), clock.clone()).await;
    let before = shown(&engine).await;
    engine.pause_schedule(&it(), ("test", "report"), "not twice").await.unwrap();
    let after = shown(&engine).await;
    assert_eq!(after.schedules, []);
    assert_ne!(before.digest, after.digest);
    engine.confirm_restore(&it(), &after.digest).await.unwrap();
    pause(Duration::from_millis(100), "nothing shall happen").await;
    let reports = HeadFilter { name: Some("report".to_owned()), limit: 9, ..HeadFilter::default() };
    let reports = HeadFilter { namespace: Some("test".to_owned()), ..reports };
    assert_eq!(engine.runs(reports).await.unwrap(), []);
}

#[tokio::test]
async fn a_time_that_comes_after_it_was_shown_is_confirmed_only_when_it_is_shown() {
    let (store, clock, _) = restored_after(Duration::ZERO).await;
    let engine = engine_at(store, clock.clone()).await;
    let before = shown(&engine).await;
    assert_eq!(before.schedules, []);
    clock.advance(HOUR);
    let stale = engine.confirm_restore(&it(), &before.digest).await;
    assert!(matches!(stale, Err(EngineError::Fault(Fault::Changed { .. }))), "{stale:?}");
    let now = shown(&engine).await;
    assert_eq!(now.schedules.iter().map(|one| one.due.len()).collect::<Vec<_>>(), [1]);
    engine.confirm_restore(&it(), &now.digest).await.unwrap();
    eventually("the schedule starts", async || (all_runs(&engine).await == 3).then_some(())).await;
}

#[tokio::test]
async fn whoever_cancels_or_confirms_may_go_away() {
    let (store, clock, [first, second]) = restored().await;
    let gated = Gated::over(store);
    let engine = engine_at(gated.clone(), clock).await;
    let digest = shown(&engine).await.digest;
    let who = it();
    gated.close();
    tokio::select! {
        done = engine.cancel(&who, second, false) => panic!("the store lets nothing through: {done:?}"),
        () = pause(Duration::from_millis(500), "it waits for the store, which nobody can see") => {}
    }
    // The confirmation is written down, and waits for the end of the run.
    tokio::select! {
        done = engine.confirm_restore(&who, &digest) => panic!("a run is being cancelled: {done:?}"),
        () = eventually("the confirmation is on disk", async || {
            shown(&engine).await.mark.unwrap().confirmed.map(|_| ())
        }) => {}
    }
    assert!(!engine.ready() && engine.is_paused_after_restore());
    gated.pass(1_000);
    run_that(&engine, "it is cancelled", second, |view| view.head.status == Status::Cancelled).await;
    eventually("the pause ends", async || engine.ready().then_some(())).await;
    let ended = engine.wait(first, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(ended.head.status, Status::Completed);
}
