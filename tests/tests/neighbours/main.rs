//! What one tenant does to another: silent connections, busy runs, and listeners with large events, all at once, beside
//! good calls of somebody else. At full size the latency and the memory are held to bounds; a sample only to answers.

#![expect(clippy::unwrap_used, reason = "tests")]

mod attack;
mod good;
mod limits;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use towpath_tests::{Http, Serve, is_full, keep_result, sample, tell};

use attack::Attack;
use good::Measured;

const EVERYTHING: &str =
    "policy: everything\ntitle: Everything\neffect: permit\naccess: {}\nreason: Tests.\n";

/// Most that the 99th percentile of good calls, and the memory, may grow by.
const LATENCY: f64 = 3.0;
const MEMORY: f64 = 2.0;
/// Calls under this are fast whatever was measured before: other processes share the machine.
const FAST: Duration = Duration::from_millis(8);

/// Two tenants on one server, each with a token of its own.
pub(crate) struct World {
    pub(crate) server: Serve,
    pub(crate) good: Http,
    pub(crate) bad: Http,
}

impl World {
    async fn start() -> Self {
        let server = Serve::start(&[], &[("everything.yaml", EVERYTHING.to_owned())]).await;
        let (good, bad) = (server.app_of("good").await, server.app_of("bad").await);
        let world = Self { server, good, bad };
        world.server.publish("good", "decides", "- decide: { set: { ok: '${ .amount < 100 }' } }").await;
        let busy = "- spin: { set: { n: '${ reduce range(100000000) as $i (0; . + 1) }' } }";
        world.server.publish("bad", "busy", busy).await;
        let listens = "- hear: { listen: { to: { any: [{ with: { type: big } }], until: { one: { with: { type: over } } } } } }
  - count: { set: { heard: '${ length }' } }";
        world.server.publish("bad", "listens", listens).await;
        world
    }
}

fn ratio(before: f64, now: f64) -> f64 {
    if before > 0.0 { now / before } else { 0.0 }
}

/// What was done, what came of it, and whether it is within bounds.
fn outcome(attack: &Attack, quiet: &Measured, beside: &Measured, counted: &Value) -> (Value, bool) {
    let milliseconds = |time: Duration| (time.as_secs_f64() * 1e5).round() / 100.0;
    let (before, now) = (quiet.at(0.99), beside.at(0.99));
    let latency = ratio(before.as_secs_f64(), now.as_secs_f64());
    let memory = ratio(quiet.memory_mib, beside.memory_mib);
    let is_fair = (latency <= LATENCY || now <= FAST) && memory <= MEMORY;
    let told = |measured: &Measured| {
        json!({
            "calls": measured.calls.len(), "notAnswered": measured.failed,
            "p50Ms": milliseconds(measured.at(0.5)), "p99Ms": milliseconds(measured.at(0.99)),
            "mostMemoryMiB": measured.memory_mib.round(),
        })
    };
    let outcome = json!({
        "silentConnections": attack.silent, "busyRuns": attack.busy, "listeners": attack.listeners,
        "events": attack.events, "eventBytes": attack.event_bytes, "goodCallers": good::CALLERS,
        "quiet": told(quiet), "beside": told(beside), "counted": counted,
        "p99Ratio": (latency * 100.0).round() / 100.0, "memoryRatio": (memory * 100.0).round() / 100.0,
        "withinBounds": is_fair,
    });
    (outcome, is_fair)
}

/// A sample of it runs with all other tests; `tests/run --full neighbours` is all of it, `TOWPATH_NEIGHBOURS_SECONDS` long.
#[tokio::test(flavor = "multi_thread")]
async fn full_neighbours() {
    let full = is_full("neighbours");
    let seconds = std::env::var("TOWPATH_NEIGHBOURS_SECONDS").ok().and_then(|text| text.parse().ok());
    let time = Duration::from_secs(if full { seconds.unwrap_or(60) } else { 3 });
    let attack = Attack {
        silent: sample("neighbours", 60, 1_100),
        busy: sample("neighbours", 12, 300),
        listeners: sample("neighbours", 12, 300),
        events: sample("neighbours", 3, 20),
        event_bytes: sample("neighbours", 24_000, 240_000),
    };
    let world = Arc::new(World::start().await);
    // Images and caches are as they are on a server that has been used.
    good::calls(&world, time / 10).await;
    let quiet = good::calls(&world, time / 2).await;
    let over = Arc::new(AtomicBool::new(false));
    let attacking = tokio::spawn(attack.clone().run(Arc::clone(&world), Arc::clone(&over)));
    let beside = good::calls(&world, time).await;
    over.store(true, Ordering::Relaxed);
    let counted = attacking.await.unwrap();
    let (outcome, is_fair) = outcome(&attack, &quiet, &beside, &counted);
    tell(&format!("{outcome:#}"));
    keep_result("neighbours", &outcome);
    assert_eq!((quiet.failed, beside.failed), (0, 0), "good calls were not answered: {}", world.server.log());
    assert!(!quiet.calls.is_empty() && !beside.calls.is_empty());
    let heard = counted["heard"].as_u64().unwrap();
    assert_eq!(heard, attack.listeners as u64, "each listener hears every event: {counted}");
    if full {
        assert!(is_fair, "{outcome:#}");
    }
}
