//! Very many runs that sleep: what they cost in memory and at start-up, and that runs wake on time beside them. The sample has few
//! and counts only; at full size each promise is held to its bound.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};
use towpath_tests::{Http, PERMIT_ALL, Serve, is_full, keep_result, pause, sample, tell, within};

/// Most memory that all of them add to that of the idle server, in MiB.
const MEMORY: f64 = 200.0;
/// Longest start-up.
const START: Duration = Duration::from_secs(10);
/// Latest end of the runs that wake, of 99 in 100.
const LATE: Duration = Duration::from_secs(1);
/// Runs that wake in a second.
const PACE: u64 = 50;
/// Runs that listen for an event of their own.
const EARS: usize = 20;
/// How many start runs at the same time.
const STARTERS: usize = 32;
/// Longest until all runs are started.
const FILL: Duration = Duration::from_secs(3_000);

struct World {
    server: Serve,
    app: Http,
    _folder: tempfile::TempDir,
}

impl World {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("towpath.yaml");
        let text = "quotas: { runs: 2000000, perMinute: { runs: 10000000 } }\nconnections: { most: 400, perAddress: 300 }\n";
        std::fs::write(&config, text).unwrap();
        let policies = [("all.yaml", PERMIT_ALL.to_owned())];
        let server = Serve::start_with(&[], &policies, &["--config", config.to_str().unwrap()]).await;
        let app = server.app_of("acme").await;
        let tasks = "- sleeps: { wait: '${ { seconds: .seconds } }' }\n  - wakes: { set: { number: '${ .number }' } }";
        server.publish("acme", "sleeps", tasks).await;
        // Very many that hear nothing, and a few that each hear an event of their own.
        let tasks = |kind: &str| {
            format!("- listens: {{ listen: {{ to: {{ one: {{ with: {{ type: {kind} }} }} }} }} }}")
        };
        server.publish("acme", "listens", &tasks("nothing")).await;
        for number in 0..EARS {
            server.publish("acme", &format!("hears-{number}"), &tasks(&format!("event-{number}"))).await;
        }
        Self { server, app, _folder: folder }
    }

    /// Starts runs with an input of so many bytes each. Half of them sleep for a month, half until an event comes.
    async fn fill(&self, runs: usize, bytes: usize) {
        let (left, begun) = (Arc::new(AtomicUsize::new(runs)), Instant::now());
        let starters: Vec<_> = (0..STARTERS)
            .map(|_| {
                let (app, left) = (self.app.clone(), Arc::clone(&left));
                tokio::spawn(async move {
                    let take = |left: usize| left.checked_sub(1);
                    while let Ok(number) = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take) {
                        let text = format!("{number:x}").repeat(bytes / 5 + 1);
                        let text = text.get(..bytes).unwrap_or(&text);
                        let input = json!({ "seconds": 2_592_000, "number": number, "text": text });
                        begin(&app, ["sleeps", "listens"][number % 2], &input).await;
                        assert!(begun.elapsed() < FILL, "they are not started in time");
                    }
                })
            })
            .collect();
        for starter in starters {
            starter.await.unwrap();
        }
    }

    /// Starts the runs that listen for an event of their own.
    async fn listen(&self) {
        for number in 0..EARS {
            begin(&self.app, &format!("hears-{number}"), &json!({})).await;
        }
    }

    /// Sends these events, one after the other; how long it took until the run of each had ended, the shortest first.
    async fn send(&self) -> Vec<Duration> {
        let mut took = Vec::new();
        for number in 0..EARS {
            let kind = format!("event-{number}");
            let event =
                json!({ "specversion": "1.0", "id": kind, "source": "/acme", "type": kind, "data": number });
            let (begun, before) = (Instant::now(), self.waiting().await);
            let kind = [("content-type", "application/cloudevents+json")];
            let sent = self.app.try_send("POST", "/v1/events", Some(event.to_string().into()), &kind).await;
            let sent = sent.unwrap();
            assert_eq!(sent.status, 202, "{}", sent.text);
            within(Duration::from_secs(60), "one run hears it", async || {
                let waiting = self.waiting().await;
                if waiting + 1 == before { Ok(()) } else { Err(format!("{waiting} of {before}")) }
            })
            .await;
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        took
    }

    async fn waiting(&self) -> u64 {
        let found = self.server.http().get("/v1/quotas?namespace=acme").await.body;
        let quotas = found["namespaces"][0]["quotas"].as_array().unwrap();
        quotas.iter().find(|one| one["what"] == "runs").and_then(|one| one["used"].as_u64()).unwrap()
    }

    /// Memory of the server that is its own, in MiB.
    async fn memory(&self) -> f64 {
        pause(Duration::from_secs(3), "what starts the server settles").await;
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.pid())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }

    /// Starts runs that wake so many a second; how late each has ended, the earliest first.
    async fn wake(&self, runs: u64) -> Vec<Duration> {
        let mut begun = Vec::new();
        for number in 0..runs {
            // Starting them takes a while too.
            let seconds = 10 + number / PACE;
            let run = begin(&self.app, "sleeps", &json!({ "seconds": seconds, "number": number })).await;
            begun.push((run, seconds));
        }
        let mut late = Vec::new();
        for (run, seconds) in begun {
            let path = format!("/v1/runs/{run}");
            let ended = within(Duration::from_secs(120), "it wakes", async || {
                let view = self.app.get(&path).await.body;
                if view["status"] == "completed" { Ok(view) } else { Err(view.to_string()) }
            })
            .await;
            let at = |field: &str| ended[field].as_str().unwrap().parse::<Timestamp>().unwrap();
            let took = at("endedAt").duration_since(at("startedAt")).unsigned_abs();
            late.push(took.saturating_sub(Duration::from_secs(seconds)));
        }
        late.sort_unstable();
        late
    }
}

/// Starts a run that nobody waits for. It is on disk when this returns.
async fn begin(app: &Http, workflow: &str, input: &Value) -> String {
    let (path, input) = (format!("/v1/workflows/acme/{workflow}/runs?wait=0"), input.to_string());
    loop {
        let sent = app.try_send("POST", &path, Some(input.clone().into()), &[]).await.unwrap();
        match sent.status {
            202 => return sent.body["id"].as_str().unwrap().to_owned(),
            429 | 503 => pause(Duration::from_millis(20), "the server asks for it").await,
            _ => panic!("{}", sent.text),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn full_asleep() {
    let runs = sample("asleep", 300, 1_000_000);
    let (bytes, waking) = if is_full("asleep") { (10_000, 1_000) } else { (100, 20) };
    let world = World::start().await;
    world.server.restart().await;
    let idle = world.memory().await;
    world.fill(runs, bytes).await;
    world.listen().await;
    let filled = world.memory().await;
    let begun = Instant::now();
    world.server.restart().await;
    let start = begun.elapsed();
    let restarted = world.memory().await;
    let all = (runs + EARS) as u64;
    assert_eq!(world.waiting().await, all, "every one is there");
    let late = world.wake(waking).await;
    let p99 = late[late.len() * 99 / 100];
    assert_eq!(world.waiting().await, all);
    let heard = world.send().await;
    assert_eq!(world.waiting().await, runs as u64, "each event was for one run");
    let log = folder_bytes(&world.server.folder().join("data/log"));
    let outcome = json!({
        "asleep": runs, "logBytes": log, "idleMiB": idle, "filledMiB": filled, "restartedMiB": restarted,
        "startMs": start.as_millis(), "waking": waking, "wakingPerSecond": PACE,
        "lateP50Ms": late[late.len() / 2].as_millis(), "lateP99Ms": p99.as_millis(),
        "heardP50Ms": heard[heard.len() / 2].as_millis(), "heardMostMs": heard.last().unwrap().as_millis(),
    });
    tell(&outcome.to_string());
    if is_full("asleep") {
        assert!(log >= 10_000_000_000, "{outcome}");
        assert!(restarted - idle < MEMORY && start < START && p99 < LATE, "{outcome}");
    }
    keep_result("asleep", &outcome);
}

fn folder_bytes(folder: &std::path::Path) -> u64 {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len());
    files.sum()
}
