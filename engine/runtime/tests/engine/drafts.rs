//! Runs of drafts: what of them leaves, and what they are pinned to.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use towpath_journal::{HeadFilter, MemoryStore, RunHead, Store};
use towpath_runtime::{Declared, DraftRequest, Engine, EngineError, Fault, RunView};

use crate::clock::SimulatedClock;
use crate::world::*;

fn request_of(declared: serde_json::Value) -> DraftRequest {
    DraftRequest {
        declared: serde_json::from_value::<Declared>(declared).unwrap(),
        ..DraftRequest::default()
    }
}

async fn save(engine: &Engine, name: &str, tasks: &str) {
    engine.save_draft(&somebody(), "test", name, workflow(name, "1.0.0", tasks), None).await.unwrap();
}

async fn try_it(engine: &Engine, name: &str, declared: serde_json::Value) -> RunView {
    let started = engine.start_draft(&somebody(), ("test", name), request_of(declared)).await.unwrap();
    engine.wait(started.run, Duration::from_secs(20)).await.unwrap().expect("the run ends")
}

async fn of(engine: &Engine, name: &str) -> Vec<RunHead> {
    engine.runs(HeadFilter { name: Some(name.to_owned()), limit: 10, ..HeadFilter::default() }).await.unwrap()
}

#[tokio::test]
async fn nobody_hears_a_draft_and_it_starts_nothing() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    let listens = "  - hear: { listen: { to: { one: { with: { type: paid } } } } }\n";
    publish(&engine, "listens", workflow("listens", "1.0.0", listens)).await.unwrap();
    publish(&engine, "child", workflow("child", "1.0.0", "  - a:\n      set: { b: 1 }\n")).await.unwrap();
    let listening = engine.start(&somebody(), request("listens", "{}")).await.unwrap();
    engine.durable(&listening).await.unwrap();
    let listening = listening.run;
    let tasks = "  - tell: { emit: { event: { with: { type: paid, source: here } } } }
  - sub: { run: { workflow: { namespace: test, name: child, version: latest, input: { n: 1 } } } }
";
    save(&engine, "tells", tasks).await;
    let refused = try_it(&engine, "tells", json!({})).await;
    let error = refused.error.unwrap();
    assert_eq!(error.code.as_deref(), Some("TP1123"));
    assert!(error.detail.unwrap().contains("operation: test/child"));
    let answers = json!({ "answers": [{ "operation": "test/child", "arguments": { "n": 1 }, "result": { "said": true } }] });
    assert_eq!(output(&try_it(&engine, "tells", answers).await), r#"{"said":true}"#);
    assert!(of(&engine, "child").await.is_empty());
    assert!(engine.wait(listening, Duration::from_millis(200)).await.unwrap().is_none());
    let drafts = of(&engine, "tells").await;
    assert!(drafts.len() == 2 && drafts.iter().all(|head| head.draft));
}

#[tokio::test]
async fn a_draft_hears_what_is_sent() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    save(&engine, "listens", "  - hear: { listen: { to: { one: { with: { type: paid } } } } }\n").await;
    let run = engine.start_draft(&somebody(), ("test", "listens"), request_of(json!({}))).await.unwrap().run;
    run_that(&engine, "the draft listens", run, |view| view.head.listens).await;
    let text = r#"{"specversion":"1.0","id":"a","source":"s","type":"paid","data":{"order":1}}"#.to_owned();
    let event = towpath_wire::Json::parse(text).unwrap();
    let event = towpath_runtime::SentEvent { event, namespaces: None };
    engine.send_events(&somebody(), vec![event]).await.unwrap();
    let view = engine.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"[{"order":1}]"#);
    let fixture = engine.fixture(run, &|_| true).await.unwrap();
    assert_eq!(fixture.case.events[0]["data"], json!({ "order": 1 }));
}

#[tokio::test]
async fn a_draft_is_what_it_was_when_its_run_began() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let clock = SimulatedClock::new();
    let first = permitted_at(Arc::clone(&store), clock.clone()).await;
    let child = |task: &str| {
        format!(
            "  - {task}: {{ run: {{ workflow: {{ namespace: test, name: child, version: latest }} }} }}\n"
        )
    };
    publish(&first, "child", workflow("child", "1.0.0", "  - a:\n      set: { b: 1 }\n")).await.unwrap();
    save(&first, "waits", &format!("{}  - w: {{ wait: PT1H }}\n{}", child("one"), child("two"))).await;
    let declared = json!({ "results": { "test/child": ["one", "two"] } });
    let run = first.start_draft(&somebody(), ("test", "waits"), request_of(declared)).await.unwrap();
    let run = run.run;
    run_that(&first, "the draft waits", run, |view| view.head.wake_at.is_some()).await;
    save(&first, "waits", "  - a:\n      set: { other: true }\n").await;
    first.shutdown();
    drop(first);
    let second = engine_at(store, clock.clone()).await;
    clock.advance(Duration::from_hours(1));
    let view = second.wait(run, Duration::from_secs(20)).await.unwrap().expect("the run ends");
    assert_eq!((output(&view), view.head.term), (r#""two""#, 2), "{:?}", view.error);
}

#[tokio::test]
async fn a_review_is_recorded_and_its_answer_shown_where_nothing_of_it_is_real() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    let review = "policy: looked-at\ntitle: Looked at\neffect: review\napprovers: { role: approver }\naccess: true\nreason: r\n";
    engine.put_policy(&somebody(), "looked-at", review.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), towpath_runtime::Activate::at_the_start()).await.unwrap();
    save(
        &engine,
        "tells",
        "  - tell: { emit: { event: { with: { type: paid, source: here } } } }\n  - a: { set: { b: 1 } }\n",
    )
    .await;
    assert_eq!(output(&try_it(&engine, "tells", json!({})).await), r#"{"b":1}"#);
    let stale = DraftRequest { revision: Some(7), ..DraftRequest::default() };
    let stale = engine.start_draft(&somebody(), ("test", "tells"), stale).await;
    assert!(matches!(stale, Err(EngineError::Fault(Fault::Conflict { current: 1 }))));
    // To hear something is to read it, so nobody does before it is approved.
    save(&engine, "tells", "  - hear: { listen: { to: { one: { with: { type: paid } } } } }\n").await;
    assert!(try_it(&engine, "tells", json!({})).await.error.is_some());
}
