//! Running runs again over HTTP, with a system behind them that answers when it is told to.

use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::stopping::{Call, paying};
use crate::world::{World, definition};

/// Two refunds, with a wait between them that no test wants to wait for again.
const TWICE: &str = "
do:
  - first: { call: 'payments.refund:1.0.0@default', with: { amount: 1 } }
  - second: { call: 'payments.refund:1.0.0@default', with: { amount: 2 } }
  - answer: { set: { done: true, of: '${ .paid }' } }
";

/// A run whose first refund was carried out, and whose second failed; with the key of the second.
async fn failed(world: &World, listener: &TcpListener) -> (String, String) {
    let started =
        world.post(&world.app, "/v1/workflows/support/twice/runs?wait=0", "{}").await.is(202).json();
    let id = started["id"].as_str().unwrap().to_owned();
    let mut first = Call::arrives(listener).await;
    assert!(first.request.contains(r#"{"amount":1}"#), "{}", first.request);
    first.answer("200 OK", r#"{"paid":1}"#).await;
    let mut second = Call::arrives(listener).await;
    assert!(second.request.contains(r#"{"amount":2}"#), "{}", second.request);
    let key = second.key();
    second.answer("500 Internal Server Error", "{}").await;
    let run = world.get(&world.champion, &format!("/v1/runs/{id}?wait=20")).await.is(200).json();
    assert_eq!(run["status"], "faulted", "{run}");
    (id, key)
}

async fn ended(world: &World, id: &str) -> Value {
    world.get(&world.champion, &format!("/v1/runs/{id}?wait=20")).await.is(200).json()
}

#[tokio::test]
async fn a_run_is_run_again_from_the_task_that_failed() {
    let (world, listener) = paying().await;
    world.publish("twice", TWICE).await;
    let (id, key) = failed(&world, &listener).await;
    let path = format!("/v1/runs/{id}/rerun");
    let ask = r#"{"from":"/do/1/second"}"#;
    world.post(&world.other_app, &path, ask).await.problem(404, "TP4004");
    world.post(&world.operator, &path, ask).await.problem(403, "TP4003");
    for wrong in ["/do/1", "/do/1/second/do/0/x", "second", "/do/7/none"] {
        world
            .post(&world.champion, &path, &json!({ "from": wrong }).to_string())
            .await
            .problem(422, "TP4180");
    }
    let plan = world.post(&world.champion, &path, ask).await.is(200).json();
    let repeats = json!([{
        "effect": 2, "task": "/do/1/second", "operation": "payments.refund:1.0.0", "arguments": { "amount": 2 },
        "done": false, "protected": true,
    }]);
    assert_eq!((&plan["repeats"], &plan["recorded"]), (&repeats, &json!(1)), "{plan}");
    let other = json!({ "from": "/do/1/second", "confirm": "sha256:0" }).to_string();
    assert_eq!(world.post(&world.champion, &path, &other).await.status, 409);

    let confirm = json!({ "from": "/do/1/second", "confirm": plan["digest"] }).to_string();
    let started = world.post(&world.champion, &path, &confirm).await.is(202).json();
    let twice = world.post(&world.champion, &path, &confirm).await.is(202).json();
    assert_eq!(twice["id"], started["id"], "what was shown once is started once");
    let mut call = Call::arrives(&listener).await;
    assert!(call.request.contains(r#"{"amount":2}"#), "the first refund is not made again: {}", call.request);
    assert_eq!(call.key(), key, "the key of the earlier run protects it");
    call.answer("200 OK", r#"{"paid":2}"#).await;
    let again = started["id"].as_str().unwrap();
    let run = ended(&world, again).await;
    assert_eq!((&run["status"], &run["rerunOf"]), (&json!("completed"), &json!(id)), "{run}");
    assert_eq!((&run["output"], &run["startedBy"]), (&json!({ "done": true, "of": 2 }), &json!("champion")));

    // The new run can be run again too: nothing of both was lost.
    let path = format!("/v1/runs/{again}/rerun");
    let plan = world.post(&world.champion, &path, "").await.is(200).json();
    let known: Vec<_> =
        plan["repeats"].as_array().unwrap().iter().map(|one| (&one["task"], &one["done"])).collect();
    assert_eq!(known, [(&json!("/do/0/first"), &json!(true)), (&json!("/do/1/second"), &json!(true))]);
}

#[tokio::test]
async fn a_run_is_run_again_from_the_start_with_the_keys_of_its_writes() {
    let (world, listener) = paying().await;
    world.publish("twice", TWICE).await;
    let (id, key) = failed(&world, &listener).await;
    let path = format!("/v1/runs/{id}/rerun");
    let plan = world.post(&world.app, &path, "").await.is(200).json();
    assert_eq!(plan["repeats"].as_array().map(Vec::len), Some(2), "{plan}");
    let write = &plan["repeats"][0];
    assert_eq!(
        (&write["operation"], &write["arguments"]),
        (&json!(""), &json!(null)),
        "an app reads no journal"
    );
    let confirm = json!({ "confirm": plan["digest"] }).to_string();
    let started = world.post(&world.app, &path, &confirm).await.is(202).json();
    let mut first = Call::arrives(&listener).await;
    assert!(first.request.contains(r#"{"amount":1}"#), "{}", first.request);
    assert!(first.key().starts_with(&id), "{}", first.key());
    first.answer("200 OK", r#"{"paid":1}"#).await;
    let mut second = Call::arrives(&listener).await;
    assert_eq!(second.key(), key);
    second.answer("200 OK", r#"{"paid":2}"#).await;
    assert_eq!(ended(&world, started["id"].as_str().unwrap()).await["status"], "completed");
}

#[tokio::test]
async fn a_run_under_way_is_not_run_again() {
    let (world, _listener) = paying().await;
    world.publish("sleep", crate::world::SLEEP).await;
    let started =
        world.post(&world.app, "/v1/workflows/support/sleep/runs?wait=0", "{}").await.is(202).json();
    let path = format!("/v1/runs/{}/rerun", started["id"].as_str().unwrap());
    world.post(&world.app, &path, "").await.problem(409, "TP4050");
}

#[tokio::test]
async fn writes_of_the_first_run_are_shown_and_keep_their_keys_over_reruns_that_came_less_far() {
    let (world, listener) = paying().await;
    world.publish("twice", TWICE).await;
    let (id, key) = failed(&world, &listener).await;
    let again = async |id: &str| -> Value {
        let path = format!("/v1/runs/{id}/rerun");
        let plan = world.post(&world.champion, &path, "").await.is(200).json();
        let confirm = json!({ "confirm": plan["digest"] }).to_string();
        let started = world.post(&world.champion, &path, &confirm).await.is(202).json();
        json!({ "id": started["id"], "repeats": plan["repeats"] })
    };
    // The second run fails before it asks for the second refund.
    let second = again(&id).await;
    let mut first = Call::arrives(&listener).await;
    let first_key = first.key();
    first.answer("500 Internal Server Error", "{}").await;
    let second = second["id"].as_str().unwrap();
    assert_eq!(ended(&world, second).await["status"], "faulted");
    let third = again(second).await;
    let tasks: Vec<_> = third["repeats"].as_array().unwrap().iter().map(|one| &one["task"]).collect();
    assert_eq!(tasks, ["/do/0/first", "/do/1/second"], "{third}");
    let mut call = Call::arrives(&listener).await;
    assert_eq!(call.key(), first_key);
    call.answer("200 OK", r#"{"paid":1}"#).await;
    let mut call = Call::arrives(&listener).await;
    assert_eq!(call.key(), key, "the key of the first run protects it still");
    call.answer("200 OK", r#"{"paid":2}"#).await;
    assert_eq!(ended(&world, third["id"].as_str().unwrap()).await["status"], "completed");
}

#[tokio::test]
async fn from_a_task_on_a_run_is_run_again_with_its_own_version_only() {
    let (world, listener) = paying().await;
    world.publish("twice", TWICE).await;
    let (id, _) = failed(&world, &listener).await;
    let path = "/v1/workflows/support/twice";
    let other = definition("twice", "1.1.0", &TWICE.replace("amount: 1", "amount: 3"));
    world.put(&world.champion, &format!("{path}/draft"), &other).await.is(200);
    world.post(&world.champion, &format!("{path}/publish"), "").await.is(201);
    let rerun = format!("/v1/runs/{id}/rerun");
    let ask = json!({ "from": "/do/1/second", "version": "latest" }).to_string();
    world.post(&world.champion, &rerun, &ask).await.problem(422, "TP4180");
    let plan = world.post(&world.champion, &rerun, r#"{"version":"latest"}"#).await.is(200).json();
    assert_eq!(plan["version"], "1.1.0");
}

#[tokio::test]
async fn what_an_operation_is_today_counts_for_what_is_run_again() {
    let (world, listener) = paying().await;
    world.publish("twice", TWICE).await;
    let (id, _) = failed(&world, &listener).await;
    let at = listener.local_addr().unwrap().to_string();
    let today = crate::world::PAYMENTS
        .replace("127.0.0.1:9", &at)
        .replace("idempotent: key", "idempotent: no")
        .replace("kind: http", "labels: [customer-data]\nkind: http");
    world.put(&world.it, "/v1/integrations/payments", &today).await.is(200);

    let path = format!("/v1/runs/{id}/rerun");
    let plan = world.post(&world.champion, &path, r#"{"from":"/do/1/second"}"#).await.is(200).json();
    assert_eq!(plan["repeats"][0]["protected"], false, "no key protects it any more: {plan}");
    let confirm = json!({ "from": "/do/1/second", "confirm": plan["digest"] }).to_string();
    let started = world.post(&world.champion, &path, &confirm).await.is(202).json();
    Call::arrives(&listener).await.answer("200 OK", r#"{"paid":2}"#).await;
    let again = started["id"].as_str().unwrap();
    assert_eq!(ended(&world, again).await["status"], "completed");
    let journal = world.get(&world.auditor, &format!("/v1/runs/{again}/journal")).await.is(200).json();
    let results: Vec<&Value> = journal["records"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|record| record.pointer("/record/fed/event/completed/labels"))
        .collect();
    assert_eq!(
        results,
        [&json!(["customer-data"]); 2],
        "also the result that is as old as the first run: {journal}"
    );
}
