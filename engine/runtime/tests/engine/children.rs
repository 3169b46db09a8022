//! Workflows that start workflows.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{HeadFilter, MemoryStore, Status, Store};
use towpath_runtime::{Engine, EngineError, Fault};

use crate::clock::SimulatedClock;
use crate::world::*;

fn runs(name: &str, rest: &str) -> String {
    format!(
        "  - sub:\n      run: {{ workflow: {{ namespace: test, name: {name}, version: latest, input: {{ n: '${{ .n }}' }} }}{rest} }}\n"
    )
}

async fn of(engine: &Engine, name: &str) -> Vec<towpath_journal::RunHead> {
    let filter = HeadFilter { name: Some(name.to_owned()), limit: 10, ..HeadFilter::default() };
    engine.runs(filter).await.unwrap()
}

#[tokio::test]
async fn the_output_of_the_other_workflow_is_the_output() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "adds", workflow("adds", "1.0.0", "  - a:\n      set: { m: '${ .n + 1 }' }\n"))
        .await
        .unwrap();
    publish(&engine, "outer", workflow("outer", "1.0.0", &runs("adds", ""))).await.unwrap();
    publish(&engine, "adds", workflow("adds", "1.0.1", "  - a:\n      set: { m: '${ .n + 100 }' }\n"))
        .await
        .unwrap();
    let view = call(&engine, "outer", r#"{"n":1}"#).await;
    assert_eq!(output(&view), r#"{"m":2}"#, "latest is what was the latest when it was published");
    let child = of(&engine, "adds").await.remove(0);
    assert_eq!((child.workflow.version.as_str(), child.principal.as_str()), ("1.0.0", "champion"));
}

#[tokio::test]
async fn what_is_not_waited_for_lets_the_input_pass() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "waits", workflow("waits", "1.0.0", "  - w:\n      wait: PT1H\n")).await.unwrap();
    publish(&engine, "outer", workflow("outer", "1.0.0", &runs("waits", ", await: false"))).await.unwrap();
    assert_eq!(output(&call(&engine, "outer", r#"{"n":1}"#).await), r#"{"n":1}"#);
    assert_eq!(of(&engine, "waits").await.len(), 1);
}

#[tokio::test]
async fn an_error_inside_can_be_caught_outside() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    let stops =
        "  - a:\n      raise: { error: { type: 'https://acme.example/no', status: 409, title: No } }\n";
    publish(&engine, "stops", workflow("stops", "1.0.0", stops)).await.unwrap();
    let careful = "  - careful:
      try: [{ sub: { run: { workflow: { namespace: test, name: stops, version: latest } } } }]
      catch: { do: [{ say: { set: { got: '${ $error.title }' } } }] }
";
    publish(&engine, "outer", workflow("outer", "1.0.0", careful)).await.unwrap();
    assert_eq!(output(&call(&engine, "outer", r#"{"n":1}"#).await), r#"{"got":"No"}"#);
}

#[tokio::test]
async fn cancelling_the_outer_run_cancels_the_inner_one() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "waits", workflow("waits", "1.0.0", "  - w:\n      wait: PT1H\n")).await.unwrap();
    publish(&engine, "outer", workflow("outer", "1.0.0", &runs("waits", ""))).await.unwrap();
    let outer = engine.start(&somebody(), request("outer", r#"{"n":1}"#)).await.unwrap().run;
    let inner = eventually("the inner run waits", async || {
        let inner = of(&engine, "waits").await;
        inner.first().filter(|head| head.wake_at.is_some()).map(|head| head.run)
    })
    .await;
    engine.cancel(&somebody(), outer, false).await.unwrap();
    for run in [outer, inner] {
        let view = engine.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
        assert_eq!(view.head.status, Status::Cancelled);
    }
}

#[tokio::test]
async fn after_a_restart_the_same_inner_run_is_waited_for() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let clock = SimulatedClock::new();
    let first = permitted_at(Arc::clone(&store), clock.clone()).await;
    let tasks = "  - w:\n      wait: PT1H\n  - a:\n      set: { done: true }\n";
    publish(&first, "waits", workflow("waits", "1.0.0", tasks)).await.unwrap();
    publish(&first, "outer", workflow("outer", "1.0.0", &runs("waits", ""))).await.unwrap();
    let outer = first.start(&somebody(), request("outer", r#"{"n":1}"#)).await.unwrap().run;
    let is_there = async || (!of(&first, "waits").await.is_empty()).then_some(());
    eventually("the inner run is on disk", is_there).await;
    first.shutdown();
    drop(first);
    let second = engine_at(store, clock.clone()).await;
    clock.advance(Duration::from_hours(1));
    let view = second.wait(outer, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"{"done":true}"#);
    assert_eq!(of(&second, "waits").await.len(), 1);
}

#[tokio::test]
async fn a_circle_ends_with_an_error() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "again", workflow("again", "1.0.0", &runs("again", ""))).await.unwrap();
    let view = call(&engine, "again", r#"{"n":1}"#).await;
    assert_eq!(view.error.unwrap().code.as_deref(), Some("TP1115"));
}

#[tokio::test]
async fn what_is_not_there_or_not_ours_is_refused_at_publishing() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    let codes = |error: EngineError| match error {
        EngineError::Fault(Fault::Invalid(found)) => {
            found.iter().map(|one| one.code.to_string()).collect::<Vec<_>>()
        }
        other => panic!("{other}"),
    };
    let missing = publish(&engine, "outer", workflow("outer", "1.0.0", &runs("nowhere", ""))).await;
    assert_eq!(codes(missing.unwrap_err()), ["TP1116"]);
    let foreign = runs("adds", "").replace("namespace: test", "namespace: other");
    let foreign = publish(&engine, "outer", workflow("outer", "1.0.0", &foreign)).await;
    assert_eq!(codes(foreign.unwrap_err()), ["TP1114"]);
}
