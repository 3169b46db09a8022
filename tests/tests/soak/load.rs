//! The load: callers of several kinds of workflow, a publisher, and an activation of policies every few seconds.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::Json;
use serde_json::json;
use towpath_tests::{Http, PERMIT_ALL, Random, World, pause, pause_until};

/// Workflows that are published in the first quarter, one after the other; later ones get new versions.
const WORKFLOWS: usize = 150;

/// Why the callers pause.
const PACE: &str = "an even load";

/// Measurements by kind.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub(crate) calls: Vec<Duration>,
    pub(crate) publications: Vec<Duration>,
    pub(crate) activations: Vec<Duration>,
}

/// A server under load, and what was measured since the last look.
pub(crate) struct Load {
    pub(crate) world: World,
    http: Http,
    taken: Mutex<Taken>,
}

/// A system that answers every call.
async fn outside() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = axum::Router::new().fallback(|| async { Json(json!({ "tier": "gold" })) });
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

fn integration(port: u16) -> String {
    let schema = "{ type: object, additionalProperties: false, required: [amount], properties: { amount: { type: integer } } }";
    format!(
        "integration: crm\ntitle: CRM\nowner: it@acme.example\nkind: http\nconnection: {{ baseUrl: 'http://127.0.0.1:{port}' }}
operations:
  look: {{ version: 1.0.0, title: Look, effect: read, input: {schema}, output: {{ type: object }}, request: {{ method: GET, path: /look, query: {{ amount: '{{amount}}' }} }} }}
  note: {{ version: 1.0.0, title: Note, effect: write, idempotent: key, input: {schema}, output: {{ type: object }}, request: {{ method: POST, path: /note, body: arguments }} }}
"
    )
}

/// The policy that is changed again and again.
fn ceiling(amount: usize) -> String {
    format!(
        "policy: ceiling\ntitle: Not too much\neffect: forbid\nreason: Too much.\naccess:\n  required: [integration, arguments]\n  \
         properties:\n    integration: {{ const: crm }}\n    arguments: {{ type: object, required: [amount], properties: {{ \
         amount: {{ type: number, exclusiveMinimum: {amount} }} }} }}\n"
    )
}

/// A workflow that decides, one that reads, one that writes and one that waits.
fn definition(name: &str, kind: usize, version: usize) -> String {
    let tasks = match kind % 4 {
        0 => "- decide: { set: { ok: '${ .amount < ([range(200)] | map(. * 2) | add) }' } }",
        1 => "- look: { call: 'crm.look:1.0.0@default', with: { amount: '${ .amount }' } }",
        2 => "- note: { call: 'crm.note:1.0.0@default', with: { amount: '${ .amount }' } }",
        _ => "- pause: { wait: { milliseconds: 40 } }\n  - done: { set: { done: true } }",
    };
    format!(
        "document: {{ dsl: 1.0.3, namespace: soak, name: {name}, version: 1.{version}.0 }}\ndo:\n  {tasks}\n"
    )
}

impl Load {
    pub(crate) async fn start() -> Self {
        let port = outside().await;
        let world = World::with(&[&integration(port)], &[PERMIT_ALL, &ceiling(900)], &[]).await;
        let http = world.server.http();
        let load = Self { world, http, taken: Mutex::default() };
        for kind in 0..4 {
            load.put_live(&format!("kind-{kind}"), kind, 0).await;
        }
        load
    }

    /// What was measured since the last time.
    pub(crate) fn taken(&self) -> Taken {
        std::mem::take(&mut self.taken.lock().unwrap())
    }

    async fn put_live(&self, name: &str, kind: usize, version: usize) {
        self.http.put_live(&format!("soak/{name}"), definition(name, kind, version)).await;
    }

    async fn run(&self, name: &str, amount: usize) {
        let (path, body) =
            (format!("/v1/workflows/soak/{name}/runs"), json!({ "amount": amount }).to_string());
        let answer = self.http.post(&path, body).await;
        // 403: a policy refused the call inside.
        assert!(matches!(answer.status, 200 | 403), "{name}: {} {}", answer.status, answer.text);
    }
}

/// One caller, until the end: mostly calls, now and then a list.
pub(crate) async fn call(load: std::sync::Arc<Load>, caller: usize, end: Instant, every: Duration) {
    let mut random = Random::new(caller as u64);
    pause(every * u32::try_from(caller).unwrap_or(0) / 8, "callers begin one after another").await;
    while Instant::now() < end {
        let begun = Instant::now();
        match random.below(20) {
            0 => assert_eq!(load.http.get("/v1/runs?limit=20").await.status, 200),
            1 => assert_eq!(load.http.get("/v1/workflows?namespace=soak").await.status, 200),
            // A workflow that waits takes as long as its wait: it is load, not a measurement.
            2 => load.run("kind-3", 1).await,
            kind => {
                load.run(&format!("kind-{}", kind % 3), random.below(1_000)).await;
                load.taken.lock().unwrap().calls.push(begun.elapsed());
            }
        }
        pause_until(begun + every, PACE).await;
    }
}

/// Publishes a version after the other and calls each: new workflows at first, then new versions of them. Now and then
/// the version before is retired, and now and then a whole workflow.
pub(crate) async fn publish(load: std::sync::Arc<Load>, begun: Instant, time: Duration, every: Duration) {
    let (end, mut number) = (begun + time, 0);
    while Instant::now() < end {
        let at = Instant::now();
        let (which, version) = (number % WORKFLOWS, number / WORKFLOWS);
        let name = format!("flow-{which}");
        load.put_live(&name, which, version).await;
        load.taken.lock().unwrap().publications.push(at.elapsed());
        load.run(&name, 1).await;
        if version > 0 && which.is_multiple_of(3) {
            let path = format!("/v1/workflows/soak/{name}/versions/1.{}.0/state", version - 1);
            let answer = load.http.put(&path, json!({ "state": "retired" }).to_string()).await;
            assert!(answer.status < 300, "{}", answer.text);
        }
        number += 1;
        pause_until(at + every, PACE).await;
    }
}

/// Changes a policy and puts it in force, again and again.
pub(crate) async fn activate(load: std::sync::Arc<Load>, end: Instant, every: Duration) {
    let mut amount = 900;
    while Instant::now() < end {
        let at = Instant::now();
        amount = if amount == 900 { 800 } else { 900 };
        let saved = load.http.put("/v1/policies/ceiling", ceiling(amount)).await;
        assert!(saved.status < 300, "{}", saved.text);
        let begun = Instant::now();
        loop {
            let answer = load.http.activate().await;
            // Runs may change the impact between reading and confirming it.
            if answer.status < 300 {
                break;
            }
            assert!(answer.status == 409 && begun.elapsed() < Duration::from_secs(60), "{}", answer.text);
        }
        load.taken.lock().unwrap().activations.push(begun.elapsed());
        pause_until(at + every, PACE).await;
    }
}
