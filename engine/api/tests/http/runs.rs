//! Calling workflows and looking at runs.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use towpath_api::Settings;

use crate::world::{BREAK, ECHO, NAP, PAY, RAISE, SLEEP, World};

async fn ended(world: &World, run: &str) -> Value {
    let end = tokio::time::Instant::now() + Duration::from_secs(20);
    loop {
        let answer = world.get(&world.it, &format!("/v1/runs/{run}?wait=20")).await.is(200).json();
        if !matches!(answer["status"].as_str(), Some("running" | "waiting")) {
            return answer;
        }
        assert!(tokio::time::Instant::now() < end, "the run does not end: {answer}");
    }
}

#[tokio::test]
async fn a_call_answers_with_the_output_as_it_is() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    let answer = world.post(&world.app, "/v1/workflows/support/echo/runs", "{\"id\": 7}").await.is(200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.json()["got"], 7);
    assert!(String::from_utf8_lossy(&answer.bytes).contains("1234567890123456789"), "{:?}", answer.bytes);
    let run = answer.header("towpath-run").unwrap().to_owned();
    // Some programs write a byte order mark before JSON.
    let marked =
        world.post(&world.app, "/v1/workflows/support/echo/runs", "\u{feff}{\"id\": 8}").await.is(200);
    assert_eq!(marked.json()["got"], 8);

    let seen = world.get(&world.app, &format!("/v1/runs/{run}")).await.is(200).json();
    assert_eq!(seen["status"], "completed");
    assert_eq!(seen["startedBy"], "app");
    assert_eq!(seen["workflow"]["version"], "1.0.0");
    assert_eq!(seen["output"]["got"], 7);
    assert!(seen["endedAt"].as_str().unwrap().ends_with('Z'));

    let journal = world.get(&world.champion, &format!("/v1/runs/{run}/journal")).await.is(200).json();
    let records = journal["records"].as_array().unwrap();
    assert!(records[0]["record"]["started"].is_object(), "{journal}");
    assert!(records.last().unwrap()["record"]["ended"].is_object(), "{journal}");
    assert_eq!(records.last().unwrap()["index"], records.len() - 1);
}

#[tokio::test]
async fn who_does_not_wait_is_told_where_to_look() {
    let world = World::new().await;
    world.govern().await;
    world.publish("nap", NAP).await;
    let path = "/v1/workflows/support/nap/runs";
    let at_once =
        world.ask(&world.app, Method::POST, path).header("prefer", "respond-async").send("{}").await;
    let impatient = world.post(&world.app, &format!("{path}?wait=0"), "{}").await;
    for answer in [at_once, impatient] {
        let answer = answer.is(202);
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(answer.header("location"), Some(format!("/v1/runs/{id}").as_str()));
        assert_eq!(answer.header("towpath-run"), Some(id.as_str()));
        assert_eq!(ended(&world, &id).await["output"], json!({ "rested": true }));
    }
    let patient = world.post(&world.app, path, "").await.is(200);
    assert_eq!(patient.json(), json!({ "rested": true }));
}

#[tokio::test]
async fn a_call_that_takes_too_long_goes_on_without_the_caller() {
    let settings = Settings { wait: Duration::from_millis(50), ..Settings::default() };
    let world = World::with(settings).await;
    world.govern().await;
    world.publish("nap", NAP).await;
    let answer = world.post(&world.app, "/v1/workflows/support/nap/runs", "{}").await.is(202);
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(ended(&world, &id).await["status"], "completed");
}

#[tokio::test]
async fn a_client_that_leaves_does_not_cancel() {
    let world = World::new().await;
    world.govern().await;
    world.publish("nap", NAP).await;
    let call = world.post(&world.app, "/v1/workflows/support/nap/runs", "{}");
    let left = tokio::time::timeout(Duration::from_millis(100), call).await;
    assert!(left.is_err());
    let runs = world.get(&world.app, "/v1/runs").await.is(200).json();
    let id = runs["runs"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(ended(&world, &id).await["status"], "completed");
}

#[tokio::test]
async fn an_idempotency_key_joins_its_run() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    let call = async |token: &str, body: &'static str| {
        let ask = world.ask(token, Method::POST, "/v1/workflows/support/echo/runs");
        ask.header("idempotency-key", "order-17").header("content-type", "application/json").send(body).await
    };
    let first = call(&world.app, "{\"id\":1}").await.is(200);
    assert_eq!(first.header("idempotency-replayed"), None);
    let again = call(&world.app, "{\"id\":1}").await.is(200);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.header("towpath-run"), first.header("towpath-run"));
    assert_eq!(again.bytes, first.bytes);
    let run = format!("/v1/runs/{}", first.header("towpath-run").unwrap());
    for (token, key) in [
        (&world.app, json!("order-17")),
        (&world.champion, json!("order-17")),
        (&world.operator, json!(null)),
    ] {
        assert_eq!(world.get(token, &run).await.is(200).json()["idempotencyKey"], key);
    }
    assert_eq!(world.get(&world.app, "/v1/runs").await.json()["runs"][0]["idempotencyKey"], json!(null));
    let problem = call(&world.app, "{\"id\":2}").await.problem(422, "TP4016");
    assert_eq!(problem["run"].as_str(), first.header("towpath-run"));
    let other = call(&world.other_app, "{\"id\":2}").await.is(200);
    assert_ne!(other.header("towpath-run"), first.header("towpath-run"));
}

#[tokio::test]
async fn what_the_workflow_raises_is_the_answer() {
    let world = World::new().await;
    world.govern().await;
    world.publish("raise", RAISE).await;
    let answer = world.post(&world.app, "/v1/workflows/support/raise/runs", "{}").await;
    let problem = answer.problem(409, "TP4022");
    assert_eq!(problem["type"], "https://acme.example/errors/out-of-stock");
    assert_eq!((&problem["title"], &problem["detail"]), (&json!("Out of stock"), &json!("none left")));
    assert_eq!(problem["run"].as_str(), answer.header("towpath-run"));
    let run =
        world.get(&world.app, &format!("/v1/runs/{}", problem["run"].as_str().unwrap())).await.is(200).json();
    assert_eq!(run["status"], "faulted");
    assert_eq!(run["error"], problem);
}

#[tokio::test]
async fn other_faults_are_500_and_only_insiders_learn_why() {
    let world = World::new().await;
    world.govern().await;
    world.publish("break", BREAK).await;
    let answer = world.post(&world.app, "/v1/workflows/support/break/runs", "{\"a\":\"Ms Example\"}").await;
    assert_eq!(answer.status.as_u16(), 500);
    let problem = answer.json();
    assert_eq!(problem["cause"], Value::Null);
    let run = problem["run"].as_str().unwrap();
    let inside = world.get(&world.champion, &format!("/v1/runs/{run}")).await.is(200).json();
    assert_eq!(inside["error"]["cause"]["instance"], "/do/0/sum");
    assert_eq!(inside["error"]["status"], 500);
}

#[tokio::test]
async fn a_refused_effect_is_403_and_says_what_the_reader_may_know() {
    let world = World::new().await;
    world.govern().await;
    world.publish("pay", PAY).await;
    let path = "/v1/workflows/support/pay/runs";
    let problem = world.post(&world.app, path, "{\"amount\":201}").await;
    assert_eq!(problem.status.as_u16(), 403, "{problem:?}");
    let problem = problem.json();
    assert!(problem["reason"].is_string() && problem["run"].is_string(), "{problem}");
    for hidden in ["policy", "contact", "rules", "near"] {
        assert_eq!(problem[hidden], Value::Null, "{problem}");
    }
    let problem = world.post(&world.champion, path, "{\"amount\":201}").await.is(403).json();
    assert_eq!(problem["policy"], "refunds", "{problem}");
    assert_eq!(problem["contact"], "finance@acme.example", "{problem}");
}

#[tokio::test]
async fn the_input_is_held_to_its_schema_and_its_limits() {
    let settings = Settings { input_bytes: 1000, ..Settings::default() };
    let world = World::with(settings).await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    let path = "/v1/workflows/support/echo/runs";
    let wrong = world.post(&world.app, path, "{\"id\":\"Ms Example\"}").await;
    assert_eq!(wrong.status.as_u16(), 400, "{:?}", wrong.bytes);
    assert!(!String::from_utf8_lossy(&wrong.bytes).contains("Example"), "{:?}", wrong.bytes);
    for broken in ["{", "{\"id\": 01}", "\u{feff}{}"] {
        assert_eq!(world.post(&world.app, path, broken).await.status.as_u16(), 400, "{broken}");
    }
    let large = format!("{{\"id\":1,\"x\":\"{}\"}}", "x".repeat(1000));
    let problem = world.post(&world.app, path, &large).await.problem(413, "TP4009");
    assert_eq!(problem["limit"], 1000);
    let form =
        world.ask(&world.app, Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
    form.send("id=1").await.problem(415, "TP4010");
}

#[tokio::test]
async fn a_cancelled_run_ends_and_says_so() {
    let world = World::new().await;
    world.govern().await;
    world.publish("sleep", SLEEP).await;
    let started =
        world.post(&world.app, "/v1/workflows/support/sleep/runs?wait=0", "{}").await.is(202).json();
    let run = started["id"].as_str().unwrap();
    let path = format!("/v1/runs/{run}/cancel");
    world.post(&world.other_app, &path, "").await.problem(404, "TP4004");
    world.post(&world.auditor, &path, "").await.problem(403, "TP4003");
    let answer = world.post(&world.app, &path, "").await;
    assert_eq!(answer.is(200).json()["status"], "cancelled", "it has ended when it is answered");
    let seen = ended(&world, run).await;
    assert_eq!((&seen["status"], &seen["error"]["code"]), (&json!("cancelled"), &json!("TP4023")));
    world.post(&world.app, &path, "").await.is(200);
}

#[tokio::test]
async fn lists_hold_what_the_reader_may_see_newest_first() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    let path = "/v1/workflows/support/echo/runs";
    let mut runs = Vec::new();
    for (token, id) in [(&world.app, 1), (&world.other_app, 2), (&world.app, 3), (&world.champion, 4)] {
        let answer = world.post(token, path, &format!("{{\"id\":{id}}}")).await.is(200);
        runs.push(answer.header("towpath-run").unwrap().to_owned());
    }
    let ids = async |token: &str, query: &str| -> Vec<String> {
        let answer = world.get(token, &format!("/v1/runs{query}")).await.is(200).json();
        answer["runs"].as_array().unwrap().iter().map(|run| run["id"].as_str().unwrap().to_owned()).collect()
    };
    let pick = |list: &[usize]| -> Vec<String> { list.iter().map(|index| runs[*index].clone()).collect() };
    assert_eq!(ids(&world.app, "").await, pick(&[2, 0]));
    assert_eq!(ids(&world.app, "?namespace=support").await, pick(&[2, 0]));
    assert_eq!(ids(&world.champion, "").await, pick(&[3, 2, 1, 0]));
    assert_eq!(ids(&world.auditor, "?workflow=echo&status=completed&limit=2").await, pick(&[3, 2]));
    assert_eq!(ids(&world.auditor, &format!("?before={}", runs[2])).await, pick(&[1, 0]));
    assert_eq!(ids(&world.auditor, "?namespace=billing").await, pick(&[]));
    world.get(&world.app, "/v1/runs?namespace=billing").await.problem(403, "TP4003");
    world.get(&world.app, "/v1/runs?limit=0").await.problem(400, "TP4007");
    world.get(&world.app, "/v1/runs?colour=red").await.problem(400, "TP4007");
    world.get(&world.app, "/v1/runs?before=yesterday").await.problem(400, "TP4007");
    let page = world.get(&world.auditor, "/v1/runs?limit=2").await.is(200).json();
    assert_eq!(page["next"].as_str(), Some(runs[2].as_str()));
}

#[tokio::test]
async fn lists_are_filtered_and_never_widened() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    world.publish("nap", NAP).await;
    let mut runs = Vec::new();
    for (token, name) in
        [(&world.app, "echo"), (&world.other_app, "nap"), (&world.app, "nap"), (&world.champion, "echo")]
    {
        let path = format!("/v1/workflows/support/{name}/runs");
        let answer = world.post(token, &path, "{\"id\":1}").await.is(200);
        runs.push(answer.header("towpath-run").unwrap().to_owned());
    }
    let list = async |token: &str, query: &str| -> Vec<Value> {
        let answer = world.get(token, &format!("/v1/runs?{query}")).await.is(200).json();
        answer["runs"].as_array().unwrap().clone()
    };
    let ids = async |token: &str, query: &str| -> Vec<String> {
        let found = list(token, query).await;
        found.iter().map(|run| run["id"].as_str().unwrap().to_owned()).collect()
    };
    let pick = |list: &[usize]| -> Vec<String> { list.iter().map(|index| runs[*index].clone()).collect() };
    assert_eq!(ids(&world.champion, "startedBy=app").await, pick(&[2, 0]));
    assert_eq!(ids(&world.champion, "startedBy=app&workflow=support/nap").await, pick(&[2]));
    assert_eq!(ids(&world.champion, "startedBy=nobody").await, pick(&[]));
    assert_eq!(ids(&world.app, "startedBy=app").await, pick(&[2, 0]));
    assert_eq!(ids(&world.app, "startedBy=champion").await, pick(&[]), "nothing that it did not start");
    assert_eq!(ids(&world.it, "workflow=support/nap").await, pick(&[2, 1]));
    assert_eq!(ids(&world.it, "workflow=nap&namespace=support").await, pick(&[2, 1]));
    assert_eq!(ids(&world.it, "workflow=support/nap&namespace=support").await, pick(&[2, 1]));

    let all = list(&world.it, "").await;
    let began = |index: usize| all[3 - index]["startedAt"].as_str().unwrap().to_owned();
    let last = began(3);
    assert!(!ids(&world.it, &format!("to={last}")).await.contains(&runs[3]), "the end is not within");
    assert!(ids(&world.it, &format!("from={last}")).await.contains(&runs[3]), "the beginning is");
    assert_eq!(ids(&world.it, "from=2027-01-01T00:00:00Z&to=2026-01-01T00:00:00Z").await, pick(&[]));
    assert_eq!(ids(&world.it, "to=2020-01-01T00:00:00%2B01:00").await, pick(&[]));
    assert_eq!(ids(&world.it, "held=true").await, pick(&[]));
    assert_eq!(ids(&world.it, "held=false").await, pick(&[3, 2, 1, 0]));

    world.get(&world.it, "/v1/runs?from=yesterday").await.problem(400, "TP4007");
    world.get(&world.it, "/v1/runs?workflow=a/b/c").await.problem(400, "TP4007");
    world.get(&world.it, "/v1/runs?workflow=support/").await.problem(400, "TP4007");
    world.get(&world.it, "/v1/runs?workflow=support/nap&namespace=billing").await.problem(400, "TP4007");
    world.get(&world.app, "/v1/runs?workflow=billing/nap").await.problem(403, "TP4003");
}

#[tokio::test]
async fn a_foreign_run_does_not_exist_for_an_app() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    let answer = world.post(&world.app, "/v1/workflows/support/echo/runs", "{\"id\":1}").await.is(200);
    let run = answer.header("towpath-run").unwrap();
    let foreign = world.get(&world.other_app, &format!("/v1/runs/{run}")).await.problem(404, "TP4004");
    let absent = "0".repeat(32);
    let unknown = world.get(&world.other_app, &format!("/v1/runs/{absent}")).await.problem(404, "TP4004");
    let same = |problem: &Value, id: &str| problem.to_string().replace(id, "");
    assert_eq!(same(&foreign, run), same(&unknown, &absent));
    world.get(&world.other_app, &format!("/v1/runs/{run}/journal")).await.problem(404, "TP4004");
    let own = world.get(&world.app, &format!("/v1/runs/{run}/journal")).await.problem(403, "TP4003");
    assert_eq!(own["needed"], json!(["champion", "it", "auditor"]));
    world.get(&world.operator, &format!("/v1/runs/{run}")).await.is(200);
    world.get(&world.app, "/v1/runs/yesterday").await.problem(404, "TP4004");
}
