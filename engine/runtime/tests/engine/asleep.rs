//! Runs that sleep: in memory only as an id and a time, and as live as any other run.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{MemoryStore, RunId, Status, Store};
use towpath_runtime::{Engine, SentEvent};

use crate::clock::SimulatedClock;
use crate::world::*;

const PATIENCE: Duration = Duration::from_secs(20);

/// An engine whose workflow `waits` waits for `wait`, and whose `above` runs that and waits for its end.
async fn world(wait: &str) -> (Arc<dyn Store>, Arc<SimulatedClock>, Engine) {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(Arc::clone(&store), clock.clone()).await;
    let tasks = format!("  - w: {{ wait: {wait} }}\n  - a: {{ set: {{ n: '${{ .n }}' }} }}\n");
    publish(&engine, "waits", workflow("waits", "1.0.0", &tasks)).await.unwrap();
    let above =
        "  - r: { run: { workflow: { namespace: test, name: waits, version: 1.0.0, input: { n: 7 } } } }\n";
    publish(&engine, "above", workflow("above", "1.0.0", above)).await.unwrap();
    (store, clock, engine)
}

async fn start(engine: &Engine, count: u64) -> Vec<RunId> {
    let mut runs = Vec::new();
    for number in 0..count {
        let started = engine.start(&somebody(), request("waits", &format!(r#"{{"n":{number}}}"#))).await;
        let started = started.unwrap();
        engine.durable(&started).await.unwrap();
        runs.push(started.run);
    }
    runs
}

/// Time passes until so many runs sleep.
async fn until_asleep(engine: &Engine, clock: &SimulatedClock, count: u64) {
    eventually("they sleep", async || {
        clock.advance(Duration::from_secs(5));
        (engine.runs_asleep() == count).then_some(())
    })
    .await;
}

/// How a run ends that nobody waits for: who waits for a run takes it up.
async fn ends(engine: &Engine, run: RunId) -> towpath_runtime::RunView {
    eventually("it ends", async || engine.run(run).await.ok().filter(|view| view.head.status.is_final()))
        .await
}

async fn ended(engine: &Engine, run: RunId) -> Status {
    engine.wait(run, PATIENCE).await.unwrap().expect("it ends").head.status
}

#[tokio::test]
async fn many_runs_that_wake_at_once_all_end() {
    let (_, clock, engine) = world("P1D").await;
    let runs = start(&engine, 300).await;
    until_asleep(&engine, &clock, 300).await;
    clock.advance(Duration::from_hours(6));
    assert_eq!(engine.runs_asleep(), 300, "it is not time yet");
    clock.advance(Duration::from_hours(18));
    for (number, run) in runs.into_iter().enumerate() {
        let view = ends(&engine, run).await;
        assert_eq!(output(&view), format!(r#"{{"n":{number}}}"#));
    }
    assert_eq!(engine.runs_asleep(), 0);
}

#[tokio::test]
async fn a_short_wait_is_no_sleep() {
    let (_, clock, engine) = world("PT2S").await;
    let run = start(&engine, 1).await[0];
    run_that(&engine, "it waits", run, |view| view.head.status == Status::Waiting).await;
    assert_eq!(engine.runs_asleep(), 0);
    clock.advance(Duration::from_secs(2));
    assert_eq!(ended(&engine, run).await, Status::Completed);
}

#[tokio::test]
async fn a_run_that_sleeps_is_waited_for_cancelled_and_suspended_like_any_other() {
    let (_, clock, engine) = world("P1D").await;
    let runs = start(&engine, 3).await;
    until_asleep(&engine, &clock, 3).await;
    engine.cancel(&somebody(), runs[0], false).await.unwrap();
    assert_eq!(ended(&engine, runs[0]).await, Status::Cancelled);
    engine.suspend(&somebody(), runs[1], "look").await.unwrap();
    assert_eq!(engine.run(runs[1]).await.unwrap().head.status, Status::Suspended);
    assert!(engine.wait(runs[2], Duration::from_millis(20)).await.unwrap().is_none());
    assert_eq!(engine.runs_asleep(), 0, "none of them sleeps any more");
    let waiting = tokio::spawn({
        let (engine, run) = (engine.clone(), runs[2]);
        async move { ended(&engine, run).await }
    });
    clock.advance(Duration::from_hours(24));
    assert_eq!(waiting.await.unwrap(), Status::Completed);
    engine.resume(&somebody(), runs[1]).await.unwrap();
    assert_eq!(ended(&engine, runs[1]).await, Status::Completed);
}

#[tokio::test]
async fn sleep_lasts_over_a_restart() {
    let (store, clock, first) = world("P1D").await;
    let runs = start(&first, 20).await;
    until_asleep(&first, &clock, 20).await;
    first.shutdown();
    drop(first);
    let second = engine_at(store, clock.clone()).await;
    assert_eq!(second.runs_asleep(), 20, "none is replayed before its time");
    clock.advance(Duration::from_hours(24));
    for run in runs {
        assert_eq!(ends(&second, run).await.head.status, Status::Completed);
    }
}

/// A run that another one waits for stays, and is waited for again after a restart.
#[tokio::test]
async fn who_waits_for_a_run_that_sleeps_gets_its_end() {
    let (store, clock, first) = world("P1D").await;
    let above = first.start(&somebody(), request("above", "{}")).await.unwrap().run;
    let below = eventually("the run below waits", async || {
        let heads = first.runs(towpath_journal::HeadFilter { limit: 5, ..Default::default() }).await.unwrap();
        heads.into_iter().find(|head| head.parent == Some(above) && head.status == Status::Waiting)
    })
    .await;
    assert_eq!(first.runs_asleep(), 0, "it is waited for");
    first.shutdown();
    drop(first);
    let second = engine_at(store, clock.clone()).await;
    assert!(second.wait(above, Duration::from_millis(50)).await.unwrap().is_none());
    clock.advance(Duration::from_hours(24));
    let view = second.wait(above, PATIENCE).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"{"n":7}"#);
    assert_eq!(ended(&second, below.run).await, Status::Completed);
}

/// An engine with `count` runs that sleep, each of a workflow that listens for an event of its own.
async fn listeners(count: u64) -> (Arc<dyn Store>, Arc<SimulatedClock>, Engine, Vec<RunId>) {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(Arc::clone(&store), clock.clone()).await;
    let mut runs = Vec::new();
    for number in 0..count {
        let name = format!("listens-{number}");
        let tasks = format!(
            "  - hear: {{ listen: {{ to: {{ one: {{ with: {{ type: paid, subject: '{number}' }} }} }} }} }}\n"
        );
        publish(&engine, &name, workflow(&name, "1.0.0", &tasks)).await.unwrap();
        let run = engine.start(&somebody(), request(&name, "{}")).await.unwrap().run;
        run_that(&engine, "it listens", run, |view| view.head.listens).await;
        runs.push(run);
    }
    assert_eq!(engine.runs_asleep(), 0, "they are not quiet yet");
    until_asleep(&engine, &clock, count).await;
    (store, clock, engine, runs)
}

async fn send(engine: &Engine, subject: &str) {
    let event = format!(
        r#"{{"specversion":"1.0","id":"{subject}","source":"s","type":"paid","subject":"{subject}","data":"{subject}"}}"#
    );
    let event = SentEvent { event: towpath_wire::Json::parse(event).unwrap(), namespaces: None };
    engine.send_events(&somebody(), vec![event]).await.unwrap();
}

#[tokio::test]
async fn an_event_wakes_the_one_run_that_listens_for_it() {
    let (_, _, engine, runs) = listeners(8).await;
    send(&engine, "nobody").await;
    send(&engine, "7").await;
    assert_eq!(output(&ends(&engine, runs[7]).await), r#"["7"]"#);
    assert_eq!(engine.runs_asleep(), 7);
    for run in &runs[..7] {
        assert_eq!(engine.run(*run).await.unwrap().head.term, 1, "no other one woke");
    }
}

#[tokio::test]
async fn an_event_wakes_a_run_that_sleeps_over_a_restart() {
    let (store, clock, first, runs) = listeners(5).await;
    first.shutdown();
    drop(first);
    let second = engine_at(store, clock.clone()).await;
    assert_eq!(second.runs_asleep(), 5, "none is replayed");
    send(&second, "4").await;
    assert_eq!(output(&ends(&second, runs[4]).await), r#"["4"]"#);
    second.cancel(&somebody(), runs[3], false).await.unwrap();
    assert_eq!(ends(&second, runs[3]).await.head.status, Status::Cancelled);
    assert_eq!(second.runs_asleep(), 3);
    for run in &runs[..3] {
        assert_eq!(second.run(*run).await.unwrap().head.term, 1, "no other one woke");
    }
}

/// A run wakes for an event that is not the one it waits for, goes on listening, and sleeps again.
#[tokio::test]
async fn a_run_that_wakes_for_nothing_sleeps_again() {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(store, clock.clone()).await;
    let tasks = "  - hear: { listen: { to: { one: { with: { type: paid }, correlate: { order: { from: .subject, expect: '${ $workflow.input.order }' } } } } } }\n";
    publish(&engine, "listens", workflow("listens", "1.0.0", tasks)).await.unwrap();
    let run = engine.start(&somebody(), request("listens", r#"{"order":"2"}"#)).await.unwrap().run;
    run_that(&engine, "it listens", run, |view| view.head.listens).await;
    for other in ["0", "1"] {
        until_asleep(&engine, &clock, 1).await;
        send(&engine, other).await;
        eventually("it wakes", async || (engine.runs_asleep() == 0).then_some(())).await;
    }
    until_asleep(&engine, &clock, 1).await;
    send(&engine, "2").await;
    assert_eq!(output(&ends(&engine, run).await), r#"["2"]"#);
}

#[tokio::test]
async fn who_waited_for_a_run_lets_it_sleep_later() {
    let (_, clock, engine) = world("P1D").await;
    let started = engine.start(&somebody(), request("waits", r#"{"n":1}"#)).await.unwrap();
    assert!(engine.outcome(&started, Duration::from_millis(200)).await.unwrap().is_none());
    assert_eq!(engine.runs_asleep(), 0, "somebody waits");
    let run = started.run;
    drop(started);
    until_asleep(&engine, &clock, 1).await;
    assert!(engine.wait(run, Duration::from_millis(20)).await.unwrap().is_none());
    assert_eq!(engine.runs_asleep(), 0, "somebody waited");
    until_asleep(&engine, &clock, 1).await;
    clock.advance(Duration::from_hours(24));
    assert_eq!(ends(&engine, run).await.head.status, Status::Completed);
}
