//! The examples, run as their README says: every case, and every line that the demo prints.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use towpath_tests::{Demo, root};

/// Whether `actual` has everything that `expected` has.
fn holds(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            expected.iter().all(|(key, value)| actual.get(key).is_some_and(|actual| holds(value, actual)))
        }
        (expected, actual) => expected == actual,
    }
}

async fn check(demo: &Demo, folder: &std::path::Path, workflow: &str) {
    let cases: Vec<Value> =
        serde_json::from_slice(&std::fs::read(folder.join("cases.json")).unwrap()).unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let name = format!("{workflow}: {}", case["name"].as_str().unwrap());
        let answer = demo
            .as_role("app")
            .post(&format!("/v1/workflows/{workflow}/runs"), case["input"].to_string())
            .await;
        assert_eq!(u64::from(answer.status), case["status"].as_u64().unwrap(), "{name}: {}", answer.text);
        assert!(holds(&case["output"], &answer.body) || case["output"].is_null(), "{name}: {}", answer.text);
        for key in case["has"].as_array().into_iter().flatten() {
            assert!(!answer.body[key.as_str().unwrap()].is_null(), "{name}: no {key} in {}", answer.text);
        }
        if answer.status >= 400 {
            assert_eq!(answer.content_type, "application/problem+json", "{name}");
            assert!(
                answer.body["code"].is_string() && answer.body["status"] == case["status"],
                "{name}: {}",
                answer.text
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_does_what_its_cases_say() {
    let demo = Demo::start();
    for (folder, workflow) in [
        ("order-status", "support/order-status"),
        ("refund-triage", "support/refund-triage"),
        ("lead-routing", "sales/lead-routing"),
        ("complaint-intake", "support/complaint-intake"),
    ] {
        check(&demo, &root().join("examples").join(folder), workflow).await;
    }
    // A refund that was refused never reached the payment provider.
    let log = demo.company_log().await;
    let refunds =
        log["writes"].as_array().unwrap().iter().filter(|write| write["what"] == "payments/refunds");
    assert!(
        refunds.clone().count() == 2
            && refunds.clone().all(|write| write["body"]["amount"].as_f64() <= Some(200.0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_curl_lines_do_as_promised() {
    let demo = Demo::start();
    let lines: Vec<String> = serde_json::from_value(demo.ready["curl"].clone()).unwrap();
    for (line, expected) in lines.iter().zip(["200", "403", "202"]) {
        let output = std::process::Command::new("sh").args(["-c", line]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(text.trim_end().rsplit('\n').next(), Some(expected), "{line}\n{text}");
        if expected == "403" {
            let body = text.trim_end().strip_suffix("403").unwrap();
            let problem: Value = serde_json::from_str(body).unwrap();
            assert_eq!(problem["policy"], "refunds-over-200", "{problem}");
            assert_eq!(problem["reason"], "Refunds over 200 euros go through finance.");
            assert_eq!(problem["contact"], "finance@acme.example");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_sees_the_reason_but_not_the_rule() {
    let demo = Demo::start();
    let body =
        r#"{"order":{"id":"o-1","items":[{"sku":"a","price":450,"qty":1}]},"customer":{"tier":"gold"}}"#;
    let answer = demo.as_role("app").post("/v1/workflows/support/refund-triage/runs", body).await;
    assert_eq!(answer.status, 403, "{}", answer.text);
    assert_eq!(answer.body["reason"], "Refunds over 200 euros go through finance.");
    assert!(answer.body["run"].is_string() && answer.body["code"].is_string());
    assert!(answer.body["policy"].is_null() && answer.body["contact"].is_null(), "{}", answer.text);
}
