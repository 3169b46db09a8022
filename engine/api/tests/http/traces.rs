//! What each task of a run was given and gave, and who may see it.

use serde_json::{Value, json};

use crate::world::{PAY, SLEEP, World};

/// Two passes of a loop, each with a task inside.
const SUM: &str = "
do:
  - each:
      for: { each: item, in: .items }
      do:
        - add: { set: { items: '${ .items }', sum: '${ (.sum // 0) + $item }' } }
  - answer: { set: { sum: '${ .sum }' } }
";
const PRIVATE: &str = "
policy: private
title: Inputs of support are private
labels: { input: [customer-data] }
workflow: { properties: { namespace: { const: support } } }
";
/// With labels, the answer needs a permit of its own: that of `start` gives it.
const ECHO_NAME: &str = "
do:
  - answer: { set: { name: '${ .name }' } }
";

async fn call(world: &World, name: &str, input: &str) -> String {
    let path = format!("/v1/workflows/support/{name}/runs");
    let answer = world.post(&world.champion, &path, input).await;
    answer.header("towpath-run").unwrap().to_owned()
}

async fn trace(world: &World, token: &str, run: &str) -> Value {
    world.get(token, &format!("/v1/runs/{run}/trace")).await.is(200).json()
}

#[tokio::test]
async fn each_execution_of_a_task_says_what_it_was_given_and_gave() {
    let world = World::new().await;
    world.govern().await;
    world.publish("sum", SUM).await;
    let run = call(&world, "sum", r#"{"items":[1,2]}"#).await;
    let trace = trace(&world, &world.champion, &run).await;
    assert_eq!((&trace["complete"], &trace["status"]), (&json!(true), &json!("completed")), "{trace}");
    assert_eq!((&trace["run"], &trace["definitionVersion"]), (&json!(run), &json!("1.0.0")));
    let tasks = trace["tasks"].as_array().unwrap();
    let told: Vec<(&str, &str, &Value)> = tasks
        .iter()
        .map(|task| (task["reference"].as_str().unwrap(), task["kind"].as_str().unwrap(), &task["pass"]))
        .collect();
    let pass = |index: u64| json!([{ "loop": "/do/0/each", "index": index }]);
    let inside = "/do/0/each/do/0/add";
    let expected = [
        ("/do/0/each", "for", &Value::Null),
        (inside, "set", &pass(0)),
        (inside, "set", &pass(1)),
        ("/do/1/answer", "set", &Value::Null),
    ];
    assert_eq!(told, expected);
    assert_eq!(tasks[2]["input"], json!({ "items": [1, 2], "sum": 1 }));
    assert_eq!((&tasks[2]["output"]["sum"], &tasks[2]["state"]), (&json!(3), &json!("completed")));
    assert!(tasks[3]["startedAt"].is_string() && tasks[3]["endedAt"].is_string(), "{trace}");
}

#[tokio::test]
async fn an_effect_has_its_decision_and_a_fault_its_error() {
    let world = World::new().await;
    world.govern().await;
    world.publish("pay", PAY).await;
    let run = call(&world, "pay", r#"{"amount":201}"#).await;
    let trace = trace(&world, &world.auditor, &run).await;
    let task = &trace["tasks"][0];
    assert_eq!((&task["state"], &task["kind"]), (&json!("faulted"), &json!("call")), "{trace}");
    assert_eq!(task["error"]["code"], "TP1108", "{trace}");
    let effect = &task["effects"][0];
    assert_eq!((&effect["index"], &effect["operation"]), (&json!(1), &json!("payments.refund")), "{trace}");
    assert_eq!((&effect["carriedOut"], &effect["decision"]["outcome"]), (&json!("refused"), &json!("deny")));
}

#[tokio::test]
async fn a_run_that_waits_is_traced_as_far_as_it_is() {
    let world = World::new().await;
    world.govern().await;
    world.publish("sleep", SLEEP).await;
    let started =
        world.post(&world.champion, "/v1/workflows/support/sleep/runs?wait=0", "{}").await.is(202).json();
    let run = started["id"].as_str().unwrap();
    let trace = trace(&world, &world.champion, run).await;
    let task = &trace["tasks"][0];
    assert_eq!((&task["state"], &task["endedAt"]), (&json!("waiting"), &Value::Null), "{trace}");
    assert_eq!(task["effects"][0]["kind"], "wait", "{trace}");
    world.post(&world.champion, &format!("/v1/runs/{run}/cancel"), "").await.is(200);
    let trace = self::trace(&world, &world.champion, run).await;
    assert_eq!(trace["tasks"][0]["state"], "cancelled", "{trace}");
}

#[tokio::test]
async fn labelled_values_are_masked_and_others_may_not_look() {
    let world = World::new().await;
    world.put(&world.it, "/v1/policies/private", PRIVATE).await.is(200);
    world.govern().await;
    world.publish("name", ECHO_NAME).await;
    let run = call(&world, "name", r#"{"name":"Ms Example"}"#).await;
    let masked = trace(&world, &world.champion, &run).await;
    assert!(!masked.to_string().contains("Example"), "{masked}");
    assert_eq!(masked["tasks"][0]["input"], json!({ "$masked": ["customer-data"] }), "{masked}");
    let path = format!("/v1/runs/{run}/trace");
    world.get(&world.operator, &path).await.problem(403, "TP4003");
    world.get(&world.app, &path).await.problem(404, "TP4004");
    world.get(&world.champion, &format!("/v1/runs/{}/trace", "0".repeat(32))).await.problem(404, "TP4004");
    world.get(&world.champion, "/v1/runs/yesterday/trace").await.problem(404, "TP4004");
    world.get("", &path).await.problem(401, "TP4001");
}
