//! Statistics: what drivers write counts at once, and a restart changes nothing of it.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{MemoryStore, Store};
use towpath_runtime::{Engine, Figures, Interval, Range};

use crate::clock::SimulatedClock;
use crate::world::*;

fn figures(engine: &Engine) -> Figures {
    let range = Range::new(Interval::Day, None, None, engine.now()).unwrap();
    engine.figures(&|workflow| workflow != "test/unseen", range)
}

#[tokio::test]
async fn counts_are_the_same_after_a_restart() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let clock = SimulatedClock::new();
    let first = permitted_at(Arc::clone(&store), clock.clone()).await;
    let set = "  - a:\n      set: { b: 1 }\n";
    for name in ["sum", "unseen"] {
        publish(&first, name, workflow(name, "1.0.0", set)).await.unwrap();
        call(&first, name, "{}").await;
    }
    publish(&first, "fails", workflow("fails", "1.0.0", "  - a:\n      set: { b: '${ .a + {} }' }\n"))
        .await
        .unwrap();
    call(&first, "fails", r#"{"a":1}"#).await;
    publish(&first, "waits", workflow("waits", "1.0.0", "  - w:\n      wait: PT1H\n")).await.unwrap();
    let run = first.start(&somebody(), request("waits", "{}")).await.unwrap().run;
    run_that(&first, "the run waits", run, |view| view.head.wake_at.is_some()).await;
    let before = figures(&first);
    assert_eq!((before.totals.started, before.totals.completed, before.totals.faulted), (3, 1, 1));
    first.shutdown();
    drop(first);

    clock.advance(Duration::from_secs(1));
    let second = engine_at(store, clock.clone()).await;
    eventually("everything is read again", async || figures(&second).complete.then_some(())).await;
    let after = figures(&second);
    assert_eq!((&after.totals, &after.workflows), (&before.totals, &before.workflows));

    // The end of a run that began before is reported by its driver alone.
    clock.advance(Duration::from_hours(1));
    second.wait(run, Duration::from_secs(20)).await.unwrap().expect("the run ends");
    let end = figures(&second).totals;
    assert_eq!((end.started, end.completed), (3, 2));
    assert!(end.p95.is_some_and(|took| took.abs_diff(3_600_000) < 300_000), "{end:?}");
}
