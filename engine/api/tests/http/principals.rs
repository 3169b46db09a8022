//! Principals over HTTP: who may mint whom, who is disabled, and what takes two.

use axum::http::Method;
use serde_json::json;
use towpath_identity::{Grant, NewToken, Role};

use crate::world::World;

async fn given(world: &World, principal: &str, grant: Grant) -> String {
    let new = NewToken {
        name: principal.into(),
        principal: principal.into(),
        kind: None,
        grants: vec![grant],
        may_view: vec![],
        expires_at: None,
    };
    world.tokens.create(new, "command-line").await.unwrap().0
}

fn wanted(principal: &str, role: &str) -> String {
    let grants = json!([{ "role": role, "namespace": "support" }]);
    json!({ "name": "x", "principal": principal, "grants": grants }).to_string()
}

#[tokio::test]
async fn a_disabled_principal_is_refused_at_once_with_a_code() {
    let world = World::new().await;
    let created =
        world.post(&world.it, "/v1/tokens", &wanted("mia@acme.example", "champion")).await.is(201).json();
    let secret = created["token"].as_str().unwrap();
    let it = world.get(&world.it, "/v1/me").await.is(200).json();
    assert_eq!((&created["createdBy"], &created["createdWith"]), (&json!("it"), &it["token"]));
    let me = world.get(secret, "/v1/me").await.is(200).json();
    assert_eq!((&me["mintedBy"], &me["token"]), (&json!("it"), &created["id"]));
    let path = "/v1/principals/mia@acme.example";
    let shown = world.get(&world.auditor, path).await.is(200);
    let record = shown.json();
    assert_eq!((&record["createdBy"], &record["mintedBy"]), (&json!("it"), &json!(["it"])), "{record}");
    assert_eq!(shown.header("etag"), Some("\"1\""));

    world
        .post(&world.champion, &format!("{path}/disable"), r#"{"reason":"left"}"#)
        .await
        .problem(403, "TP4003");
    world.post(&world.it, &format!("{path}/disable"), r#"{"reason":" "}"#).await.problem(422, "TP4035");
    let disabled =
        world.post(&world.it, &format!("{path}/disable"), r#"{"reason":"left"}"#).await.is(200).json();
    assert_eq!(
        (&disabled["disabled"]["by"], &disabled["disabled"]["reason"]),
        (&json!("it"), &json!("left"))
    );
    let refused = world.get(secret, "/v1/me").await;
    refused.problem(401, "TP4110");
    assert!(refused.header("www-authenticate").unwrap().contains("invalid_token"));
    world.post(&world.it, "/v1/tokens", &wanted("mia@acme.example", "app")).await.problem(409, "TP4114");
    world.post(&world.it, "/v1/principals/it/disable", r#"{"reason":"oops"}"#).await.problem(409, "TP4115");
    world.post(&world.it, &format!("{path}/enable"), "").await.is(200);
    world.get(secret, "/v1/me").await.is(200);
    world.get(&world.it, "/v1/principals/nobody").await.problem(404, "TP4004");
    let listed = world.get(&world.it, "/v1/principals").await.is(200).json();
    assert!(listed["principals"].as_array().unwrap().iter().any(|one| one["id"] == "mia@acme.example"));
}

#[tokio::test]
async fn it_of_a_namespace_makes_no_ghost_who_decides() {
    let world = World::new().await;
    let sub = given(&world, "sub", Grant::within(Role::It, "support")).await;
    let ada = given(&world, "ada", Grant::within(Role::Approver, "support")).await;
    for role in ["approver", "it", "auditor", "operator"] {
        world.post(&sub, "/v1/tokens", &wanted("ghost", role)).await.problem(403, "TP4003");
    }
    for known in ["ada", "it", "auditor"] {
        world.post(&sub, "/v1/tokens", &wanted(known, "champion")).await.problem(403, "TP4112");
        world.post(&sub, &format!("/v1/principals/{known}/disable"), r#"{"reason":"x"}"#).await;
        world.get(&ada, "/v1/me").await.is(200);
    }
    world.post(&sub, "/v1/tokens", &wanted("mia", "champion")).await.is(201);
    world.post(&sub, "/v1/tokens", &wanted("command-line", "champion")).await.problem(422, "TP4030");
    // What is not theirs does not exist for them.
    world.get(&sub, "/v1/principals/it").await.problem(404, "TP4004");
    world.get(&sub, "/v1/principals/mia").await.is(200);
    let list = world.get(&sub, "/v1/principals").await.is(200).json();
    assert!(list["principals"].as_array().unwrap().iter().all(|one| one["id"] != "it"), "{list}");
}

#[tokio::test]
async fn principals_are_put_with_the_revision_that_was_read() {
    let world = World::new().await;
    let path = "/v1/principals/ron@acme.example";
    let put = async |name: &str, value: &str| {
        let ask = world.ask(&world.it, Method::PUT, path).header(name, value);
        ask.header("content-type", "application/json").send(r#"{"title":"Ron","kind":"champion"}"#).await
    };
    put("if-match", "*").await.problem(412, "TP4013");
    let created = put("if-none-match", "*").await.is(201);
    assert_eq!((created.json()["title"].as_str(), created.header("etag")), (Some("Ron"), Some("\"1\"")));
    put("if-none-match", "*").await.problem(412, "TP4013");
    assert_eq!(put("if-match", "*").await.is(200).header("etag"), Some("\"2\""));
    put("if-match", "\"1\"").await.problem(412, "TP4013");
    world.put(&world.it, "/v1/principals/a%20b", "").await.problem(422, "TP4030");
}
