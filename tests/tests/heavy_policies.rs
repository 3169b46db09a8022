//! Policies with as many alternatives as one may have, from outside: while definitions are evaluated under them, and while they
//! are put in force, the server goes on answering others.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::task::JoinSet;
use towpath_tests::{Http, PERMIT_ALL, World, eventually};

/// Policies in the set.
const POLICIES: usize = 6;
/// Alternatives of each: as many as `policies check` accepts.
const ALTERNATIVES: usize = 1_000;
/// Alternatives where each policy is compared with each, which takes the square of the time.
const COMPARED_ALTERNATIVES: usize = 300;
/// Calls of the definition that is evaluated.
const CALLS: usize = 40;

/// A request that takes long.
#[derive(Clone)]
struct Heavy {
    method: &'static str,
    path: &'static str,
    body: String,
}

fn policy(number: usize, alternatives: usize) -> String {
    let host =
        |at: usize| json!({ "properties": { "host": { "const": format!("h{number}-{at}.acme.example") } } });
    let alternatives: Vec<_> = (0..alternatives).map(host).collect();
    let policy = json!({
        "policy": format!("hosts-{number}"), "title": "Hosts that nobody calls", "effect": "forbid",
        "access": { "anyOf": alternatives }, "reason": "Tests.",
    });
    policy.to_string()
}

/// A definition whose every call may be to each of these hosts.
fn definition() -> String {
    let call = |at: usize| {
        let with = json!({ "method": "get", "endpoint": format!("https://x{at}.acme.example/a") });
        json!({ format!("call{at}"): { "call": "http", "with": with } })
    };
    let document = json!({ "dsl": "1.0.3", "namespace": "tests", "name": "calls", "version": "1.0.0" });
    json!({ "document": document, "do": (0..CALLS).map(call).collect::<Vec<_>>() }).to_string()
}

/// A server with the policies saved, and a workflow that others call.
async fn world(alternatives: usize) -> World {
    let world = World::start(&[PERMIT_ALL]).await;
    let http = world.server.http();
    let light = "document: { dsl: 1.0.3, namespace: tests, name: light, version: 1.0.0 }\ndo: [{ a: { set: { a: 1 } } }]\n";
    http.put_live("tests/light", light).await;
    for number in 0..POLICIES {
        http.save_policy(&format!("hosts-{number}"), policy(number, alternatives)).await;
    }
    world
}

/// Threads of the server that answer requests, twice: enough to occupy all of them.
fn enough() -> usize {
    2 * (std::thread::available_parallelism().map_or(1, std::num::NonZero::get) + 1)
}

/// Sends `heavy` so often that it would occupy every thread, and calls a workflow again and again until the first heavy one is
/// answered. The calls are answered all along: where the threads are occupied, one of them waits for most of that time.
async fn calls_meanwhile(http: &Http, heavy: &Heavy) -> Result<usize, String> {
    let begun = Instant::now();
    let mut pending = JoinSet::new();
    for _ in 0..enough() {
        let (http, Heavy { method, path, body }) = (http.clone(), heavy.clone());
        pending.spawn(async move {
            let answer = http.send(method, path, Some(body.into()), &[]).await;
            (begun.elapsed(), answer)
        });
    }
    let mut calls: Vec<Duration> = Vec::new();
    let (end, first) = loop {
        if let Some(answered) = pending.try_join_next() {
            break answered.unwrap();
        }
        let from = Instant::now();
        let light = http.call("tests/light", &json!({})).await;
        assert_eq!(light.status, 200, "{}", light.text);
        assert_eq!(http.get("/healthz").await.status, 200);
        calls.push(from.elapsed());
    };
    // Of several activations one comes first; the others are conflicts.
    assert!(matches!(first.status, 200 | 409), "{}", first.text);
    let longest = calls.iter().max().copied().unwrap_or(end);
    match longest < end / 4 {
        true => Ok(calls.len()),
        false => Err(format!("{} calls in {end:?}, the longest took {longest:?}", calls.len())),
    }
}

async fn others_are_answered_during(http: &Http, heavy: &Heavy) {
    let what = format!("calls are answered while `{} {}` is pending", heavy.method, heavy.path);
    eventually(&what, async || calls_meanwhile(http, heavy).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_answered_while_definitions_are_evaluated() {
    let world = world(ALTERNATIVES).await;
    let http = world.server.http();
    let active = http.activate().await;
    assert_eq!(active.status, 200, "{}", active.text);
    let check = Heavy { method: "POST", path: "/v1/workflows/tests/check", body: definition() };
    others_are_answered_during(&http, &check).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_answered_while_policies_are_compared() {
    let world = world(COMPARED_ALTERNATIVES).await;
    let http = world.server.http();
    others_are_answered_during(
        &http,
        &Heavy { method: "GET", path: "/v1/policies/impact", body: String::new() },
    )
    .await;
    let activate = Heavy { method: "POST", path: "/v1/policies/activate", body: String::new() };
    others_are_answered_during(&http, &activate).await;
}
