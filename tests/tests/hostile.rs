//! Hostile definitions and inputs: each ends within its limits with an error of its own, while other calls go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use towpath_tests::{Demo, Http, keep_result, pause, sample, tell};

fn definition(name: &str, expression: &str) -> String {
    let set = json!({ "value": expression });
    format!(
        "document: {{ dsl: 1.0.3, namespace: support, name: {name}, version: 1.0.0 }}\ndo:\n  - bad:\n      set: {set}\n"
    )
}

/// Publishes and calls; the status and the answer of the step at which it ended.
async fn try_definition(champion: &Http, name: &str, source: String) -> (u16, Value) {
    let draft = format!("/v1/workflows/support/{name}/draft");
    let saved = champion.put(&draft, source).await;
    if saved.status >= 300 {
        return (saved.status, saved.body);
    }
    let live = champion.post(&format!("/v1/workflows/support/{name}/publish"), "").await;
    if live.status >= 300 {
        return (live.status, live.body);
    }
    let called = champion.post(&format!("/v1/workflows/support/{name}/runs"), "{}").await;
    (called.status, called.body)
}

/// Every code an answer names: its own, and those of its diagnostics.
fn codes(answer: &Value) -> Vec<String> {
    let mut codes = vec![answer["code"].as_str().unwrap_or_default().to_owned()];
    for list in [&answer["diagnostics"], &answer["report"]["diagnostics"]] {
        codes.extend(
            list.as_array()
                .into_iter()
                .flatten()
                .filter_map(|found| found["code"].as_str().map(str::to_owned)),
        );
    }
    codes
}

/// Calls a small workflow again and again from `callers` tasks; how long each call took.
async fn load(app: &Http, callers: usize, stop: Arc<AtomicBool>) -> Vec<Duration> {
    let callers: Vec<_> = (0..callers)
        .map(|_| {
            let (app, stop) = (app.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut took = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let begun = Instant::now();
                    let answer =
                        app.post("/v1/workflows/support/order-status/runs", r#"{"orderId":"o-1001"}"#).await;
                    assert_eq!(answer.status, 200, "{}", answer.text);
                    took.push(begun.elapsed());
                    pause(Duration::from_millis(20), "an even load").await;
                }
                took
            })
        })
        .collect();
    let mut all = Vec::new();
    for caller in callers {
        all.extend(caller.await.unwrap_or_else(|error| panic!("a caller was disturbed: {error}")));
    }
    all.sort();
    all
}

fn p99(took: &[Duration]) -> f64 {
    took.get(took.len().saturating_sub(1) * 99 / 100).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
}

/// A name, the definition, and the codes, one of which must be given.
fn definitions() -> Vec<(&'static str, String, &'static [&'static str])> {
    let deep_yaml = format!(
        "document: {{ dsl: 1.0.3, namespace: support, name: deep-yaml, version: 1.0.0 }}\ndo:\n  - bad:\n      set: {}1{}\n",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let mut bomb = String::from(
        "document: { dsl: 1.0.3, namespace: support, name: bomb, version: 1.0.0 }\nmetadata:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n",
    );
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        bomb.push_str(&format!("  a{level}: &a{level} [{}]\n", vec![before; 10].join(", ")));
    }
    bomb.push_str("do:\n  - bad:\n      set: { a: 1 }\n");
    vec![
        ("endless", definition("endless", "${ def f: f; f }"), &["TP1105"]),
        ("hungry", definition("hungry", "${ [range(1e9)] }"), &["TP1104", "TP1105"]),
        ("recursive", definition("recursive", "${ def f: 1 + f; f }"), &["TP1106", "TP0416"]),
        (
            "deep-jq",
            definition("deep-jq", &format!("${{ {}1{} }}", "[".repeat(10_000), "]".repeat(10_000))),
            &["TP04"],
        ),
        ("deep-yaml", deep_yaml, &["TP01"]),
        ("bomb", bomb, &["TP01"]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn full_hostile_definitions_are_contained() {
    let rounds = sample("hostile", 1, 5);
    let demo = Demo::start();
    let (champion, app) = (demo.as_role("champion"), demo.as_role("app"));
    let quiet = {
        let stop = Arc::new(AtomicBool::new(false));
        let timer = Arc::clone(&stop);
        tokio::spawn(async move {
            pause(Duration::from_secs(3), "the load before anything hostile").await;
            timer.store(true, Ordering::Relaxed);
        });
        load(&app, 32, stop).await
    };
    let stop = Arc::new(AtomicBool::new(false));
    let others = {
        let (app, stop) = (app.clone(), Arc::clone(&stop));
        tokio::spawn(async move { load(&app, 32, stop).await })
    };
    let mut told = Vec::new();
    for _ in 0..rounds {
        for (name, source, expected) in definitions() {
            let (status, answer) = try_definition(&champion, name, source).await;
            let codes = codes(&answer);
            assert!(status >= 400, "{name} was let through: {answer}");
            assert!(
                codes.iter().any(|code| expected.iter().any(|expected| code.starts_with(expected))),
                "{name}: {expected:?} expected, {answer}"
            );
            told.push(json!({ "what": name, "status": status, "code": codes.last() }));
        }
        inputs(&app, &mut told).await;
    }
    stop.store(true, Ordering::Relaxed);
    let during = others.await.unwrap_or_else(|error| panic!("the others were disturbed: {error}"));
    let outcome = json!({
        "contained": told,
        "otherCalls": { "before": quiet.len(), "during": during.len(), "failed": 0 },
        "p99Ms": { "before": p99(&quiet), "during": p99(&during) },
    });
    tell(&format!(
        "hostile: p99 of 32 other callers {:.1} ms before, {:.1} ms during",
        p99(&quiet),
        p99(&during)
    ));
    keep_result("hostile", &outcome);
}

/// Input nested 10,000 deep, and 100 MB of it.
async fn inputs(app: &Http, told: &mut Vec<Value>) {
    let path = "/v1/workflows/support/order-status/runs";
    let deep = app.post(path, format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000))).await;
    assert_eq!((deep.status, deep.body["code"].as_str()), (400, Some("TP1110")), "{}", deep.text);
    told.push(
        json!({ "what": "input nested 10,000 deep", "status": deep.status, "code": deep.body["code"] }),
    );
    // The server answers and hangs up while the body is still being sent: either is a refusal.
    match app.try_send("POST", path, Some(vec![b' '; 100 << 20].into()), &[]).await {
        Ok(answer) => {
            assert_eq!(answer.status, 413, "{}", answer.text);
            told.push(json!({ "what": "100 MB of input", "status": 413, "code": answer.body["code"] }));
        }
        Err(_) => told.push(json!({ "what": "100 MB of input", "status": "connection closed" })),
    }
    let after = app.post(path, r#"{"orderId":"o-1001"}"#).await;
    assert_eq!(after.status, 200, "{}", after.text);
}
