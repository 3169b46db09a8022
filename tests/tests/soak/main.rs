//! Mixed load on the real server, with publishing and activations: memory, descriptors and latency must stay flat once the
//! server is warm. 20 minutes with `tests/run --full soak`, half a minute otherwise; `TOWPATH_SOAK_SECONDS` sets another time.

#![expect(clippy::unwrap_used, reason = "tests")]

mod load;
mod watch;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use towpath_tests::{is_full, keep_result, pause_until, sample, tell};

use load::Load;
use watch::{Span, flatness};

/// Into how many spans the time is cut: minutes, at full size.
const SPANS: u32 = 20;
/// Callers at once, and the time from one call of each to the next: a load that the server carries easily, so that growth
/// comes from the server.
const CALLERS: usize = 8;
const PAUSE: Duration = Duration::from_millis(160);

#[tokio::test(flavor = "multi_thread")]
async fn full_soak() {
    let asked = std::env::var("TOWPATH_SOAK_SECONDS").ok().and_then(|text| text.parse().ok());
    let seconds: usize = asked.unwrap_or_else(|| sample("soak", 30, 1_200));
    let time = Duration::from_secs(seconds as u64);
    let load = Arc::new(Load::start().await);
    let (begun, each) = (Instant::now(), time / SPANS);
    let tasks = {
        let mut tasks: Vec<_> = (0..CALLERS)
            .map(|caller| tokio::spawn(self::load::call(Arc::clone(&load), caller, begun + time, PAUSE)))
            .collect();
        // At full size, one version every two seconds and one activation every fifteen; in a shorter time, as many.
        tasks.push(tokio::spawn(self::load::publish(Arc::clone(&load), begun, time, time / 600)));
        tasks.push(tokio::spawn(self::load::activate(Arc::clone(&load), begun + time, time / 80)));
        tasks
    };
    tell(&format!("soak: {seconds} s of mixed load, {CALLERS} callers, process {}", load.world.server.pid()));
    tell(&format!("soak: {}", Span::HEAD));
    let mut spans: Vec<Span> = Vec::new();
    for number in 1..=SPANS {
        pause_until(begun + each * number, "one span of the load").await;
        let span = Span::taken(number, load.world.server.pid(), load.taken());
        tell(&format!("soak: {span}"));
        spans.push(span);
        // A task that ended early has failed; its panic is reported below.
        if number + 1 < SPANS && tasks.iter().any(tokio::task::JoinHandle::is_finished) {
            break;
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    let called: usize = spans.iter().map(|span| span.calls.len()).sum();
    let published: usize = spans.iter().map(|span| span.publications.len()).sum();
    let activated: usize = spans.iter().map(|span| span.activations.len()).sum();
    assert!(called > 100 && published > 10 && activated > 4, "{called} {published} {activated}");
    let found = flatness(&spans);
    for one in &found {
        tell(&format!("soak: {one}"));
    }
    let grew: Vec<String> = found.iter().filter(|one| !one.is_flat()).map(ToString::to_string).collect();
    keep_result(
        "soak",
        &json!({
            "seconds": seconds, "callers": CALLERS, "calls": called, "publications": published, "activations": activated,
            "spans": spans.iter().map(Span::as_json).collect::<Vec<_>>(),
            "flat": found.iter().map(watch::Flat::as_json).collect::<Vec<_>>(),
        }),
    );
    // Half a minute beside other tests shows nothing about latency and little about memory. Descriptors do not depend on that.
    let counts = |one: &&String| is_full("soak") || one.starts_with("descriptors");
    let grew: Vec<&String> = grew.iter().filter(counts).collect();
    assert!(grew.is_empty(), "not flat after the first quarter: {grew:#?}\n{}", load.world.server.log());
}
