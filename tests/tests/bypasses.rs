//! Inputs that try to bypass a policy: `tests/guardrails/bypasses.yaml`. Each ends with its code, and only harmless inputs
//! reach the systems outside.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use towpath_tests::{Answer, Seen, Serve, Stub, root};

const HOSTS: &[&str] =
    &["payments.acme.example", "mail.acme.example", "hooks.acme.example", "partner.acme.example"];

const POLICIES: &str = r"
policy: refunds
title: Refunds up to 200
effect: permit
access:
  required: [arguments]
  properties:
    integration: { const: payments }
    arguments:
      type: object
      required: [order, amount]
      properties:
        order: { type: string, pattern: '^o-[0-9]+$' }
        amount: { type: number, exclusiveMinimum: 0, maximum: 200 }
reason: Up to 200.
---
policy: orders
title: Orders by their number
effect: permit
access:
  required: [arguments]
  properties:
    integration: { const: orders }
    arguments: { type: object, required: [id], properties: { id: { type: string, pattern: '^o-[0-9]+$' } } }
reason: One order.
---
policy: mail
title: Mail to our own domain
effect: permit
access:
  required: [arguments]
  properties:
    integration: { const: mail }
    arguments: { type: object, required: [to], properties: { to: { type: string, pattern: '^[a-z.]+@acme\.example$' } } }
reason: Our own domain.
---
policy: hooks
title: Our hooks
effect: permit
access:
  required: [host, path]
  properties:
    integration: { const: web }
    host: { type: string, const: hooks.acme.example }
    path: { type: string, pattern: '^/in/[a-z]+$' }
reason: Our hooks.
---
policy: others
title: Starting and answering
effect: permit
access: { properties: { kind: { enum: [start, respond] } } }
reason: Tests.
";

fn outside(seen: &Seen) -> Option<Response> {
    if seen.path == "/in/away" {
        let away = "https://partner.acme.example/in/a";
        return Some((StatusCode::FOUND, [("location", away)]).into_response());
    }
    Some(Json(json!({ "done": true })).into_response())
}

/// Operations that accept more than the policies permit: the policies have to refuse it.
fn integrations(stub: &Stub, orders: &str) -> Vec<(&'static str, String)> {
    let (at, ca) = (stub.tls, stub.ca.path().display());
    let server = |name: &str, operation: &str, properties: &str| {
        format!(
            "integration: {name}\nowner: it@acme.example\nkind: http\n\
             connection: {{ baseUrl: 'https://{name}.acme.example', resolve: {{ {name}.acme.example: '{at}' }}, ca: {ca} }}\n\
             operations:\n  {operation}:\n    version: 1.0.0\n    effect: write\n    idempotent: natural\n    \
             request: {{ method: POST, path: /{operation}, body: arguments }}\n    output: {{ type: object }}\n    \
             input:\n      type: object\n      additionalProperties: false\n      properties: {{ {properties} }}\n"
        )
    };
    let host = |name: &str| format!("  - {{ host: {name}.acme.example, resolve: '{at}', ca: {ca} }}\n");
    let anything = "{ type: [string, number, boolean, 'null'] }";
    let input =
        "{ type: object, additionalProperties: false, required: [id], properties: { id: { type: string } } }";
    vec![
        ("payments.yaml", server("payments", "refund", &format!("order: {anything}, amount: {anything}"))),
        ("mail.yaml", server("mail", "send", &format!("to: {anything}, text: {{ type: string }}"))),
        (
            "orders.yaml",
            format!(
                "integration: orders\nowner: it@acme.example\nkind: sql\nconnection: {{ sqlite: '{orders}' }}\noperations:\n  \
                 find:\n    version: 1.0.0\n    effect: read\n    rows: many\n    input: {input}\n    \
                 statement: select id from orders where id = :id\n"
            ),
        ),
        (
            "web.yaml",
            format!(
                "integration: web\nowner: it@acme.example\nkind: web\nhosts:\n{}{}",
                host("hooks"),
                host("partner")
            ),
        ),
    ]
}

async fn orders(folder: &std::path::Path) -> String {
    let path = folder.join("orders.db");
    let mut database =
        SqliteConnectOptions::new().filename(&path).create_if_missing(true).connect().await.unwrap();
    for statement in ["create table orders (id text)", "insert into orders values ('o-1'), ('o-2')"] {
        sqlx::query(statement).execute(&mut database).await.unwrap();
    }
    database.close().await.unwrap();
    path.display().to_string()
}

async fn publish(server: &Serve, name: &str, tasks: &Value) {
    let definition = json!({
        "document": { "dsl": "1.0.3", "namespace": "tests", "name": name, "version": "1.0.0" },
        "do": tasks,
    });
    let path = format!("/v1/workflows/tests/{name}");
    let saved = server.http().put(&format!("{path}/draft"), definition.to_string()).await;
    assert!(saved.status < 300, "{name}: {}", saved.text);
    let live = server.http().post(&format!("{path}/publish"), "").await;
    assert!(live.status < 300, "{name}: {}", live.text);
}

async fn call(server: &Serve, name: &str, input: &str) -> Answer {
    // A thousand digits are too long for a message.
    let input = input.replace("1@1000", &"1".repeat(1000));
    let path = format!("/v1/workflows/tests/{name}/runs");
    server.http().send("POST", &path, Some(input.into()), &[("Prefer", "wait=20")]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_input_gets_past_a_policy() {
    let folder = tempfile::tempdir().unwrap();
    let orders = orders(folder.path()).await;
    let stub = Stub::start(HOSTS, outside).await;
    let policies: Vec<(String, String)> = POLICIES
        .split("\n---\n")
        .enumerate()
        .map(|(number, text)| (format!("{number}.yaml"), text.trim_start().to_owned()))
        .collect();
    let policies: Vec<(&str, String)> =
        policies.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let server = Serve::start(&integrations(&stub, &orders), &policies).await;

    let text = std::fs::read_to_string(root().join("tests/guardrails/bypasses.yaml")).unwrap();
    let (node, found) = towpath_dsl::yaml::parse(&text, towpath_dsl::yaml::Limits::default());
    assert!(found.is_empty(), "{found:?}");
    let suite = node.unwrap().to_json();
    for (name, tasks) in suite["workflows"].as_object().unwrap() {
        publish(&server, name, tasks).await;
    }
    for fine in suite["fine"].as_array().unwrap() {
        let (name, input) = (fine[0].as_str().unwrap(), fine[1].as_str().unwrap());
        let answer = call(&server, name, input).await;
        assert_eq!(answer.status, 200, "{name} {input}: {}", answer.text);
    }

    let before = stub.seen().len();
    let attempts = suite["attempts"].as_array().unwrap();
    let mut wrong = Vec::new();
    for attempt in attempts {
        let (name, input) = (attempt["uses"].as_str().unwrap(), attempt["input"].as_str().unwrap());
        let answer = call(&server, name, input).await;
        let code = &answer.body["code"];
        if answer.status < 400 || *code != attempt["code"] {
            wrong.push(format!("{}: {} {code} {}", attempt["name"], answer.status, answer.body["detail"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let redirected = attempts.iter().filter(|attempt| attempt["uses"] == "hook-redirect").count();
    let sent: Vec<Seen> = stub.seen().split_off(before);
    let away = sent.iter().filter(|seen| seen.path == "/in/away").count();
    assert!(sent.len() == redirected && away == redirected, "{sent:?}");

    // Which operation is called cannot come from the input.
    let computed = json!({
        "document": { "dsl": "1.0.3", "namespace": "tests", "name": "computed", "version": "1.0.0" },
        "do": [{ "go": { "call": "${ .operation }", "with": {} } }],
    });
    let saved = server.http().put("/v1/workflows/tests/computed/draft", computed.to_string()).await;
    assert!(saved.body["publishable"] != true, "{}", saved.text);
    let live = server.http().post("/v1/workflows/tests/computed/publish", "").await;
    assert_eq!(live.status, 422, "{}", live.text);
}
