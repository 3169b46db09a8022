//! Runs that nobody waits for any more end, however the engine stops in between. A store that stops answering stands for
//! a killed engine: nothing of it reaches the disk from then on.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{HeadFilter, MemoryStore, RunId, Status, Store};
use towpath_runtime::{Engine, EngineError, RunsError};

use crate::clock::SimulatedClock;
use crate::store::Gated;
use crate::world::*;

/// Does something after a while that nobody wants by then.
const CHILD: &str = "  - w: { wait: { milliseconds: 700 } }\n  - late: { set: { done: true } }\n";

fn sub(name: &str) -> String {
    format!("{{ run: {{ workflow: {{ namespace: test, name: {name}, version: latest }} }} }}")
}

/// Ways to give a run up: a timeout, a branch that wins, and an outer run whose timeout takes the one below with it.
fn parents() -> Vec<(&'static str, String)> {
    let short = "timeout: { after: { milliseconds: 250 } }";
    let caught = |body: String| {
        format!("  - c: {{ try: [{{ t: {body} }}], catch: {{ do: [{{ s: {{ set: {{ a: 1 }} }} }}] }} }}\n")
    };
    let timed = sub("child").replacen('{', &format!("{{ {short}, "), 1);
    let race = format!(
        "  - f: {{ fork: {{ compete: true, branches: [{{ slow: {} }}, {{ fast: {{ wait: {{ milliseconds: 250 }} }} }}] }} }}\n",
        sub("child")
    );
    let outer = sub("middle").replacen('{', &format!("{{ {short}, "), 1);
    vec![("timed", caught(timed)), ("race", race), ("outer", caught(outer))]
}

async fn all_published(engine: &Engine) {
    publish(engine, "child", workflow("child", "1.0.0", CHILD)).await.unwrap();
    let middle = format!("  - m: {}\n", sub("child"));
    publish(engine, "middle", workflow("middle", "1.0.0", &middle)).await.unwrap();
    for (name, tasks) in parents() {
        publish(engine, name, workflow(name, "1.0.0", &tasks)).await.unwrap();
    }
}

async fn statuses(engine: &Engine, name: &str) -> Vec<(RunId, Status)> {
    let filter = HeadFilter { name: Some(name.to_owned()), limit: 50, ..HeadFilter::default() };
    engine.runs(filter).await.unwrap().into_iter().map(|head| (head.run, head.status)).collect()
}

/// Waits until no run of these workflows is under way.
async fn settled(engine: &Engine, names: &[&str]) {
    eventually(&format!("every run of {names:?} ends"), async || {
        for name in names {
            if statuses(engine, name).await.iter().any(|(_, status)| !status.is_final()) {
                return None;
            }
        }
        Some(())
    })
    .await;
}

async fn started(engine: &Engine, name: &str) -> RunId {
    let started = engine.start(&somebody(), request(name, "{}")).await.unwrap();
    engine.durable(&started).await.unwrap();
    started.run
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_parent_gave_it_up_does_nothing_more_after_a_crash() {
    const GIVEN_UP: Duration = Duration::from_millis(250);
    // Killed before the parent gives up, and about then; started again before the child is due, and long after.
    for (killed, down) in [(60, 400), (150, 150), (240, 40), (255, 0), (270, 100), (120, 900)] {
        let (store, clock) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
        let gated = Gated::over(Arc::clone(&store));
        let first = permitted_at(gated.clone(), clock.clone()).await;
        all_published(&first).await;
        for (name, _) in parents() {
            started(&first, name).await;
        }
        pause(Duration::from_millis(killed / 4), "each kill meets the runs at another task").await;
        clock.advance(Duration::from_millis(killed));
        pause(Duration::from_millis(killed % 7), "each kill meets the runs at another task").await;
        gated.close();
        clock.advance(Duration::from_millis(down));
        let second = engine_at(store, clock.clone()).await;
        clock.advance(GIVEN_UP.saturating_sub(clock.passed()));
        settled(&second, &["timed", "race", "outer"]).await;
        clock.advance(Duration::from_secs(1));
        settled(&second, &["child", "middle"]).await;
        for name in ["child", "middle"] {
            for (run, status) in statuses(&second, name).await {
                assert_eq!(
                    status,
                    Status::Cancelled,
                    "{name} {run}, killed after {killed} ms, down {down} ms"
                );
            }
        }
        for (name, _) in parents() {
            let ended = statuses(&second, name).await;
            assert!(ended.iter().all(|(_, status)| *status == Status::Completed), "{name}: {ended:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_that_was_answered_holds_for_all_below_after_a_crash() {
    for after in [0, 5, 30, 200] {
        let store = Arc::new(MemoryStore::default());
        let gated = Gated::over(Arc::clone(&store));
        let first = permitted(gated.clone()).await;
        all_published(&first).await;
        let top = format!("  - t: {}\n", sub("middle"));
        publish(&first, "top", workflow("top", "1.0.0", &top)).await.unwrap();
        let run = started(&first, "top").await;
        pause(Duration::from_millis(after), "each cancel meets the runs at another task").await;
        first.cancel(&somebody(), run, false).await.unwrap();
        gated.close();
        let on_disk = first.run(run).await.unwrap().head.status;
        assert_eq!(on_disk, Status::Cancelled, "what is answered is on disk");
        let second = engine(store as Arc<dyn Store>).await;
        settled(&second, &["top", "middle", "child"]).await;
        for name in ["top", "middle", "child"] {
            for (run, status) in statuses(&second, name).await {
                assert_eq!(status, Status::Cancelled, "{name} {run}, cancelled after {after} ms");
            }
        }
    }
}

#[tokio::test]
async fn a_run_that_has_ended_stays_as_it_ended() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "quick", workflow("quick", "1.0.0", "  - a: { set: { b: 1 } }\n")).await.unwrap();
    let view = call(&engine, "quick", "{}").await;
    let cancelled = engine.cancel(&somebody(), view.head.run, false).await;
    assert!(
        matches!(cancelled, Err(EngineError::Runs(RunsError::HasEnded(_, Status::Completed)))),
        "{cancelled:?}"
    );
    assert_eq!(engine.run(view.head.run).await.unwrap().head.status, Status::Completed);
}
