//! Mixed load on the real server, with publishing and activation all the while: whether memory, descriptors and latency stay
//! what they are once the server is warm. 20 minutes with `tests/run --full soak`, one minute otherwise;
//! `TOWPATH_SOAK_SECONDS` says another time.

#![expect(clippy::unwrap_used, reason = "tests")]

mod load;
mod watch;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use towpath_tests::{is_full, keep_result, sample, tell};

use load::World;
use watch::{Span, flatness};

/// Into how many spans the time is cut: minutes, at full size.
const SPANS: u32 = 20;
/// Callers at once, and how long each waits from one call to the next: a load that the server carries easily, so that what
/// grows is the server's doing.
const CALLERS: usize = 8;
const PAUSE: Duration = Duration::from_millis(160);

#[tokio::test(flavor = "multi_thread")]
async fn full_soak() {
    let asked = std::env::var("TOWPATH_SOAK_SECONDS").ok().and_then(|text| text.parse().ok());
    let seconds: usize = asked.unwrap_or_else(|| sample("soak", 60, 1_200));
    let time = Duration::from_secs(seconds as u64);
    let world = Arc::new(World::start().await);
    let (begun, each) = (Instant::now(), time / SPANS);
    let tasks = {
        let mut tasks: Vec<_> = (0..CALLERS)
            .map(|caller| tokio::spawn(load::call(Arc::clone(&world), caller, begun + time, PAUSE)))
            .collect();
        // One version every two seconds and one activation every fifteen, at full size; as many in a shorter time.
        tasks.push(tokio::spawn(load::publish(Arc::clone(&world), begun, time, time / 600)));
        tasks.push(tokio::spawn(load::activate(Arc::clone(&world), begun + time, time / 80)));
        tasks
    };
    tell(&format!("soak: {seconds} s of mixed load, {CALLERS} callers, process {}", world.server.pid()));
    tell(&format!("soak: {}", Span::HEAD));
    let mut spans: Vec<Span> = Vec::new();
    for number in 1..=SPANS {
        tokio::time::sleep_until((begun + each * number).into()).await;
        let span = Span::taken(number, world.server.pid(), world.taken());
        tell(&format!("soak: {span}"));
        spans.push(span);
        // One that ended too early has failed, and says why below.
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
    // A minute beside other tests says nothing of latency, and little of memory; descriptors do not depend on that.
    let counts = |one: &&String| is_full("soak") || one.starts_with("descriptors");
    let grew: Vec<&String> = grew.iter().filter(counts).collect();
    assert!(grew.is_empty(), "not flat after the first quarter: {grew:#?}\n{}", world.server.log());
}
