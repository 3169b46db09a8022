//! Random definitions, run undisturbed and on a server that is killed: both end alike, and no write happens twice. A run may
//! differ only by an error that says that the outcome of a write is unknown.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use towpath_tests::{
    Answer, Deadline, Http, Random, Serve, durable, keep_result, pause, sample, tell, within,
};

/// How often the peer refuses a call to `flaky` before it takes it.
const FLAKY: usize = 2;
/// Definitions that are under way at once.
const AT_ONCE: usize = 40;

#[derive(Default)]
struct Peer {
    /// How often each write was carried out, by server, operation and text.
    applied: BTreeMap<String, usize>,
    /// What came under each key.
    keys: BTreeMap<String, usize>,
}

type Shared = Arc<Mutex<Peer>>;

async fn answer(State(peer): State<Shared>, uri: Uri, headers: HeaderMap, body: String) -> Response {
    let (server, operation) = uri.path().trim_start_matches('/').split_once('/').unwrap();
    let text = match uri.query() {
        Some(query) => query.to_owned(),
        None => serde_json::from_str::<Value>(&body).unwrap()["text"].as_str().unwrap().to_owned(),
    };
    let mut peer = peer.lock().unwrap();
    let key = headers.get("idempotency-key").map(|key| format!("{server} {}", key.to_str().unwrap()));
    let seen = key.map(|key| {
        let seen = peer.keys.entry(key).or_default();
        *seen += 1;
        *seen
    });
    if operation == "flaky" && seen.is_some_and(|seen| seen <= FLAKY) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let first = if operation == "flaky" { FLAKY + 1 } else { 1 };
    // With a key a second request is the first one once more; a value that is assigned twice is the same value.
    if operation != "look" && operation != "assign" && seen.is_none_or(|seen| seen == first) {
        *peer.applied.entry(format!("{server} {operation} {text}")).or_default() += 1;
    }
    Json(json!({ "operation": operation, "text": text })).into_response()
}

async fn peer() -> (u16, Shared) {
    let shared = Shared::default();
    let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (port, shared)
}

fn integration(port: u16, server: &str) -> String {
    let operation = |name: &str, effect: &str, request: &str| {
        format!(
            "  {name}:\n    version: 1.0.0\n    {effect}\n    request: {{ {request} }}\n    input: \
             {{ type: object, additionalProperties: false, required: [text], properties: {{ text: {{ type: string }} }} }}\n"
        )
    };
    let post = |name: &str| format!("method: POST, path: /{name}, body: arguments");
    let mut text = format!(
        "integration: peer\nowner: it@acme.example\nkind: http\n\
         connection: {{ baseUrl: 'http://127.0.0.1:{port}/{server}' }}\noperations:\n"
    );
    text += &operation("look", "effect: read", "method: GET, path: /look, query: { text: '{text}' }");
    for (name, idempotent) in [("put", "key"), ("assign", "natural"), ("once", "no"), ("flaky", "key")] {
        text += &operation(name, &format!("effect: write\n    idempotent: {idempotent}"), &post(name));
    }
    text
}

const POLICY: &str = "policy: all\ntitle: Tests\neffect: permit\nreason: Tests.\n\
                      access: { properties: { kind: { enum: [start, call, respond, run] } } }\n";

async fn server(port: u16, name: &str) -> Serve {
    Serve::start(&[("peer.yaml", integration(port, name))], &[("all.yaml", POLICY.to_owned())]).await
}

async fn publish(http: &Http, definition: &Value) {
    let name = definition["document"]["name"].as_str().unwrap();
    http.put_live(&format!("{}/{name}", durable::NAMESPACE), definition.to_string()).await;
}

/// How long a chunk of runs may take, kills included.
const CHUNK: Duration = Duration::from_secs(180);

/// Starts a run. It is repeated after a kill; the key makes it one run.
async fn start(http: Http, seed: u64) -> String {
    let path = format!("/v1/workflows/{}/{}/runs", durable::NAMESPACE, durable::name(seed));
    let key = format!("seed-{seed}");
    let headers = [("Prefer", "respond-async"), ("Idempotency-Key", key.as_str())];
    let deadline = Deadline::after(CHUNK);
    loop {
        let answer = http.try_send("POST", &path, Some("{}".into()), &headers).await;
        if let Ok(Answer { status: 202 | 200, run: Some(run), .. }) = answer {
            return run;
        }
        assert!(deadline.again().await, "seed {seed} cannot be started: {answer:?}");
    }
}

/// How a run ended.
async fn ended(http: &Http, seed: u64, run: &str) -> Value {
    let path = format!("/v1/runs/{run}");
    within(CHUNK, &format!("run {run} of seed {seed} ends"), async || {
        let Ok(answer) = http.try_send("GET", &path, None, &[]).await else {
            return Err("no answer".to_owned());
        };
        assert!(answer.status == 200 || answer.status >= 500, "seed {seed}: {}", answer.text);
        let status = answer.body["status"].as_str().unwrap_or_default();
        if answer.status != 200 || ["running", "waiting"].contains(&status) {
            return Err(answer.text);
        }
        let error = json!({ "code": answer.body["error"]["code"], "type": answer.body["error"]["type"] });
        Ok(json!({ "status": status, "output": answer.body["output"], "error": error }))
    })
    .await
}

/// Runs these seeds, and kills the server `kills` times meanwhile.
async fn run(server: &Serve, seeds: &[u64], random: &mut Random, kills: usize) -> Vec<Value> {
    let starts: Vec<_> = seeds.iter().map(|seed| tokio::spawn(start(server.http(), *seed))).collect();
    for _ in 0..kills {
        let after = Duration::from_millis(60 + random.below(500) as u64);
        pause(after, "each kill at another moment").await;
        server.restart().await;
    }
    let mut all = Vec::new();
    for (seed, start) in seeds.iter().zip(starts) {
        all.push(ended(&server.http(), *seed, &start.await.unwrap()).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn full_interrupted() {
    let count = sample("interrupted", 40, 1_000) as u64;
    let (port, peer) = peer().await;
    let (calm, killed) = (server(port, "calm").await, server(port, "killed").await);
    for number in 0..durable::CHILDREN {
        publish(&calm.http(), &durable::child(number)).await;
        publish(&killed.http(), &durable::child(number)).await;
    }
    let mut random = Random::new(11);
    let (mut unknown, mut kills, mut wrong) = (0, 0, Vec::new());
    let seeds: Vec<u64> = (0..count).collect();
    for seeds in seeds.chunks(AT_ONCE) {
        for seed in seeds {
            let definition = durable::definition(*seed);
            publish(&calm.http(), &definition).await;
            publish(&killed.http(), &definition).await;
        }
        let expected = run(&calm, seeds, &mut random, 0).await;
        let blows = 2 + random.below(2);
        kills += blows;
        let found = run(&killed, seeds, &mut random, blows).await;
        for ((seed, expected), found) in seeds.iter().zip(expected).zip(found) {
            assert_eq!(expected["status"], "completed", "seed {seed}, in peace: {expected}");
            if found == expected {
                continue;
            }
            // TP1103: the server stopped while a write was under way that must not happen twice.
            if found["error"]["code"] == "TP1103" && durable::may_be_unknown(*seed) {
                unknown += 1;
                continue;
            }
            wrong
                .push(format!("seed {seed}: {found}\ninstead of {expected}\n{}", durable::definition(*seed)));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n\n"));
    let peer = peer.lock().unwrap();
    let twice: Vec<_> = peer.applied.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "happened more than once: {twice:?}");
    let applied = |server: &str| peer.applied.keys().filter(|key| key.starts_with(server)).count();
    let outcome = json!({
        "definitions": count, "kills": kills, "differ": 0, "endedWithUnknownOutcome": unknown,
        "writesInPeace": applied("calm"), "writesWhenKilled": applied("killed"), "writesTwice": 0,
    });
    tell(&format!("interrupted: {outcome}"));
    keep_result("interrupted", &outcome);
}
