//! Tokens over HTTP, and whoever has none.

use axum::http::Method;
use serde_json::json;
use towpath_identity::{Grant, NewToken, Role};

use crate::world::World;

#[tokio::test]
async fn nobody_is_answered_without_a_token() {
    let world = World::new().await;
    let none = world.get("", "/v1/runs").await;
    none.problem(401, "TP4001");
    assert_eq!(none.header("www-authenticate"), Some("Bearer realm=\"towpath\""));
    let wrong = world.get(&format!("tp_{}", "A".repeat(43)), "/v1/runs").await;
    wrong.problem(401, "TP4002");
    assert!(wrong.header("www-authenticate").unwrap().contains("invalid_token"));
    let basic = world.ask("", Method::GET, "/v1/runs").header("authorization", "Basic YTpi").send(()).await;
    basic.problem(401, "TP4001");
    let small = format!("bearer {}", world.app);
    world.ask("", Method::GET, "/v1/runs").header("authorization", &small).send(()).await.is(200);
    // Fault 25: which of two tokens is meant, nobody knows.
    let twice = world.ask(&world.app, Method::GET, "/v1/runs").header("authorization", &small).send(()).await;
    twice.problem(400, "TP4007");
    world.get("", "/healthz").await.is(200);
    world.get("", "/readyz").await.is(200);
    world.get("", "/v1/openapi.json").await.is(200);
}

#[tokio::test]
async fn a_server_without_room_is_not_ready_and_says_why() {
    let world = World::ailing(&["the disk of the data folder has 3 MiB left"]).await;
    world.get("", "/healthz").await.is(200);
    let told = world.get("", "/readyz").await.problem(503, "TP4160");
    assert_eq!(told["detail"], "the disk of the data folder has 3 MiB left");
}

#[tokio::test]
async fn a_token_is_shown_once_and_revoked_at_once() {
    let world = World::new().await;
    let wanted = json!({ "name": "shop front", "principal": "shop", "grants": [{ "role": "app", "namespace": "support" }] });
    let created = world.post(&world.it, "/v1/tokens", &wanted.to_string()).await.is(201);
    let body = created.json();
    let (secret, id) = (body["token"].as_str().unwrap(), body["id"].as_str().unwrap());
    assert_eq!((&body["createdBy"], &body["kind"]), (&json!("it"), &json!("app")));
    assert_eq!(created.header("location"), Some(format!("/v1/tokens/{id}").as_str()));
    assert_eq!(created.header("cache-control"), Some("no-store"));
    let last_use = async || {
        let list = world.get(&world.auditor, "/v1/tokens").await.is(200).json();
        let listed = list["tokens"].as_array().unwrap().iter().find(|token| token["id"] == id).cloned();
        listed.unwrap()["lastUsedAt"].clone()
    };
    assert_eq!(last_use().await, json!(null));
    world.get(secret, "/v1/runs").await.is(200);
    assert!(last_use().await.as_str().unwrap().ends_with('Z'));
    let list = world.get(&world.auditor, "/v1/tokens").await.is(200);
    assert!(!String::from_utf8_lossy(&list.bytes).contains(secret));
    assert!(list.json()["tokens"].as_array().unwrap().iter().any(|token| token["id"] == id));
    world.delete(&world.it, &format!("/v1/tokens/{id}")).await.is(204);
    world.get(secret, "/v1/runs").await.problem(401, "TP4002");
    world.delete(&world.it, &format!("/v1/tokens/{id}")).await.is(204);
    world.delete(&world.it, "/v1/tokens/ffffffffffffffff").await.problem(404, "TP4004");
}

#[tokio::test]
async fn nobody_hands_out_more_than_they_hold() {
    let world = World::new().await;
    let new = NewToken {
        name: "support it".into(),
        principal: "support-it".into(),
        kind: None,
        grants: vec![Grant::within(Role::It, "support")],
        may_view: vec![],
        expires_at: None,
    };
    let (it, own) = world.tokens.create(new, "test").await.unwrap();
    let ask = async |token: &str, grants: serde_json::Value| {
        world.post(token, "/v1/tokens", &json!({ "name": "x", "grants": grants }).to_string()).await
    };
    ask(&it, json!([{ "role": "champion", "namespace": "support" }])).await.is(201);
    ask(&it, json!([{ "role": "app", "namespace": "billing" }])).await.problem(403, "TP4003");
    ask(&it, json!([{ "role": "app" }])).await.problem(403, "TP4003");
    ask(&world.champion, json!([{ "role": "app", "namespace": "support" }])).await.problem(403, "TP4003");
    ask(&world.it, json!([])).await.problem(422, "TP4030");
    ask(&world.it, json!([{ "role": "king" }])).await.problem(400, "TP4008");
    let list = world.get(&it, "/v1/tokens").await.is(200).json();
    let seen = list["tokens"].as_array().unwrap();
    assert!(seen.iter().any(|token| token["id"] == own.id.as_str()));
    assert!(seen.iter().all(|token| token["grants"][0]["namespace"] == "support"), "{list}");
    let global =
        world.tokens.list().await.unwrap().into_iter().find(|token| token.principal == "it").unwrap();
    world.delete(&it, &format!("/v1/tokens/{}", global.id)).await.problem(403, "TP4003");
    world.get(&world.champion, "/v1/tokens").await.problem(403, "TP4003");
}

#[tokio::test]
async fn expiries_are_times() {
    let world = World::new().await;
    let ask = async |expires: &str| {
        let wanted = json!({ "name": "x", "grants": [{ "role": "app" }], "expiresAt": expires });
        world.post(&world.it, "/v1/tokens", &wanted.to_string()).await
    };
    let created = ask("2999-01-01T00:00:00Z").await.is(201).json();
    assert_eq!(created["expiresAt"], "2999-01-01T00:00:00Z");
    ask("2001-01-01T00:00:00Z").await.problem(422, "TP4030");
    ask("soon").await.problem(422, "TP4030");
}
