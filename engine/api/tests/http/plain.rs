//! Texts for people: every body that has one refuses what a terminal would act on, whatever the field is called.

use axum::http::Method;
use serde_json::{Value, json};

use crate::world::World;

/// Routes whose bodies are data, and may hold anything: inputs, events, secrets, questions, and definitions.
const DATA: [&str; 9] = [
    "/v1/workflows/{namespace}/{name}/runs",
    "/v1/workflows/{namespace}/{name}/draft/runs",
    "/v1/workflows/{namespace}/{name}/draft",
    "/v1/workflows/{namespace}/check",
    "/v1/events",
    "/v1/secrets/{name}",
    "/v1/policies/explain",
    "/v1/explain",
    "/v1/policies/impact",
];

/// A token that may ask this at all; bodies are read behind the check of roles.
fn tokens(world: &World) -> [&String; 3] {
    [&world.it, &world.champion, &world.auditor]
}

#[tokio::test]
async fn every_body_with_texts_refuses_what_terminals_act_on() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", crate::world::ECHO).await;
    let described = serde_json::to_value(towpath_api::openapi_description()).unwrap();
    let mut seen = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let content = &operation["requestBody"]["content"];
            if content["application/json"].is_null() || DATA.contains(&path.as_str()) {
                continue;
            }
            let address = path
                .replace("{namespace}", "support")
                .replace("{name}", "echo")
                .replace("{version}", "1.0.0")
                .replace("{id}", "it")
                .replace("{run}", "00000000000000000000000000000000")
                .replace("{effect}", "1");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let mut told: Vec<Value> = Vec::new();
            for token in tokens(&world) {
                let ask =
                    world.ask(token, method.clone(), &address).header("content-type", "application/json");
                let answer = ask.send(json!({ "whatever": "hidden\u{1b}[8m" }).to_string()).await;
                told.push(json!([answer.status.as_u16(), answer.json()["code"]]));
            }
            // Where nothing is at the address, or nobody here may, the body is not read.
            let is_refused = told.contains(&json!([422, "TP4113"]));
            let is_unread = told.iter().all(|told| [404, 403, 400, 428].contains(&told[0].as_u64().unwrap()));
            assert!(is_refused || is_unread, "{method} {address}: {told:?}");
            if is_refused {
                seen.push(path.clone());
            }
        }
    }
    for expected in [
        "/v1/requests",
        "/v1/tokens",
        "/v1/principals/{id}",
        "/v1/policies/activate",
        "/v1/workflows/{namespace}/{name}/switch",
        "/v1/workflows/{namespace}/{name}/versions/{version}/state",
        "/v1/workflows/{namespace}/{name}/settings",
    ] {
        assert!(seen.iter().any(|path| path == expected), "{expected} is not among {seen:?}");
    }
}

#[tokio::test]
async fn titles_of_documents_are_texts_too() {
    let world = World::new().await;
    let policy = "policy: night\ntitle: \"Night\\e[8m\"\neffect: forbid\naccess: {}\n";
    let problem = world.put(&world.it, "/v1/policies/night", policy).await.problem(422, "TP4113");
    assert!(
        problem["detail"].as_str().unwrap().starts_with("`/title` has the character U+001B"),
        "{problem}"
    );
    let comment = "# \u{202e}\npolicy: night\ntitle: Night\neffect: forbid\naccess: {}\n";
    world.put(&world.it, "/v1/policies/night", comment).await.problem(422, "TP4113");
    let integration = "integration: a\ntitle: \"\\u009b2J\"\nkind: http\n";
    world.put(&world.it, "/v1/integrations/a", integration).await.problem(422, "TP4113");
}
