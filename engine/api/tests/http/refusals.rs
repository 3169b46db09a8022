//! Requests that lead nowhere: each is answered by a problem, whatever is wrong with it.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::Method;
use futures_util::stream;
use towpath_api::Settings;

use crate::world::World;

#[tokio::test]
async fn every_dead_end_is_a_problem() {
    let world = World::new().await;
    world.get("", "/nowhere").await.problem(404, "TP4005");
    world.get(&world.it, "/v1/").await.problem(404, "TP4005");
    let wrong = world.delete(&world.it, "/v1/runs").await;
    wrong.problem(405, "TP4006");
    assert!(wrong.header("allow").is_some_and(|allow| allow.contains("GET")), "{wrong:?}");
    world.get(&world.it, "/v1/policies/%00").await.problem(400, "TP4007");
    world.get(&world.it, "/v1/policies/..%2Fx").await.problem(400, "TP4007");
    world.get(&world.it, &format!("/v1/policies/{}", "x".repeat(129))).await.problem(400, "TP4007");
    world.get(&world.it, "/v1/policies/%ff").await.problem(400, "TP4007");
    let key = world
        .ask(&world.app, Method::POST, "/v1/workflows/support/echo/runs")
        .header("idempotency-key", "a b");
    key.send("{}").await.problem(400, "TP4007");
    world.post(&world.app, "/v1/workflows/support/echo/runs?wait=long", "{}").await.problem(400, "TP4007");
    world.post(&world.app, "/v1/workflows/support/nothing/runs", "{}").await.problem(404, "TP4004");
    world.post(&world.app, "/v1/workflows/billing/echo/runs", "{}").await.problem(403, "TP4003");
    let bytes = world.ask(&world.it, Method::PUT, "/v1/policies/a").send(&b"policy: \xff"[..]).await;
    bytes.problem(400, "TP4008");
}

#[tokio::test]
async fn an_endless_body_is_not_kept() {
    let world = World::with(Settings { document_bytes: 1 << 20, ..Settings::default() }).await;
    // 100 MiB in pieces of 64 KiB, without saying how much it will be.
    let pieces =
        stream::iter((0..1600).map(|_| Ok::<_, std::io::Error>(Bytes::from_static(&[b'#'; 64 << 10]))));
    let answer = world.ask(&world.it, Method::PUT, "/v1/policies/a").send(Body::from_stream(pieces)).await;
    assert_eq!(answer.problem(413, "TP4009")["limit"], 1 << 20);
}

#[tokio::test]
async fn a_body_that_never_comes_is_given_up() {
    let world =
        World::with(Settings { body_timeout: Duration::from_millis(50), ..Settings::default() }).await;
    let never = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    let answer = world.ask(&world.it, Method::PUT, "/v1/policies/a").send(never).await;
    answer.problem(408, "TP4012");
    assert_eq!(answer.header("connection"), Some("close"));
    let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("gone"))]);
    let answer = world.ask(&world.it, Method::PUT, "/v1/policies/a").send(Body::from_stream(broken)).await;
    answer.problem(400, "TP4008");
}

#[tokio::test]
async fn a_client_that_asks_first_is_told_before_it_sends() {
    let world = World::new().await;
    let never = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    let ask = world.ask(&world.it, Method::PUT, "/v1/policies/a");
    let ask = ask.header("expect", "100-continue").header("content-length", "104857600");
    let answer = tokio::time::timeout(Duration::from_secs(5), ask.send(never)).await.unwrap();
    answer.problem(413, "TP4009");
    assert_eq!(answer.header("connection"), Some("close"));
}
