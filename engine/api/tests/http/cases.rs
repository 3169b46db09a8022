//! Expressions, saved cases and templates: what helps to write a definition.

use axum::http::Method;
use serde_json::{Value, json};
use towpath_identity::{Grant, NewToken, Role};

use crate::world::{Answer, ECHO, PAY, SLEEP, World, definition};

const CASES: &str = "/v1/workflows/support/pay/cases";
const RUN: &str = "/v1/workflows/support/pay/draft/cases/run";

async fn evaluate(world: &World, body: Value) -> Value {
    let path = "/v1/workflows/support/evaluate";
    world.post(&world.champion, path, &body.to_string()).await.is(200).json()
}

#[tokio::test]
async fn an_expression_is_evaluated_or_explained() {
    let world = World::new().await;
    let input = json!({ "items": [{ "price": 2 }, { "price": 3 }] });
    let asked = json!({ "expression": ".items | map(.price) | add", "input": input });
    assert_eq!(evaluate(&world, asked).await, json!({ "value": 5 }));
    let null = evaluate(&world, json!({ "expression": "${ .none }", "input": {} })).await;
    assert_eq!(null, json!({ "value": null }));
    let asked = json!({ "expression": "$item.id + $output.id", "output": { "id": 1 }, "variables": { "item": { "id": 2 } } });
    assert_eq!(evaluate(&world, asked).await["value"], 3);

    let wrong = evaluate(&world, json!({ "expression": ".items | lenght" })).await;
    let found = &wrong["diagnostics"][0];
    assert_eq!(wrong.get("value"), None);
    assert_eq!(found["range"]["start"], json!({ "line": 0, "character": 9 }), "{wrong}");
    assert!(found["help"].is_string() && found["code"].is_string(), "{wrong}");
    let failed = evaluate(&world, json!({ "expression": ".a + 1", "input": { "a": "text" } })).await;
    assert!(failed["diagnostics"][0]["help"].as_str().unwrap().contains("tostring"), "{failed}");
    let endless = evaluate(&world, json!({ "expression": "[limit(100000000; repeat(1))] | length" })).await;
    assert!(endless["diagnostics"][0]["code"].as_str().unwrap().starts_with("TP11"), "{endless}");
}

#[tokio::test]
async fn only_who_writes_definitions_evaluates() {
    let world = World::new().await;
    let path = "/v1/workflows/support/evaluate";
    world.post(&world.app, path, r#"{"expression":"1"}"#).await.problem(403, "TP4003");
    world.post(&world.champion, path, r#"{"jq":"1"}"#).await.problem(400, "TP4008");
    world
        .post(&world.champion, "/v1/workflows/sales/evaluate", r#"{"expression":"1"}"#)
        .await
        .problem(403, "TP4003");
}

fn case(name: &str, amount: u64, expect: Value) -> Value {
    json!({ "name": name, "input": { "amount": amount }, "results": { "payments.refund": { "id": "r-1" } }, "expect": expect })
}

async fn put(world: &World, tag: &str, items: Value) -> Answer {
    // The tag of the first answer, `"0"`, saves the first ones.
    let ask = world.ask(&world.champion, Method::PUT, CASES).header("if-match", tag);
    ask.header("content-type", "application/json").send(json!({ "items": items }).to_string()).await
}

async fn drafted() -> World {
    let world = World::new().await;
    world.govern().await;
    let path = "/v1/workflows/support/pay/draft";
    world.put(&world.champion, path, &definition("pay", "1.0.0", PAY)).await.is(200);
    world
}

#[tokio::test]
async fn cases_are_saved_with_revisions() {
    let world = drafted().await;
    let none = world.get(&world.champion, CASES).await.is(200);
    assert_eq!(none.header("etag"), Some("\"0\""));
    assert_eq!(none.json(), json!({ "items": [], "revision": 0 }));
    let small = case("small", 10, json!({ "output": { "id": "r-1" } }));
    let saved = put(&world, "\"0\"", json!([small])).await.is(200);
    assert_eq!(saved.json()["savedBy"], "champion");
    let tag = saved.header("etag").unwrap().to_owned();
    put(&world, "\"0\"", json!([])).await.problem(412, "TP4013");
    let read = world.get(&world.auditor, CASES).await.is(200);
    assert_eq!(read.header("etag"), Some(tag.as_str()));
    assert_eq!(read.json()["items"][0]["input"]["amount"], 10);

    put(&world, &tag, json!([small, small])).await.problem(422, "TP4062");
    put(&world, &tag, json!([{ "name": "no end" }])).await.problem(422, "TP4062");
    put(&world, &tag, json!([{ "name": "gone", "$masked": ["order-data"] }])).await.problem(422, "TP4062");
    world.get(&world.app, CASES).await.problem(403, "TP4003");
    let unknown = world.ask(&world.champion, Method::PUT, "/v1/workflows/support/none/cases");
    let unknown = unknown.header("content-type", "application/json").send(r#"{"items":[]}"#).await;
    unknown.problem(404, "TP4004");
}

#[tokio::test]
async fn cases_run_against_the_draft_in_memory() {
    let world = drafted().await;
    let items = json!([
        case(
            "small",
            10,
            json!({ "output": { "id": "r-1" }, "calls": [{ "operation": "payments.refund" }] })
        ),
        case("large", 500, json!({ "status": "faulted", "refused": ["payments.refund"] })),
        case("wrong", 20, json!({ "output": { "id": "r-2" } })),
        json!({ "name": "undeclared", "input": { "amount": 1 }, "expect": { "output": {} } }),
    ]);
    put(&world, "\"0\"", items).await.is(200);
    let result = world.post(&world.champion, RUN, "").await.is(200).json();
    let states: Vec<&str> =
        result["items"].as_array().unwrap().iter().map(|item| item["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["passed", "passed", "failed", "failed"], "{result}");
    assert_eq!((&result["passed"], &result["failed"]), (&json!(2), &json!(2)));
    let difference = &result["items"][2]["differences"][0];
    assert_eq!(difference["what"], "output");
    assert_eq!((&difference["expected"]["id"], &difference["got"]["id"]), (&json!("r-2"), &json!("r-1")));
    assert!(result["items"][3].to_string().contains("TP1123"), "{result}");
    let covered = json!([{ "reference": "/do/0/pay", "cases": ["small", "large", "wrong", "undeclared"] }]);
    assert_eq!(result["coverage"], covered);
    assert_eq!(world.get(&world.champion, "/v1/runs").await.is(200).json()["runs"], json!([]));

    let one = world.post(&world.champion, RUN, r#"{"names":["small"]}"#).await.is(200).json();
    assert_eq!((one["items"].as_array().unwrap().len(), &one["passed"]), (1, &json!(1)));
    world.post(&world.champion, RUN, r#"{"names":["none"]}"#).await.problem(422, "TP4062");
    world.post(&world.it, RUN, "").await.problem(403, "TP4003");
    // A body that may be left out may be `null` too.
    let all = world.post(&world.champion, RUN, "").await.is(200).json();
    assert_eq!(world.post(&world.champion, RUN, "null").await.is(200).json()["items"], all["items"]);
    world
        .post(&world.champion, "/v1/workflows/support/none/draft/cases/run", "")
        .await
        .problem(404, "TP4004");
    world.put(&world.champion, "/v1/workflows/support/pay/draft", "document: {}\n").await.is(200);
    let broken = world.post(&world.champion, RUN, "").await.problem(422, "TP4017");
    assert!(broken["diagnostics"][0]["range"].is_object(), "{broken}");
}

#[tokio::test]
async fn a_wait_in_a_case_takes_a_moment() {
    let world = drafted().await;
    let path = "/v1/workflows/support/pay/draft";
    world.put(&world.champion, path, &definition("pay", "1.0.0", SLEEP)).await.is(200);
    put(
        &world,
        "\"0\"",
        json!([{ "name": "slept", "input": { "a": 1 }, "expect": { "output": { "a": 1 } } }]),
    )
    .await
    .is(200);
    let result = world.post(&world.champion, RUN, "").await.is(200).json();
    assert_eq!(result["passed"], 1, "{result}");
}

#[tokio::test]
async fn a_text_that_nobody_saved_runs_in_memory_with_its_trace() {
    let world = drafted().await;
    let path = "/v1/workflows/support/check/run";
    let text = definition("pay", "1.0.0", &PAY.replace("do:", "do:\n  - before: { set: { amount: 20 } }"));
    let body = json!({ "definition": text, "results": { "payments.refund": { "id": "r-1" } } });
    let tried = world.post(&world.champion, path, &body.to_string()).await.is(200).json();
    assert_eq!(
        (&tried["status"], &tried["output"]),
        (&json!("completed"), &json!({ "id": "r-1" })),
        "{tried}"
    );
    let call = &tried["trace"]["tasks"][1];
    assert_eq!((&call["input"], &call["output"]), (&json!({ "amount": 20 }), &json!({ "id": "r-1" })));
    assert_eq!(call["effects"][0]["carriedOut"], "simulated", "{tried}");
    let undeclared = json!({ "definition": text });
    let failed = world.post(&world.champion, path, &undeclared.to_string()).await.is(200).json();
    assert_eq!((&failed["status"], failed.get("output")), (&json!("faulted"), None), "{failed}");
    let broken = world.post(&world.champion, path, r#"{"definition":"document: {}"}"#).await;
    broken.problem(422, "TP4017");
    world.post(&world.it, path, &body.to_string()).await.problem(403, "TP4003");
    assert_eq!(world.get(&world.champion, "/v1/runs").await.is(200).json()["runs"], json!([]));
}

#[tokio::test]
async fn a_recorded_case_is_shown_to_who_may_see_its_values() {
    let world = drafted().await;
    let seer = NewToken {
        name: "seer".into(),
        principal: "seer".into(),
        kind: None,
        grants: vec![Grant::within(Role::Champion, "support")],
        may_view: vec!["customer-data".into()],
        expires_at: None,
    };
    let (seer, _) = world.tokens.create(seer, "test").await.unwrap();
    let mut recorded = case("recorded", 7, json!({ "output": { "id": "r-7" } }));
    recorded["labels"] = json!(["customer-data"]);
    let ask = world.ask(&seer, Method::PUT, CASES).header("content-type", "application/json");
    ask.send(json!({ "items": [recorded] }).to_string()).await.is(200);
    let hidden = world.get(&world.champion, CASES).await.is(200);
    let masked = json!({ "name": "recorded", "$masked": ["customer-data"] });
    assert_eq!(hidden.json()["items"], json!([masked]));
    let failed = world.post(&world.champion, RUN, "").await.is(200).json();
    let difference = &failed["items"][0]["differences"][0];
    assert_eq!(
        (&failed["failed"], &difference["got"]),
        (&json!(1), &json!({ "$masked": ["customer-data"] }))
    );
    assert!(!failed.to_string().contains("r-7"), "{failed}");
    // Sent back as it came, it stays as it is.
    let tag = hidden.header("etag").unwrap().to_owned();
    put(&world, &tag, json!([masked, case("small", 1, json!({}))])).await.is(200);
    let seen = world.get(&seer, CASES).await.is(200).json();
    assert_eq!(
        (&seen["items"][0]["input"]["amount"], &seen["items"][1]["name"]),
        (&json!(7), &json!("small"))
    );
}

#[tokio::test]
async fn callers_find_examples_and_errors_in_the_interface() {
    let world = World::new().await;
    world.govern().await;
    let raises = format!(
        "{ECHO}  - none: {{ if: .got == 0, raise: {{ error: {{ type: 'https://acme.example/none', status: 409 }} }} }}\n"
    );
    world.publish("echo", &raises).await;
    let path = "/v1/workflows/support/echo";
    let plain = world.get(&world.app, &format!("{path}/interface")).await.is(200).json();
    assert_eq!(plain["errors"], json!([{ "type": "https://acme.example/none", "status": 409 }]));
    assert_eq!(plain.get("examples"), None);
    let items = json!([
        { "name": "one", "input": { "id": 1 }, "expect": { "output": { "got": 1 } } },
        { "name": "fails", "input": { "id": 0 }, "expect": { "status": "faulted" } },
        { "name": "recorded", "input": { "id": 2 }, "expect": { "decisions": [], "output": { "got": 2 } } },
    ]);
    let ask = world.ask(&world.champion, Method::PUT, &format!("{path}/cases"));
    ask.header("content-type", "application/json").send(json!({ "items": items }).to_string()).await.is(200);
    let interface = world.get(&world.app, &format!("{path}/interface")).await.is(200).json();
    assert_eq!(
        interface["examples"],
        json!([{ "name": "one", "input": { "id": 1 }, "output": { "got": 1 } }])
    );
}

#[tokio::test]
async fn templates_are_for_those_who_build() {
    let world = World::new().await;
    let list = world.get(&world.champion, "/v1/templates").await.is(200).json();
    assert_eq!(list["items"][0]["title"], "Echo");
    world.get(&world.app, "/v1/templates").await.problem(403, "TP4003");
}
