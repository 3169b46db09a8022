//! Starting, waiting for, listing and cancelling runs.

use std::time::Duration;

use towpath_client::{DraftRun, RunFilter, RunStatus, StartOptions, Started, Wait, WaitsFor};

use crate::world::{ECHO, SLEEP, World, problem};

#[tokio::test]
async fn an_output_comes_as_it_is_and_the_run_is_read_afterwards() {
    let world = World::governed().await;
    world.publish("echo", ECHO).await;
    let options = StartOptions { idempotency_key: Some("order-1".to_owned()), ..StartOptions::default() };
    let started = world.app.start("support", "echo", r#"{"id":1.50}"#, &options).await.unwrap();
    let Started::Ended { run, output, replayed: false } = started else { panic!("{started:?}") };
    assert!(output.get().contains("1234567890123456789"), "{output}");

    let again = world.app.start("support", "echo", r#"{"id":1.50}"#, &options).await.unwrap();
    assert!(matches!(&again, Started::Ended { run: id, replayed: true, .. } if *id == run), "{again:?}");
    let reused = problem(world.app.start("support", "echo", r#"{"id":2}"#, &options).await);
    assert_eq!((reused.status, reused.code.as_str()), (422, "TP4016"));

    let found = world.app.run(&run).await.unwrap();
    assert_eq!((found.status, found.draft, found.waits_for), (RunStatus::Completed, false, None));
    assert_eq!(found.output.as_ref().map(|output| output.get()), Some(output.get()));
    let records = world.champion.journal(&run).await.unwrap();
    assert!(records[0].record.get("started").is_some() && records.len() >= 2, "{records:?}");
    let filter = RunFilter { status: Some(RunStatus::Completed), limit: Some(5), ..RunFilter::default() };
    let listed = world.app.runs(&filter).await.unwrap();
    assert_eq!(listed.runs.iter().map(|run| run.id.as_str()).collect::<Vec<_>>(), [run.as_str()]);
    assert!(listed.runs[0].output.is_none());
    let of_app = RunFilter {
        workflow: Some("support/echo".to_owned()),
        started_by: Some("app@acme.example".to_owned()),
        held: Some(false),
        from: Some(listed.runs[0].started_at.clone()),
        ..RunFilter::default()
    };
    assert_eq!(world.champion.runs(&of_app).await.unwrap().runs.len(), 1);
    let earlier = RunFilter { from: None, to: Some("2020-01-01T00:00:00Z".to_owned()), ..of_app };
    assert!(world.champion.runs(&earlier).await.unwrap().runs.is_empty());
}

#[tokio::test]
async fn a_run_that_waits_is_cancelled() {
    let world = World::governed().await;
    world.publish("sleep", SLEEP).await;
    let options = StartOptions { wait: Wait::No, ..StartOptions::default() };
    let started = world.app.start("support", "sleep", "", &options).await.unwrap();
    let Started::Running { run, replayed: false } = &started else { panic!("{started:?}") };
    assert_eq!(started.run(), run);
    assert!(world.app.ended(run, Duration::from_millis(50)).await.unwrap().is_none());
    let waiting = world.app.run_within(run, 1).await.unwrap();
    assert_eq!((waiting.status, waiting.waits_for), (RunStatus::Waiting, Some(WaitsFor::Time)));
    world.app.cancel(run, false).await.unwrap();
    let ended = world.app.ended(run, Duration::from_secs(30)).await.unwrap();
    assert_eq!(ended.as_ref().map(|run| run.status), Some(RunStatus::Cancelled));
    let error = ended.and_then(|run| run.error).map(|error| error.code);
    assert_eq!(error.as_deref(), Some("TP4023"));
}

#[tokio::test]
async fn a_refused_input_names_its_place() {
    let world = World::governed().await;
    world.publish("echo", ECHO).await;
    let wrong = world.app.start("support", "echo", r#"{"id":"x"}"#, &StartOptions::default()).await;
    let wrong = problem(wrong);
    assert_eq!(wrong.status, 400, "{wrong}");
    let missing = problem(world.app.start("support", "none", "", &StartOptions::default()).await);
    assert_eq!((missing.status, missing.code.as_str()), (404, "TP4004"));
    assert_eq!(problem(world.app.run("ffffffffffffffffffffffffffffffff").await).status, 404);
}

#[tokio::test]
async fn a_draft_run_is_marked_as_one() {
    let world = World::governed().await;
    let source = crate::world::definition("echo", "1.0.0", ECHO);
    let saved = world.champion.put_draft("support", "echo", source, None).await.unwrap();
    assert!(saved.report.publishable, "{saved:?}");
    let run = DraftRun {
        input: Some(serde_json::value::to_raw_value(&serde_json::json!({ "id": 1 })).unwrap()),
        ..DraftRun::default()
    };
    let started =
        world.champion.start_draft("support", "echo", &run, Wait::Seconds(30), Some(saved.revision));
    let started = started.await.unwrap();
    let Started::Ended { run, .. } = started else { panic!("{started:?}") };
    assert!(world.champion.run(&run).await.unwrap().draft);
    let drafts = RunFilter { draft: Some(false), ..RunFilter::default() };
    assert!(world.champion.runs(&drafts).await.unwrap().runs.is_empty());
}
