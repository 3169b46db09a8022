//! Schedules from outside: a workflow that starts by itself, over a crash of the server, and its pause.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use towpath_tests::{Demo, Http, eventually};

const PLACE: &str = "/v1/workflows/support/heartbeat";
const SOURCE: &str = "document: { dsl: 1.0.3, namespace: support, name: heartbeat, version: 1.0.0 }
schedule: { every: { seconds: 1 } }
do: [ { beat: { set: { at: now } } } ]
";

/// The ids of its runs.
async fn runs(http: &Http) -> Vec<String> {
    let found = http.get("/v1/runs?namespace=support&workflow=heartbeat&limit=100").await;
    let runs = found.body["runs"].as_array().unwrap();
    runs.iter().map(|run| run["id"].as_str().unwrap().to_owned()).collect()
}

/// Waits until it was started more often than so many times.
async fn more_than(http: &Http, before: usize) -> Vec<String> {
    eventually("it starts by itself", async || {
        let found = runs(http).await;
        if found.len() > before { Ok(found) } else { Err(format!("{} runs", found.len())) }
    })
    .await
}

async fn schedule(http: &Http) -> Value {
    let found = http.get("/v1/schedules?namespace=support").await;
    let items = found.body["items"].as_array().unwrap().iter();
    items.clone().find(|item| item["name"] == "heartbeat").cloned().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workflow_starts_by_itself_over_a_crash_and_until_it_is_paused() {
    let mut demo = Demo::start();
    let champion = demo.as_role("champion");
    let saved = champion.put(&format!("{PLACE}/draft"), SOURCE).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    assert_eq!(saved.body["schedule"]["every"], "PT1S", "{}", saved.text);
    let published = champion.post(&format!("{PLACE}/publish"), "").await;
    assert_eq!(published.status, 201, "{}", published.text);
    let before = more_than(&champion, 1).await;
    demo.kill_engine();
    demo.start_engine();
    let champion = demo.as_role("champion");
    more_than(&champion, before.len()).await;

    let without = champion.post("/v1/schedules/support/heartbeat/pause", r#"{"reason":" "}"#).await;
    assert_eq!((without.status, &without.body["code"]), (422, &json!("TP4035")), "{}", without.text);
    let paused = champion.post("/v1/schedules/support/heartbeat/pause", r#"{"reason":"maintenance"}"#).await;
    assert_eq!((paused.status, &paused.body["state"]), (200, &json!("paused")), "{}", paused.text);
    assert_eq!(paused.body["paused"]["reason"], "maintenance");
    assert_eq!(paused.body["next"], json!([]));
    let app = demo.as_role("app");
    assert_eq!(app.post("/v1/schedules/support/heartbeat/resume", "{}").await.status, 403);
    assert_eq!(app.get("/v1/schedules").await.status, 403);
    let none = champion.post("/v1/schedules/support/order-status/pause", r#"{"reason":"why"}"#).await;
    assert_eq!(none.status, 404, "{}", none.text);

    let resumed = champion.post("/v1/schedules/support/heartbeat/resume", "").await;
    assert_eq!((resumed.status, &resumed.body["state"]), (200, &json!("active")), "{}", resumed.text);
    let count = runs(&champion).await.len();
    let all = more_than(&champion, count).await;
    let last = schedule(&champion).await["last"].clone();
    assert_eq!(last["outcome"], "started", "{last}");

    // Each was started by the schedule.
    for run in &all {
        let journal = champion.get(&format!("/v1/runs/{run}/journal")).await;
        let started = &journal.body["records"][0]["record"]["started"];
        assert_eq!(started["caller"]["kind"], "schedule", "{}", journal.text);
    }
    let audit = demo.as_role("it").get("/v1/audit?limit=200").await;
    assert!(audit.text.contains("POST /v1/schedules/{namespace}/{name}/pause"), "{}", audit.text);
}
