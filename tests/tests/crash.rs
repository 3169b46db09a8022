//! `kill -9` in the middle of many runs: all end, no write reaches the company twice, and `GET` agrees with what the company
//! received.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use towpath_tests::{Demo, Http, keep_result, pause, sample, tell, within};

/// How long all runs may take to end after the last kill.
const RECOVERED: Duration = Duration::from_secs(120);
const UNDER_WAY: [&str; 2] = ["running", "waiting"];

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

/// Waits until a run has ended; what `GET` says of it. After a kill, runs go on one after another.
async fn ended(app: &Http, location: &str) -> Value {
    within(RECOVERED, &format!("{location} ends"), async || {
        let answer = app.get(location).await;
        assert_eq!(answer.status, 200, "{location}: {}", answer.text);
        let is_over = answer.body["status"].as_str().is_some_and(|status| !UNDER_WAY.contains(&status));
        if is_over { Ok(answer.body) } else { Err(answer.text) }
    })
    .await
}

/// How often the company carried each text out.
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
    demo.as_role("champion").put_live("support/two-writes", TWO_WRITES).await;
    let app = demo.as_role("app");
    let mut accepted = Vec::new();
    for kill in 0..kills {
        let wave = (0..runs / kills).map(|index| tokio::spawn(start(app.clone(), kill * runs + index)));
        let wave: Vec<_> = wave.collect();
        let after = if kill == 0 { 30 } else { 400 + 700 * kill as u64 };
        let reason = "the first kill meets runs that are started, the others runs that write and wait";
        pause(Duration::from_millis(after), reason).await;
        demo.kill_engine();
        for started in wave {
            if let Ok(Some(started)) = started.await {
                accepted.push(started);
            }
        }
        demo.start_engine();
    }
    assert!(accepted.len() > runs / 4, "only {} of {runs} runs were accepted", accepted.len());
    let mut unknown = 0;
    let mut completed = 0;
    let mut truths = Vec::new();
    for (marker, location) in &accepted {
        let run = ended(&app, location).await;
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

/// Receives an event, starts another workflow, which writes, and pays a refund that is held.
const WAITS: &str = r#"
document: { dsl: 1.0.3, namespace: support, name: waits, version: 1.0.0 }
do:
  - hear:
      listen: { to: { one: { with: { type: crash.go }, correlate: { marker: { from: .data.marker, expect: '${ $workflow.input.marker }' } } } } }
  - note:
      run: { workflow: { namespace: support, name: takes-note, version: 1.0.0, input: { marker: '${ $workflow.input.marker }' } } }
  - tell:
      emit: { event: { with: { type: crash.done, data: { marker: '${ $workflow.input.marker }' } } } }
  - pay:
      call: payments.refund:1.0.0@default
      with: { order: o-1, amount: 60, reason: '${ "refund \($workflow.input.marker)" }' }
"#;

const TAKES_NOTE: &str = r#"
document: { dsl: 1.0.3, namespace: support, name: takes-note, version: 1.0.0 }
do:
  - note: { call: 'crm.add-note:1.0.0@default', with: { id: c-1, text: '${ "note \(.marker)" }' } }
"#;

const HOLD: &str = "policy: held\ntitle: Refunds are held\neffect: hold\napprovers: { role: approver }\n\
                    access: { properties: { integration: { const: payments } } }\nreason: Tests.\n";
const INSIDE: &str = "policy: inside\ntitle: What stays inside\neffect: permit\n\
                      access: { properties: { kind: { enum: [listen, run, emit] } } }\nreason: Tests.\n";

/// Sends the event that a run waits for; the same event each time.
async fn go(app: Http, marker: usize) -> bool {
    let event = json!({
        "specversion": "1.0", "id": format!("go-{marker}"), "source": "tests", "type": "crash.go",
        "data": { "marker": marker },
    });
    let headers = [("Content-Type", "application/cloudevents+json")];
    let sent = app.try_send("POST", "/v1/events", Some(event.to_string().into()), &headers).await;
    sent.is_ok_and(|answer| answer.status == 202)
}

/// Releases every held call; how many releases were answered.
async fn release_all(approver: &Http) -> usize {
    let Ok(holds) = approver.try_send("GET", "/v1/holds", None, &[]).await else { return 0 };
    let mut released = 0;
    for hold in holds.body["holds"].as_array().cloned().unwrap_or_default() {
        let path =
            format!("/v1/holds/{}/{}/release", hold["run"].as_str().unwrap_or_default(), hold["effect"]);
        let tag = format!("\"{}\"", hold["digest"].as_str().unwrap_or_default());
        let answer = approver.try_send("POST", &path, None, &[("If-Match", &tag)]).await;
        released += usize::from(answer.is_ok_and(|answer| answer.status == 204));
    }
    released
}

#[tokio::test(flavor = "multi_thread")]
async fn full_crash_of_those_who_wait() {
    let runs = sample("crash", 16, 100);
    let mut demo = Demo::start();
    let (champion, it) = (demo.as_role("champion"), demo.as_role("it"));
    for (name, text) in [("held", HOLD), ("inside", INSIDE)] {
        it.save_policy(name, text).await;
    }
    assert!(it.post("/v1/policies/activate", "").await.status < 300);
    for (name, text) in [("takes-note", TAKES_NOTE), ("waits", WAITS)] {
        champion.put_live(&format!("support/{name}"), text).await;
    }
    let (app, approver) = (demo.as_role("app"), demo.as_role("approver"));
    let mut accepted = Vec::new();
    for marker in 0..runs {
        let body = json!({ "marker": marker }).to_string();
        let headers = [("Prefer", "respond-async"), ("Content-Type", "application/json")];
        let path = "/v1/workflows/support/waits/runs";
        let answer = app.send("POST", path, Some(body.into()), &headers).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        accepted.push((marker, answer.location.unwrap_or_default()));
    }
    // Kills while runs listen, while events come in, while runs start others, and while calls are released.
    demo.kill_engine();
    demo.start_engine();
    for blow in 0..3_u64 {
        let events: Vec<_> = (0..runs).map(|marker| tokio::spawn(go(app.clone(), marker))).collect();
        pause(Duration::from_millis(60 + 150 * blow), "each kill meets another part of the runs").await;
        demo.kill_engine();
        for event in events {
            let _ = event.await;
        }
        demo.start_engine();
        let releasing = release_all(&approver);
        let _ = tokio::time::timeout(Duration::from_millis(200), releasing).await;
        demo.kill_engine();
        demo.start_engine();
    }
    // No kills from here on. Sent again, the events are duplicates.
    for marker in 0..runs {
        assert!(go(app.clone(), marker).await);
    }
    let (mut completed, mut unknown) = (0, 0);
    for (_, location) in &accepted {
        let run = within(RECOVERED, &format!("{location} ends"), async || {
            release_all(&approver).await;
            let run = app.get(location).await.body;
            let is_over = run["status"].as_str().is_some_and(|status| !UNDER_WAY.contains(&status));
            if is_over { Ok(run) } else { Err(run) }
        })
        .await;
        match run["status"].as_str() {
            Some("completed") => completed += 1,
            Some("faulted") => {
                assert_eq!(run["error"]["code"], "TP1103", "only an unknown outcome may fault a run: {run}");
                unknown += 1;
            }
            _ => panic!("{run}"),
        }
    }
    let log = demo.company_log().await;
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for write in log["writes"].as_array().into_iter().flatten() {
        let text = |name: &str| write["body"][name].as_str().unwrap_or_default().to_owned();
        let what = text("text") + &text("reason");
        if write["key"].is_null() || write["applied"] == true {
            *count.entry(what).or_default() += 1;
        }
    }
    for (what, times) in &count {
        assert_eq!(*times, 1, "`{what}` reached the company {times} times");
    }
    let refunds = count.keys().filter(|what| what.starts_with("refund ")).count();
    assert_eq!(refunds, completed, "each completed run paid once");
    let outcome = json!({
        "runs": runs, "kills": 7, "completed": completed, "endedWithUnknownOutcome": unknown,
        "writesApplied": count.len(), "writesTwice": 0,
    });
    tell(&format!("crash, those who wait: {outcome}"));
    keep_result("crash-waiting", &outcome);
}
