//! Schedules over the whole engine: from publishing to runs, policies, events and restarts.

use std::sync::Arc;
use std::time::Duration;

use towpath_access::CallerKind;
use towpath_journal::{Documents as _, HeadFilter, MemoryStore, Record, RunHead, Started};
use towpath_runtime::{
    Activate, Engine, EngineError, Fault, FiringOutcome, NoticeKind, SentEvent, VersionState,
};

use crate::clock::SimulatedClock;
use crate::world::*;

const HOUR: Duration = Duration::from_hours(1);

fn scheduled(version: &str, schedule: &str) -> String {
    format!(
        "document: {{ dsl: 1.0.3, namespace: test, name: report, version: {version} }}\nschedule: {schedule}\ndo:\n  \
         - a: {{ set: {{ given: '${{ . }}' }} }}\n"
    )
}

/// The runs of the workflow, oldest first.
async fn runs(engine: &Engine) -> Vec<RunHead> {
    let mut found = engine.runs(HeadFilter { limit: 100, ..HeadFilter::default() }).await.unwrap();
    found.reverse();
    found
}

async fn count(engine: &Engine, wanted: usize) -> Vec<RunHead> {
    eventually("so many runs", async || Some(runs(engine).await).filter(|runs| runs.len() >= wanted)).await
}

/// Waits until the schedule is known: what was due before does not count.
async fn known(store: &MemoryStore) {
    eventually("the schedule is known", async || store.get("schedules", "test/report").await.unwrap()).await;
}

async fn started(engine: &Engine, head: &RunHead) -> Started {
    match engine.journal(head.run).await.unwrap().swap_remove(0).1 {
        Record::Started(started) => *started,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_published_schedule_starts_runs_and_a_draft_never_does() {
    let (store, clock) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(store.clone(), clock.clone()).await;
    let source = scheduled("1.0.0", "{ every: { hours: 1 } }");
    let (_, report) = engine.save_draft(&somebody(), "test", "report", source.clone(), None).await.unwrap();
    assert_eq!(report.schedule.unwrap().next.len(), 3);
    clock.advance(2 * HOUR);
    publish(&engine, "report", source).await.unwrap();
    known(&store).await;
    assert!(runs(&engine).await.is_empty());

    clock.advance(HOUR);
    let first = count(&engine, 1).await.remove(0);
    assert_eq!(first.principal, "champion", "the owner answers for it");
    let began = started(&engine, &first).await;
    assert_eq!((began.caller.kind, began.caller.id.as_str()), (CallerKind::Schedule, "test/report"));
    let view = engine.wait(first.run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"{"given":{}}"#);

    // Three hours pass while there is no server: the newest is made up.
    engine.shutdown();
    drop(engine);
    clock.advance(3 * HOUR);
    let engine = engine_at(store.clone(), clock.clone()).await;
    assert_eq!(count(&engine, 2).await.len(), 2);
    let listed = engine.schedules(Some("test")).await.unwrap().remove(0);
    assert_eq!(listed.owner, "champion");
    assert!(matches!(listed.last.unwrap().outcome, FiringOutcome::Started(_)));

    let place = ("test", "report", "1.0.0");
    engine.set_state(&somebody(), place, VersionState::Suspended, None).await.unwrap();
    clock.advance(2 * HOUR);
    pause(Duration::from_millis(100), "nothing shall happen, and the loop looks").await;
    assert!(engine.schedules(None).await.unwrap()[0].stopped.is_some());
    engine.set_state(&somebody(), place, VersionState::Published, None).await.unwrap();
    pause(Duration::from_millis(100), "nothing shall happen").await;
    assert_eq!(runs(&engine).await.len(), 2);
    clock.advance(HOUR);
    assert_eq!(count(&engine, 3).await.len(), 3);
}

#[tokio::test]
async fn who_pauses_says_why_and_only_what_has_a_schedule_is_paused() {
    let (store, clock) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(store.clone(), clock.clone()).await;
    publish(&engine, "report", scheduled("1.0.0", "{ cron: '0 * * * *' }")).await.unwrap();
    known(&store).await;
    let place = ("test", "report");
    assert!(matches!(
        engine.pause_schedule(&somebody(), place, " ").await,
        Err(EngineError::Schedules(towpath_runtime::SchedulesError::NoReason))
    ));
    let none = engine.pause_schedule(&somebody(), ("test", "none"), "why").await;
    assert!(matches!(none, Err(EngineError::Fault(Fault::NotFound { what: "schedule", .. }))));
    let paused = engine.pause_schedule(&somebody(), place, "holidays").await.unwrap().paused.unwrap();
    assert_eq!((paused.by.as_str(), paused.reason.as_str()), ("champion", "holidays"));
    clock.advance(HOUR);
    pause(Duration::from_millis(100), "nothing shall happen").await;
    assert!(runs(&engine).await.is_empty());
    let resumed = engine.resume_schedule(&somebody(), place, None, false).await.unwrap();
    assert_eq!((resumed.paused, resumed.next.len()), (None, 3));
    clock.advance(HOUR);
    assert_eq!(count(&engine, 1).await.len(), 1);
}

#[tokio::test]
async fn a_refused_firing_is_told_once() {
    let (store, clock) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(store.clone(), clock.clone()).await;
    publish(&engine, "report", scheduled("1.0.0", "{ every: { hours: 1 } }")).await.unwrap();
    known(&store).await;
    engine.put_policy(&somebody(), "start", PERMIT_NOTHING.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
    let mut before = None;
    for _ in 0..3 {
        clock.advance(HOUR);
        let last = eventually("it was refused", async || {
            let last = engine.schedules(None).await.unwrap().remove(0).last?;
            (Some(last.due) != before && matches!(last.outcome, FiringOutcome::Refused(_))).then_some(last)
        });
        before = Some(last.await.due);
    }
    let notices = engine.notices(Some("champion"), true).await.unwrap();
    let told: Vec<_> = notices.iter().filter(|notice| notice.kind == NoticeKind::Schedule).collect();
    assert_eq!(told.len(), 1, "{notices:?}");
    assert!(runs(&engine).await.is_empty());
}

#[tokio::test]
async fn an_event_starts_a_run_with_its_labels_and_its_sender() {
    let (store, clock) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let engine = permitted_at(store.clone(), clock).await;
    let schedule = "{ on: { one: { with: { type: paid } } } }";
    publish(&engine, "report", scheduled("1.0.0", schedule)).await.unwrap();
    known(&store).await;
    for (id, kind) in [("a", "other"), ("b", "paid"), ("b", "paid")] {
        let text = format!(
            r#"{{"specversion":"1.0","id":"{id}","source":"shop","type":"{kind}","data":{{"order":7}}}}"#
        );
        let event = SentEvent { event: towpath_wire::Json::parse(text).unwrap(), namespaces: None };
        engine.send_events(&somebody(), vec![event]).await.unwrap();
    }
    let head = count(&engine, 1).await.remove(0);
    let began = started(&engine, &head).await;
    assert_eq!((began.caller.kind, began.caller.id.as_str()), (CallerKind::Event, "shop"));
    assert_eq!(head.heard_from, ["champion"]);
    let view = engine.wait(head.run, Duration::from_secs(20)).await.unwrap().unwrap();
    assert_eq!(output(&view), r#"{"given":[{"order":7}]}"#);
    pause(Duration::from_millis(100), "nothing more shall start").await;
    assert_eq!(runs(&engine).await.len(), 1);
}

#[tokio::test]
async fn what_is_not_carried_out_is_refused_at_publishing() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    for schedule in [
        "{ on: { all: [ { with: { type: a } } ] } }",
        "{ on: { one: { with: { type: a, data: '${ .n > 1 }' } } } }",
        "{ cron: '0 8 * * * Europe/Berlni' }",
        "{ cron: '0 8 30 2 *' }",
        "{ every: { milliseconds: 5 } }",
    ] {
        let refused = publish(&engine, "report", scheduled("1.0.0", schedule)).await;
        assert!(matches!(refused, Err(EngineError::Fault(Fault::Invalid(_)))), "{schedule}: {refused:?}");
    }
}
