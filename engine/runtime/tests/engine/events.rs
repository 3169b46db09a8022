//! Events between runs and from outside.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{MemoryStore, Record, RunId, Status, Store};
use towpath_runtime::{Activate, Engine, SentEvent};

use crate::store::Gated;
use crate::world::*;

const LISTENER: &str = "  - hear:
      listen: { to: { one: { with: { type: paid }, correlate: { order: { from: .data.order, expect: '${ $input.order }' } } } } }
";

async fn send(engine: &Engine, id: &str, order: &str, namespaces: Option<&[&str]>) -> bool {
    let text = format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"s","type":"paid","data":{{"order":"{order}"}}}}"#
    );
    let event = SentEvent {
        event: towpath_wire::Json::parse(text).unwrap(),
        namespaces: namespaces.map(|all| all.iter().map(|one| (*one).to_owned()).collect()),
    };
    event.check().unwrap();
    engine.send_events(&somebody(), vec![event]).await.unwrap()[0].duplicate
}

/// Starts a run and waits until it listens.
async fn listening(engine: &Engine, input: &str) -> RunId {
    let run = engine.start(&somebody(), request("listens", input)).await.unwrap().run;
    run_that(engine, "the run listens", run, |view| view.head.listens).await;
    run
}

#[tokio::test]
async fn an_event_reaches_the_run_that_means_it() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "listens", workflow("listens", "1.0.0", LISTENER)).await.unwrap();
    let (one, two) =
        (listening(&engine, r#"{"order":"1"}"#).await, listening(&engine, r#"{"order":"2"}"#).await);
    assert!(!send(&engine, "a", "2", Some(&["other"])).await, "another namespace's event");
    assert!(!send(&engine, "b", "2", Some(&["test"])).await);
    let view = engine.wait(two, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"[{"order":"2"}]"#);
    assert!(engine.wait(one, Duration::from_millis(200)).await.unwrap().is_none());
    assert!(send(&engine, "b", "1", Some(&["test"])).await, "the same event again");
    assert!(!send(&engine, "c", "1", None).await);
    let view = engine.wait(one, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"[{"order":"1"}]"#);
}

#[tokio::test]
async fn who_listened_before_a_restart_hears_what_comes_after_it() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let first = permitted(Arc::clone(&store)).await;
    publish(&first, "listens", workflow("listens", "1.0.0", LISTENER)).await.unwrap();
    let run = listening(&first, r#"{"order":"1"}"#).await;
    let cancelled = listening(&first, r#"{"order":"9"}"#).await;
    first.shutdown();
    drop(first);
    let second = engine(store).await;
    // Sent before the run was taken up, perhaps: it reads from where it was.
    send(&second, "a", "1", None).await;
    let view = second.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"[{"order":"1"}]"#);
    second.cancel(&somebody(), cancelled, false).await.unwrap();
    let view = second.wait(cancelled, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(view.head.status, Status::Cancelled);
}

#[tokio::test]
async fn a_run_that_sleeps_after_a_restart_can_be_cancelled() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let first = permitted(Arc::clone(&store)).await;
    publish(&first, "waits", workflow("waits", "1.0.0", "  - w:\n      wait: PT1H\n")).await.unwrap();
    let run = first.start(&somebody(), request("waits", "{}")).await.unwrap().run;
    run_that(&first, "the run waits", run, |view| view.head.wake_at.is_some()).await;
    first.shutdown();
    drop(first);
    let second = engine(store).await;
    second.cancel(&somebody(), run, false).await.unwrap();
    let view = second.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(view.head.status, Status::Cancelled);
}

#[tokio::test]
async fn what_one_run_emits_another_hears() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    publish(&engine, "listens", workflow("listens", "1.0.0", LISTENER)).await.unwrap();
    let tasks =
        "  - tell:\n      emit: { event: { with: { type: paid, data: { order: '${ .order }' } } } }\n";
    publish(&engine, "tells", workflow("tells", "1.0.0", tasks)).await.unwrap();
    let run = listening(&engine, r#"{"order":"7"}"#).await;
    let told = call(&engine, "tells", r#"{"order":"7"}"#).await;
    let event: serde_json::Value = serde_json::from_str(output(&told)).unwrap();
    assert_eq!((&event["source"], &event["specversion"]), (&"/workflows/test/tells".into(), &"1.0".into()));
    assert!(event["id"].as_str().unwrap().starts_with(&told.head.run.to_string()));
    let view = engine.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"[{"order":"7"}]"#);
}

#[tokio::test]
async fn a_policy_keeps_events_from_runs() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    let forbid = "policy: secret-orders\ntitle: t\neffect: forbid\naccess:\n  properties:\n    kind: { const: listen }\n    \
                  arguments: { required: [data], properties: { data: { properties: { order: { const: '1' } } } } }\nreason: r\n";
    engine.put_policy(&somebody(), "secret-orders", forbid.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
    let tasks = "  - hear:\n      listen: { to: { one: { with: { type: paid } } } }\n";
    publish(&engine, "listens", workflow("listens", "1.0.0", tasks)).await.unwrap();
    let run = listening(&engine, "{}").await;
    send(&engine, "a", "1", None).await;
    send(&engine, "b", "2", None).await;
    let view = engine.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"[{"order":"2"}]"#);
}

#[tokio::test]
async fn a_large_event_is_kept_once_and_the_journal_is_whole() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let first = permitted(Arc::clone(&store)).await;
    let tasks = "  - hear:\n      listen: { to: { any: [{ with: { type: paid } }], until: { one: { with: { type: over } } } } }\n";
    publish(&first, "listens", workflow("listens", "1.0.0", tasks)).await.unwrap();
    let runs = [listening(&first, "{}").await, listening(&first, "{}").await];
    let large = "7".repeat(20_000);
    send(&first, "a", &large, Some(&["test"])).await;
    for run in runs {
        let fed = async || {
            let records = first.journal(run).await.unwrap().into_iter();
            records.filter(|(_, record)| matches!(record, Record::Fed(_))).count()
        };
        eventually("the event is received", async || (fed().await > 0).then_some(())).await;
        let kept = store.read(run, 0).await.unwrap();
        assert!(kept.iter().skip(1).all(|entry| entry.record.len() < 12_000), "the journal has the event");
        // A reader of the journal finds the event in it.
        let whole = first.journal(run).await.unwrap();
        assert!(
            whole.iter().any(|(entry, _)| entry.record.windows(large.len()).any(|at| at == large.as_bytes()))
        );
        assert!(whole.iter().all(|(entry, record)| entry.record == record.encode()));
    }
    // Taken up again, a run has what it received.
    first.shutdown();
    drop(first);
    let second = engine(store).await;
    let over = r#"{"specversion":"1.0","id":"z","source":"s","type":"over"}"#.to_owned();
    let over = SentEvent {
        event: towpath_wire::Json::parse(over).unwrap(),
        namespaces: Some(vec!["test".to_owned()]),
    };
    second.send_events(&somebody(), vec![over]).await.unwrap();
    for run in runs {
        let view = second.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
        assert_eq!(output(&view), format!(r#"[{{"order":"{large}"}}]"#));
    }
}

#[tokio::test]
async fn a_workflow_emits_under_a_source_of_its_own() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    let emits = |source: &str| {
        format!("  - tell:\n      emit: {{ event: {{ with: {{ type: paid, source: '{source}' }} }} }}\n")
    };
    // Somebody outside sends under this source.
    send(&engine, "a", "1", Some(&["test"])).await;
    for (name, source, code) in [
        ("one", "s", Some("TP4144")),
        ("two", "https://shop.acme.example", None),
        ("three", "https://shop.acme.example", None),
        ("four", "/workflows/test/four#orders", None),
        ("five", "/workflows/test/four", Some("TP4144")),
    ] {
        publish(&engine, name, workflow(name, "1.0.0", &emits(source))).await.unwrap();
        let view = call(&engine, name, "{}").await;
        assert_eq!(view.error.and_then(|error| error.code).as_deref(), code, "{name}: {source}");
    }
}

/// A listener missed an event whose commit was there although the store reported a failure: sent again, it counted as known.
#[tokio::test]
async fn an_event_whose_commit_was_reported_as_failed_is_heard_when_it_is_sent_again() {
    let store = Gated::over(Arc::new(MemoryStore::default()));
    let engine = permitted(store.clone()).await;
    publish(&engine, "listens", workflow("listens", "1.0.0", LISTENER)).await.unwrap();
    let run = listening(&engine, r#"{"order":"1"}"#).await;
    let text = r#"{"specversion":"1.0","id":"a","source":"s","type":"paid","data":{"order":"1"}}"#;
    let event = SentEvent { event: towpath_wire::Json::parse(text.to_owned()).unwrap(), namespaces: None };
    store.lose_answers(true);
    let failed = engine.send_events(&somebody(), vec![event]).await;
    assert!(failed.is_err(), "{failed:?}");
    store.lose_answers(false);
    assert!(send(&engine, "a", "1", None).await, "it is there already");
    let view = engine.wait(run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"[{"order":"1"}]"#);
}
