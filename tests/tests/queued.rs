//! One tenant with very many queued runs beside another: both call the same system, which takes few calls at once. The sample
//! counts in which order calls are served; at full size the latency of the other tenant is held to a bound.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::{Path, State};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use towpath_tests::{
    Http, PERMIT_ALL, Serve, is_full, keep_result, pause, pause_until, sample, tell, within,
};

/// Most that the 99th percentile of the other tenant's calls may grow by.
const LATENCY: f64 = 2.0;
/// Calls under this are fast whatever was measured before: other processes share the machine.
const FAST: Duration = Duration::from_millis(8);
/// Calls at once that the system takes.
const AT_ONCE: usize = 2;
/// How many start runs at the same time.
const STARTERS: usize = 32;

/// The system that both call: one answer for each permit, and in which order it was called.
struct System {
    served: Mutex<Vec<String>>,
    under_way: AtomicUsize,
    most: AtomicUsize,
    lets: Semaphore,
}

async fn serve(State(system): State<Arc<System>>, Path(tenant): Path<String>) -> Json<Value> {
    system.served.lock().unwrap().push(tenant);
    let now = system.under_way.fetch_add(1, Ordering::SeqCst) + 1;
    system.most.fetch_max(now, Ordering::SeqCst);
    system.lets.acquire().await.unwrap().forget();
    system.under_way.fetch_sub(1, Ordering::SeqCst);
    Json(json!({ "ok": true }))
}

struct World {
    system: Arc<System>,
    server: Serve,
    many: Http,
    few: Http,
    _folder: tempfile::TempDir,
}

impl World {
    async fn start() -> Self {
        let system = Arc::new(System {
            served: Mutex::default(),
            under_way: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            lets: Semaphore::new(0),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router =
            Router::new().route("/{tenant}", axum::routing::get(serve)).with_state(Arc::clone(&system));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let shop = format!(
            "{{ integration: shop, owner: it@acme.example, kind: http, limits: {{ concurrency: {AT_ONCE} }},
            connection: {{ baseUrl: 'http://127.0.0.1:{port}', timeout: 5m }},
            operations: {{ look: {{ version: 1.0.0, effect: read, request: {{ method: GET, path: '/{{tenant}}' }},
              input: {{ type: object, additionalProperties: false, required: [tenant],
                        properties: {{ tenant: {{ type: string }} }} }} }} }} }}"
        );
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("towpath.yaml");
        let text = "quotas: { runs: 200000, perMinute: { runs: 10000000 } }\nconnections: { most: 400, perAddress: 300 }\n";
        std::fs::write(&config, text).unwrap();
        let integrations = [("shop.yaml", shop)];
        let policies = [("all.yaml", PERMIT_ALL.to_owned())];
        let flags = ["--config", config.to_str().unwrap()];
        let server = Serve::start_with(&integrations, &policies, &flags).await;
        let (many, few) = (server.app_of("many").await, server.app_of("few").await);
        for tenant in ["many", "few"] {
            let tasks =
                format!("- look: {{ call: 'shop.look:1.0.0@default', with: {{ tenant: {tenant} }} }}");
            server.publish(tenant, "looks", &tasks).await;
            server.publish(tenant, "decides", "- decide: { set: { ok: '${ .amount < 100 }' } }").await;
        }
        Self { system, server, many, few, _folder: folder }
    }

    /// Starts so many runs that nobody waits for. Each is on disk when this returns; one that has no room now is started again
    /// when the server says so.
    async fn queue(&self, http: &Http, tenant: &str, runs: usize) {
        let left = Arc::new(AtomicUsize::new(runs));
        let starters: Vec<_> = (0..STARTERS)
            .map(|_| {
                let (http, left) = (http.clone(), Arc::clone(&left));
                let path = format!("/v1/workflows/{tenant}/looks/runs?wait=0");
                tokio::spawn(async move {
                    let take = |left: usize| left.checked_sub(1);
                    while left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok() {
                        loop {
                            let sent = http.try_send("POST", &path, Some("{}".into()), &[]).await.unwrap();
                            match sent.status {
                                202 => break,
                                429 | 503 => pause(Duration::from_millis(20), "the server asks for it").await,
                                _ => panic!("{}", sent.text),
                            }
                        }
                    }
                })
            })
            .collect();
        for starter in starters {
            starter.await.unwrap();
        }
    }

    /// How many calls wait in line for the system.
    async fn waiting(&self) -> u64 {
        let found = self.server.http().get("/v1/integrations").await.body;
        let all = found["integrations"].as_array().unwrap();
        let shop = all.iter().find(|one| one["name"] == "shop").unwrap();
        shop["traffic"][0]["waiting"].as_u64().unwrap_or_default()
    }

    async fn until_waiting(&self, calls: usize) {
        within(Duration::from_secs(300), "every call waits in line", async || {
            let waiting = self.waiting().await;
            (waiting == calls as u64).then_some(()).ok_or_else(|| waiting.to_string())
        })
        .await;
    }

    /// Short calls of the other tenant, one after the other in each of a few connections; how long each took.
    async fn measure(&self, time: Duration) -> Vec<Duration> {
        let end = Instant::now() + time;
        let callers: Vec<_> = (0..8)
            .map(|_| {
                let http = self.few.clone();
                tokio::spawn(async move {
                    let mut took = Vec::new();
                    while Instant::now() < end {
                        let begun = Instant::now();
                        let path = "/v1/workflows/few/decides/runs";
                        let sent = http.try_send("POST", path, Some(r#"{"amount":7}"#.into()), &[]).await;
                        let answer = sent.unwrap();
                        assert_eq!(
                            (answer.status, &answer.body["ok"]),
                            (200, &true.into()),
                            "{}",
                            answer.text
                        );
                        took.push(begun.elapsed());
                        pause_until(begun + Duration::from_millis(50), "the pace of a caller").await;
                    }
                    took
                })
            })
            .collect();
        let mut took = Vec::new();
        for caller in callers {
            took.extend(caller.await.unwrap());
        }
        took.sort_unstable();
        took
    }
}

fn at(took: &[Duration], percent: usize) -> Duration {
    took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn latency(took: &[Duration]) -> Value {
    let milliseconds = |time: Duration| (time.as_secs_f64() * 1e5).round() / 100.0;
    json!({ "calls": took.len(), "p50Ms": milliseconds(at(took, 50)), "p99Ms": milliseconds(at(took, 99)) })
}

/// What was seen.
struct Seen {
    alone: Vec<Duration>,
    beside: Vec<Duration>,
    queued_in: Duration,
}

/// Measures the other tenant alone, queues the runs of both, and lets the system serve them while the other one is measured.
async fn story(world: &World, runs: usize, others: usize, time: Duration) -> Seen {
    // Images and caches are as they are on a server that has been used.
    world.measure(time / 5).await;
    let alone = world.measure(time).await;
    let begun = Instant::now();
    world.queue(&world.many, "many", runs).await;
    world.until_waiting(runs - AT_ONCE).await;
    let queued_in = begun.elapsed();
    // The other tenant comes last.
    world.queue(&world.few, "few", others).await;
    world.until_waiting(runs - AT_ONCE + others).await;
    let asked = world.few.clone();
    let caller = tokio::spawn(async move {
        asked.try_send("POST", "/v1/workflows/few/looks/runs", Some("{}".into()), &[]).await.unwrap()
    });
    world.until_waiting(runs - AT_ONCE + others + 1).await;
    let system = Arc::clone(&world.system);
    let serving = tokio::spawn(async move {
        loop {
            system.lets.add_permits(1);
            pause(Duration::from_millis(5), "the pace of the system").await;
        }
    });
    let beside = world.measure(time).await;
    let answer = caller.await.unwrap();
    assert_eq!((answer.status, &answer.body["ok"]), (200, &true.into()), "{}", answer.text);
    serving.abort();
    // Then as fast as it goes.
    world.system.lets.add_permits(2 * runs);
    within(Duration::from_secs(300), "every call is served", async || {
        let served = world.system.served.lock().unwrap().len();
        (served == runs + others + 1).then_some(()).ok_or_else(|| served.to_string())
    })
    .await;
    Seen { alone, beside, queued_in }
}

/// A sample of it runs with all other tests; `tests/run --full queued` is all of it.
#[tokio::test(flavor = "multi_thread")]
async fn full_queued() {
    let full = is_full("queued");
    let (runs, others) = (sample("queued", 2_000, 100_000), 20);
    let world = World::start().await;
    let seen = story(&world, runs, others, Duration::from_secs(if full { 30 } else { 1 })).await;

    let order = world.system.served.lock().unwrap().clone();
    let of = |tenant: &str| order.iter().filter(|one| *one == tenant).count();
    let first = order.iter().position(|one| one == "few").unwrap();
    let last = order.iter().rposition(|one| one == "few").unwrap();
    let meanwhile = order[first..=last].iter().filter(|one| *one == "many").count();
    let most = world.system.most.load(Ordering::SeqCst);
    let (before, now) = (at(&seen.alone, 99), at(&seen.beside, 99));
    let ratio = now.as_secs_f64() / before.as_secs_f64().max(f64::EPSILON);
    let outcome = json!({
        "queuedRuns": runs, "queuedInS": seen.queued_in.as_secs_f64().round(),
        "alone": latency(&seen.alone), "beside": latency(&seen.beside),
        "p99Ratio": (ratio * 100.0).round() / 100.0,
        "servedBefore": first, "servedOfTheOtherMeanwhile": meanwhile, "mostAtOnce": most,
    });
    tell(&format!("{outcome:#}"));
    keep_result("queued", &outcome);
    assert_eq!(first, AT_ONCE, "a caller goes before runs that nobody waits for: {outcome:#}");
    assert!(meanwhile <= others + AT_ONCE, "they take turns: {outcome:#}");
    assert_eq!((of("many"), of("few")), (runs, others + 1), "{outcome:#}");
    assert!(most <= AT_ONCE, "{outcome:#}");
    if full {
        assert!(ratio < LATENCY || now <= FAST, "{outcome:#}");
    }
}
