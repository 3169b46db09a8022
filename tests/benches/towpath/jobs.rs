//! The workflows that are called over HTTP, the documents that they need, and the same work as bare axum handlers, which decide
//! nothing and store nothing.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::decision;

/// The workflows of the job `mixed`.
pub(crate) const MIXED: usize = 20;
/// Its policies, of which one matches.
pub(crate) const POLICIES: usize = 200;

/// A job: what is called, and with which input.
pub(crate) struct Job {
    pub(crate) name: &'static str,
    /// The workflows of the namespace `bench` that are called in turn.
    pub(crate) workflows: Vec<String>,
    /// The path of the bare handler.
    pub(crate) bare: &'static str,
    pub(crate) input: String,
    /// The numbers of connections.
    pub(crate) connections: &'static [u32],
}

/// All jobs. `mixed` is last, because its policies stay.
pub(crate) fn jobs() -> Vec<Job> {
    let job = |name: &'static str, bare: &'static str, input: String| Job {
        name,
        workflows: vec![name.to_owned()],
        bare,
        input,
        connections: &[1, 32, 256],
    };
    let customer = json!({ "customer": "c-7" }).to_string();
    vec![
        job("hello", "/hello", json!({ "name": "Ada" }).to_string()),
        job("decide", "/decide", decision::input()),
        job("enrich", "/enrich", customer.clone()),
        Job { connections: &[1, 32], ..job("chain-10", "/chain", customer) },
        Job {
            workflows: (0..MIXED).map(|at| format!("mixed-{at}")).collect(),
            connections: &[32],
            ..job("mixed", "/decide", decision::input())
        },
    ]
}

/// The definition of a workflow, and of the workflows of `mixed`: three in ten look a customer up.
pub(crate) fn definition(workflow: &str) -> String {
    let head = |tasks: &str| {
        format!(
            "document: {{ dsl: 1.0.3, namespace: bench, name: {workflow}, version: 1.0.0 }}\ndo:\n{tasks}"
        )
    };
    let find = "  - find: { call: 'bench.find:1.0.0@default', with: { id: '${ .customer }' } }\n";
    let fixed =
        "  - find: { call: 'bench.find:1.0.0@default', with: { id: c-7 }, output: { as: '${ $input }' } }\n";
    match workflow {
        "hello" => head("  - greet: { set: { greeting: '${ \"Hello, \" + .name }' } }\n"),
        "enrich" => head(&format!(
            "{find}  - merge: {{ set: {{ name: '${{ .name }}', tier: '${{ .tier }}', isGold: '${{ .tier == \"gold\" }}' }} }}\n"
        )),
        "chain-10" => {
            let write = |at: usize| {
                format!(
                    "  - write{at}: {{ call: 'bench.note:1.0.0@default', with: {{ id: c-7, text: step {at} }} }}\n"
                )
            };
            head(&(0..10).map(write).collect::<String>())
        }
        mixed
            if mixed
                .strip_prefix("mixed-")
                .and_then(|at| at.parse::<usize>().ok())
                .is_some_and(|at| at % 10 < 3) =>
        {
            let decide = decision::definition(workflow);
            let (before, tasks) = decide.split_once("do:\n").unwrap_or_default();
            format!("{before}do:\n{fixed}{tasks}")
        }
        _ => decision::definition(workflow),
    }
}

/// The integration `bench`, at the handlers below.
pub(crate) fn integration(base: &str) -> String {
    format!(
        "integration: bench
title: The systems of the benchmark
owner: it@acme.example
kind: http
connection: {{ baseUrl: '{base}' }}
operations:
  find:
    version: 1.0.0
    title: Look a customer up
    effect: read
    input: {{ type: object, additionalProperties: false, required: [id], properties: {{ id: {{ type: string, pattern: '^c-[0-9]+$' }} }} }}
    output: {{ type: object, required: [id, name, tier], properties: {{ id: {{ type: string }}, name: {{ type: string }}, tier: {{ type: string }} }} }}
    request: {{ method: GET, path: '/customers/{{id}}' }}
  note:
    version: 1.0.0
    title: Write a note
    effect: write
    idempotent: key
    input: {{ type: object, additionalProperties: false, required: [id, text], properties: {{ id: {{ type: string, pattern: '^c-[0-9]+$' }}, text: {{ type: string }} }} }}
    output: {{ type: object }}
    example: {{ note: n-0 }}
    request: {{ method: POST, path: '/customers/{{id}}/notes', body: {{ text: '{{text}}' }} }}
"
    )
}

/// A policy that permits what the jobs do, and `number` that match nothing.
pub(crate) fn policies(number: usize) -> Vec<(String, String)> {
    let policy = |name: &str, namespace: &str, access: &str| {
        format!(
            "policy: {name}\ntitle: The benchmark\neffect: permit\nworkflow:\n  type: object\n  required: [namespace]\n  \
             properties: {{ namespace: {{ const: {namespace} }} }}\naccess:\n{access}reason: It is measured.\n"
        )
    };
    let kinds = "  type: object\n  required: [kind]\n  properties: { kind: { enum: [start, respond] } }\n";
    let calls =
        "  type: object\n  required: [integration]\n  properties: { integration: { const: bench } }\n";
    let mut all = vec![
        ("bench".to_owned(), policy("bench", "bench", kinds)),
        ("bench-calls".to_owned(), policy("bench-calls", "bench", calls)),
    ];
    all.extend((0..number).map(|at| {
        let (name, namespace) = (format!("other-{at}"), format!("other-{at}"));
        let text = policy(&name, &namespace, calls);
        (name, text)
    }));
    all
}

/// The bare handlers, and the systems that the workflows call.
pub(crate) fn router(base: String) -> Router {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    Router::new()
        .route(
            "/hello",
            post(|Json(input): Json<Value>| async move {
                Json(json!({ "greeting": format!("Hello, {}", input["name"].as_str().unwrap_or_default()) }))
            }),
        )
        .route(
            "/decide",
            post(|Json(input): Json<decision::Input>| async move { Json(decision::native(&input)) }),
        )
        .route("/enrich", post(enrich))
        .route("/chain", post(chain))
        .route(
            "/customers/{id}",
            get(|Path(id): Path<String>| async move { Json(json!({ "id": id, "name": "Ada", "tier": "gold" })) }),
        )
        .route("/customers/{id}/notes", post(|| async { Json(json!({ "note": "n-1" })) }))
        .with_state((client, base))
}

type Calling = State<(reqwest::Client, String)>;

async fn enrich(State((client, base)): Calling, Json(input): Json<Value>) -> Json<Value> {
    let id = input["customer"].as_str().unwrap_or_default();
    let answer = client.get(format!("{base}/customers/{id}")).send().await;
    let Ok(answer) = answer else { panic!("the system does not answer: {answer:?}") };
    let found: Value = answer.json().await.unwrap_or_default();
    Json(json!({ "name": found["name"], "tier": found["tier"], "isGold": found["tier"] == "gold" }))
}

async fn chain(State((client, base)): Calling, Json(_): Json<Value>) -> Json<Value> {
    let mut last = Value::Null;
    for at in 0..10 {
        let note = json!({ "text": format!("step {at}") });
        let answer = client.post(format!("{base}/customers/c-7/notes")).json(&note).send().await;
        let Ok(answer) = answer else { panic!("the system does not answer: {answer:?}") };
        last = answer.json().await.unwrap_or_default();
    }
    Json(last)
}
