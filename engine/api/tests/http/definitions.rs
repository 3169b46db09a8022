//! Drafts, checking, publishing.

use axum::http::Method;
use serde_json::json;

use crate::world::{ECHO, PAY, World, definition};

const PATH: &str = "/v1/workflows/support/echo";

#[tokio::test]
async fn a_draft_is_saved_errors_and_all() {
    let world = World::new().await;
    let saved = world.put(&world.champion, &format!("{PATH}/draft"), "document: {}\ndoo: []\n").await.is(200);
    assert_eq!(saved.header("etag"), Some("\"1\""));
    let body = saved.json();
    assert_eq!((&body["revision"], &body["publishable"]), (&json!(1), &json!(false)));
    let found = body["diagnostics"].as_array().unwrap();
    assert!(found.iter().any(|found| found["range"]["start"]["line"] == 1), "{body}");
    let draft = world.get(&world.champion, &format!("{PATH}/draft")).await.is(200);
    assert_eq!(draft.json()["source"], "document: {}\ndoo: []\n");
    let problem = world.post(&world.champion, &format!("{PATH}/publish"), "").await.problem(422, "TP4017");
    assert!(problem["diagnostics"][0]["range"].is_object(), "{problem}");
    world.get(&world.app, PATH).await.problem(404, "TP4004");
    world.get(&world.app, &format!("{PATH}/draft")).await.problem(403, "TP4003");
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let world = World::new().await;
    let path = format!("{PATH}/draft");
    let text = definition("echo", "1.0.0", ECHO);
    let put = async |name: &str, value: &str| {
        world.ask(&world.champion, Method::PUT, &path).header(name, value).send(text.clone()).await
    };
    put("if-match", "\"1\"").await.problem(412, "TP4013");
    put("if-none-match", "*").await.is(200);
    put("if-none-match", "*").await.problem(412, "TP4013");
    let second = put("if-match", "\"1\"").await.is(200);
    assert_eq!(second.header("etag"), Some("\"2\""));
    let problem = put("if-match", "\"1\"").await.problem(412, "TP4013");
    assert_eq!(problem["revision"], 2);
    put("if-match", "2").await.problem(400, "TP4007");
    let publish = format!("{PATH}/publish");
    let stale = world.ask(&world.champion, Method::POST, &publish).header("if-match", "\"1\"");
    stale.send(()).await.problem(412, "TP4013");
}

#[tokio::test]
async fn a_version_is_published_once() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    let publish = format!("{PATH}/publish");
    let again = world.post(&world.champion, &publish, "").await.is(200).json();
    assert_eq!((&again["unchanged"], &again["version"]), (&json!(true), &json!("1.0.0")));
    let other = definition("echo", "1.0.0", "do: [ { a: { set: { b: 1 } } } ]\n");
    world.put(&world.champion, &format!("{PATH}/draft"), &other).await.is(200);
    let problem = world.post(&world.champion, &publish, "").await.problem(409, "TP4015");
    assert_eq!(problem["next"], "1.0.1");
    let next = definition("echo", "1.0.1", "do: [ { a: { set: { b: 1 } } } ]\n");
    world.put(&world.champion, &format!("{PATH}/draft"), &next).await.is(200);
    world.post(&world.champion, &publish, "").await.is(201);

    let versions = world.get(&world.app, &format!("{PATH}/versions")).await.is(200).json();
    assert_eq!(versions["versions"].as_array().unwrap().len(), 2);
    assert_eq!(world.get(&world.app, PATH).await.is(200).json()["version"], "1.0.1");
    assert_eq!(
        world.get(&world.app, &format!("{PATH}?version=1.0.0")).await.is(200).json()["version"],
        "1.0.0"
    );
    let workflows = world.get(&world.app, "/v1/workflows").await.is(200).json();
    assert_eq!(workflows["workflows"].as_array().unwrap().len(), 1);
    let text = world.get(&world.champion, &format!("{PATH}/definition")).await.is(200);
    assert_eq!(text.bytes, next.as_bytes());
    assert_eq!(text.header("content-type"), Some("text/yaml; charset=utf-8"));
    let old = world.post(&world.app, &format!("{PATH}/runs?version=1.0.0"), "{\"id\":1}").await.is(200);
    assert_eq!(old.json()["got"], 1);
    assert_eq!(world.post(&world.app, &format!("{PATH}/runs"), "").await.is(200).json(), json!({ "b": 1 }));
    world.post(&world.app, &format!("{PATH}/runs?version=9.0.0"), "").await.problem(404, "TP4004");
}

#[tokio::test]
async fn document_and_path_agree() {
    let world = World::new().await;
    let other = definition("other", "1.0.0", ECHO);
    let problem = world.put(&world.champion, &format!("{PATH}/draft"), &other).await.problem(422, "TP4014");
    assert!(problem["detail"].as_str().unwrap().contains("other"), "{problem}");
}

#[tokio::test]
async fn what_no_policy_permits_is_not_published() {
    let world = World::new().await;
    world
        .put(&world.champion, "/v1/workflows/support/pay/draft", &definition("pay", "1.0.0", PAY))
        .await
        .is(200);
    world.govern().await;
    let path = "/v1/workflows/support/check";
    let report = world.put_post(path, &definition("pay", "1.0.0", PAY)).await.is(200).json();
    assert_eq!(report["publishable"], true, "{report}");
    let call =
        report["accesses"].as_array().unwrap().iter().find(|access| access["task"] == "/do/0/pay").unwrap();
    assert_eq!(call["access"]["operation"], "refund");
    assert!(call["range"].is_object(), "{call}");

    world.delete(&world.it, "/v1/policies/refunds").await.is(204);
    world.post(&world.it, "/v1/policies/activate", "").await.is(200);
    let problem =
        world.post(&world.champion, "/v1/workflows/support/pay/publish", "").await.problem(403, "TP4018");
    let access = &problem["accesses"][0];
    assert_eq!(
        (&access["task"], &access["access"]["integration"]),
        (&json!("/do/0/pay"), &json!("payments"))
    );
    assert!(access["range"].is_object() && problem["reason"].is_string(), "{problem}");
}

#[tokio::test]
async fn only_champions_write() {
    let world = World::new().await;
    for token in [&world.app, &world.it, &world.auditor, &world.operator] {
        let problem = world.put(token, &format!("{PATH}/draft"), "{}").await.problem(403, "TP4003");
        assert_eq!(problem["needed"], json!(["champion"]));
        world.post(token, &format!("{PATH}/publish"), "").await.problem(403, "TP4003");
    }
    let elsewhere = world.put(&world.champion, "/v1/workflows/billing/echo/draft", "{}").await;
    elsewhere.problem(403, "TP4003");
}

impl World {
    /// Posts a YAML text as the champion.
    async fn put_post(&self, path: &str, yaml: &str) -> crate::world::Answer {
        let ask = self.ask(&self.champion, Method::POST, path).header("content-type", "text/yaml");
        ask.send(yaml.to_owned()).await
    }
}
