//! `kill -9` in the middle of many runs: all end, no write reaches the company twice, and `GET` tells the truth.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use towpath_tests::{Demo, Http, keep_result, sample, tell};

/// A write without a key, a wait, a write with one.
const TWO_WRITES: &str = r#"
document: { dsl: 1.0.3, namespace: support, name: two-writes, version: 1.0.0 }
do:
  - first:
      call: crm.add-note:1.0.0@default
      with: { id: c-1, text: '${ "first \($workflow.input.marker)" }' }
  - pause:
      wait: PT2S
  - second:
      call: crm.open-complaint:1.0.0@default
      with: { customer: c-1, severity: low, text: '${ "second \($workflow.input.marker)" }' }
  - done:
      set: { marker: '${ $workflow.input.marker }' }
"#;

async fn publish(champion: &Http) {
    let saved = champion.put("/v1/workflows/support/two-writes/draft", TWO_WRITES).await;
    assert!(saved.status < 300, "{}", saved.text);
    let live = champion.post("/v1/workflows/support/two-writes/publish", "").await;
    assert!(live.status < 300, "{}", live.text);
}

/// Starts run `marker`; its address, unless the engine was killed before it answered.
async fn start(app: Http, marker: usize) -> Option<(usize, String)> {
    let body = json!({ "marker": marker }).to_string();
    let headers = [("Prefer", "respond-async"), ("Content-Type", "application/json")];
    let answer = app
        .try_send("POST", "/v1/workflows/support/two-writes/runs", Some(body.into()), &headers)
        .await
        .ok()?;
    assert_eq!(answer.status, 202, "{}", answer.text);
    Some((marker, answer.location.unwrap_or_default()))
}

/// Waits until a run has ended; what `GET` says of it.
async fn ended(app: &Http, location: &str, until: Instant) -> Value {
    loop {
        let answer = app.get(location).await;
        assert_eq!(answer.status, 200, "{location}: {}", answer.text);
        let status = answer.body["status"].as_str().unwrap_or_default();
        if !["running", "waiting"].contains(&status) {
            return answer.body;
        }
        assert!(Instant::now() < until, "{location} does not end: {}", answer.text);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// How often each text was carried out by the company.
fn applied(log: &Value) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for write in log["writes"].as_array().into_iter().flatten() {
        // Without a key every arrival is a write; with one the company carries it out once.
        let text = write["body"]["text"].as_str().unwrap_or_default().to_owned();
        if write["key"].is_null() || write["applied"] == true {
            *count.entry(text).or_default() += 1;
        }
    }
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn full_crash_no_write_twice() {
    let runs = sample("crash", 40, 200);
    let kills = sample("crash", 2, 4);
    let mut demo = Demo::start();
    publish(&demo.as_role("champion")).await;
    let app = demo.as_role("app");
    let mut accepted = Vec::new();
    for kill in 0..kills {
        let wave = (0..runs / kills).map(|index| tokio::spawn(start(app.clone(), kill * runs + index)));
        let wave: Vec<_> = wave.collect();
        if kill == 0 {
            // The first blow falls while runs are being started, the others while they write and wait.
            tokio::time::sleep(Duration::from_millis(30)).await;
        } else {
            tokio::time::sleep(Duration::from_millis(400 + 700 * kill as u64)).await;
        }
        demo.kill_engine();
        for started in wave {
            if let Ok(Some(started)) = started.await {
                accepted.push(started);
            }
        }
        demo.start_engine();
    }
    assert!(accepted.len() > runs / 4, "only {} of {runs} runs were accepted", accepted.len());
    let until = Instant::now() + Duration::from_secs(120);
    let mut unknown = 0;
    let mut completed = 0;
    let mut truths = Vec::new();
    for (marker, location) in &accepted {
        let run = ended(&app, location, until).await;
        match run["status"].as_str() {
            Some("completed") => completed += 1,
            Some("faulted") => {
                assert_eq!(run["error"]["code"], "TP1103", "only an unknown outcome may fault a run: {run}");
                unknown += 1;
            }
            _ => panic!("{run}"),
        }
        truths.push((*marker, run));
    }
    let log = demo.company_log().await;
    let applied = applied(&log);
    for (text, count) in &applied {
        assert_eq!(*count, 1, "`{text}` reached the company {count} times");
    }
    for (marker, run) in &truths {
        if run["status"] == "completed" {
            for text in [format!("first {marker}"), format!("second {marker}")] {
                assert!(applied.contains_key(&text), "{run} says completed, but `{text}` never arrived");
            }
        }
    }
    let outcome = json!({
        "runs": runs, "kills": kills, "accepted": accepted.len(), "completed": completed,
        "endedWithUnknownOutcome": unknown, "writesApplied": applied.len(),
        "writesArrived": log["arrived"], "writesTwice": 0,
    });
    tell(&format!("crash: {outcome}"));
    keep_result("crash", &outcome);
}
